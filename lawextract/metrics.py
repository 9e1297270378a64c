"""Observations × codebook → metrics: which figure is which variable.

What names a figure (:mod:`lawextract.items`) is held against the codebook's patterns (:mod:`lawextract.contest`); a figure
without a winner of its own takes what its list, its total or its parts have, and some figures are left out of it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from lawextract.codebook import Codebook, Occurrence
from lawextract.contest import ACTS, Contest, Match
from lawextract.items import namings
from lawextract.lists import JOINT, Item, Naming
from lawextract.models import Issuer, Region, Tier
from lawextract.outline import Outline
from lawextract.readings import Reading
from lawextract.scenes import Scenes
from lawextract.wording import words

_NEAR = 3  # figures back that a list of two units may go on from
_LISTED = 40  # elements of a list before a figure that are looked at
_BRACKETED = 200  # characters of a bracket before a figure
_ELEMENT = re.compile(r"[、和及与,(\s]*")
_ENDS = re.compile(r"\s?(?:[,。;、)\n]|$|的?\s?\d)")


def tiers_of(region: Region | None, issuer: Issuer | None) -> frozenset[Tier]:
    """The level of *region*, and "office" for a department that does not act for its government in legal affairs.

    A ministry decides reconsiderations itself (行政复议法 第二十五条). A county that is called 市 is a city, for 全市 is its own area.
    """
    tiers: set[Tier] = set()
    if region and region.level:
        tiers.add("city" if region.level == "county" and (region.name or "").endswith("市") else region.level)
    central = region is not None and region.level == "nation"
    if issuer and issuer.kind == "department" and not central and not words().legal_office.search(issuer.name):
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
        self.folded = folded
        self.scenes = Scenes(codebook, folded, outline)
        self.contest = Contest(codebook, folded, self.scenes, tiers)
        self.ties: dict[int, tuple[str, ...]] = {}
        self._namings: list[Naming] = []
        self._kinds: list[Reading] = []  # the kinds listed so far in the sentence

    def match(self, readings: list[Reading]) -> list[list[Match]]:
        """The metrics of each reading, in codebook order."""
        self.scenes.look_at(readings)
        matched: list[list[Match]] = []
        self._namings = namings(self.folded, readings, self._topics)
        self._kinds = []
        for index, (reading, naming) in enumerate(zip(readings, self._namings, strict=True)):
            if self.left_out(reading):
                matched.append([])
                continue
            hidden = self._hidden(naming)
            if self._kinds and self._kinds[-1].sentence != reading.sentence:
                self._kinds = []
            kinds = self._kinds_of(readings, index, matched)
            of_part = self._of_a_lesser_part(readings, index) or (frozenset() if kinds else self._told_of_kinds(reading))
            best = self._of_items(reading, naming.shared or (naming.item,), hidden | of_part) if of_part else {}
            best = best or self._of_items(reading, naming.shared, hidden) or self._of_items(reading, (naming.item,), hidden)
            if not best and naming.hidden:
                best = self._of_list(reading, naming)
            if best and not naming.hidden:
                best = {**self._of_elements(reading, naming), **best}
            if reading.sums is not None:
                best = self._of_sum(reading, naming.item, best, readings[reading.sums : index], matched[reading.sums : index])
            if not best and naming.otherwise and reading.total_of is None:
                best = self._of_items(reading, (naming.otherwise,))
            elif not best and naming.otherwise:
                best = self._of_parts(reading, naming, readings[reading.total_of : index], matched[reading.total_of : index])
            if not best and reading.year_of is not None:
                best = {match.metric: match for match in matched[reading.year_of]}
            if reading.changed is not None and self._is_of_a_part(reading, readings[reading.changed]):
                best = {}
            elif reading.changed is not None:
                for match in self._changes(reading, matched[reading.changed]):
                    best.setdefault(match.metric, match)
            if reading.total_of is not None and best:
                best = self._not_of_a_part(best, readings[reading.total_of : index], matched[reading.total_of : index])
            if not best and not self.contest.tied and naming.further and not self._names_a_topic(reading, naming.item):
                best = self._of_items(reading, (naming.further,))
            if not best and not self.contest.tied and index and reading.total_of is None:
                best = self._of_shared_verb(readings, index)
                best = best or self._of_another(readings, index, matched)
            if not best and self.contest.tied:
                self.ties[index] = self.contest.tied
            if kinds:
                best = {metric: match for metric, match in best.items() if metric.startswith(kinds)}
                if not best:
                    self._kinds.append(reading)
            matched.append(list(best.values()))
        return matched

    def _of_shared_verb(self, readings: list[Reading], index: int) -> dict[str, Match]:
        """What the verb before a list says of this element too, which has none: 办结复议案件36件、信访事项86件."""
        reading, naming = readings[index], self._namings[index]
        verbs = words().verbs
        joint = self._joined(readings, index)
        if joint is None or naming.shared or verbs.search(self.folded, joint, reading.numeral.start):
            return {}
        first = index - 1
        while verbs.search(self.folded, self._namings[first].item.start, readings[first].numeral.start) is None:
            if self._joined(readings, first) is None or index - first > _LISTED:
                return {}
            first -= 1
        its = self._namings[first].item
        verb = next(verbs.finditer(self.folded, its.start, readings[first].numeral.start))
        if verb.end() + 1 >= readings[first].numeral.start:
            return {}  # 受理12件、信访事项86件: of what the first counts itself
        hidden = frozenset(self.scenes.between(verb.end(), readings[index - 1].numeral.end))
        item = naming.item._replace(start=its.start, reach_start=its.reach_start)
        found = self._of_items(reading, (item,), hidden)
        noun = self.folded[reading.numeral.start - 2 : reading.numeral.start]
        if not found or self.folded.endswith(noun, verb.end(), readings[index - 1].numeral.start):
            return found  # 审查新出台措施1306份、存量措施4218份: the same noun
        own = self.scenes.between(joint, reading.numeral.start)
        return found if found.keys().isdisjoint(self._of_items(reading, (item,), hidden.union(own))) else {}  # 撤销5件、终止9件

    def _joined(self, readings: list[Reading], index: int) -> int | None:
        """Where the list element of a figure begins, if the one before is of the same list and clause."""
        before, reading = readings[index - 1], readings[index]
        if not index or before.clause != reading.clause or before.part != reading.part:
            return None
        joint = JOINT.match(self.folded, before.numeral.end)
        return joint.end() if joint else None

    def _of_another(self, readings: list[Reading], index: int, matched: list[list[Match]]) -> dict[str, Match]:
        """What the figure before of the same unit carries, where this one tells no more than whose it is or of what time.

        县公安局立案560件,县交通局30件,全县共立案630件; 县级培训2期、620人次,乡镇10期、432人次; 2021年以来1960场,2024年开展426场.
        """
        reading = readings[index]
        near = range(index - 1, max(-1, index - 1 - _NEAR), -1)
        like = next((at for at in near if readings[at].numeral.unit == reading.numeral.unit), None)
        if like is None or len(matched[like]) != 1:
            return {}
        told = words().another.fullmatch(self.folded, readings[index - 1].numeral.end, reading.numeral.start)
        if told is None or not _ENDS.match(self.folded, reading.numeral.end):
            return {}
        theirs = matched[like][0]
        return {theirs.metric: theirs} if self._differs_alone(reading, readings[like], theirs, told) else {}

    def _differs_alone(self, reading: Reading, before: Reading, theirs: Match, told: re.Match[str]) -> bool:
        """Whether nothing but body or time, as *told*, sets a figure apart from the one *before*, which carries *theirs*."""
        if any(getattr(reading, of) != getattr(before, of) for of in ("sentence", "kind", "status", "section")):
            return False
        if before.baseline or before.change:
            return False
        if (told["year"] is not None) == ((reading.scope, reading.year) == (before.scope, before.year)):
            return False  # another time is told, or it is the same
        said = self.folded[before.clause[0] : before.numeral.start]
        if told["one"]:  # of what has no body itself it is a part: 受理86件,市场监管局30件
            alike = before.of_one or words().part_of_year.search(said) is not None
            if not alike or reading.part != before.part or words().verbs.search(told["one"]):
                return False
            if self.codebook.metrics[theirs.metric].aggregate != "sum":
                return False
        if told["again"] and told["again"] not in said:
            return False
        named = self.scenes.between(told.start(), told.start("again") if told["again"] else told.end())
        return not any(self.codebook.topics_of[word] for word, _, _ in named)

    def _topics(self, start: int, end: int) -> frozenset[int]:
        """What the words that open a stretch are about."""
        opening = (word for word, begin, _ in self.scenes.between(start, end) if begin == start)
        return frozenset[int]().union(*(self.codebook.topics_of[word] for word in opening))

    def _names_a_topic(self, reading: Reading, item: Item) -> bool:
        """Whether the figure's own clause tells what it is about."""
        words = self.scenes.between(reading.clause[0], item.end)
        return any(self.codebook.topics_of[word] for word, _, _ in words)

    def _hidden(self, naming: Naming) -> frozenset[Occurrence]:
        """The words that end the other elements of a list (免予处罚、减轻处罚), and what names figures before."""
        if not naming.apart and not naming.hidden:
            return frozenset()
        apart = (word for span in naming.apart for word in self.scenes.between(*span))
        nouns = (noun for span in naming.hidden for noun in self._nouns_at_end(*span))
        return frozenset(apart).union(word for noun in nouns for word in self._said_by(noun))

    def _said_by(self, noun: Occurrence) -> Iterator[Occurrence]:
        """The words inside a noun, but for the verb that it may begin with: 进驻 of 进驻部门 is said of the whole list."""
        _, start, end = noun
        actions = self.codebook.actions
        return (w for w in self.scenes.between(start, end) if not (w[1] == start and w[2] < end and w[0] in actions))

    def _of_a_lesser_part(self, readings: list[Reading], index: int) -> frozenset[Occurrence]:
        """What is said of a part alone before a figure of the whole: 受理信访76件,其中初访51件,已办结74件."""
        whole, part = readings[index], readings[index - 1]
        begins = self.folded.find("其中", part.clause[0], part.numeral.start)
        if index < 2 or begins < 0 or part.sentence != whole.sentence or part.clause == whole.clause:
            return frozenset()
        unit = whole.numeral.unit
        before = takewhile(lambda r: r.sentence == whole.sentence, (readings[at] for at in range(index - 2, -1, -1)))
        total = next((r for r in before if r.numeral.unit == unit and not r.part), None)
        told = [r.numeral.value for r in (part, whole, total) if r and r.numeral.unit == unit and r.numeral.value is not None]
        if len(told) < 3 or not (told[0] < told[1] <= told[2] < told[0] + told[1]):
            return frozenset()
        return frozenset(self.scenes.between(begins, part.numeral.end))

    def _kinds_of(self, readings: list[Reading], index: int, matched: list[list[Match]]) -> tuple[str, ...]:
        """What metrics a kind of a total can have, by how their ids begin; none where it is no kind or the total may have all.

        复议申请126件,其中涉及行政处罚56件、行政许可9件: an element of the list, or of a bracket, that no verb begins.
        """
        reading = readings[index]
        listed = words().kinds.match(self.folded, reading.clause[0])
        bracketed = reading.part and not listed and self._bracket(reading) is not None
        if reading.kind != "count" or reading.scope == "prior" or reading.names or not (listed or bracketed):
            return ()
        start = listed.end() if listed else reading.clause[0]
        for before in range(index - 1, max(-1, index - 1 - _LISTED), -1):
            other = readings[before]
            if other.sentence != reading.sentence:
                break
            start = max(start, other.numeral.end) if other.clause == reading.clause else start
            if other.part or (listed and other.clause == reading.clause) or other.numeral.unit != reading.numeral.unit:
                continue
            kinds = next((self.codebook.metrics[match.metric].parts for match in matched[before]), ())
            element = _ELEMENT.match(self.folded, start)
            if kinds and not words().verbs.match(self.folded, element.end() if element else start):
                return tuple(kinds)
            break
        return ()

    def _told_of_kinds(self, reading: Reading) -> frozenset[Occurrence]:
        """What names the kinds listed before in the sentence, and nothing else: 工单8600件,其中信访类320件,办结率99%."""
        before = (kind for kind in self._kinds[-_LISTED:] if kind.numeral.start < reading.clause[0])
        told = (kind.clause if (opened := self._bracket(kind)) is None else (opened, kind.numeral.end) for kind in before)
        return frozenset(word for span in told for word in self.scenes.between(*span))

    def _bracket(self, reading: Reading) -> int | None:
        """Where the bracket begins that a figure stands in, in its clause."""
        span = max(reading.clause[0], reading.numeral.start - _BRACKETED), reading.numeral.start
        opened = self.folded.rfind("(", *span)
        return opened if opened > self.folded.rfind(")", *span) else None

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
            hidden += [word for word in self.scenes.between(*first) if word[1:] == first]  # 调解、排查和预防纠纷量: all its own
        if last[0] != own.start:
            ending = self.scenes.between(*last)
            begin = min(ending, key=lambda word: (word[1], -word[2]), default=None)
            hidden += [word for word in ending if begin and word[1] < begin[2]]
        item = own._replace(reach_start=first[0], reach_end=last[1])
        return self._of_items(reading, (item,), frozenset(hidden))

    def _of_elements(self, reading: Reading, naming: Naming) -> dict[str, Match]:
        """What elements that share a figure have with the noun of the last, where they say too little (宪法、法治思想宣讲各2场)."""
        found: dict[str, Match] = {}
        for element in naming.shared[:-1]:
            if not self._of_items(reading, (element,)):
                others = tuple((other.start, other.end) for other in naming.shared if other is not element)
                found |= self._of_list(reading, naming._replace(shared=(element,), hidden=others))
        return found

    def _nouns_at_end(self, start: int, end: int) -> list[Occurrence]:
        """The words that end where a stretch ends, if it is no verb with at most one character before it (新申领)."""
        verb = next((v for v in words().verbs.finditer(self.folded, start, end) if v.end() == end), None)
        found = [word for word in self.scenes.between(start, end) if word[2] == end]
        return found if verb is None or any(word[1] < verb.start() - 1 for word in found) else []

    def _of_parts(self, total: Reading, naming: Naming, parts: list[Reading], theirs: list[list[Match]]) -> dict[str, Match]:
        """What a total without a name of its own has from the words that lead to its parts, else from the parts."""
        nouns = {self.folded[part.numeral.start - 2 : part.numeral.start] for part in (parts[0], parts[-1])}
        if not theirs[0] and theirs[-1] and len(nouns) == 1:
            return {}  # 普通程序126件、简易程序320件,共446件: the last names one of a kind, not all
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
        if reading.change and words().of_month.search(clause):
            return "it is a change against the month or the quarter before"
        if reading.change and reading.change[0] == "baseline" and reading.numeral.unit in ("%", "倍", "番"):
            return "it is a change against a time other than the year before"
        if reading.kind == "rank" and words().part_of_year.search(clause):
            return "it is a rank of a part of the year"
        if reading.kind == "rank" and words().of_that_rank.match(self.folded, reading.numeral.end):
            return "it is the rank of what is named behind it"
        if reading.section and reading.section.role == "problems" and words().some.search(clause):
            return "it is a weakness of some bodies only"
        if words().excepted_before.search(clause) and words().excepted_after.match(self.folded, reading.numeral.end):
            return "it is what is left out (除…外)"
        if words().works.match(self.folded, reading.numeral.end):
            return "it counts works, aspects or measures"
        if reading.numeral.unit not in ACTS and words().lacking.match(self.folded, reading.numeral.end):
            return "it counts who or what lacks it"
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

    def _of_items(
        self, reading: Reading, items: tuple[Item, ...], hidden: frozenset[Occurrence] = frozenset()
    ) -> dict[str, Match]:
        """The winners of *items*, which share one figure; an element that repeats a metric counts again."""
        best: dict[str, Match] = {}
        self.contest.tied = ()
        for item in items:
            for match in self.contest.winners(reading, item, hidden):
                times = best[match.metric].times + 1 if match.metric in best else 1
                best[match.metric] = match._replace(times=times)
        return best

    def _is_of_a_part(self, reading: Reading, changed: Reading) -> bool:
        """Whether a change is told of a part alone (其中初访51件,同比增长5%), so that words before it do not name it."""
        told = self.folded[changed.sentence[0] : changed.numeral.start]
        return changed.part and changed.clause != reading.clause and "其中" in told and not changed.narrow

    def _changes(self, reading: Reading, of: list[Match]) -> Iterable[Match]:
        """同比增长28.6% after 新收382件: the change metric of that figure's metric."""
        if reading.numeral.unit not in ("%", "倍", "番"):
            return
        for base in of:
            for metric in self.codebook.changes_of.get(base.metric, ()):
                yield Match(metric, metric + "#change_of", base.score)
