"""Which pattern of the codebook wins a figure, given what names it.

A pattern names terms and where they must stand: in the *item* next to the figure, in its *clause*, or in the
*context* (also earlier in the sentence, in the sentence before, in the headings above). Each term scores by how
near it stands, so the pattern that meets the most terms nearest to the figure wins and a tie is no match. A
topic that stands nearer than the inherited one blocks the inheritance.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import NamedTuple

from lawextract import wording
from lawextract.codebook import Codebook, Demand, Occurrence, Pattern
from lawextract.items import counts_bodies, done_to_all
from lawextract.lists import Item
from lawextract.models import Kind, Tier
from lawextract.readings import Reading
from lawextract.scenes import CLAUSE, Scene, Scenes
from lawextract.units import shipped

_MARGIN = 0.05

_COORDINATION = re.compile(r"[和及与、或]|以及|并且|或者|暨|并(?:按时|及时|按期|按规定|依法|全部|均|已)*")
_THEN = re.compile(r"并[^,。;、\d]{3}")  # 制定3件并报备: a second predicate behind the figure
ACTS = ("场", "次", "期", "件", "条", "项")  # units of the metrics that count no bodies


class Match(NamedTuple):
    """A metric found for a reading; ``times`` counts the list elements that share the figure (各1次)."""

    metric: str
    pattern: str
    score: float
    times: int = 1


class Contest:
    """The patterns of a codebook, held against the figures of one text; *tiers* are those of its area and office.

    ``tied`` are the metrics that suited the last item equally well, so that none of them won.
    """

    def __init__(self, codebook: Codebook, folded: str, scenes: Scenes, tiers: frozenset[Tier]) -> None:
        self.codebook = codebook
        self.folded = folded
        self.scenes = scenes
        self.tiers = tiers
        self.tied: tuple[str, ...] = ()
        self._called: dict[tuple[str | None, Kind], Mapping[int, Mapping[str, Demand]]] = {}

    def winners(self, reading: Reading, item: Item, without: frozenset[Occurrence]) -> list[Match]:
        """The winners for one item but for the words *without*; coordinated actions (受理和办结) each give one."""
        candidates = self._promising(reading, item, without)
        if not candidates:
            return []
        hidings = self.hidings(reading, item)
        if not hidings:
            winner = self._winner(reading, item, without, candidates)
            return [winner] if winner else []
        found: dict[str, Match] = {}
        for hidden in hidings:
            hidden |= without
            winner = self._winner(reading, item, hidden, self._promising(reading, item, hidden))
            if winner:
                found.setdefault(winner.metric, winner)
        return list(found.values())

    def hidings(self, reading: Reading, item: Item) -> list[frozenset[Occurrence]]:
        """For each of coordinated actions (受理和办结, 制定3件并报备) or of what was done to all the words of the others."""
        if elements := done_to_all(self.folded, reading):
            words = self.scenes.between(elements[0][0], elements[-1][1])
            return [frozenset(w for w in words if not (start <= w[1] and w[2] <= end)) for start, end in elements]
        words = self.scenes.between(item.reach_start, item.end)
        number = reading.numeral
        if _THEN.match(self.folded, number.end, item.end):
            after = frozenset(word for word in words if word[1] >= number.end)
            return [after, frozenset(word for word in words if word[2] <= number.start and word[0] in self.codebook.actions)]
        if joined := self._coordinated(words, item, reading):
            left, right = joined
            both = frozenset(w for w in words if left[2] == right[1] and w[1] <= left[1] and w[2] == right[2])  # 排查化解
            return [
                both.union(w for w in words if start <= w[1] < end)
                for start, end in ((left[2], right[2]), (left[1], right[1]))
            ]
        return []

    def _coordinated(
        self, words: list[Occurrence], item: Item, reading: Reading
    ) -> tuple[Occurrence, Occurrence] | None:
        """Two actions joined by 和, 并, 、 before the figure, or two stages by nothing (受理办结).

        One in the list before the item (受理、审结案件56件) must lead to the last verb, unlike 以调解、和解方式结案41宗.
        """
        actions = [o for o in words if o[0] in self.codebook.actions and o[2] <= reading.numeral.start]
        actions = [a for a in actions if not any(b[1] <= a[1] and a[2] <= b[2] and a != b for b in actions)]
        for left, right in pairwise(actions):
            leads = left[1] >= item.start or right == actions[-1]
            run_on = left[2] == right[1] and wording.words().run_on.match(self.folded, left[1])
            if leads and (run_on or _COORDINATION.fullmatch(self.folded, left[2], right[1])):
                return left, right
        return None

    def _winner(
        self, reading: Reading, item: Item, hidden: frozenset[Occurrence], candidates: list[Demand]
    ) -> Match | None:
        asked = reduce(or_, [demand.asked for demand in candidates], 0)
        scene = self.scenes.around(reading, item, hidden, asked)
        best: dict[str, tuple[float, Pattern]] = {}
        for demand in candidates:
            score = self.score(demand, scene, reading, item)
            metric = demand.pattern.metric
            if score is not None and (metric not in best or score > best[metric][0]):
                best[metric] = (score, demand.pattern)
        if not best:
            return None
        ranked = sorted(best.values(), key=lambda pair: -pair[0])
        tied = tuple(pattern.metric for score, pattern in ranked if ranked[0][0] - score < _MARGIN)
        if len(tied) > 1:
            self.tied = tied
            return None
        score, pattern = ranked[0]
        return Match(pattern.metric, pattern.name, score)

    def _promising(self, reading: Reading, item: Item, hidden: frozenset[Occurrence]) -> list[Demand]:
        """The candidates whose terms all stand somewhere around the figure: one of forty, so few scenes are looked at."""
        candidates = self.candidates(reading, item, hidden)
        if not candidates:
            return []
        reach = self.scenes.reach(reading)
        return [demand for demand in candidates if demand.anywhere & reach == demand.anywhere]

    def candidates(self, reading: Reading, item: Item, hidden: frozenset[Occurrence]) -> list[Demand]:
        """The patterns that take figures of this unit and kind and whose first term stands next to the figure.

        They are few however many metrics there are, and the words further off are looked at for them alone. A table
        may leave the unit of a count untold.
        """
        unit = reading.numeral.unit or self._untold_unit(reading)
        called = self._called.get((unit, reading.kind))
        if called is None:
            called = self._called[unit, reading.kind] = self.codebook.called(unit, reading.kind, self.tiers)
        found: dict[str, Demand] = {}
        near = (min(item.start, item.reach_start), max(item.end, item.reach_end))
        for span in (near, *reading.names):
            words = self.scenes.between(*span)
            if hidden:
                words = [occurrence for occurrence in words if occurrence not in hidden]
            for word, _, _ in words:
                if demands := called[word]:
                    found.update(demands)
        if found and counts_bodies(self.folded, reading):
            metrics = self.codebook.metrics
            return [demand for demand in found.values() if metrics[demand.pattern.metric].unit not in ACTS]
        return list(found.values())

    def _untold_unit(self, reading: Reading) -> str | None:
        """What a figure without a unit is counted in: 三分之二 is a share, 47公职人员 are persons, 审结案件4696 cases; in a table
        it may be any (None)."""
        if reading.names:
            return None
        if reading.kind == "rate":
            return "%"
        units, numeral = shipped(), reading.numeral
        return units.named_behind(self.folded, numeral.end) or units.named_before(self.folded, numeral.start) or ""

    def _is_refused(self, demand: Demand, scene: Scene, reading: Reading, item: Item) -> bool:
        """Whether a word of the sentence refuses the pattern; none does from another part (;) if the figure's own tells all.

        常务会议听取行政执法汇报9次;对10个部门开展法治督察,整改问题70条.
        """
        refused = demand.not_sentence | demand.not_context
        if not refused & scene.near:
            return False
        if self._tells_itself(demand, scene, reading) and not refused & self.scenes.led_to(reading, scene):
            return False
        own = self.scenes.in_part(reading, item)
        return bool(refused & own) or not self.scenes.is_part(reading) or not self._is_whole(demand, reading, item)

    def _is_whole(self, demand: Demand, reading: Reading, item: Item) -> bool:
        """Whether the figure's sentence, or its part of it, holds all that the pattern asks for."""
        return demand.anywhere & self.scenes.in_part(reading, item) == demand.anywhere

    def _tells_itself(self, demand: Demand, scene: Scene, reading: Reading) -> bool:
        """Whether a rate has a topic of its own before its name, so that what is said of other figures does not refuse it.

        12345工单办结率99.8%,信访办结率98.3%; but 调解成功率75% is of what the sentence tells.
        """
        if reading.kind != "rate" or demand.anywhere & scene.item != demand.anywhere:
            return False
        bits_of, topics_of = self.codebook.bits_of, self.codebook.topics_of
        words = self.scenes.between(reading.clause[0], reading.numeral.start)
        name = max((start for word, start, _ in words if bits_of[word] & demand.item), default=0)
        return any(end <= name and topics_of[word] for word, _, end in words)

    def score(self, demand: Demand, scene: Scene, reading: Reading, item: Item) -> float | None:
        """The sum of its terms' nearness, or None when a term is missing or refused."""
        if (
            demand.item & scene.item != demand.item
            or demand.clause & scene.clause != demand.clause
            or demand.not_item & scene.own
            or demand.not_list & scene.item
            or demand.not_clause & scene.said
        ):
            return None
        if self._is_refused(demand, scene, reading, item):
            return None
        pattern = demand.pattern
        needs, score = pattern.needs, pattern.weight
        for term in needs["item"]:
            score += self.scenes.in_item(scene, term)
        for term in needs["clause"]:
            score += self.scenes.in_clause(scene, term)
        if demand.after or demand.not_after:
            after = self.scenes.after(reading)
            if demand.after & after.terms != demand.after or demand.not_after & after.terms:
                return None
            for term in needs["after"]:
                score += after.best(term)
        if not (demand.heading or demand.not_context or demand.context):
            return score
        inherited = self.scenes.before(reading)
        refused = demand.not_context & inherited.terms
        if refused and self._is_whole(demand, reading, item):
            refused &= self.scenes.headed(reading)  # the sentence before says nothing of it
        if (
            refused
            or demand.heading & inherited.terms != demand.heading
            or demand.context & (scene.near | inherited.terms) != demand.context
        ):
            return None
        for term in needs["heading"]:
            score += inherited.best(term)
        carried = -1  # where the last of the words ends that are told before the clause
        for term in needs["context"]:
            if scene.near >> term & 1:
                near, position = self.scenes.nearest(scene, term)
            else:
                near, position = inherited.first(term)
                if self.scenes.of_another(reading, pattern.topics):
                    return None
            score += near
            if near < CLAUSE:
                carried = max(carried, position)
        return None if carried >= 0 and self.scenes.blocked(scene, carried, pattern.topics) else score
