"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lawextract.cli.shell import fail

Codebooks = Annotated[
    list[str] | None,
    typer.Option(
        "--codebook",
        metavar="FILE",
        help="A codebook file to lay over the shipped one; may be given several times.",
    ),
]
RegionHint = Annotated[
    str | None, typer.Option(metavar="NAME", help="Where the reports come from, if they do not say.")
]
YearHint = Annotated[
    int | None,
    typer.Option(metavar="YEAR", min=1949, max=2999, help="The year reported on, if they do not say."),
]
ManifestFile = Annotated[
    str | None,
    typer.Option(metavar="CSV", help="The same for each report: columns file, region, year, url."),
]

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        show_default=False,
        help="Reports (files, folders, archives, patterns), what parse wrote (.json, .jsonl), or - for standard input.",
    ),
]
Years = Annotated[str | None, typer.Option(metavar="Y-Y", help="Only these years: 2019-2023, or one year.")]
Output = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="OUT", help="The file to write; standard output when not given."),
]


class Shape(StrEnum):
    """The formats of answers; what ``--format`` offers."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    MD = "md"


def shape_of(output: str | None, given: Shape | None, allowed: tuple[Shape, ...]) -> Shape:
    """The format to answer in: as *given*, or from the ending of *output*; text on standard output."""
    if output is None:
        shape = given or Shape.TEXT
    else:
        ending = Path(output).suffix.lower().removeprefix(".")
        known = {"txt": Shape.TEXT, "markdown": Shape.MD, **{str(shape): shape for shape in Shape}}
        if given is None and ending not in known:
            fail(f"{output}: unknown format; end the name with {_endings(allowed)} or give --format")
        shape = given or known[ending]
    if shape not in allowed:
        fail(f"{shape} is no format of this command; use one of {', '.join(allowed)}")
    return shape


def _endings(allowed: tuple[Shape, ...]) -> str:
    return ", ".join(".txt" if shape is Shape.TEXT else f".{shape}" for shape in allowed)


def years_of(text: str | None) -> tuple[int, int] | None:
    """The first and the last year of an option such as 2019-2023."""
    if text is None:
        return None
    first, _, last = text.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()) or int(first) > int(last or first):
        fail(f"--years {text}: write 2019-2023, or one year")
    return int(first), int(last or first)
