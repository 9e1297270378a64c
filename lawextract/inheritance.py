"""What a figure leaves untold and takes from the figures before it in its sentence, while they are read.

Actor, action and object, whose figure it is, its year, that it is so many for each, and what a change is a change of.
"""

from __future__ import annotations

import re
from itertools import takewhile

from lawextract.readings import Reading
from lawextract.relations import JOINED, earlier_in_sentence
from lawextract.units import shipped
from lawextract.wording import Words

_RATE_OF_IT = re.compile(r",[^,。;、:\d]{0,8}率(?:均?[达为]|达到)?\s?")
_GOES_ON = re.compile(r",(?:另行|并|还)")  # 区城管局组织整治9次,另行处罚12起
_SHARES = frozenset(("%", "倍", "番", None))  # anything can have changed by these
_OF_A_TIME = re.compile("期间|半年|季度|月|专项|行动|首批|本级")
_RUNNING_TOTAL = re.compile(r"[,;]\s?累计(?P<did>[^,。;、\d]{2,10})")  # 取消30项,累计取消200项
_ALSO_EACH = re.compile(r"[^,。;\d]*,[^,。;、\d了月日有在我县市区镇]{2,4}")  # 每半年听取一次汇报,召开一次会议


def inherit(folded: str, reading: Reading, earlier: list[Reading], year: int | None, words: Words) -> None:
    """Take what the sentence said before: actor, action and object where elided; what a change is a change of."""
    last = earlier[-1] if earlier else None
    if last is None or last.sentence != reading.sentence:
        return
    if _listed_with(folded, last, reading, words):
        reading.scope = "other"
    elif _goes_on_from(folded, last, reading, words):
        reading.scope, reading.framed = "other", True
    of_assessment = last.kind in ("score", "rank") and reading.kind == "rank" and (last.scope, reading.scope) == ("prior", "own")
    between_ranks = (last.numeral.end, reading.numeral.start)
    if of_assessment and not words.this_year.search(folded, *between_ranks) and not words.to_level.fullmatch(folded, *between_ranks):
        reading.scope, reading.year = "prior", last.year  # 去年考核得分92.1分,列全市第六
    if _dealt_with(folded, last, reading, words):
        reading.scope, reading.year = "prior", last.year
    between = folded[last.numeral.end : reading.numeral.start] if last.clause == reading.clause else ""
    if last.quota and ("、" in between or _once_each(folded, last, reading, words)):
        reading.quota = True  # 每村2名调解员、1名顾问
    if between[:1] == "、" or between[-1:] == "、":
        reading.added |= last.added and not words.verbs.match(between.strip("、"))  # 新设立7个商会调委会、2个协会调委会
        last.whole &= last.numeral.unit != reading.numeral.unit  # 共49名部门负责人、14名镇街负责人
    _share_years(folded, reading, earlier, words)
    if between in ("、", "和", "及"):
        reading.of_one |= last.of_one  # 甲镇、乙镇分别为24件和11件
        if last.change and reading.change is None:
            reading.change, reading.kind = last.change, "change"  # 同比减少12起、7人
    reading.changed = _changed(folded, reading, earlier, year, words)
    if last.of_all == "area" and not reading.of_body and ";" not in folded[last.numeral.end : reading.numeral.start]:
        reading.of_all = "area"  # 全市立案173件,处罚159件;住建部门24件
    reading.actor = reading.actor or last.actor
    reading.action = reading.action or last.action
    reading.object = reading.object or last.object


