"""What a copy did to a text, undone for reading, and offsets brought back.

A copy from a page or a mail ends its lines at one width, in the middle of words and numbers, since Chinese has no spaces:
受理行政复⏎议申请1⏎58件 tells 58 and no reconsideration. Another is one line without title and headings, has marks that
nobody sees inside its numbers, or the signs of a markup (``&ldquo;``, ``**``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from html import unescape
from itertools import compress, pairwise
from typing import NamedTuple, TypeVar, cast

from pydantic import BaseModel

from lawextract.models import Mention

Value = TypeVar("Value")
_PLAIN = (str, int, Decimal, type(None))  # what holds no offsets

_NARROWEST, _WIDEST = 18, 65  # Chinese characters in a line
_RAGGED = 8  # columns, two a Chinese character: no line begins with a comma, and some copies break no number
_LEAST = 4  # full lines that run on; fewer are chance
_SHARE = 0.5  # of the lines without closing punctuation, that are full; the others are headings and titles

# each character alone is found many times faster than one of several
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LINE_ENDS = "\r\u000b\u000c\u0085\u2028\u2029"
_LINE_END = re.compile(f"[{_LINE_ENDS}](?<!\r(?=\n))")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_MARKDOWN = re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+(?=\S)|\*\*(?=\S[^*\n]*\*\*)|(?<=[^\s*])\*\*")
_IS_MARKDOWN = re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+\S|\*\*\S[^*\n]*\*\*")

# where a text of one line had its line ends: after its title, before headings, between paragraphs
_LOST_END = re.compile(
    r"(?:(?<=报告)|(?<=总结)|(?<=情况)|(?<=汇报)|(?<=報告)|(?<=[。！？!?]))[ \t\u00a0\u3000]+(?=\S)"
    r"|(?<![ \t\u00a0\u3000])[ \t\u00a0\u3000]++(?=[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部])"
    r"|(?<=[。！？；])(?=[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])"
    r"|(?:(?<=报告)|(?<=总结)|(?<=報告))(?=一、|[(（]一[)）]|(?:19|20)\d\d年)"
)
_CHAPTER = re.compile(r"[。！？；\s](?=[一二三四五六七八九十]{1,2}、)")  # in a line
_LONG_LINE = 200

_PAGE = re.compile(r"\s*(?:[-—–－·~]\s*\d{1,4}\s*[-—–－·~]|第\s*\d{1,4}\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?|\d{1,3}(?:\s*/\s*\d{1,3})?)")
_CLOSING, _AROUND = frozenset("。！？：；!?:;"), "”」』)）]"
_NEW = re.compile(
    r"[\t\u00a0\u3000]|[ ]{2}|$|[一-鿿]{2,6}[:：]\s?(?:(?:19|20)\d\d\D|\S+\s+[一-鿿]{2,6}[:：])|[(（]?[一二三四五六七八九十百\d]{1,3}[)）、]|\d{1,2}[.．](?!\d)|第[一二三四五六七八九十百\d]{1,3}[章节部条篇]"
)
_CUT_ROW = re.compile(r"(?m)^[ \t]*\|[ \t]*(?:\n[^\n|]{1,80}\|+(?=[ \t]*$))+")  # a bar, and a line for each cell of the row with its bar
_CELLS = re.compile(r"\t|\S(?:[ ]{2,}|\u3000+)\S|[|│┃]")  # a row of a table ends where it ends
_PROSE = 30  # characters; an open line that is shorter may be a heading
_OF_FIGURES = 24  # the same of a line with figures
_FIGURES = re.compile(r"\d ?[%％一-鿿]")
_HEADING = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十百\d]{1,3}[)）、]|\d{1,2}[.．]|第[一二三四五六七八九十百\d]{1,3}[章节部条篇])")
_OPEN_NUMBER = re.compile(r"[一-鿿，,；;、]{2}\s?(?<!\d)(?:\d{1,3}[,，]\d{0,3}|\d{1,3}[.．]\d?|\d)$")
_REST_OF_NUMBER = re.compile(r"(?!(?:19|20)\d\d\s?[年.-])[\d,，.．]+\s?(?:[%％万亿余多]|[一-鿿])")
_STOPPED = re.compile("[。；;]")
_LISTING = re.compile(r"\d\s?[一-鿿]{1,2}、")  # no heading lists figures
_PUNCTUATED = re.compile("[，,。；;]")

# signs before the lines of a post (▶, ✅, emoji; none that draw tables), and a line that is a figure alone
_BULLET = re.compile(r"(?m)^[ \t]*(?:[\u2190-\u21ff\u2580-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d]?[ \t]*)+(?=\S)")
_LONE_FIGURE = re.compile(r"\d[\d,.，．]*\s?[万亿余多]*[一-鿿%％]{0,3}\s*")
_BULLETS = 5  # lines; fewer are chance

# what a scan was misread as: letters for digits (7l.2%, 1OO%), 3 91条, and characters that look like others
_LETTER = re.compile(r"[Oo](?=[\dOo.,%％年月日件人次个份项名户家])(?:(?<=\d.)|(?<=\d[Oo].))|[lI](?:(?<=\d.)(?=[\d.%％])|(?<![A-Za-z].)(?=\d{1,3}[一-鿿]))")
_LOOKS_LIKE = re.compile(r"[吿巳曰未末](?:(?<=吿)|(?<=巳)(?![时年])|(?<=\d曰)|(?<=年未)(?=[，,。、])|(?<=末)(?=发生|发现|收到|出现|受理|办结|根本))")
_READ_AS = {"O": "0", "o": "0", "l": "1", "I": "1", "吿": "告", "巳": "已", "曰": "日", "未": "末", "末": "未"}
_SPLIT_NUMBER = re.compile(r" (?=\d{1,3}[一-鿿])(?!\d{3}[一-鿿])(?:(?<=[一-鿿]\d )|(?<=[一-鿿]\d\d )|(?<=[一-鿿]\d{3} ))")
_SPLIT = re.compile(r" (?:(?<=\d )(?<!\d{4} )(?=(?:\d{1,2} )?\d{1,3} ?[一-鿿%％])|(?<=\d )(?=[.．,，] ?\d)|(?:(?<=\d[.．,，] )|(?<=\d [.．,，] ))(?=\d)(?<![\n ]\d[.．] ))")
_MISREAD = 3  # split numbers; fewer are chance

# a space that parts two clauses, each with words of its own: 审结49件 其中调解17件, but neither 审结49 件 nor 审结 49 件
_PARTING = re.compile(r"[ \u3000](?=(?P<after>[^\s，,。；;]+))(?<=[一-鿿%％）)”\d].)")
_CLAUSE = re.compile(r"(?:[^一-鿿]*[一-鿿]){3}")
_BARE_HEADING = re.compile(r"(?m)^[一二三四五六七八九十]{1,3}([ \u3000])[ \u3000]?(?=[一-鿿\d０-９]{4})")
_SENTENCE = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）是]|\d{4}年")  # opens one
_STOP = re.compile(r"[，,。；;](?!\d)")
_PARTED = 10  # clauses; fewer are chance

# 加强组织领导 落实责任。 after a number is a heading that a sentence follows; 58件 审结49件 are two items
# (the space comes first in the pattern, so that only spaces are looked at)
_STRAY = re.compile(r"[ \u3000](?=[一-鿿])(?<=[一-鿿].)(?<!\d[一-鿿].)(?<!\d[一-鿿\s][一-鿿].)(?<!\d[一-鿿\s][一-鿿]{2}.)")
_OPENING = re.compile(r"(?m)(?:^|[。；;](?=[（(一二三四五六七八九十首其\d]))[^，,。；;：:]*")


class Edit(NamedTuple):
    """A stretch, as half-open offsets, and what stands in its place; ``origin`` tells where that was moved from, if it was."""

    start: int
    end: int
    new: str
    origin: int | None = None


class Mended(NamedTuple):
    """A text to be read, and where its characters stood in the text as it was.

    ``text`` is made of pieces: ``starts`` tells where each begins in it, ``origins`` where in the text ``of`` which it was
    made (the one given, if None), and ``kept`` whether it is as long as there; all of another piece stood in one place.
    """

    text: str
    starts: list[int]
    origins: list[int]
    kept: list[bool]
    of: Mended | None

    def origin(self, offset: int) -> int:
        """Where the character at *offset*, or the end of the text, stood in the text as it was."""
        piece = bisect_right(self.starts, offset) - 1
        before = self.origins[piece] + (offset - self.starts[piece] if self.kept[piece] else 0)
        return self.of.origin(before) if self.of else before

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The half-open offsets, in the text as it was, of a stretch of ``text``."""
        if end <= start:
            return self.origin(start), self.origin(start)
        following = bisect_right(self.starts, start)
        if self.kept[following - 1] and following < len(self.starts) and end < self.starts[following]:  # of one piece, as most are
            by = self.origins[following - 1] - self.starts[following - 1]
            return self.of.place(start + by, end + by) if self.of else (start + by, end + by)
        return self.origin(start), min(self.origin(end - 1) + 1, self.origin(end))


