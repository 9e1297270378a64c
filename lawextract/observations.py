"""From numerals to observations: what each quantity says, of whom, for when.

Every quantity is read in its surroundings, which are cut once per text: the *sentence* (to 。 or a real line
end), the *clause* (to , ; :) and the *item* (to 、 a bracket or the figure before). Bound, kind of change,
status (target or actual), scope (own, prior, other) and year follow from the words there, which are data
(``data/qualifiers.toml``); section roles come from the outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile
from operator import attrgetter

from lawextract import phrases, qualifiers
from lawextract.figures import Numeral
from lawextract.models import Bound, Change, Kind, Region, Scope, Section, Status
from lawextract.outline import Outline
from lawextract.qualifiers import Words
from lawextract.surroundings import Place, Surroundings
from lawextract.tables import Cell, names_something, year_of

_BARE_TOTAL = re.compile(r"(?:^|[,、;(])\s?(?:全年|总共|一?共|共计|合计|总计|累计|即)+\s?$")
_BESIDE = re.compile(r"[^,。;、\d]{0,6}[、和及]?")  # between two old levels
_SHARE = "占"
_SHARE_FOLLOWS = re.compile(r"[^,。;、\d]{0,6}[,(]\s?(?:约|共)?(?:占比|占总|占全部|占[^,。;\d全]{1,8}\d)")
_LISTS = re.compile(r"[^,。;:、\d]{0,8}(?::|,(?:包括|分别是))")
# 这里面, and 里面 at the head of a clause, say the same
_AMONG = re.compile("其中|(?:^|[,;(])\\s?(?:这里面|里面|(?:分开|分类|分别|具体)(?:来)?看|按类别(?:分|看)?)(?!的)")
_CLOSED = re.compile(r"\([^()]*\)")
_NEAR = 24  # characters that a quota's word stands before its figure at most
_REACH = 400  # characters before a figure that can qualify it


@dataclass(slots=True, eq=False)
class Reading:
    """A quantity read in its surroundings; offsets are into the folded text.

    Filled in by this module alone: to all others it is finished.

    ``item`` is the nearest stretch that can name what is counted, on both sides of the figure; ``several_years``
    tells a cumulative figure, which is no year's value.
    """

    numeral: Numeral
    sentence: tuple[int, int]
    clause: tuple[int, int]
    item: tuple[int, int]
    kind: Kind
    bound: Bound
    status: Status
    scope: Scope
    year: int | None
    several_years: bool
    baseline: bool
    section: Section | None
    change: tuple[str, str] | None  # basis, direction
    changed: int | None  # index of the reading that changed
    whole: bool  # told as the total of the whole area (全县共…)
    of_all: bool  # a figure of all bodies (全县…, 各部门…)
    of_one: bool  # a figure of a body that is named (县公安局…)
    quota: bool  # so many for each (每村2名), or an average
    part: bool  # stands in a bracket, after 其中, or before its total
    total_of: int | None  # index of the first of the parts told before this total
    year_of: int | None  # index of the figure of several years of which this is the report's year (其中今年342场)
    actor: str | None
    action: str | None
    object: str | None
    names: tuple[tuple[int, int], ...] = ()  # labels and heads of a table's cell, the nearest first
    earlier: tuple[tuple[int, int], ...] = ()  # labels of the rows before it, the nearest first
    above: tuple[tuple[int, int], ...] = ()  # title of its table


def read_observations(
    folded: str,
    numerals: list[Numeral],
    outline: Outline,
    year: int | None,
    region: Region | None,
    cells: Mapping[int, Cell] | None = None,
) -> list[Reading]:
    """Read each quantity among *numerals*. *year* and *region* are the report's, where known."""
    words = qualifiers.words()
    wider = qualifiers.wider_area(region.level, _areas(region)) if region else None
    surroundings = Surroundings(folded, numerals, words.closed_line)
    readings: list[Reading] = []
    for numeral in numerals:
        if numeral.role != "quantity":
            continue
        place = surroundings.of(numeral.start, numeral.end)
        last = readings[-1] if readings else None
        if last and last.numeral.end > place.item[0]:
            place = place._replace(item=(last.numeral.end, place.item[1]))
        if folded[numeral.end : numeral.end + 1] == " " and phrases.is_named(folded, numeral, place.item, words):
            place = place._replace(item=(place.item[0], numeral.end))  # 维持 49 件 撤销 6 件: a lost comma
        reading = _read(folded, numeral, place, outline.at(numeral.start), words, year, wider)
        cell = cells.get(numeral.start) if cells else None
        if cell:
            _in_table(folded, reading, cell, year, words)
        else:
            if last and last.item[1] > numeral.start:
                last.item = (last.item[0], phrases.own_end(folded, last.numeral, numeral.start, words))
            _inherit(folded, reading, readings, year, words)
        readings.append(reading)
    _mark_totals(folded, readings)
    _mark_listed_parts(folded, readings)
    _mark_baselines(folded, readings, words, year)
    _mark_nominal(folded, readings, words)
    _pair_changes(folded, readings)
    _pair_years(folded, readings, words, year)
    return readings


