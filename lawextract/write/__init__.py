"""Records to bytes: one module a format, one definition of the tables (:mod:`lawextract.write.tables`).

Nothing here loads at import what only writing needs, so that the command line can name the formats and
tables for free.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from lawextract.errors import OutputError

if TYPE_CHECKING:
    from lawextract.codebook import Codebook
    from lawextract.models import Record
    from lawextract.write.tables import Table


class Format(StrEnum):
    """What ``--format`` offers; the value is the file's ending."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    DUCKDB = "duckdb"
    DTA = "dta"

    @property
    def is_text(self) -> bool:
        """Whether it can be written to a stream; the others need a file."""
        return self in (Format.JSON, Format.JSONL, Format.CSV, Format.TSV)

    @property
    def is_table(self) -> bool:
        """Whether a file of this format holds one table; others hold all tables, or whole records."""
        return self in (Format.CSV, Format.TSV, Format.PARQUET, Format.DTA)

    @property
    def holds_records(self) -> bool:
        """Whether a file of this format holds whole records."""
        return self in (Format.JSON, Format.JSONL)

    @property
    def has_labels(self) -> bool:
        """Whether ``--labels`` can rename its columns; programs that read the others go by ids."""
        return self in (Format.CSV, Format.TSV, Format.XLSX, Format.PARQUET)

    @property
    def file_encoding(self) -> str:
        """Text tables in files start with a byte order mark: without it Excel takes Chinese for gibberish."""
        return "utf-8-sig" if self.is_table else "utf-8"


class TableName(StrEnum):
    """What ``--table`` offers."""

    REPORTS = "reports"
    METRICS = "metrics"
    OBSERVATIONS = "observations"
    CHECKS = "checks"
    MENTIONS = "mentions"
    WARNINGS = "warnings"


class Labels(StrEnum):
    """What ``--labels`` offers: how tables call columns and metrics."""

    ID = "id"
    ZH = "zh"
    EN = "en"


def format_of(path: str) -> Format:
    """The format that the ending of *path* names. Raises :class:`OutputError` when it names none."""
    ending = Path(path).suffix.lower().removeprefix(".")
    if ending in set(Format):
        return Format(ending)
    known = ", ".join(f".{format}" for format in Format)
    raise OutputError(f"{path}: unknown output format; end the name with one of {known} or give --format")


@dataclass(frozen=True, slots=True)
class Rendering:
    """What the text *format* holds of one record; it can travel to another process."""

    format: Format
    table: TableName
    codebook: Codebook | None = None
    labels: Labels = Labels.ID

    def __call__(self, record: Record) -> str:
        """The piece of the file that is about *record*."""
        from lawextract.write import json

        match self.format:
            case Format.JSON:
                return json.array_item(record)
            case Format.JSONL:
                return json.line(record)
            case _:
                from lawextract.write import csv

                definition = _definition(self.table, self.codebook, self.labels)
                return csv.rows_text(record, definition, delimiter=_DELIMITERS[self.format])


_DELIMITERS = {Format.CSV: ",", Format.TSV: "\t"}


@cache
def _definition(table: TableName, codebook: Codebook | None, labels: Labels) -> Table:
    from lawextract.write import tables

    return tables.labelled(tables.table(table, codebook), labels, codebook)


def write(
    records: Iterable[Record | str],
    stream: TextIO,
    format: Format,
    table: TableName,
    *,
    codebook: Codebook | None = None,
    labels: Labels = Labels.ID,
) -> None:
    """Write *records* to *stream*, each as soon as it comes; *table* and *labels* matter to table formats only.

    Text among *records* is what a :class:`Rendering` with the same arguments made of one. *codebook* is the one that
    the records were read with, when it is not the shipped one. Raises :class:`OutputError` when *format* needs a file.
    """
    from lawextract.write import json

    if not format.is_text:
        raise OutputError(f"{format} cannot go to standard output; name a file with -o")
    render = Rendering(format, table, codebook, labels)
    pieces = (record if isinstance(record, str) else render(record) for record in records)
    if format is Format.JSON:
        json.write_array(pieces, stream)
        return
    if format in _DELIMITERS:
        from lawextract.write import csv

        csv.TableWriter(stream, _definition(table, codebook, labels), delimiter=_DELIMITERS[format])
    stream.writelines(pieces)


def write_file(
    records: Iterable[Any],
    path: str,
    format: Format,
    table: TableName,
    *,
    codebook: Codebook | None = None,
    labels: Labels = Labels.ID,
) -> None:
    """Write *records* to the file *path*, which appears whole or not at all; see :func:`write`,
    also for text among them, which only text formats can take.

    A database that exists gets the rows of *records* in place of those of the same sources.

    Raises :class:`lawextract.errors.MissingExtra` when the format's package is not installed, before any record
    is taken, and :class:`OutputError` when the file cannot be written.
    """
    from lawextract.codebook import shipped

    match format:
        case Format.XLSX:
            from lawextract.write import tables, xlsx

            sheets = {name: tables.labelled(t, labels, codebook) for name, t in tables.tables(codebook).items()}
            xlsx.write_workbook(records, path, sheets, codebook or shipped())
        case Format.PARQUET:
            from lawextract.write import parquet

            parquet.write_table(records, path, _definition(table, codebook, labels))
        case Format.SQLITE:
            from lawextract.write import sqlite

            sqlite.write_database(records, path, codebook or shipped())
        case Format.DUCKDB:
            from lawextract.write import duckdb

            duckdb.write_database(records, path, codebook or shipped())
        case Format.DTA:
            from lawextract.write import stata

            stata.write_table(records, path, _definition(table, codebook, labels))
        case _:
            from lawextract.write.output import open_file

            with open_file(path, format.file_encoding) as stream:
                write(records, stream, format, table, codebook=codebook, labels=labels)


def write_package(
    records: Iterable[Record], path: str, table: TableName | None = None, *, codebook: Codebook | None = None
) -> None:
    """Write *records* as CSV with a Frictionless ``datapackage.json`` beside it.

    The folder *path* gets all tables and the codebook; when *path* ends with .csv, or *table* is given, only
    that table is written. Raises :class:`OutputError` when the files cannot be written.
    """
    from lawextract.codebook import shipped
    from lawextract.write import datapackage, tables

    if path.lower().endswith(".csv"):
        name = table or TableName.REPORTS
        datapackage.write_beside(records, path, name, tables.table(name, codebook))
    else:
        chosen = tables.tables(codebook) if table is None else {str(table): tables.table(table, codebook)}
        datapackage.write_folder(records, path, chosen, codebook or shipped())
