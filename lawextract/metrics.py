"""Observations × codebook → metrics: which figure is which variable.

A pattern names terms and where they must stand: in the *item* next to the figure, in its *clause*, or in the
*context* (also earlier in the sentence, in the sentence before, in the headings above). Each term scores by how
near it stands, so the pattern that meets the most terms nearest to the figure wins and a tie is no match. A
topic that stands nearer than the inherited one blocks the inheritance.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from lawextract.codebook import Codebook, Occurrence, Pattern
from lawextract.items import Item, Naming, counts_bodies, namings
from lawextract.models import Region, Tier
from lawextract.observations import Reading
from lawextract.outline import Outline

ITEM, REACH, CLAUSE, SENTENCE, AFTER, ROW_ABOVE, BEFORE, HEADING = 10.0, 8.6, 8.0, 6.0, 5.0, 5.0, 2.5, 3.0
_MARGIN = 0.05
_LONGEST_BEFORE = 1000  # characters that the sentence before may have

_COORDINATION = re.compile(r"[和及并与、或]|以及|并且|或者|暨")
_BRACKET = re.compile(r"\([^()\n]{0,160}\)")
ACTS = ("场", "次", "期", "件", "条", "项")  # units of the metrics that count no bodies
_NEXT_CLAUSE = re.compile(r"(?<=[,、])(?:[^,;:。\n]|(?<=\d),(?=\d{3}))*")
_NEAR = 24  # characters that a quota's word stands before its figure at most
_QUOTA = re.compile(r"(?:每|平均|[人村户年月日案件校家]均)[^,。;、\d]{1,20}$")


@dataclass(frozen=True, slots=True)
class Match:
    """A metric found for a reading; ``times`` counts the list elements that share the figure (各1次)."""

    metric: str
    pattern: str
    score: float
    times: int = 1


class _Inherited(NamedTuple):
    """What a figure's headings and the sentence before it say: nearness of each term, and where it ends."""

    heading: dict[int, float]
    context: dict[int, tuple[float, int]]


@dataclass(slots=True, eq=False)
class _Scene:
    """The words around one figure: for each wanted term its best place, and the topics by nearness."""

    wanted: set[int]
    item: dict[int, float] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)  # terms of the item itself, without the list it stands in
    said: set[int] = field(default_factory=set)  # of the clause up to the item's end; behind it other figures are named
    clause: dict[int, float] = field(default_factory=dict)
    near: dict[int, float] = field(default_factory=dict)  # of the sentence, or of the table and its title
    position: dict[int, int] = field(default_factory=dict)
    topics: list[tuple[int, frozenset[int]]] = field(default_factory=list)
    after: dict[int, float] | None = None  # of the clause after, read for those that ask for it
    inherited: _Inherited | None = None  # what stands before the sentence, read for those that ask for it


