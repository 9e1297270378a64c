"""Sheets of cells as lines of text, a tab between two cells; CSV and TSV files that are no collection of texts."""

from __future__ import annotations

import csv

from lawextract.errors import InputError
from lawextract.read import Document
from lawextract.read.draft import Draft
from lawextract.read.encoding import decode

MOST_CELLS = 100_000
MOST_COLUMNS = 1000
_MEDIA_TYPE = "text/csv"
_IN_CELL = str.maketrans("\t\n\r\v\f", "     ")


def read_csv_sheet(data: bytes, path: str) -> Document:
    """Read the CSV or TSV file *data* of the input *path* as one statistics sheet.

    Raises :class:`InputError` when it is no text, no table, empty or larger than the limits.
    """
    text = decode(data, path).text
    delimiter = max("\t,;", key=text[:10_000].count)
    grid: dict[tuple[int, int], str] = {}
    try:
        for row, cells in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), start=1):
            grid |= {(row, column): cell for column, cell in enumerate(cells[:MOST_COLUMNS], start=1) if cell.strip()}
            if len(grid) > MOST_CELLS:
                raise InputError(path, f"holds more than {MOST_CELLS} cells; name its column of texts, or split it")
    except csv.Error as error:
        raise InputError(path, f"is no table ({error}); save it as .txt") from error
    draft = Draft()
    add_sheet(draft, grid, "")
    return draft.document(data, path, _MEDIA_TYPE, "is empty; nothing to read")


def add_sheet(draft: Draft, grid: dict[tuple[int, int], str], name: str) -> None:
    """Append the cells of the sheet *name* by row and column, both from 1; a title alone in its row is a line."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in grid.items():
        rows.setdefault(row, {})[column] = text.translate(_IN_CELL).strip()
    columns = {column for cells in rows.values() for column in cells}
    first, last = min(columns, default=1), max(columns, default=0)
    for row in sorted(rows):
        cells = rows[row]
        for column in [first] if list(cells) == [first] else range(first, last + 1):
            if column > first:
                draft.add("\t")
            with draft.located("cell", (f"{name}!" if name else "") + f"{_letters(column)}{row}"):
                draft.add(cells.get(column, ""))
        draft.add("\n")


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
