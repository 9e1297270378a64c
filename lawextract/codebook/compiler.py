"""From entries as they are written to a codebook that matches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lawextract.codebook.model import REFUSALS, WHERE, Codebook, Metric, Pattern, pattern_name
from lawextract.codebook.source import Book, Entry, Source, lay_over
from lawextract.fold import fold

_FIELDS = ("id", "zh", "en", "domain", "unit", "kind", "aggregate", "definition")


def compile_codebook(sources: Iterable[Source]) -> Codebook:
    """Compile *sources*, each laid over those before it.

    Raises :class:`CodebookError` naming file, line and entry where a class, a family of units or a metric that is
    named does not exist.
    """
    book = lay_over(sources)
    terms = _Terms({**book.tables["topic"], **book.tables["action"], **book.tables["class"]})
    topics = {name: number for number, name in enumerate(book.tables["topic"])}
    metrics: dict[str, Metric] = {}
    patterns: list[Pattern] = []
    for id, entry in book.entries.items():
        data = entry.data
        base = data.get("change_of")
        if base is not None and base not in book.entries:
            raise entry.mistake(f"change_of: there is no metric {base}", "change_of")
        at_most = data.get("at_most", [])
        for index, other in enumerate(at_most):
            if other == id or other not in book.entries:
                raise entry.mistake(f"at_most: there is no other metric {other}", "at_most", index)
        metrics[id] = Metric(
            **{key: data[key] for key in _FIELDS},
            source=data.get("source", ""),
            change_of=base,
            at_most=at_most,
            parts=data.get("parts", ()),
        )
        indexes = range(len(data.get("patterns", ())))
        patterns += [_pattern(entry, index, terms, topics, book) for index in indexes]
    word_topics: dict[str, set[int]] = {}
    for name, number in topics.items():
        for word in book.tables["topic"][name]:
            word_topics.setdefault(fold(word), set()).add(number)
    action_words = {fold(word) for words in book.tables["action"].values() for word in words}
    whole_words = {fold(word) for words in book.tables["whole"].values() for word in words}
    called_by: dict[int, list[int]] = {}
    for number, pattern in enumerate(patterns):
        called_by.setdefault(pattern.needs["item"][0], []).append(number)
    words = sorted({*terms.of_word, *word_topics, *action_words, *whole_words})
    return Codebook(
        metrics=metrics,
        patterns=patterns,
        called_by=called_by,
        terms=list(terms.numbers),
        words=words,
        terms_of=[sorted(terms.of_word.get(word, ())) for word in words],
        topics_of=[frozenset(word_topics.get(word, ())) for word in words],
        actions=frozenset(i for i, word in enumerate(words) if word in action_words),
        wholes=frozenset(i for i, word in enumerate(words) if word in whole_words),
    )


@dataclass
class _Terms:
    """Numbers the terms: a term is a string of alternatives such as ``@accept|收下``."""

    classes: dict[str, list[str]]
    numbers: dict[str, int] = field(default_factory=dict)
    of_word: dict[str, set[int]] = field(default_factory=dict)

    def number(self, term: str, entry: Entry, *path: str | int) -> int:
        if term in self.numbers:
            return self.numbers[term]
        number = self.numbers[term] = len(self.numbers)
        for alternative in term.split("|"):
            words = [alternative]
            if alternative.startswith("@"):
                if alternative[1:] not in self.classes:
                    raise entry.mistake(
                        f"there is no word class {alternative}; add it under [class] or name the words", *path
                    )
                words = self.classes[alternative[1:]]
            for word in words:
                self.of_word.setdefault(fold(word), set()).add(number)
        return number


def _pattern(entry: Entry, index: int, terms: _Terms, topics: dict[str, int], book: Book) -> Pattern:
    data: dict[str, Any] = entry.data["patterns"][index]

    def numbers(place: str) -> list[int]:
        found = enumerate(data.get(place, ()))
        return [terms.number(term, entry, "patterns", index, place, i) for i, term in found]

    def refused(place: str) -> list[int]:
        of_all = enumerate(entry.data.get(place, ()))
        return [*(terms.number(term, entry, place, i) for i, term in of_all), *numbers(place)]

    named = (a[1:] for place in WHERE for term in data.get(place, ()) for a in term.split("|") if a[0] == "@")
    # 决策目录 is said of decisions, though it is no word of that topic itself
    said = [a for term in data.get("context", ()) for a in term.split("|") if a[0] != "@"]
    own = (name for name, words in book.tables["topic"].items() if any(word in a for a in said for word in words))
    units: set[str] = set()
    owner = ("patterns", index) if "units" in data else ()
    for i, unit in enumerate(data.get("units", entry.data["units"])):
        if len(unit) > 2 and unit.isascii() and unit.isidentifier() and unit not in book.tables["units"]:
            raise entry.mistake(f"there is no family of units {unit}; add it under [units]", *owner, "units", i)
        units.update(book.tables["units"].get(unit, [fold(unit)]))
    return Pattern(
        metric=entry.data["id"],
        name=pattern_name(entry.data["id"], index),
        needs={place: numbers(place) for place in WHERE},
        refuses={place: refused(place) for place in REFUSALS},
        units=frozenset(units),
        kinds=frozenset(data.get("kinds", [entry.data["kind"]])),
        weight=float(data.get("weight", 0)),
        topics=frozenset(topics[name] for name in (*named, *own) if name in topics),
        levels=frozenset(data.get("levels", ())),
    )
