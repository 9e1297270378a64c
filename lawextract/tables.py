"""Tables in a text: lines of cells parted by tabs, upright bars or runs of spaces, or a cell a line.

A numeric cell is named by the labels of its row and the heads of its column, each over several levels where cells are
merged: an empty cell of a head goes on with its left neighbour, an empty label with the one above. Its unit stands in
brackets in one of them (案件数(件)), in its name (制发件数), in a cell of its own or above the table (单位:件); its year in
whichever names one.
Spans are offsets into the folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

import regex

from lawextract.units import shipped

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
# one space stands for a wide gap where a bare number fills the cell after a label: 应诉率(%) 100    92.3
_GAP = regex.compile(r"[ ]*\t[ ]*|[ ]*\|[ ]*|[ ]{2,}|(?<=[)\p{Han}])[ ](?=\d[\d.,]*(?:[ ]{2}|\n|$))")
_SPACE = regex.compile(r"(?<=\S)[ ](?=\S)")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_FIGURE = re.compile(
    rf"{_NUMBER.pattern}\s?(?:[十百千]?[万亿]|[百千])?(?:人次|场次|件次|家次|户次|个?百分点|个?工作日|[%件宗起例人名次个项份条户家元场天期篇部处所批])?"
)
_NOTHING = re.compile(r"[-/\\*]+|无|空")
_YEAR = re.compile(r"(?:19|20)\d\d(?=\s?年|\D*$)|上年|去年|本年|当年|今年")
_YEAR_CELL = re.compile(r"(?:(?:19|20)\d\d\s?年?|上年|去年|本年|当年|今年)度?")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_WORDS = regex.compile(r"\p{Han}")
_OWN_UNIT = re.compile(r"[(](?:单位:)?[^()\d]{1,4}[)]\s*$")
_TOTAL = re.compile(r"\s*(?:[(]?[一二三四五六七八九十\d]{1,2}[)、.]+)?\s*(?:合\s*计|总\s*计|共\s*计|总\s*数|合计数)\s*(?:[(][^()]{1,6}[)])?\s*")
_COUNTS_NOTHING = re.compile(r"序\s?号|编\s?号|年[度份]|电话|联系电话|邮编|日期|时间|代码|文号|页码")
_UNIT = regex.compile(r"(?<!填报|填表|编制|制表|报送|主办|所属)单位[:]\s?(?P<unit>(?:[十百千]?[万亿]|[百千])?(?:人次|件次|家次|[件宗起例人名次个项份条户家元场%]))(?![、,/\p{Han}])")
_LIST_MARK = re.compile(r"[(]?[一二三四五六七八九十\d]{1,3}[)、.](?!\d)")
_UNIT_CELL = re.compile(r"(?:[十百千]?[万亿]|[百千])?(?P<unit>[^()\[\]\d,、]{1,4})")
_LONE_FIGURE = re.compile(r"(?m)^[ ]?\d[\d,]*(?:\.\d+)?%?[ ]?$")
_SENTENCE = re.compile(r"[。;!?:\t|]|,$")  # stands in no cell
_SERIAL = re.compile(r"序\s?号|编\s?号")
_COUNTED = re.compile(r"[数量额率值](?:\s?[(].{1,6}[)])?$|[(].{1,6}[)]$|年$")
_WIDEST_CELL = 40  # characters of a cell that has a line of its own
_MOST_COLUMNS = 12
_TITLE_LENGTH = 60
_ROWS_BACK = 6  # whose labels may tell what a label leaves out
_DEEPEST_HEAD = 4  # rows; what stands above are rows of words


class Cell(NamedTuple):
    """A numeric cell and what names it.

    ``labels`` of its row and ``heads`` of its column from the outermost to the nearest; ``beside`` the other words of
    its row; ``earlier`` the labels of the rows before it, the nearest first (新收复议申请 before 审结); ``above`` the
    title of its table and the head of its labels; ``unit`` the unit told above the table. A ``part`` stands in a table
    beside its total.
    """

    span: Span
    labels: tuple[Span, ...] = ()
    heads: tuple[Span, ...] = ()
    beside: tuple[Span, ...] = ()
    earlier: tuple[Span, ...] = ()
    above: tuple[Span, ...] = ()
    unit: Span | None = None
    part: bool = False

    @property
    def label(self) -> Span | None:
        """The nearest label of the row."""
        return self.labels[-1] if self.labels else None

    @property
    def head(self) -> Span | None:
        """The nearest head of the column."""
        return self.heads[-1] if self.heads else None

    @property
    def names(self) -> tuple[Span, ...]:
        """Labels and heads, the nearest first."""
        return (*reversed(self.labels), *reversed(self.heads))


class _Row(NamedTuple):
    """A line of cells; on a grid (tabs, bars) an empty cell is None, between runs of spaces none is empty."""

    start: int
    end: int
    cells: tuple[Span | None, ...]
    grid: bool


def find_tables(folded: str) -> dict[int, Cell]:
    """Numeric cells by the offset where they start.

    >>> cells = find_tables("项目\\t2023年\\n立案(件)\\t1126")
    >>> cell = cells[15]; cell.label, cell.head
    ((9, 14), (3, 8))
    """
    cells: dict[int, Cell] = {}
    for block, above in (*_blocks(folded), *_stacks(folded)):
        table = _Table(folded, above)
        for index, row in enumerate(block):
            table.add(row, block[index + 1] if index + 1 < len(block) else None)
        table.finish()
        cells |= table.cells
    return cells


def list_marks(folded: str, cells: Mapping[int, Cell]) -> list[Span]:
    """The list numbers in rows of *cells* (一、 of 一、本年新收申请数量), which begin no section; sorted."""
    marks: list[Span] = []
    done = 0
    for start in sorted(cells):
        if start < done:
            continue
        begin, end = folded.rfind("\n", 0, start) + 1, folded.find("\n", start)
        done = end = len(folded) if end < 0 else end
        marks += (
            mark.span() for span in _row(folded, begin, end).cells if span and (mark := _LIST_MARK.match(folded, *span))
        )
    return marks


def _blocks(folded: str) -> Iterator[tuple[list[_Row], list[Span]]]:
    """Rows that follow each other, with the lines just above them."""
    block: list[_Row] = []
    before: list[Span] = []
    single = _single_spaced(folded)
    for line in _LINE.finditer(folded):
        text = line.group()
        wide = "\t" in text or "|" in text or "  " in text.strip()
        row = _row(folded, *line.span(), line.start() in single) if wide or line.start() in single else None
        if block and (row is None or line.start() > block[-1].end + 2):
            yield block, before
            block, before = [], []
        if row and len([cell for cell in row.cells if cell]) >= (1 if row.grid and len(row.cells) > 1 else 2):
            block.append(row)
        elif text.strip():
            before = [*before[-1:], line.span()]
    if block:
        yield block, before


def _single_spaced(folded: str) -> set[int]:
    """Where lines begin whose cells single spaces part: a head of words over two rows or more of a label and numbers.

    >>> sorted(_single_spaced("事项 2021年 2020年\\n许可 412 398\\n检查 236 251\\n共 3 页"))
    [0, 15, 26]
    """
    found: set[int] = set()
    head: tuple[int, int] | None = None  # where the line above the rows begins, and its cells
    rows: list[int] = []
    for line in _LINE.finditer(folded):
        cells = line.group().strip().split(" ")
        numbers = len(cells) > 2 and all(_FIGURE.fullmatch(cell) or _NOTHING.fullmatch(cell) for cell in cells[1:])
        if numbers and head and len(cells) == head[1] and _WORDS.search(cells[0]):
            rows.append(line.start())
            if len(rows) > 1:
                found.update((head[0], *rows))
        else:
            words = all(_WORDS.search(cell) for cell in cells) and not re.search("[。,;]", line.group())
            head, rows = ((line.start(), len(cells)) if words else None), []
    return found


def _stacks(folded: str) -> Iterator[tuple[list[_Row], list[Span]]]:
    """Rows of tables with a cell a line, as a page's text comes out cell by cell, with the line just above them.

    Two rows or more have as many labels and as many figures each; as many words stand before as they have cells.

    >>> [[[text[slice(*cell)] for cell in row.cells] for row in rows] for text in ("立案\\n项目\\n数量\\n罚款\\n3\\n警告\\n5",)
    ...  for rows, above in _stacks(text)]
    [[['项目', '数量'], ['罚款', '3'], ['警告', '5']]]
    """
    lone = [line.start() for line in _LONE_FIGURE.finditer(folded)]
    done = 0
    for start in lone:
        if start < done:
            continue
        lines = [*_cells_before(folded, start, done)]
        done = start
        while (cell := _cell_line(folded, done)) is not None:
            lines.append(cell)
            done = cell[1] + 1
        yield from _rows_of_stack(folded, lines)


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
        before = folded.rfind("\n", max(floor, start - _WIDEST_CELL - 2), start - 1) + 1
        cell = _cell_line(folded, before) if before or start <= _WIDEST_CELL else None
        if cell is None or before == start:
            break
        found.append(cell)
        start = before
    return reversed(found)


def _rows_of_stack(folded: str, lines: list[Span]) -> Iterator[tuple[list[_Row], list[Span]]]:
    """The tables in lines that hold a cell each."""
    groups: list[tuple[list[Span], list[Span]]] = [([], [])]  # words and the figures behind them
    serial = 0  # the next number of a row, where the head has a column for them
    for line, ahead in zip_longest(lines, lines[1:]):
        figure = _FIGURE.fullmatch(folded, *line) or _NOTHING.fullmatch(folded, *line)
        if _SERIAL.fullmatch(folded, *line):
            serial = 1
        elif serial and folded[slice(*line)] == str(serial) and ahead and _WORDS.search(folded, *ahead):
            figure, serial = None, serial + 1
        if not figure and groups[-1][1]:
            groups.append(([], []))
        groups[-1][1 if figure else 0].append(line)
    at = 0
    while at + 1 < len(groups):
        (words, figures), (labels, _) = groups[at], groups[at + 1]
        rows = 1
        while at + rows < len(groups) and tuple(map(len, groups[at + rows])) == (len(labels), len(figures)):
            rows += 1
        width = len(labels) + len(figures)
        head = words[-width - len(labels) : -len(labels)]
        if rows > 1 and len(head) >= max(2, width - 1) and (width > 2 or _COUNTED.search(folded, *head[-1])):
            above = words[: -len(head) - len(labels)][-1:]
            body = [(words[-len(labels) :], figures), *groups[at + 1 : at + rows]]
            cells = [head, *((*of, *told) for of, told in body)]
            yield [_Row(row[0][0], row[-1][1], tuple(row), True) for row in cells], above
        at += rows


def _row(folded: str, start: int, end: int, single: bool = False) -> _Row:
    spans: list[Span] = []
    at = start
    grid = folded.find("\t", start, end) >= 0 or folded.find("|", start, end) >= 0
    for gap in (_SPACE if single else _GAP).finditer(folded, start, end):
        if grid and not gap.group().strip(" "):
            continue  # spaces inside a cell
        spans.append((at, gap.start()))
        at = gap.end()
    spans.append((at, end))
    cells = [_stripped(folded, *span) for span in spans]
    if "|" in folded[start:end]:  # bars at both ends enclose the row
        cells = cells[1 if not cells[0] else 0 : len(cells) - 1 if not cells[-1] else len(cells)]
    return _Row(start, end, tuple(cells if grid else [cell for cell in cells if cell]), grid)


def _stripped(folded: str, start: int, end: int) -> Span | None:
    text = folded[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return (start, end) if start < end else None


@dataclass(slots=True)
class _Table:
    """Reads the rows of one block from top to bottom; a new head begins a new table."""

    folded: str
    before: list[Span]
    cells: dict[int, Cell] = field(default_factory=dict)
    heads: list[tuple[Span | None, ...]] = field(default_factory=list)
    labels: list[Span | None] = field(default_factory=list)
    title: tuple[Span, ...] = ()
    unit: Span | None = None
    body: bool = False  # rows of figures came since the head
    rows: list[tuple[tuple[Span, ...], list[int]]] = field(default_factory=list)  # labels and cells since the head

    def __post_init__(self) -> None:
        self._look_above(self.before)

    def _look_above(self, lines: Sequence[Span]) -> None:
        """Unit and title of the table, from lines or cells above its head."""
        for span in lines:
            told = _UNIT.search(self.folded, *span)
            if told:
                self.unit = told.span("unit")
            elif span[1] - span[0] <= _TITLE_LENGTH and self.folded[span[1] - 1] not in "。;!?,":
                self.title = (span,)
            else:  # what stands above a sentence is the title of something else
                self.title = ()

    def add(self, row: _Row, following: _Row | None) -> None:
        filled = [cell for cell in row.cells if cell]
        kinds = [self._kind(cell) for cell in row.cells]
        if any(_UNIT.search(self.folded, *cell) for cell in filled) and "figure" not in kinds[1:]:
            self._look_above(filled)
        elif self._names_columns(row, kinds):
            if self.body or (len(filled) == 1 and not self._is_body(following)):
                self._close()
            if len(filled) == 1 and row.grid and len(row.cells) > 1:
                if self._is_body(following) and self.heads:
                    self._labelled(row, kinds)  # a row that is still empty, or the head of those below
                else:
                    self._look_above(filled)
                return
            self.heads = [*self.heads, row.cells][-_DEEPEST_HEAD:] if row.grid else [row.cells]
        else:
            self._figures(row, kinds)

    def _kind(self, cell: Span | None) -> str:
        if cell is None:
            return ""
        if _FIGURE.fullmatch(self.folded, *cell):
            return "figure"
        return "nothing" if _NOTHING.fullmatch(self.folded, *cell) else "words"

    def _is_body(self, row: _Row | None) -> bool:
        return row is not None and not self._names_columns(row, [self._kind(cell) for cell in row.cells])

    def _names_columns(self, row: _Row, kinds: list[str]) -> bool:
        """Whether a row has no figures; a first row of bare years (指标 2023 2022) is a head all the same."""
        figures = [cell for cell, kind in zip(row.cells, kinds, strict=True) if cell and kind == "figure"]
        if "nothing" in kinds[1:] and not figures and self.heads:
            return False
        if not self.heads and figures and all(_BARE_YEAR.fullmatch(self.folded, *cell) for cell in figures):
            return True
        return not figures or (len(figures) == 1 and figures[0] == row.cells[0] and self._is_year(figures[0]))

    def _is_year(self, cell: Span) -> bool:
        return _YEAR_CELL.fullmatch(self.folded, *cell) is not None

    def finish(self) -> None:
        self._close()

    def _close(self) -> None:
        """End the table under one head: where it had a row of totals, the other rows with its outer labels are parts."""
        totals = [labels for labels, _ in self.rows if labels and self._is_total(labels[-1])]
        for labels, starts in self.rows:
            if labels not in totals and any(labels[: len(total) - 1] == total[:-1] for total in totals):
                for start in starts:
                    self.cells[start] = self.cells[start]._replace(part=True)
        self.heads, self.labels, self.body, self.rows = [], [], False, []

    def _labelled(self, row: _Row, kinds: list[str]) -> tuple[list[Span], int]:
        """The labels of a row, outermost first, and how many columns they take."""
        cells = row.cells
        count = next((at for at, kind in enumerate(kinds) if kind in ("figure", "nothing")), len(kinds))
        first = cells[0]
        if first and kinds[0] == "figure" and len(cells) > 1:
            if self._is_year(first) and (not self._head(0) or self._means_nothing(0) or len(cells) == 2):
                count = 1
            elif self._means_nothing(0):  # 序号
                count = next((at for at, kind in enumerate(kinds) if at and kind in ("figure", "nothing")), len(kinds))
        own = [cell if cell and not self._means_nothing(at) else None for at, cell in enumerate(cells[:count])]
        if first and count and self._is_year(first):
            own[0] = first
        begins = next((at for at, cell in enumerate(own) if cell), 0)
        if row.grid:
            above = [*self.labels[:begins], *[None] * (begins - len(self.labels))]
            own = [*above, *own[begins:]]
        self.labels = own
        return [cell for cell in own if cell], count

    def _head(self, column: int) -> tuple[Span, ...]:
        """The heads of a column, the topmost first."""
        found: list[Span] = []
        width = max((len(row) for row in self.heads), default=0)
        for level, cells in enumerate(self.heads):
            shift = width - len(cells)  # a head without a cell above the labels is one cell shorter
            at = column - shift
            if not 0 <= at < len(cells):
                continue
            if cells[at] is None:
                higher = self.heads[level - 1] if level else ()
                if level and at < len(higher) and higher[at] is not None:
                    continue  # the head above reaches down
                while at > 0 and cells[at] is None:
                    at -= 1
            if (cell := cells[at]) and cell not in found:
                found.append(cell)
        return tuple(found)

    def _means_nothing(self, column: int) -> bool:
        return any(_COUNTS_NOTHING.fullmatch(self.folded, *head) for head in self._head(column))

    def _adds_up(self, head: tuple[Span, ...], total: tuple[Span, ...]) -> bool:
        """Whether a column may be part of a total: 罚没金额(万元) is none of 合计(宗)."""
        units = [_OWN_UNIT.search(self.folded, *of[-1]) if of else None for of in (head, total)]
        return None in units or len({unit.group() for unit in units if unit}) == 1

    def _is_unit(self, span: Span) -> bool:
        told = _UNIT_CELL.fullmatch(self.folded, *span)
        return told is not None and shipped().arabic.fullmatch(told["unit"]) is not None

    def _is_total(self, span: Span | None) -> bool:
        return span is not None and _TOTAL.fullmatch(self.folded, *span) is not None

    def _figures(self, row: _Row, kinds: list[str]) -> None:
        self.body = True
        width = max((len(cells) for cells in self.heads), default=0)
        if self.heads and width == len(row.cells) - 1:  # the head has no cell above the labels
            self.heads = [(None, *cells) for cells in self.heads]
        shift = 0 if row.grid else max(0, width - len(row.cells))
        labels, count = self._labelled(row, kinds)
        units = [cell for cell in labels if self._is_unit(cell)]
        labels = [cell for cell in labels if cell not in units]
        columns = [at for at in range(count, len(kinds)) if kinds[at] == "figure" and not self._means_nothing(at + shift)]
        beside = (*units, *(c for at, c in enumerate(row.cells) if at >= count and c and kinds[at] == "words"))
        heads = {at: self._head(at + shift) for at in columns}
        above = (*self.title, *(self._head(shift)[-1:] if count else ()))  # what the labels are: 申请事项
        totals = [at for at in columns if self._is_total(heads[at][-1] if heads[at] else None)]
        starts: list[int] = []
        earlier = tuple(told[-1] for told, _ in self.rows[: -_ROWS_BACK - 1 : -1] if told)
        for at in columns:
            cell = row.cells[at]
            assert cell is not None
            siblings = [t for t in totals if heads[t][:-1] == heads[at][: len(heads[t]) - 1]]
            part = at not in totals and any(self._adds_up(heads[at], heads[t]) for t in siblings)
            head = heads[at] if count or at not in totals else (*self.title, *heads[at])  # nothing else says what is summed
            self.cells[cell[0]] = Cell(cell, tuple(labels), head, beside, earlier, above, self.unit, part)
            starts.append(cell[0])
        self.rows.append((tuple(labels), starts))


def is_total(text: str) -> bool:
    """Whether a label or head says no more than that it is the sum of the others.

    >>> [is_total(text) for text in ("合计", "总 计", "(七)总计", "合计(宗)", "罚款")]
    [True, True, True, True, False]
    """
    return _TOTAL.fullmatch(text) is not None


def year_of(text: str, own: int | None) -> int | None:
    """The year that a head or label names; 上年 is the year before the report's."""
    match = _YEAR.search(text)
    if not match:
        return None
    if match.group().isdigit():
        return int(match.group())
    if own is None:
        return None
    return own - 1 if match.group() in ("上年", "去年") else own


def names_something(text: str) -> bool:
    """Whether a label says more than a year or that it is a total."""
    return not is_total(text) and _WORDS.search(_YEAR.sub("", text).replace("年", "").replace("度", "")) is not None
