"""``lawextract parse``: reports in, records or tables out."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum
from typing import Annotated, Any

import typer

from lawextract.cli.options import Codebooks, ManifestFile, RegionHint, YearHint
from lawextract.cli.shell import Watch, at_least_one, fail, say, say_skipped
from lawextract.errors import CodebookError, InputError, OutputError
from lawextract.write import Format, Labels, TableName, format_of


class Engine(StrEnum):
    """What ``--engine`` offers."""

    LOCAL = "local"
    RAY = "ray"


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
    region: RegionHint = None,
    year: YearHint = None,
    manifest: ManifestFile = None,
    corrections: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Decisions that the review page exported; may be given several times."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Processes that read. Default: one for each processor, when there is much to read."
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Keep what is read in .lawextract-cache beside OUT; started again, go on from there."
        ),
    ] = False,
    cache: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="The same in the folder DIR, which many runs and machines may share."),
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="ray: on a cluster, all tables as Parquet into the new folder OUT (docs/scale.md).")
    ] = Engine.LOCAL,
    address: Annotated[
        str | None, typer.Option(metavar="ADDR", help="The Ray cluster. Default: one on this machine.")
    ] = None,
) -> None:
    """Read reports and write one record for each, in input order.

    Examples:

      lawextract parse reports/ -o out.json

      lawextract parse reports/ -o figures.csv --table observations

      lawextract parse reports/ -o figures.xlsx

      lawextract parse - --format jsonl < report.txt

      lawextract parse crawl.jsonl --text-column content --id-column url -o out.jsonl

      lawextract parse reports/ --corrections corrections.json -o out.json
    """
    output = None if output == "-" else output
    on_cluster = engine is Engine.RAY
    if on_cluster and (output is None or datapackage or table or format not in (None, Format.PARQUET)):
        fail("--engine ray writes all tables as Parquet: name a new folder with -o, and no other format or table")
    if on_cluster and "-" in inputs:
        fail("--engine ray reads files that all machines see; standard input is not one")
    if on_cluster and corrections:
        fail("--engine ray applies no corrections; read with the local engine")
    if address and not on_cluster:
        fail("--address is for --engine ray")
    try:
        as_format = Format.PARQUET if on_cluster else Format.CSV if datapackage else format or (Format.JSON if output is None else format_of(output))
    except OutputError as error:
        fail(error)
    if datapackage and (output is None or format not in (None, Format.CSV)):
        fail("--datapackage writes CSV files: name a folder or a file with -o")
    whole = as_format.holds_records
    if table and not as_format.is_table:
        fail(f"--table is for csv, tsv, parquet and dta; {as_format} holds {'whole records' if whole else 'all tables'}")
    if with_text and not (whole or on_cluster):
        fail(f"--with-text is for json and jsonl; {as_format} holds tables")
    if labels != Labels.ID and (datapackage or not as_format.has_labels):
        fail(f"--labels is for csv, tsv, xlsx and parquet; {'a data package' if datapackage else as_format} has ids")
    if resume and output is None:
        fail("--resume keeps what is read beside OUT; name a file with -o")
    if output is None and not as_format.is_text:
        fail(f"{as_format} cannot go to standard output; name a file with -o")

    try:
        from lawextract.api import outcomes
        from lawextract.codebook import load_codebook
        from lawextract.corrections import load_corrections
        from lawextract.engines import Reader
        from lawextract.engines.cache import FOLDER, Cache
        from lawextract.identity import Hints
        from lawextract.manifest import load_manifest
        from lawextract.read.inputs import find_inputs
        from lawextract.read.rows import Columns
        from lawextract.write import Rendering, write, write_file, write_package
        from lawextract.write.output import open_stdout

        signal.signal(signal.SIGTERM, signal.default_int_handler)  # as good as Ctrl-C: nothing is left half written
        if resume and cache is None:
            cache = os.path.join(os.path.dirname(output or ""), FOLDER)
        book = load_codebook(*codebook) if codebook else None
        found = find_inputs(inputs, tables=text_column is not None)
        if output and os.path.realpath(output) in map(os.path.realpath, found.files):
            fail(f"{output}: is also an input; choose another output")
        say_skipped("not read, no reader for this kind of file yet", found.skipped)
        inside: Counter[str] = Counter()
        watch = Watch(found.files)
        name = table or TableName.REPORTS
        reader = Reader(
            Hints(region=region, year=year),
            book,
            with_text,
            load_manifest(manifest) if manifest else {},
            Cache.open(cache, book) if cache else None,
        )
        if on_cluster:
            from lawextract.engines import ray

            done, failed = ray.run(
                found.files,
                reader,
                str(output),
                columns=Columns(text_column, id_column),
                labels=labels,
                address=address,
                jobs=jobs,
            )
            if failed:
                say(f"{failed} of {done + failed} documents did not become records; see {output}/{ray.ERRORS}")
            raise typer.Exit(1 if failed else 0)
        render = Rendering(as_format, name, book, labels) if as_format.is_text and not datapackage else None
        columns = Columns(text_column, id_column)
        decided = load_corrections(*corrections, codebook=book) if corrections else None
        with closing(
            outcomes(
                found.files, reader, jobs=jobs, columns=columns, skipped=inside, corrections=decided, render=render
            )
        ) as results:
            records: Iterator[Any] = at_least_one(watch.records(results))
            if output is None:
                with open_stdout() as stream:
                    write(records, stream, as_format, name, codebook=book, labels=labels)
            elif datapackage:
                write_package(records, output, table, codebook=book)
            else:
                write_file(records, output, as_format, name, codebook=book, labels=labels)
        say_skipped("not read inside archives and crawls", inside)
    except (CodebookError, InputError, OutputError) as error:
        fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(130) from None
    raise typer.Exit(1 if watch.failures else 0)
