"""What an audit finds in records, each with the sentences that show it; made for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal, NamedTuple

from lawextract.fold import fold
from lawextract.models import Check, MetricValue, Observation, Record, RecordWithText, plain_text
from lawextract.surroundings import Surroundings
from lawextract.wording import words
from lawextract.write.tables import Table, column

Status = Literal["agrees", "rounding", "differs", "undetermined"]


class Quote(NamedTuple):
    """A figure in its sentence; offsets are the record's. Without the record's text the clause stands for it.

    ``at`` is where the figure begins in ``sentence``, whose white space is single spaces.
    """

    source: str
    year: int | None
    observation: str
    figure: str
    start: int
    end: int
    sentence: str
    at: int


class Finding(NamedTuple):
    """A check and what it rests on. ``source`` and ``year`` are those of the report that it is told of."""

    source: str
    full_name: str | None
    year: int | None
    kind: str
    status: Status
    expected: Decimal | None
    stated: Decimal | None
    message: str
    quotes: tuple[Quote, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures as printed, in the order of the check."""
        return tuple(quote.figure for quote in self.quotes)

    @property
    def sentences(self) -> str:
        """The sentences that show them, each once."""
        return " … ".join(dict.fromkeys(quote.sentence for quote in self.quotes))


class Quoter:
    """Finds the sentences of one record's observations."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._by_id = {observation.id: observation for observation in record.observations}
        self._places = Surroundings(fold(record.text), [], words().closed_line) if isinstance(record, RecordWithText) else None

    def quote(self, told: Observation) -> Quote:
        """The observation *told* in its sentence."""
        text, start = told.clause.text, told.clause.start
        if self._places and isinstance(self.record, RecordWithText):
            start, end = self._places.of(told.start, told.end).sentence
            text = self.record.text[start:end]
        lead = text[: told.start - start]
        before = " ".join(lead.split())
        at = len(before) + (bool(before) and lead[-1].isspace())
        figure, sentence = " ".join(told.text.split()), " ".join(text.split())
        return Quote(
            self.record.source.path, self.record.year, told.id, figure, told.start, told.end, sentence, at
        )

    def quotes(self, ids: Iterable[str]) -> tuple[Quote, ...]:
        """The observations *ids* in their sentences."""
        return tuple(self.quote(self._by_id[id]) for id in ids if id in self._by_id)

    def finding(self, check: Check) -> Finding:
        """*check* with its sentences."""
        region = self.record.region
        return Finding(
            source=self.record.source.path,
            full_name=region.full_name if region else None,
            year=self.record.year,
            kind=check.kind,
            status=check.status,
            expected=check.expected,
            stated=check.stated,
            message=check.message,
            quotes=self.quotes(check.observations),
        )


def amount(value: MetricValue) -> str:
    """The value of a metric as people write it, with what is not plain in brackets: 570件, 35件 (sum)."""
    upper = f"–{plain_text(value.upper)}" if value.upper is not None else ""
    notes = [note for note in (value.bound, value.method) if note not in ("exact", "stated")]
    return f"{plain_text(value.value)}{upper}{value.unit}" + (f" ({', '.join(notes)})" if notes else "")


_SHOWN = 150
_AROUND = 45


def excerpt(quotes: Iterable[Quote]) -> str:
    """The sentence that *quotes* share, a long one cut to what stands around their figures."""
    quotes = tuple(quotes)
    sentence = quotes[0].sentence
    if len(sentence) <= _SHOWN:
        return sentence
    start = max(0, min(quote.at for quote in quotes) - _AROUND)
    end = max(quote.at + len(quote.figure) for quote in quotes) + _AROUND
    return ("…" if start else "") + sentence[start:end] + ("…" if end < len(sentence) else "")


def findings(record: Record) -> Iterator[Finding]:
    """The checks of *record* with their sentences, in its order."""
    if record.checks:
        quoter = Quoter(record)
        yield from map(quoter.finding, record.checks)


def text_of(finding: Finding) -> str:
    """*finding* for people: what it says, then each sentence with its figures, and whose where there are several."""
    several = len({quote.source for quote in finding.quotes}) > 1
    lines = [f"  {finding.status}  {finding.kind}: {finding.message}"]
    for (source, _), group in groupby(finding.quotes, key=lambda quote: (quote.source, quote.sentence)):
        quotes = tuple(group)
        told = ", ".join(f"{quote.observation} {quote.figure}" for quote in quotes)
        lines.append(f"      {f'{source}: ' if several else ''}{told}: {excerpt(quotes)}")
    return "\n".join(lines)


def to_json(finding: Finding) -> dict[str, Any]:
    """*finding* as a JSON object, its quotes as objects too."""
    return {**finding._asdict(), "quotes": [quote._asdict() for quote in finding.quotes]}


TABLE = Table(
    lambda finding: [finding],
    (
        column("source", "string", "record.source", "来源", "Source file"),
        column("full_name", "string", "record.full_name", "地区全称", "Region, full name"),
        column("year", "integer", "record.year", "报告年度", "Year reported on"),
        column("kind", "string", "record.kind", "核对种类", "Kind of check"),
        column("status", "string", "record.status", "结果", "Status"),
        column("expected", "number", "record.expected", "应为", "Expected"),
        column("stated", "number", "record.stated", "文中所称", "Stated"),
        column("message", "string", "record.message", "说明", "Message"),
        column("figures", "string", "record.figures", "数量原文", "Figures"),
        column("sentences", "string", "record.sentences", "所据语句", "Sentences that show it"),
    ),
)
"""One row for each finding."""
