"""What the commands share: how they speak, fail and show progress."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from rich.progress import Progress, Task

    from lawextract.engines import Failure

Result = TypeVar("Result")


def say(message: object) -> None:
    """A line on standard error."""
    typer.echo(message, err=True)


def fail(message: object) -> NoReturn:
    """Say *message* and end with status 2: wrong usage, or the output cannot be written."""
    say(message)
    raise typer.Exit(2)


def say_skipped(what: str, skipped: Counter[str]) -> None:
    """Say what was passed over, by kind."""
    if skipped:
        say(f"{what}: {', '.join(f'{count} {kind}' for kind, count in sorted(skipped.items()))}")


def at_least_one(records: Iterator[Result]) -> Iterator[Result]:
    """*records*, unless there is none: an older output is worth more than an empty one."""
    first = next(records, None)
    if first is None:
        raise typer.Exit(1)
    yield first
    yield from records


class Watch:
    """Lets records of *files* pass, says what failed, and shows progress when work is long and people look on."""

    PATIENCE = 2.0  # seconds before progress is shown

    def __init__(self, files: Sequence[str]) -> None:
        from lawextract.read.collection import is_collection

        self.total = None if any(map(is_collection, files)) else len(files)  # nobody can tell what a crawl holds
        self.failures = 0
        self._visible = sys.stderr is not None and sys.stderr.isatty()
        self._began = time.monotonic()

    def records(self, results: Iterable[Result | Failure]) -> Iterator[Result]:
        """The records among *results*; the rest is counted and gets its line on standard error."""
        from lawextract.engines import Failure

        with ExitStack() as shown:
            bar: Progress | None = None
            for done, result in enumerate(results, start=1):
                if bar is None and self._visible and time.monotonic() > self._began + self.PATIENCE:
                    bar = _bar(self.total, self._began)
                    shown.callback(bar.stop)  # before it starts: an interrupt may come at once
                    bar.start()
                if bar is not None:
                    bar.update(bar.task_ids[0], completed=done)
                if isinstance(result, Failure):
                    self.failures += 1
                    if bar is None:
                        say(result)
                    else:
                        bar.console.print(str(result), markup=False, highlight=False, soft_wrap=True)
                else:
                    yield result


def _bar(total: int | None, began: float) -> Progress:
    """A line on standard error: how many documents are done, how many a second since *began*, how long the rest takes."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.completed / (time.monotonic() - began):.1f} documents/s")

    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        *([TimeRemainingColumn()] if total else []),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
    )
    bar.add_task("", total=total)
    return bar
