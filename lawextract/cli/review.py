"""``lawextract review``: a page to look at what was read, and to accept, correct or reject it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, cast

import typer

from lawextract.cli.options import Codebooks, ManifestFile, RegionHint, YearHint
from lawextract.cli.shell import at_least_one, fail, say
from lawextract.errors import LawextractError

if TYPE_CHECKING:
    from lawextract.models import RecordWithText

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
        from lawextract.cli.records import Records
        from lawextract.codebook import load_codebook
        from lawextract.engines import Reader
        from lawextract.identity import Hints
        from lawextract.manifest import load_manifest
        from lawextract.review import write_page

        book = load_codebook(*codebook or ())
        told = load_manifest(manifest) if manifest else {}
        reader = Reader(Hints(region=region, year=year), book, True, told)
        records = Records(inputs, reader, output, texts=True)
        write_page(at_least_one(cast("Iterator[RecordWithText]", iter(records))), output, codebook=book)
    except LawextractError as error:
        fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(130) from None
    raise typer.Exit(1 if records.failures else 0)
