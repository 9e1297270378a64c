"""What the words around a figure say of it: bound, change, target and time.

Each function takes the text before a figure and answers one question. The words themselves are data
(:mod:`lawextract.wording`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from lawextract.figures import Numeral
from lawextract.models import Basis, Bound, Direction, Kind, Scope
from lawextract.numerals import value_of
from lawextract.wording import Words, scope_words

_YEAR = re.compile(r"((?:19|20)(?<!\d..)\d\d)\s?年(?:度|底|末)?")
_PLAIN_YEAR = re.compile(r"(?:19|20)\d\d")
# 较2022年提高6个百分点, 由2022年的9%降至: what plans compare with is not their year
_COMPARED = re.compile(r"[较比与由从](?:19|20)\d\d年(?:[、和](?:19|20)\d\d年)*(?!度?(?:底|末)?前)")
_YEAR_LABEL = re.compile(r"(?<=[(,;、])\s?(?:19|20)\d\d年度?(?:同期)?:\s?$")  # 368件(2017年:402件)
_QUOTED = re.compile(r"《[^《》]*》|“[^“”]*(?:19|20)\d\d[^“”]*”|[(](?:19|20)\d\d\s?年?\s?[-~至]{1,2}\s?20\d\d\s?年[)]")
_TO_LAST_DIGIT = re.compile(r".*\d", re.DOTALL)
_MONTH = re.compile(r"\d{1,2}月")
_LEVEL = re.compile(r"的(?:平均)?(?:水平|均值|平均)")
_A_DIGIT = re.compile(r"\d")
_CLAUSES = re.compile(r",(?!\d{3}(?!\d))|[;:]")


@cache
def another_area(level: str | None, names: tuple[str, ...], beside: tuple[str, ...] = ()) -> re.Pattern[str] | None:
    """Words at the head of a clause that make a figure another area's or a court's; None where the area is not known.

    *names* are the areas from the province down to the reporting one, which is of *level*: 全省, 安徽省 and
    省司法厅 in a county's report; 全市 and 市政府 unless the county is a city itself. *beside* are its neighbours.
    """
    if level is None or (not names and level != "township"):
        return None
    scope = scope_words()
    own, parents = (names[-1], names[:-1]) if names else (" ", ())
    areas = [*scope["nation"], *scope["wider"][level]] if level in scope["wider"] else []  # the nation's own offices have none
    offices = scope["offices_above"].get(level, [])
    if names and names[0].endswith("自治区"):
        areas += scope["wider_in_autonomous_region"].get(level, [])
    all_of_own = scope["own_words"].get(own[-1])
    if level != "township" and all_of_own in areas:
        areas.remove(all_of_own)
    if level == "county" and own.endswith("市"):
        offices = [office.replace("[省市", "[省") for office in offices if office != "我市"]
    beyond = "".join(f"(?!{name[:2]})" for name in names[1:])  # 阜阳市临泉县 is the county, not the city
    areas += [f"{name}{beyond}" for name in parents] + offices
    areas += [f"{name[:-1]}全[省市县区州盟旗](?:系统)?" for name in parents if len(name) > 2]  # 齐齐哈尔全市
    areas += [f"{name[:2]}州(?:全州)?" for name in parents if name.endswith("自治州")]  # 恩施州
    areas += [*beside, scope["courts"]]
    return re.compile(scope["other_frame"].replace("WIDER", "|".join(areas)))


def is_of(others: re.Pattern[str], lead: str, after: str = "", kind: Kind = "count") -> bool:
    """Whether *lead* ends in a clause of another area's (:func:`another_area`); it begins one itself, and a comma says so.

    What a level is held against is another's (低于全省平均水平21.6%, 低于全区2.9名的水平), by how much it differs is not.
    """
    match = others.search(f",{lead}")
    if match is None:
        return False
    if match["average"] is not None:
        return kind == "rate" or (kind != "change" and match["average"] != "" and not match["out"])
    return match["level"] is None or _LEVEL.match(after) is not None


def is_framed(others: re.Pattern[str], lead: str) -> bool:
    """Whether *lead* ends in a clause that is told of another area or a court, not in a level that ours is held against."""
    match = others.search(f",{lead}")
    return match is not None and match["level"] is None and match["average"] is None


def tells_time(lead: str, words: Words) -> bool:
    """Whether a year or several years stand in *lead*; mostly none do, and one look for single characters tells so.

    >>> from lawextract.wording import words
    >>> tells_time("2022年受理", words()), tells_time("近三年受理", words()), tells_time("全年共受理", words())
    (True, True, False)
    """
    if words.in_several.search(lead) is None:
        return False
    return any(pattern.search(lead) for pattern in (_YEAR, words.several, words.kept_up))


def is_target(before: str, lead: str, after: str, kind: Kind, unit: str | None, words: Words) -> bool:
    """Whether plans, requirements or thresholds are told.

    *lead* is the sentence and *before* the clause up to the figure, *after* what follows it.
    """
    of_size = kind in ("money", "other") or (kind == "duration" and unit in _AGES)
    if words.required.match(after) or (of_size and words.threshold.match(after)):
        return True
    if kind == "rate" and words.asked_rate.search(before):
        return True
    if words.aims.search(lead) or (kind == "duration" and words.limit.search(lead)):
        return True
    if unit in _CASES and words.task.match(after) and words.assigned.search(before):
        return True
    near = lead[-60:]
    asked = words.by.search(near) is not None and words.asked_by.search(near) is not None
    return (asked or words.target.search(near) is not None) and not words.done.search(before)


def is_ahead(folded: str, sentence: tuple[int, int], figure: int, year: int | None, words: Words) -> bool:
    """Whether the sentence opens with what is to be done in a year after the report's, and tells no state of today up to *figure*.

    >>> from lawextract.wording import words
    >>> is_ahead("2022年,我镇将开展培训4期", (0, 16), 14, 2021, words()), is_ahead("2022年,我镇将开展培训4期", (0, 16), 14, 2022, words())
    (True, False)
    >>> is_ahead("下一年,我镇将开展培训4期,案卷评查率达100%", (0, 22), 14, 2021, words())
    True
    """
    if words.next_opening.match(folded, *sentence):
        return True
    match = words.ahead.match(folded, *sentence) if year else None
    if match is None or year is None or int(match["year"]) <= year:
        return False
    return words.till_now.search(folded, match.end(), max(match.end(), figure)) is None


def planned_year(lead: str, headings: Iterable[str], year: int | None, words: Words) -> int | None:
    """The year of a planned figure: the last that the sentence names up to it, else the first after the report's that a heading
    names; what is called the next counts as named. None if nothing tells it.

    >>> from lawextract.wording import words
    >>> planned_year("开展培训", ["2024年工作安排"], 2023, words()), planned_year("明年开展培训", [], 2023, words())
    (2024, 2024)
    >>> planned_year("落实《纲要(2021-2025年)》,开展培训", ["下一步打算"], 2023, words()) is None
    True
    """
    if year is None:
        return None
    said = _COMPARED.sub("", _QUOTED.sub("", lead)) if "年" in lead else ""
    if named := _last_year(said):
        return max(named, year)
    for text in (said, *headings):
        if "年" not in text:
            continue
        later = next((int(named) for named in _YEAR.findall(text) if int(named) > year), None)
        if later or words.next_year.search(text):
            return later or year + 1
    return None


def names_year(text: str, year: int | None) -> bool:
    """Whether the last year named in *text* is *year*."""
    return year is not None and _last_year(text) == year


def respective_years(before: str, year: int | None, words: Words) -> list[int]:
    """The years that figures after *before* are of, one by one.

    *year* is the report's, the last of 近三年.

    >>> from lawextract.wording import words
    >>> respective_years("2020年、2021年分别受理", 2021, words()), respective_years("近三年分别为", 2021, words())
    ([2020, 2021], [2019, 2020, 2021])
    >>> respective_years("2019至2021年,分别受理", 2021, words())
    [2019, 2020, 2021]
    """
    match = words.respective.search(before) if words.dealt.search(before) else None
    if match and match["last"]:
        if year is None:
            return []
        end = year if match["until"] == "近" else year - 1  # 前三年 are those before
        return list(range(end - int(value_of(match["last"]) or 0) + 1, end + 1))
    if match and match["from"]:
        return list(range(int(match["from"]), int(match["to"]) + 1))
    return [int(told) for told in _PLAIN_YEAR.findall(match.group())] if match else []


def _last_year(text: str) -> int | None:
    years = _YEAR.findall(text) if "年" in text else ()
    return int(years[-1]) if years else None


_CASES = ("件", "宗", "起", "人", "名", "人次")  # 下达的15项任务 are tasks themselves
_AGES = ("年", "岁", "周岁")  # 工作满3年的, 年满18岁的: who is meant
_UNTIL = ("截至", "截止")
_LAST_FIGURE = re.compile(r"\d[\d.,]*\s?(?:%|个百分点|百分点|倍|位|个|[件起宗人名次项批]次?)?(?:左右|以[上下内])?\s?[、和及,]\s?$")
_MINUS = re.compile(r"(?<![\d%])-\s?$")
_LONGEST_CHANGE = 80  # characters from a verb of change to the last of its figures
_JOINTS = frozenset("、和及,")
_COORDINATE = re.compile(r"(?:分别)?[^,。;\d]{0,12}\d[\d.,]*\s?(?:%|个百分点|百分点|倍|位)?(?:左右|以[上下内])?\s?[、和及,]\s?$")


def change_of(before: str, lead: str, numeral: Numeral, year: int | None, words: Words) -> tuple[tuple[Basis, Direction] | None, Kind]:
    """Basis and direction when the figure is a change, with the kind that follows from it.

    A percentage after a verb of change is a change; a count is one only against a stated basis (较上年增加35件).
    """
    negative = numeral.kind in ("rate", "change") and _MINUS.search(before) is not None  # 同比增长-8.6%
    head = _MINUS.sub("", before) if negative else before
    verb = None
    if words.change_verbs.search(before, max(0, len(before) - _LONGEST_CHANGE)):
        while head.rstrip()[-1:] in _JOINTS and _COORDINATE.search(head):  # 分别下降21.3%和8.7%: the verb stands before the first figure
            head = _LAST_FIGURE.sub("", head)
        if words.in_before.search(head) and words.any_before.search(head):
            for bound in words.before.values():
                head = bound.sub("", head)
        verb = words.change_verb.search(head)
    if verb is None or words.level.search(head):
        is_change = numeral.kind == "change" and numeral.unit != "倍"
        direction: Direction = "down" if negative or words.below.search(before) else "up"
        if negative:
            return (_basis(lead, year, words), direction), "change"
        return ((_basis(lead, year, words) if numeral.unit == "番" else "other", direction) if is_change else None), numeral.kind
    compared = words.basis.search(lead[-40:])
    basis = _basis(lead, year, words)
    direction = "down" if (verb["verb"] in words.down) != negative else "up"
    if numeral.kind in ("rate", "change"):
        return (basis, direction), "change"
    near = compared and (words.basis.search(before[-24:]) or words.basis_alone.search(lead[: len(lead) - len(before)]))
    if (near and verb["verb"] != "新增") or numeral.unit in words.moves:  # 位列第41,前进15位
        return (basis, direction), "change"
    return None, numeral.kind


def _basis(lead: str, year: int | None, words: Words) -> Basis:
    """What the change at the end of *lead* compares with: the year before, another time that is told, or nothing that is."""
    near = lead[-40:]
    told = [*words.basis.finditer(near)]
    if not told or words.of_month.match(near, told[-1].start()):
        return "other"
    named = _YEAR.search(told[-1][0])
    earlier = named is not None and year is not None and int(named[1]) < year - 1
    return "baseline" if earlier or words.of_baseline.search(told[-1][0]) else "yoy"


def bound_of(before: str, after: str, numeral: Numeral, kind: Kind, words: Words) -> Bound:
    """Outer bound words; an inner 余/多 outranks 约, and the first N are up to N."""
    if numeral.bound != "exact":
        return numeral.bound
    told = words.in_before.search(before) is not None and words.any_before.search(before) is not None
    for bound, pattern in words.before.items() if told else ():
        if bound != "approx" and pattern.search(before):
            return bound
    if words.any_after.match(after):
        for bound, pattern in words.after.items():
            if pattern.search(after):
                return bound
        if numeral.kind == "duration" and words.within.search(after):
            return "upper"
    if words.than.search(before):
        for bound, pattern in words.differs.items():
            if pattern.match(after):
                return bound
    return "approx" if told and words.before["approx"].search(before) else "exact"


def time_of(
    after: str, lead: str, before: str, is_change: bool, year: int | None, words: Words
) -> tuple[Scope, int | None, bool]:
    """Scope as far as time decides it, the year the figure is about, and whether it sums several years."""
    if year and "年" in lead:
        lead, before = (words.relative_year.sub(lambda told: _named(told, year), said) for said in (lead, before))
    dated = tells_time(lead, words)
    quotes = "《" in lead or "“" in lead or "(" in lead
    before = _QUOTED.sub("", before) if quotes else before  # years of titles date nothing
    if dated and not before.strip() and (label := _YEAR_LABEL.search(lead)):
        before = label[0]
    near = before[-34:]
    prior = None if is_change else words.prior.search(near)
    if prior:  # what a figure before took as its own year is spent
        prior = words.prior.search(near[_last_digit(near) :])
    if prior and not words.carried.search(prior.group()) and not words.carried.match(after):
        return "prior", year - _years_ago(prior) if year else None, False
    if not dated:
        return "own", year, False
    lead = _QUOTED.sub("", lead) if quotes else lead
    own_part = names_year(words.several.sub("", before), year) or words.now.match(before) is not None  # 2019年以来87件,其中2023年11件
    several = not own_part and _spans_years(before, year, words)
    if not several and not own_part:
        told_before = lead[: len(lead) - len(before)].rpartition(";")[2]
        clauses = [c for c in _CLAUSES.split(told_before) if c.strip()]
        since = [c for c in clauses if not c.lstrip().startswith(_UNTIL)]
        if any(_spans_years(c, year, words) for c in since):
            clauses = since  # 自2021年8月改革以来,截至2023年11月底,受理83件
        clauses = [c for c in clauses[:-1] if not words.undated.fullmatch(c.strip())] + clauses[-1:]
        frame = next(
            (c for c in reversed(clauses) if words.frame.match(c) or words.several.search(c) or names_year(c, year) or words.now.match(c)), ""
        )
        if words.anew.match(before):
            frame = ""
        several = _spans_years(frame, year, words) and not _YEAR.search(before)
        if not frame and words.together.match(before) and words.kept_up.search(clauses[-1] if clauses else ""):
            return "own", None, True
        if several and words.this_year.search(before):  # 自2020年以来累计承接433项,今年行使108项
            several, frame = False, ""
    else:
        frame = ""
    if several:
        return ("own", year, False) if words.standing.search(before) else ("own", None, True)
    told = [int(m[1]) for m in _YEAR.finditer(before)] or [int(m[1]) for m in _YEAR.finditer(frame)]
    if told and year and told[-1] < year and not is_change:
        if words.of_stock.search(before) or words.carried.search(before):  # 2021年结转88件 is of the report's year
            return "own", year, False
        return ("own" if words.issued.search(before) else "prior"), told[-1], False
    if told and year and told[-1] > year:
        closing = frame.lstrip().startswith(_UNTIL)  # 截至2024年1月 closes the report for 2023
        return "own", year if closing else told[-1], False
    return "own", year, False


def _named(relative: re.Match[str], year: int) -> str:
    """去年 and 前年 at the head of a clause as the years that they are, in the report for *year*."""
    return f"{year - _years_ago(relative)}年{relative['part'] or ''}"


def _years_ago(told: re.Match[str]) -> int:
    """1 for 去年 and 上年, 2 for 前年."""
    return 2 if told["before_last"] else 1


def assessed_year(lead: str, words: Words) -> int | None:
    """The year whose assessment the sentence tells of: 2021年度法治建设考评连续四年获优秀,排名全省第三."""
    told = list(words.assessed.finditer(_QUOTED.sub("", lead)))
    return int(told[-1]["year"]) if told else None


def spans_on(told: str, sentence: str, year: int | None, words: Words) -> bool:
    """Whether a *sentence*, or its part behind a semicolon, still is about the several years that *told* opens with.

    >>> from lawextract.wording import words
    >>> [spans_on(told, "举办讲座88场", 2023, words()) for told in ("2021年以来,我镇深入普法。", "2022年以来,我镇深入普法。", "五年来,成效明显。今年又有进展。")]
    [True, False, False]
    """
    opening = words.spanning.match(told)
    if opening is None or (opening["since"] and year and int(opening["since"]) >= year - 1):
        return False
    if opening["range"] and not _spans_years(opening["range"], year, words):
        return False
    since = told[opening.end() :] + sentence
    if _YEAR.search(since) or _MONTH.search(since) or words.this_year.search(since) or words.now.search(since) or words.basis.search(since):
        return False
    first, stop, _ = told[opening.end() :].partition("。")
    if stop and (opening["congress"] or opening["range"]):
        return False  # 党的二十大以来,…: the sentence itself
    return not stop or not _A_DIGIT.search(first) or words.summing.search(sentence) is not None


def _spans_years(text: str, year: int | None, words: Words) -> bool:
    """Whether *text* tells of several years; 2020年以来 in the report for 2020 is that one year, 2019年12月至2020年11月 a year."""
    match = words.several.search(text) if words.in_several.search(text) else None
    if match and match["first"]:
        return (int(match["last"]) - int(match["first"])) * 12 + int(match["to"]) - int(match["from"]) > 12
    return match is not None and not (match.group().endswith(("以来", "起", "至今")) and str(year) in match.group())


def _last_digit(text: str) -> int:
    match = _TO_LAST_DIGIT.match(text)
    return match.end() if match else 0
