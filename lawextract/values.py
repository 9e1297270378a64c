"""Which value a record reports for each metric.

Own scope, actual, the report's year. A total beats its parts, the same fact told twice counts once, and disjoint
parts are added only where the codebook says that they may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from lawextract.codebook import Codebook, Metric
from lawextract.contest import Match
from lawextract.models import Bound, MetricValue
from lawextract.readings import Reading
from lawextract.rounding import coarseness
from lawextract.units import shipped
from lawextract.wording import words

_FIGURES = re.compile(r"[\d,.]+\s?[万亿]?[余多]?|\s")
_SAME_WORDS = 4  # characters before both figures
_COMPARED = 20  # figures of a sentence that are held against another's
_BY_CHANCE = 12  # a smaller figure is the sum of the others by chance: 撤销3件,确认违法2件,责令履行1件
_ROUGHLY = 5  # a figure that tells another roughly (1万余, 11,268) is off by less than the fifth of it
_SIDE_BY_SIDE = 4  # characters between figures of one list, at most


def report(
    codebook: Codebook, folded: str, readings: list[Reading], matches: list[list[Match]], ids: list[str], year: int | None
) -> dict[str, MetricValue]:
    """The value that the record reports for each metric, in codebook order; *folded* is the text of *readings*."""
    by_metric: dict[str, list[tuple[int, Match]]] = {}
    for index, found in enumerate(matches):
        for match in found:
            if not set_aside(readings[index], codebook.metrics[match.metric], year):
                by_metric.setdefault(match.metric, []).append((index, match))
    values: dict[str, MetricValue] = {}
    for metric in codebook.metrics.values():
        if metric.id in by_metric:
            values[metric.id] = _value(metric, folded, by_metric[metric.id], readings, ids)
    return values


def set_aside(reading: Reading, metric: Metric, year: int | None) -> str | None:
    """Why a figure that carries *metric* is no value of the report for *year*, or None."""
    if reading.status != "actual":
        return "it is a target, not a result"
    if reading.scope != "own":
        return "it is an earlier year's" if reading.scope == "prior" else "it is another body's or area's"
    if reading.baseline:
        return "it is the old level that the next figure replaces"
    if reading.added and metric.aggregate == "latest":
        return "it is what came to a stock, not the stock"
    if year is not None and reading.year is not None and reading.year != year:
        return f"it is about {reading.year}"
    if reading.several_years and metric.aggregate != "latest":
        return "it sums several years"  # a stock is the year's level however long it took to build
    return None


def _value(metric: Metric, folded: str, found: list[tuple[int, Match]], readings: list[Reading], ids: list[str]) -> MetricValue:
    chosen = _choose(metric, folded, found, readings)
    times = [match.times if metric.aggregate == "sum" else 1 for _, match in chosen]
    amounts = [in_unit(metric, readings[index]) * n for (index, _), n in zip(chosen, times, strict=True)]
    uppers = [readings[index].numeral.upper for index, _ in chosen]
    bounds: list[Bound] = [readings[index].bound for index, _ in chosen]
    loose = [bound for bound in bounds if bound != "exact"]
    return MetricValue(
        value=sum(amounts, Decimal(0)),
        upper=uppers[0] if len(uppers) == 1 else None,
        unit=metric.unit,
        bound=loose[0] if loose else "exact",
        method="sum" if sum(times) > 1 else "stated",
        observations=tuple(ids[index] for index, _ in chosen),
    )


def _is_achieved(reading: Reading) -> bool:
    return reading.section is None or reading.section.role != "problems"


def _wholes(metric: Metric, found: list[tuple[int, Match]], readings: list[Reading]) -> list[tuple[int, Match]]:
    """Of each section the totals without their parts; what is less than a part is no total of it.

    93件,其中成功91件 is no part of what was settled, whatever else the section tells.
    """
    kept: list[tuple[int, Match]] = []
    for of_section in _by_section(found, readings):
        within = set().union(*(held(metric, of_section, readings) for held in (_within_all, _before_total, _adding_up, _later_stages)))
        parts = [pair for pair in of_section if readings[pair[0]].part or pair[0] in within]
        wholes = [pair for pair in of_section if pair not in parts]
        if metric.aggregate == "sum":
            told = {readings[index].numeral.unit in shipped().events for index, _ in wholes}
            alike = (index for index, _ in parts if (readings[index].numeral.unit in shipped().events) in told)  # 会议33次,其中2次…,议题79项
            largest = max((in_unit(metric, readings[index]) for index in alike), default=Decimal(0))
            total = sum((in_unit(metric, readings[index]) for index, _ in wholes), Decimal(0))
            stated = next((pair for pair in wholes if readings[pair[0]].whole), None)
            if stated and total <= 2 * in_unit(metric, readings[stated[0]]):
                wholes, total = [stated], in_unit(metric, readings[stated[0]])  # its bodies' figures may overlap
            if largest > total:
                wholes = []
        elif metric.aggregate == "latest" and wholes:  # 县本级5830项,乡镇176项: what is more than the others holds no part of them
            most = max(in_unit(metric, readings[index]) for index, _ in wholes)
            wholes += [pair for pair in parts if readings[pair[0]].narrow and in_unit(metric, readings[pair[0]]) > most]
        kept += wholes or parts
    return sorted(kept, key=lambda pair: pair[0])


def _persons(found: list[tuple[int, Match]], readings: list[Reading]) -> list[tuple[int, Match]]:
    """*found* without who does what the same clause counts: 12个县局负责人书面述法21人, 12名班子成员接待群众137人次."""
    counting = {readings[index].clause for index, _ in found if readings[index].numeral.unit in shipped().persons}
    attending = {readings[index].clause for index, _ in found if readings[index].numeral.unit == "人次"}
    bodies = words().body_units
    return [
        (index, match)
        for index, match in found
        if not (readings[index].numeral.unit in bodies and readings[index].clause in counting)
        and not (readings[index].numeral.unit in shipped().persons and readings[index].clause in attending)
    ]


def _of_the_year(metric: Metric, found: list[tuple[int, Match]], readings: list[Reading]) -> list[tuple[int, Match]]:
    """*found* without those that a larger figure of the whole holds.

    Of campaigns and of one tier: 全年立案417件,“铁拳”行动期间立案132件. Of a field, where the sentence begins with
    the whole or the area's is told: 查办案件630件,民生领域265件. Of what is never added, the whole's alone counts.
    """
    wide = [in_unit(metric, readings[i]) for i, _ in found if not readings[i].narrow]
    of_area = [in_unit(metric, readings[i]) for i, _ in found if readings[i].whole or readings[i].of_all]
    all_told = [(in_unit(metric, readings[i]), readings[i].sentence) for i, _ in found if readings[i].of_all == "area"]
    first = {sentence: readings[pairs[0][0]] for sentence, pairs in _by_sentence(found, readings).items()}
    beyond_fields = any(not readings[i].of_field for i, _ in found)

    def is_held(reading: Reading) -> bool:
        amount = in_unit(metric, reading)
        if reading.narrow and amount <= max(wide, default=amount - 1):
            return True
        if reading.actor and any(amount < told and where != reading.sentence for told, where in all_told):
            return True
        opening = first[_told_in(reading)]
        of_whole = of_area if opening.of_field else [*of_area, in_unit(metric, opening)]
        return reading.of_field and (beyond_fields if metric.aggregate == "none" else amount < max(of_whole, default=amount))

    return [pair for pair in found if not is_held(readings[pair[0]])]


def _within_all(metric: Metric, found: list[tuple[int, Match]], readings: list[Reading]) -> set[int]:
    """The figures of single bodies that one of all bodies before them, or of the whole area, in the sentence can hold.

    各部门立案980件,城管局立案210件、市场监管局立案176件; 县应急局演练6场,全县演练86场.
    """
    within: set[int] = set()
    for index, _ in found:
        if readings[index].of_all:
            single = [
                i
                for i, _ in found
                if (i > index or readings[index].of_all == "area")
                and readings[i].sentence == readings[index].sentence
                and readings[i].of_body
                and not readings[i].of_all
            ]
            told = sum((in_unit(metric, readings[i]) for i in single), Decimal(0))
            if metric.aggregate == "none" or told <= in_unit(metric, readings[index]):
                within.update(single)
    return within


def _before_total(metric: Metric, found: list[tuple[int, Match]], readings: list[Reading]) -> set[int]:
    """The lesser figures before one that a sentence calls the total: 抽取案卷各5卷,评查案卷合计80卷."""
    parts: set[int] = set()
    for index, _ in found:
        if readings[index].in_total:
            told = [i for i, _ in found if i < index and readings[i].sentence == readings[index].sentence]
            if all(in_unit(metric, readings[i]) < in_unit(metric, readings[index]) for i in told):
                parts.update(told)
    return parts


def _adding_up(metric: Metric, found: list[tuple[int, Match]], readings: list[Reading]) -> set[int]:
    """The figures of a sentence that add up to its first or last one: 罚款14.3万元,其中简易程序8.2万元;普通程序6.1万元."""
    parts: set[int] = set()
    sentences: dict[tuple[int, int], list[int]] = {}
    for index, _ in found:
        sentences.setdefault(readings[index].sentence, []).append(index)
    for told in sentences.values():
        amounts = [in_unit(metric, readings[index]) for index in told]
        for total in (0, len(told) - 1):
            if len(told) > 2 and sum(amounts) == 2 * amounts[total] and any(readings[index].part for index in told):
                parts.update(index for index in told if index != told[total])
    return parts


def _later_stages(metric: Metric, found: list[tuple[int, Match]], readings: list[Reading]) -> set[int]:
    """The figures that tell how far those before them have come: 受理纠纷356起,调处350起."""
    carrying = {index for index, _ in found}
    return {index for index in carrying if readings[index].stage_of in carrying}


def _by_sentence(found: list[tuple[int, Match]], readings: list[Reading]) -> dict[tuple[int, int], list[tuple[int, Match]]]:
    groups: dict[tuple[int, int], list[tuple[int, Match]]] = {}
    for pair in found:
        groups.setdefault(_told_in(readings[pair[0]]), []).append(pair)
    return groups


def _told_in(reading: Reading) -> tuple[int, int]:
    """The sentence of a figure; of a table's cell the head of its column, for the rows are told together."""
    return reading.names[-1] if reading.names else reading.sentence


