"""Tables as an Excel workbook, one sheet a table, row by row: memory does not grow with the documents.

A value is linked to the row that shows it, and the header of a metric to its codebook row, up to
Excel's limit of links a sheet. A table longer than a sheet goes on in a second one (``observations 2``).
Text is always text: nothing is run as a formula, and codes keep their zeros.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import east_asian_width

from lawextract.codebook import Codebook
from lawextract.errors import OutputError
from lawextract.write.extras import load
from lawextract.write.output import new_file
from lawextract.write.tables import Column, Row, Table, codebook_table

MAX_ROWS = 1_048_576
_MAX_LINKS = 65_530
_MAX_CELL = 32_767  # UTF-16 units
_MAX_WIDTH = 60
_ROWS_THAT_SET_WIDTHS = 200
_MOST_COLUMNS_A_PAGE = 30
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CODEBOOK = "codebook"

Link = Callable[[tuple[str, ...]], str | None]  # from the ids of evidence to an address in the workbook


def write_workbook(
    records: Iterable[Any], path: str, tables: Mapping[str, Table], codebook: Codebook, *, max_rows: int = MAX_ROWS
) -> None:
    """Write *tables* of *records* and the *codebook* to the workbook *path*.

    Raises :class:`MissingExtra` without xlsxwriter, :class:`OutputError` when *path* cannot be written.
    """
    xlsxwriter = load("xlsxwriter", extra="xlsx")
    with new_file(path) as part, TemporaryDirectory() as temporary:
        options = {"constant_memory": True, "tmpdir": temporary}
        book = xlsxwriter.Workbook(str(part), options)
        try:
            book.set_properties({"created": datetime(2000, 1, 1)})  # the same input gives the same bytes
            book.set_size(2400, 1200)
            entries_by_line = enumerate(codebook.metrics.values(), start=2)
            rows = {name: line for line, metric in entries_by_line for name in (metric.id, metric.zh, metric.en)}
            sheets = {name: _Sheet(book, name, table.columns, rows, max_rows) for name, table in tables.items()}
            entries = _Sheet(book, _CODEBOOK, codebook_table().columns, {}, max_rows)
            for record in records:
                link = _links(record, tables, sheets)
                for name, table in tables.items():
                    for item in table.items(record):
                        sheets[name].append(Row(record, item), link)
            for entry in codebook.metrics.values():
                entries.append(Row(codebook, entry), None)
            for sheet in (*sheets.values(), entries):
                sheet.finish()
        except BaseException:
            _forget(book)
            raise
        try:
            book.close()
        except xlsxwriter.exceptions.XlsxWriterException as error:
            raise OutputError(f"{path}: writing failed: {error}") from error


def _links(record: Any, tables: Mapping[str, Table], sheets: Mapping[str, _Sheet]) -> Link | None:
    """The way from the ids of evidence to the place where the first of them is going to stand."""
    for name, table in tables.items():
        if table.ids:
            sheet, start = sheets[name], sheets[name].rows
            numbers = {id: number for number, id in enumerate(table.ids(record), start)}
            return lambda ids: next((sheet.place(numbers[id]) for id in ids if id in numbers), None)
    return None


def _forget(book: Any) -> None:
    """Close the temporary files of *book*, which is not going to be written."""
    book.fileclosed = True
    for sheet in book.worksheets():
        sheet.row_data_fh.close()


class _Sheet:
    """A table on one worksheet, or on more when it is longer than a worksheet."""

    def __init__(
        self, book: Any, name: str, columns: tuple[Column, ...], metric_rows: Mapping[str, int], max_rows: int
    ) -> None:
        self.rows = 0  # written so far, headers not counted
        self._book, self._name, self._columns, self._metric_rows = book, name, columns, metric_rows
        self._room = max_rows - 1
        head = {"bold": True, "bg_color": "#E8EEF4", "bottom": 1}
        self._head = book.add_format(head)
        self._number_head = book.add_format({**head, "align": "right"})
        self._whole = book.add_format({"num_format": "#,##0"})
        self._broken = book.add_format({"num_format": "#,##0.0#####"})
        self._plain = book.add_format({"num_format": "0"})
        self._text = book.add_format({"num_format": "@"})
        self._widths = [max(8.0, _width(column.name) + 3) for column in columns]
        self._begin()

    def place(self, row: int) -> str:
        """The address of data row *row*, as a link inside the workbook."""
        sheet, line = divmod(row, self._room)
        return f"internal:'{self._title(sheet)}'!A{line + 2}"

    def append(self, row: Row, link: Link | None) -> None:
        """Write the next row."""
        line = self.rows % self._room + 1
        if self.rows and line == 1:
            self.finish()
            self._begin()
        for number, column in enumerate(self._columns):
            cell = column.cell(row)
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                text = _cut(_NOT_XML.sub("\ufffd", cell))
                self._sheet.write_string(line, number, text, self._text if text.isdecimal() else None)
            else:
                target = link(column.evidence(row)) if link and column.evidence else None
                if target and self._links < _MAX_LINKS:
                    self._links += 1
                    self._sheet.write_url(line, number, target, self._whole)
                self._sheet.write_number(line, number, cell, self._format(column, cell))
            if not isinstance(cell, str):  # one that is too wide would show as ###
                self._widths[number] = max(self._widths[number], len(f"{cell:,}") + 2)
            elif self.rows < _ROWS_THAT_SET_WIDTHS:
                self._widths[number] = max(self._widths[number], _width(cell) + 1)
        self.rows += 1

    def finish(self) -> None:
        """What can be said of a worksheet only when all its rows are there."""
        last = (self.rows - 1) % self._room + 1 if self.rows else 0
        self._sheet.autofilter(0, 0, last, len(self._columns) - 1)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})
        for number, width in enumerate(self._widths):
            self._sheet.set_column(number, number, min(width, _MAX_WIDTH))

    def _begin(self) -> None:
        self._links = 0
        self._sheet = self._book.add_worksheet(self._title(self.rows // self._room))
        frozen = next((i for i, column in enumerate(self._columns, 1) if column.name == "full_name"), 1)
        self._sheet.freeze_panes(1, frozen)
        self._sheet.repeat_rows(0)  # on paper too
        self._sheet.set_landscape()
        if len(self._columns) <= _MOST_COLUMNS_A_PAGE:
            self._sheet.fit_to_pages(1, 0)
        for number, column in enumerate(self._columns):
            head = self._head if column.type in ("string", "date") else self._number_head
            entry = self._metric_rows.get(column.name)
            if entry:
                self._links += 1
                tip = f"{column.zh}({column.unit}) {column.en}"[:255]
                self._sheet.write_url(0, number, f"internal:'{_CODEBOOK}'!A{entry}", head, column.name, tip)
            else:
                self._sheet.write_string(0, number, column.name, head)

    def _title(self, number: int) -> str:
        return f"{self._name} {number + 1}" if number else self._name

    def _format(self, column: Column, cell: int | Decimal) -> Any:
        if column.type == "integer":
            return self._plain
        return self._whole if cell == int(cell) else self._broken


def _width(text: str) -> float:
    """About as wide as so many digits."""
    return sum(1.9 if east_asian_width(char) in "WF" else 1.0 for char in text[:_MAX_WIDTH])


def _cut(text: str) -> str:
    """What fits into a cell."""
    if len(text) * 2 <= _MAX_CELL or len(text.encode("utf-16-le")) // 2 <= _MAX_CELL:
        return text
    return text.encode("utf-16-le")[: 2 * (_MAX_CELL - 1)].decode("utf-16-le", "ignore") + "…"
