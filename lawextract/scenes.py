"""The scene around a figure: which words stand how near to it.

Near is the item next to the figure, then the list it reaches over, its clause and its sentence; a table adds labels,
heads, earlier rows and its title. What stands before the sentence (headings, the sentence before) and in the clause
after the figure is read only for those that ask for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lawextract.codebook import Codebook, Occurrence, Pattern
from lawextract.items import Item
from lawextract.observations import Reading
from lawextract.outline import Outline

ITEM, REACH, CLAUSE, SENTENCE, AFTER, ROW_ABOVE, BEFORE, HEADING = 10.0, 8.6, 8.0, 6.0, 5.0, 5.0, 2.5, 3.0
_LONGEST_BEFORE = 1000  # characters that the sentence before may have
_BRACKET = re.compile(r"\([^()\n]{0,160}\)")
_NEXT_CLAUSE = re.compile(r"(?<=[,、])(?:[^,;:。\n]|(?<=\d),(?=\d{3}))*")


class Inherited(NamedTuple):
    """What a figure's headings and the sentence before it say: nearness of each term, and where it ends."""

    heading: dict[int, float]
    context: dict[int, tuple[float, int]]


@dataclass(slots=True, eq=False)
class Scene:
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
    inherited: Inherited | None = None  # what stands before the sentence, read for those that ask for it


def _brackets(folded: str, readings: list[Reading]) -> list[tuple[int, int]]:
    """The brackets that hold figures: (初次903宗,重复217宗)."""
    figures = [reading.numeral.start for reading in readings]
    spans = [match.span() for match in _BRACKET.finditer(folded)]
    return [(a, b) for a, b in spans if bisect_left(figures, a) < bisect_left(figures, b)]


class Scenes:
    """The words of one text, and the scene around each of its figures."""

    def __init__(self, codebook: Codebook, folded: str, outline: Outline) -> None:
        self.codebook = codebook
        self.folded = folded
        self.outline = outline
        self._occurrences = codebook.occurrences(folded)
        self._starts = [occurrence[1] for occurrence in self._occurrences]
        self._brackets: list[tuple[int, int]] = []

    def look_at(self, readings: list[Reading]) -> None:
        """Take in the figures: a bracket that holds some is a scene of its own."""
        self._brackets = _brackets(self.folded, readings)

    def between(self, start: int, end: int) -> list[Occurrence]:
        """The words that lie whole between two offsets."""
        found = self._occurrences[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [occurrence for occurrence in found if occurrence[2] <= end]

    def around(
        self,
        reading: Reading,
        item: Item,
        hidden: frozenset[Occurrence],
        patterns: Iterable[Pattern],
    ) -> Scene:
        """The words around the figure that *patterns* need or refuse."""
        wanted = self.codebook.wanted_by(patterns)
        scene = Scene(wanted)
        number = reading.numeral.start
        bracket = self._bracketed(number)
        topics_of, terms_of = self.codebook.topics_of, self.codebook.terms_of
        for occurrence in self.between(reading.sentence[0], max(reading.clause[1], item.end)):
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
        index = bisect_left(self._brackets, (offset + 1,)) - 1
        return index if index >= 0 and offset < self._brackets[index][1] else None

    def _named(
        self, scene: Scene, span: tuple[int, int], weight: float, number: int, places: tuple[dict[int, float], ...]
    ) -> None:
        """The words of a table's label, head or title, as near to the figure as those next to it."""
        for word, start, end in self.between(*span):
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

    def _said_above(self, scene: Scene, span: tuple[int, int], weight: float) -> None:
        """The words of an earlier row's label: what a label leaves out (新收复议申请, then 审结)."""
        for word, start, end in self.between(*span):
            near = weight + 0.1 * (end - start)
            if self.codebook.topics_of[word]:
                scene.topics.append((end, self.codebook.topics_of[word]))
            for term in scene.wanted.intersection(self.codebook.terms_of[word]):
                if near > scene.near.get(term, 0):
                    scene.near[term], scene.position[term] = near, end

    def after(self, scene: Scene, reading: Reading) -> dict[int, float]:
        """The wanted terms of the clause after the figure's: 举办讲座6场,320名干部参加."""
        if scene.after is None:
            scene.after = {}
            following = _NEXT_CLAUSE.match(self.folded, reading.clause[1], reading.sentence[1])
            for word, start, end in self.between(*following.span()) if following else ():
                for term in scene.wanted.intersection(self.codebook.terms_of[word]):
                    scene.after[term] = max(AFTER + 0.1 * (end - start), scene.after.get(term, 0))
        return scene.after

    def before(self, scene: Scene, reading: Reading) -> Inherited:
        """The wanted terms of the headings and of the sentence before."""
        if scene.inherited is None:
            scene.inherited = Inherited({}, {})
            for start, end, weight in self.heading_spans(reading):
                self._inherit(scene, start, end, weight)
        return scene.inherited

    def heading_spans(self, reading: Reading) -> Iterable[tuple[int, int, float]]:
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

    def _inherit(self, scene: Scene, start: int, end: int, weight: float) -> None:
        assert scene.inherited is not None
        heading, context = scene.inherited
        wanted, terms_of = scene.wanted, self.codebook.terms_of
        for word, begin, stop in self.between(start, end):
            if wanted.isdisjoint(terms_of[word]):
                continue
            near = weight + 0.1 * (stop - begin)
            for term in wanted.intersection(terms_of[word]):
                if near > heading.get(term, 0):
                    heading[term] = near
                context.setdefault(term, (near, stop))
