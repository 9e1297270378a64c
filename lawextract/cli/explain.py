"""``lawextract explain``: why a report gives this value, and why not that one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lawextract.cli.options import Codebooks
from lawextract.cli.shell import fail, say
from lawextract.errors import CodebookError, InputError

if TYPE_CHECKING:
    from lawextract.codebook import Codebook


def explain(
    file: Annotated[
        str, typer.Argument(metavar="FILE", show_default=False, help="A report, or - for standard input.")
    ],
    metric: Annotated[
        str | None,
        typer.Argument(
            metavar="[METRIC]", show_default=False, help="A metric, by its id or one of its labels."
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS", help="A numeral of the text, alone or with words beside it: 47009, 调结465宗."
        ),
    ] = None,
    region: Annotated[str | None, typer.Option(metavar="NAME", help="As for parse.")] = None,
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", min=1949, max=2999, help="As for parse.")
    ] = None,
    codebook: Codebooks = None,
) -> None:
    """Explain a value: the sentence, the rule, each of its conditions and the words that met it.

    For a metric that is missing: the figures that come nearest, and the condition that failed. With --at the whole
    story of a numeral, whatever it is: its role and by which rule, its unit, kind, bound, status and scope and where
    they come from, what names it, and the patterns that were considered.

    Exit status: 0 there is something to explain; 1 the file cannot be read, or holds no such numeral; 2 wrong usage.

    Examples:

      lawextract explain report.txt mediation.cases_settled

      lawextract explain report.txt 行政复议申请收案数

      lawextract explain report.txt --at 47009
    """
    if (metric is None) == (at is None):
        fail("name a metric, or a numeral with --at")
    try:
        from lawextract.codebook import load_codebook
        from lawextract.explain import Explainer
        from lawextract.identity import Hints
        from lawextract.pipeline import analyse
        from lawextract.read import read_document
        from lawextract.write.output import open_stdout

        book = load_codebook(*codebook or ())
        id = _metric(book, metric) if metric else ""
        document = read_document(file)
        told = Explainer.of(analyse(document, Hints(region=region, year=year, path=document.path), book))
        with open_stdout() as stream:
            if at is None:
                stream.writelines(f"{line}\n" for line in told.metric(id))
                return
            numerals = told.at(at)
            if not numerals:
                say(f"{document.path}: no numeral at {at!r}; lawextract text shows what is read")
                raise typer.Exit(1)
            for number, numeral in enumerate(numerals):
                stream.write("\n" if number else "")
                stream.writelines(f"{line}\n" for line in told.figure(numeral))
    except InputError as error:
        say(" ".join(str(error).splitlines()))
        raise typer.Exit(1) from None
    except CodebookError as error:
        fail(error)


def _metric(book: Codebook, name: str) -> str:
    """The id of the metric with the id or label *name*."""
    from lawextract.codebook import find_metric

    metric, hint = find_metric(book, name)
    if metric is None:
        fail(f"no metric {name!r}{hint}")
    return metric.id
