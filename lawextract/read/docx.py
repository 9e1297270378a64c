"""Word documents (.docx): paragraphs with their printed numbers, tables, text boxes and notes.

Tables become lines of cells parted by tabs; a table that only lays out running text becomes its paragraphs. Tracked
insertions are text, deletions are not. Notes follow the body; headers, footers and the table of contents come last,
as furniture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lawextract.errors import InputError
from lawextract.read import Document
from lawextract.read.draft import Draft, joined
from lawextract.read.numbering import Numbering
from lawextract.read.package import Package

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KIND = "Word document (.docx)"
_GONE = frozenset({"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "rt", "tblPr", "tblGrid"})
_AS_TEXT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LONG_CELL = 200  # characters in several paragraphs: this table lays out running text
_WIDEST = 200  # columns that one cell may span


def read_docx(data: bytes, path: str) -> Document:
    """Read the Word document *data* of the input *path*.

    Raises :class:`InputError` when it is none, damaged, encrypted, empty, or larger than the limits.
    """
    package = Package(data, path, _KIND)
    main = next((part for kind, part in package.relations("").values() if kind == "officeDocument"), "word/document.xml")
    document = package.xml(main)
    body = document.find("body") if document is not None else None
    if body is None:
        raise InputError(path, f"is no {_KIND}: it has no body")
    try:
        return _Reader(package, main).read(body).document(data, path, MEDIA_TYPE, "holds no text; nothing to read")
    except RecursionError:
        raise InputError(path, "is nested too deeply to be read; save its text in a new document") from None


@dataclass(slots=True)
class _Cell:
    lines: list[str]
    span: int
    continues: bool  # below the cell it is merged with
    nests: bool


@dataclass(slots=True)
class _Parts:
    """What a paragraph holds: its text, and what is anchored in it."""

    text: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._parts: dict[str, list[str]] = {}
        for kind, part in package.relations(main).values():
            self._parts.setdefault(kind, []).append(part)
        self._numbering = Numbering(self._first("numbering"), self._first("styles"))
        self._draft = Draft()
        self._tables = self._boxes = 0
        self._contents: list[str] = []
        self._carried = ""

    def _first(self, kind: str) -> Element | None:
        names = self._parts.get(kind)
        return self._package.xml(names[0]) if names else None

    def read(self, body: Element) -> Draft:
        self._blocks(body)
        for kind, name in (("footnotes", "footnote"), ("endnotes", "endnote")):
            notes = self._first(kind)
            for number, note in enumerate(_notes(notes, name), start=1):
                with self._draft.located("element", f"{name} {number}"):
                    self._blocks(note)
        with self._draft.furniture():
            for line in self._contents:
                self._draft.line(line)
            for kind in ("header", "footer"):
                self._running(kind)
        return self._draft

    def _running(self, kind: str) -> None:
        """Headers or footers, each text once."""
        seen = set[str]()
        for name in sorted(self._parts.get(kind, ())):
            part = self._package.xml(name)
            text = "\n".join(self._lines(part)) if part is not None else ""
            if text.strip() and text not in seen:
                seen.add(text)
                with self._draft.located("element", kind):
                    self._draft.line(text)

    # --- blocks

    def _blocks(self, parent: Element) -> None:
        """Paragraphs and tables of *parent*, whatever content controls and change marks hold them."""
        for block in _through(parent):
            if block.tag == "p":
                self._paragraph(block)
            else:
                self._table(block)
        if self._carried:
            self._draft.line(self._carried)
            self._carried = ""

    def _paragraph(self, paragraph: Element) -> None:
        parts = self._inside(paragraph)
        text = self._carried + "".join(parts.text)
        properties = paragraph.find("pPr")
        if properties is not None and properties.find("rPr/del") is not None:  # its end is deleted: it runs on
            self._carried = text
        else:
            self._carried = ""
            if self._is_contents(paragraph):
                self._contents.append(text)
            elif text or not self._draft.ends_empty:  # one empty paragraph says as much as many
                self._draft.line(text)
        for box in parts.boxes:
            self._boxes += 1
            with self._draft.located("element", f"text box {self._boxes}"):
                self._blocks(box)

    def _is_contents(self, paragraph: Element) -> bool:
        """Whether a paragraph is a line of the table of contents, by its style."""
        style = self._numbering.style(paragraph)
        name = style.find("name") if style is not None else None
        return name is not None and name.get("val", "").lower().startswith("toc ")

    def _table(self, table: Element) -> None:
        rows = [self._row(row) for row in _children(table, "tr") if row.find("trPr/del") is None]
        if _lays_out(rows):
            for row in rows:
                for cell in row:
                    for line in cell.lines:
                        self._draft.line(line)
            return
        self._tables += 1
        name = f"表{self._tables}"
        grid: list[list[str]] = []
        for row in rows:
            cells: list[str] = []
            for cell in row:
                text = "" if cell.continues else joined([part for item in cell.lines for part in item.split("\n")])
                cells += [text, *[""] * (cell.span - 1)]
            grid.append(cells)
        with self._draft.located("element", name):
            self._draft.table(grid, name)

    def _row(self, row: Element) -> list[_Cell]:
        before = row.find("trPr/gridBefore")
        cells = [_Cell([], _span(before), False, False)] if before is not None else []
        for cell in _children(row, "tc"):
            merge = cell.find("tcPr/vMerge")
            continues = merge is not None and merge.get("val", "continue") == "continue"
            span = cell.find("tcPr/gridSpan")
            lines = [line for line in self._lines(cell) if line.strip()]
            cells.append(_Cell(lines, _span(span), continues, cell.find(".//tbl") is not None))
        return cells

    def _lines(self, parent: Element) -> list[str]:
        """The paragraphs of a cell, header or footer, those of tables and boxes inside them too."""
        lines: list[str] = []
        for block in _through(parent):
            if block.tag == "p":
                parts = self._inside(block)
                lines.append("".join(parts.text))
                for box in parts.boxes:
                    lines += self._lines(box)
            else:
                for row in _children(block, "tr"):
                    lines.append("\t".join(joined(self._lines(cell)) for cell in _children(row, "tc")))
        return lines

    # --- text

    def _inside(self, paragraph: Element) -> _Parts:
        parts = _Parts()
        _collect(paragraph, parts)
        number = self._numbering.number(paragraph)
        if number:
            apart = number[-1].isascii() and "".join(parts.text)[:1].isdigit()  # 1. 2023年 is no 1.2023年
            parts.text.insert(0, number + " " if apart and not number.endswith(" ") else number)
        return parts


def _through(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of *parent*, through content controls, custom XML and tracked insertions."""
    for child in parent:
        if child.tag in ("p", "tbl"):
            yield child
        elif child.tag == "AlternateContent":
            yield from _through(_chosen(child))
        elif child.tag not in _GONE and child.tag != "sectPr":
            yield from _through(child)


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, through the same wrappers."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _children(child, tag)


