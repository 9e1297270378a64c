"""The codebook as the matcher uses it: metrics, patterns and the automaton that finds their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Literal, NamedTuple

from lawextract.models import Kind

Where = Literal["item", "clause", "context", "heading"]
WHERE: tuple[Where, ...] = ("item", "clause", "context", "heading")
REFUSALS = ("not_item", "not_clause", "not_context")


class Metric(NamedTuple):
    """One variable of the codebook; the fields are those of its entry."""

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


class Pattern(NamedTuple):
    """One way to say a metric. Terms are numbers into the codebook's list; ``topics`` are those they name."""

    metric: str
    name: str
    needs: dict[Where, Sequence[int]]
    refuses: dict[str, Sequence[int]]
    units: frozenset[str]
    kinds: frozenset[str]
    weight: float
    topics: frozenset[int]


@dataclass(frozen=True, eq=False)
class Codebook:
    """Metrics and patterns with the words that they are told by.

    ``terms`` are the terms as they are written; ``words[i]`` is the i-th word of the automaton, ``terms_of[i]`` the
    terms it meets, ``topics_of[i]`` the topic classes it names. Everything else is made of these on demand.
    """

    metrics: dict[str, Metric]
    patterns: tuple[Pattern, ...]
    terms: Sequence[str]
    words: Sequence[str]
    terms_of: Sequence[Sequence[int]]
    topics_of: Sequence[frozenset[int]]
    actions: frozenset[int]

    @cached_property
    def _by_first_term(self) -> dict[int, list[Pattern]]:
        found: dict[int, list[Pattern]] = {}
        for pattern in self.patterns:
            found.setdefault(pattern.needs["item"][0], []).append(pattern)
        return found

    @cached_property
    def _words_of(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for word, terms in enumerate(self.terms_of):
            for term in terms:
                found.setdefault(term, []).append(word)
        return found

    @cached_property
    def _called(self) -> dict[int, list[Pattern]]:
        return {}

    @cached_property
    def _wanted(self) -> dict[str, tuple[frozenset[int], frozenset[int]]]:
        return {}

    def called_by(self, word: int) -> list[Pattern]:
        """The patterns whose first term is met by the word."""
        if word not in self._called:
            self._called[word] = [p for term in self.terms_of[word] for p in self._by_first_term.get(term, ())]
        return self._called[word]

    def wanted_by(self, patterns: Iterable[Pattern]) -> tuple[set[int], set[int]]:
        """The terms that *patterns* need or refuse, and the words that meet them."""
        terms: set[int] = set()
        words: set[int] = set()
        for pattern in patterns:
            if pattern.name not in self._wanted:
                own = frozenset(chain(*pattern.needs.values(), *pattern.refuses.values()))
                self._wanted[pattern.name] = own, frozenset(chain(*(self._words_of.get(term, ()) for term in own)))
            terms |= self._wanted[pattern.name][0]
            words |= self._wanted[pattern.name][1]
        return terms, words

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(list(self.words), store_patterns=False)

    def occurrences(self, folded: str) -> list[tuple[int, int, int]]:
        """Every word in the text as (start, end, number of the word), in reading order."""
        if not self.words:
            return []
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return sorted((start, end, word) for word, start, end in found)

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: all but what is made of it on demand."""
        return {key: value for key, value in vars(self).items() if not key.startswith("_")}
