"""What figures of a sentence are to each other: total and parts, old and new level, change and what changed, year and year.

All is seen when the figures of a text are read; what one takes from those before it: :mod:`lawextract.inheritance`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby, pairwise, takewhile
from operator import attrgetter

from lawextract import qualifiers
from lawextract.readings import Reading
from lawextract.rounding import fits
from lawextract.wording import Words

_BARE_TOTAL = re.compile(r"(?:^|[,、;(])\s?(?:全[市县区省州盟旗镇乡]|全年|总共|一?共|共计|合计|总计|总[量数][为达]?|累计|即)+\s?$")
_NAMED_TOTAL = re.compile(r"(?:一?共|合计|总计|累计|总数)[^,。;、\d]{0,6}$")
_IN_TOTAL = re.compile("[全总共计即]")  # stands in both
_BESIDE = re.compile(r"[^,。;、\d]{0,6}(?:[、和及](?:(?:19|20)\d\d年的?)?)?")  # between two old levels
#: What stands between figures side by side, and nothing else.
_COMPARED = re.compile(r"[较比与同](?:19|20)\d\d年[^,。;]{0,8}[、和及与](?:19|20)\d\d年(?:相比)?,?分别[^,。;\d]{0,10}$")
JOINED = re.compile(r"\s?[、和及与]\s?")
_OF_CLASSES = re.compile(r"共?\d[\d,]*[项个条件]")  # 20类141项; not 218类46.7万张
_TELLING = 12  # a rate of fewer fits by chance
_DATED = re.compile(r"(?<![(])(?:19|20)\d\d年")
_BY_CHANCE = 100  # smaller figures are the sum of the next by chance
_MOST_PARTS = 6  # figures that one before them sums up
_RETOLD_WITHIN = 6  # figures
_BRACKETED = 120  # characters of a bracket behind a figure
_LISTS = re.compile(r"[^,。;:、\d]{0,8}(?::|,(?:包括|分别是))")


def relate(folded: str, readings: list[Reading], words: Words, year: int | None) -> None:
    """Mark in *readings*, all of a text's, which are parts, totals and old levels, and pair changes and years with figures."""
    _mark_totals(folded, readings)
    _mark_listed_parts(folded, readings)
    _mark_differences(folded, readings, words)
    _mark_told_differences(folded, readings, words)
    _mark_baselines(folded, readings, words, year)
    _mark_once(folded, readings, words)
    _mark_nominal(folded, readings, words)
    _mark_stages(folded, readings, words)
    _mark_retold(folded, readings, words)
    _pair_changes(folded, readings)
    _pair_years(folded, readings, words, year)
    _share_bounds(folded, readings)


def earlier_in_sentence(readings: list[Reading], index: int, sentence: tuple[int, int]) -> Iterator[int]:
    """The readings of a sentence before the one at *index*, the nearest first."""
    return takewhile(lambda i: readings[i].sentence == sentence, range(index - 1, -1, -1))


def _mark_totals(folded: str, readings: list[Reading]) -> None:
    """清单38项、清单21项,共计59项: a total after its parts; if it is bare it takes their name, and they become its parts.

    The parts are the figures before it in the sentence, whatever their units (17场、106次,共123场次), whose sum is
    the total; those of one with a name of its own (全年完成审查共231件) are counted in its unit.
    """
    for index, total in enumerate(readings):
        if total.kind != "count" or not _IN_TOTAL.search(folded, max(0, total.clause[0] - 1), total.numeral.start):
            continue
        bare = _BARE_TOTAL.search(folded, max(0, total.clause[0] - 1), total.numeral.start) is not None
        named = not bare and _NAMED_TOTAL.search(folded, total.clause[0], total.numeral.start) is not None
        if not (bare or named):
            continue
        amount = total.numeral.value
        first = index
        while amount and amount > 0 and first and readings[first - 1].sentence == total.sentence:
            part = readings[first - 1]
            if part.kind != "count" or part.numeral.value is None or (named and part.numeral.unit != total.numeral.unit):
                break
            first -= 1
            amount -= part.numeral.value
        if amount != 0 or index - first < 2:
            continue
        total.part = False
        if bare:
            total.object, total.total_of = readings[first].object, first
        else:
            total.sums = first
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


