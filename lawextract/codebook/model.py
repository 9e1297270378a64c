"""The codebook as the matcher uses it: metrics, patterns and the automaton that finds their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import itemgetter, or_
from typing import Any, Literal, NamedTuple

from lawextract.models import Kind, Tier

#: A word in a text: its number in the codebook, and the offsets where it begins and ends.
Occurrence = tuple[int, int, int]
_WORD, _START = itemgetter(0), itemgetter(1)

Where = Literal["item", "clause", "context", "heading", "after"]
WHERE: tuple[Where, ...] = ("item", "clause", "context", "heading", "after")
REFUSALS = ("not_item", "not_list", "not_clause", "not_sentence", "not_context", "not_after")


class Metric(NamedTuple):
    """One variable of the codebook; the fields are those of its entry.

    ``parts`` are the beginnings of the ids of the metrics that a breakdown of it may give; none: all.
    """

    id: str
    zh: str
    en: str
    domain: str
    unit: str
    kind: Kind
    aggregate: Literal["sum", "latest", "none"]
    definition: str
    source: str
    change_of: str | None = None
    at_most: Sequence[str] = ()
    parts: Sequence[str] = ()


class Pattern(NamedTuple):
    """One way to say a metric. Terms are numbers into the codebook's list; ``topics`` are those they name.

    ``levels`` are those of the reports it is for, by the tier of their area; none: for all.
    """

    metric: str
    name: str
    needs: dict[Where, Sequence[int]]
    refuses: dict[str, Sequence[int]]
    units: frozenset[str]
    kinds: frozenset[str]
    weight: float
    topics: frozenset[int]
    levels: frozenset[str] = frozenset()


class Demand(NamedTuple):
    """What a pattern needs and refuses, as bit sets of terms: held against a scene before anything is weighed.

    ``anywhere`` are the terms of ``item``, ``clause``, ``context`` and ``heading`` together, ``asked`` those of all.
    """

    pattern: Pattern
    asked: int
    anywhere: int
    item: int
    clause: int
    context: int
    heading: int
    after: int
    not_item: int
    not_list: int
    not_clause: int
    not_sentence: int
    not_context: int
    not_after: int


def pattern_name(metric: str, index: int) -> str:
    """How the *index*-th pattern of a metric is called.

    >>> pattern_name("aid.cases", 0)
    'aid.cases#0'
    """
    return f"{metric}#{index}"


def bits(numbers: Iterable[int]) -> int:
    """A set of numbers as one integer.

    >>> bits([0, 3]) == 0b1001
    True
    """
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def demand_of(pattern: Pattern) -> Demand:
    """What *pattern* needs and refuses."""
    needs = [bits(pattern.needs[where]) for where in WHERE]
    refuses = [bits(pattern.refuses[where]) for where in REFUSALS]
    item, clause, context, heading, _ = needs
    asked = reduce(or_, (*needs, *refuses))
    return Demand(pattern, asked, item | clause | context | heading, *needs, *refuses)


class _Bits(dict[int, int]):
    """The terms that a word meets, as a bit set, made when first asked for."""

    def __init__(self, terms_of: Sequence[Sequence[int]]) -> None:
        self._terms_of = terms_of

    def __missing__(self, word: int) -> int:
        self[word] = bits(self._terms_of[word])
        return self[word]


class _Calls(dict[int, dict[str, Demand]]):
    """What a word calls for in figures of one unit and kind and reports of some tiers, by name, found when first asked for."""

    def __init__(self, codebook: Codebook, unit: str | None, kind: Kind, tiers: frozenset[Tier]) -> None:
        self._codebook, self._unit, self._kind, self._tiers = codebook, unit, kind, tiers

    def __missing__(self, word: int) -> dict[str, Demand]:
        book = self._codebook
        called = (book.demand(number) for term in book.terms_of[word] for number in book.called_by.get(term, ()))
        self[word] = {demand.pattern.name: demand for demand in called if self._fits(demand.pattern)}
        return self[word]

    def _fits(self, pattern: Pattern) -> bool:
        units = self._unit is None or self._unit in pattern.units
        return units and self._kind in pattern.kinds and (not pattern.levels or not pattern.levels.isdisjoint(self._tiers))


@dataclass(frozen=True, eq=False)
class Codebook:
    """Metrics and patterns with the words that they are told by.

    ``called_by`` tells for each term the numbers of the patterns that begin with it. ``terms`` are the terms as they
    are written; ``words[i]`` is the i-th word of the automaton, ``terms_of[i]`` the terms it meets, ``topics_of[i]``
    the topic classes it names; those in ``wholes`` hide the words inside them. Everything else is made of these on
    demand.
    """

    metrics: dict[str, Metric]
    patterns: Sequence[Pattern]
    called_by: Mapping[int, Sequence[int]]
    terms: Sequence[str]
    words: Sequence[str]
    terms_of: Sequence[Sequence[int]]
    topics_of: Sequence[frozenset[int]]
    actions: frozenset[int]
    wholes: frozenset[int] = frozenset()

    @cached_property
    def _called(self) -> dict[tuple[str | None, Kind, frozenset[Tier]], _Calls]:
        return {}

    @cached_property
    def bits_of(self) -> Mapping[int, int]:
        """For each word the terms it meets, as a bit set."""
        return _Bits(self.terms_of)

    @cached_property
    def lists(self) -> frozenset[int]:
        """The words that tell of a list: 规范性文件、."""
        return frozenset(number for number, word in enumerate(self.words) if word[-1:] == "、")

    @cached_property
    def changes_of(self) -> dict[str, list[str]]:
        """For each metric those that are its change."""
        found: dict[str, list[str]] = {}
        for metric in self.metrics.values():
            if metric.change_of:
                found.setdefault(metric.change_of, []).append(metric.id)
        return found

    @cached_property
    def _demands(self) -> dict[int, Demand]:
        return {}

    def demand(self, number: int) -> Demand:
        """What the pattern *number* needs and refuses, made when first asked for."""
        if number not in self._demands:
            self._demands[number] = demand_of(self.patterns[number])
        return self._demands[number]

    def called(self, unit: str | None, kind: Kind, tiers: frozenset[Tier]) -> Mapping[int, Mapping[str, Demand]]:
        """For each word the patterns whose first term it meets and that take figures of *unit* (None: any) and *kind* in a
        report of *tiers*, by name."""
        if (unit, kind, tiers) not in self._called:
            self._called[unit, kind, tiers] = _Calls(self, unit, kind, tiers)
        return self._called[unit, kind, tiers]

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(list(self.words), store_patterns=False)

    def occurrences(self, folded: str) -> list[Occurrence]:
        """Every word in the text, in reading order, but for those that are only a piece of another (一审 in 逐一审查)."""
        if not self.words:
            return []
        found: list[Occurrence] = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        found.sort(key=_START)  # they come by their ends
        if not self.wholes.isdisjoint(map(_WORD, found)):
            whole = [(start, end) for word, start, end in found if word in self.wholes]
            inside = {o for o in found for a, b in whole if a <= o[1] and o[2] <= b and (a, b) != o[1:]}
            found = [occurrence for occurrence in found if occurrence not in inside]
        return found

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: all but what is made of it on demand."""
        return {key: value for key, value in vars(self).items() if not key.startswith("_")}
