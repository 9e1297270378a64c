"""The page around a report: its title, its fields (发布时间：…), its signature, and where the body begins.

Lines are looked at without their spaces, because 徐 闻 县 is 徐闻县 on many a page.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from lawextract.identity.subjects import read_subject

HEADER_LINES = 60
"""How many lines may stand above a body; menus of government sites run to forty."""

SIGNATURE_LINES = 30
"""How far from the end a signature may stand: footers of sites come after it."""


class Line(NamedTuple):
    """A line that is not empty: where it stands, and its folded text without spaces."""

    start: int
    end: int
    text: str


class Field(NamedTuple):
    """A labelled value of the page, such as 发布机构：九江经济技术开发区管理委员会."""

    label: str
    value: str
    start: int
    end: int


class Title(NamedTuple):
    """The title as printed (lines joined), its folded form and its place."""

    printed: str
    text: str
    start: int
    end: int


_TOPIC = re.compile(
    "法治政府|依法行政|法治建设|政府工作报告|依法治[省市县区镇乡州]|法治[^,。;]{0,8}(?:工作|建设|情况)|法治.{0,4}报告"
)
_BODY_FIRST = re.compile("[^,。;:!?《》\\d]{2,30}[省市县区州盟旗镇乡道局厅委府会处](?:关于)?20\\d\\d")
"""A title that names a body before the year tells more than one that does not."""

_YEAR_WORK = re.compile(
    "[^,。;:!?《》\\d]{2,30}20\\d\\d年(?:度|\\d{1,2}(?:-\\d{1,2})?月份?)?(?:123(?:45|48|15))?[^,。;:!?\\d]{2,20}$"
    "|(?:关于)?[^,。;:!?《》\\d]{2,20}(?:123(?:45|48|15)[^,。;:!?《》\\d]{2,14})?20\\d\\d年\\d{1,2}(?:-\\d{1,2})?月份?[^,。;:!?\\d]{2,20}$"
    "|[^,。;:!?《》\\d]{4,36}(?:情况|总结|报告|通报|周报|月报|统计|答复)\\(20\\d\\d年[^()]{0,16}\\)$"
    "|20\\d\\d年度?[^,。;:!?《》\\d]{6,36}(?:统计|白皮书|情况|总结|报告|通报|说明|数据)$"
    "|[^,。;:!?《》\\d]{2,24}(?:政府|局|厅|委员会|办公室|办事处|管委会)关于[^,。;:!?《》\\d]{4,40}(?:情况|总结|报告|通报)$"
    "|[^,。;:!?《》\\d]{2,24}[省市县区州盟旗镇乡道局厅][^,。;:!?《》\\d]{2,24}工作(?:情况|总结|报告)$"
)
"""A first line of other words that names a body, mostly with its year: 武侯区2020年司法行政工作, …普法工作总结(2022年)."""

_IN_TITLE = re.compile("<[^<>]{1,60}>")
"""《关于印发<…>的通知》: no path of links (首页>政务公开)"""

_YEAR_REPORT = re.compile(
    "20\\d\\d(?:年|工作).*(?:报告|总结|情况)(?:(?:[和及与暨、]|以及)(?:20\\d\\d年?|下一?步|下一?年)[^,。]{0,10}(?:思路|打算|计划|安排|要点|设想))?$"
)
"""2021年工作总结, and 2021年工作总结和2022年工作思路"""

_GENRE = re.compile("报告|总结|情况|汇报|年报|综述|回顾|自查")
_MENU = re.compile("[>›»|]|首页|当前位置|上一篇|下一篇|上一条|下一条|相关(?!情况)|栏目|网站|[。;!?]$|^《")
_ENDS_TITLE = re.compile("(?:报告|总结|情况|汇报|年报|综述|自查)(?:\\(.{0,14}\\))?$")
_BROKEN_TITLE = re.compile("[^,。;:!?《》>|]{2,30}20\\d\\d年度?[^,。;:!?《》>|]{2,24}(?:报告|总结)")
_CONTINUES = re.compile("^(?:关于|20\\d\\d|二[〇零]|[^,。;]{0,12}法治)")
_ORGAN_LINE = re.compile(
    "^[^,。;:!?《》\\d]{3,40}(?:政府|局|厅|委员会|委|办公室|办事处|管委会|分局|院|支队|大队|中心|联合会|总工会|法学会|管理处)$"
)
_ORGAN_YEAR_LINE = re.compile("^[^,。;:!?《》\\d]{3,30}(?:20\\d\\d|二[〇零][〇零一二三四五六七八九]{2})年度?$")
"""蓟州区生态环境局2019年, which the next line goes on from"""
_AREA_LINE = re.compile("[市县区旗州盟].*[县区旗镇乡道]$")
_SITE_TAIL = re.compile("(?:[_|]|-{1,2}).{2,30}(?:网|网站|门户|平台)$")
_TITLE_LABEL = re.compile(
    "^[-\\[|【]*(?:标题|名称|文件名称|信息名称|题目|文件标题|主题|标题名称)[:\\]】|]+|(?<![|])[|]+$"
)

_PRINTED_LABEL = re.compile(
    "^[-\\s\\[|【]*(?:标|名|题|文件|信息|主)[\\s标题名称目主]{1,16}[:：\\]】|\\s]*[:：\\]】|]\\s*|(?<![\\s|])[\\s|]*[|]\\s*$"
)

_LABELS = (
    "发布机构 发文机关 发文单位 发文机构 发布单位 发布部门 公开机构 公开主体 公开单位 公开责任部门 责任部门 责任单位 制发机关 制作单位 "
    "成文机关 信息来源 文章来源 稿件来源 来源 供稿单位 供稿 作者 发布者 发布人 "
    "发布日期 发布时间 发文日期 公开日期 公开时间 成文日期 成文时间 生成日期 生成时间 印发日期 更新时间 更新日期 信息时间 编辑日期 录入时间 时间 日期 "
    "抄送 抄报 主送 报送 责任编辑 责编 编辑 审核 校对 初审 复审 终审"
).split()
_FIELD = re.compile(f"({'|'.join(_LABELS)})(?:\\s*[\\])】]\\s*:?|\\s*[:|\\t])")

_CHAPTER = re.compile(
    "^(?:第[一二三四五六七八九十]{1,3}[章部]|[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)])"
)
_SENTENCE = re.compile("^(?=.{8}).*(?:[一-鿿年],[一-鿿].*[^:]|[。;…]|如下:)$")
"""A line that reads like a sentence, however short."""

_OPENS_BODY = re.compile("20\\d\\d年,")  # a line that a copy cut at its width
_VALUE_ENDS = re.compile("\\s{2,}|[\\[\\]【】|\\t]|浏览|点击|字体|字号|阅读")


def _is_area(text: str) -> bool:
    """Whether a line is the name of a place from the top down and nothing else: 上海市静安区大宁路街道."""
    subject = read_subject(text) if len(text) <= 30 and _AREA_LINE.search(text) else None
    return subject is not None and bool(subject.places) and not subject.zone and subject.end == len(text)


def names_report(text: str) -> bool:
    """Whether a line may be the title of such a report; a chapter's heading is none (一、2023年工作总结)."""
    if _CHAPTER.match(text):
        return False
    if _TOPIC.search(text) and 7 <= len(text) <= 80 and text[-1] not in ":,":
        return True
    return len(text) < 40 and bool(_YEAR_REPORT.search(text))


