"""Web pages: all visible text, one block a line, table rows with tabs; the page around the report is marked.

Markup inside a line joins without a gap (``<span>5</span><span>70</span>宗`` is 570宗), line breaks of the source
between Chinese characters vanish, list numbers that the browser would draw are not in the text.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from lawextract.errors import InputError
from lawextract.read import Document, Locator, printable
from lawextract.read.encoding import decode
from lawextract.read.furniture import Line, Mark, furniture_lines, letters, mark_of, surer
from lawextract.read.garbled import refuse_garbled

if TYPE_CHECKING:
    from lxml.etree import _Element

_LARGEST = 20_000_000  # bytes
_MOST_TAGS = 200_000
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)

_UNSEEN = frozenset(
    "script style noscript template head title svg iframe object audio video canvas datalist".split()
)
_BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section select summary "
    "table tbody td tfoot th thead tr ul br button textarea".split()
)  # fmt: skip
_HEADINGS = frozenset(["h1", "h2"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|table|list-item)", re.IGNORECASE)

_WIDEST = 100  # columns that cells may span
_CELL_LIMIT = 400
"""The longest cell of a table of data; tables with longer ones only arrange the page."""

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SOFT = "\x01"  # a line break of the source
_WIDE = "\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_WRAPPED = re.compile(f"(?<=[{_WIDE}]) *{_SOFT}[ {_SOFT}]*(?=[{_WIDE}])")
_EDGES = " \u00a0\u3000\u2002\u2003"

_FIELDS = {
    "title": ("articletitle", "og:title", "dc.title", "title"),
    "published": ("pubdate", "article:published_time", "publishdate", "createdate", "dc.date"),
    "issuer": ("contentsource", "source", "publisher", "dc.publisher"),
}
"""What a page says of itself, and the names of its meta tags, best first."""


def read_html(data: bytes, path: str) -> Document:
    """Read the web page *data*, the bytes of the input *path*.

    Raises :class:`InputError` when it has no text, is too large or nested too deeply, or in no known encoding.
    """
    charset = _CHARSET.search(data[:4096])
    return read_page(data, path, charset[1].decode("ascii", "replace") if charset else None)


def read_page(data: bytes, path: str, charset: str | None) -> Document:
    """Read a page whose *charset* is told, such as by the header that came with it."""
    if len(data) > _LARGEST or data.count(b"<") > _MOST_TAGS:
        size = f"{len(data) / 1e6:.0f} MB with {data.count(b'<'):,} tags"
        raise InputError(path, f"is a web page of {size}, far more than one report; split it")
    decoded = decode(data, path, charset)
    warnings = refuse_garbled(decoded, path)
    root = _parse(decoded.text, path)
    lines = _Walk(hide=True).lines(root)
    if sum(len(line.text) for line in lines) < 200:  # some pages hide the report until their script has run
        everything = _Walk(hide=False).lines(root)
        lines = everything if len(everything) > len(lines) else lines
    if not lines:
        raise InputError(
            path, "is a web page without text; save the page as shown in the browser, or its text"
        )
    text = "\n".join(line.text for line in lines)
    return Document(
        text=text,
        path=printable(path),
        sha256=sha256(data).hexdigest(),
        media_type="text/html",
        encoding=decoded.encoding,
        locators=_cells(lines),
        furniture=_stretches(lines),
        fields=_fields(root),
        url=_address(root),
        warnings=tuple(warning.model_copy(update={"start": None, "end": None}) for warning in warnings),
    )


def _parse(text: str, path: str) -> _Element:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any("depth" in entry.message for entry in parser.error_log):
        raise InputError(path, "is nested too deeply for a web page; save it as plain text")
    if root is None:
        raise InputError(
            path, "is a web page without text; save the page as shown in the browser, or its text"
        )
    return root


def _stretches(lines: list[Line]) -> tuple[tuple[int, int], ...]:
    """The offsets of furniture, neighbouring lines in one."""
    found: list[tuple[int, int]] = []
    position = 0
    for line, is_furniture in zip(lines, furniture_lines(lines), strict=True):
        end = position + len(line.text)
        if is_furniture and found and found[-1][1] == position - 1:
            found[-1] = (found[-1][0], end)
        elif is_furniture:
            found.append((position, end))
        position = end + 1
    return tuple(found)


def _cells(lines: list[Line]) -> tuple[Locator, ...]:
    """Where the cells of tables of data stand."""
    found: list[Locator] = []
    position = 0
    for line in lines:
        at = position
        for column, cell in enumerate(line.text.split("\t") if line.row else (), start=1):
            if cell:
                found.append(Locator(at, at + len(cell), "cell", f"{line.row}C{column}"))
            at += len(cell) + 1
        position += len(line.text) + 1
    return tuple(found)


class _Walk:
    """One pass over a page, in document order, without recursion (but for the cells of a table of data)."""

    def __init__(self, hide: bool) -> None:
        self._hide = hide
        self._done: list[Line] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._links = self._headings = self._verbatim = 0  # how many such elements are open
        self._marks: list[Mark] = [""]
        self._tables = 0

    def lines(self, root: _Element) -> list[Line]:
        """The lines of *root* that are not empty."""
        from lxml import etree

        skipping: _Element | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = str(element.tag)
            if event == "start":
                if skipping is not None:
                    continue
                self._open(element, tag)
                if self._is_unseen(element, tag):
                    skipping = element
                elif tag == "table" and element is not root and _holds_data(element):
                    self._table(element)
                    skipping = element
                elif element.text:
                    self._write(element.text)
                continue
            if skipping is element:
                skipping = None
            if skipping is None:
                self._close(element, tag)
                if element.tail and element is not root:
                    self._write(element.tail)
        self._break()
        return self._done

    def _is_unseen(self, element: _Element, tag: str) -> bool:
        if tag in _UNSEEN:
            return True
        return self._hide and (
            element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None
        )

    def _open(self, element: _Element, tag: str) -> None:
        if _is_block(element, tag):
            self._break()
        names = f"{element.get('class', '')} {element.get('id', '')}"
        own: Mark = "" if tag in ("html", "body") else mark_of(tag, names, element.get("role", ""))
        self._marks.append(surer(own, self._marks[-1]))
        self._links += _leads_away(element, tag)
        self._headings += tag in _HEADINGS
        self._verbatim += tag == "pre"

    def _close(self, element: _Element, tag: str) -> None:
        if _is_block(element, tag):
            self._break()
        self._marks.pop()
        self._links -= _leads_away(element, tag)
        self._headings -= tag in _HEADINGS
        self._verbatim -= tag == "pre"

    def _write(self, text: str) -> None:
        text = _INVISIBLE.sub("", text)
        if self._verbatim:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._pieces.append(first)
            for line in rest:
                self._break()
                self._pieces.append(line)
        else:
            self._pieces.append(_SPACE.sub(lambda gap: _SOFT if "\n" in gap[0] else " ", text))
        if self._links:
            self._linked += letters(text)

    def _break(self) -> None:
        """End the line."""
        if self._pieces:
            text = "".join(self._pieces)
            if _SOFT in text:
                text = _WRAPPED.sub("", text).replace(_SOFT, " ")
            if not self._verbatim:
                text = re.sub(" {2,}", " ", text)
            self._add(text.replace("\u00a0", " ").strip(_EDGES), self._linked)
            self._pieces.clear()
        self._linked = 0

    def _add(self, text: str, linked: int, row: str = "") -> None:
        if text.strip(_EDGES + "\t"):
            self._done.append(Line(text, linked, self._marks[-1], self._headings > 0, row))

    def _table(self, table: _Element) -> None:
        """Rows as lines of cells parted by tabs; a cell that spans others is followed by empty ones."""
        for caption in table.iter("caption"):
            for line in _Walk(self._hide).lines(caption):
                self._add(line.text, line.linked)
        below: dict[int, int] = {}  # column → rows that a cell above still covers
        self._tables += 1
        for number, row in enumerate(table.iter("tr"), start=1):
            cells: list[str] = []
            linked = 0
            for cell in (child for child in row if child.tag in ("td", "th")):
                while below.get(len(cells), 0):
                    below[len(cells)] -= 1
                    cells.append("")
                lines = [] if self._is_unseen(cell, "td") else _Walk(self._hide).lines(cell)
                width = max(1, min(_span(cell, "colspan"), _WIDEST - len(cells)))
                height = _span(cell, "rowspan") if len(cells) < _WIDEST else 1
                below |= dict.fromkeys(range(len(cells), len(cells) + width), height - 1)
                cells += ["".join(line.text for line in lines).replace("\t", " "), *[""] * (width - 1)]
                linked += sum(line.linked for line in lines)
            for column in range(len(cells), max(below, default=-1) + 1):
                below[column] = max(0, below[column] - 1)
            self._add("\t".join(cells).rstrip("\t"), linked, f"表{self._tables} R{number}")


def _is_block(element: _Element, tag: str) -> bool:
    return tag in _BLOCK or (tag == "span" and _BLOCK_STYLE.search(element.get("style", "")) is not None)


def _leads_away(element: _Element, tag: str) -> bool:
    """Whether it is a link to another page, not to a place in this one."""
    return tag == "a" and not element.get("href", "#").startswith("#")


def _holds_data(table: _Element) -> bool:
    """Whether a table has rows of short cells, and is not there to arrange the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if max(map(len, rows), default=0) < 2:
        return False
    return all(len("".join(map(str, cell.itertext())).strip()) <= _CELL_LIMIT for row in rows for cell in row)


def _span(cell: _Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, int(value)) if value.isdecimal() and value.isascii() and len(value) < 5 else 1


def _fields(root: _Element) -> dict[str, str]:
    """What the page says of itself; the name of the site is taken off its title."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            metas.setdefault(name, content)
    shown = next((" ".join("".join(map(str, title.itertext())).split()) for title in root.iter("title")), "")
    if shown:
        metas.setdefault("title", shown)
    found = {
        field: next((metas[name] for name in names if name in metas), "") for field, names in _FIELDS.items()
    }
    site = metas.get("sitename") or metas.get("og:site_name")
    if site and found["title"].endswith(site):
        found["title"] = found["title"].removesuffix(site).rstrip(" -_|—–·")
    return {field: value for field, value in found.items() if value and value != site}


def _address(root: _Element) -> str | None:
    """The address that a page gives itself."""
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").startswith("http"):
            return link.get("href")
    for meta in root.iter("meta"):
        if (meta.get("property") or "").lower() == "og:url" and (meta.get("content") or "").startswith(
            "http"
        ):
            return meta.get("content")
    return None
