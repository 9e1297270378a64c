"""From numerals to observations: what each quantity says, of whom, for when.

Every quantity is read in its surroundings, which are cut once per text: the *sentence* (to 。 or a real line
end), the *clause* (to , ; :) and the *item* (to 、 a bracket or the figure before). Bound, kind of change,
status (target or actual), scope (own, prior, other) and year follow from the words there, which are data
(``data/qualifiers.toml``); section roles come from the outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lawextract import labels, phrases, qualifiers, wording
from lawextract.figures import Numeral
from lawextract.fold import fold
from lawextract.inheritance import inherit
from lawextract.models import Region, Section
from lawextract.outline import Outline
from lawextract.places import gazetteer
from lawextract.readings import Reading
from lawextract.relations import relate
from lawextract.surroundings import Place, Surroundings
from lawextract.tables import Cell
from lawextract.wording import Words

_SHARE = "占"
_SHARE_FOLLOWS = re.compile(r"[^,。;、\d]{0,6}[,(]\s?(?:约|共)?(?:占比|占总|占全部|占[^,。;\d全]{1,8}\d)")
# 这里面, and 里面 at the head of a clause, say the same
_BEGINS_AMONG = re.compile(r"\s*其中")  # 罚款270万元。其中,个人103件,罚款70万元;企业300件,罚款200万元
_BEGINS_REST = re.compile(r"\s*其[它他余]")  # 罚没款204万元,其中食品66万元。其它138万元
_AMONG = re.compile("其中|(?:受理|接收|收到|承办|办结|审结)的[^,。;\\d]{0,6}(?:诉求|来电|工单|投诉|举报|案件)[^,。;\\d]{0,4}中,|(?:^|[,;(])\\s?(?:这里面|里面|(?:分开|分类|分别|具体)(?:来)?看|按类别(?:分|看)?)(?!的)")
_MAY_BE_AMONG = re.compile("其中|中,|里面|看|按类别")  # one stands in all of them, and is found faster
_CLOSED = re.compile(r"\([^()]*\)")
_MARKS = 4  # characters that number and heading of a section have between and around them: (一) …
_FEW = 10  # for each; more are all
_NEAR = 24  # characters that a quota's word, or what makes a part of a figure, stands before it at most
_PARAGRAPH = 600  # characters before a sentence that may tell of what years it is
_REACH = 400  # characters before a figure that can qualify it


def read_observations(
    folded: str,
    numerals: list[Numeral],
    outline: Outline,
    year: int | None,
    region: Region | None,
    cells: Mapping[int, Cell] | None = None,
) -> list[Reading]:
    """Read each quantity among *numerals*. *year* and *region* are the report's, where known."""
    words = wording.words()
    others = qualifiers.another_area(region.level, _areas(region), _beside(region)) if region else None
    rows = {folded.find("\n", cell.span[1]) for cell in (cells or {}).values()}
    surroundings = Surroundings(folded, numerals, words.closed_line, set(_heading_ends(folded, outline)), rows)
    readings: list[Reading] = []
    in_cells: dict[int, int] = {}  # where the figure of a cell begins → its index
    for numeral in numerals:
        if numeral.role != "quantity":
            continue
        cell = cells.get(numeral.start) if cells else None
        place = _in_row(folded, cell, surroundings) if cell else surroundings.of(numeral.start, numeral.end)
        last = readings[-1] if readings else None
        if last and not cell and last.numeral.end > place.item[0]:
            place = place._replace(item=(last.numeral.end, place.item[1]))
        if not cell and folded[numeral.end : numeral.end + 1] == " " and phrases.is_named(folded, numeral, place.item, words):
            place = place._replace(item=(place.item[0], numeral.end))  # 维持 49 件 撤销 6 件: a lost comma
        sections = outline.chain(numeral.start)
        reading = _read(folded, numeral, place, sections, words, year, others)
        of_year = (reading.scope, reading.year, reading.several_years) == ("own", year, False) and not cell
        if of_year and reading.kind in ("count", "money", "rate") and _of_several(folded, place, reading, year, words):
            reading.year, reading.several_years = None, True
        if cell:
            _in_table(folded, reading, cell, year, words, others, region)
            reading.changed = _changed(cell, reading, readings, in_cells)
            reading.stage_of = in_cells.get(cell.among) if cell.among is not None else None
            in_cells[numeral.start] = len(readings)
        else:
            if last and last.item[1] > numeral.start:
                last.item = (last.item[0], phrases.own_end(folded, last.numeral, numeral.start, words))
            inherit(folded, reading, readings, year, words)
        readings.append(reading)
    relate(folded, readings, words, year)
    _mark_annexed(folded, readings, words, year)
    return readings


