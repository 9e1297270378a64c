"""The ``lawextract`` command: a thin shell around :mod:`lawextract.api`.

One module a group of commands. The engine is imported inside them, so that ``--help`` and ``--version`` answer at once.

Exit status: 0 every input became a record; 1 some did not, each with a line on standard error, and the
others are written (typer also ends with 1, quietly, when the reader of standard output has gone); 2 wrong
usage, or the output cannot be written; 130 interrupted.
"""

from __future__ import annotations

import gc
from typing import Annotated

import typer

from lawextract import __version__
from lawextract.cli import codebook
from lawextract.cli.audit import audit
from lawextract.cli.diff import diff
from lawextract.cli.explain import explain
from lawextract.cli.find import find
from lawextract.cli.panel import panel, plot
from lawextract.cli.parse import parse
from lawextract.cli.review import review
from lawextract.cli.show import show
from lawextract.cli.text import text

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Entry point of the console script."""
    gc.set_threshold(50_000)  # codebook and patterns stay; to look through them for garbage all the time costs a tenth
    app(prog_name="lawextract")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"lawextract {__version__}")
        raise typer.Exit


@app.callback()
def lawextract(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Read Chinese annual reports on law-based government into validated records, offline."""


app.command(no_args_is_help=True)(parse)
app.command(no_args_is_help=True)(text)
app.command(no_args_is_help=True)(audit)
app.command(no_args_is_help=True)(explain)
app.command(no_args_is_help=True)(find)
app.command(no_args_is_help=True)(show)
app.command(no_args_is_help=True)(diff)
app.command(no_args_is_help=True)(panel)
app.command(no_args_is_help=True)(plot)
app.command(no_args_is_help=True)(review)
app.add_typer(codebook.app, name="codebook")
