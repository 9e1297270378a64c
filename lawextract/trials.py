"""Why a figure carries a metric and why not: patterns held against a figure, condition by condition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lawextract.codebook import Occurrence, Pattern, demand_of
from lawextract.contest import ACTS
from lawextract.items import counts_bodies
from lawextract.lists import Item, Naming
from lawextract.metrics import Matcher
from lawextract.readings import Reading


@dataclass(frozen=True, slots=True)
class Condition:
    """A term that a pattern needs or refuses (``where``: item, not_item …), and the words of the text that meet it."""

    where: str
    term: str
    found: tuple[int, int] | None

    @property
    def holds(self) -> bool:
        """Whether the pattern is content: what it needs is there, what it refuses is not."""
        return (self.found is None) == self.where.startswith("not_")


@dataclass(frozen=True, slots=True)
class Trial:
    """A pattern held against a figure: its conditions, what else is against it, and its score if nothing is."""

    pattern: Pattern
    conditions: tuple[Condition, ...]
    objections: tuple[str, ...]
    score: float | None

    @property
    def verdict(self) -> str:
        """What decides: the first objection, or the score."""
        return self.objections[0] if self.objections else f"scores {self.score:.2f}"


class Examiner(Matcher):
    """A matcher that tells how it comes to its matches. Call :meth:`match` first."""

    def naming(self, index: int) -> Naming:
        """What names the figure of the reading *index* (after :meth:`match`)."""
        return self._namings[index]

    def topic(self, reading: Reading) -> str | None:
        """The topic words of the sentence up to the figure; the last one rules."""
        words = self.scenes.between(reading.sentence[0], reading.numeral.start)
        named = [self.folded[start:end] for word, start, end in words if self.codebook.topics_of[word]]
        return " … ".join(dict.fromkeys(named)) or None

    def trials(self, readings: list[Reading], index: int, patterns: Iterable[Pattern]) -> list[Trial]:
        """How each of *patterns* fares with the figure ``readings[index]``, at its best (after :meth:`match`)."""
        reading, naming = readings[index], self._namings[index]
        without = self._hidden(naming)
        views = [
            (item, without | hidden)
            for item in self._items(naming)
            for hidden in (frozenset(), *self.contest.hidings(reading, item))
        ]
        found = ([self._trial(pattern, reading, *view) for view in views] for pattern in patterns)
        return [
            min(trials, key=lambda trial: (len(trial.objections), -(trial.score or 0))) for trials in found
        ]

    def considered(self, readings: list[Reading], index: int) -> list[Trial]:
        """The patterns whose first term stands next to the figure and that take its unit and kind, the best first."""
        reading, naming = readings[index], self._namings[index]
        without = self._hidden(naming)
        near = {d.pattern.name: d.pattern for item in self._items(naming) for d in self.contest.candidates(reading, item, without)}
        trials = self.trials(readings, index, near.values())
        return sorted(trials, key=lambda trial: (len(trial.objections), -(trial.score or 0)))

    @staticmethod
    def _items(naming: Naming) -> list[Item]:
        """All that may name the figure."""
        return [*naming.shared, naming.item, *(item for item in (naming.lead, naming.otherwise) if item)]

    def _trial(self, pattern: Pattern, reading: Reading, item: Item, hidden: frozenset[Occurrence]) -> Trial:
        scene = self.scenes.around(reading, item, hidden)
        inherited, after = self.scenes.before(reading).terms, self.scenes.after(reading).terms
        context = scene.near | inherited
        met: dict[str, int] = {
            "item": scene.item, "clause": scene.clause, "context": context, "heading": inherited,
            "not_item": scene.own, "not_list": scene.item, "not_clause": scene.said,
            "not_sentence": scene.near, "not_context": context,
            "after": after, "not_after": after,
        }  # fmt: skip
        conditions = [
            Condition(
                where,
                self.codebook.terms[term],
                self._words_of(term, where.removeprefix("not_"), reading, item, hidden)
                if met[where] >> term & 1
                else None,
            )
            for where, terms in (*pattern.needs.items(), *pattern.refuses.items())
            for term in terms
        ]
        unit = reading.numeral.unit or ("%" if reading.kind == "rate" else "")
        objections = []
        if unit not in pattern.units and (reading.numeral.unit or not reading.names):
            objections.append(f"does not take the unit {unit!r}")
        if pattern.levels and not self.contest.tiers & pattern.levels:
            objections.append(f"is for reports of {' and '.join(sorted(pattern.levels))} only")
        if reading.kind not in pattern.kinds:
            objections.append(f"does not take figures of the kind {reading.kind}")
        if counts_bodies(self.folded, reading) and self.codebook.metrics[pattern.metric].unit in ACTS:
            objections.append("does not count bodies, and the figure does")
        score = None if objections else self.contest.score(demand_of(pattern), scene, reading, item)
        if score is None:
            objections += [
                f"refuses {c.term} ({c.where})"
                if c.where.startswith("not_")
                else f"misses {c.term} in the {c.where}"
                for c in conditions
                if not c.holds
            ]
        if score is None and not objections:
            objections.append("is kept off by another topic nearer to the figure")
        return Trial(pattern, tuple(conditions), tuple(objections), score)

    def _words_of(
        self, term: int, where: str, reading: Reading, item: Item, hidden: frozenset[Occurrence]
    ) -> tuple[int, int]:
        """The words that meet *term* there, the nearest to the figure, the longest of equals."""
        near = (min(item.start, item.reach_start), max(item.end, item.reach_end))
        clause = (min(reading.clause[0], near[0]), max(reading.clause[1], near[1]))
        sentence = (reading.sentence[0], clause[1])
        above = [(start, end) for start, end, _ in self.scenes.headings.before(reading)]
        spans = {
            "item": [near, *reading.names],
            "list": [near, *reading.names],
            "clause": [near, clause, *reading.names, *reading.above],
            "sentence": [near, clause, sentence, *reading.names, *reading.earlier, *reading.above],
            "context": [near, clause, sentence, *reading.names, *reading.earlier, *reading.above, *above],
            "heading": above,
            "after": [(reading.clause[1], reading.sentence[1])],
        }[where]
        number = reading.numeral.start
        for span in spans:
            words = [
                o for o in self.scenes.between(*span) if term in self.codebook.terms_of[o[0]] and o not in hidden
            ]
            if words:
                _, start, end = min(words, key=lambda o: (max(number - o[2], o[1] - number, 0), o[1] - o[2]))
                return start, end
        return number, number
