"""``lawextract audit``: do the figures of reports agree with each other?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from lawextract.cli.options import Codebooks, Inputs, Output, Shape, shape_of
from lawextract.cli.records import Records, answer
from lawextract.cli.shell import fail, say
from lawextract.errors import CodebookError, InputError, OutputError
from lawextract.write import Labels

if TYPE_CHECKING:
    from lawextract.codebook import Codebook
    from lawextract.findings import Finding

DIFFERS = 3
"""Exit status: all inputs were read, and something differs."""


def audit(
    inputs: Inputs,
    output: Output = None,
    format: Annotated[
        Shape | None,
        typer.Option(help="text, json or csv. Default: from OUT's ending; text on standard output."),
    ] = None,
    labels: Annotated[Labels, typer.Option(help="How csv calls its columns: ids or labels.")] = Labels.ID,
    doubtful: Annotated[bool, typer.Option("--doubtful", help="Leave out what agrees.")] = False,
    codebook: Codebooks = None,
) -> None:
    """Check the arithmetic of reports: each finding with the figures and the sentences it rests on.

    Inside a report: parts and their total, rates and the counts they are of (rounded or cut off), changes and last
    year's figure, shares above 100%, more settled than came in, one fact told twice with two values. Across reports
    of one region: a jump by a factor of ten, a figure repeated to the digit, last year told otherwise. What does not
    clearly belong together is not checked; what cannot be decided is "undetermined", with the reason.

    Exit status: 0 nothing differs; 3 something differs; 1 some input could not be read; 2 wrong usage.

    Examples:

      lawextract audit reports/ --doubtful

      lawextract audit out.json -o audit.csv
    """
    output = None if output == "-" else output
    shape = shape_of(output, format, (Shape.TEXT, Shape.JSON, Shape.CSV))
    if labels is not Labels.ID and shape is not Shape.CSV:
        fail(f"--labels is for csv; {shape} has ids")
    try:
        from lawextract.codebook import load_codebook
        from lawextract.engines import Reader
        from lawextract.findings import TABLE, text_of, to_json
        from lawextract.write.listing import write_csv, write_json
        from lawextract.write.tables import labelled

        book = load_codebook(*codebook or ())
        records = Records(inputs, Reader(codebook=book, with_text=True), output)
        found = _Found(records, book, doubtful)
        with answer(output, shape) as stream:
            if shape is Shape.JSON:
                write_json(map(to_json, found), stream)
            elif shape is Shape.CSV:
                write_csv(found, stream, labelled(TABLE, labels, book))
            else:
                last = ""
                for finding in found:
                    about = "  ".join(
                        str(part) for part in (finding.source, finding.full_name, finding.year) if part
                    )
                    stream.write(f"{about}\n" if about != last else "")
                    stream.write(text_of(finding) + "\n")
                    last = about
            if records.failures and not records.count:
                raise typer.Exit(1)
        say(found.summary())
    except (CodebookError, InputError, OutputError) as error:
        fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(130) from None
    raise typer.Exit(1 if records.failures else DIFFERS if found.counts["differs"] else 0)


class _Found:
    """The findings of records, those across years last; counts all of them, shows those that are wanted."""

    def __init__(self, records: Records, book: Codebook, doubtful: bool) -> None:
        self.counts: Counter[str] = Counter()
        self._records, self._book, self._doubtful = records, book, doubtful

    def __iter__(self) -> Iterator[Finding]:
        from lawextract.across import Years
        from lawextract.findings import findings

        years = Years(self._book)
        for record in self._records:
            years.add(record)
            yield from self._counted(findings(record))
        yield from self._counted(years.findings())

    def _counted(self, found: Iterator[Finding]) -> Iterator[Finding]:
        for finding in found:
            self.counts[finding.status] += 1
            if not (self._doubtful and finding.status == "agrees"):
                yield finding

    def summary(self) -> str:
        """How many of each status there are."""
        words = {
            "agrees": "agree",
            "rounding": "rounded up",
            "differs": "differ",
            "undetermined": "undetermined",
        }
        told = "".join(
            f"; {word}: {self.counts[status]}" for status, word in words.items() if self.counts[status]
        )
        return f"checks: {self.counts.total()}{told} (reports: {self._records.count})"
