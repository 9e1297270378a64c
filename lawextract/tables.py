"""Tables in a text: what names each figure of their rows.

A numeric cell is named by the labels of its row and the heads of its column, each over several levels where cells are
merged: an empty cell of a head goes on with its left neighbour, an empty label with the one above. Its unit stands in
brackets in one of them (案件数(件)), in its name (制发件数), in a cell of its own or above the table (单位:件); its year in
whichever names one. Spans are offsets into the folded text. The words are those of ``data/tables.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, islice
from typing import NamedTuple

import regex

from lawextract import grid
from lawextract.grid import Row, Span, kind_of
from lawextract.labels import LIST_MARK, Words, words
from lawextract.units import shipped

_YEAR = re.compile(r"(?:19|20)\d\d(?=\s?年|\D*$)")
_YEAR_CELL = re.compile(r"(?:(?:19|20)\d\d\s?年?|[上去本当今]年)度?")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_HAN = regex.compile(r"\p{Han}")
_OWN_UNIT = re.compile(r"[(](?:单位:)?[^()\d]{1,4}[)]\s*$")
_UNIT_CELL = re.compile(r"(?:[十百千]?[万亿]|[百千])?(?P<unit>[^()\[\]\d,、]{1,4})")
_SIGNS = "+-↑↓"
_TITLE_LENGTH = 60
_ROWS_BACK = 6  # whose labels may tell what a label leaves out; columns, too
_MOST_PARTS = 60  # rows that one row sums up without saying so
_DEEPEST_HEAD = 4  # rows; what stands above are rows of words


class Cell(NamedTuple):
    """A numeric cell and what names it; its ``span`` is without a sign.

    ``labels`` of its row and ``heads`` of its column from the outermost to the nearest; ``beside`` the other words of
    its row; ``earlier`` the heads of the columns and the labels of the rows before it, the nearest first (新收复议申请
    before 审结); ``above`` the title of its table and the head of its labels; ``units`` those told above the table; ``left`` and ``up`` where the
    figures before it in its row and its column begin, the nearest first. A ``part`` stands in a table beside its total,
    one that is told as ``among`` another (其中) below it; a ``serial`` number counts nothing.
    """

    span: Span
    labels: tuple[Span, ...] = ()
    heads: tuple[Span, ...] = ()
    beside: tuple[Span, ...] = ()
    earlier: tuple[Span, ...] = ()
    above: tuple[Span, ...] = ()
    units: tuple[Span, ...] = ()
    left: tuple[int, ...] = ()
    up: tuple[int, ...] = ()
    part: bool = False
    among: int | None = None
    serial: bool = False

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


def find_tables(folded: str) -> dict[int, Cell]:
    """Numeric cells by the offset where they start.

    >>> cells = find_tables("项目\\t2023年\\n立案(件)\\t1126")
    >>> cell = cells[15]; cell.label, cell.head
    ((9, 14), (3, 8))
    """
    cells: dict[int, Cell] = {}
    known = words()
    for block, above in grid.blocks(folded, grid.Words(known.serial, known.counted, known.total)):
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
        told = {*grid.row_at(folded, begin, end).cells, *cells[start].labels}
        marks += (mark.span() for span in told if span and (mark := LIST_MARK.match(folded, *span)))
    return sorted(set(marks))


class _Figures(NamedTuple):
    """A row of figures: its labels, and by column where its numeric cells begin."""

    labels: tuple[Span, ...]
    starts: dict[int, int]


@dataclass(slots=True)
class _Table:
    """Reads the rows of one block from top to bottom; a new head begins a new table."""

    folded: str
    before: list[Span]
    words: Words = field(default_factory=words)
    cells: dict[int, Cell] = field(default_factory=dict)
    heads: list[tuple[Span | None, ...]] = field(default_factory=list)
    labels: list[Span | None] = field(default_factory=list)
    title: tuple[Span, ...] = ()
    units: tuple[Span, ...] = ()
    label_columns: int = 1  # of the rows without a grid
    body: bool = False  # rows of figures came since the head
    band: Span | None = None  # a line of words above the rows that follow it
    rows: list[_Figures] = field(default_factory=list)  # since the head
    sums: set[int] = field(default_factory=set)  # columns that sum up the others in a row since the head

    def __post_init__(self) -> None:
        self._look_above(self.before)

    def _look_above(self, lines: Sequence[Span]) -> None:
        """Unit and title of the table, from lines or cells above its head."""
        for span in lines:
            told = self.words.unit.search(self.folded, *span)
            if told:
                self.units = (told.span("unit"), *told.spans("other"))
            elif span[1] - span[0] <= _TITLE_LENGTH and self.folded[span[1] - 1] not in "。;!?,":
                self.title = (span,)
            else:  # what stands above a sentence is the title of something else
                self.title = ()

    def add(self, row: Row, following: Row | None) -> None:
        filled = [cell for cell in row.cells if cell]
        kinds = [kind_of(self.folded, cell) for cell in row.cells]
        if any(self.words.unit.search(self.folded, *cell) for cell in filled) and "figure" not in kinds[1:]:
            self._look_above(filled)
        elif self.body and self.heads and self._is_band(row, filled) and self._names_columns(row, kinds) and self._is_body(following):
            self._end_part()
            self.band = filled[0]
        elif self._names_columns(row, kinds):
            if self.body or (len(filled) == 1 and not self._is_body(following)):
                self._close()
            if self._is_band(row, filled):
                if self._is_body(following) and self.heads:
                    self._labelled(row, kinds)  # a row that is still empty, or the head of those below
                else:
                    self._look_above(filled)
                return
            self.heads = [*self.heads, row.cells][-_DEEPEST_HEAD:] if row.grid else [row.cells]
        else:
            self._figures(row, kinds)

    def _is_band(self, row: Row, filled: Sequence[Span]) -> bool:
        """Whether a row of the grid has one cell with words: it is above the rows below, whose columns the head names."""
        return len(filled) == 1 and row.grid and len(row.cells) > 1

    def _is_body(self, row: Row | None) -> bool:
        return row is not None and not self._names_columns(row, [kind_of(self.folded, cell) for cell in row.cells])

    def _names_columns(self, row: Row, kinds: Sequence[str]) -> bool:
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
        """End the table under one head."""
        self._end_part()
        self.heads, self.body, self.label_columns, self.band = [], False, 1, None

    def _end_part(self) -> None:
        """End the rows above a band, or all: where they had a row of totals, the others with its outer labels are parts."""
        totals = [row for row in self.rows if row.labels and self._is_total(row.labels[-1])]
        totals = totals or [row for row in self.rows if row.labels and self._sums_up(row)]
        for row in self.rows:
            total = next((total for total in totals if row.labels[: len(total.labels) - 1] == total.labels[:-1]), None)
            if total is None or row in totals:
                continue
            named = not self._is_total(total.labels[-1])
            for at, start in row.starts.items():
                told = {"among": total.starts.get(at)} if named else {"part": True}
                self.cells[start] = self.cells[start]._replace(**told)
        for index, row in enumerate(self.rows):
            if index and row.labels and self.words.among.match(self.folded, row.labels[-1][0]):
                self._tell_among(index)
        self.labels, self.rows, self.sums = [], [], set()

    def _tell_among(self, first: int) -> None:
        """Mark the parts below a total: the row that says so, and those after it that make up the total with it."""
        whole = self.rows[first - 1].starts
        for at, total in whole.items():
            amounts = [self._amount(row.starts[at]) if at in row.starts else Decimal(0) for row in self.rows[first : first + _MOST_PARTS]]
            reached = next((n for n, told in enumerate(accumulate(amounts)) if told == self._amount(total)), 0)
            for row in self.rows[first : first + reached + 1]:
                if at in row.starts:
                    self.cells[row.starts[at]] = self.cells[row.starts[at]]._replace(among=total)

    def _sums_up(self, row: _Figures) -> bool:
        """Whether a row tells the totals of the others without saying so: what it says allows it and its figures do."""
        if len(self.rows) > _MOST_PARTS or not self.words.sum_of.fullmatch(self.folded, *row.labels[-1]):
            return False
        others = [r for r in self.rows if r is not row and r.labels[:-1] == row.labels[:-1]]
        counts = {at: self._amount(start) for at, start in row.starts.items() if not self._is_rate(start)}
        sums = {at: [self._amount(r.starts[at]) for r in others if at in r.starts] for at in counts}
        told = any(counts.values()) or not counts
        return len(others) > 1 and told and all(sum(sums[at], Decimal(0)) == counts[at] for at in counts)

    def _amount(self, start: int) -> Decimal:
        number = re.match(r"[\d, ]*\d(?:\.\d+)?", self.folded[slice(*self.cells[start].span)])
        return Decimal(re.sub("[, ]", "", number[0])) if number else Decimal(0)

    def _is_rate(self, start: int) -> bool:
        cell = self.cells[start]
        return any("%" in self.folded[slice(*span)] for span in (cell.span, *cell.names))

    def _labelled(self, row: Row, kinds: Sequence[str]) -> tuple[list[Span], int]:
        """The labels of a row, outermost first, and how many columns they take."""
        cells = row.cells
        count = next((at for at, kind in enumerate(kinds) if kind in ("figure", "nothing")), len(kinds))
        first = cells[0]
        if first and kinds[0] == "figure" and len(cells) > 1:
            if self._is_year(first) and (not self._head(0) or self._counts_nothing(0) or len(cells) == 2):
                count = 1
            elif self._counts_nothing(0):  # 序号
                count = next((at for at, kind in enumerate(kinds) if at and kind in ("figure", "nothing")), len(kinds))
        counts = (kind == "words" or not self._counts_nothing(at) for at, kind in enumerate(kinds))  # 合计 below 序号
        own = [cell if cell and told else None for cell, told in zip(cells[:count], counts, strict=False)]
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

    def _counts_nothing(self, column: int) -> bool:
        return any(self.words.no_count.fullmatch(self.folded, *head) for head in self._head(column))

    def _adds_up(self, head: tuple[Span, ...], total: tuple[Span, ...]) -> bool:
        """Whether a column may be part of a total: 罚没金额(万元) is none of 合计(宗)."""
        units = [_OWN_UNIT.search(self.folded, *of[-1]) if of else None for of in (head, total)]
        return None in units or len({unit.group() for unit in units if unit}) == 1

    def _is_unit(self, span: Span) -> bool:
        told = _UNIT_CELL.fullmatch(self.folded, *span)
        return told is not None and shipped().arabic.fullmatch(told["unit"]) is not None

    def _is_total(self, span: Span | None) -> bool:
        return span is not None and self.words.total.fullmatch(self.folded, *span) is not None

    def _figures(self, row: Row, kinds: Sequence[str]) -> None:
        self.body = True
        width = max((len(cells) for cells in self.heads), default=0)
        if self.heads and width == len(row.cells) - 1 and not self._numbered(row, kinds):  # no head above the labels
            self.heads = [(None, *cells) for cells in self.heads]
        labels, count = self._labelled(row, kinds)
        shift = 0 if row.grid or self._numbered(row, kinds) else self._left_out(count, width - len(row.cells))
        units = [cell for cell in labels if self._is_unit(cell)]
        labels = [cell for cell in labels if cell not in units]
        columns = [at for at in range(count, len(kinds)) if kinds[at] == "figure" and not self._counts_nothing(at + shift)]
        if count and kinds[0] == "figure" and row.cells[0] not in labels:
            self._serial(row.cells[0])
        beside = (*units, *(c for at, c in enumerate(row.cells) if at >= count and c and kinds[at] == "words"))
        heads = {at: self._head(at + shift) for at in columns}
        above = (*(() if self.band is None else (self.band,)), *self.title, *(self._head(shift)[-1:] if count else ()))  # what the labels are: 申请事项
        starts: dict[int, int] = {}
        earlier = tuple(told.labels[-1] for told in self.rows[: -_ROWS_BACK - 1 : -1] if told.labels)
        for at in columns:
            own = self._labels_beside(row, kinds, at, shift, count) or labels
            cell = self._unsigned(row.cells[at])
            left = tuple(islice(reversed(starts.values()), _ROWS_BACK))
            up = tuple(told.starts[at] for told in self.rows[: -_ROWS_BACK - 1 : -1] if at in told.starts)
            told = (*(heads[other][-1] for other in islice(reversed(starts), _ROWS_BACK) if heads[other]), *earlier)
            self.cells[cell[0]] = Cell(cell, tuple(own), heads[at], beside, told, above, self.units, left, up)
            starts[at] = cell[0]
        self._mark_totals(starts, heads, [label for label in labels if not self._is_total(label)])
        self.rows.append(_Figures(tuple(labels), starts))

    def _left_out(self, labels: int, missing: int) -> int:
        """How many of the *missing* cells of a row without a grid are labels, which stand before the others."""
        if missing <= 0:
            self.label_columns = max(labels, self.label_columns)
            return 0
        return max(0, min(missing, self.label_columns - labels))

    def _numbered(self, row: Row, kinds: Sequence[str]) -> bool:
        """Whether a row begins with its serial number, so that nothing is left out before it."""
        return bool(kinds) and kinds[0] == "figure" and any(self.words.serial.fullmatch(self.folded, *h) for h in self._head(0))

    def _serial(self, span: Span | None) -> None:
        if span:
            self.cells[span[0]] = Cell(span, serial=True)

    def _unsigned(self, span: Span | None) -> Span:
        assert span is not None
        return (span[0] + 1, span[1]) if self.folded[span[0]] in _SIGNS else span

    def _labels_beside(self, row: Row, kinds: Sequence[str], at: int, shift: int, count: int) -> list[Span]:
        """The label of a further pair of label and figure in one row: 收案 41 应诉 22 under 项目 数量 项目 数量."""
        label = row.cells[at - 1] if at > count and kinds[at - 1] == "words" else None
        said = [self.folded[slice(*head)] for head in self._head(at - 1 + shift)[-1:]]
        first = [self.folded[slice(*head)] for head in self._head(shift)[-1:]]
        return [label] if label and said and said == first else []

    def _mark_totals(self, starts: dict[int, int], heads: dict[int, tuple[Span, ...]], labels: list[Span]) -> None:
        """Tell the figures of a row that stand beside their total; what a total sums the title tells, if nothing else does."""
        of_body = bool(labels) and all(self.words.body.fullmatch(self.folded, *label) for label in labels)
        totals = [at for at in starts if heads[at] and (self._is_total(heads[at][-1]) or self._is_sum(at, starts, heads))]
        for at, start in starts.items():
            siblings = [total for total in totals if heads[total][:-1] == heads[at][: len(heads[total]) - 1]]
            part = at not in totals and any(self._adds_up(heads[at], heads[total]) for total in siblings)
            bare = at in totals and (not labels or (of_body and self._is_total(heads[at][0])))
            named = not bare and (labels or not (heads[at] and self.words.number.fullmatch(self.folded, *heads[at][-1])))
            head = heads[at] if named else (*self.title, *heads[at])
            self.cells[start] = self.cells[start]._replace(heads=head, part=part)

    def _is_sum(self, at: int, starts: dict[int, int], heads: dict[int, tuple[Span, ...]]) -> bool:
        """Whether a column that may be a total (全年) is as much as those with the same outer heads together."""
        if not self.words.sum.fullmatch(self.folded, *heads[at][-1]):
            return False
        if self._is_rate(starts[at]):
            return at in self.sums
        others = [self._amount(starts[other]) for other in starts if other != at and heads[other][:-1] == heads[at][:-1]]
        if len(others) > 1 and sum(others) == self._amount(starts[at]):
            self.sums.add(at)
            return True
        return False
