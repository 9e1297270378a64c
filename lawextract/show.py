"""A record for people at a terminal: whose it is, what it reports and by which words, the audit, what is unmapped."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from lawextract.codebook import Codebook
from lawextract.findings import Finding, Quote, Quoter, amount, excerpt, findings
from lawextract.models import Observation, Record
from lawextract.write import Labels

_COLOURS = {"agrees": "green", "rounding": "yellow", "differs": "bold red", "undetermined": "yellow"}
_FIGURE = "bold cyan"
_BEFORE, _BEHIND = 24, 12  # characters of a sentence shown around its figures


def show(record: Record, codebook: Codebook, labels: Labels = Labels.ZH) -> Group:
    """*record* to be printed on a rich console; *labels* says how metrics are called."""
    quoter = Quoter(record)
    parts = [
        _heading(record.title or record.source.path),
        _identity(record),
        *_metrics(record, quoter, codebook, labels),
        *_audit(record),
        *_unmapped(record, quoter),
        *_warnings(record),
    ]
    return Group(*parts)


def _heading(text: str) -> RenderableType:
    return Padding(Text(" ".join(text.split()), style="bold"), (1, 0, 0, 0))


def _grid(*columns: str) -> Table:
    table = Table.grid(padding=(0, 2))
    for style in columns:
        table.add_column(style=style, overflow="fold")
    return table


def _identity(record: Record) -> Table:
    region, source = record.region, record.source
    candidates = f" ({'、'.join(region.candidates)})" if region and region.candidates else ""
    place = (
        f"{region.full_name or 'unknown'}  {region.code or ''}  {region.status}{candidates}"
        if region
        else "unknown"
    )
    rows = {
        "source": f"{source.path}  ({source.media_type}, {source.length} characters, {source.script})",
        "region": place,
        "issuer": f"{record.issuer.name}  ({record.issuer.kind})" if record.issuer else "unknown",
        "year": str(record.year or "unknown"),
        "published": record.published or "unknown",
        "found": f"{len(record.mentions)} numerals, {len(record.observations)} quantities, {len(record.metrics)} metrics",
    }
    table = _grid("dim", "")
    for name, value in rows.items():
        table.add_row(name, Text(value))
    return table


def _metrics(record: Record, quoter: Quoter, codebook: Codebook, labels: Labels) -> Iterator[RenderableType]:
    yield _heading(f"Metrics ({len(record.metrics)})")
    table = _grid("", "", "")
    table.columns[1].justify = "right"
    domain = ""
    for id, value in record.metrics.items():
        metric = codebook.metrics.get(id)
        if metric and metric.domain != domain:
            domain = metric.domain
            table.add_row(Text(domain, style="bold dim"))
        name = (
            id if metric is None or labels is Labels.ID else metric.zh if labels is Labels.ZH else metric.en
        )
        quotes = quoter.quotes(value.observations)
        table.add_row(Text(name), Text(amount(value), style=_FIGURE), _evidence(quotes))
    yield table


def _evidence(quotes: tuple[Quote, ...]) -> Text:
    """The sentences of *quotes*, cut to what stands around their figures, which are marked."""
    text = Text()
    for sentence, group in groupby(quotes, key=lambda quote: quote.sentence):
        told = tuple(group)
        start = max(0, told[0].at - _BEFORE)
        end = told[-1].at + len(told[-1].figure) + _BEHIND
        cut = Text(sentence)
        for quote in told:
            cut.stylize(_FIGURE, quote.at, quote.at + len(quote.figure))
        text.append("\n" if text else "")
        text.append("…" * (start > 0))
        text.append(cut[start:end])
        text.append("…" * (end < len(sentence)))
    return text


def _audit(record: Record) -> Iterator[RenderableType]:
    found = sorted(findings(record), key=lambda finding: finding.status == "agrees")
    yield _heading(f"Audit ({len(found)} checks)")
    table = _grid("", "dim", "")
    for finding in found:
        table.add_row(Text(finding.status, style=_COLOURS[finding.status]), finding.kind, _told(finding))
    yield table


def _told(finding: Finding) -> Text:
    text = Text(finding.message)
    if finding.status != "agrees":
        for sentence in dict.fromkeys(excerpt([quote]) for quote in finding.quotes):
            text.append(f"\n{sentence}", style="dim")
    return text


def _unmapped(record: Record, quoter: Quoter) -> Iterator[RenderableType]:
    """The results of the reporting body that carry no metric."""
    left = [o for o in record.observations if not o.metrics and o.scope == "own" and o.status == "actual"]
    yield _heading(f"Unmapped ({len(left)} results that carry no metric)")
    table = _grid("dim", "", "")
    for observation in left:
        table.add_row(observation.id, _what(observation), _evidence((quoter.quote(observation),)))
    yield table


def _what(observation: Observation) -> Text:
    return Text("".join(filter(None, (observation.action, observation.object))) or "?")


def _warnings(record: Record) -> Iterator[RenderableType]:
    if record.warnings:
        yield _heading(f"Warnings ({len(record.warnings)})")
        table = _grid("yellow", "")
        for warning in record.warnings:
            table.add_row(warning.code, Text(warning.message))
        yield table
