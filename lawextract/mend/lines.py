"""Lines that a copy cut: at one width or at chance, at the end of a page, in the rows of a table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from itertools import compress, pairwise

from lawextract.mend.edits import Edit
from lawextract.mend.prose import FIGURES, LEAST, PROSE, PUNCTUATED, is_closed, lines_of

_NARROWEST, _WIDEST = 18, 65  # Chinese characters in a line
_RAGGED = 8  # columns, two a Chinese character: no line begins with a comma, and some copies break no number
_SCATTERED = 12  # lines
_FLAT_ROWS = 3  # of a table that became a run of words; fewer are chance
_IN_PROSE = re.compile("[：。]")
_WORD = re.compile(r"[^ ]+")
_CELL_NUMBER = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?[%％]?|[—–-]+")
_HEAD_WORD = re.compile(r"^(?:.*：)?(?:(?:19|20)\d\d年[^\d。；，]*|[^\d。；，]+)$")
_PROSE_SHARE = 0.6  # of the lines have punctuation in them
_SHARE = 0.5  # of the lines without closing punctuation, that are full; the others are headings and titles
_MARK = r"[-—–－·~]\s*\d{1,4}\s*[-—–－·~]"
_PAGE = re.compile(rf"\s*(?:{_MARK}|第\s*\d{{1,4}}\s*页(?:[\s,，/]*共\s*\d{{1,4}}\s*页)?|\d{{1,3}}(?:\s*/\s*\d{{1,3}})?|丨)")
_PAGE_AND_HEAD = re.compile(rf"{_MARK}\s{{2,}}[^，。；]{{4,40}}|[^，。；]{{4,40}}\s{{2,}}{_MARK}")
_NEW = re.compile(
    r"[\t\u00a0\u3000]|[ ]{2}|$|[一-鿿]{2,6}[:：]\s?(?:(?:19|20)\d\d\D|\S+\s+[一-鿿]{2,6}[:：])|[(（]?[一二三四五六七八九十百\d]{1,3}[)）、]|\d{1,2}[.．](?!\d)|第[一二三四五六七八九十百\d]{1,3}[章节部条篇]"
)
_SHORTEST_HEAD, _LONGEST_HEAD = 6, 60  # characters: no tail of a sentence, a title
_CUT_ROW = re.compile(r"(?m)^[ \t]*\|[ \t]*(?:\n[^\n|]{1,80}\|+(?=[ \t]*$))+")  # a bar, and a line for each cell of the row with its bar
# 开展培训⏎14⏎场，1020人次
_LONE_FIGURE = re.compile(r"(?P<before>\n[ ]*)(?<=[^\n。；：:;]\n)\d[\d,，.．]*(?P<behind>[ ]*\n[ ]*)(?=[万亿余多]*(?:学时|人次|个工作日|[次件宗起项个条份人名家户场期处所元卷本%％年月日])[^\n])")
_LONE_FIGURES = 4  # fewer are chance
_CELLS = re.compile(r"\t|\S(?:[ ]{2,}|\u3000+)\S|[|│┃]")  # a row of a table ends where it ends
_OF_FIGURES = 24  # the same of a line with figures
_HEADING = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十百\d]{1,3}[)）、]|\d{1,2}[.．]|第[一二三四五六七八九十百\d]{1,3}[章节部条篇])")
_OPEN_NUMBER = re.compile(r"[一-鿿，,；;、]{2}\s?(?<!\d)(?:\d{1,3}[,，]\d{0,3}|\d{1,3}[.．]\d?|\d{1,3})$")
_REST_OF_NUMBER = re.compile(r"(?!(?:19|20)\d\d\s?[年.-])[\d,，.．]+\s?(?:[%％万亿余多]|[一-鿿])")
_STOPPED = re.compile("[。；;]")
_LISTING = re.compile(r"\d\s?[一-鿿]{1,2}、")  # no heading lists figures


def cut_rows(text: str) -> Iterator[Edit]:
    """The line ends inside rows of a table that a converter of pages set a cell a line, each with its bar behind it.

    >>> from lawextract.mend import mend
    >>> table = "|\\n立案(件) |\\n罚款(元) |\\n|\\n12 |\\n6500 |\\n"
    >>> mend(table).text
    '| 立案(件) | 罚款(元) |\\n| 12 | 6500 |\\n'
    """
    if "|" in text:
        for row in _CUT_ROW.finditer(text):
            yield from (Edit(row.start() + end.start(), row.start() + end.end(), " ") for end in re.finditer("\n", row.group()))


def lone_figures(text: str) -> Iterator[Edit]:
    """The line ends around figures that a copy of a page set apart, each before its measure word and more of the sentence.

    >>> from lawextract.mend import mend
    >>> mend("开展培训\\n14\\n场，受训\\n72\\n学时，立案\\n2,847\\n宗，其中当场\\n9\\n宗。\\n立案\\n5").text
    '开展培训14场，受训72学时，立案2,847宗，其中当场9宗。\\n立案\\n5'
    """
    found = [*_LONE_FIGURE.finditer(text)]
    if len(found) >= _LONE_FIGURES:
        for match in found:
            yield from (Edit(*match.span(side), "") for side in ("before", "behind"))


def flat_tables(text: str) -> Iterator[Edit]:
    """The line ends and tabs of a table of two columns of numbers or more that became a run of words and numbers in a sentence.

    >>> from lawextract.mend import mend
    >>> mend("数据如下：指标 2021年 2020年 受理（件） 79 52 审结（件） 74 50 应诉（件） 94 101 。").text
    '数据如下：\\n指标\\t2021年\\t2020年\\n受理（件）\\t79\\t52\\n审结（件）\\t74\\t50\\n应诉（件）\\t94\\t101\\n。'
    """
    for begin, line in lines_of(text):
        if line.count(" ") < _FLAT_ROWS * 2 or _CELLS.search(line) or not _IN_PROSE.search(line):
            continue
        words = [(begin + match.start(), begin + match.end(), match[0]) for match in _WORD.finditer(line)]
        number = [_CELL_NUMBER.fullmatch(word) is not None for _, _, word in words]
        label = 1
        while label < len(words) - 1:
            rows, width = _flat_rows(number, label)
            head = words[max(0, label - width - 1) : label]
            if len(rows) < _FLAT_ROWS or len(head) <= width or not all(_HEAD_WORD.search(word) for _, _, word in head):
                label = rows[-1] + 1 if rows else label + 1
                continue
            first = head[0][0] + head[0][2].rfind("：") + 1
            if first > begin:
                yield Edit(first, first, "\n") if text[first - 1] != " " else Edit(first - 1, first, "\n")
            done, begins = rows[-1] + width, set(rows)
            for at in range(label - width - 1, done):
                yield Edit(words[at][1], words[at + 1][0], "\n" if at + 1 in begins else "\t")
            if done + 1 < len(words):
                yield Edit(words[done][1], words[done + 1][0], "\n")
            label = done + 1


def _flat_rows(number: list[bool], label: int) -> tuple[list[int], int]:
    """Where the rows of a table begin, the first at *label*, words with as many numbers behind each, and how many these are.

    >>> _flat_rows([False, False, True, True, False, True, True, False, True], 1)
    ([1, 4], 2)
    """
    rows: list[int] = []
    width = 0
    while label < len(number) and not number[label]:
        end = label + 1
        while end < len(number) and number[end]:
            end += 1
        if end - label < 3 or (rows and end - label - 1 != width):
            break
        width = end - label - 1
        rows.append(label)
        label = end
    return rows, width


def cut_lines(text: str) -> Iterator[Edit]:
    """The line ends inside paragraphs, where lines were cut at one width; page numbers between go behind the paragraph."""
    lines = [*lines_of(text)]
    told = [line.rstrip() for _, line in lines]
    doubled = sum(bool(one and other) for one, other in pairwise(told)) * 10 < len(told)  # an empty line after each

    pages = {index for index, line in enumerate(told) if line and _is_page(line)}
    aside = pages | _running_heads(told, pages)

    def is_of_the_text(index: int) -> bool:
        if told[index]:
            return index not in aside
        return not doubled and not aside & {index - 1, index + 1}

    kept = [*map(is_of_the_text, range(len(told)))]
    lines, told = [*compress(lines, kept)], [*compress(told, kept)]
    cut = max(_cut(told, map(_columns, told), 2, _RAGGED), _cut(told, (len(line) for _, line in lines), 1, 0), key=len)
    cut = sorted({*cut, *_scattered(told), *(i for i, (line, after) in enumerate(pairwise(told)) if _runs_on(line, after) or _breaks_number(line, after))})
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


def _is_page(line: str) -> bool:
    """Whether a line is the number of a page, alone or beside the page's head.

    >>> _is_page("- 2 -"), _is_page("·2·    文县人民政府公报"), _is_page("受理2件")
    (True, True, False)
    """
    return _PAGE.fullmatch(line) is not None or ("  " in line and _PAGE_AND_HEAD.fullmatch(line.strip()) is not None)


def _running_heads(lines: list[str], pages: Container[int]) -> set[int]:
    """The lines beside a page number, in *pages*, that say what an earlier line said, or another one there.

    >>> _running_heads(["文县年度报告", "受理5", "- 1 -", "", "文县年度报告", "8件", "- 2 -", "审结"], {2, 6})
    {4}
    >>> _running_heads(["文县年度报告", "受理5", "文县年度报告", "第1页 共2页", "8件"], {3})
    {2}
    """
    found: set[int] = set()
    seen: set[str] = set()
    filled = [(index, line.strip()) for index, line in enumerate(lines) if line]
    paged = [index in pages for index, _ in filled]
    beside = [any(paged[max(0, place - 1) : place + 2]) for place in range(len(paged))]
    heads = Counter(line for (_, line), is_beside in zip(filled, beside, strict=True) if is_beside)
    for (index, line), is_beside in zip(filled, beside, strict=True):
        if is_beside and (line in seen or heads[line] > 1) and _SHORTEST_HEAD <= len(line) <= _LONGEST_HEAD:
            found.add(index)
        seen.add(line)
    return found


def _runs_on(line: str, after: str) -> bool:
    """Whether a line of prose was broken: nothing closes it, and more prose follows."""
    if is_closed(line) or not PUNCTUATED.search(after) or _NEW.match(after):
        return False
    prose = len(line) >= (_OF_FIGURES if FIGURES.search(line) else PROSE) and ("，" in line or "," in line) and not _HEADING.match(line)
    open_end = prose or _STOPPED.search(line) or _LISTING.search(line) or line[-1:] in ("，", ",", "、")
    return bool(open_end) and not _CELLS.search(line) and not _CELLS.search(after)


def _breaks_number(line: str, after: str) -> bool:
    """Whether a line of prose ends inside a number: 检查学校等2,8⏎16户次. A year begins a line of its own, and so does a list's mark.

    >>> [_breaks_number("监督检查公共场所等２，８", after) for after in ("１６户次", "2023年检查", "１６、培训")]
    [True, False, False]
    """
    ends = line[-1:].isdecimal() or line[-1:] in (",", "，", ".", "．")  # as few lines do
    return ends and bool(_OPEN_NUMBER.search(line) and _REST_OF_NUMBER.match(after)) and not _NEW.match(after) and not _CELLS.search(line)


def _scattered(lines: list[str]) -> list[int]:
    """The lines that end within a sentence, where most do: they were cut anywhere.

    >>> _scattered(["文县总结", *["全年立案12件，办", "结9件。组织检", "查31次，发现问题7个"] * 9])[:4]
    [1, 2, 3, 4]
    """
    prose = sum(PUNCTUATED.search(line) is not None for line in lines)
    filled = sum(map(bool, lines))
    if not filled or prose < _PROSE_SHARE * filled or sum(_CELLS.search(line) is not None for line in lines) * 10 > filled:
        return []
    text = next(index for index, line in enumerate(lines) if PUNCTUATED.search(line))  # titles stand before
    cut = [
        index
        for index, (line, after) in enumerate(pairwise(lines))
        if index >= text and line and after and not is_closed(line) and not _NEW.match(after) and not _HEADING.match(line)
    ]
    return cut if len(cut) >= max(_SCATTERED, _SHARE * filled) else []


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
    open_lines = sum(not is_closed(line) for line in lines[:-1] if line)
    cut = [index for index in whole if not is_closed(lines[index])]
    if len(cut) < max(LEAST, _SHARE * open_lines):
        return []
    indented = sum(line[:1].isspace() for line in lines) > 1
    return whole if indented or not ragged else cut  # without an indent the next line may be a paragraph of its own