def _mark_annexed(folded: str, readings: list[Reading], words: Words, year: int | None) -> None:
    """附:某县2020年法治政府建设工作情况报告: what stands behind the title of another year's report is that year's."""
    annex = next((told for told in words.annex.finditer(folded) if year and int(told["year"]) < year), None)
    if annex is None:
        return
    for reading in readings:
        if reading.numeral.start > annex.end() and (reading.scope, reading.year) == ("own", year):
            reading.scope, reading.year = "prior", int(annex["year"])


def _of_several(folded: str, place: Place, reading: Reading, year: int | None, words: Words) -> bool:
    """Whether the paragraph, or the part before a semicolon, opens with several years that a figure is still about.

    A rate that a later sentence tells is of the year.
    """
    sentence, offset = place.sentence[0], place.sentence[1]  # what stands behind may tell of one year, too: 同比增长12%
    part = folded.rfind(";", sentence, reading.numeral.start)
    if part >= 0 and qualifiers.spans_on(folded[sentence : part + 1], folded[part + 1 : place.clause[1]], year, words):
        return True
    if reading.kind == "rate":
        return False
    begin = max(folded.rfind("\n", max(0, sentence - _PARAGRAPH), sentence) + 1, sentence - _PARAGRAPH, 0)
    return begin < sentence and qualifiers.spans_on(folded[begin:sentence], folded[sentence:offset], year, words)


def _heading_ends(folded: str, outline: Outline) -> Iterator[int]:
    """Where the lines end that are a section's heading and nothing else."""
    for section in outline.sections:
        end = folded.find("\n", section.start)
        if end - section.start <= len(section.heading) + len(section.number or "") + _MARKS:
            yield end


def _heading(folded: str, section: Section) -> str:
    return folded[section.start : section.start + len(section.heading) + len(section.number or "") + _MARKS]


def _areas(region: Region) -> tuple[str, ...]:
    """The names from the province down to the reporting area."""
    tiers = (region.province, region.prefecture, region.county, region.township, region.zone)
    return tuple(dict.fromkeys(name for name in (*tiers, region.name) if name))


def _beside(region: Region) -> tuple[str, ...]:
    """The names of the areas beside the reporting one, of its level."""
    return gazetteer().beside(region.code) if region.code and region.level in ("prefecture", "county") else ()


def _in_row(folded: str, cell: Cell, surroundings: Surroundings) -> Place:
    """A cell is its own clause; its sentence is the row."""
    sentence = surroundings.of(*cell.span).sentence
    begin = folded.rfind("\n", sentence[0], cell.span[0]) + 1 or sentence[0]
    end = folded.find("\n", cell.span[1], sentence[1])
    return Place((begin, sentence[1] if end < 0 else end), cell.span, cell.span)


def _in_table(
    folded: str,
    reading: Reading,
    cell: Cell,
    year: int | None,
    words: Words,
    others: re.Pattern[str] | None,
    region: Region | None,
) -> None:
    """A cell is named by the labels of its row and the heads of its column, the nearest that says something first."""
    texts = [folded[slice(*span)] for span in cell.names]
    naming = [span for span, text in zip(cell.names, texts, strict=True) if labels.names_something(text)]
    told = next((found for text in texts if (found := labels.year_of(text, year))), year)
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
    elif others and any(qualifiers.is_of(others, text) for text in texts):
        reading.scope = "other"
    sign = folded[max(0, cell.span[0] - 1) : cell.span[0]]
    if change := labels.change_of(texts, sign):
        reading.change, reading.kind = change, "change"
    if any(labels.is_ahead(text) for text in texts):
        reading.status = "target"
    reading.baseline = any(labels.is_before(text) for text in texts)
    of_own = region is not None and any(fold(region.name or "") == text for text in texts)  # its row in a wider area's table
    reading.year, reading.part = told, cell.part and not of_own
    reading.actor, reading.action, reading.object = actor, action, "".join(things)[-40:] or None
    reading.names, reading.earlier, reading.above = tuple(naming), cell.earlier, cell.above
    if naming:
        reading.item = naming[0]


def _changed(cell: Cell, reading: Reading, readings: list[Reading], in_cells: Mapping[int, int]) -> int | None:
    """The figure of the row, else of the column, of which a cell tells the change: the nearest of the same year."""
    if reading.change is None:
        return None
    for start in (*cell.left, *cell.up):
        index = in_cells.get(start)
        if index is not None and readings[index].year == reading.year and readings[index].change is None:
            return index
    return None


