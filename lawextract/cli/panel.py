"""``lawextract panel`` and ``lawextract plot``: from records to one table over regions and years, and to pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from lawextract.cli.options import Codebooks, Years, years_of
from lawextract.cli.shell import fail, say
from lawextract.errors import InputError, LawextractError
from lawextract.panel import FORMATS, IssuerKind, PanelTable, PlotKind
from lawextract.write import Format, format_of

if TYPE_CHECKING:
    from lawextract.codebook import Codebook
    from lawextract.models import Record
    from lawextract.panel.merge import Panel


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="OUT.json…", show_default=False, help="What parse wrote (.json or .jsonl), or - for standard input."
    ),
]
Issuers = Annotated[
    list[IssuerKind] | None,
    typer.Option("--issuer", help="Only reports of such an issuer; may be given several times."),
]


def panel(
    inputs: Inputs,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="OUT", help="The file to write; standard output (csv) when not given."),
    ] = None,
    format: Annotated[
        Format | None, typer.Option(help=f"One of {', '.join(FORMATS)}. Default: from OUT's ending.", metavar="FORMAT")
    ] = None,
    table: Annotated[
        PanelTable | None, typer.Option(help="The table that csv, tsv, parquet and dta hold. Default: panel.")
    ] = None,
    datapackage: Annotated[
        bool,
        typer.Option("--datapackage", help="Write all tables as CSV and datapackage.json into the folder OUT."),
    ] = False,
    balanced: Annotated[
        bool, typer.Option("--balanced", help="Only regions that report in every year of the panel.")
    ] = False,
    years: Years = None,
    issuer: Issuers = None,
    codebook: Codebooks = None,
) -> None:
    """Merge records into a panel: one row a region and year.

    Several reports of one region and year are merged value by value: a government's before a committee's before a
    department's before others'; the one published later before the earlier. What they disagree in is listed in the
    table "conflicts", what is left out and why in "reports".

    Examples:

      lawextract panel out.json -o panel.xlsx

      lawextract panel 2022.json 2023.json -o long.csv --table long

      lawextract panel out.json -o panel.parquet --balanced --years 2020-2023
    """
    output = None if output == "-" else output
    try:
        as_format = Format.CSV if datapackage else format or (Format.CSV if output is None else format_of(output))
    except LawextractError as error:
        fail(error)
    if as_format not in FORMATS:
        fail(f"a panel is no {as_format}; use one of {', '.join(FORMATS)}")
    if table and (datapackage or not as_format.is_table):
        fail("--table is for csv, tsv, parquet and dta; xlsx and a data package hold all tables")
    if output is None and (datapackage or not as_format.is_text):
        fail(f"{'a data package' if datapackage else as_format} cannot go to standard output; name OUT with -o")
    first_last = years_of(years)
    if output and os.path.realpath(output) in map(os.path.realpath, inputs):
        fail(f"{output}: is also an input; choose another output")
    try:
        from lawextract.panel import write, write_file, write_package
        from lawextract.panel.merge import build
        from lawextract.panel.tables import summary
        from lawextract.write.output import open_stdout

        book = _book(codebook)
        records = _Records(inputs, book)
        made = build(records, issuers=issuer or list(IssuerKind), years=first_last, balanced=balanced)
        _check(made, records)
        name = table or PanelTable.PANEL
        if output is None:
            with open_stdout() as stream:
                write(made, stream, as_format, name, book)
        elif datapackage:
            write_package(made, output, book)
        else:
            write_file(made, output, as_format, name, book)
        facts = dict(summary(made))
        say(
            f"{facts['rows']} rows: {facts['regions']} regions, years {facts['years']}; "
            f"{'balanced' if made.is_balanced else 'not balanced'}; {facts['conflicts']} conflicts; "
            f"{facts['reports left out']} of {facts['reports given']} reports left out"
        )
    except LawextractError as error:
        fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(130) from None
    raise typer.Exit(1 if records.failures else 0)


def plot(
    inputs: Inputs,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT", show_default=False, help="A .png, .svg or .html file.")
    ],
    kind: Annotated[
        PlotKind | None,
        typer.Option(
            help="A metric over the years, a metric over the regions, or which domains are reported. "
            "Default: trend with --metric, else coverage."
        ),
    ] = None,
    metric: Annotated[
        str | None, typer.Option(metavar="ID", help="The metric, by its id or Chinese label.")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only regions with this in their name; may be given several times."),
    ] = None,
    year: Annotated[int | None, typer.Option(help="The year of a distribution. Default: the one with most values.")] = None,
    issuer: Issuers = None,
    codebook: Codebooks = None,
) -> None:
    """Draw a picture of a panel.

    Examples:

      lawextract plot out.json -o coverage.png

      lawextract plot out.json -o trend.svg --metric mediation.cases_accepted --region 霍山县

      lawextract plot out.json -o reviewed.html --kind distribution --metric contracts.reviewed --year 2023
    """
    chosen = kind or (PlotKind.TREND if metric else PlotKind.COVERAGE)
    if chosen is not PlotKind.COVERAGE and not metric:
        fail(f"--kind {chosen} needs --metric ID; lawextract codebook list shows all")
    try:
        from lawextract.panel import plot as pictures
        from lawextract.panel.merge import build

        book = _book(codebook)
        records = _Records(inputs, book)
        made = build(records, issuers=issuer or list(IssuerKind))
        _check(made, records)
        regions = region or ()
        if chosen is PlotKind.COVERAGE:
            picture = pictures.coverage(made, book, regions)
        elif chosen is PlotKind.TREND:
            picture = pictures.trend(made, pictures.find_metric(book, metric or ""), regions)
        else:
            picture = pictures.distribution(made, pictures.find_metric(book, metric or ""), year, regions)
        for note in pictures.save(picture, output):
            say(note)
    except LawextractError as error:
        fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(130) from None
    raise typer.Exit(1 if records.failures else 0)


class _Records:
    """The records of all inputs; an input that cannot be read gets a line on standard error and counts."""

    def __init__(self, inputs: Sequence[str], book: Codebook) -> None:
        self.failures = 0
        self.unknown: set[str] = set()  # metrics that the codebook does not have
        self._inputs, self._book = inputs, book

    def __iter__(self) -> Iterator[Record]:
        from lawextract.write.json import read_records

        for path in self._inputs:
            try:
                for record in read_records(path):
                    self.unknown |= record.metrics.keys() - self._book.metrics.keys()
                    yield record
            except InputError as error:
                self.failures += 1
                say(error)


def _check(made: Panel, records: _Records) -> None:
    """Say what the user should know before anything is written; end when there is nothing to write."""
    if not made.reports:
        raise typer.Exit(1)
    if records.unknown:
        say(f"not in the codebook, in long tables only: {', '.join(sorted(records.unknown))}; give --codebook FILE")
    if not made.entries:
        reasons = sorted({report.note for report in made.reports if report.note})
        fail(f"no report is left for the panel: {'; '.join(reasons[:5])}")


def _book(files: list[str] | None) -> Codebook:
    from lawextract.codebook import load_codebook

    return load_codebook(*files or ())
