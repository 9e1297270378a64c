"""Tables as CSV files with ``datapackage.json`` beside them: a Frictionless data package.

The descriptor says of every column its type, labels, unit, definition and legal basis, and how the tables
hang together.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from typing import Any

from lawextract import __version__
from lawextract.codebook import Codebook
from lawextract.errors import OutputError
from lawextract.write.csv import TableWriter
from lawextract.write.output import open_file
from lawextract.write.tables import Table, codebook_table

DESCRIPTOR = "datapackage.json"
_CODEBOOK = "codebook"


def write_folder(records: Iterable[Any], folder: str, tables: Mapping[str, Table], codebook: Codebook) -> None:
    """Write each of *tables* of *records*, the *codebook* and the descriptor into *folder*.

    All files appear whole or not at all. Raises :class:`OutputError` when they cannot be written.
    """
    made = not os.path.isdir(folder)
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from error
    definitions = {**tables, _CODEBOOK: codebook_table()}
    try:
        with ExitStack() as files:
            writers = {
                name: TableWriter(
                    files.enter_context(open_file(os.path.join(folder, f"{name}.csv"), "utf-8-sig")), table
                )
                for name, table in definitions.items()
            }
            descriptor = files.enter_context(open_file(os.path.join(folder, DESCRIPTOR), "utf-8"))
            for record in records:
                for name in tables:
                    writers[name].add(record)
            writers[_CODEBOOK].add(codebook)
            descriptor.write(_package({f"{name}.csv": (name, table) for name, table in definitions.items()}))
    except BaseException:
        if made:
            with suppress(OSError):
                os.rmdir(folder)
        raise


def write_beside(records: Iterable[Any], path: str, name: str, table: Table) -> None:
    """Write *table* of *records* to the CSV file *path* and the descriptor into its folder; see :func:`write_folder`."""
    with (
        open_file(os.path.join(os.path.dirname(path), DESCRIPTOR), "utf-8") as descriptor,
        open_file(path, "utf-8-sig") as stream,
    ):
        writer = TableWriter(stream, table)
        for record in records:
            writer.add(record)
        descriptor.write(_package({os.path.basename(path): (name, table)}))


def _package(tables: Mapping[str, tuple[str, Table]]) -> str:
    """The descriptor of *tables*, each under its file with its name."""
    names = {name for name, _ in tables.values()}
    package = {
        "profile": "tabular-data-package",
        "name": "lawextract",
        "title": "法治政府建设年度报告数据",
        "description": (
            "Read from Chinese annual reports on law-based government. A text cell with an apostrophe in front "
            "is one that a spreadsheet would change; the text is what follows."
        ),
        "version": __version__,
        "resources": [_resource(file, name, table, names) for file, (name, table) in tables.items()],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(file: str, name: str, table: Table, names: set[str]) -> dict[str, Any]:
    fields = []
    for column in table.columns:
        known = {
            "title": column.zh,
            "title_en": column.en,
            "unit": column.unit,
            "description": column.definition or column.en,
            "source": column.source,
        }
        fields.append({"name": column.name, "type": column.type, **{key: text for key, text in known.items() if text}})
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    links = {"source": ("reports", "source"), "metric": (_CODEBOOK, "id")}
    keys = [
        {"fields": column.name, "reference": {"resource": links[column.name][0], "fields": links[column.name][1]}}
        for column in table.columns
        if column.name in links and links[column.name][0] in names - {name}
    ]
    if keys and name != _CODEBOOK:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
