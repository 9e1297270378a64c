"""Lines of cells: where the tables of a text are and what their rows hold.

Cells are parted by tabs, upright bars or runs of spaces, by single spaces below a head, or stand a line each. Spans are
offsets into the folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

import regex

Span = tuple[int, int]
Kind = Literal["", "figure", "nothing", "words"]

_LINE = re.compile(r"[^\n]+")
_RULED = r"[\s|│┃+:=_—─━┄┈┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝═║┏┳┓┣╋┫┗┻┛-]"
# ruled lines, and rows whose cells are all empty; each character is looked at a few times however long the line is
_RULE = re.compile(rf"(?={_RULED}*?(?:---|——|──|━━|══|===|___|-\|)){_RULED}*+|\s*[|│┃]\s*[|│┃][\s|│┃]*+")
_BARS = "|│┃║"
_GRID = f"\t{_BARS}"
# one space stands for a wide gap where a bare number fills the cell after a label: 应诉率(%) 100    92.3
_CAPTION = re.compile(r"\s*附?表\s?[一二三四五六七八九十\d]{1,3}(?:[-.]\d{1,2})?[:、.]?\s+(?:(?:19|20)\d\d年)?[^\s\d]\S*(?:\s?\(\S*\))?\s*")  # 表1  全省案件情况
_GAP = regex.compile(r"[ ]*\t[ ]*|[ ]*[|│┃║][ ]*|[ ]{2,}|(?<=[)\p{Han}])[ ](?=\d[\d.,]*(?:[ ]{2}|\n|$))")
_SPACE = re.compile(r" (?=\S)(?<=\S.)(?<![合总共小].(?=[计数]))")
_NUMBER = r"[-+↑↓]?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?"
_FIGURE = re.compile(
    rf"{_NUMBER}\s?(?:[十百千]?[万亿]|[百千])?(?:人次|场次|件次|家次|户次|个?百分点|个?工作日|[%件宗起例人名次个项份条户家元场天期篇部处所批])?"
)
_NOTHING = re.compile(r"[-/\\*—]+|无|空")
_WORDS = regex.compile(r"\p{Han}")
_LONE_FIGURE = re.compile(r"(?m)\n[ ]?\d[\d,]*(?:\.\d+)?%?[ ]?$")  # behind a line end, to which `re` skips fast
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE = re.compile(r"[。;!?\t|]|(?<!其中):|,$")  # stands in no cell
_PROSE = re.compile(r"[。;]\s*\S|,(?!\d{3})\s*\S|\s[件宗起人次个项份条场](?:[,。;]|\s*$)")  # stands in no row that only spaces part
_BAND = re.compile(r"[ ]?(?=[^\n]*[一-鿿]{2})[^\s。;!?,:]{2,24}[ ]?")  # a line above rows of a table: 二、行政执法
_WIDEST_CELL = 40  # characters of a cell that has a line of its own
_WIDEST_LEAD = 60  # characters of the line above, which may lead to the table
_MOST_COLUMNS = 12
_MOST_LABELS = 3
_TELLING_COLUMNS = 4  # of a head whose words as many numbers in one row are no chance


class Row(NamedTuple):
    """A line of cells; on a grid (tabs, bars) an empty cell is None, between runs of spaces none is empty."""

    start: int
    end: int
    cells: tuple[Span | None, ...]
    grid: bool


class Words(NamedTuple):
    """What must be told from words to find rows: a column of serial numbers, a head that counts, a total."""

    serial: re.Pattern[str]
    counted: re.Pattern[str]
    total: re.Pattern[str]


def kind_of(folded: str, cell: Span | None) -> Kind:
    """Whether a cell holds a figure, a sign for nothing or words."""
    if cell is None:
        return ""
    if _FIGURE.fullmatch(folded, *cell):
        return "figure"
    return "nothing" if _NOTHING.fullmatch(folded, *cell) else "words"


def blocks(folded: str, words: Words) -> Iterator[tuple[list[Row], list[Span]]]:
    """Rows that follow each other, with the lines just above them."""
    yield from _lines(folded, words)
    yield from _stacks(folded, words)


def _lines(folded: str, words: Words) -> Iterator[tuple[list[Row], list[Span]]]:
    """Blocks whose rows are lines; a ruled line between rows is part of none."""
    block: list[Row] = []
    before: list[Span] = []
    reach = 0  # where the block ends
    single = _single_spaced(folded, words)
    for line in _LINE.finditer(folded):
        text = line.group()
        if _RULE.fullmatch(text):
            reach = line.end() if block and line.start() <= reach + 2 else reach
            continue
        grid = any(sign in text for sign in _GRID)
        wide = grid or "  " in text.strip()
        wide = wide or (bool(block) and not block[-1].grid and _GAP.search(text.strip()) is not None)  # 校长(名) 34 below wider gaps
        wide = wide and (grid or not (_PROSE.search(text) or _CAPTION.fullmatch(text)))
        row = row_at(folded, *line.span(), line.start() in single) if wide or line.start() in single else None
        if row is None and block and line.start() <= reach + 2 and _BAND.fullmatch(text) and _goes_on(folded, line.end(), block[-1]):
            row = Row(*line.span(), (line.span(), *[None] * (len(block[-1].cells) - 1)), True)
        if block and (row is None or line.start() > reach + 2):
            yield block, before
            block, before = [], []
        if row and len([cell for cell in row.cells if cell]) >= (1 if row.grid and len(row.cells) > 1 else 2):
            block.append(row)
            reach = row.end
        elif text.strip():
            before = [*before[-1:], line.span()]
    if block:
        yield block, before


def _goes_on(folded: str, end: int, row: Row) -> bool:
    """Whether the line after *end* is a row of figures like *row*, of the same columns."""
    line = _LINE.match(folded, end + 1)
    after = row_at(folded, *line.span()) if line else None
    if after is None or after.grid != row.grid or len(after.cells) != len(row.cells):
        return False
    told = [cell for cell in after.cells[1:] if kind_of(folded, cell) == "figure"]
    return bool(told) and not all(_BARE_YEAR.fullmatch(folded, *cell) for cell in told if cell)


def _single_spaced(folded: str, words: Words) -> set[int]:
    """Where lines begin whose cells single spaces part: a head of words over rows of a label and numbers, two or more if it is narrow.

    A head of two columns says that the second counts (项目 数量).
    """
    found: set[int] = set()
    head: tuple[int, int] | None = None  # where the line above the rows begins, and its cells
    rows: list[int] = []
    for line in _LINE.finditer(folded):
        cells = _SPACE.split(line.group().strip())
        numbers = len(cells) > 1 and all(_FIGURE.fullmatch(cell) or _NOTHING.fullmatch(cell) for cell in cells[1:])
        if numbers and head and len(cells) == head[1] and _WORDS.search(cells[0]):
            rows.append(line.start())
            if len(rows) > 1 or len(cells) >= _TELLING_COLUMNS:
                found.update((head[0], *rows))
        else:
            heads = len(cells) > 2 or (len(cells) == 2 and words.counted.search(cells[1]))
            heads = heads and all(_WORDS.search(cell) for cell in cells) and not re.search("[。,;]", line.group())
            head, rows = ((line.start(), len(cells)) if heads else None), []
    return found


def row_at(folded: str, start: int, end: int, single: bool = False) -> Row:
    """The cells of one line; *single* spaces part them where that is known."""
    spans: list[Span] = []
    at = start
    barred = any(folded.find(bar, start, end) >= 0 for bar in _BARS)
    grid = barred or folded.find("\t", start, end) >= 0
    for gap in (_SPACE if single else _GAP).finditer(folded, start, end):
        if grid and not gap.group().strip(" "):
            continue  # spaces inside a cell
        spans.append((at, gap.start()))
        at = gap.end()
    spans.append((at, end))
    cells = [_stripped(folded, *span) for span in spans]
    if barred:  # bars at both ends enclose the row
        cells = cells[1 if not cells[0] else 0 : len(cells) - 1 if not cells[-1] else len(cells)]
    return Row(start, end, tuple(cells if grid else _spaced_out(folded, [cell for cell in cells if cell])), grid)


def _spaced_out(folded: str, cells: list[Span]) -> list[Span]:
    """The cells of a row parted by spaces, where two of one character each are a word that was spaced out (项   目)."""
    whole: list[Span] = []
    for start, end in cells:
        if whole and end - start == 1 == whole[-1][1] - whole[-1][0] and _WORDS.match(folded, start) and _WORDS.match(folded, whole[-1][0]):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def _stripped(folded: str, start: int, end: int) -> Span | None:
    text = folded[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return (start, end) if start < end else None


def _stacks(folded: str, words: Words) -> Iterator[tuple[list[Row], list[Span]]]:
    """Rows of tables with a cell a line, as a page's text comes out cell by cell, with the line just above them.

    Two rows or more have as many figures each and as many labels, or fewer where labels are merged; as many words stand
    before as they have cells. Or as many words as figures, three or more, are heads of one row.
    """
    done = 0
    for lone in _LONE_FIGURE.finditer(f"\n{folded}"):  # so that a match begins where its line does in *folded*
        if lone.start() < done:
            continue
        lines = [*_cells_before(folded, lone.start(), done)]
        done = lone.start()
        while (cell := _cell_line(folded, done)) is not None:
            lines.append(cell)
            done = cell[1] + 1
            while folded[done : done + 1] in ("\n", " "):
                done += 1
        for rows, above in _rows_of_stack(folded, lines, words):
            yield rows, [*_lines_above(folded, min(above or [(rows[0].start, 0)])[0]), *above]


def _lines_above(folded: str, start: int) -> list[Span]:
    """The two lines above *start*, without empty ones."""
    spans = [line.span() for line in _LINE.finditer(folded, max(0, start - 3 * _WIDEST_LEAD), start) if line.group().strip()]
    return spans[-2:]


def _cell_line(folded: str, start: int) -> Span | None:
    """What stands in the line that begins at *start*, if it may be a cell."""
    end = folded.find("\n", start, start + _WIDEST_CELL + 1)
    if end < 0 and len(folded) - start > _WIDEST_CELL:
        return None
    cell = _stripped(folded, start, len(folded) if end < 0 else end)
    return None if cell is None or _SENTENCE.search(folded, *cell) else cell


def _cells_before(folded: str, start: int, floor: int) -> Iterator[Span]:
    """The lines above *start* that may be cells, from the topmost; no more than a head and a title may have."""
    found: list[Span] = []
    while start > floor and len(found) < _MOST_COLUMNS * 2:
        end = start - 1
        while end > floor and folded[end - 1] in "\n ":
            end -= 1
        before = folded.rfind("\n", max(floor, end - _WIDEST_CELL - 1), end) + 1
        cell = _cell_line(folded, before) if before or end <= _WIDEST_CELL else None
        if cell is None or before < floor:
            break
        found.append(cell)
        start = before
    return reversed(found)


def _rows_of_stack(folded: str, lines: list[Span], words: Words) -> Iterator[tuple[list[Row], list[Span]]]:
    """The tables in lines that hold a cell each."""
    groups = _groups(folded, lines, words)
    at = 0
    while at < len(groups):
        heading, figures = groups[at]
        most, rows = max(((most, _alike(groups, at, most)) for most in range(1, _MOST_LABELS + 1)), key=lambda found: (found[1], -found[0]))
        most = most if rows > 1 else 0
        head, labels = _head_of(folded, heading, most, len(figures), words)
        if head and not _counts_up(folded, figures):
            body = [(labels, figures), *groups[at + 1 : at + rows]]
            cells = [head, *([*[None] * (most - len(own)), *own, *told] for own, told in body)]
            above = heading[: heading.index(min(filter(None, head)))][-1:]
            yield [Row(min(filter(None, row))[0], max(filter(None, row))[1], tuple(row), True) for row in cells], above
        at += rows


def _head_of(folded: str, heading: list[Span], most: int, figures: int, words: Words) -> tuple[list[Span | None], list[Span]]:
    """The head and the first row's labels, at *most* so many, in the words before its figures; nothing if there is no head.

    Without labels, there are as many words as figures, or a title more, and one of them counts.
    """
    if not most:
        heads = heading[-figures:] if 2 < figures <= len(heading) <= figures + 1 else []
        counting = any(words.counted.search(folded, *cell) or words.total.fullmatch(folded, *cell) for cell in heads)
        return ([*heads] if counting else []), []
    for labels in range(1, most + 1):
        if in_order := _head_in_order(folded, heading[:-labels], figures, words):
            return [*[None] * most, *in_order], heading[-labels:]
    width = most + figures
    head = heading[-width - most : -most]
    counts = width > 2 or (head and words.counted.search(folded, *head[-1]))
    return ([*head] if len(head) >= max(2, width - 1) and counts else []), heading[-most:]


def _counts_up(folded: str, figures: list[Span]) -> bool:
    """Whether figures are 1, 2, 3 …, as pages and lists are numbered."""
    return len(figures) > 2 and [folded[slice(*cell)] for cell in figures] == [str(n) for n in range(1, len(figures) + 1)]


def _head_in_order(folded: str, heading: list[Span], figures: int, words: Words) -> list[Span] | None:
    """The heads of as many columns, where two lines of heads stand in one: 自然人 组织 总计 企业 机构, 组织 being two columns."""
    total = next((index for index, cell in enumerate(heading) if words.total.fullmatch(folded, *cell)), len(heading) - 1)
    parts = heading[total + 1 :]
    whole = figures - len(parts)  # columns whose heads stand in the first line, with the one that the parts divide
    divided = len(parts) > 1 and 1 < whole <= total
    return [*heading[total - whole : total - 1], *parts, heading[total]] if divided else None


def _groups(folded: str, lines: list[Span], words: Words) -> list[tuple[list[Span], list[Span]]]:
    """Words and the figures behind them, in turn; bare years are words, and so are serial numbers below their head."""
    groups: list[tuple[list[Span], list[Span]]] = [([], [])]
    serial = 0  # the next number of a row, where the head has a column for them
    for line, ahead in zip_longest(lines, lines[1:]):
        is_figure = kind_of(folded, line) in ("figure", "nothing") and not _BARE_YEAR.fullmatch(folded, *line)
        if words.serial.fullmatch(folded, *line):
            serial = 1
        elif serial and folded[slice(*line)] == str(serial) and ahead and _WORDS.search(folded, *ahead):
            is_figure, serial = False, serial + 1
        if not is_figure and groups[-1][1]:
            groups.append(([], []))
        groups[-1][1 if is_figure else 0].append(line)
    return groups


def _alike(groups: Sequence[tuple[list[Span], list[Span]]], at: int, most: int) -> int:
    """How many groups from *at* on are rows of one table with at most that many labels, the fullest having as many."""
    figures = len(groups[at][1])
    end = at + 1
    while end < len(groups) and len(groups[end][1]) == figures and 1 <= len(groups[end][0]) <= most:
        end += 1
    fullest = max((len(labels) for labels, _ in groups[at + 1 : end]), default=0)
    return end - at if fullest == most else 1