def mend(text: str) -> Mended | None:
    """*text* as it was before the copy; None where nothing is to be mended.

    >>> lines = ["全年受理行政复议申请58件,审结49件,其中以调解方式结案1"] + ["7件,行政机关负责人出庭应诉率百分之百,比上年提高二个百"] * 6
    >>> mend("\\n".join(lines)).text[20:36]
    '其中以调解方式结案17件,行政机'
    >>> mend("审结4\u200b9件,满意率&ldquo;98%&rdquo;").text
    '审结49件,满意率“98%”'
    >>> mend("受理58件。\\n审结49件。") is None
    True
    """
    mended: Mended | None = None
    for edits_of in (_signs, _misread, _bullets, _lost_stops, _lost_ends, _cut_rows, _cut_lines, _stray_spaces):
        so_far = mended.text if mended else text
        if edits := list(edits_of(so_far)):
            mended = _edited(so_far, edits, mended)
    return mended


def _edited(text: str, edits: list[Edit], of: Mended | None) -> Mended:
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    kept: list[bool] = []
    position = length = 0
    for start, end, new, moved_from in (*edits, Edit(len(text), len(text), "")):
        old = (new, start, len(new) == end - start) if moved_from is None else (new, moved_from, True)
        for piece, origin, whole in ((text[position:start], position, True), old):
            pieces.append(piece)
            starts.append(length)
            origins.append(origin)
            kept.append(whole)
            length += len(piece)
        position = end
    return Mended("".join(pieces), starts, origins, kept, of)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of *text* and where each begins.

    >>> [*_lines("受理58件\\n\\n审结")]
    [(0, '受理58件'), (6, ''), (7, '审结')]
    """
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _signs(text: str) -> Iterator[Edit]:
    """Characters that nobody sees, other line ends, and the signs of a markup."""
    found: list[Edit] = []
    if any(char in text for char in _UNSEEN):
        found += [Edit(*match.span(), "") for match in re.finditer(f"[{_UNSEEN}]+", text)]
    if any(char in text for char in _LINE_ENDS):
        found += [Edit(*match.span(), "\n") for match in _LINE_END.finditer(text)]
    found += [Edit(*m.span(), new) for m in _ENTITY.finditer(text) if len(new := unescape(m[0])) == 1]
    if any(sign in text for sign in ("# ", "#\t", "**")) and _IS_MARKDOWN.search(text):
        found += [Edit(*match.span(), "") for match in _MARKDOWN.finditer(text)]
    return iter(sorted(found))


def _bullets(text: str) -> Iterator[Edit]:
    """The signs before the lines of a post, and the line ends inside what each tells.

    >>> mend("▶ 全镇划分网格\\n92个\\n办结率98%\\n" * 5).text[:20]
    '全镇划分网格92个，办结率98%。\\n全镇'
    """
    if len(_BULLET.findall(text)) < _BULLETS:
        return
    within = told = False  # what a sign opened, and a figure in it
    for (start, line), (after, following) in pairwise([*_lines(text), (len(text), "")]):
        bullet = _BULLET.match(line)
        within = bullet is not None or (within and bool(line.strip()))
        if bullet:
            told = False
            yield Edit(start, start + bullet.end(), "")
        told = told or _FIGURES.search(line) is not None
        if not within or _is_closed(line):
            continue
        if following.strip() and not _BULLET.match(following):
            yield Edit(after - 1, after, "" if _LONE_FIGURE.fullmatch(following) else "，")
        elif told:
            yield Edit(start + len(line), start + len(line), "。")


def _misread(text: str) -> Iterator[Edit]:
    """What a scan was misread as.

    >>> mend("抽查3 6次,调查2 7个部门,公示行政处罚信息 3 91 条,办结9 4 1件,占7l.2%,受理4 5件,比上年下降6 . 4%。").text
    '抽查36次,调查27个部门,公示行政处罚信息 391 条,办结941件,占71.2%,受理45件,比上年下降6.4%。'
    """
    found = [Edit(*match.span(), _READ_AS[match[0]]) for pattern in (_LETTER, _LOOKS_LIKE) for match in pattern.finditer(text)]
    if len(_SPLIT_NUMBER.findall(text)) >= _MISREAD:
        found += [Edit(*match.span(), "") for match in _SPLIT.finditer(text)]
    return iter(sorted(found))


def _lost_stops(text: str) -> Iterator[Edit]:
    """The stops of a text that has spaces in their place, and those behind the numbers of its chapters.

    >>> text = "一 推进复议工作\\n" + "受理行政复议申请58 件 审结其中的49件 " * 6 + "满意率 98%"
    >>> mend(text).text[:31]
    '一、推进复议工作\\n受理行政复议申请58 件，审结其中的49件，'
    """
    parting = [match for match in _PARTING.finditer(text) if _CLAUSE.match(match["after"])]
    if len(parting) < max(_PARTED, 4 * len(_STOP.findall(text))):
        return
    stops = {match.start(): "。" if _SENTENCE.match(match["after"]) else "，" for match in parting}
    stops |= {match.start(1): "、" for match in _BARE_HEADING.finditer(text)}
    yield from (Edit(start, start + 1, stop) for start, stop in sorted(stops.items()))


def _lost_ends(text: str) -> Iterator[Edit]:
    """The ends of title, headings and paragraphs in a text of one line, or in a line that holds several chapters."""
    alone = len(text) > _LONG_LINE and "\n" not in text.strip()
    for start, line in _lines(text):
        if alone or (len(line) > 2 * _LONG_LINE and len(_CHAPTER.findall(line)) > 1):
            for match in _LOST_END.finditer(text, start, start + len(line)):
                yield Edit(*match.span(), "\n" * max(1, len(match[0])))


def _cut_rows(text: str) -> Iterator[Edit]:
    """The line ends inside rows of a table that a converter of pages set a cell a line, each with its bar behind it.

    >>> table = "|\\n立案(件) |\\n罚款(元) |\\n|\\n12 |\\n6500 |\\n"
    >>> mend(table).text
    '| 立案(件) | 罚款(元) |\\n| 12 | 6500 |\\n'
    """
    if "|" in text:
        for row in _CUT_ROW.finditer(text):
            yield from (Edit(row.start() + end.start(), row.start() + end.end(), " ") for end in re.finditer("\n", row.group()))


def _cut_lines(text: str) -> Iterator[Edit]:
    """The line ends inside paragraphs, where lines were cut at one width; page numbers between go behind the paragraph."""
    lines = [*_lines(text)]
    told = [line.rstrip() for _, line in lines]
    doubled = sum(bool(one and other) for one, other in pairwise(told)) * 10 < len(told)  # an empty line after each

    running = _running_heads(told)

    def is_of_the_text(index: int) -> bool:
        if told[index]:
            return not _PAGE.fullmatch(told[index]) and index not in running
        around = told[max(0, index - 1) : index + 2]
        return not doubled and not any(map(_PAGE.fullmatch, around)) and index - 1 not in running

    kept = [*map(is_of_the_text, range(len(told)))]
    lines, told = [*compress(lines, kept)], [*compress(told, kept)]
    cut = max(_cut(told, map(_columns, told), 2, _RAGGED), _cut(told, (len(line) for _, line in lines), 1, 0), key=len)
    cut = sorted({*cut, *(i for i, (line, after) in enumerate(pairwise(told)) if _runs_on(line, after) or _breaks_number(line, after))})
    moved: list[Edit] = []
    for index, following in pairwise([*cut, -1]):
        start, end = lines[index][0] + len(told[index]), lines[index + 1][0]
        yield Edit(start, end, "")
        if between := text[start:end].rstrip().strip(" "):
            moved.append(Edit(0, 0, between, text.index(between, start)))
        if following != index + 1:
            at = lines[index + 1][0] + len(told[index + 1])
            yield from (page._replace(start=at, end=at) for page in moved)
            moved.clear()


def _running_heads(lines: list[str]) -> set[int]:
    """The lines below a page number that say again what an earlier line said.

    >>> _running_heads(["文县年度报告", "受理5", "- 1 -", "", "文县年度报告", "8件", "- 2 -", "审结"])
    {4}
    """
    found: set[int] = set()
    seen: set[str] = set()
    paged = False
    for index, line in enumerate(lines):
        if line:
            if paged and line.strip() in seen and len(line) <= _PROSE:
                found.add(index)
            seen.add(line.strip())
            paged = _PAGE.fullmatch(line) is not None
    return found


def _stray_spaces(text: str) -> Iterator[Edit]:
    """Single spaces between Chinese characters in lines of prose, but for those after a heading that a sentence follows."""
    stray: list[Edit] = []
    heads: list[Edit] = []
    for begin, line in _lines(text):
        if len(line) <= _PROSE or not (" " in line or "\u3000" in line) or not _PUNCTUATED.search(line):
            continue
        span = (begin, begin + len(line))
        if found := [*_STRAY.finditer(text, *span)]:
            openings = [match.span() for match in _OPENING.finditer(text, *span)]
            starts = [start for start, _ in openings]
            for start, end in (match.span() for match in found):
                opening = bisect_right(starts, start) - 1
                (heads if opening >= 0 and start < openings[opening][1] else stray).append(Edit(start, end, ""))
    return iter(sorted(stray + heads) if len(stray) > max(_LEAST, len(heads)) else stray)


def _is_closed(line: str) -> bool:
    return line.rstrip(_AROUND)[-1:] in _CLOSING


def _runs_on(line: str, after: str) -> bool:
    """Whether a line of prose was broken: nothing closes it, and more prose follows."""
    if _is_closed(line) or not _PUNCTUATED.search(after) or _NEW.match(after):
        return False
    prose = len(line) >= (_OF_FIGURES if _FIGURES.search(line) else _PROSE) and ("，" in line or "," in line) and not _HEADING.match(line)
    open_end = prose or _STOPPED.search(line) or _LISTING.search(line) or line[-1:] in ("，", ",", "、")
    return bool(open_end) and not _CELLS.search(line) and not _CELLS.search(after)


def _breaks_number(line: str, after: str) -> bool:
    """Whether a line of prose ends inside a number: 检查学校等2,8⏎16户次. A year begins a line of its own, and so does a list's mark.

    >>> [_breaks_number("监督检查公共场所等２，８", after) for after in ("１６户次", "2023年检查", "１６、培训")]
    [True, False, False]
    """
    return bool(_OPEN_NUMBER.search(line) and _REST_OF_NUMBER.match(after)) and not _NEW.match(after) and not _CELLS.search(line)


def _columns(line: str) -> int:
    """How wide a line is, two columns a Chinese character."""
    return len(line.encode("gb18030", "replace"))


def _cut(lines: list[str], width_of: Iterable[int], unit: int, ragged: int) -> list[int]:
    """The lines that a width cut, if their widths tell that they were: hardly any line is wider, and many are as wide."""
    by_length = sorted(len(line) for line in lines if line)
    if not by_length or by_length[-1 - len(by_length) // 20] > _WIDEST * unit:  # a line of the page around may be wider
        return []
    widths = [*width_of]
    ordered = sorted(width for width in widths if width)
    full = ordered[-1 - len(ordered) // 20]
    if not _NARROWEST * unit <= full <= _WIDEST * unit or ordered[-1] > 2 * full:
        return []
    full = ordered[bisect_right(ordered, full + unit) - 1]
    whole = [
        index
        for index, line in enumerate(lines[:-1])
        if full - ragged <= widths[index] <= full
        and not _NEW.match(lines[index + 1])
        and not _CELLS.search(line)
        and not _CELLS.search(lines[index + 1])
    ]
    open_lines = sum(not _is_closed(line) for line in lines[:-1] if line)
    cut = [index for index in whole if not _is_closed(lines[index])]
    if len(cut) < max(_LEAST, _SHARE * open_lines):
        return []
    indented = sum(line[:1].isspace() for line in lines) > 1
    return whole if indented or not ragged else cut  # without an indent the next line may be a paragraph of its own


def moved(value: Value, text: str, mended: Mended) -> Value:
    """*value* with its offsets and those of all that it holds brought back to *text*, and its quotes taken from there."""
    if isinstance(value, tuple):
        return cast(Value, tuple(moved(item, text, mended) for item in value))
    if isinstance(value, dict):
        return cast(Value, {key: moved(item, text, mended) for key, item in value.items()})
    if not isinstance(value, BaseModel):
        return value
    told = vars(value)
    fields: dict[str, object] = {
        name: moved(held, text, mended) for name, held in told.items() if not isinstance(held, _PLAIN)
    }
    if isinstance(told.get("start"), int):
        start, end = mended.place(told["start"], told["end"])
        fields |= {"start": start, "end": end}
        if "text" in told:
            fields["text"] = text[start:end]
    return value.model_copy(update=fields)


def in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """*mentions* by where they stand; a page number inside a number that the end of a page cut is part of its stretch."""
    found: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return tuple(found)