def _areas(region: Region) -> tuple[str, ...]:
    """The names from the province down to the reporting area."""
    tiers = (region.province, region.prefecture, region.county, region.township, region.zone)
    return tuple(dict.fromkeys(name for name in (*tiers, region.name) if name))


def _in_table(folded: str, reading: Reading, cell: Cell, year: int | None, words: Words) -> None:
    """A cell is named by the labels of its row and the heads of its column, the nearest that says something first."""
    naming = [span for span in cell.names if names_something(folded[slice(*span)])]
    told = next((found for span in cell.names if (found := year_of(folded[slice(*span)], year))), year)
    actor = action = None
    things: list[str] = []
    of_labels = False
    for span in naming:
        name = folded[slice(*span)]
        if span in cell.labels and words.actor.search(name):
            actor = actor or name
            continue
        verb, thing = phrases.named_by(name, words)
        if verb and len(thing) <= 2:  # 本年处理决定数量 names no thing
            pass
        elif span in cell.labels or not of_labels:
            things.insert(0, thing)
            of_labels = span in cell.labels
        action = action or verb
    if told and year and told < year:
        reading.scope = "prior"
    reading.year, reading.part = told, cell.part
    reading.actor, reading.action, reading.object = actor, action, "".join(things)[-40:] or None
    reading.names, reading.earlier, reading.above = tuple(naming), cell.earlier, cell.above
    if naming:
        reading.item = naming[0]


def _read(
    folded: str,
    numeral: Numeral,
    place: Place,
    section: Section | None,
    words: Words,
    year: int | None,
    wider: re.Pattern[str] | None,
) -> Reading:
    sentence, clause, item = place.sentence, place.clause, place.item
    before = folded[max(clause[0], numeral.start - _REACH) : numeral.start]
    lead = folded[max(sentence[0], numeral.start - _REACH) : numeral.start]
    after = folded[numeral.end : numeral.end + 12]
    change, kind = qualifiers.change_of(before, lead, numeral, words)
    compares = change is not None or numeral.kind == "change"
    scope, own_year, several = qualifiers.time_of(after, lead, before, compares, year, words)
    if scope == "own" and wider and wider.search(lead) and kind != "rank" and not change:
        scope = "other"
    if scope == "own" and numeral.unit == "个" and words.peers.match(folded, numeral.end, sentence[1]):
        scope = "other"
    target = (
        (section is not None and section.role == "plans")
        or qualifiers.is_ahead(folded, sentence, year, words)
        or qualifiers.is_target(before, lead, folded[numeral.end : numeral.end + 32], kind, words)
    )
    bracket = _in_bracket(folded, sentence[0], numeral.start)
    of_years = "其中" in before and own_year == year and qualifiers.names_year(before, year)
    actor, action, obj = phrases.phrases_of(folded, numeral, item, clause, words)
    return Reading(
        numeral=numeral,
        sentence=sentence,
        clause=clause,
        item=item,
        kind=kind,
        bound=qualifiers.bound_of(before, after, numeral, kind, words),
        status="target" if target else "actual",
        scope=scope,
        year=own_year,
        several_years=several,
        baseline=False,
        section=section,
        change=change,
        changed=None,
        whole=words.whole.search(before) is not None
        or (";" not in lead and words.whole_opening.match(folded, sentence[0]) is not None),
        of_all=words.of_all.search(before) is not None,
        of_one=words.of_one.search(before) is not None,
        quota=words.quota.search(folded, max(clause[0], numeral.start - _NEAR), numeral.start) is not None,
        part=bracket
        or (_among(lead) and not of_years)
        or words.part_of.search(before) is not None
        or words.share_follows.match(folded, numeral.end) is not None
        or words.field.match(folded, sentence[0]) is not None
        or words.own_tier.search(lead.rpartition(";")[2]) is not None
        or (_SHARE in after and _SHARE_FOLLOWS.match(folded, numeral.end) is not None),
        total_of=None,
        year_of=None,
        actor=actor,
        action=action,
        object=obj,
    )


