"""All tables as an SQLite database; running again replaces a document's rows, others stay."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from decimal import Decimal

from lawextract.codebook import Codebook
from lawextract.errors import OutputError
from lawextract.models import Record
from lawextract.write import TableName
from lawextract.write.database import (
    CODEBOOK,
    create_table,
    indexes_and_views,
    insert,
    missing_columns,
    quoted,
)
from lawextract.write.output import new_file
from lawextract.write.tables import Cell, Table, codebook_table, tables

_TYPES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "number": "REAL"}


def write_database(records: Iterable[Record], path: str, codebook: Codebook) -> None:
    """Write all tables of *records* and the *codebook* into the database *path*, in one transaction.

    A new file appears whole or not at all; in an existing one the rows of the same sources are replaced, or
    nothing changes. Raises :class:`OutputError` when *path* cannot be written or is no such database.
    """
    if os.path.exists(path) and os.path.getsize(path):
        _fill(records, path, path, codebook)
    else:
        with new_file(path) as part:
            _fill(records, os.fspath(part), path, codebook)


def _fill(records: Iterable[Record], file: str, path: str, codebook: Codebook) -> None:
    with _explained(path), closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        with database:
            definitions = {**tables(codebook), CODEBOOK: codebook_table()}
            for name, table in definitions.items():
                database.execute(create_table(name, table, _TYPES))
                present = {row[1] for row in database.execute(f"PRAGMA table_info({quoted(name)})")}
                for statement in missing_columns(name, table, present, _TYPES):
                    database.execute(statement)
            for statement in indexes_and_views():
                database.execute(statement)
            entries = definitions.pop(CODEBOOK)
            database.execute(f"DELETE FROM {quoted(CODEBOOK)}")
            database.executemany(insert(CODEBOOK, entries), _rows(entries, codebook))
            inserts = {name: insert(name, table) for name, table in definitions.items()}
            for record in records:
                for name in TableName:
                    database.execute(f"DELETE FROM {quoted(name)} WHERE source = ?", (record.source.path,))
                for name, table in definitions.items():
                    database.executemany(inserts[name], _rows(table, record))


def _rows(table: Table, record: object) -> Iterator[list[str | int | float | None]]:
    return ([_plain(cell) for cell in row] for row in table.rows(record))


def _plain(cell: Cell) -> str | int | float | None:
    return float(cell) if isinstance(cell, Decimal) else cell


@contextmanager
def _explained(path: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise OutputError(f"{path}: the database cannot be written: {error}") from error
