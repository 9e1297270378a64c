"""Many records to one panel: a row a region and year, with what was merged, left out and covered.

Nothing here loads at import what only the work needs; see :func:`lawextract.panel.merge.build`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from lawextract.errors import OutputError
from lawextract.write import Format

if TYPE_CHECKING:
    from lawextract.codebook import Codebook
    from lawextract.panel.merge import Panel

FORMATS = (Format.XLSX, Format.CSV, Format.TSV, Format.PARQUET, Format.DTA)


class PanelTable(StrEnum):
    """The tables of a panel; what ``panel --table`` offers."""

    PANEL = "panel"
    LONG = "long"
    CONFLICTS = "conflicts"
    COVERAGE = "coverage"
    REPORTS = "reports"
    SUMMARY = "summary"


class IssuerKind(StrEnum):
    """Who reports, in the order in which their reports count; what ``--issuer`` offers."""

    GOVERNMENT = "government"
    COMMITTEE = "committee"
    DEPARTMENT = "department"
    OTHER = "other"


class PlotKind(StrEnum):
    """What ``plot --kind`` offers."""

    TREND = "trend"
    DISTRIBUTION = "distribution"
    COVERAGE = "coverage"


def write(panel: Panel, stream: TextIO, format: Format, table: PanelTable, codebook: Codebook) -> None:
    """Write one *table* of *panel* to *stream*. Raises :class:`OutputError` when *format* needs a file."""
    from lawextract.panel.tables import tables
    from lawextract.write import csv

    if format not in (Format.CSV, Format.TSV):
        raise OutputError(f"{format} cannot go to standard output; name a file with -o")
    csv.write_table([panel], stream, tables(codebook)[table], delimiter="\t" if format is Format.TSV else ",")


def write_file(panel: Panel, path: str, format: Format, table: PanelTable, codebook: Codebook) -> None:
    """Write *panel* to the file *path*: all tables as xlsx, or one *table*.

    Raises :class:`lawextract.errors.MissingExtra` when the format's package is not installed,
    :class:`OutputError` when the file cannot be written or *format* is not one of :data:`FORMATS`.
    """
    from lawextract.panel.tables import tables
    from lawextract.write import parquet, stata, xlsx
    from lawextract.write.output import open_file

    definitions = tables(codebook)
    match format:
        case Format.XLSX:
            xlsx.write_workbook([panel], path, definitions, codebook)
        case Format.PARQUET:
            parquet.write_table([panel], path, definitions[table])
        case Format.DTA:
            stata.write_table([panel], path, definitions[table])
        case Format.CSV | Format.TSV:
            with open_file(path, format.file_encoding) as stream:
                write(panel, stream, format, table, codebook)
        case _:
            raise OutputError(f"a panel is no {format}; use one of {', '.join(FORMATS)}")


def write_package(panel: Panel, folder: str, codebook: Codebook) -> None:
    """Write all tables of *panel* as CSV and ``datapackage.json`` into *folder*; raises :class:`OutputError`."""
    from lawextract.panel.tables import tables
    from lawextract.write import datapackage

    datapackage.write_folder([panel], folder, tables(codebook), codebook)
