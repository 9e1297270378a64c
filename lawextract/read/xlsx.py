"""Excel workbooks (.xlsx) with statistics: each visible sheet a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from lawextract.errors import InputError
from lawextract.read import Document
from lawextract.read.draft import Draft
from lawextract.read.package import Package
from lawextract.read.sheet import MOST_CELLS, MOST_COLUMNS, add_sheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KIND = "Excel workbook (.xlsx)"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_DATE_FORMATS = frozenset({*range(14, 18), 22, *range(27, 32), *range(50, 59)})


def read_xlsx(data: bytes, path: str) -> Document:
    """Read the workbook *data* of the input *path*: its visible sheets with their names, cells as they are shown.

    Raises :class:`InputError` when it is none, damaged, encrypted, empty, or larger than the limits.
    """
    package = Package(data, path, _KIND)
    main = next((part for kind, part in package.relations("").values() if kind == "officeDocument"), "xl/workbook.xml")
    workbook = package.xml(main)
    if workbook is None or workbook.find("sheets") is None:
        raise InputError(path, f"is no {_KIND}: it has no sheets")
    relations = package.relations(main)
    parts = dict(relations.values())
    strings = _strings(package.xml(parts.get("sharedStrings", "")))
    formats = _formats(package.xml(parts.get("styles", "")))
    since = datetime(1904, 1, 1) if _flag(workbook.find("workbookPr"), "date1904") else datetime(1899, 12, 30)
    sheets = [sheet for sheet in workbook.iterfind("sheets/sheet") if sheet.get("state", "visible") == "visible"]
    draft = Draft()
    for sheet in sheets:
        name = sheet.get("name", "")
        root = package.xml(relations.get(sheet.get("id", ""), ("", ""))[1])
        grid: dict[tuple[int, int], str] = {}
        for cell in root.iter("c") if root is not None else ():
            _enter(grid, cell, strings, formats, since)
            if len(grid) > MOST_CELLS:
                raise InputError(path, f"holds more than {MOST_CELLS} cells; keep the sheet of the report only")
        if grid and len(sheets) > 1 and not re.fullmatch(r"(?:Sheet|工作表)\s*\d+", name):
            draft.line(name)
        add_sheet(draft, grid, name)
    return draft.document(data, path, MEDIA_TYPE, "holds no cells; nothing to read")


def _enter(
    grid: dict[tuple[int, int], str], cell: Element, strings: list[str], formats: list[str], since: datetime
) -> None:
    place = _REFERENCE.fullmatch(cell.get("r", ""))
    text = _shown(cell, strings, formats, since)
    column = _number(place[1]) if place else 0
    if place and text.strip() and column <= MOST_COLUMNS:
        grid[int(place[2]), column] = text


def _shown(cell: Element, strings: list[str], formats: list[str], since: datetime) -> str:
    """What a cell shows: its text, or its number in its format (percent, date, decimals)."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_plain(cell.find("is")))
    value = cell.findtext("v", "")
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    if kind in ("str", "d"):
        return value
    if kind != "n" or not value:
        return ""  # truth values and errors
    style = cell.get("s", "0")
    return _in_format(value, formats[int(style)] if style.isdecimal() and int(style) < len(formats) else "", since)


def _in_format(value: str, code: str, since: datetime) -> str:
    """*value* as the number format *code* shows it; as it is stored where the format says nothing of use.

    >>> [_in_format(value, code, datetime(1899, 12, 30)) for value, code in
    ...  (("0.999", "0.0%"), ("45292", "yyyy-mm-dd"), ("1126", "#,##0"), ("99.869999999999997", ""), ("3", '0"件"'))]
    ['99.9%', '2024-01-01', '1126', '99.87', '3件']
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number) > Decimal("1e18"):
        return value
    bare = _NOT_SHOWN.sub("", code.split(";")[0])
    if "%" in bare:
        decimals = len(bare.partition(".")[2].rstrip("%").strip())
        return f"{number * 100:.{min(decimals, 10)}f}%"
    if re.search(r"[ymd]", bare, re.IGNORECASE) and "0" not in bare and 0 < number < 200_000:
        return (since + timedelta(days=float(number))).strftime("%Y-%m-%d")
    number = Decimal(format(float(number), ".15g")) if "." in value or "e" in value.lower() else number
    suffix = re.fullmatch(r'[#,0.]*0(?:\.0+)?(?:_ )?"([^"]{1,6})"', code.split(";")[0])
    return f"{number:f}" + (suffix[1] if suffix else "")


def _strings(table: Element | None) -> list[str]:
    return ["".join(_plain(item)) for item in table.iterfind("si")] if table is not None else []


def _plain(item: Element | None) -> Iterator[str]:
    """The runs of a string, without the reading aids above them."""
    for child in item if item is not None else ():
        if child.tag == "t":
            yield child.text or ""
        elif child.tag == "r":
            yield child.findtext("t", "")


def _formats(styles: Element | None) -> list[str]:
    """The number format of each cell style; dates of the built-in formats as yyyy-mm-dd."""
    if styles is None:
        return []
    own = {item.get("numFmtId", ""): item.get("formatCode", "") for item in styles.iterfind("numFmts/numFmt")}
    built_in = {"9": "0%", "10": "0.00%", **{str(number): "yyyy-mm-dd" for number in _DATE_FORMATS}}
    return [{**built_in, **own}.get(item.get("numFmtId", ""), "") for item in styles.iterfind("cellXfs/xf")]


def _flag(element: Element | None, name: str) -> bool:
    return element is not None and element.get(name, "0") in ("1", "true")


def _number(letters: str) -> int:
    """The column that *letters* name; A is 1."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