def _read(
    folded: str,
    numeral: Numeral,
    place: Place,
    sections: tuple[Section, ...],
    words: Words,
    year: int | None,
    others: re.Pattern[str] | None,
) -> Reading:
    """*sections* are those that hold the figure, the deepest first."""
    section = next(iter(sections), None)
    sentence, clause, item = place.sentence, place.clause, place.item
    before = folded[max(clause[0], numeral.start - _REACH) : numeral.start]
    lead = folded[max(sentence[0], numeral.start - _REACH) : numeral.start]
    after = folded[numeral.end : numeral.end + 12]
    change, kind = qualifiers.change_of(before, lead, numeral, year, words)
    if change is None and numeral.unit == "%" and (behind := words.change_behind.match(folded, numeral.end)):
        change, kind = ("other", "up" if behind["up"] else "down"), "change"
    compares = change is not None or numeral.kind == "change" or (kind == "rate" and words.level_of.search(before) is not None)
    scope, own_year, several = qualifiers.time_of(after, lead, before, compares, year, words)
    if scope == "own" and change and words.on_top.match(folded, numeral.end):
        scope, own_year = "prior", year - 1 if year else None
    if scope == "own" and others and kind != "rank" and qualifiers.is_of(others, lead, after, kind):
        scope = "other"
    if scope == "own" and kind == "rate" and words.average.search(before):
        scope = "other"
    if scope == "own" and numeral.unit == "个" and words.peers.match(folded, numeral.end, sentence[1]):
        scope = "other"
    if scope == "own" and kind in ("rank", "score") and year and (assessed := qualifiers.assessed_year(lead, words)) and assessed < year:
        scope, own_year = "prior", assessed
    planned = section is not None and section.role == "plans"
    if planned and own_year == year:
        own_year = qualifiers.planned_year(lead, (_heading(folded, s) for s in sections), year, words)
    target = (
        planned
        or qualifiers.is_ahead(folded, sentence, numeral.start, year, words)
        or qualifiers.is_target(before, lead, folded[numeral.end : numeral.end + 32], kind, numeral.unit, words)
    )
    bracket = _in_bracket(folded, sentence[0], numeral.start)
    of_years = "其中" in before and own_year == year and qualifiers.names_year(before, year)
    of_all = words.of_all.search(before)
    of_tier = words.own_tier.search(lead.rpartition(";")[2]) is not None and not (of_all and of_all["area"])
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
        framed=scope == "other" and others is not None and qualifiers.is_framed(others, lead),
        year=own_year,
        several_years=several,
        baseline=False,
        section=section,
        change=change,
        changed=None,
        whole=words.whole.search(before) is not None
        or (";" not in lead and words.whole_opening.match(folded, sentence[0]) is not None),
        in_total=words.in_total.search(before) is not None or words.summed_up.search(lead) is not None,
        narrow=words.campaign.search(before) is not None or of_tier,
        of_field=words.of_field.search(before) is not None,
        of_all=("area" if of_all["area"] else "bodies") if of_all else None,
        of_one=words.of_one.search(before) is not None,
        added=words.added.search(before) is not None,
        quota=_is_quota(folded, max(clause[0], numeral.start - _NEAR), numeral.start, words)
        or (numeral.value is not None and numeral.value < _FEW and words.every.search(before) is not None),
        part=bracket
        or (_among(lead) and not of_years)
        or (kind == "money" and _begins_among(folded, sentence[0]))
        or words.part_of.search(before) is not None
        or words.most.search(lead[-_NEAR:]) is not None
        or ("外," in lead and words.rest.search(lead) is not None)
        or ("中," in lead and words.of_those.search(lead) is not None)
        or (after.startswith("中") and words.those.search(before) is not None)
        or words.share_follows.match(folded, numeral.end) is not None
        or words.field.match(folded, sentence[0]) is not None
        or of_tier
        or (_SHARE in after and _SHARE_FOLLOWS.match(folded, numeral.end) is not None),
        total_of=None,
        sums=None,
        stage_of=None,
        retold=False,
        year_of=None,
        actor=actor,
        action=action,
        object=obj,
    )


def _is_quota(folded: str, start: int, end: int, words: Words) -> bool:
    return words.in_quota.search(folded, start, end) is not None and words.quota.search(folded, start, end) is not None


def _begins_among(folded: str, start: int) -> bool:
    """Whether a sentence begins with parts of a total, or with the rest of what the one before divides."""
    if _BEGINS_AMONG.match(folded, start):
        return True
    before = folded[folded.rfind("。", 0, max(0, start - 1)) + 1 : start] if _BEGINS_REST.match(folded, start) else ""
    return "其中" in before


def _among(lead: str) -> bool:
    """Whether a figure is part of a total: after 其中, up to the next ; unless a list begins there (其中:A 3件;B 5件).

    A 其中 in a bracket that is closed is of the figure before that bracket alone (取消12项(其中3项为子项),承接9项).
    """
    if not _MAY_BE_AMONG.search(lead):
        return False
    told = list(_AMONG.finditer(_CLOSED.sub("", lead))) if _AMONG.search(lead) else []
    return bool(told) and (";" not in told[-1].string[told[-1].start() :] or told[-1].string[told[-1].end() :][:1] == ":")


def _in_bracket(folded: str, floor: int, offset: int) -> bool:
    return folded.rfind("(", floor, offset) > folded.rfind(")", floor, offset)