def _by_section(found: list[tuple[int, Match]], readings: list[Reading]) -> list[list[tuple[int, Match]]]:
    groups: dict[str, list[tuple[int, Match]]] = {}
    for pair in found:
        section = readings[pair[0]].section
        groups.setdefault(section.id if section else "", []).append(pair)
    return list(groups.values())


def _choose(metric: Metric, folded: str, found: list[tuple[int, Match]], readings: list[Reading]) -> list[tuple[int, Match]]:
    """Total before parts, duplicates once, disjoint parts together where the codebook allows a sum.

    A figure told among the problems (个别乡镇持证人员不足3人) counts only where the achievements tell none. Of a
    stock the largest figure is the one of the widest body, and what was newly added (新增4个,累计达37个) is less. The change
    of a single body gives way to one of which no body is told.
    """
    if len(found) == 1:
        return found
    found = [pair for pair in found if not readings[pair[0]].retold] or found
    found = _exact(metric, folded, found, readings)
    found = _wholes(metric, _of_the_year(metric, _persons(found, readings), readings), readings)
    found = [pair for pair in found if _is_achieved(readings[pair[0]])] or found
    told: dict[Decimal, Reading] = {}  # value → the figure that tells it first
    most = {sentence: max(in_unit(metric, readings[i]) for i, _ in pairs) for sentence, pairs in _by_sentence(found, readings).items()}
    once = []
    for index, match in found:
        reading = readings[index]
        value = in_unit(metric, reading)
        first = told.setdefault(value, reading)
        units = {first.numeral.unit, reading.numeral.unit}
        if first is reading or (
            # 普法专场2场,进村宣讲2次; not 审查86件、出具意见书86份, which are the same
            (len(units) == 1 or units <= shipped().events) if _told_in(first) == _told_in(reading)
            # one of a list (查处围标案4件、代理案3件) is a fact of its own; what is told anew stands alone or first
            else value < most[_told_in(reading)] or are_parallel(folded, first, reading)
        ):
            once.append((index, match))
    found = once
    units = {readings[index].numeral.unit for index, _ in found}
    if not units <= shipped().acts:
        found = _of_one_kind(metric, found, readings)
    if metric.aggregate == "latest":
        widest = max(found, key=lambda pair: (in_unit(metric, readings[pair[0]]), -pair[0]))
        return max([[widest], *_halves(folded, found, readings)], key=lambda pairs: _total(metric, pairs, readings))
    if metric.aggregate == "none":
        if metric.kind == "change":  # 检查量下降31.7%。镇综合执法队检查量下降42%
            found = [pair for pair in found if not readings[pair[0]].of_body] or found
        return [max(_of_largest(found, readings), key=lambda pair: (pair[1].score, -pair[0]))]
    amounts = [in_unit(metric, readings[index]) * match.times for index, match in found]
    largest = max(amounts)
    whole = amounts.index(largest)
    if len(found) > 2 and sum(amounts) == 2 * largest and (largest >= _BY_CHANCE or _divided(found, whole, readings)):
        apart = readings[found[-1][0]].numeral.start - readings[found[-2][0]].numeral.end > _SIDE_BY_SIDE
        if whole == 0 or (whole == len(found) - 1 and apart):
            return [found[whole]]  # not of 制定3件、修改5件、废止2件 or 2市4县6个单位, which add up by chance
    return _comparable(metric, folded, max(_by_section(found, readings), key=lambda g: _total(metric, g, readings)), readings)


