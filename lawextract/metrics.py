"""Observations × codebook → metrics: which figure is which variable.

A pattern names terms and where they must stand: in the *item* next to the figure, in its *clause*, or in the
*context* (also earlier in the sentence, in the sentence before, in the headings above). Each term scores by how
near it stands, so the pattern that meets the most terms nearest to the figure wins and a tie is no match. A
topic that stands nearer than the inherited one blocks the inheritance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from lawextract.codebook import Codebook, Pattern
from lawextract.items import Item, counts_bodies, namings
from lawextract.observations import Reading
from lawextract.outline import Outline

ITEM, REACH, CLAUSE, SENTENCE, BEFORE, HEADING = 10.0, 8.6, 8.0, 6.0, 2.5, 3.0
_MARGIN = 0.05
_LONGEST_BEFORE = 1000  # characters that the sentence before may have

_COORDINATION = regex.compile(r"[和及并与、或]|以及|并且|或者|暨")
_BRACKET = regex.compile(r"\([^()\n]{0,160}\)")
_ACTS = ("场", "次", "期", "件", "条", "项")  # units of the metrics that count no bodies
_QUOTA = regex.compile(r"(?:每|平均|人均|村均|户均|年均|月均|日均)[^,。;、\d]{1,20}$")


@dataclass(frozen=True, slots=True)
class Match:
    """A metric found for a reading; ``times`` counts the list elements that share the figure (各1次)."""

    metric: str
    pattern: str
    score: float
    times: int = 1


@dataclass(slots=True)
class _Scene:
    """The words around one figure: for each term its best place, and the topics by nearness."""

    wanted: set[int]
    words: set[int]  # those that are wanted terms
    item: dict[int, float]
    own: set[int]  # terms of the item itself, without the list it stands in
    said: set[int]  # terms of the clause up to the item's end; behind it other figures are named
    clause: dict[int, float]
    context: dict[int, float]
    heading: dict[int, float]
    position: dict[int, int]
    topics: list[tuple[int, frozenset[int]]]


def _takes(pattern: Pattern, unit: str, reading: Reading) -> bool:
    """Whether the pattern is for figures of this kind and unit; a table may leave the unit of a count untold."""
    return (unit in pattern.units or (not unit and bool(reading.names))) and reading.kind in pattern.kinds


def _brackets(folded: str, readings: list[Reading]) -> list[tuple[int, int]]:
    """The brackets that hold figures: (初次903宗,重复217宗)."""
    figures = [reading.numeral.start for reading in readings]
    spans = [match.span() for match in _BRACKET.finditer(folded)]
    return [(a, b) for a, b in spans if bisect_left(figures, a) < bisect_left(figures, b)]


def _agreed(found: dict[str, Match], parts: list[list[Match]]) -> dict[str, Match]:
    """What a total without a name takes from its parts: their metric, none where they carry several."""
    theirs = {match.metric for part in parts for match in part}
    return {metric: match for metric, match in found.items() if len(theirs) < 2 and theirs <= {metric}}


class Matcher:
    """Finds the metrics of the readings of one text.

    ``ties`` tells of each reading that got none because several metrics suit it equally (after :meth:`match`).
    """

    def __init__(self, codebook: Codebook, folded: str, outline: Outline) -> None:
        self.codebook = codebook
        self.folded = folded
        self.brackets: list[tuple[int, int]] = []
        self.outline = outline
        self.occurrences = codebook.occurrences(folded)
        self.starts = [occurrence[0] for occurrence in self.occurrences]
        self.ties: dict[int, tuple[str, ...]] = {}
        self._tied: tuple[str, ...] = ()

    def match(self, readings: list[Reading]) -> list[list[Match]]:
        """The metrics of each reading, in codebook order."""
        self.brackets = _brackets(self.folded, readings)
        matched: list[list[Match]] = []
        for index, (reading, naming) in enumerate(zip(readings, namings(self.folded, readings), strict=True)):
            per_each = _QUOTA.search(self.folded, reading.clause[0], reading.numeral.start)
            quota = per_each and reading.kind in ("count", "money")
            table_part = reading.part and bool(reading.names)  # beside its total in a table
            if reading.scope == "other" or quota or table_part or (reading.baseline and reading.scope == "own"):
                matched.append([])
                continue
            best = self._of_items(reading, naming.shared) or self._of_items(reading, (naming.item,))
            if not best and naming.otherwise:
                best = _agreed(self._of_items(reading, (naming.otherwise,)), matched[reading.total_of : index])
            if reading.change and reading.changed is not None:
                for match in self._changes(reading, matched[reading.changed]):
                    best.setdefault(match.metric, match)
            if not best and self._tied:
                self.ties[index] = self._tied
            matched.append(list(best.values()))
        return matched

    def objections(self, readings: list[Reading], index: int, metric: str) -> list[str]:
        """Why each pattern of *metric* does not take the figure ``readings[index]``, or how it scores if it does."""
        reading = readings[index]
        own = [pattern for pattern in self.codebook.patterns if pattern.metric == metric]
        scene = self._scene(reading, namings(self.folded, readings)[index].item, frozenset(), own)
        return [f"{pattern.name} {self._objection(pattern, scene, reading)}" for pattern in own]

    def _objection(self, pattern: Pattern, scene: _Scene, reading: Reading) -> str:
        unit = reading.numeral.unit or ""
        if unit not in pattern.units:
            return f"does not take the unit {unit!r}"
        if reading.kind not in pattern.kinds:
            return f"does not take figures of the kind {reading.kind}"
        places = {"item": scene.item, "clause": scene.clause, "context": scene.context, "heading": scene.heading}
        for where, needed in pattern.needs.items():
            for term in needed:
                if term not in places[where]:
                    return f"misses {self.codebook.terms[term]} in the {where}"
        refused = {"not_item": scene.own, "not_clause": scene.said, "not_context": scene.context}
        for refusal, unwanted in pattern.refuses.items():
            for term in unwanted:
                if term in refused[refusal]:
                    return f"refuses {self.codebook.terms[term]} ({refusal})"
        score = self._score(pattern, scene, reading)
        return "is kept off by another topic nearer to the figure" if score is None else f"scores {score:.2f}"

    def _of_items(self, reading: Reading, items: tuple[Item, ...]) -> dict[str, Match]:
        """The winners of *items*, which share one figure; an element that repeats a metric counts again."""
        best: dict[str, Match] = {}
        self._tied = ()
        for item in items:
            for match in self._best(reading, item):
                times = best[match.metric].times + 1 if match.metric in best else 1
                best[match.metric] = replace(match, times=times)
        return best

    def _changes(self, reading: Reading, of: list[Match]) -> Iterable[Match]:
        """同比增长28.6% after 新收382件: the change metric of that figure's metric."""
        if reading.numeral.unit not in ("%", "倍", "番"):
            return
        bases = {match.metric: match for match in of}
        for metric in self.codebook.metrics.values():
            if metric.change_of in bases:
                yield Match(metric.id, metric.id + "#change_of", bases[metric.change_of].score)

    def _best(self, reading: Reading, item: Item) -> list[Match]:
        """The winners for one item; coordinated actions (受理和办结) each give one."""
        words = self._between(item.reach_start, item.end)
        groups = self._coordinated(words, item, reading)
        if not groups:
            winner = self._winner(reading, item, frozenset())
            return [winner] if winner else []
        found: dict[str, Match] = {}
        for keep in groups:
            others = [action for group in groups if group is not keep for action in group]
            hidden = frozenset(w for w in words if any(a[0] <= w[0] and w[1] <= a[1] for a in others))
            winner = self._winner(reading, item, hidden)
            if winner:
                found.setdefault(winner.metric, winner)
        return list(found.values())

    def _between(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The words that lie whole between two offsets."""
        found = self.occurrences[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [occurrence for occurrence in found if occurrence[1] <= end]

    def _coordinated(
        self, words: list[tuple[int, int, int]], item: Item, reading: Reading
    ) -> list[frozenset[tuple[int, int, int]]]:
        """Actions joined by 和, 并, 、 before the figure, each as the set of occurrences that name it.

        One in the list before the item (受理、审结案件56件) must lead to the last verb, unlike 以调解、和解方式结案41宗.
        """
        actions = [o for o in words if o[2] in self.codebook.actions and o[1] <= reading.numeral.start]
        actions = [a for a in actions if not any(b[0] <= a[0] and a[1] <= b[1] and a != b for b in actions)]
        for left, right in pairwise(actions):
            leads = left[0] >= item.start or right == actions[-1]
            if leads and _COORDINATION.fullmatch(self.folded, left[1], right[0]):
                return [frozenset([left]), frozenset([right])]
        return []

    def _winner(
        self, reading: Reading, item: Item, hidden: frozenset[tuple[int, int, int]]
    ) -> Match | None:
        candidates = self._candidates(reading, item, hidden)
        if not candidates:
            return None
        scene = self._scene(reading, item, hidden, candidates)
        best: dict[str, tuple[float, Pattern]] = {}
        for pattern in candidates:
            score = self._score(pattern, scene, reading)
            if score is not None and (pattern.metric not in best or score > best[pattern.metric][0]):
                best[pattern.metric] = (score, pattern)
        if not best:
            return None
        ranked = sorted(best.values(), key=lambda pair: -pair[0])
        tied = tuple(pattern.metric for score, pattern in ranked if ranked[0][0] - score < _MARGIN)
        if len(tied) > 1:
            self._tied = tied
            return None
        score, pattern = ranked[0]
        return Match(pattern.metric, pattern.name, score)

    def _candidates(
        self, reading: Reading, item: Item, hidden: frozenset[tuple[int, int, int]]
    ) -> list[Pattern]:
        """The patterns that take figures of this unit and kind and whose first term stands next to the figure.

        They are few however many metrics there are, and the words further off are looked at for them alone.
        """
        unit = reading.numeral.unit or ""
        bodies = counts_bodies(self.folded, reading)
        found: dict[str, Pattern] = {}
        near = (min(item.start, item.reach_start), max(item.end, item.reach_end))
        for span in (near, *reading.names):
            for occurrence in self._between(*span):
                if occurrence in hidden:
                    continue
                for pattern in self.codebook.called_by(occurrence[2]):
                    if pattern.name in found or not _takes(pattern, unit, reading):
                        continue
                    if not (bodies and self.codebook.metrics[pattern.metric].unit in _ACTS):
                        found[pattern.name] = pattern
        return list(found.values())

    def _scene(
        self,
        reading: Reading,
        item: Item,
        hidden: frozenset[tuple[int, int, int]],
        patterns: Iterable[Pattern],
    ) -> _Scene:
        """The words around the figure that *patterns* need or refuse."""
        wanted, words = self.codebook.wanted_by(patterns)
        scene = _Scene(wanted, words, {}, set(), set(), {}, {}, {}, {}, [])
        number = reading.numeral.start
        topics_of = self.codebook.topics_of
        first = reading.sentence[0]
        for occurrence in self._between(first, max(reading.clause[1], item.end)):
            start, end, word = occurrence
            if word not in scene.words and not topics_of[word]:
                continue
            if occurrence in hidden or self._bracketed(start) not in (None, self._bracketed(number)):
                continue
            in_item = item.start <= start and end <= item.end
            in_reach = item.reach_start <= start and end <= item.reach_end
            in_clause = reading.clause[0] <= start and end <= reading.clause[1]
            length = 0.1 * (end - start)
            if in_item:
                near = ITEM + length - 0.02 * min(40, max(number - end, start - number, 0))
            elif in_reach:
                near = REACH + length - 0.02 * min(40, abs(number - start))
            elif in_clause:
                near = CLAUSE + length - 0.02 * min(40, abs(number - start))
            elif start < number:
                near = max(3.6, SENTENCE - 0.03 * (number - end)) + length
            else:
                continue
            if topics_of[word] and (end <= number or in_item):
                scene.topics.append((end if end <= number else number - 1, topics_of[word]))
            for term in self._wanted(scene, word):
                if in_item:
                    scene.own.add(term)
                if in_item or in_reach or (in_clause and end <= number):
                    scene.said.add(term)
                if (in_item or in_reach) and near > scene.item.get(term, 0):
                    scene.item[term] = near
                if (in_item or in_clause) and near > scene.clause.get(term, 0):
                    scene.clause[term] = near
                if near > scene.context.get(term, 0):
                    scene.context[term] = near
                    scene.position[term] = end if end <= number else number
        for order, span in enumerate(reading.names):
            self._named(scene, span, ITEM - 0.2 * order, number, (scene.item, scene.clause, scene.context))
        for span in reading.above:
            self._named(scene, span, SENTENCE, number, (scene.clause, scene.context))
        self._headings(scene, reading)
        return scene

    def _wanted(self, scene: _Scene, word: int) -> Iterable[int]:
        return scene.wanted.intersection(self.codebook.terms_of[word]) if word in scene.words else ()

    def _bracketed(self, offset: int) -> int | None:
        """The bracket with figures of its own that holds *offset*: its words name nothing outside it."""
        index = bisect_left(self.brackets, (offset + 1,)) - 1
        return index if index >= 0 and offset < self.brackets[index][1] else None

    def _named(
        self, scene: _Scene, span: tuple[int, int], weight: float, number: int, places: tuple[dict[int, float], ...]
    ) -> None:
        """The words of a table's label, head or title, as near to the figure as those next to it."""
        for start, end, word in self._between(*span):
            near = weight + 0.1 * (end - start)
            if self.codebook.topics_of[word]:
                scene.topics.append((number - 1, self.codebook.topics_of[word]))
            for term in self._wanted(scene, word):
                scene.said.add(term)
                if any(place is scene.item for place in places):
                    scene.own.add(term)
                for place in places:
                    place[term] = max(near, place.get(term, 0))
                scene.position[term] = number

    def _headings(self, scene: _Scene, reading: Reading) -> None:
        """The sentence before in the same section, and the headings from the nearest up."""
        weight = HEADING
        for section in self.outline.chain(reading.numeral.start):
            end = section.start + len(section.heading) + len(section.number or "") + 2
            if end <= reading.numeral.start:
                self._inherit(scene, section.start, end, weight)
            weight -= 0.7
        end = max(0, reading.sentence[0] - 1)
        start = max(self.folded.rfind("。", max(0, end - _LONGEST_BEFORE), end) + 1, end - _LONGEST_BEFORE)
        section_here = reading.section
        if section_here and start >= section_here.start and "\n" not in self.folded[start : reading.sentence[0]]:
            self._inherit(scene, start, reading.sentence[0], BEFORE)

    def _inherit(self, scene: _Scene, start: int, end: int, weight: float) -> None:
        for occurrence in self._between(start, end):
            if occurrence[2] not in scene.words:
                continue
            for term in self._wanted(scene, occurrence[2]):
                near = weight + 0.1 * (occurrence[1] - occurrence[0])
                if near > scene.heading.get(term, 0):
                    scene.heading[term] = near
                if term not in scene.context:
                    scene.context[term] = near
                    scene.position[term] = occurrence[1]

    def _score(self, pattern: Pattern, scene: _Scene, reading: Reading) -> float | None:
        """The sum of its terms' nearness, or None when a term is missing or refused."""
        refuses = pattern.refuses
        if (
            any(term in scene.own for term in refuses["not_item"])
            or any(term in scene.said for term in refuses["not_clause"])
            or any(term in scene.context for term in refuses["not_context"])
        ):
            return None
        score = pattern.weight
        for where, places in (("item", scene.item), ("clause", scene.clause), ("heading", scene.heading)):
            for term in pattern.needs[where]:  # type: ignore[index]
                if term not in places:
                    return None
                score += places[term]
        topics = pattern.topics
        for term in pattern.needs["context"]:
            if term not in scene.context:
                return None
            nearness = scene.context[term]
            score += nearness
            if nearness < CLAUSE and self._blocked(scene, scene.position[term], topics, reading):
                return None
        return score

    def _blocked(self, scene: _Scene, position: int, topics: frozenset[int], reading: Reading) -> bool:
        """Another topic stands nearer to the figure than the inherited one."""
        nearer = [named for at, named in scene.topics if at > position and not named & topics]
        own_near = [at for at, named in scene.topics if named & topics]
        last_own = max(own_near, default=-1)
        return bool(nearer) and max(at for at, named in scene.topics if not named & topics) > last_own