def _among(lead: str) -> bool:
    """Whether a figure is part of a total: after 其中, up to the next ; unless a list begins there (其中:A 3件;B 5件).

    A 其中 in a bracket that is closed is of the figure before that bracket alone (取消12项(其中3项为子项),承接9项).
    """
    told = list(_AMONG.finditer(_CLOSED.sub("", lead))) if _AMONG.search(lead) else []
    return bool(told) and (";" not in told[-1].string[told[-1].start() :] or told[-1].string[told[-1].end() :][:1] == ":")


def _in_bracket(folded: str, floor: int, offset: int) -> bool:
    return folded.rfind("(", floor, offset) > folded.rfind(")", floor, offset)


def _mark_totals(folded: str, readings: list[Reading]) -> None:
    """清单38项、清单21项,共计59项: a bare total after its parts takes their name, and they become its parts.

    The parts are the figures before it in the sentence, whatever their units (17场、106次,共123场次), whose sum is
    the total.
    """
    for index, total in enumerate(readings):
        if total.kind != "count" or not _BARE_TOTAL.search(folded, max(0, total.clause[0] - 1), total.numeral.start):
            continue
        amount = total.numeral.value
        first = index
        while amount and amount > 0 and first and readings[first - 1].sentence == total.sentence:
            part = readings[first - 1]
            if part.kind != "count" or part.numeral.value is None:
                break
            first -= 1
            amount -= part.numeral.value
        if amount == 0 and index - first > 1:
            total.object, total.part, total.total_of = readings[first].object, False, first
            for part in readings[first:index]:
                part.part = True


def _mark_listed_parts(folded: str, readings: list[Reading]) -> None:
    """合计9部:制定4部,修改3部,废止2部: what a colon lists, and what adds up to the figure before it, are its parts."""
    for index, total in enumerate(readings):
        if not _LISTS.match(folded, total.numeral.end):
            continue
        amount, last = total.numeral.value, index
        while amount and amount > 0 and last + 1 < len(readings) and readings[last + 1].sentence == total.sentence:
            part = readings[last + 1]
            if part.numeral.value is None or part.numeral.unit != total.numeral.unit:
                break
            last += 1
            amount -= part.numeral.value
        if amount == 0 and last - index > 1:
            for part in readings[index + 1 : last + 1]:
                part.part = True


