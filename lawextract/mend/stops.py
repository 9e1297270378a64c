"""Stops and paragraphs that a copy lost, and spaces that it put in their place or anywhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from lawextract.mend.edits import Edit
from lawextract.mend.prose import FIGURES, LEAST, PROSE, PUNCTUATED, is_closed, lines_of

# where a text of one line had its line ends: after its title, before headings, between paragraphs
_LOST_END = re.compile(
    r"(?:(?<=报告)|(?<=总结)|(?<=情况)|(?<=汇报)|(?<=報告)|(?<=[。！？!?]))[ \t\u00a0\u3000]+(?=\S)"
    r"|(?<![ \t\u00a0\u3000])[ \t\u00a0\u3000]++(?=[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部])"
    r"|(?<=[。！？；])(?=[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])"
    r"|(?:(?<=报告)|(?<=总结)|(?<=報告))(?=一、|[(（]一[)）]|(?:19|20)\d\d年)"
)
_CHAPTER = re.compile(r"[。！？；\s](?=[一二三四五六七八九十]{1,2}、)")  # in a line
# headings that run into the text before them: 现将情况报告如下一、主要措施(一)坚持党的领导
_RUN_IN = re.compile(r"(?<=[一-鿿%％。；！])(?<![第条款项])(?:(?P<chapter>[一二三四五六七八九十]{1,2})、(?=[一-鿿\d]{4})|[（(][一二三四五六七八九十]{1,2}[)）](?=[一-鿿]))")
_COUNT = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_LONG_LINE = 200

# a space that parts two clauses, each with words of its own: 审结49件 其中调解17件, but neither 审结49 件 nor 审结 49 件
_PARTING = re.compile(r"[ \u3000](?=(?P<after>[^\s，,。；;]+))(?<=[一-鿿%％）)”\d].)")
_CLAUSE = re.compile(r"(?:[^一-鿿]*[一-鿿]){3}")
_BARE_HEADING = re.compile(r"(?m)^[一二三四五六七八九十]{1,3}([ \u3000])[ \u3000]?(?=[一-鿿\d]{4})")
_ANY_HEADING = re.compile(r"(?m)^[ \u3000]*(?P<chapter>[一二三四五六七八九十]{1,3})(?:、|[ \u3000]{1,2}(?=[一-鿿\d]{4}))")
_TITLE = re.compile(r"(?m)[^，,。；;：:\n]{4,24}$")  # fills its line
_BARE = 2  # headings; fewer are chance
_GLUED_HEADING = re.compile(r"(?m)^(?P<chapter>[一二三四五六七八九十])(?=[一-鿿]{4,20}$)")
# what follows a paragraph in a transcript: a time, or the next of its points
_TRANSCRIBED = re.compile(r"(?<=[^\s。！？；])\n(?=\[\d\d:|第[一二三四五六七八九十]{1,2}(?:个|方面|部分))")
_SENTENCE = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）是]|\d{4}年")  # opens one
_STOP = re.compile(r"[，,。；;](?!\d)")
_PARTED = 10  # clauses; fewer are chance

# signs before the lines of a post (▶, ✅, emoji; none that draw tables or tell which way a figure went), and a line that is a figure alone
_BULLET = re.compile(r"(?m)^[ \t]*(?![↑↓▲▼△▽][ ]?\d)(?:[\u2190-\u21ff\u2580-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d]?[ \t]*)+(?=\S)")
_LONE_FIGURE = re.compile(r"\d[\d,.，．]*\s?[万亿余多]*[一-鿿%％]{0,3}\s*")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、.．][^，,。；;：:]{2,24}|[^，,。；;：:]{2,24}(?:19|20)\d\d年[^，,。；;：:]{0,4}法治[^，,。；;：:]{2,16}")  # or a title
_BULLETS = 5  # lines; fewer are chance

# a row of a table that numbers tasks and tells of each in sentences: 3|执法监督|评查案卷86卷。…
_TASK = re.compile(r"(?m)^[ ]*\d{1,3}[ ]*([|｜\t])[ ]*[^|｜\t\n]{2,24}([|｜\t])[ ]*(?=[^|｜\t\n]*[。；][^|｜\t\n]*$)")
_TASKS = 4  # rows; fewer are chance

_ROW = re.compile(r"[\t|｜]")

# 加强组织领导 落实责任。 after a number is a heading that a sentence follows; 58件 审结49件 are two items
# (the space comes first in the pattern, so that only spaces are looked at)
_STRAY = re.compile(r"[ \u3000](?=[一-鿿])(?<=[一-鿿].)(?<!\d[一-鿿].)(?<!\d[一-鿿\s][一-鿿].)(?<!\d[一-鿿\s][一-鿿]{2}.)")
_AFTER_FIGURE = re.compile(r"[ \u3000](?=[一-鿿])(?<=[一-鿿].)(?:(?<=\d[一-鿿].)|(?<=\d[一-鿿\s][一-鿿].)|(?<=\d[一-鿿\s][一-鿿]{2}.))")
# 检查93次 行政强制16次, 把关243件其中合同152份, 受理296起已化解251起: a comma lost, or a space in its place
_FOR_COMMA = re.compile(r"[ \u3000](?=[一-鿿]{2,12}[\dlO])(?![一-鿿]{2,12}(?:19|20)\d\d ?年|参|接受|通过|前往)(?:(?<=\d[一-鿿].)|(?<=\d[一-鿿]{2}.))")
_NO_COMMA = re.compile(
    r"[其已](?:(?<=\d[件宗起项人名份个家场户处].)|(?<=\d[人件场批]次.))(?:(?<=其)中[一-鿿]{2,12}\d|(?<=已)[一-鿿]{2,3}\d)"
)
_NEAR = 100  # characters of the line around
_STREWN = 12  # stray spaces: a text of so many has them behind figures as well, where fewer may stand for commas
_OPENING = re.compile(r"(?m)(?:^|[。；;](?=[（(一二三四五六七八九十首其\d]))[^，,。；;：:]*")


def task_rows(text: str) -> Iterator[Edit]:
    """The bars or tabs in the rows of a table that numbers tasks: each task is a heading above its sentences.

    >>> from lawextract.mend import mend
    >>> mend("\\n".join(f"{n}|执法监督|评查案卷86卷。" for n in range(1, 5))).text[:15]
    '1、执法监督\\n评查案卷86卷。'
    """
    rows = [*_TASK.finditer(text)]
    if len(rows) >= _TASKS:
        for row in rows:
            yield Edit(*row.span(1), "、")
            yield Edit(*row.span(2), "\n")


def lost_stops(text: str) -> Iterator[Edit]:
    """The stops of a text that has spaces in their place, and those behind the numbers of its chapters.

    >>> from lawextract.mend import mend
    >>> text = "一 推进复议工作\\n" + "受理行政复议申请58 件 审结其中的49件 " * 6 + "满意率 98%"
    >>> mend(text).text[:31]
    '一、推进复议工作\\n受理行政复议申请58 件，审结其中的49件，'
    """
    parting = [match for match in _PARTING.finditer(text) if _CLAUSE.match(match["after"])]
    bare = [*_BARE_HEADING.finditer(text)]
    glued = [*_GLUED_HEADING.finditer(text)]
    edits: dict[int, Edit] = {}
    if len(parting) >= max(_PARTED, 4 * len(_STOP.findall(text))):
        edits = {match.start(): Edit(match.start(), match.end(), "。" if _SENTENCE.match(match["after"]) else "，") for match in parting}
        edits |= {match.start(): Edit(match.start(), match.start(), "。") for match in _TRANSCRIBED.finditer(text)}
    if edits or (sum(1 for match in bare if _TITLE.match(text, match.end())) >= _BARE and _in_turn([*_ANY_HEADING.finditer(text)])):
        edits |= {match.start(1): Edit(*match.span(1), "、") for match in bare}
    if len(glued) > _BARE and _in_turn(glued):  # 一主要工作
        edits |= {match.end(): Edit(match.end(), match.end(), "、") for match in glued}
    yield from sorted(edits.values())


def lost_ends(text: str) -> Iterator[Edit]:
    """The ends of title, headings and paragraphs in a text of one line, or in a line that holds several chapters."""
    alone = len(text) > _LONG_LINE and "\n" not in text.strip()
    for start, line in lines_of(text):
        if len(line) > _LONG_LINE and "一、" in line and "二、" in line and _in_turn(run_in := [*_RUN_IN.finditer(text, start, start + len(line))]):
            yield from (Edit(match.start(), match.start(), "\n") for match in run_in)
        elif alone or (len(line) > 2 * _LONG_LINE and len(_CHAPTER.findall(line)) > 1):
            for match in _LOST_END.finditer(text, start, start + len(line)):
                yield Edit(*match.span(), "\n" * max(1, len(match[0])))


def _in_turn(numbers: list[re.Match[str]]) -> bool:
    """Whether the chapters among *numbers* of headings count up from the first, two or more."""
    chapters = [_COUNT.index(match["chapter"]) for match in numbers if match["chapter"] in _COUNT]
    return len(chapters) > 1 and chapters == [*range(len(chapters))]


def bullets(text: str) -> Iterator[Edit]:
    """The signs before the lines of a post, and the line ends inside what each tells.

    >>> from lawextract.mend import mend
    >>> mend("▶ 全镇划分网格\\n92个\\n办结率98%\\n" * 5).text[:20]
    '全镇划分网格92个，办结率98%。\\n全镇'
    """
    if len(_BULLET.findall(text)) < _BULLETS:
        return
    within = told = False  # what a sign opened, and a figure in it
    for (start, line), (after, following) in pairwise([*lines_of(text), (len(text), "")]):
        bullet = _BULLET.match(line)
        within = bullet is not None or (within and bool(line.strip()))
        if bullet:
            told = False
            yield Edit(start, start + bullet.end(), "")
        told = told or FIGURES.search(line) is not None
        if not within or is_closed(line) or _HEADING.fullmatch(line, bullet.end() if bullet else 0):
            continue
        if following.strip() and not _BULLET.match(following):
            yield Edit(after - 1, after, "" if _LONE_FIGURE.fullmatch(following) else "，")
        elif told:
            yield Edit(start + len(line), start + len(line), "。")


def lost_commas(text: str) -> Iterator[Edit]:
    """The commas behind figures of prose that a copy lost, or put a space for.

    >>> from lawextract.mend import mend
    >>> mend("全年实施行政检查932次 行政强制16次，作出行政处罚220宗，受理举报96起已办结91起。").text
    '全年实施行政检查932次，行政强制16次，作出行政处罚220宗，受理举报96起，已办结91起。'
    """
    lost = [(match.start(), match.start()) for match in _NO_COMMA.finditer(text)]
    spaces = [match.span() for match in _FOR_COMMA.finditer(text)]
    if spaces and len(_STRAY.findall(text)) < _STREWN:  # strewn spaces stand for nothing
        lost += spaces
    for start, end in sorted(lost):
        before, behind = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        line = before[before.rfind("\n") + 1 :] + behind.partition("\n")[0]
        if len(line) > PROSE and PUNCTUATED.search(line) and not _ROW.search(line):
            yield Edit(start, end, "，")


def stray_spaces(text: str) -> Iterator[Edit]:
    """Single spaces between Chinese characters in lines of prose, but for those after a heading that a sentence follows.

    >>> from lawextract.mend import mend
    >>> mend("全年 立案58件，审 结49件 行政案件。" * 13).text[-18:]  # so many that those behind figures are stray, too
    '全年立案58件，审结49件行政案件。'
    """
    stray: list[Edit] = []
    heads: list[Edit] = []
    behind_figures: list[Edit] = []
    for begin, line in lines_of(text):
        if len(line) <= PROSE or not (" " in line or "\u3000" in line) or not PUNCTUATED.search(line):
            continue
        span = (begin, begin + len(line))
        behind_figures += (Edit(*match.span(), "") for match in _AFTER_FIGURE.finditer(text, *span))
        if found := [*_STRAY.finditer(text, *span)]:
            openings = [match.span() for match in _OPENING.finditer(text, *span)]
            starts = [start for start, _ in openings]
            for start, end in (match.span() for match in found):
                opening = bisect_right(starts, start) - 1
                (heads if opening >= 0 and start < openings[opening][1] else stray).append(Edit(start, end, ""))
    told = list(stray)
    if len(stray) > max(LEAST, len(heads)):
        told += heads
    if len(stray) >= _STREWN:
        told += behind_figures
    return iter(sorted(told))