def _mark_differences(folded: str, readings: list[Reading], words: Words) -> None:
    """Mark what a level grew or fell by, and what it was, before the level that it came to.

    申请增加22件,达到110件; 出庭率由95%提高3个百分点,达98%.
    """
    for index, (first, second) in enumerate(pairwise(readings)):
        if first.sentence != second.sentence or not words.comes_to.fullmatch(folded, first.numeral.end, second.numeral.start):
            continue
        moved = words.moved_by.search(folded, first.clause[0], first.numeral.start)
        if moved and first.kind == second.kind and first.numeral.unit == second.numeral.unit:
            first.kind, first.change = "change", ("other", "up" if moved["up"] else "down")
        old = readings[index - 1] if index else None
        if old and first.kind == "change" and old.clause == first.clause and old.numeral.unit == second.numeral.unit:
            old.baseline |= words.old_level.search(folded[old.clause[0] : old.numeral.start]) is not None


def _mark_told_differences(folded: str, readings: list[Reading], words: Words) -> None:
    """Mark the third of 去年受理41件,今年29件,减少12件 as a change: it is what the two before differ by."""
    for index in range(2, len(readings)):
        old, new, third = readings[index - 2 : index + 1]
        if third.kind != "count" or third.change or old.year == new.year or not old.sentence == new.sentence == third.sentence:
            continue
        if third.clause == new.clause or not old.numeral.unit == new.numeral.unit == third.numeral.unit:
            continue
        told = words.moved_by.search(folded, third.clause[0], third.numeral.start)
        if told and old.numeral.value and new.numeral.value and abs(old.numeral.value - new.numeral.value) == third.numeral.value:
            third.kind, third.change, third.changed = "change", ("other", "up" if told["up"] else "down"), index - 1


def _mark_baselines(folded: str, readings: list[Reading], words: Words, year: int | None) -> None:
    """Mark the "from" of 由3416项核减为3308项 and 6个程序整合为1个: a level that the next figure replaces."""
    for index, (first, second) in enumerate(pairwise(readings)):
        if first.sentence != second.sentence or first.kind == "change":
            continue
        between = words.to_level.fullmatch(folded, first.numeral.end, second.numeral.start)
        if not between:
            continue
        if between["comma"] and second.numeral.unit not in {readings[i].numeral.unit for i in _beside(folded, readings, index)}:
            continue
        before = folded[first.clause[0] : first.numeral.start]
        after = folded[first.numeral.end : first.numeral.end + 1]
        if not words.at_level.search(before) and (words.old_level.search(before) or after.isalpha()):
            new = {reading.numeral.unit for reading in readings[index + 1 :] if reading.sentence == first.sentence}
            for i in _beside(folded, readings, index):  # 由4个环节、3个工作日压缩为1个环节、0.5个工作日
                readings[i].baseline |= i == index or readings[i].numeral.unit in new
            if first.kind == "rank" and first.scope == "own":  # 由第17位升至第4位: nobody has two ranks at once
                first.scope, first.year = "prior", None
            dated = _DATED.search(folded, first.numeral.end, second.numeral.start)
            if second.scope == "prior" and not dated:  # 由2018年底的9.8%下降到2.1%: the year is the old level's alone
                second.scope, second.year = "own", year


def _mark_once(folded: str, readings: list[Reading], words: Words) -> None:
    """Mark all figures of what once was so: 过去要跑7道环节、等8.5天,现在并为2道环节、1.5个工作日."""
    starts = [reading.numeral.start for reading in readings]
    for match in words.once.finditer(folded):
        for reading in readings[bisect_left(starts, match.start()) : bisect_left(starts, match.end())]:
            reading.baseline |= reading.kind != "change"