def _mark_baselines(folded: str, readings: list[Reading], words: Words, year: int | None) -> None:
    """Mark the "from" of 由3416项核减为3308项 and 6个程序整合为1个: a level that the next figure replaces."""
    for index, (first, second) in enumerate(pairwise(readings)):
        if first.sentence != second.sentence or first.kind == "change":
            continue
        between = words.to_level.fullmatch(folded, first.numeral.end, second.numeral.start)
        if not between:
            continue
        if between["comma"] and first.numeral.unit != second.numeral.unit:
            continue
        before = folded[first.clause[0] : first.numeral.start]
        after = folded[first.numeral.end : first.numeral.end + 1]
        if not words.at_level.search(before) and (words.old_level.search(before) or after.isalpha()):
            first.baseline = True
            if first.kind == "rank" and first.scope == "own":  # 由第17位升至第4位: nobody has two ranks at once
                first.scope, first.year = "prior", None
            _mark_baselines_before(folded, readings, index)
            if second.scope == "prior":  # 由2018年底的9.8%下降到2.1%: the year is the old level's alone
                second.scope, second.year = "own", year


def _mark_nominal(folded: str, readings: list[Reading], words: Words) -> None:
    """Mark what only the next figure tells of: posts beside staff, a number of which some are counted, a mark passed.

    They are levels that the next figure replaces, as in 由3416项核减为3308项.
    """
    for first, second in pairwise(readings):
        if first.sentence != second.sentence or first.kind == "change" or second.kind == "change":
            continue
        before = folded[first.clause[0] : first.numeral.start]
        start, end = first.numeral.end, second.numeral.start
        same = first.numeral.unit == second.numeral.unit
        first.baseline |= (
            (same and words.nominal.search(before) is not None and words.really.match(folded, start, end) is not None)
            or words.counted_of.fullmatch(folded, start, end) is not None
            or (same and words.passed.search(before) is not None and words.passed_to.fullmatch(folded, start, end) is not None)
        )


def _mark_baselines_before(folded: str, readings: list[Reading], index: int) -> None:
    """The old levels beside the last one: 由4个环节、3个工作日压缩为1个环节、0.5个工作日."""
    new = {reading.numeral.unit for reading in readings[index + 1 :] if reading.sentence == readings[index].sentence}
    while index and readings[index - 1].clause == readings[index].clause and readings[index - 1].numeral.unit in new:
        if not _BESIDE.fullmatch(folded, readings[index - 1].numeral.end, readings[index].numeral.start):
            break
        index -= 1
        readings[index].baseline = True


def _tells_multiple(folded: str, reading: Reading, year: int | None, words: Words) -> bool:
    """Whether the figure tells how many times last year's it is: 是上年的2.3倍."""
    match = words.multiple.search(folded, reading.clause[0], reading.numeral.start) if reading.numeral.unit == "倍" else None
    return match is not None and (match["year"] is None or (year is not None and int(match["year"]) == year - 1))


def _inherit(folded: str, reading: Reading, earlier: list[Reading], year: int | None, words: Words) -> None:
    """Take what the sentence said before: actor, action and object where elided; what a change is a change of."""
    last = earlier[-1] if earlier else None
    if last is None or last.sentence != reading.sentence:
        return
    if _listed_with(folded, last, reading, words):
        reading.scope = "other"
    if last.quota and last.clause == reading.clause and "、" in folded[last.numeral.end : reading.numeral.start]:
        reading.quota = True  # 每村2名调解员、1名顾问
    if own := words.of_this_year.search(folded, last.numeral.end, reading.numeral.start):
        if "累计" in folded[slice(*last.clause)]:
            last.several_years, reading.part = True, False
        _, _, counted = folded[own.end() : reading.numeral.start].rpartition(",")
        if not words.verbs.sub("", counted).strip():  # names nothing of its own
            reading.year_of = next(
                (
                    i
                    for i in _earlier_in_sentence(earlier, len(earlier), reading.sentence)
                    if earlier[i].several_years and earlier[i].numeral.unit == reading.numeral.unit
                ),
                None,
            )
    changed = None
    if reading.change is not None or _tells_multiple(folded, reading, year, words):
        before = _earlier_in_sentence(earlier, len(earlier), reading.sentence)
        changed = next(  # 11人,其中女5人、男6人,较上年(13人)减少2人: of the total
            (
                i
                for i in before
                if _can_change(earlier[i])
                and not (earlier[i].part and earlier[i].clause != reading.clause)
                and not _is_difference(folded, earlier[i], words)
            ),
            None,
        )
        own_words = words.bare.sub("", words.change_verbs.sub("", folded[reading.clause[0] : reading.numeral.start]))
        if len(own_words) > 2 and (changed is None or earlier[changed].clause != reading.clause):
            changed = None  # 重复信访量下降25% names what it measures
    reading.changed = changed
    reading.actor = reading.actor or last.actor
    reading.action = reading.action or last.action
    reading.object = reading.object or last.object