def _exact(metric: Metric, folded: str, found: list[tuple[int, Match]], readings: list[Reading]) -> list[tuple[int, Match]]:
    """*found* without those that tell roughly elsewhere what another tells exactly: 近49万件 in the opening, 487,316件 in its chapter."""

    def is_rough(reading: Reading) -> bool:
        step, value = coarseness(folded[reading.numeral.start : reading.numeral.end]), in_unit(metric, reading)
        return step > 1 and any(
            step > coarseness(folded[other.numeral.start : other.numeral.end])
            and abs(in_unit(metric, other) - value) < min(step, value / _ROUGHLY)
            and _told_in(other) != _told_in(reading)
            for other in (readings[index] for index, _ in found)
        )

    return [pair for pair in found if not is_rough(readings[pair[0]])]


def _divided(found: list[tuple[int, Match]], whole: int, readings: list[Reading]) -> bool:
    """Whether parts are told as such, or are of bodies where the whole is not: 出庭应诉8次,县政府2次,各部门6次."""
    bodies = [readings[index].of_body for index, _ in found]
    return any(readings[index].part for index, _ in found) or (whole == 0 and not bodies[0] and any(bodies))


def _of_one_kind(metric: Metric, found: list[tuple[int, Match]], readings: list[Reading]) -> list[tuple[int, Match]]:
    """The events of *found*, or all but these, as the first one is; of bodies visited first the events, if they are more.

    会议33次、议题79项 are 33; 检查餐饮单位9460家次 of a campaign and 行政检查16208次 16208.
    """
    kinds: dict[bool, list[tuple[int, Match]]] = {True: [], False: []}
    for pair in found:
        kinds[readings[pair[0]].numeral.unit in shipped().events].append(pair)
    first = readings[found[0][0]].numeral.unit
    visits = metric.unit in shipped().events and first in shipped().visits and _total(metric, kinds[True], readings) > _total(metric, kinds[False], readings)
    return kinds[visits or first in shipped().events]


