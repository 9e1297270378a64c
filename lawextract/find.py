"""Which quantities of a collection fit a description: words, and the words that mean the same.

A description is words with spaces between them; each must be met. A word is met by itself, or by a word of the same
topic or action of the lexicon (受理: 立案受理), in the labels of a figure's metrics, in its own action and object, in its clause,
and, if it is no action, in its sentence and the heading above. The nearer, the better; equals stand in the order of
region, year and place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from lawextract.codebook import Codebook, Source, lay_over
from lawextract.codebook.source import TABLES
from lawextract.findings import Quoter
from lawextract.fold import fold
from lawextract.models import Observation, Record
from lawextract.write.tables import Column, Table, column

# what a word is worth where it stands; a word of its class is worth less
LABEL, OWN, CLAUSE, SENTENCE, HEADING = 6.0, 5.0, 4.0, 2.0, 1.5
_ALIKE = 0.75
_PLAIN = 0.5  # a result of the reporting body itself, not a target or another year's


class Hit(NamedTuple):
    """A quantity that fits. ``year`` is the year the figure is about, offsets are the record's.

    ``at`` is where the figure begins in ``sentence``.
    """

    score: float
    full_name: str | None
    code: str | None
    year: int | None
    figure: str
    value: Decimal
    upper: Decimal | None
    unit: str | None
    kind: str
    bound: str
    status: str
    scope: str
    metrics: tuple[str, ...]
    sentence: str
    at: int
    source: str
    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a description, what means the same, and whether it is an action."""

    text: str
    alike: frozenset[str]
    is_action: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be besides; an empty collection asks nothing. ``regions`` are parts of full names."""

    units: Collection[str] = ()
    kinds: Collection[str] = ()
    regions: Collection[str] = ()
    years: tuple[int, int] | None = None

    def take(self, record: Record, observation: Observation) -> bool:
        """Whether *observation* passes."""
        name = (record.region.full_name if record.region else None) or ""
        year = observation.year or record.year
        return (
            (not self.units or (observation.unit or "") in self.units)
            and (not self.kinds or observation.kind in self.kinds)
            and (not self.regions or any(region in name for region in self.regions))
            and (self.years is None or (year is not None and self.years[0] <= year <= self.years[1]))
        )


class Finder:
    """Finds what fits one description."""

    def __init__(self, description: str, sources: Sequence[Source], codebook: Codebook) -> None:
        tables = lay_over(sources).tables
        self._actions = {fold(word) for words in tables["action"].values() for word in words}
        classes = {
            table: [frozenset(map(fold, words)) for words in tables[table].values()] for table in TABLES[1:]
        }
        self._known = frozenset[str]().union(*chain(*classes.values()))
        self._alike = [
            *classes["topic"],
            *classes["action"],
        ]  # other classes hold what tells apart, not what is alike
        self._labels = {m.id: f"{m.zh} {m.en} {m.id}".casefold() for m in codebook.metrics.values()}
        pieces = (piece for term in fold(description).casefold().split() for piece in self._pieces(term))
        self.words = tuple(self._word(piece) for piece in dict.fromkeys(pieces))

    def _pieces(self, term: str) -> Iterator[str]:
        """*term* itself where it is a word; else the words that it is made of (行政复议受理), and what is left."""
        if term in self._known or any(term in label for label in self._labels.values()):
            yield term
            return
        at, rest = 0, ""
        while at < len(term):
            longest = next(
                (term[at:end] for end in range(len(term), at + 1, -1) if term[at:end] in self._known), ""
            )
            if not longest:
                rest += term[at]
                at += 1
                continue
            yield from [rest] * (len(rest) > 1)
            yield longest
            at, rest = at + len(longest), ""
        yield from [rest] * (len(rest) > 1 or rest == term)

    def _word(self, text: str) -> Word:
        alike = frozenset[str]().union(*(words for words in self._alike if text in words)) - {text}
        return Word(text, frozenset(word for word in alike if len(word) > 1), text in self._actions)

    def hits(self, record: Record, filters: Filters) -> Iterator[Hit]:
        """The quantities of *record* that fit, in reading order."""
        quoter = Quoter(record)
        headings = {section.id: fold(section.heading) for section in record.sections}
        for observation in record.observations:
            if not filters.take(record, observation):
                continue
            quote = quoter.quote(observation)
            own = " ".join(filter(None, (observation.actor, observation.action, observation.object)))
            places = (
                (LABEL, " ".join(self._labels.get(metric, metric) for metric in observation.metrics)),
                (OWN, own.casefold()),
                (CLAUSE, fold(observation.clause.text).casefold()),
                (SENTENCE, fold(quote.sentence).casefold()),
                (HEADING, headings.get(observation.section or "", "")),
            )
            scores = [_worth(word, places) for word in self.words]
            if not all(scores):
                continue
            plain = observation.scope == "own" and observation.status == "actual"
            region = record.region
            yield Hit(
                score=round(sum(scores) + _PLAIN * plain, 2),
                full_name=region.full_name if region else None,
                code=region.code if region else None,
                year=observation.year or record.year,
                figure=quote.figure,
                value=observation.value,
                upper=observation.upper,
                unit=observation.unit,
                kind=observation.kind,
                bound=observation.bound,
                status=observation.status,
                scope=observation.scope,
                metrics=observation.metrics,
                sentence=quote.sentence,
                at=quote.at,
                source=record.source.path,
                id=observation.id,
                start=observation.start,
                end=observation.end,
            )


def _worth(word: Word, places: Iterable[tuple[float, str]]) -> float:
    """The best place of *word* or of one that means the same; 0 where it is not met."""
    best = 0.0
    for worth, text in places:
        if word.is_action and worth < CLAUSE:
            continue  # what is done stands beside the figure
        if word.text in text:
            best = max(best, worth)
        elif best < worth * _ALIKE and any(alike in text for alike in word.alike):
            best = worth * _ALIKE
    return best


def ranked(hits: Iterable[Hit]) -> list[Hit]:
    """*hits*, the best first."""
    return sorted(
        hits,
        key=lambda hit: (
            -hit.score,
            hit.code or "",
            hit.full_name or "",
            hit.year or 0,
            hit.source,
            hit.start,
        ),
    )


def _column(name: str, type: str, zh: str, en: str) -> Column:
    return column(name, type, f"record.{name}", zh, en)  # type: ignore[arg-type]


TABLE = Table(
    lambda hit: [hit],
    (
        _column("full_name", "string", "地区全称", "Region, full name"),
        _column("code", "string", "区划代码", "Division code (GB/T 2260, NBS)"),
        _column("year", "integer", "所指年份", "Year of the figure"),
        _column("figure", "string", "数量原文", "Words of the figure"),
        _column("value", "number", "值", "Value"),
        _column("upper", "number", "上限", "Upper end of a range"),
        _column("unit", "string", "单位", "Unit"),
        _column("kind", "string", "类型", "Kind"),
        _column("bound", "string", "界限", "Bound"),
        _column("status", "string", "实绩或目标", "Actual or target"),
        _column("scope", "string", "归属", "Scope"),
        _column("metrics", "string", "指标", "Metrics"),
        _column("sentence", "string", "语句", "Sentence"),
        _column("source", "string", "来源", "Source file"),
        _column("id", "string", "编号", "Id"),
        _column("start", "integer", "起", "Start"),
        _column("end", "integer", "止", "End"),
        _column("score", "number", "契合度", "Score"),
    ),
)
"""One row for each hit."""
SHOWN = ("full_name", "year", "figure", "metrics", "sentence", "source")
"""The columns that a person needs."""
