"""Which year a report is about, and when it was published.

Chinese law wants the yearly report public before 1 April of the following year, so most reports speak of
at least three years: the one reported on, the one planned, and that of the signature.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from lawextract.identity.layout import Layout, Line, Title
from lawextract.models import Period, Warning

_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "0": "0",
    "O": "0",
    "o": "0",
}
_CHINESE_YEAR = "[二2][〇零0Oo][〇零一二三四五六七八九]{2}"
_DATE = re.compile(
    "(20\\d\\d)\\s*[年./-]\\s*(\\d{1,2}|[元正](?=\\s*月))\\s*[月./-]\\s*(\\d{1,2})(?:\\s*日)?(?!\\d)"
)
_CHINESE_DATE = re.compile(
    f"({_CHINESE_YEAR})年([元正一二三四五六七八九十]{{1,2}})月([一二三四五六七八九十廿]{{1,3}})日"
)
_YEAR = re.compile(f"(20[0-3]\\d)|({_CHINESE_YEAR})(?=年)")
_PUBLISHED = (
    "发布日期 发布时间 公开日期 公开时间",
    "信息时间 时间 日期 发文日期 印发日期 生成日期 生成时间 更新时间 更新日期 编辑日期 录入时间 成文日期 成文时间",
)
_QUOTED = re.compile("《[^》]{0,80}》|〔[^〕]{0,12}〕|\\[20\\d\\d\\]|“[^”]{0,30}”")
_SPAN = re.compile(
    "20(?:\\d\\d\\s*年?\\s*[-~至到、和]{1,2}\\s*20\\d\\d|(?<!\\d20)[0-3]\\d20[0-3]\\d(?!\\d))"
)
_FULL_DATE = re.compile("(?:\\d{1,2}|元)月\\d{1,2}日")
_MONTHS = re.compile(
    "(20\\d\\d)\\s*年\\s*(\\d{1,2})\\s*月(?:\\s*1日)?\\s*[-~至到]{1,2}\\s*(?:(20\\d\\d)\\s*年\\s*)?(\\d{1,2})\\s*月(?:底|份|\\s*3[01]日)?(?!\\d)"
)
_PLANNED = re.compile(
    "(?:和|及|暨|与|以及|、)20\\d\\d(?:年度?|工作)[^,。]{0,12}(?:计划|打算|安排|思路|要点|展望|设想|谋划|重点)"
)
_PAGE_WORD = re.compile(
    "[])】]?(?:\\d{1,2}:\\d\\d(?::\\d\\d)?)?[|/(\\[【]?(?:来源|作者|发布|编辑|浏览|点击|阅读|字体|字号|信息来源|文章来源)"
)
_TODAY = re.compile("星期|今天|欢迎|访问|农历")
_PLAN = re.compile("下一步|下步|打算|计划|安排|展望|思路|重点|设想|目标")
_PLAN_NAME = re.compile("度?(?:重点)?(?:工作)?(?:计划|打算|安排|思路|展望|设想)")
_RESOLVE = re.compile(
    "[,]?[^,。]{0,12}(?:将|要)(?:继续|坚持|进一步|深入|全面|以|认真|紧|重点|持续|着力|围绕|按照|不断|切实|严格|从|始终|扎实|大力|加强|积极)"
)
_HEADING = re.compile("[(第]?[一二三四五六七八九十]{1,3}[)、.章节部]{0,2}(?:关于)?$")
_REPORTING = re.compile("现(?:将|就)[^,。]{0,10}$")
_REPORTED = re.compile("度?[^,。;:]{0,24}(?:报告|汇报|通报|说明)如下")
_YEARLY = re.compile("度?[^,。;:《》]{0,14}年度报告")
_PERIOD = re.compile("(?:期限|周期|时段|起止时间)[:为是]?[自从]?$")
"""统计期限自2021年1月1日起至2021年12月31日止"""
_YEAR_END = re.compile("(?:\\d{1,2}月)?(?:底|末|12月|全年|1-1[0-2]月)|第?[二三四]季度|上半年")
_SINCE = re.compile("以来")
_HONOUR = re.compile("被(?:评|授|确定|命名)|荣获|获评|获得|排名|第[一二三四五]名|考核|评估|获全|考评|优秀等次")
_COMPARED = re.compile("(?:同比|比|较|上年|去年|与)[(]?$")
_LAST_YEAR = re.compile("(?:同比|上年|去年|与)[(]?$")
"""比2017年 may look further back."""


def year_number(text: str) -> int:
    """
    >>> year_number("二〇二〇"), year_number("2023"), year_number("二零一九")
    (2020, 2023, 2019)
    """
    return int("".join(_DIGITS.get(char, char) for char in text))


def _small_number(text: str) -> int:
    """
    >>> [_small_number(t) for t in ("元", "十二", "二十三", "三十", "九", "廿一", "07")]
    [1, 12, 23, 30, 9, 21, 7]
    """
    if text.isdigit():
        return int(text)
    if text in "元正":
        return 1
    text = text.replace("廿", "二十")
    tens, ten, ones = text.rpartition("十")
    value = int(_DIGITS[ones]) if ones else 0
    return value + (10 * (int(_DIGITS[tens]) if tens else 1) if ten else 0)


def iso_date(text: str) -> tuple[str, int, int] | None:
    """The first full date of folded *text*, as ISO, with its place.

    >>> iso_date("二〇二〇年十二月十六日"), iso_date("发布时间:2024-01-19 09:32")
    (('2020-12-16', 0, 11), ('2024-01-19', 5, 15))
    """
    for pattern in (_DATE, _CHINESE_DATE):
        for match in pattern.finditer(text):
            year, month, day = match.groups()
            try:
                found = date(year_number(year), _small_number(month), _small_number(day))
            except (ValueError, KeyError):
                continue
            return found.isoformat(), match.start(), match.end()
    return None


def _signature_date(layout: Layout, line: Line) -> tuple[str, int, int] | None:
    """The date of a line that has little else than a date and a name."""
    if len(line.text) > 50 or re.search("[^\\d]:|备案", line.text) or _TODAY.search(line.text):
        return None
    return iso_date(layout.folded[line.start : line.end]) or iso_date(line.text)


def published(layout: Layout, year: int | None) -> str | None:
    """The date of publication: the page's field, else the signature's date, else a bare date at the head.

    A date that cannot be (before the middle of the year, or years after it) is the page's own affair.
    """
    candidates: list[str] = []
    fields = [(field.label, iso_date(field.value)) for field in layout.fields]
    candidates += [found[0] for label, found in fields if found and label in _PUBLISHED[0].split()]
    candidates += [found[0] for line in layout.ending if (found := _signature_date(layout, line))]
    candidates += [found[0] for label, found in fields if found and label in _PUBLISHED[1].split()]
    for line in layout.lines[: layout.body_line]:
        found = _signature_date(layout, line)
        if found and len(line.text) - (found[2] - found[1]) <= 12:
            candidates.append(found[0])
        written = layout.folded[line.start : line.end].lstrip()
        begins = iso_date(written)  # 2023-03-27 09:05:00 来源：…
        if begins and begins[1] <= 1 and _PAGE_WORD.match("".join(written[begins[2] :].split())):
            candidates.append(begins[0])
    for field in layout.fields:  # 责任编辑：… 2024-02-18 09:30
        found = iso_date(field.value)
        if found and re.fullmatch("[\\d:\\s]*", field.value[found[2] :]):
            candidates.append(found[0])
    if year is None:
        return candidates[0] if candidates else None
    for last in (year + 1, year + 2):
        for candidate in candidates:
            if f"{year}-06-01" <= candidate <= f"{last}-12-31":
                return candidate
    return None


def _blanked(text: str) -> str:
    """*text* of the same length without titles, document numbers, quotations and spans of years."""
    for pattern in (_QUOTED, _SPAN):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def _title_years(title: str) -> list[int]:
    """The years a title names, a span as its two ends.

    >>> _title_years("2023年法治政府建设总结及2024年工作计划"), _title_years("2021-2022年法治政府建设报告")
    ([2023], [2021, 2022])
    >>> _title_years("迈陈镇法治政府建设年度报告(2024年度)"), _title_years("法治政府建设报告(2024年1月)")
    ([2024], [])
    """
    title = _PLANNED.sub(" ", title)
    title = re.sub("《[^》]*》|\\((?:送审|征求|\\d(?!\\d{3}年?度?\\))).*?\\)|[〔\\[]20\\d\\d[〕\\]]", " ", title)
    return sorted({year_number(m.group()) for m in _YEAR.finditer(title)})


class _Year(NamedTuple):
    """A year of the body: its number, what stands before it in its line, and its clause after it."""

    number: int
    position: int
    before: str
    after: str


def _years(body: str) -> Iterator[_Year]:
    for match in re.finditer("(20[0-3]\\d)\\s*(?:年|(?=以来[,\\s]))", body):
        line = body.rfind("\n", 0, match.start()) + 1
        before = body[max(line, match.start() - 12) : match.start()]
        after = re.split("[。;\n]", body[match.end() : match.end() + 40], maxsplit=1)[0]
        yield _Year(int(match.group(1)), match.start(), before.strip(), after)


def _vote(year: _Year, first: bool) -> tuple[int, int]:
    """For which year one mention speaks, and how strongly; *first* tells that the year was not named before.

    >>> _vote(_Year(2025, 3000, "", ",我区将坚持以法治思想为指导"), True)
    (2024, 3)
    >>> _vote(_Year(2023, 0, "", ",从化区坚持以"), True)
    (2023, 4)
    """
    if _PERIOD.search(year.before) or (year.position < 240 and _YEARLY.match(year.after)):
        return year.number, 9
    if _FULL_DATE.match(year.after):
        return year.number, 0
    if _COMPARED.search(year.before):
        return year.number + 1, 2 if _LAST_YEAR.search(year.before) else 1
    if _HEADING.match(year.before):
        return year.number - 1 if _PLAN.search(year.after[:24]) else year.number, 4
    if _PLAN_NAME.match(year.after) or _RESOLVE.match(year.after):
        return year.number - 1, 3
    if _REPORTING.search(year.before) or _REPORTED.match(year.after):
        return year.number, 4
    if year.position < 240 and re.search("(?:^|[,。;:、])$", year.before) and first:
        if _HONOUR.search(year.after):
            return year.number, 1  # last year's honours may come first
        return year.number, 3 if _SINCE.match(year.after) else 4
    return year.number, 2 if _YEAR_END.match(year.after) else 0


def _votes(layout: Layout) -> Counter[int]:
    """What opening, section headings and plan sentences, and the balance of dates say about the year."""
    votes: Counter[int] = Counter()
    seen: Counter[int] = Counter()
    headings: set[int] = set()
    for year in _years(_blanked(layout.folded[layout.body_start :])):
        spoken, weight = _vote(year, year.number not in seen)
        if _HEADING.match(year.before):
            headings.add(year.number)
            if year.number - 1 in headings:  # 一、2024年工作回顾 … 二、关于2025年工作
                spoken = year.number - 1
        votes[spoken] += weight
        seen[year.number] += spoken == year.number
    for number, count in seen.items():
        votes[number] += min(count, 5) // 2 + (count > 0)
    return votes


def _plausible(year: int, latest: int | None) -> bool:
    return 2008 <= year <= 2035 and (latest is None or year <= latest)


class _Span(NamedTuple):
    """The months that a report covers, as first and last day, and the year that most of them belong to."""

    start: str
    end: str
    year: int | None

    @property
    def period(self) -> Period:
        return Period(start=self.start, end=self.end)


def _months(text: str, least: int = 2) -> _Span | None:
    """The months that *text* names as its period, *least* of them or more.

    >>> _months("2022年7月至2023年6月,瓦店镇"), _months("2022年12月至2023年11月").year
    (_Span(start='2022-07-01', end='2023-06-30', year=None), 2023)
    """
    match = _MONTHS.search(text)
    if match is None:
        return None
    first, begin, last, end = (int(group or match.group(1)) for group in match.groups())
    if not (1 <= begin <= 12 and 1 <= end <= 12 and least <= (last - first) * 12 + end - begin + 1 <= 24):
        return None
    year = first if last == first else last if end >= 9 else first if begin <= 4 and end <= 3 else None
    return _Span(f"{first}-{begin:02}-01", f"{last}-{end:02}-{monthrange(last, end)[1]}", year)


def _warning(code: str, message: str, title: Title) -> Warning:
    return Warning(code=code, message=f"{message}: {title.printed}", start=title.start, end=title.end)


def reported_year(layout: Layout) -> tuple[int | None, Period | None, list[Warning]]:
    """The year reported on, with the period if it is not that whole year, and what to warn of."""
    title = layout.title
    years = _title_years(title.text) if title else []
    opening = layout.folded[layout.body_start : layout.body_start + 60]
    titled = _months(title.text) if title else None
    span = titled or _months(re.split("[。\n]", opening.lstrip(), maxsplit=1)[0], least=9)
    if title and len(years) > 1:
        if span and span.year:
            return span.year, span.period, []
        whole = Period(start=f"{years[0]}-01-01", end=f"{years[-1]}-12-31")
        warning = _warning("several_years", "The title names more than one year", title)
        return None, span.period if span else whole, [warning]
    votes = _votes(layout)
    year: int | None
    if years:
        year = years[0]
        if title and "政府工作报告" in title.text and votes[year - 1]:
            year -= 1  # a government work report carries the year of its session
        signed = published(layout, None)
        if signed and signed < f"{year}-06" and votes[year - 1] > votes[year]:
            year -= 1  # so does some other report that was written early in the year
    else:
        year = _elected(layout, votes)
    if span and not years:
        year = span.year
    if span and year == span.year:
        return year, span.period, []
    if year is None:
        return None, None, []
    half = re.search("上半年|下半年|第[一二三四]季度", title.text) if title else None
    if title and half:
        start, end = _PARTS[half.group()]
        warning = _warning("part_of_year", f"The report covers a part of {year} only", title)
        return year, Period(start=f"{year}-{start}", end=f"{year}-{end}"), [warning]
    return year, Period(start=f"{year}-01-01", end=f"{year}-12-31"), []


_PARTS = {
    "上半年": ("01-01", "06-30"), "下半年": ("07-01", "12-31"), "第一季度": ("01-01", "03-31"),
    "第二季度": ("04-01", "06-30"), "第三季度": ("07-01", "09-30"), "第四季度": ("10-01", "12-31"),
}  # fmt: skip


def _elected(layout: Layout, votes: Counter[int]) -> int | None:
    """The year with most votes, if it leads clearly."""
    signed = published(layout, None)
    latest = int(signed[:4]) if signed else None
    if signed and latest:
        if signed[5:7] <= "06":  # the law asks for the report in spring
            votes = votes + Counter({latest - 1: 3})
        elif signed[5:7] >= "11":
            votes = votes + Counter({latest: 3})
    ranked = [(year, count) for year, count in votes.most_common() if _plausible(year, latest)]
    if not ranked or ranked[0][1] < 2:
        return None
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return None
    return ranked[0][0]
