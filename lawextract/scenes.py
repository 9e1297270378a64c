"""The scene around a figure: which words stand how near to it.

Near is the item next to the figure, then the list it reaches over, its clause and its sentence; a table adds labels,
heads, earlier rows and its title. What stands before the sentence (headings, the sentence before) and in the clause
after the figure is read only for those that ask for it.

Terms are numbers of the codebook and sets of them bit sets, so that whether a pattern finds what it needs is a few
operations on integers; how near its terms stand is asked only then.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import itemgetter, or_
from typing import NamedTuple

from lawextract import wording
from lawextract.codebook import Codebook, Occurrence
from lawextract.headings import BEFORE, Heading, Headings, place_of
from lawextract.lists import Item, Span
from lawextract.outline import Outline
from lawextract.readings import Reading
from lawextract.units import shipped

ITEM, REACH, CLAUSE, SENTENCE, AFTER, ROW_ABOVE = 10.0, 8.6, 8.0, 6.0, 5.0, 5.0
ALL = -1  # terms, as a bit set
_LEAST = 3.6  # what the beginning of a long sentence still weighs
_OWN_WORDS = 2  # characters between two figures of a list; more name the second
_VERB = 4  # characters before a figure that are a verb and no more
_BRACKET = re.compile(r"\([^()\n]{0,160}\)")
_TITLE = re.compile(r"《[^《》\n]{1,80}》")
# 《合同管理办法》等33件制度: what titles are about is not what is counted
_INSTANCE = re.compile(r"《[^《》\n]{1,80}》(?=(?:[、和及]?《[^《》\n]{1,80}》){0,12}等\s?\d)")
_NEXT_CLAUSE = re.compile(r"(?<=[,、])[^,;:。\n]*+(?:(?<=\d),(?=\d{3})[^,;:。\n]*+)*+")
_IN_ITEM, _IN_CLAUSE, _NEAR = 1, 2, 4  # where a word stands, as flags
_TO_START = itemgetter(1)

#: A word near a figure: the terms it meets, how near it is, where it ends (at the figure, if behind it), and flags.
Place = tuple[int, float, int, int]


class Inherited(NamedTuple):
    """What stretches beyond a figure's sentence or clause say: each word's terms, nearness and end, the nearest first."""

    terms: int
    words: list[tuple[int, float, int]]

    def best(self, term: int) -> float:
        """The greatest nearness of *term*, which stands there."""
        return max(near for terms, near, _ in self.words if terms >> term & 1)

    def first(self, term: int) -> tuple[float, int]:
        """Nearness and end of the first word that meets *term*, which stands there."""
        return next((near, end) for terms, near, end in self.words if terms >> term & 1)


@dataclass(slots=True, eq=False)
class Scene:
    """The words around one figure: which terms stand where, and the place of each word that is not further off
    than its clause; ``earlier`` are the words of the sentence before these."""

    number: int  # where the figure begins
    own: int = 0  # terms of the item itself, without the list it stands in
    item: int = 0  # of the item and its list
    said: int = 0  # of the clause from the figure before to the item's end; around it other figures are named
    clause: int = 0
    near: int = 0  # of the sentence, or of the table and its title
    places: list[Place] = field(default_factory=list)
    earlier: list[Occurrence] = field(default_factory=list)
    topics: list[tuple[int, frozenset[int]]] = field(default_factory=list)  # of ``places``


def _brackets(folded: str, readings: list[Reading]) -> list[tuple[int, int]]:
    """The brackets that hold figures: (初次903宗,重复217宗)."""
    figures = [reading.numeral.start for reading in readings]
    spans = [match.span() for match in _BRACKET.finditer(folded)]
    return [(a, b) for a, b in spans if bisect_left(figures, a) < bisect_left(figures, b)]


def _of_table(reading: Reading) -> tuple[Span, ...]:
    """Where in a table what names a cell stands."""
    return (*reading.names, *reading.above, *reading.earlier) if reading.names or reading.above or reading.earlier else ()


def _only(folded: str, spans: Iterable[tuple[int, int]]) -> str:
    """*folded* up to the last of *spans*, with spaces in place of all that none of them holds.

    >>> _only("受理57件,办结49件", [(1, 4), (2, 6)])
    ' 理57件,'
    """
    parts: list[str] = []
    position = 0
    for start, end in sorted(spans):
        if end > position:
            parts += (" " * (start - position), folded[max(start, position) : end])
            position = end
    return "".join(parts)


class Scenes:
    """The words of one text, and the scene around each of its figures."""

    def __init__(self, codebook: Codebook, folded: str, outline: Outline) -> None:
        self.codebook = codebook
        self.folded = folded
        self.headings = Headings(folded, outline)
        self._occurrences: list[Occurrence] = []
        self._starts: list[int] = []
        self._brackets: list[tuple[int, int]] = []
        self._figures: list[int] = []
        self._rates: list[int] = []
        self._reaches: dict[tuple[int, str], int] = {}
        self._terms_in: dict[Span, int] = {}
        self._sentences: dict[tuple[int, int | None], list[Occurrence]] = {}
        self._inherited: dict[tuple[Heading, ...], Inherited] = {}

    def look_at(self, readings: list[Reading]) -> None:
        """Take in the figures: words are looked for around them only, and a bracket that holds some is a scene of its own."""
        self._brackets = _brackets(self.folded, readings)
        self._figures = [reading.numeral.start for reading in readings]
        self._rates = [reading.numeral.start for reading in readings if reading.kind == "rate"]
        around: set[Span] = set()
        places: set[tuple[int, str]] = set()
        for reading in readings:
            around.add(reading.sentence)
            around.update(_of_table(reading))
            if (place := place_of(reading)) not in places:
                places.add(place)
                around.update([(start, end) for start, end, _ in self.headings.of_place(reading)])
        words = self.codebook.occurrences(_only(self.folded, around))
        self._occurrences = self._that_name(words)
        self._starts = [start for _, start, _ in self._occurrences]

    def _that_name(self, words: list[Occurrence]) -> list[Occurrence]:
        """*words* without those that are left out (不含公职律师) or compared with, without the verbs in titles (who makes a
        《审核办法》 reviews nothing), and without those of a list that end before a figure: 3件规范性文件、8份合同 are one of each."""
        actions, lists, folded = self.codebook.actions, self.codebook.lists, self.folded
        titles, apart = self._inside(_TITLE), self._inside(_INSTANCE, wording.words().aside)
        if titles or apart:
            words = [w for w in words if w[1] not in apart and not (w[1] in titles and w[0] in actions)]
        return [w for w in words if w[0] not in lists or not folded[w[2] : w[2] + 1].isdigit()]

    def _inside(self, *patterns: re.Pattern[str]) -> set[int]:
        """The offsets inside the stretches of the text that *patterns* find, without where these begin."""
        found = (match.span() for pattern in patterns for match in pattern.finditer(self.folded))
        return {offset for start, end in found for offset in range(start + 1, end)}

    def between(self, start: int, end: int) -> list[Occurrence]:
        """The words that lie whole between two offsets."""
        found = self._occurrences[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [occurrence for occurrence in found if occurrence[2] <= end]

    def reach(self, reading: Reading) -> int:
        """The terms of all words that can be around the figure, wherever they stand."""
        key = place_of(reading)
        if key not in self._reaches:
            headings = [(start, end) for start, end, _ in self.headings.of_place(reading)]
            self._reaches[key] = self._terms(reading.sentence, *headings)
        of_table = _of_table(reading)
        return self._reaches[key] | self._terms(*of_table) if of_table else self._reaches[key]

    def _terms(self, *spans: Span) -> int:
        """The terms of all words in *spans*, each read once: a heading stands above many figures."""
        found = 0
        for span in spans:
            if span not in self._terms_in:
                bits_of = self.codebook.bits_of
                self._terms_in[span] = reduce(or_, [bits_of[word] for word, _, _ in self.between(*span)], 0)
            found |= self._terms_in[span]
        return found

    def around(self, reading: Reading, item: Item, hidden: frozenset[Occurrence], asked: int = ALL) -> Scene:
        """The words around the figure but for those that are *hidden*, of the sentence those that meet terms that are *asked* for."""
        number = reading.numeral.start
        scene = Scene(number)
        begin, stop = reading.sentence
        words = self._sentence((min(begin, item.start), stop), self._bracketed(number))
        bits_of, topics_of = self.codebook.bits_of, self.codebook.topics_of
        item_start, item_end, reach_start, reach_end = item.start, item.end, item.reach_start, item.reach_end
        clause_start, clause_end = reading.clause
        first = bisect_left(words, min(item_start, reach_start, clause_start), key=_TO_START)
        last_end = max(clause_end, item_end)
        behind_end = item_end if self._names_another(reading) else last_end
        own = listed = reached = before = behind = between = told = 0
        for index in range(first, bisect_left(words, last_end, first, key=_TO_START)):
            occurrence = words[index]
            word, start, end = occurrence
            if end > last_end or occurrence in hidden:
                continue
            if item.apart and (start < item_start < end or start < item_end < end):
                continue
            terms, topics = bits_of[word] & asked, topics_of[word]
            if not (terms or topics):
                continue
            near = 0.1 * (end - start)
            in_item = item_start <= start and end <= item_end
            in_clause = clause_start <= start and end <= clause_end
            if in_item:
                near += ITEM - 0.02 * min(40, number - end if end <= number else max(start - number, 0))
                flags = _IN_ITEM | _IN_CLAUSE | _NEAR
                own |= terms
            elif reach_start <= start and end <= reach_end:
                near += REACH - 0.02 * min(40, abs(number - start))
                if in_clause:
                    flags = _IN_ITEM | _IN_CLAUSE | _NEAR
                    listed |= terms
                else:
                    flags = _IN_ITEM | _NEAR
                    reached |= terms
            elif in_clause:
                near += CLAUSE - 0.02 * min(40, abs(number - start))
                flags = _IN_CLAUSE | _NEAR
                if end <= number:
                    if start >= min(item_start, reach_start):
                        before |= terms
                    else:
                        told |= terms
                elif end <= behind_end:
                    behind |= terms
                else:
                    continue
            elif start < number:
                near += max(_LEAST, SENTENCE - 0.03 * (number - end))
                flags = _NEAR
                between |= terms
            else:
                continue
            if terms:
                scene.places.append((terms, near, min(end, number), flags))
            if topics and (end <= number or in_item):
                scene.topics.append((end if end <= number else number - 1, topics))
        scene.own = own
        scene.item = own | listed | reached
        scene.said = scene.item | before
        scene.clause = own | listed | before | behind | told
        scene.earlier = [occurrence for occurrence in words[:first] if occurrence not in hidden] if hidden else words[:first]
        earlier = reduce(or_, [bits_of[word] & asked for word, _, _ in scene.earlier], 0)
        scene.near = scene.said | behind | between | earlier | told
        for order, span in enumerate(reading.names):
            self._named(scene, span, ITEM - 0.2 * order, _IN_ITEM | _IN_CLAUSE | _NEAR)
        for span in reading.above:
            self._named(scene, span, SENTENCE, _IN_CLAUSE | _NEAR)
        for order, span in enumerate(reading.earlier):
            self._said_above(scene, span, ROW_ABOVE - 0.2 * order)
        return scene

    def led_to(self, reading: Reading, scene: Scene) -> int:
        """The terms of the figure's clause and of what leads to it, back to the rate before in its sentence."""
        index = bisect_left(self._rates, reading.clause[0]) - 1
        start = max(reading.sentence[0], self._rates[index] if index >= 0 else 0)
        return scene.clause | self._terms((start, reading.clause[0]))

    def in_part(self, reading: Reading, item: Item) -> int:
        """The terms of the figure's sentence, or of the part of it that a semicolon sets off, up to the end of its clause."""
        start = max(reading.sentence[0], self._part_begins(reading))
        return self._terms((start, max(item.end, reading.clause[1])))

    def is_part(self, reading: Reading) -> bool:
        """Whether a semicolon sets the figure off from the rest of its sentence; what begins with 其中 goes on with what it divides."""
        start = self._part_begins(reading)
        return start > 0 and not self.folded.startswith("其中", start)

    def _part_begins(self, reading: Reading) -> int:
        return self.folded.rfind(";", reading.sentence[0], reading.clause[0]) + 1

    def _names_another(self, reading: Reading) -> bool:
        """Whether what a list goes on with names the next count of events: 理论学习31次、中心组学习10次 are each their own."""
        end = reading.numeral.end
        if reading.numeral.unit not in shipped().events or self.folded[end : end + 1] != "、":
            return False
        index = bisect_left(self._figures, end)
        return index < len(self._figures) and end + _OWN_WORDS < self._figures[index] < reading.clause[1]

    def _sentence(self, span: tuple[int, int], bracket: int | None) -> list[Occurrence]:
        """The words of a sentence as figures in one bracket of it, or outside of all, see them."""
        if (span[0], bracket) not in self._sentences:
            words = self.between(*span)
            if self._meets_bracket(*span):
                words = [occurrence for occurrence in words if self._bracketed(occurrence[1]) in (None, bracket)]
            self._sentences[span[0], bracket] = words
        return self._sentences[span[0], bracket]

    def _meets_bracket(self, start: int, end: int) -> bool:
        """Whether a bracket with figures of its own reaches into the stretch."""
        index = bisect_left(self._brackets, (end,)) - 1
        return index >= 0 and start < self._brackets[index][1]

    def _bracketed(self, offset: int) -> int | None:
        """The bracket with figures of its own that holds *offset*: its words name nothing outside it."""
        index = bisect_left(self._brackets, (offset + 1,)) - 1
        return index if index >= 0 and offset < self._brackets[index][1] else None

    def _named(self, scene: Scene, span: tuple[int, int], weight: float, flags: int) -> None:
        """The words of a table's label, head or title, as near to the figure as those next to it."""
        for word, start, end in self.between(*span):
            terms = self.codebook.bits_of[word]
            scene.places.append((terms, weight + 0.1 * (end - start), scene.number, flags))
            if self.codebook.topics_of[word]:
                scene.topics.append((scene.number - 1, self.codebook.topics_of[word]))
            if flags & _IN_ITEM:  # a title names all rows, also those of other things
                scene.said |= terms
                scene.own |= terms
                scene.item |= terms
            scene.clause |= terms
            scene.near |= terms

    def _said_above(self, scene: Scene, span: tuple[int, int], weight: float) -> None:
        """The words of an earlier row's label: what a label leaves out (新收复议申请, then 审结)."""
        for word, start, end in self.between(*span):
            terms = self.codebook.bits_of[word]
            scene.places.append((terms, weight + 0.1 * (end - start), end, _NEAR))
            if self.codebook.topics_of[word]:
                scene.topics.append((end, self.codebook.topics_of[word]))
            scene.near |= terms

    def in_item(self, scene: Scene, term: int) -> float:
        """How near *term* stands in the item or its list, which hold it."""
        return max(near for terms, near, _, flags in scene.places if flags & _IN_ITEM and terms >> term & 1)

    def in_clause(self, scene: Scene, term: int) -> float:
        """How near *term* stands in the clause, which holds it."""
        return max(near for terms, near, _, flags in scene.places if flags & _IN_CLAUSE and terms >> term & 1)

    def nearest(self, scene: Scene, term: int) -> tuple[float, int]:
        """How near *term* stands in the sentence, which holds it, and where that word ends."""
        best, position = 0.0, 0
        for terms, near, end, _ in scene.places:
            if near > best and terms >> term & 1:
                best, position = near, end
        if best:
            return best, position
        bits_of = self.codebook.bits_of
        for word, start, end in scene.earlier:
            if bits_of[word] >> term & 1:
                near = max(_LEAST, SENTENCE - 0.03 * (scene.number - end)) + 0.1 * (end - start)
                if near > best:
                    best, position = near, end
        return best, position

    def blocked(self, scene: Scene, position: int, topics: frozenset[int]) -> bool:
        """Whether a topic other than *topics* stands nearer to the figure than they and the word at *position*."""
        topics_of = self.codebook.topics_of
        told = [(end, topics_of[word]) for word, _, end in scene.earlier if topics_of[word]]
        told += scene.topics
        last_own = max((at for at, named in told if named & topics), default=-1)
        last_other = max((at for at, named in told if not named & topics), default=-1)
        return last_other > max(position, last_own)

    def of_another(self, reading: Reading, topics: frozenset[int]) -> bool:
        """Whether a sentence that begins with a verb and a figure goes on with another of the topics of its heading than *topics*.

        行政复议与应诉。收到复议申请89件。新收行政诉讼案件112件。审结105件: the sentence before names the lawsuits alone.
        """
        if reading.numeral.start - reading.sentence[0] > _VERB:
            return False
        headings: set[int] = set()
        before: set[int] = set()
        for start, end, weight in self.headings.before(reading):
            named = before if weight == BEFORE else headings
            named.update(*(self.codebook.topics_of[word] for word, _, _ in self.between(start, end)))
        return not topics.isdisjoint(headings) and topics.isdisjoint(before) and not headings.isdisjoint(before)

    def after(self, reading: Reading) -> Inherited:
        """The words of the clause after the figure's: 举办讲座6场,320名干部参加."""
        following = _NEXT_CLAUSE.match(self.folded, reading.clause[1], reading.sentence[1])
        return self._inherit(((*following.span(), AFTER),) if following else ())

    def before(self, reading: Reading) -> Inherited:
        """The words of the headings and of the sentence before."""
        return self._inherit(self.headings.before(reading))

    def headed(self, reading: Reading) -> int:
        """The terms of the headings alone."""
        return self._inherit(tuple(heading for heading in self.headings.before(reading) if heading[2] != BEFORE)).terms

    def _inherit(self, headings: tuple[Heading, ...]) -> Inherited:
        if headings not in self._inherited:
            bits_of = self.codebook.bits_of
            words = [
                (bits_of[word], weight + 0.1 * (stop - begin), stop)
                for start, end, weight in headings
                for word, begin, stop in self.between(start, end)
            ]
            self._inherited[headings] = Inherited(reduce(or_, (terms for terms, _, _ in words), 0), words)
        return self._inherited[headings]