def _is_difference(folded: str, reading: Reading, words: Words) -> bool:
    """Whether a clause tells only by how much a number differs: 收到1113件,上年558件,多出555件,增长99.5%."""
    said = folded[reading.clause[0] : reading.numeral.start]
    return words.change_verbs.search(said) is not None and not words.bare.sub("", words.change_verbs.sub("", said)).strip("出了")


def _listed_with(folded: str, last: Reading, reading: Reading, words: Words) -> bool:
    """省司法厅评查案卷30件、制发意见书6件: what is listed with another body's figure is that body's too."""
    if (last.scope, reading.scope) != ("other", "own") or last.clause != reading.clause or reading.change:
        return False
    between = folded[last.numeral.end : reading.numeral.start]
    return "、" in between and reading.kind != "rank" and not words.own_named.search(between)


def _earlier_in_sentence(readings: list[Reading], index: int, sentence: tuple[int, int]) -> Iterator[int]:
    """The readings of a sentence before the one at *index*, the nearest first."""
    return takewhile(lambda i: readings[i].sentence == sentence, range(index - 1, -1, -1))


def _can_change(reading: Reading) -> bool:
    """Whether a later change can be a change of this figure: not of a change, not of last year's figure."""
    return reading.kind != "change" and reading.scope != "prior" and not reading.baseline


def _pair_changes(folded: str, readings: list[Reading]) -> None:
    """受理41件,办结39件,同比分别上升5.1%和6.2%: the k-th change belongs to the k-th figure before."""
    index = 0
    while index < len(readings):
        last = index
        while last < len(readings) and readings[last].change and readings[last].clause == readings[index].clause:
            last += 1
        run = last - index
        if run > 1 and "分别" in folded[readings[index].clause[0] : readings[index].numeral.start]:
            before = _earlier_in_sentence(readings, index, readings[index].sentence)
            figures = [i for i in before if not readings[i].change][:run]
            if len(figures) == run:
                for k, figure in enumerate(reversed(figures)):
                    readings[index + k].changed = figure
        index = max(last, index + 1)


def _pair_years(folded: str, readings: list[Reading], words: Words, year: int | None) -> None:
    """2020年、2021年分别受理46件、57件: each figure is of its own year."""
    before: tuple[tuple[int, int], list[int]] | None = None  # the sentence and the years of the clause before
    for _, figures in groupby(readings, key=attrgetter("clause")):
        run = list(figures)
        years = qualifiers.respective_years(folded[run[0].clause[0] : run[0].numeral.start], year, words)
        if not years and before and before[0] == run[0].sentence and "、" in folded[run[0].numeral.end : run[-1].numeral.start]:
            years = before[1]  # 分别受理24件、30件,审结22件、29件
        before = (run[0].sentence, years) if len(years) == len(run) else None
        if len(years) == len(run):
            for reading, told in zip(run, years, strict=True):
                reading.year, reading.several_years = told, False
                if reading.scope != "other":
                    reading.scope = "prior" if year and told < year else "own"


def to_change(reading: Reading, ids: list[str]) -> Change | None:
    """The public form of a reading's change."""
    if reading.change is None:
        return None
    basis, direction = reading.change
    return Change(
        basis="yoy" if basis == "yoy" else "other",
        direction="down" if direction == "down" else "up",
        of=ids[reading.changed] if reading.changed is not None else None,
    )