def _share_years(folded: str, reading: Reading, earlier: list[Reading], words: Words) -> None:
    """Tell the year's own from what was done ever since, in whichever order they stand: 累计办理900件,今年办理312件."""
    last = earlier[-1]
    same = last.several_years and last.numeral.unit == reading.numeral.unit
    if same and words.then_this_year.fullmatch(folded, last.numeral.end, reading.numeral.start):
        reading.year_of = len(earlier) - 1
    told = folded[last.clause[0] : last.numeral.start]
    if last.numeral.unit == reading.numeral.unit:
        if words.ever.search(told) and not words.this_year.search(told):
            own_year = words.then_of_this.fullmatch(folded, last.numeral.end, reading.numeral.start)
            if own_year and own_year["did"] in told:
                last.several_years, reading.year_of, reading.part = True, len(earlier) - 1, False
        running = None if _OF_A_TIME.search(told) else _RUNNING_TOTAL.fullmatch(folded, last.numeral.end, reading.numeral.start)
        since = words.ever_since.fullmatch(folded, last.numeral.end, reading.numeral.start) if words.of_the_year.search(told) else running
        if since and _is_of_more_years(last, reading, since["did"], told, words):
            reading.year, reading.several_years = None, True
    if own := words.of_this_year.search(folded, last.numeral.end, reading.numeral.start):
        if words.ever.search(folded, *last.clause):
            last.several_years, reading.part = True, False
        _, _, counted = folded[own.end() : reading.numeral.start].rpartition(",")
        if not words.verbs.sub("", counted).strip():  # names nothing of its own
            reading.year_of = next(
                (
                    i
                    for i in earlier_in_sentence(earlier, len(earlier), reading.sentence)
                    if earlier[i].several_years and earlier[i].numeral.unit == reading.numeral.unit
                ),
                None,
            )


def _changed(folded: str, reading: Reading, earlier: list[Reading], year: int | None, words: Words) -> int | None:
    """The index of the figure that a change is a change of, or None: of a total, unless the part before it is the only one."""
    if reading.change is None and not _tells_multiple(folded, reading, year, words):
        return None
    before = [
        i
        for i in earlier_in_sentence(earlier, len(earlier), reading.sentence)
        if _can_change(earlier[i]) and not _is_difference(folded, earlier[i], words) and not words.progress.search(folded, *earlier[i].clause)
    ]
    parts = [*takewhile(lambda i: earlier[i].part and not earlier[i].narrow and earlier[i].clause != reading.clause, before)]
    since = folded[earlier[-1].numeral.end : reading.numeral.start]
    in_turn = len(parts) > 1 and any(earlier[i].changed in parts for i in range(parts[-1], len(earlier)))  # 其中工业412亿元,增长7.2%,建筑业86亿元,下降1.3%
    of_total = (len(parts) > 1 and not in_turn) or ")" in since or words.all_of_it.search(since)
    if of_total:  # 11人,其中女5人、男6人,较上年(13人)减少2人; else it is the part's: 其中初访51件,同比增长5%
        before = before[len(parts) :]
    before = [i for i in before if _alike(earlier[i], reading)]
    if reading.numeral.unit not in _SHARES:  # 4批次6人次,减少2批次、5人次
        before = [i for i in before if earlier[i].numeral.unit == reading.numeral.unit] or before
    changed = next(iter(before), None)
    own_words = words.bare.sub("", words.change_verbs.sub("", folded[reading.clause[0] : reading.numeral.start]))
    if len(own_words) > 2 and (changed is None or earlier[changed].clause != reading.clause):
        return None  # 重复信访量下降25% names what it measures
    return changed


def _alike(level: Reading, change: Reading) -> bool:
    """Whether a figure can have changed by another: a rate by points, a count by a count, anything by percents."""
    if change.numeral.unit in _SHARES:
        return True
    kind = shipped().kind(change.numeral.unit)
    return level.kind in (("rate", "score") if kind == "change" else ("count", "rank") if kind == "count" else (kind,))


def _once_each(folded: str, last: Reading, reading: Reading, words: Words) -> bool:
    """每半年听取一次汇报,召开一次会议: the second 一次 is each half-year's too."""
    alike = last.numeral.unit == reading.numeral.unit and last.numeral.value == reading.numeral.value == 1
    return alike and _ALSO_EACH.fullmatch(folded, last.numeral.end, reading.numeral.start) is not None


