"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Codebooks = Annotated[
    list[str] | None,
    typer.Option(
        "--codebook",
        metavar="FILE",
        help="A codebook file to lay over the shipped one; may be given several times.",
    ),
]
