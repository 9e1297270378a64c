"""``lawextract diff``: what did a change of the program, the codebook or the texts do?"""

from __future__ import annotations

import os
from typing import Annotated

import typer

from lawextract.cli.audit import DIFFERS
from lawextract.cli.options import Output, Shape, shape_of
from lawextract.cli.records import answer
from lawextract.cli.shell import fail, say
from lawextract.errors import InputError, OutputError


def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD.json", show_default=False, help="What parse wrote before.")
    ],
    new: Annotated[
        str,
        typer.Argument(
            metavar="NEW.json", show_default=False, help="What it wrote now; - for standard input."
        ),
    ],
    output: Output = None,
    format: Annotated[
        Shape | None,
        typer.Option(help="text, json or md. Default: from OUT's ending; text on standard output."),
    ] = None,
) -> None:
    """Compare two outputs of parse (.json or .jsonl): gains, losses and changes per document and per rule.

    Told are documents, what is known of them (region, year, issuer …), the values of metrics, and quantities: read
    now, no longer read, or read otherwise. Documents are matched by path, else by content.

    Exit status: 0 nothing differs; 3 something differs; 2 wrong usage, or a file cannot be read or written.

    Examples:

      lawextract diff old.json new.json

      lawextract diff old.jsonl new.jsonl -o changes.md
    """
    output = None if output == "-" else output
    shape = shape_of(output, format, (Shape.TEXT, Shape.JSON, Shape.MD))
    if old == new == "-":
        fail("only one of the two can be standard input")
    if output and os.path.realpath(output) in map(os.path.realpath, (old, new)):
        fail(f"{output}: is also an input; choose another output")
    try:
        import json

        from lawextract.diff import compare, to_markdown, to_object, to_text
        from lawextract.write.json import read_records

        found = compare(read_records(old), read_records(new))
        with answer(output, shape) as stream:
            if shape is Shape.JSON:
                stream.write(json.dumps(to_object(found), ensure_ascii=False, indent=1) + "\n")
            else:
                stream.writelines(
                    f"{line}\n" for line in (to_text if shape is Shape.TEXT else to_markdown)(found)
                )
    except (InputError, OutputError) as error:
        fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(130) from None
    raise typer.Exit(DIFFERS if found.differences else 0)