def _is_of_more_years(last: Reading, reading: Reading, did: str, told: str, words: Words) -> bool:
    """Whether a figure counts all that was done, the year's own with it: 全年公开信息860条,截至年底累计公开信息39803条."""
    verb = words.verbs.search(did)
    if verb is None or verb.group() not in told or last.numeral.value is None or reading.numeral.value is None:
        return False
    return reading.numeral.value > last.numeral.value


def _tells_multiple(folded: str, reading: Reading, year: int | None, words: Words) -> bool:
    """Whether the figure tells how many times last year's it is: 是上年的2.3倍."""
    match = words.multiple.search(folded, reading.clause[0], reading.numeral.start) if reading.numeral.unit == "倍" else None
    return match is not None and (match["year"] is None or (year is not None and int(match["year"]) == year - 1))


def _is_difference(folded: str, reading: Reading, words: Words) -> bool:
    """Whether a clause tells only by how much a number differs: 收到1113件,上年558件,多出555件,增长99.5%."""
    said = folded[reading.clause[0] : reading.numeral.start]
    return words.change_verbs.search(said) is not None and not words.bare.sub("", words.change_verbs.sub("", said)).strip("出了")


def _dealt_with(folded: str, last: Reading, reading: Reading, words: Words) -> bool:
    """Whether a figure is one of those that last year's are dealt out to: 去年分别为74个、118份和15份."""
    if (last.scope, reading.scope) != ("prior", "own") or not JOINED.fullmatch(folded, last.numeral.end, reading.numeral.start):
        return False
    told = folded[last.clause[0] : last.numeral.start]
    return words.dealt.search(told) is not None and words.this_year.search(told) is None


def _listed_with(folded: str, last: Reading, reading: Reading, words: Words) -> bool:
    """What is listed with another body's figure, and a rate of it, is that body's too.

    省司法厅评查案卷30件、制发意见书6件; 法院诉前调解862件,调解成功率71.5%.
    """
    if (last.scope, reading.scope) != ("other", "own") or reading.change or reading.kind == "rank":
        return False
    between = folded[last.numeral.end : reading.numeral.start]
    if words.court_name.search(last.actor or "") and reading.actor in (None, last.actor) and not words.no_court.search(between):
        return True  # 县法院受理刑事案件126件,审结120件,其中缓刑21件
    if words.own_named.search(between):
        return False
    if (last.clause == reading.clause and "、" in between) or _GOES_ON.match(between):
        return True
    told = folded[last.clause[0] : last.numeral.start]
    theirs = words.court_name.search(told) is not None or words.of_all.search(told) is not None
    return theirs and last.kind == "count" and _RATE_OF_IT.fullmatch(between) is not None and not words.handed_on.search(told)


def _goes_on_from(folded: str, last: Reading, reading: Reading, words: Words) -> bool:
    """Whether a figure goes on from one of another area or a court: 全市受理3872件,审结3610件.

    It does with the next stage of the same cases, a rate or a change of them, behind a total of all (全省共…), or where ours are told
    after it by name (我县受理213件).
    """
    if not last.framed or reading.scope != "own" or reading.kind == "rank" or last.kind in ("rank", "score"):
        return False
    told = folded[last.clause[0] : last.numeral.start]
    if words.for_us.search(told) or words.handed_on.search(told) or words.own_named.search(folded, last.numeral.end, reading.numeral.start):
        return False
    goes_on = words.same_cases.fullmatch(folded, last.numeral.end, reading.numeral.start) is not None
    if words.their_total.search(told):
        goes_on |= words.this_year.search(folded, last.numeral.end, reading.numeral.start) is None
    return goes_on or words.then_ours.match(folded, reading.numeral.end, reading.sentence[1]) is not None


def _can_change(reading: Reading) -> bool:
    """Whether a later change can be a change of this figure: not of a change, not of last year's figure."""
    return reading.kind != "change" and reading.scope != "prior" and not reading.baseline