def _mark_nominal(folded: str, readings: list[Reading], words: Words) -> None:
    """Mark what only the next figure tells of: posts beside staff, a number of which some are counted, classes, a mark passed.

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
            or (same and words.set_above.search(before) is not None and words.realised.fullmatch(folded, start, end) is not None)
            or words.counted_of.fullmatch(folded, start, end) is not None
            or (first.numeral.unit in words.classes and _OF_CLASSES.match(folded, start) is not None)
            or (same and words.passed.search(before) is not None and words.passed_to.fullmatch(folded, start, end) is not None)
        )


def _mark_stages(folded: str, readings: list[Reading], words: Words) -> None:
    """Mark what a verb alone, one before the same noun, or a rate that is their quotient, tells to be of the figure before.

    受理356起,调处350起; 收到检察建议12件,回复检察建议12件; 办理8058件,即办件4956件,即办件率61.5%. Among small numbers a rate
    fits by chance. A bracket behind the first is passed over: 收案486件(含立案前调解172件),审结451件.
    """
    for index, first in enumerate(readings[:-1]):
        at, end = _past_bracket(folded, readings, index)
        second = readings[at]
        whole, part = first.numeral.value, second.numeral.value
        if first.sentence != second.sentence or first.kind != second.kind:
            continue
        if first.kind not in ("count", "money") or whole is None or part is None or part > whole:
            continue
        stage = words.later_stage.fullmatch(folded, end, second.numeral.start)
        told = folded[first.clause[0] : first.numeral.start]
        of = stage["of"] if stage else None
        if of is not None and words.product.search(of) and words.product.sub("", of) in told:
            second.stage_of = index
        if first.numeral.unit != second.numeral.unit:
            continue
        rate = readings[at + 1] if at + 1 < len(readings) else None
        same = stage is not None and of is not None and (of in told or part == whole) and stage["verb"] not in told
        if (stage and (not of or same)) or (
            rate is not None
            and first.kind == "count"
            and rate.sentence == first.sentence
            and rate.numeral.unit == "%"
            and rate.numeral.value is not None
            and rate.numeral.value < 100
            and whole >= _TELLING
            and fits(part / whole * 100, rate.numeral.value)
        ):
            second.stage_of = index
        elif (parts := _adds_up(readings, index)) is not None:
            for part_of in parts:
                part_of.stage_of = part_of.stage_of if part_of.stage_of is not None else index


def _past_bracket(folded: str, readings: list[Reading], index: int) -> tuple[int, int]:
    """The next figure that no bracket behind this one holds, and where that bracket, or the figure, ends; else the next."""
    end = readings[index].numeral.end
    close = folded.find(")", end, end + _BRACKETED) if folded.startswith("(", end) else -1
    at = next((i for i in range(index + 1, len(readings)) if readings[i].numeral.start > close), None) if close >= 0 else None
    return (at, close + 1) if at is not None else (index + 1, end)


def _adds_up(readings: list[Reading], index: int) -> list[Reading] | None:
    """The next figures of the sentence that make up one exactly: 处理争议420件,案前调解140件,立案受理280件.

    Small ones add up by chance.
    """
    whole = readings[index]
    total = whole.numeral.value
    if whole.kind != "count" or total is None or total < _BY_CHANCE:
        return None
    parts: list[Reading] = []
    rest = total
    for reading in readings[index + 1 : index + 1 + _MOST_PARTS]:
        if reading.sentence != whole.sentence or (reading.numeral.unit, reading.kind) != (whole.numeral.unit, whole.kind):
            return None
        parts.append(reading)
        rest -= reading.numeral.value or 0
        if rest <= 0:
            break
    return parts if rest == 0 and len(parts) > 1 else None


def _mark_retold(folded: str, readings: list[Reading], words: Words) -> None:
    """Mark figures that a clause takes up again to say something of them: 审查合同86份,86份合同均提出意见.

    They open their clause and equal a figure before in the sentence, or in the one before.
    """
    for index, reading in enumerate(readings):
        if reading.kind not in ("count", "money") or reading.scope != "own" or not words.takes_up.fullmatch(folded, reading.clause[0], reading.numeral.start):
            continue
        taken = words.taken_up.match(folded, reading.numeral.end, reading.sentence[1])
        if not taken:
            continue
        within = 1 if taken["said"] else 0  # sentences back
        reading.retold = any(
            before.numeral.value == reading.numeral.value
            and before.numeral.unit == reading.numeral.unit
            and before.section is reading.section
            and (before.sentence == reading.sentence or (within and reading.sentence[0] - before.sentence[1] <= 1))
            for before in reversed(readings[max(0, index - _RETOLD_WITHIN) : index])
        )
        if reading.retold and taken["among"]:
            for part in readings[index + 1 :]:
                if part.sentence != reading.sentence:
                    break
                part.part = True


def _beside(folded: str, readings: list[Reading], index: int) -> Iterator[int]:
    """The figure at *index* and those beside it before it in its clause, the nearest first: 4个环节、3个工作日."""
    yield index
    while index and readings[index - 1].clause == readings[index].clause:
        if not _BESIDE.fullmatch(folded, readings[index - 1].numeral.end, readings[index].numeral.start):
            break
        index -= 1
        yield index


def _pair_changes(folded: str, readings: list[Reading]) -> None:
    """受理41件,办结39件,同比分别上升5.1%和6.2%: the k-th change belongs to the k-th figure before."""
    index = 0
    while index < len(readings):
        last = index
        while last < len(readings) and readings[last].change and readings[last].clause == readings[index].clause:
            last += 1
        run = last - index
        if run > 1 and "分别" in folded[readings[index].clause[0] : readings[index].numeral.start]:
            before = [*earlier_in_sentence(readings, index, readings[index].sentence)]
            counted = {i for i in before if readings[i].clause == readings[index].clause and readings[i].numeral.value == run}  # 四项分别下降
            figures = [i for i in before if not readings[i].change and i not in counted][:run]
            if len(figures) == run:
                for k, figure in enumerate(reversed(figures)):
                    readings[index + k].changed = figure
        index = max(last, index + 1)


def _pair_years(folded: str, readings: list[Reading], words: Words, year: int | None) -> None:
    """2020年、2021年分别受理46件、57件: each figure is of its own year."""
    before: list[int] = []  # the years of a clause before in the sentence
    last: list[Reading] = []
    for _, figures in groupby(readings, key=attrgetter("clause")):
        run = list(figures)
        told_before = folded[run[0].sentence[0] : run[0].numeral.start]
        years = qualifiers.respective_years(told_before, year, words)
        if last and last[0].sentence != run[0].sentence:
            before = []
        goes_on = len(last) == len(before) or words.dealt.search(folded, run[0].clause[0], run[0].numeral.start)
        if not years and goes_on and "、" in folded[run[0].numeral.end : run[-1].numeral.start]:
            years = before  # 分别受理24件、30件,审结22件、29件
        before, last = years or before, run
        if len(years) == len(run) and all(reading.change for reading in run) and _COMPARED.search(told_before):
            for reading, told in zip(run, years, strict=True):  # 较2019年、2020年分别下降2.3%、1.2%
                assert run[0].change is not None
                reading.change = ("yoy" if year and told == year - 1 else "baseline", run[0].change[1])
                reading.scope, reading.year, reading.changed = "own", year, run[0].changed
        elif len(years) == len(run):
            for reading, told in zip(run, years, strict=True):
                reading.year, reading.several_years = told, False
                if reading.scope != "other":
                    reading.scope = "prior" if year and told < year else "own"


def _share_bounds(folded: str, readings: list[Reading]) -> None:
    """不低于740元和485元, 分别控制在5%和3%以内: a bound told once before or after two figures is of both."""
    for first, second in pairwise(readings):
        if first.clause != second.clause or first.numeral.unit != second.numeral.unit:
            continue
        if not JOINED.fullmatch(folded, first.numeral.end, second.numeral.start):
            continue
        ends = {first.bound, second.bound}
        if ends in ({"exact", "lower"}, {"exact", "upper"}) and first.numeral.bound == second.numeral.bound:
            each = "分别" in folded[first.clause[0] : first.numeral.start]
            if first.bound != "exact":
                second.bound = first.bound
            elif each:
                first.bound = second.bound
