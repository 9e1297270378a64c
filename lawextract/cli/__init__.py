"""The ``lawextract`` command: a thin shell around :mod:`lawextract.api`.

One module a group of commands. The engine is imported inside them, so that ``--help`` and ``--version`` answer at once.

Exit status: 0 every input became a record; 1 some did not, each with a line on standard error, and the
others are written (typer also ends with 1, quietly, when the reader of standard output has gone); 2 wrong
usage, or the output cannot be written; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
from functools import cache
from importlib import import_module
from inspect import getdoc
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from lawextract import __version__

# a plugin of pydantic that happens to be installed must not change a record; and to look for one takes a while
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

_COMMANDS = {
    "parse": "parse:parse",
    "text": "text:text",
    "audit": "audit:audit",
    "explain": "explain:explain",
    "find": "find:find",
    "show": "show:show",
    "diff": "diff:diff",
    "panel": "panel:panel",
    "plot": "panel:plot",
    "review": "review:review",
    "codebook": "codebook:app",
}
"""Command, in the order of the help → module and name of its function, imported when it is called."""


class _Commands(TyperGroup):
    """The commands by name: to read the options of all of them takes typer longer than most runs."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": {name: TyperCommand(name) for name in _COMMANDS}})

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return _command(cmd_name) if cmd_name in _COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of them needs no options, only what each says of itself."""
        listed = [TyperCommand(name, help=_help(_imported(name))) for name in _COMMANDS]
        TyperGroup(commands=listed).format_commands(ctx, formatter)


def _help(found: Any) -> str | None:
    return found.info.help if isinstance(found, typer.Typer) else getdoc(found)


def _imported(name: str) -> Any:
    module, function = _COMMANDS[name].split(":")
    return getattr(import_module(f"lawextract.cli.{module}"), function)


@cache
def _command(name: str) -> Any:
    """The command *name* as typer runs it."""
    found = _imported(name)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(name, no_args_is_help=True)(found)
        found = alone
    command = typer.main.get_command(found)
    command.name = name
    return command


app = typer.Typer(
    cls=_Commands,
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