def _of_largest(found: list[tuple[int, Match]], readings: list[Reading]) -> list[tuple[int, Match]]:
    """*found* without changes of a part: 收案900件,同比增长12%。县本级收案300件,同比增长40%."""
    bases = {index: _base(readings, index) for index, _ in found}
    told = [base for base in bases.values() if base is not None]
    units = {readings[base].numeral.unit for base in told}
    if len(units) != 1:
        return found
    most = max(readings[base].numeral.value or 0 for base in told)
    return [pair for pair in found if (base := bases[pair[0]]) is None or (readings[base].numeral.value or 0) == most]


def _base(readings: list[Reading], index: int) -> int | None:
    """The level that a change changes: of 受理900件,增加96件,增幅11.9% the first."""
    base = readings[index].changed
    while base is not None and readings[base].changed is not None:
        base = readings[base].changed
    return base


def _halves(folded: str, found: list[tuple[int, Match]], readings: list[Reading]) -> Iterator[list[tuple[int, Match]]]:
    """The pairs of a stock that are its two halves, told side by side: 专职网格员43名、兼职网格员86名."""
    for one, other in pairwise(found):
        a, b = (readings[index] for index, _ in (one, other))
        beside = other[0] == one[0] + 1 and a.clause == b.clause and a.numeral.unit == b.numeral.unit
        if beside and words().halves.fullmatch(folded, a.clause[0], b.numeral.start):
            yield [one, other]