def _collect(parent: Element, parts: _Parts) -> None:
    for child in parent:
        tag = child.tag
        if tag == "t":
            parts.text.append(child.text or "")
        elif tag in _AS_TEXT:
            parts.text.append(_AS_TEXT[tag])
        elif tag == "txbxContent":
            parts.boxes.append(child)
        elif tag == "AlternateContent":
            _collect(_chosen(child), parts)
        elif tag == "sym":
            parts.text.append(_symbol(child.get("char", "")))
        elif tag == "r" and _hidden(child):
            continue
        elif tag not in _GONE:
            _collect(child, parts)


def _hidden(run: Element) -> bool:
    vanish = run.find("rPr/vanish")
    return vanish is not None and vanish.get("val", "1") not in ("0", "false")


def _chosen(alternates: Element) -> Element:
    """The one of several renderings of the same content that has text; the first, when none has."""
    for choice in alternates:
        if next(choice.iter("t"), None) is not None:
            return choice
    return alternates[0] if len(alternates) else alternates


def _symbol(code: str) -> str:
    """A character of a symbol font; the private ones have no meaning outside it."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 32 <= number < 0xD800 else ""


def _span(element: Element | None) -> int:
    value = element.get("val", "1") if element is not None else "1"
    return min(max(int(value), 1), _WIDEST) if value.isdecimal() else 1


def _lays_out(rows: Iterable[list[_Cell]]) -> bool:
    """Whether a table is a frame for running text: one column, a table inside, or a cell of long paragraphs."""
    filled = [[cell for cell in row if cell.lines] for row in rows]
    return all(len(row) < 2 for row in filled) or any(
        cell.nests or (len(cell.lines) > 2 and sum(map(len, cell.lines)) > _LONG_CELL) for row in filled for cell in row
    )


def _notes(notes: Element | None, name: str) -> Iterator[Element]:
    """The notes that have text: separators are none."""
    for note in notes.iter(name) if notes is not None else ():
        if note.get("type", "normal") == "normal":
            yield note
