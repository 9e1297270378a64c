"""Observations × codebook → metrics: which figure is which variable.

A pattern names terms and where they must stand: in the *item* next to the figure, in its *clause*, or in the
*context* (also earlier in the sentence, in the sentence before, in the headings above). Each term scores by how
near it stands, so the pattern that meets the most terms nearest to the figure wins and a tie is no match. A
topic that stands nearer than the inherited one blocks the inheritance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from lawextract.codebook import Codebook, Demand, Occurrence, Pattern
from lawextract.items import counts_bodies, done_to_all, namings
from lawextract.lists import Item, Naming
from lawextract.models import Issuer, Region, Tier
from lawextract.outline import Outline
from lawextract.qualifiers import words
from lawextract.readings import Reading
from lawextract.scenes import CLAUSE, Scene, Scenes

_MARGIN = 0.05

_COORDINATION = re.compile(r"[和及与、或]|以及|并且|或者|暨|并(?:按时|及时|按期|按规定|依法|全部|均|已)*")
ACTS = ("场", "次", "期", "件", "条", "项")  # units of the metrics that count no bodies


class Match(NamedTuple):
    """A metric found for a reading; ``times`` counts the list elements that share the figure (各1次)."""

    metric: str
    pattern: str
    score: float
    times: int = 1


def tiers_of(region: Region | None, issuer: Issuer | None) -> frozenset[Tier]:
    """The level of *region*, and "office" for a department that does not act for its government in legal affairs.

    A county that is called 市 is a city, for 全市 is its own area.
    """
    tiers: set[Tier] = set()
    if region and region.level:
        tiers.add("city" if region.level == "county" and (region.name or "").endswith("市") else region.level)
    if issuer and issuer.kind == "department" and not words().legal_office.search(issuer.name):
        tiers.add("office")
    return frozenset(tiers)


def _agreed(found: dict[str, Match], parts: list[list[Match]]) -> dict[str, Match]:
    """What a total without a name takes from its parts: their metric, none where they carry several.

    *found* is what suits the name of the first; the last may name them all (专职、兼职调解员分别为3名、9名,合计12名).
    """
    theirs = {match.metric for part in parts for match in part}
    if not found and len(theirs) == 1 and parts[-1]:
        return {match.metric: match for match in parts[-1]}
    return {metric: match for metric, match in found.items() if len(theirs) < 2 and theirs <= {metric}}


class Matcher:
    """Finds the metrics of the readings of one text.

    *tiers* are those of the report's area and office (:func:`tiers_of`). ``ties`` tells of each reading that got none
    because several metrics suit it equally (after :meth:`match`).
    """

    def __init__(self, codebook: Codebook, folded: str, outline: Outline, tiers: frozenset[Tier] = frozenset()) -> None:
        self.codebook = codebook
        self.tiers = tiers
        self.folded = folded
        self.scenes = Scenes(codebook, folded, outline)
        self.ties: dict[int, tuple[str, ...]] = {}
        self._tied: tuple[str, ...] = ()
        self._namings: list[Naming] = []

    def match(self, readings: list[Reading]) -> list[list[Match]]:
        """The metrics of each reading, in codebook order."""
        self.scenes.look_at(readings)
        matched: list[list[Match]] = []
        self._namings = namings(self.folded, readings)
        for index, (reading, naming) in enumerate(zip(readings, self._namings, strict=True)):
            if self.left_out(reading):
                matched.append([])
                continue
            hidden = self._hidden(naming)
            best = self._of_items(reading, naming.shared, hidden) or self._of_items(reading, (naming.item,), hidden)
            if not best and naming.hidden:
                best = self._of_list(reading, naming)
            if reading.sums is not None:
                best = self._of_sum(reading, naming.item, best, readings[reading.sums : index], matched[reading.sums : index])
            if not best and naming.otherwise and reading.total_of is None:
                best = self._of_items(reading, (naming.otherwise,))
            elif not best and naming.otherwise:
                best = self._of_parts(reading, naming, readings[reading.total_of : index], matched[reading.total_of : index])
            if not best and reading.year_of is not None:
                best = {match.metric: match for match in matched[reading.year_of]}
            if reading.changed is not None:
                for match in self._changes(reading, matched[reading.changed]):
                    best.setdefault(match.metric, match)
            if reading.total_of is not None and best:
                best = self._not_of_a_part(best, readings[reading.total_of : index], matched[reading.total_of : index])
            if not best and self._tied:
                self.ties[index] = self._tied
            matched.append(list(best.values()))
        return matched

    def _hidden(self, naming: Naming) -> frozenset[Occurrence]:
        """The words that end the other elements of a list (免予处罚、减轻处罚), and what names figures before."""
        apart = (word for span in naming.apart for word in self.scenes.between(*span))
        nouns = (noun for span in naming.hidden for noun in self._nouns_at_end(*span))
        return frozenset(apart).union(word for _, start, end in nouns for word in self.scenes.between(start, end))

    def _of_list(self, reading: Reading, naming: Naming) -> dict[str, Match]:
        """What an element has that says less than all of its list: how the first begins and what the last ends in are
        common (评查处罚、许可、强制案卷260卷、140卷、12卷).

        What is the others' own is hidden: the noun that ends the first, the first word of the last, all between.
        """
        own = naming.shared[0]
        first, *between, last = sorted((*naming.hidden, (own.start, own.end)))
        hidden = [word for span in between if span[0] != own.start for word in self.scenes.between(*span)]
        if first[0] != own.start:
            hidden += [w for _, start, end in self._nouns_at_end(*first) for w in self.scenes.between(start, end)]
        if last[0] != own.start:
            ending = self.scenes.between(*last)
            begin = min(ending, key=lambda word: (word[1], -word[2]), default=None)
            hidden += [word for word in ending if begin and word[1] < begin[2]]
        item = own._replace(reach_start=first[0], reach_end=last[1])
        return self._of_items(reading, (item,), frozenset(hidden))

    def _nouns_at_end(self, start: int, end: int) -> list[Occurrence]:
        """The words that end where a stretch ends, if it is no verb with at most one character before it (新申领)."""
        verb = next((v for v in words().verbs.finditer(self.folded, start, end) if v.end() == end), None)
        found = [word for word in self.scenes.between(start, end) if word[2] == end]
        return found if verb is None or any(word[1] < verb.start() - 1 for word in found) else []

    def _of_parts(self, total: Reading, naming: Naming, parts: list[Reading], theirs: list[list[Match]]) -> dict[str, Match]:
        """What a total without a name of its own has from the words that lead to its parts, else from the parts."""
        if naming.lead and naming.otherwise:
            words = self.scenes.between(naming.lead.end, parts[-1].numeral.end)
            led = self._of_items(total, (naming.lead,), frozenset(words))
            if led and not led.keys() & {match.metric for part in theirs for match in part}:
                return led
        return _agreed(self._of_items(total, (naming.otherwise,)), theirs) if naming.otherwise else {}

    def _of_sum(
        self, total: Reading, item: Item, best: dict[str, Match], parts: list[Reading], theirs: list[list[Match]]
    ) -> dict[str, Match]:
        """What a total with a name of its own (全年完成审查共231件) carries: not what one of several kinds of parts does."""
        if len({match.metric for part in theirs for match in part}) < 2:
            return best
        words = self.scenes.between(parts[0].clause[0], parts[-1].numeral.end)
        return self._of_items(total, (item,), frozenset(words))

    def left_out(self, reading: Reading) -> str | None:
        """Why the figure is held against no pattern at all, or None."""
        if reading.scope == "other":
            return "it is another body's or area's"
        if reading.kind in ("count", "money") and reading.quota:
            return "it is a quota or an average (每…, 平均…)"
        clause = self.folded[reading.clause[0] : reading.numeral.start]
        if reading.kind == "rank" and words().part_of_year.search(clause):
            return "it is a rank of a part of the year"
        if reading.section and reading.section.role == "problems" and words().some.search(clause):
            return "it is a weakness of some bodies only"
        if words().excepted_before.search(clause) and words().excepted_after.match(self.folded, reading.numeral.end):
            return "it is what is left out (除…外)"
        if words().works.match(self.folded, reading.numeral.end):
            return "it counts works, aspects or measures"
        if reading.part and reading.names:
            return "it is a part beside its total in a table"
        if reading.baseline and reading.scope == "own":
            return "it is an old or nominal level that the next figure replaces"
        return None

    def _not_of_a_part(
        self, best: dict[str, Match], parts: list[Reading], theirs: list[list[Match]]
    ) -> dict[str, Match]:
        """What a total of new and carried-over cases (新收46件,上年结转12件,合计58件) does not have from the new alone."""
        if not any(words().carried.search(self.folded, part.clause[0], part.numeral.start) for part in parts):
            return best
        of_parts = {match.metric for part in theirs for match in part}
        return {metric: match for metric, match in best.items() if metric not in of_parts}

    def _hidings(self, reading: Reading, item: Item) -> list[frozenset[Occurrence]]:
        """For each of coordinated actions (受理和办结) or of what was done to all the words of the others."""
        if elements := done_to_all(self.folded, reading):
            words = self.scenes.between(elements[0][0], elements[-1][1])
            return [frozenset(w for w in words if not (start <= w[1] and w[2] <= end)) for start, end in elements]
        words = self.scenes.between(item.reach_start, item.end)
        if joined := self._coordinated(words, item, reading):
            left, right = joined
            return [
                frozenset(w for w in words if start <= w[1] < end)
                for start, end in ((left[2], right[2]), (left[1], right[1]))
            ]
        return []

    def _of_items(
        self, reading: Reading, items: tuple[Item, ...], hidden: frozenset[Occurrence] = frozenset()
    ) -> dict[str, Match]:
        """The winners of *items*, which share one figure; an element that repeats a metric counts again."""
        best: dict[str, Match] = {}
        self._tied = ()
        for item in items:
            for match in self._best(reading, item, hidden):
                times = best[match.metric].times + 1 if match.metric in best else 1
                best[match.metric] = match._replace(times=times)
        return best

    def _changes(self, reading: Reading, of: list[Match]) -> Iterable[Match]:
        """同比增长28.6% after 新收382件: the change metric of that figure's metric."""
        if reading.numeral.unit not in ("%", "倍", "番"):
            return
        for base in of:
            for metric in self.codebook.changes_of.get(base.metric, ()):
                yield Match(metric, metric + "#change_of", base.score)

    def _best(self, reading: Reading, item: Item, without: frozenset[Occurrence]) -> list[Match]:
        """The winners for one item but for the words *without*; coordinated actions (受理和办结) each give one."""
        candidates = self._promising(reading, item, without)
        if not candidates:
            return []
        hidings = self._hidings(reading, item)
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

    def _coordinated(
        self, words: list[Occurrence], item: Item, reading: Reading
    ) -> tuple[Occurrence, Occurrence] | None:
        """Two actions joined by 和, 并, 、 before the figure.

        One in the list before the item (受理、审结案件56件) must lead to the last verb, unlike 以调解、和解方式结案41宗.
        """
        actions = [o for o in words if o[0] in self.codebook.actions and o[2] <= reading.numeral.start]
        actions = [a for a in actions if not any(b[1] <= a[1] and a[2] <= b[2] and a != b for b in actions)]
        for left, right in pairwise(actions):
            leads = left[1] >= item.start or right == actions[-1]
            if leads and _COORDINATION.fullmatch(self.folded, left[2], right[1]):
                return left, right
        return None

    def _winner(
        self, reading: Reading, item: Item, hidden: frozenset[Occurrence], candidates: list[Demand]
    ) -> Match | None:
        scene = self.scenes.around(reading, item, hidden)
        best: dict[str, tuple[float, Pattern]] = {}
        for demand in candidates:
            score = self._score(demand, scene, reading)
            metric = demand.pattern.metric
            if score is not None and (metric not in best or score > best[metric][0]):
                best[metric] = (score, demand.pattern)
        if not best:
            return None
        ranked = sorted(best.values(), key=lambda pair: -pair[0])
        tied = tuple(pattern.metric for score, pattern in ranked if ranked[0][0] - score < _MARGIN)
        if len(tied) > 1:
            self._tied = tied
            return None
        score, pattern = ranked[0]
        return Match(pattern.metric, pattern.name, score)

    def _promising(self, reading: Reading, item: Item, hidden: frozenset[Occurrence]) -> list[Demand]:
        """The candidates whose terms all stand somewhere around the figure: one of forty, so few scenes are looked at."""
        candidates = self._candidates(reading, item, hidden)
        if not candidates:
            return []
        beyond = ~self.scenes.reach(reading)
        return [demand for demand in candidates if not demand.anywhere & beyond]

    def _candidates(self, reading: Reading, item: Item, hidden: frozenset[Occurrence]) -> list[Demand]:
        """The patterns that take figures of this unit and kind and whose first term stands next to the figure.

        They are few however many metrics there are, and the words further off are looked at for them alone. A table
        may leave the unit of a count untold.
        """
        told = "%" if reading.kind == "rate" else ""  # 三分之二 is a share
        unit = reading.numeral.unit or (told if not reading.names else None)
        called = self.codebook.called(unit, reading.kind)
        found: dict[str, Demand] = {}
        near = (min(item.start, item.reach_start), max(item.end, item.reach_end))
        for span in (near, *reading.names):
            for occurrence in self.scenes.between(*span):
                if occurrence in hidden:
                    continue
                for demand in called[occurrence[0]]:
                    pattern = demand.pattern
                    if not pattern.levels or self.tiers & pattern.levels:
                        found.setdefault(pattern.name, demand)
        if found and counts_bodies(self.folded, reading):
            metrics = self.codebook.metrics
            return [demand for demand in found.values() if metrics[demand.pattern.metric].unit not in ACTS]
        return list(found.values())

    def _score(self, demand: Demand, scene: Scene, reading: Reading) -> float | None:
        """The sum of its terms' nearness, or None when a term is missing or refused."""
        if (
            demand.item & ~scene.item
            or demand.clause & ~scene.clause
            or demand.not_item & scene.own
            or demand.not_list & scene.item
            or demand.not_clause & scene.said
            or demand.not_sentence & scene.near
            or demand.not_context & scene.near
        ):
            return None
        pattern = demand.pattern
        needs, score = pattern.needs, pattern.weight
        for term in needs["item"]:
            score += self.scenes.in_item(scene, term)
        for term in needs["clause"]:
            score += self.scenes.in_clause(scene, term)
        if demand.after or demand.not_after:
            after = self.scenes.after(reading)
            if demand.after & ~after.terms or demand.not_after & after.terms:
                return None
            for term in needs["after"]:
                score += after.best(term)
        if not (demand.heading or demand.not_context or demand.context):
            return score
        inherited = self.scenes.before(reading)
        if (
            demand.heading & ~inherited.terms
            or demand.not_context & inherited.terms
            or demand.context & ~(scene.near | inherited.terms)
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
            score += near
            if near < CLAUSE:
                carried = max(carried, position)
        return None if carried >= 0 and self.scenes.blocked(scene, carried, pattern.topics) else score
