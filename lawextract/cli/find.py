"""``lawextract find``: which quantities of a collection fit a description?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lawextract.cli.options import Codebooks, Inputs, Output, Shape, Years, shape_of, years_of
from lawextract.cli.records import Records, answer
from lawextract.cli.shell import fail, say
from lawextract.errors import CodebookError, InputError, OutputError
from lawextract.write import Labels

if TYPE_CHECKING:
    from lawextract.find import Hit
    from lawextract.write.tables import Table

_AROUND = 16  # characters of a sentence shown on both sides of the figure


def find(
    description: Annotated[
        str, typer.Argument(metavar="WORDS", show_default=False, help="What is counted: '行政复议 受理'.")
    ],
    inputs: Inputs,
    output: Output = None,
    format: Annotated[
        Shape | None,
        typer.Option(help="text, json or csv. Default: from OUT's ending; text on standard output."),
    ] = None,
    labels: Annotated[
        Labels, typer.Option(help="How text and csv call columns and metrics: ids or labels.")
    ] = Labels.ID,
    unit: Annotated[
        list[str] | None, typer.Option(metavar="U", help="Only figures in this unit; repeatable.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="K", help="Only count, rate, money, …; repeatable.")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only regions with this in their full name; repeatable."),
    ] = None,
    years: Years = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many, the best.")] = None,
    codebook: Codebooks = None,
) -> None:
    """Find the quantities that fit a description, the best first: region, year, figure, sentence.

    Each word must be met: by itself or by a word of the same topic or action of the lexicon, in the label of a figure's metric,
    next to the figure, in its clause, or, if it is no action, in its sentence or the heading above. Chinese words
    need no space between them where the lexicon knows them (行政复议受理). English words meet the English labels.

    Exit status as for parse; nothing found is no failure.

    Examples:

      lawextract find "行政复议 受理" reports/

      lawextract find 败诉率 out.jsonl --region 安徽省 --years 2020-2023 -o losses.csv

      lawextract find "mediation settled" reports/ --limit 20
    """
    output = None if output == "-" else output
    shape = shape_of(output, format, (Shape.TEXT, Shape.JSON, Shape.CSV))
    if labels is not Labels.ID and shape is Shape.JSON:
        fail("--labels is for text and csv; json has ids")
    first_last = years_of(years)
    try:
        from lawextract.codebook import compile_codebook, load_codebook, sources_with
        from lawextract.engines import Reader
        from lawextract.find import TABLE, Filters, Finder, ranked
        from lawextract.fold import fold
        from lawextract.models import Kind
        from lawextract.write.listing import to_object, write_csv, write_json
        from lawextract.write.tables import labelled

        kinds: tuple[str, ...] = Kind.__args__  # type: ignore[attr-defined]
        if unknown := [name for name in kind or () if name not in kinds]:
            fail(f"--kind {unknown[0]}: there are {', '.join(kinds)}")
        sources = sources_with(codebook or ())
        book = compile_codebook(sources) if codebook else load_codebook()
        finder = Finder(description, sources, book)
        if not finder.words:
            fail("name at least one word of what is counted")
        filters = Filters(
            [fold(name) for name in unit or ()], kind or (), [fold(name) for name in region or ()], first_last
        )
        records = Records(inputs, Reader(codebook=book, with_text=True), output)
        hits = ranked(hit for record in records for hit in finder.hits(record, filters))[:limit]
        if records.failures and not records.count:
            raise typer.Exit(1)
        table = labelled(TABLE, labels, book)
        with answer(output, shape) as stream:
            if shape is Shape.JSON:
                write_json((to_object(hit, TABLE) for hit in hits), stream)
            elif shape is Shape.CSV:
                write_csv(hits, stream, table)
            elif hits:
                stream.write(_text(hits, table) + "\n")
        say(f"quantities: {len(hits)} (reports: {records.count})")
    except (CodebookError, InputError, OutputError) as error:
        fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(130) from None
    raise typer.Exit(1 if records.failures else 0)


def _text(hits: list[Hit], table: Table) -> str:
    """*hits* as aligned columns, sentences cut to what stands around the figure."""
    from lawextract.codebook.show import columns
    from lawextract.find import SHOWN, TABLE
    from lawextract.write.csv import cell_text
    from lawextract.write.tables import Row

    wanted = [i for i, column in enumerate(TABLE.columns) if column.name in SHOWN]
    order = sorted(wanted, key=lambda i: SHOWN.index(TABLE.columns[i].name))
    rows = [[table.columns[i].name for i in order]]
    for hit in hits:
        cells = [table.columns[i].cell(Row(hit, hit)) for i in order]
        cells[SHOWN.index("sentence")] = _around(hit)
        rows.append([cell_text(cell).removeprefix("'") for cell in cells])
    return columns(rows)


def _around(hit: Hit) -> str:
    start = max(0, hit.at - _AROUND)
    end = hit.at + len(hit.figure) + _AROUND
    return ("…" if start else "") + hit.sentence[start:end] + ("…" if end < len(hit.sentence) else "")