def _total(metric: Metric, found: list[tuple[int, Match]], readings: list[Reading]) -> Decimal:
    return sum((in_unit(metric, readings[index]) * match.times for index, match in found), Decimal(0))


def _comparable(metric: Metric, folded: str, found: list[tuple[int, Match]], readings: list[Reading]) -> list[tuple[int, Match]]:
    """The figures of the sentence that tells most, and of others that tell a third as much or more, or in the same words.

    Parts that are to be added mostly stand in one sentence; what another tells that is far less is of a campaign or
    of one office, and within the figure of the whole.
    """
    sentences = _by_sentence(found, readings)
    widest = max(sentences.values(), key=lambda pairs: _total(metric, pairs, readings))
    most = _total(metric, widest, readings)
    return [
        p
        for pairs in sentences.values()
        if 3 * _total(metric, pairs, readings) >= most
        or any(are_parallel(folded, readings[a], readings[b]) for a, _ in widest[:_COMPARED] for b, _ in pairs[:_COMPARED])
        for p in pairs
    ]


def are_parallel(folded: str, one: Reading, other: Reading) -> bool:
    """Whether two sentences of a section say of two things of a kind the same in the same words: they are disjoint parts.

    >>> from lawextract.identity import Hints
    >>> from lawextract.pipeline import analyse
    >>> from lawextract.read import Document
    >>> text = "行政处罚被申请复议9宗,撤销2宗。行政强制被申请复议1宗,撤销0宗。全年被申请复议9宗。"
    >>> found = analyse(Document(text, "", "", "text/plain", None), Hints()).readings
    >>> [are_parallel(text, found[0], other) for other in found[1:]]
    [False, True, False, False]
    """
    if one.sentence == other.sentence or one.section != other.section or one.numeral.unit != other.numeral.unit:
        return False
    a, b = (_FIGURES.sub("", folded[r.sentence[0] : r.numeral.start].rpartition(";")[2]) for r in (one, other))
    same = next((n for n, (x, y) in enumerate(zip(reversed(a), reversed(b), strict=False)) if x != y), 0)
    a, b = (words().opening.sub("", said[: len(said) - same]) for said in (a, b))
    return same >= _SAME_WORDS and bool(a and b) and (a[0] == b[0] or a[-1] == b[-1]) and not words().no_part.search(a + b)


def in_unit(metric: Metric, reading: Reading) -> Decimal:
    """The value in the metric's unit: falls negative, 倍 in a change as percent, hours and minutes as parts of a
    working day of eight hours, a fraction in percent to two places."""
    value = reading.numeral.value
    assert value is not None
    unit = reading.numeral.unit
    if metric.kind == "change":
        if unit in ("倍", "番"):  # 增加9倍 is +900 %; 是去年的3倍 and 增长到3倍 are +200 %
            value = (value if reading.change else value - 1) * 100
        return -value if reading.change and reading.change[1] == "down" else value
    if metric.unit == "%" and unit is None and reading.kind == "rate":  # 三分之二
        return round(value * 100, 2)
    if metric.unit == "工作日" and unit in ("小时", "工作小时"):
        return value / 8
    if metric.unit == "工作日" and unit == "分钟":
        return round(value / 480, 4)
    return value
