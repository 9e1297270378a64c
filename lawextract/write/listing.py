"""Answers as a listing: text for people, CSV for spreadsheets, JSON for programs, from one definition of columns."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TextIO

from lawextract.models import plain_number
from lawextract.write.csv import write_table
from lawextract.write.tables import Row, Table


def write_csv(items: Iterable[Any], stream: TextIO, table: Table) -> None:
    """Write *items* as CSV with a header line, a row each; text that a spreadsheet would run is made harmless."""
    write_table(items, stream, table)


def to_object(item: Any, table: Table) -> dict[str, Any]:
    """The row of *item* as an object, keyed by the names of the columns."""
    return {column.name: column.cell(Row(item, item)) for column in table.columns}


def write_json(objects: Iterable[dict[str, Any]], stream: TextIO) -> None:
    """Write *objects* as a JSON array, one a line; unknown is null."""
    before = "[\n "
    for each in objects:
        stream.write(before + json.dumps(each, ensure_ascii=False, default=_number))
        before = ",\n "
    stream.write("[]\n" if before.startswith("[") else "\n]\n")


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return plain_number(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
