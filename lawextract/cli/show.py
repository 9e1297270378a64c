"""``lawextract show``: a report at the terminal."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from lawextract.cli.options import Codebooks
from lawextract.cli.records import Records
from lawextract.cli.shell import fail, say
from lawextract.errors import CodebookError, InputError, OutputError
from lawextract.write import Labels


def show(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", show_default=False, help="A report, what parse wrote (.json, .jsonl), or -."
        ),
    ],
    labels: Annotated[Labels, typer.Option(help="How metrics are called: ids or labels.")] = Labels.ZH,
    codebook: Codebooks = None,
) -> None:
    """Show a report at the terminal: whose it is, its metrics with their words, the audit, what is left unmapped.

    Exit status as for parse. Colours only where a terminal shows them; NO_COLOR and COLUMNS are respected.

    Examples:

      lawextract show report.txt

      lawextract show out.json --labels en | less
    """
    if sys.stdout is None:
        fail("standard output is closed")
    try:
        from rich.console import Console

        from lawextract.codebook import load_codebook
        from lawextract.engines import Reader
        from lawextract.show import show as shown
        from lawextract.write.output import open_stdout

        book = load_codebook(*codebook or ())
        records = Records([file], Reader(codebook=book, with_text=True))
        with open_stdout() as stream:
            console = Console(file=stream, highlight=False, markup=False, emoji=False)
            for record in records:
                console.print(shown(record, book, labels))
    except (CodebookError, InputError, OutputError) as error:
        fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(130) from None
    raise typer.Exit(1 if records.failures else 0)
