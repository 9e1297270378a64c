"""Bytes to text: one module a format, with one public function ``bytes → Document``.

To add a format, write ``read/<format>.py`` with a function ``(data: bytes, path: str) -> Document`` that raises
:class:`lawextract.errors.InputError` with the reason, and enter its endings in :data:`READERS`. If its files
begin with telling bytes, add them to :mod:`lawextract.read.sniff` as well, for files whose ending is wrong.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import IO

from lawextract.errors import InputError, UnsupportedFormat
from lawextract.models import Locator, Warning
from lawextract.read.remote import is_address, opened

__all__ = ["Document", "Locator", "Piece", "read_document"]

STANDARD_INPUT = "-"

READERS: dict[str, str] = {
    ".txt": "text:read_text",
    ".html": "html:read_html",
    ".htm": "html:read_html",
    ".shtml": "html:read_html",
    ".xhtml": "html:read_html",
    ".mhtml": "mhtml:read_mhtml",
    ".mht": "mhtml:read_mhtml",
    ".docx": "docx:read_docx",
    ".docm": "docx:read_docx",
    ".doc": "doc:read_doc",
    ".wps": "doc:read_doc",
    ".rtf": "doc:read_doc",
    ".pdf": "pdf:read_pdf",
    ".ofd": "ofd:read_ofd",
    ".xlsx": "xlsx:read_xlsx",
    ".xlsm": "xlsx:read_xlsx",
    ".csv": "sheet:read_csv_sheet",
    ".tsv": "sheet:read_csv_sheet",
}
"""Ending, in lower case → module and function of its reader, imported when the first such file comes."""

ARCHIVES = frozenset({".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz"})
"""Endings of files that hold files (:mod:`lawextract.read.archive`); a .gz may hold a crawl as well."""

COLLECTIONS = frozenset({".jsonl", ".ndjson", ".parquet", ".warc"})
"""Endings of files that hold one document a row or record."""

MAX_BYTES = 200_000_000
"""The largest file that is opened."""

MAX_CHARS = 20_000_000
"""The longest text that is read as one report: real ones have a few ten thousand characters, a year of a province joined
into one file some millions. Time grows with the length, so a limit there must be."""

MAX_NUMBERS = 500_000
"""The most numbers that a text may have; real reports have a few hundred."""

_NUMBER = re.compile(r"\d+|[一二三四五六七八九十百千万亿]+")


@dataclass(frozen=True, slots=True)
class Document:
    """One input as canonical text. ``path`` is as given, with forward slashes; "-" is standard input.

    ``furniture`` are the stretches of page furniture (menus, page numbers, footers) as half-open offsets,
    sorted and disjoint: their text stays, but nothing in it is a quantity or tells who reports.
    ``fields`` is what the file says of itself (``title``, ``published``, ``issuer``), ``url`` where it was.
    """

    text: str
    path: str
    sha256: str
    media_type: str
    encoding: str | None
    locators: tuple[Locator, ...] = ()
    furniture: tuple[tuple[int, int], ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    url: str | None = None
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One document that is still bytes; without ``data`` the file ``path`` is to be opened."""

    path: str
    data: bytes | None = None
    ending: str | None = None
    url: str | None = None
    charset: str | None = None


def fingerprint(document: Document) -> bytes:
    """What two copies of one text have in common: a digest without its white space and page furniture."""
    parts, position = [], 0
    for start, end in (*document.furniture, (len(document.text), 0)):
        parts.append("".join(document.text[position:start].split()))
        position = end
    return sha256("".join(parts).encode("utf-8", "surrogatepass")).digest()


def read_document(source: str | Piece) -> Document:
    """Read a file, standard input ("-") or a piece of a collection.

    The bytes decide about the format when they tell it, else the ending.
    Raises :class:`InputError` when the file is missing, unreadable, empty, damaged or no text.
    """
    piece = source if isinstance(source, Piece) else Piece(source)
    data = load(piece.path) if piece.data is None else piece.data
    return _reading(data, piece)


def _reading(data: bytes, piece: Piece) -> Document:
    from lawextract.read.sniff import sniff

    path = piece.path
    named = Path(path).suffix.lower() if piece.ending is None else piece.ending
    ending = sniff(data, named)
    if ending in ARCHIVES or ending in COLLECTIONS:
        raise UnsupportedFormat(
            path,
            f"holds many documents ({ending}); name it so and read it by `lawextract parse` or parse_files",
        )
    if ending not in READERS:
        raise UnsupportedFormat(
            path, f"{ending} files are not supported; save the report as plain text, HTML, DOCX or PDF"
        )
    try:
        if READERS[ending] == READERS[".txt"] and len(data) > 4 * MAX_CHARS:
            raise InputError(
                path, f"is a text of {len(data) / 1e6:.0f} MB, far more than one report; split it"
            )
        if piece.charset and READERS[ending] == READERS[".html"]:
            from lawextract.read.html import read_page

            document = read_page(data, path, piece.charset)
        else:
            document = reader(ending)(data, path)
    except RecursionError as error:
        raise InputError(path, "is nested too deeply; save it as plain text") from error
    except MemoryError as error:
        raise InputError(
            path, "needs more memory than there is; split it or save it as plain text"
        ) from error
    if len(document.text) > MAX_CHARS:
        raise InputError(
            path,
            f"holds {len(document.text):,} characters, far more than one report (at most {MAX_CHARS:,}); split it",
        )
    if len(document.text) > MAX_NUMBERS and _numbers(document.text) > MAX_NUMBERS:
        raise InputError(path, f"holds more than {MAX_NUMBERS:,} numbers, far more than one report; split it")
    return replace(document, url=piece.url or document.url)


def _numbers(text: str) -> int:
    """How many numbers *text* has, counted as far as it matters."""
    return sum(1 for _ in islice(_NUMBER.finditer(text), MAX_NUMBERS + 1))


def reader(ending: str) -> Callable[[bytes, str], Document]:
    """The reader for files with *ending*, one of :data:`READERS`."""
    module, name = READERS[ending].split(":")
    function: Callable[[bytes, str], Document] = getattr(import_module(f"lawextract.read.{module}"), name)
    return function


def load(path: str) -> bytes:
    """The bytes of the file or address *path*, or of standard input when it is "-".

    Raises :class:`InputError` when there is no such file, it is a folder, too large, or cannot be opened.
    """
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError(path, "standard input is closed")
        return _at_most(sys.stdin.buffer, path)
    if is_address(path):
        with opened(path) as stream:
            return _at_most(stream, path)
    if os.path.isdir(path):
        if not os.access(path, os.R_OK | os.X_OK):
            raise InputError(path, "the folder cannot be opened; check its permissions")
        raise InputError(path, "the folder holds no file that can be read")
    if not os.path.lexists(path):
        raise InputError(path, "no such file or folder; check the path")
    try:
        if os.path.getsize(path) > MAX_BYTES:
            raise InputError(path, f"is larger than {MAX_BYTES // 1_000_000} MB; split it")
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error


def _at_most(stream: IO[bytes], path: str) -> bytes:
    try:
        data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise InputError(path, f"is larger than {MAX_BYTES // 1_000_000} MB; split it")
    return data


def printable(path: str) -> str:
    """*path* with forward slashes and without the bytes that are no text in this system's encoding."""
    shown = path.replace(os.sep, "/")
    return shown.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
