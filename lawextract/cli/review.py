"""``lawextract review``: a page to look at what was read, and to accept, correct or reject it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, cast

import typer

from lawextract.cli.options import Codebooks, ManifestFile, RegionHint, YearHint
from lawextract.cli.shell import Watch, at_least_one, fail, say, say_skipped
from lawextract.errors import InputError, LawextractError

if TYPE_CHECKING:
    from lawextract.engines import Failure
    from lawextract.models import Record, RecordWithText

_RECORDS = (".json", ".jsonl")


def review(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            show_default=False,
            help="Reports as for parse, or what parse --with-text wrote (.json, .jsonl).",
        ),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT.html", show_default=False, help="The page to write.")
    ],
    codebook: Codebooks = None,
    region: RegionHint = None,
    year: YearHint = None,
    manifest: ManifestFile = None,
) -> None:
    """Write one HTML file that shows reports, their values and where each stands. It opens without a network.

    What is accepted, corrected or rejected there is exported as a file for parse --corrections. Exit status as for
    parse.

    Examples:

      lawextract review reports/ -o review.html

      lawextract parse reports/ --with-text -o out.json && lawextract review out.json -o review.html
    """
    if not output.lower().endswith((".html", ".htm")):
        fail(f"{output}: the review page is HTML; end its name with .html")
    try:
        from lawextract.api import outcomes
        from lawextract.codebook import load_codebook
        from lawextract.engines import Reader
        from lawextract.identity import Hints
        from lawextract.manifest import load_manifest
        from lawextract.read.inputs import find_inputs
        from lawextract.review import write_page

        book = load_codebook(*codebook or ())
        written = [path for path in inputs if path.lower().endswith(_RECORDS)]
        found = find_inputs([path for path in inputs if path not in written])
        if os.path.realpath(output) in map(os.path.realpath, (*found.files, *written)):
            fail(f"{output}: is also an input; choose another output")
        say_skipped("not read, no reader for this kind of file yet", found.skipped)
        inside: Counter[str] = Counter()
        watch = Watch(found.files)
        told = load_manifest(manifest) if manifest else {}
        reader = Reader(Hints(region=region, year=year), book, True, told)
        read = outcomes(found.files, reader, skipped=inside)
        records = watch.records(_with_what_was_read(read, written))
        write_page(at_least_one(cast("Iterator[RecordWithText]", records)), output, codebook=book)
        say_skipped("not read inside archives and crawls", inside)
    except LawextractError as error:
        fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(130) from None
    raise typer.Exit(1 if watch.failures else 0)


def _with_what_was_read(
    read: Iterable[Record | Failure], written: Sequence[str]
) -> Iterator[Record | Failure]:
    """*read*, then the records of files that parse wrote."""
    from lawextract.engines import Failure
    from lawextract.models import RecordWithText
    from lawextract.write.json import read_records

    yield from read
    for path in written:
        try:
            for record in read_records(path):
                if isinstance(record, RecordWithText):
                    yield record
                else:
                    yield Failure(
                        path, f"{record.source.path} came without its text; write it with parse --with-text"
                    )
        except InputError as error:
            yield Failure(error.path, error.reason)
