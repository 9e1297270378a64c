"""Tables as RFC 4180 text: CSV, and TSV by the same rules.

Numbers and dates stay as they are. A text cell that a spreadsheet would not leave alone gets an apostrophe in front:

- one that it would run as a formula: it starts with ``=``, ``+``, ``-``, ``@``, their full-width forms, a tab or
  a line break;
- one that it would turn into a date (3-5, 1/2, 2023-12-31), a time (9:30), or another number: more than eleven
  digits, zeros in front or at the end (0571, 1.10), powers of ten (1E5);
- one that starts with an apostrophe, so that whoever drops one in front has the text back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TextIO

from lawextract.models import plain_text
from lawextract.write.tables import Cell, Table

_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n'")
_CHANGED = re.compile(
    r"""\d{12,} | 0\d+ | \d+[.．]\d*0                                           # digits lost
      | \d+([.．]\d*)?[EeＥｅ][+-]?\d+                                          # a power of ten
      | \d{1,4}[-/－／]\d{1,4}([-/－／]\d{1,4})?(\s*\d{1,2}[:：]\d{1,2}.*)?     # a day or a month
      | \d{1,4}[:：]\d{1,2}([:：]\d{1,2})?                                      # a time""",
    re.VERBOSE,
)


class TableWriter:
    """Writes one table to a stream, a record at a time, after a *header* line; lines end in CRLF."""

    def __init__(self, stream: TextIO, table: Table, *, delimiter: str = ",", header: bool = True) -> None:
        self._table = table
        self._dates = [column.type == "date" for column in table.columns]
        self._writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        if header:
            self._writer.writerow(cell_text(column.name) for column in table.columns)  # labels may be a user's

    def add(self, record: Any) -> None:
        """Write the rows of *record*."""
        for row in self._table.rows(record):
            self._writer.writerow(
                cell if is_date else cell_text(cell) for cell, is_date in zip(row, self._dates, strict=True)
            )


def write_table(records: Iterable[Any], stream: TextIO, table: Table, *, delimiter: str = ",") -> None:
    """Write *table* of *records* with a header line."""
    writer = TableWriter(stream, table, delimiter=delimiter)
    for record in records:
        writer.add(record)


def rows_text(record: Any, table: Table, *, delimiter: str = ",") -> str:
    """The lines that *table* has for *record*."""
    stream = io.StringIO(newline="")
    TableWriter(stream, table, delimiter=delimiter, header=False).add(record)
    return stream.getvalue()


def cell_text(cell: Cell) -> str:
    """The cell as it stands in the file.

    >>> [cell_text(cell) for cell in (Decimal("1.950E+8"), Decimal("99.870"), -3, "=1+1", "3-5", None)]
    ['195000000', '99.87', '-3', "'=1+1", "'3-5", '']
    """
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return plain_text(cell)
    if isinstance(cell, str) and (
        cell.startswith(_FORMULA_STARTS) or (cell[:1].isdecimal() and _CHANGED.fullmatch(cell))
    ):
        return "'" + cell
    return str(cell)
