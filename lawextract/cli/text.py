"""``lawextract text``: the canonical text that offsets count in."""

from __future__ import annotations

from typing import Annotated

import typer

from lawextract.cli.shell import fail, say


def text(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="FILE", show_default=False, help="Files, or - for standard input."),
    ],
    prose: Annotated[
        bool, typer.Option("--prose", help="Leave out page furniture: menus, links, page numbers, footers.")
    ] = False,
) -> None:
    """Print the text that is read from a web page or document, one after the other.

    Exit status as for parse.
    """
    import sys

    from lawextract.errors import InputError
    from lawextract.fold import blank
    from lawextract.read import read_document
    from lawextract.read.collection import expand
    from lawextract.read.inputs import find_inputs
    from lawextract.write.output import open_stdout

    failures = 0
    if sys.stdout is None:
        fail("standard output is closed")
    with open_stdout() as stream:
        for piece in expand(find_inputs(inputs).files):
            try:
                if isinstance(piece, InputError):
                    raise piece
                document = read_document(piece)
            except InputError as error:
                failures += 1
                say(" ".join(str(error).splitlines()))
                continue
            shown = document.text
            if prose:
                lines = blank(shown, document.furniture).splitlines()
                shown = "\n".join(line for line in lines if line.strip())
            stream.write(shown if shown.endswith("\n") else shown + "\n")
    raise typer.Exit(1 if failures else 0)
