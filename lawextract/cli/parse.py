"""``lawextract parse``: reports in, records or tables out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from lawextract.cli.options import Codebooks
from lawextract.cli.shell import Watch, fail, say
from lawextract.errors import CodebookError, InputError, OutputError
from lawextract.write import Format, Labels, TableName, format_of

if TYPE_CHECKING:
    from lawextract.models import Record


def parse(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            show_default=False,
            help="Files, folders (searched recursively), archives, crawls, patterns, or - for standard input.",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="OUT", help="The file to write; standard output when not given."
        ),
    ] = None,
    format: Annotated[
        Format | None, typer.Option(help="Default: from OUT's ending; json on standard output.")
    ] = None,
    table: Annotated[
        TableName | None, typer.Option(help="The table that csv, tsv, parquet and dta hold. Default: reports.")
    ] = None,
    datapackage: Annotated[
        bool,
        typer.Option(
            "--datapackage",
            help="Write all tables as CSV and datapackage.json into the folder OUT (one table: OUT.csv).",
        ),
    ] = False,
    labels: Annotated[
        Labels, typer.Option(help="How csv, tsv, xlsx and parquet call columns and metrics: ids or labels.")
    ] = Labels.ID,
    codebook: Codebooks = None,
    text_column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Where JSON lines, CSV, TSV and Parquet inputs hold the texts."),
    ] = None,
    id_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Where they hold the name or address of each text.")
    ] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Put the text that offsets count in into each record.")
    ] = False,
    region: Annotated[
        str | None, typer.Option(metavar="NAME", help="Where the reports come from, if they do not say.")
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(metavar="YEAR", min=1949, max=2999, help="The year reported on, if they do not say."),
    ] = None,
    manifest: Annotated[
        str | None,
        typer.Option(metavar="CSV", help="The same for each report: columns file, region, year, url."),
    ] = None,
) -> None:
    """Read reports and write one record for each, in input order.

    Examples:

      lawextract parse reports/ -o out.json

      lawextract parse reports/ -o figures.csv --table observations

      lawextract parse reports/ -o figures.xlsx

      lawextract parse - --format jsonl < report.txt

      lawextract parse crawl.jsonl --text-column content --id-column url -o out.jsonl
    """
    output = None if output == "-" else output
    try:
        as_format = Format.CSV if datapackage else format or (Format.JSON if output is None else format_of(output))
    except OutputError as error:
        fail(error)
    if datapackage and (output is None or format not in (None, Format.CSV)):
        fail("--datapackage writes CSV files: name a folder or a file with -o")
    whole = as_format.holds_records
    if table and not as_format.is_table:
        fail(f"--table is for csv, tsv, parquet and dta; {as_format} holds {'whole records' if whole else 'all tables'}")
    if with_text and not whole:
        fail(f"--with-text is for json and jsonl; {as_format} holds tables")
    if labels != Labels.ID and (datapackage or not as_format.has_labels):
        fail(f"--labels is for csv, tsv, xlsx and parquet; {'a data package' if datapackage else as_format} has ids")
    if output is None and not as_format.is_text:
        fail(f"{as_format} cannot go to standard output; name a file with -o")

    try:
        from lawextract.api import outcomes
        from lawextract.codebook import load_codebook
        from lawextract.identity import Hints
        from lawextract.manifest import load_manifest
        from lawextract.read.inputs import find_inputs
        from lawextract.read.rows import Columns
        from lawextract.write import write, write_file, write_package
        from lawextract.write.output import open_stdout

        book = load_codebook(*codebook) if codebook else None
        found = find_inputs(inputs, tables=text_column is not None)
        if output and os.path.realpath(output) in map(os.path.realpath, found.files):
            fail(f"{output}: is also an input; choose another output")
        _say_skipped("not read, no reader for this kind of file yet", found.skipped)
        inside: Counter[str] = Counter()
        watch = Watch(len(found.files))
        hints = Hints(region=region, year=year)
        records = _at_least_one(
            watch.records(
                outcomes(
                    found.files,
                    hints,
                    codebook=book,
                    with_text=with_text,
                    columns=Columns(text_column, id_column),
                    skipped=inside,
                    manifest=load_manifest(manifest) if manifest else None,
                )
            )
        )
        if output is None:
            with open_stdout() as stream:
                write(records, stream, as_format, table or TableName.REPORTS, codebook=book, labels=labels)
        elif datapackage:
            write_package(records, output, table, codebook=book)
        else:
            name = table or TableName.REPORTS
            write_file(records, output, as_format, name, codebook=book, labels=labels)
        _say_skipped("not read inside archives and crawls", inside)
    except (CodebookError, InputError, OutputError) as error:
        fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(130) from None
    raise typer.Exit(1 if watch.failures else 0)


def _say_skipped(what: str, skipped: Counter[str]) -> None:
    if skipped:
        say(f"{what}: {', '.join(f'{count} {kind}' for kind, count in sorted(skipped.items()))}")


def _at_least_one(records: Iterator[Record]) -> Iterator[Record]:
    """*records*, unless there is none: an older output is worth more than an empty one."""
    first = next(records, None)
    if first is None:
        raise typer.Exit(1)
    yield first
    yield from records
