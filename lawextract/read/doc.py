"""Old Word documents (.doc), read through the program ``antiword`` where it is installed.

antiword tells no automatic numbers (一、 that Word itself counts); a warning says so where a document has some.
WPS files (.wps) are read where they are Word documents inside; RTF files are refused with advice.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import which
from xml.etree.ElementTree import Element, ParseError, fromstring

from lawextract.errors import InputError, UnsupportedFormat
from lawextract.models import Warning
from lawextract.read import Document
from lawextract.read.draft import Draft, joined

MEDIA_TYPE = "application/msword"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_LONGEST = 8.0  # seconds
_MOST = 64 << 20  # bytes
_PROLOGUE = re.compile(rb"^.*?(?=<book\b)", re.DOTALL)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ADVICE = "save the report as .docx or .txt"


def read_doc(data: bytes, path: str) -> Document:
    """Read the old Word document *data* of the input *path*.

    Raises :class:`InputError` when it is none, encrypted, damaged or empty, or when antiword is not installed or
    fails, :class:`UnsupportedFormat` for WPS and RTF files.
    """
    if not data.startswith(_COMPOUND):
        if data.startswith(b"{\\rtf"):
            raise UnsupportedFormat(path, f"RTF files are not supported; {_ADVICE}")
        raise InputError(path, "is no Word document (.doc); check the ending of its name")
    if _ENCRYPTED in data:
        raise InputError(path, "is encrypted; remove the password and try again")
    if path.lower().endswith(".wps") and _WORD not in data:
        raise UnsupportedFormat(path, f"WPS files of this version are not supported; {_ADVICE}")
    book = _book(_antiword(data, path), path)
    draft, tables = Draft(), 0
    for block in _blocks(book):
        if isinstance(block, str):
            draft.line(block)
        else:
            tables += 1
            with draft.located("element", f"表{tables}"):
                draft.table(_grid(block), f"表{tables}")
    document = draft.document(data, path, MEDIA_TYPE, "holds no text that antiword finds; " + _ADVICE)
    if book.find(".//listitem") is None:
        return document
    lost = Warning(
        code="numbers-lost",
        message="Word counts some paragraphs itself and antiword does not tell their numbers; a .docx keeps them",
    )
    return replace(document, warnings=(lost,))


def _antiword(data: bytes, path: str) -> bytes:
    """The DocBook that antiword makes of *data*."""
    program = which("antiword")
    if program is None:
        raise InputError(
            path, f"reading .doc needs antiword (Debian and Ubuntu: apt install antiword); or {_ADVICE}"
        )
    with tempfile.TemporaryDirectory(prefix="lawextract-") as folder:
        file = Path(folder, "report.doc")
        file.write_bytes(data)
        try:
            done = subprocess.run(
                [program, "-m", "UTF-8.txt", "-x", "db", str(file)],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=_LONGEST, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise InputError(path, f"antiword took more than {_LONGEST:.0f} s; {_ADVICE}") from None
        except OSError as error:
            raise InputError(path, f"antiword cannot be run: {error.strerror}") from error
    if done.returncode or len(done.stdout) > _MOST or b"<book" not in done.stdout:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[0].replace(str(file), "the file") if said else f"status {done.returncode}"
        raise InputError(path, f"antiword cannot read it ({reason}); {_ADVICE}")
    return done.stdout


def _book(docbook: bytes, path: str) -> Element:
    """*docbook* parsed, without its document type; its numeric entities are all that XML knows."""
    try:
        return fromstring(_CONTROLS.sub(b"", _PROLOGUE.sub(b"", docbook, count=1)))
    except ParseError as error:
        raise InputError(path, f"antiword writes XML that cannot be read ({error}); {_ADVICE}") from error


def _blocks(parent: Element) -> Iterator[str | Element]:
    """Paragraphs and titles as text, tables as they are, in reading order."""
    for child in parent:
        if child.tag == "informaltable":
            yield child
        elif child.tag == "bookinfo":
            continue
        elif child.tag in ("para", "title"):
            text = "".join(_text(child)).strip()
            if text:
                yield text
            yield from (table for table in child.iter("informaltable"))
        else:
            yield from _blocks(child)


def _text(element: Element) -> Iterator[str]:
    """The words of a paragraph without those of tables in it."""
    if element.tag != "informaltable":
        yield (element.text or "").strip("\n")
        for child in element:
            yield from _text(child)
            yield (child.tail or "").strip("\n")


def _grid(table: Element) -> list[list[str]]:
    """Rows on one grid: antiword tells a merged cell by its width only."""
    rows: list[tuple[list[float], list[str]]] = []
    for group in table.iter("tgroup"):
        edges = [0.0]
        for column in group.iter("colspec"):
            edges.append(edges[-1] + float(re.sub(r"[^\d.]", "", column.get("colwidth", "")) or 1))
        rows += [(edges, [_cell(entry) for entry in row.iter("entry")]) for row in group.iter("row")]
    lines = _merged(edge for edges, _ in rows for edge in edges)
    grid = []
    for edges, cells in rows:
        line = [""] * max(len(lines) - 1, len(cells))
        for index, cell in enumerate(cells):
            at = min(range(len(lines)), key=lambda k: abs(lines[k] - edges[min(index, len(edges) - 1)]))
            line[max(at, index)] = cell
        grid.append(line)
    return grid


def _cell(entry: Element) -> str:
    return joined([line for text in entry.itertext() for line in text.split("\n")])


def _merged(edges: Iterator[float]) -> list[float]:
    """Edges in order, those less than three points apart taken for one."""
    lines: list[float] = []
    for edge in sorted(set(edges)):
        if not lines or edge - lines[-1] > 3:
            lines.append(edge)
    return lines
