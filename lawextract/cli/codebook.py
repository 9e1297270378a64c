"""``lawextract codebook``: what the metrics are, whether they work, and what they miss."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from lawextract.cli.options import Codebooks
from lawextract.cli.shell import Watch, fail, say
from lawextract.errors import CodebookError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Show, test and extend the codebook of metrics."
)


class Language(StrEnum):
    """What ``--labels`` offers where ids are shown anyway."""

    ZH = "zh"
    EN = "en"


@app.command("list")
def list_(
    domain: Annotated[str | None, typer.Option(metavar="D", help="Only the metrics of this domain.")] = None,
    labels: Annotated[Language, typer.Option(help="The language of the labels.")] = Language.ZH,
    codebook: Codebooks = None,
) -> None:
    """List the metrics: id, label, unit, kind and how parts add up."""
    from lawextract.codebook import load_codebook
    from lawextract.codebook.show import columns

    try:
        metrics = list(load_codebook(*codebook or ()).metrics.values())
    except CodebookError as error:
        fail(error)
    wanted = [metric for metric in metrics if domain in (None, metric.domain)]
    if not wanted:
        domains = ", ".join(dict.fromkeys(metric.domain for metric in metrics))
        fail(f"no domain {domain}; there are {domains}")
    rows = [(m.id, m.zh if labels == Language.ZH else m.en, m.unit, m.kind, m.aggregate) for m in wanted]
    typer.echo(columns([("id", "label", "unit", "kind", "aggregate"), *rows]))


@app.command(no_args_is_help=True)
def show(
    id: Annotated[str, typer.Argument(metavar="ID", show_default=False, help="The metric's id.")],
    codebook: Codebooks = None,
) -> None:
    """Show an entry as it is written, ready to copy and edit, and the words that it names by class."""
    from lawextract.codebook import lay_over, sources_with
    from lawextract.codebook.show import entry_text, similar

    try:
        book = lay_over(sources_with(codebook or ()))
    except CodebookError as error:
        fail(error)
    if id not in book.entries:
        fail(f"no metric {id}{similar(id, book)}; lawextract codebook list shows all")
    typer.echo(entry_text(book, id))


@app.command()
def test(
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", show_default=False, help="A codebook file of yours, laid over the shipped one."),
    ] = None,
) -> None:
    """Test the codebook: each example gives its metric and no other, each "not" none, each pattern is used.

    With FILE its entries come first; shipped entries that it breaks are told too. Exit status 1: something failed.
    """
    from lawextract.codebook import compile_codebook, lay_over, sources_with
    from lawextract.selftest import check_entries

    try:
        sources = sources_with([file] if file else [])
        codebook, entries = compile_codebook(sources), lay_over(sources).entries
    except CodebookError as error:
        fail(error)
    order = sorted(entries.values(), key=lambda entry: entry.source.name != file)
    failed = 0
    for entry in order:
        complaints = check_entries(codebook, [entry.data])
        failed += bool(complaints)
        for complaint in complaints:
            line = entry.source.line("metric", entry.index, *complaint.path)
            typer.echo(f"{entry.source.name}:{line}: {complaint}")
    say(f"{failed} of {len(order)} entries failed" if failed else f"all {len(order)} entries keep their promises")
    raise typer.Exit(1 if failed else 0)


@app.command()
def init(
    file: Annotated[str, typer.Argument(metavar="[FILE]", show_default=False, help="Default: codebook.toml.")] = (
        "codebook.toml"
    ),
) -> None:
    """Write a codebook file to start from: one entry that works, with comments. Never overwrites."""
    from lawextract.codebook.show import starter

    try:
        with open(file, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(starter())
    except FileExistsError:
        fail(f"{file}: is there already; give another name")
    except (OSError, ValueError) as error:
        fail(f"{file}: cannot be written: {getattr(error, 'strerror', None) or error}")
    say(f"wrote {file}; next: lawextract codebook test {file}")


@app.command(no_args_is_help=True)
def suggest(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT", show_default=False, help="Reports: files, folders or - for standard input."),
    ],
    limit: Annotated[int, typer.Option(min=1, help="At most so many entries.")] = 20,
    min_count: Annotated[int, typer.Option(min=1, help="Only what is counted at least so often.")] = 2,
    codebook: Codebooks = None,
) -> None:
    """Suggest metrics for what the reports count and no metric takes, as a codebook file to edit.

    Figures of the reporting body itself that are results, not targets, are put together by action, object and
    unit; the most frequent come first. Exit status as for parse.
    """
    from lawextract.api import outcomes
    from lawextract.codebook import compile_codebook, sources_with
    from lawextract.engines import Reader
    from lawextract.errors import InputError
    from lawextract.models import RecordWithText
    from lawextract.read.inputs import find_inputs
    from lawextract.suggest import suggest as suggestions

    try:
        sources = sources_with(codebook or ())
        files = find_inputs(inputs).files
        watch = Watch(files)
        results = outcomes(files, Reader(codebook=compile_codebook(sources), with_text=True), jobs=None)
        records = (record for record in watch.records(results) if isinstance(record, RecordWithText))
        typer.echo(suggestions(records, sources, limit=limit, min_count=min_count), nl=False)
    except (CodebookError, InputError) as error:
        fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(130) from None
    raise typer.Exit(1 if watch.failures else 0)
