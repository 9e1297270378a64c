"""All tables as a DuckDB database; running again replaces a document's rows, others stay.

Rows go through files of JSON lines in a temporary folder: DuckDB reads those hundreds of times faster than it takes
rows one by one, and memory does not grow with the documents.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lawextract.codebook import Codebook
from lawextract.errors import OutputError
from lawextract.models import Record
from lawextract.write.database import CODEBOOK, create_table, indexes_and_views, missing_columns, quoted
from lawextract.write.extras import load
from lawextract.write.output import explained, new_file
from lawextract.write.tables import Table, codebook_table, tables

_TYPES = {"string": "VARCHAR", "date": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE"}


def write_database(records: Iterable[Record], path: str, codebook: Codebook) -> None:
    """Write all tables of *records* and the *codebook* into the database *path*, in one transaction.

    A new file appears whole or not at all; in an existing one the rows of the same sources are replaced, or
    nothing changes. Raises :class:`MissingExtra` without duckdb, :class:`OutputError` when *path* cannot be
    written or is no such database.
    """
    duckdb = load("duckdb", extra="duckdb")
    definitions = {**tables(codebook), CODEBOOK: codebook_table()}
    with explained(path, "writing failed"), TemporaryDirectory() as folder:
        if os.path.exists(path) and os.path.getsize(path):
            _stage(records, Path(folder), definitions, codebook)
            _fill(duckdb, path, path, Path(folder), definitions)
        else:
            with new_file(path) as part:
                _stage(records, Path(folder), definitions, codebook)
                part.unlink()  # an empty file is no database
                _fill(duckdb, os.fspath(part), path, Path(folder), definitions)


def _stage(records: Iterable[Record], folder: Path, definitions: dict[str, Table], codebook: Codebook) -> None:
    """Write each table to a file of JSON lines in *folder*."""
    with ExitStack() as files:
        streams = {
            name: files.enter_context((folder / name).open("w", encoding="utf-8", newline="\n"))
            for name in definitions
        }

        def write(name: str, record: object) -> None:
            columns = [column.name for column in definitions[name].columns]
            for row in definitions[name].rows(record):
                cells = {column: cell for column, cell in zip(columns, row, strict=True) if cell is not None}
                streams[name].write(json.dumps(cells, ensure_ascii=False, default=float) + "\n")

        write(CODEBOOK, codebook)
        names = [name for name in definitions if name != CODEBOOK]
        seen = set()
        for record in records:
            if record.source.path in seen:  # the same file named twice
                continue
            seen.add(record.source.path)
            for name in names:
                write(name, record)


def _fill(duckdb: Any, file: str, path: str, folder: Path, definitions: dict[str, Table]) -> None:
    """Take the staged rows in."""
    try:
        with closing(duckdb.connect(file)) as database:
            database.execute("BEGIN")
            for name, table in definitions.items():
                database.execute(create_table(name, table, _TYPES))
                present = {row[0] for row in database.execute(f"DESCRIBE {quoted(name)}").fetchall()}
                for statement in missing_columns(name, table, present, _TYPES):
                    database.execute(statement)
                names = ", ".join(quoted(column.name) for column in table.columns)
                columns = {column.name: _TYPES[column.type] for column in table.columns}
                staged = f"FROM read_json(?, columns={columns!r}, format='newline_delimited')"
                key = "id" if name == CODEBOOK else "source"
                file_name = os.fspath(folder / name)
                database.execute(f"DELETE FROM {quoted(name)} WHERE {key} IN (SELECT {key} {staged})", [file_name])
                database.execute(f"INSERT INTO {quoted(name)} ({names}) SELECT * {staged}", [file_name])
            for statement in indexes_and_views():
                database.execute(statement)
            database.execute("COMMIT")
    except duckdb.Error as error:
        raise OutputError(f"{path}: the database cannot be written: {error}") from error