def tier_of(region: Region | None) -> Tier | None:
    """The level of *region*; a county that is called 市 is a city, for 全市 is its own area."""
    if region is None or region.level is None:
        return None
    return "city" if region.level == "county" and (region.name or "").endswith("市") else region.level


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

    *tier* is that of the report's area (:func:`tier_of`), where known. ``ties`` tells of each reading that got none
    because several metrics suit it equally (after :meth:`match`).
    """

    def __init__(self, codebook: Codebook, folded: str, outline: Outline, tier: Tier | None = None) -> None:
        self.codebook = codebook
        self.tier = tier
        self.folded = folded
        self.brackets: list[tuple[int, int]] = []
        self.outline = outline
        self.occurrences = codebook.occurrences(folded)
        self.starts = [occurrence[1] for occurrence in self.occurrences]
        self.ties: dict[int, tuple[str, ...]] = {}
        self._tied: tuple[str, ...] = ()
        self._namings: list[Naming] = []

    def match(self, readings: list[Reading]) -> list[list[Match]]:
        """The metrics of each reading, in codebook order."""
        self.brackets = _brackets(self.folded, readings)
        matched: list[list[Match]] = []
        self._namings = namings(self.folded, readings)
        for index, (reading, naming) in enumerate(zip(readings, self._namings, strict=True)):
            if self.left_out(reading):
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

    def left_out(self, reading: Reading) -> str | None:
        """Why the figure is held against no pattern at all, or None."""
        if reading.scope == "other":
            return "it is another body's or area's"
        number = reading.numeral.start
        near = max(reading.clause[0], number - _NEAR)
        if reading.kind in ("count", "money") and _QUOTA.search(self.folded, near, number):
            return "it is a quota or an average (每…, 平均…)"
        if reading.part and reading.names:
            return "it is a part beside its total in a table"
        if reading.baseline and reading.scope == "own":
            return "it is the old level that the next figure replaces"
        return None

    def _hidings(self, reading: Reading, item: Item) -> list[frozenset[Occurrence]]:
        """For each of coordinated actions (受理和办结) the words of the others."""
        words = self._between(item.reach_start, item.end)
        groups = self._coordinated(words, item, reading)
        return [
            frozenset(
                w for w in words for other in groups if other is not keep
                for a in other if a[1] <= w[1] and w[2] <= a[2]
            )
            for keep in groups
        ]  # fmt: skip

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
        hidings = self._hidings(reading, item)
        if not hidings:
            winner = self._winner(reading, item, frozenset())
            return [winner] if winner else []
        found: dict[str, Match] = {}
        for hidden in hidings:
            winner = self._winner(reading, item, hidden)
            if winner:
                found.setdefault(winner.metric, winner)
        return list(found.values())

    def _between(self, start: int, end: int) -> list[Occurrence]:
        """The words that lie whole between two offsets."""
        found = self.occurrences[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [occurrence for occurrence in found if occurrence[2] <= end]

    def _coordinated(
        self, words: list[Occurrence], item: Item, reading: Reading
    ) -> list[frozenset[Occurrence]]:
        """Actions joined by 和, 并, 、 before the figure, each as the set of occurrences that name it.

        One in the list before the item (受理、审结案件56件) must lead to the last verb, unlike 以调解、和解方式结案41宗.
        """
        actions = [o for o in words if o[0] in self.codebook.actions and o[2] <= reading.numeral.start]
        actions = [a for a in actions if not any(b[1] <= a[1] and a[2] <= b[2] and a != b for b in actions)]
        for left, right in pairwise(actions):
            leads = left[1] >= item.start or right == actions[-1]
            if leads and _COORDINATION.fullmatch(self.folded, left[2], right[1]):
                return [frozenset([left]), frozenset([right])]
        return []

    def _winner(
        self, reading: Reading, item: Item, hidden: frozenset[Occurrence]
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
        self, reading: Reading, item: Item, hidden: frozenset[Occurrence]
    ) -> list[Pattern]:
        """The patterns that take figures of this unit and kind and whose first term stands next to the figure.

        They are few however many metrics there are, and the words further off are looked at for them alone. A table
        may leave the unit of a count untold.
        """
        told = "%" if reading.kind == "rate" else ""  # 三分之二 is a share
        unit = reading.numeral.unit or (told if not reading.names else None)
        called = self.codebook.called(unit, reading.kind)
        found: dict[str, Pattern] = {}
        near = (min(item.start, item.reach_start), max(item.end, item.reach_end))
        for span in (near, *reading.names):
            for occurrence in self._between(*span):
                if occurrence in hidden:
                    continue
                for pattern in called[occurrence[0]]:
                    if not pattern.levels or self.tier in pattern.levels:
                        found.setdefault(pattern.name, pattern)
        if found and counts_bodies(self.folded, reading):
            metrics = self.codebook.metrics
            return [pattern for pattern in found.values() if metrics[pattern.metric].unit not in ACTS]
        return list(found.values())

    def _scene(
        self,
        reading: Reading,
        item: Item,
        hidden: frozenset[Occurrence],
        patterns: Iterable[Pattern],
    ) -> _Scene:
        """The words around the figure that *patterns* need or refuse."""
        wanted = self.codebook.wanted_by(patterns)
        scene = _Scene(wanted)
        number = reading.numeral.start
        bracket = self._bracketed(number)
        topics_of, terms_of = self.codebook.topics_of, self.codebook.terms_of
        for occurrence in self._between(reading.sentence[0], max(reading.clause[1], item.end)):
            word, start, end = occurrence
            topics = topics_of[word]
            if not topics and wanted.isdisjoint(terms_of[word]):
                continue
            if occurrence in hidden or self._bracketed(start) not in (None, bracket):
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
            if topics and (end <= number or in_item):
                scene.topics.append((end if end <= number else number - 1, topics))
            for term in wanted.intersection(terms_of[word]):
                if in_item:
                    scene.own.add(term)
                if in_item or in_reach or (in_clause and end <= number):
                    scene.said.add(term)
                if (in_item or in_reach) and near > scene.item.get(term, 0):
                    scene.item[term] = near
                if (in_item or in_clause) and near > scene.clause.get(term, 0):
                    scene.clause[term] = near
                if near > scene.near.get(term, 0):
                    scene.near[term] = near
                    scene.position[term] = end if end <= number else number
        for order, span in enumerate(reading.names):
            self._named(scene, span, ITEM - 0.2 * order, number, (scene.item, scene.clause, scene.near))
        for span in reading.above:
            self._named(scene, span, SENTENCE, number, (scene.clause, scene.near))
        for order, span in enumerate(reading.earlier):
            self._said_above(scene, span, ROW_ABOVE - 0.2 * order)
        return scene

    def _bracketed(self, offset: int) -> int | None:
        """The bracket with figures of its own that holds *offset*: its words name nothing outside it."""
        index = bisect_left(self.brackets, (offset + 1,)) - 1
        return index if index >= 0 and offset < self.brackets[index][1] else None

    def _named(
        self, scene: _Scene, span: tuple[int, int], weight: float, number: int, places: tuple[dict[int, float], ...]
    ) -> None:
        """The words of a table's label, head or title, as near to the figure as those next to it."""
        for word, start, end in self._between(*span):
            near = weight + 0.1 * (end - start)
            if self.codebook.topics_of[word]:
                scene.topics.append((number - 1, self.codebook.topics_of[word]))
            for term in scene.wanted.intersection(self.codebook.terms_of[word]):
                if any(place is scene.item for place in places):  # a title names all rows, also those of other things
                    scene.said.add(term)
                    scene.own.add(term)
                for place in places:
                    place[term] = max(near, place.get(term, 0))
                scene.position[term] = number

    def _said_above(self, scene: _Scene, span: tuple[int, int], weight: float) -> None:
        """The words of an earlier row's label: what a label leaves out (新收复议申请, then 审结)."""
        for word, start, end in self._between(*span):
            near = weight + 0.1 * (end - start)
            if self.codebook.topics_of[word]:
                scene.topics.append((end, self.codebook.topics_of[word]))
            for term in scene.wanted.intersection(self.codebook.terms_of[word]):
                if near > scene.near.get(term, 0):
                    scene.near[term], scene.position[term] = near, end

    def _after(self, scene: _Scene, reading: Reading) -> dict[int, float]:
        """The wanted terms of the clause after the figure's: 举办讲座6场,320名干部参加."""
        if scene.after is None:
            scene.after = {}
            following = _NEXT_CLAUSE.match(self.folded, reading.clause[1], reading.sentence[1])
            for word, start, end in self._between(*following.span()) if following else ():
                for term in scene.wanted.intersection(self.codebook.terms_of[word]):
                    scene.after[term] = max(AFTER + 0.1 * (end - start), scene.after.get(term, 0))
        return scene.after

    def _inherited(self, scene: _Scene, reading: Reading) -> _Inherited:
        """The wanted terms of the headings and of the sentence before."""
        if scene.inherited is None:
            scene.inherited = _Inherited({}, {})
            for start, end, weight in self._heading_spans(reading):
                self._inherit(scene, start, end, weight)
        return scene.inherited

    def _heading_spans(self, reading: Reading) -> Iterable[tuple[int, int, float]]:
        """The headings from the nearest up, and the sentence before in the same section, each with its weight."""
        weight = HEADING
        for section in self.outline.chain(reading.numeral.start):
            end = section.start + len(section.heading) + len(section.number or "") + 2
            if end <= reading.numeral.start:
                yield section.start, end, weight
            weight -= 0.7
        here = reading.sentence[0]
        end = max(0, here - 1)
        floor = max(0, end - _LONGEST_BEFORE)
        start = 1 + max(self.folded.rfind("。", floor, end), self.folded.rfind("\n", floor, here), floor - 1)
        if reading.section and start >= reading.section.start:
            yield start, here, BEFORE

    def _inherit(self, scene: _Scene, start: int, end: int, weight: float) -> None:
        assert scene.inherited is not None
        heading, context = scene.inherited
        wanted, terms_of = scene.wanted, self.codebook.terms_of
        for word, begin, stop in self._between(start, end):
            if wanted.isdisjoint(terms_of[word]):
                continue
            near = weight + 0.1 * (stop - begin)
            for term in wanted.intersection(terms_of[word]):
                if near > heading.get(term, 0):
                    heading[term] = near
                context.setdefault(term, (near, stop))

    def _score(self, pattern: Pattern, scene: _Scene, reading: Reading) -> float | None:
        """The sum of its terms' nearness, or None when a term is missing or refused."""
        refuses = pattern.refuses
        needs, score = pattern.needs, pattern.weight
        for where, places in (("item", scene.item), ("clause", scene.clause)):
            for term in needs[where]:  # type: ignore[index]
                if term not in places:
                    return None
                score += places[term]
        if not scene.own.isdisjoint(refuses["not_item"]) or not scene.said.isdisjoint(refuses["not_clause"]):
            return None
        if not scene.near.keys().isdisjoint(refuses["not_context"]):
            return None
        if needs["after"] or refuses["not_after"]:
            after = self._after(scene, reading)
            if not after.keys().isdisjoint(refuses["not_after"]):
                return None
            for term in needs["after"]:
                if term not in after:
                    return None
                score += after[term]
        inherited = self._inherited(scene, reading)
        for term in needs["heading"]:
            if term not in inherited.heading:
                return None
            score += inherited.heading[term]
        if not inherited.context.keys().isdisjoint(refuses["not_context"]):
            return None
        for term in needs["context"]:
            if term in scene.near:
                near, position = scene.near[term], scene.position[term]
            elif term in inherited.context:
                near, position = inherited.context[term]
            else:
                return None
            score += near
            if near < CLAUSE and self._blocked(scene, position, pattern.topics):
                return None
        return score

    def _blocked(self, scene: _Scene, position: int, topics: frozenset[int]) -> bool:
        """Another topic stands nearer to the figure than the inherited one."""
        nearer = [named for at, named in scene.topics if at > position and not named & topics]
        own_near = [at for at, named in scene.topics if named & topics]
        last_own = max(own_near, default=-1)
        return bool(nearer) and max(at for at, named in scene.topics if not named & topics) > last_own
