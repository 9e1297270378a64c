"""What the commands share: how they speak, fail and show progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from lawextract.api import Failure
    from lawextract.models import Record


def say(message: object) -> None:
    """A line on standard error."""
    typer.echo(message, err=True)


def fail(message: object) -> NoReturn:
    """Say *message* and end with status 2: wrong usage, or the output cannot be written."""
    say(message)
    raise typer.Exit(2)


class Watch:
    """Lets records pass, says what failed, and shows progress when work is long and people look on."""

    PATIENCE = 2.0  # seconds before progress is shown
    PACE = 0.2  # seconds between two updates

    def __init__(self, total: int) -> None:
        self.total = total
        self.failures = 0
        self._visible = sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + self.PATIENCE

    def records(self, results: Iterable[Record | Failure]) -> Iterator[Record]:
        """The records among *results*; the rest is counted and gets its line on standard error."""
        from lawextract.api import Failure

        try:
            for done, result in enumerate(results, start=1):
                if isinstance(result, Failure):
                    self.failures += 1
                    self._show("")
                    say(result)
                else:
                    yield result
                if self._visible and time.monotonic() >= self._next:
                    self._next = time.monotonic() + self.PACE
                    self._show(f"{done} of {max(done, self.total)} documents")
        finally:
            self._show("")

    def _show(self, text: str) -> None:
        if self._visible:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