class Layout:
    """The parts of a page, found once."""

    def __init__(self, text: str, folded: str) -> None:
        self.text = text
        self.folded = folded
        self.lines = [
            Line(m.start(), m.end(), compact)
            for m in re.finditer("[^\r\n]+", folded)
            if (compact := "".join(m.group().split()))
        ]

    @cached_property
    def _prose_line(self) -> int:
        """The number of the first line that reads like prose, or the number of lines if none does."""
        for number, line in enumerate(self.lines[:HEADER_LINES]):
            long = len(line.text) > 70 and "," in line.text
            sentence = len(line.text) > 30 and "," in line.text and (line.text[-1] in "。:;" or _OPENS_BODY.match(line.text))
            if (long or sentence) and not _FIELD.match(line.text) and ">" not in _IN_TITLE.sub("", line.text):
                return number
        return min(len(self.lines), 1) if self.lines and len(self.lines[0].text) > 70 else len(self.lines)

    @cached_property
    def body_line(self) -> int:
        """The number of the line with which the body begins: a sentence or chapter below the title, or prose."""
        if self._title_lines:
            first = self._title_lines[1] + 1
        elif self._prose_line == len(self.lines):
            first = 0
        else:
            begun = (n for n, line in enumerate(self.lines[: self._prose_line]) if line.text.endswith("如下:") or _CHAPTER.match(line.text))
            return next(begun, self._prose_line)
        for number, line in enumerate(self.lines[first : self._prose_line], first):
            if _CHAPTER.match(line.text) or (_SENTENCE.match(line.text) and not _FIELD.search(line.text)):
                return number
        return self._prose_line

    @cached_property
    def title(self) -> Title | None:
        """The title of the report, if it has one."""
        return self._title(*self._title_lines) if self._title_lines else None

    @property
    def line_below_title(self) -> Line | None:
        after = self._title_lines[1] + 1 if self._title_lines else len(self.lines)
        return self.lines[after] if after < len(self.lines) else None

    @cached_property
    def _title_lines(self) -> tuple[int, int] | None:
        """The best line above the body that names a report, with its neighbours if it is broken over lines."""
        best: tuple[int, int, int] | None = None
        for number, line in enumerate(self.lines[: self._prose_line]):
            text = _TITLE_LABEL.sub("", line.text)
            if not names_report(text):
                after = self.lines[number + 1].text if number + 1 < self._prose_line else ""
                text += after  # 静海区卫生健康委2022年度法治⏎政府建设情况报告
                if not (after and _BROKEN_TITLE.fullmatch(text) and not names_report(after) and names_report(text)):
                    continue
            score = 2 * bool(re.search("20\\d\\d|二[〇零]", text)) + 2 * bool(_GENRE.search(text))
            score += bool(_ENDS_TITLE.search(text)) - 6 * bool(_MENU.search(_SITE_TAIL.sub("", text)))
            score += bool(_BODY_FIRST.match(text))
            if score > 0 and (best is None or score > best[0]):
                best = (score, number, number)
        if best:
            return self._whole_title(best[1])
        first = self.lines[0].text if self.lines else ""
        named = _YEAR_WORK.match(first) and not _MENU.search(first) and not _CHAPTER.match(first)
        return (0, 0) if self._prose_line and named else None

    def _whole_title(self, number: int) -> tuple[int, int]:
        """First and last line of the title around line *number*."""
        first = last = number
        if not _ENDS_TITLE.search(self.lines[number].text) and number + 1 < self._prose_line:
            after = self.lines[number + 1].text
            if (
                len(after) <= 30
                and _ENDS_TITLE.search(after)
                and not _MENU.search(after)
                and not _CHAPTER.match(after)
            ):
                last = number + 1
        if number and _CONTINUES.match(self.lines[number].text):
            before = self.lines[number - 1].text
            if self.lines[number].text.startswith(before):  # a letterhead
                return first, last
            if _ORGAN_LINE.match(before) or _ORGAN_YEAR_LINE.match(before) or _is_area(before) or (before.startswith("关于") and len(before) < 30):
                first = number - 1
                if first and before.startswith("关于") and _ORGAN_LINE.match(self.lines[first - 1].text):
                    first -= 1
        return first, last

    def _title(self, first: int, last: int) -> Title:
        parts = self.lines[first : last + 1]
        printed = "".join(self.text[part.start : part.end].strip() for part in parts)
        text = _TITLE_LABEL.sub("", "".join(part.text for part in parts))
        printed = _PRINTED_LABEL.sub("", printed)
        tail = _SITE_TAIL.search(text)
        if tail and len(printed) >= len(tail.group()):
            cut = printed.rfind(tail.group()[0])
            printed, text = (printed[:cut].rstrip("-_| ") if cut > 0 else printed), text[: tail.start()]
        return Title(printed, text, parts[0].start, parts[-1].end)

    @cached_property
    def fields(self) -> list[Field]:
        """Labelled values above the body and below it."""
        found: list[Field] = []
        tail = max(self.body_line, len(self.lines) - SIGNATURE_LINES)
        for line in self.lines[: self.body_line] + self.lines[tail:]:
            if len(line.text) > 400:
                continue
            segment = self.folded[line.start : line.end]
            labels = list(_FIELD.finditer(segment))
            for this, after in zip_longest(labels, labels[1:]):
                raw = segment[this.end() : after.start() if after else len(segment)]
                value = _VALUE_ENDS.split(raw.strip(" |\t"), maxsplit=1)[0].strip()
                if value:
                    start = line.start + this.end() + raw.index(value)
                    found.append(Field(this.group(1), value, start, start + len(value)))
        return found

    @cached_property
    def ending(self) -> list[Line]:
        """The lines after the last line of prose: signature, date, and then what a site puts below."""
        first = max(self.body_line, len(self.lines) - SIGNATURE_LINES)
        lines = self.lines[first:]
        prose = (number for number, line in enumerate(lines) if len(line.text) > 60 or line.text[-1] in "。;")
        last = max(prose, default=0 if lines and first == self.body_line else -1)
        return [*self._stuck(lines[last]), *lines[last + 1 :]] if last >= 0 else lines

    def _stuck(self, line: Line) -> list[Line]:
        """What follows the last sentence of a paragraph: …作出新的贡献。安吉县天荒坪镇人民政府2023年12月20日."""
        start = self.folded.rfind("。", line.start, line.end) + 1
        text = "".join(self.folded[start : line.end].split()) if start else ""
        return [Line(start, line.end, text)] if 4 <= len(text) <= 50 and "," not in text else []

    @cached_property
    def body_start(self) -> int:
        return self.lines[self.body_line].start if self.body_line < len(self.lines) else len(self.text)
