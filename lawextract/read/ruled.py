"""Tables drawn with ruled lines on a page: the grid, its merged cells and their text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lawextract.read.draft import joined
from lawextract.read.glyphs import Glyph, Page, Rule, line_text

_THIN = 3.0  # points: the thickness of a line at most
_TOUCH = 2.5  # points between two lines that meet
_MOST = 4000  # lines of a page that are looked at; more are a drawing
_LONG_CELL = 300  # characters: this frame holds running text


@dataclass(slots=True)
class Table:
    """A ruled table where it stands: its cells row by row, "" below and beside a merged one."""

    page: int
    top: float
    bottom: float
    rows: list[list[str]]


def find_ruled(page: Page) -> tuple[list[Table], list[Glyph]]:
    """The ruled tables of *page*, and its characters outside them."""
    across = [r for r in page.rules if r.bottom - r.top <= _THIN and r.right - r.left >= 8]
    down = [r for r in page.rules if r.right - r.left <= _THIN and r.bottom - r.top >= 6]
    tables: list[Table] = []
    loose = page.glyphs
    if len(across) < 2 or not down or len(across) + len(down) > _MOST:
        return tables, loose
    for group in _connected([*across, *down]):
        grid = _Grid(group)
        if grid.columns < 2 or grid.rows < 1:
            continue
        inside = [g for g in loose if grid.holds(g)]
        rows = grid.fill(inside) if inside else []
        if rows and max(len(cell) for row in rows for cell in row) <= _LONG_CELL:
            taken = set(map(id, inside))
            loose = [g for g in loose if id(g) not in taken]
            tables.append(Table(page.number, grid.ys[0], grid.ys[-1], rows))
    return tables, loose


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of lines that touch, directly or through others."""
    groups: list[list[Rule]] = []
    boxes: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r.top):
        touched = [k for k, box in enumerate(boxes) if _near(rule, box) and any(_near(rule, r) for r in groups[k])]
        merged = [rule]
        for k in reversed(touched):
            merged += groups.pop(k)
            boxes.pop(k)
        groups.append(merged)
        boxes.append(
            Rule(min(r.left for r in merged), min(r.top for r in merged), max(r.right for r in merged), max(r.bottom for r in merged))
        )  # fmt: skip
    return groups


def _near(a: Rule, b: Rule) -> bool:
    return (
        a.left <= b.right + _TOUCH and b.left <= a.right + _TOUCH
        and a.top <= b.bottom + _TOUCH and b.top <= a.bottom + _TOUCH
    )  # fmt: skip


class _Grid:
    """The cells between the lines of one table."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.across = [r for r in rules if r.bottom - r.top <= _THIN]
        self.down = [r for r in rules if r not in self.across]
        middles = [(r.left + r.right) / 2 for r in self.down]
        outer = [min((r.left for r in self.across), default=0.0), max((r.right for r in self.across), default=0.0)]
        self.xs = _places([*middles, *outer])  # a table may have no lines at its sides
        self.ys = _places((r.top + r.bottom) / 2 for r in self.across)
        self.columns, self.rows = len(self.xs) - 1, len(self.ys) - 1

    def holds(self, glyph: Glyph) -> bool:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        return self.xs[0] < x < self.xs[-1] and self.ys[0] < y < self.ys[-1]

    def fill(self, glyphs: Iterable[Glyph]) -> list[list[str]]:
        """The text of each cell; a merged cell's stands in its first place."""
        first = self._merged()
        inside: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in glyphs:
            row = bisect_right(self.ys, (glyph.top + glyph.bottom) / 2) - 1
            column = bisect_right(self.xs, (glyph.left + glyph.right) / 2) - 1
            inside.setdefault(first[row, column], []).append(glyph)
        texts = {place: joined(line_text(own)) for place, own in inside.items()}
        return [[texts.get((row, column), "") for column in range(self.columns)] for row in range(self.rows)]

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each place of the grid the first place of the cell that it belongs to."""
        first: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(self.rows):
            y = (self.ys[row] + self.ys[row + 1]) / 2
            for column in range(self.columns):
                x = (self.xs[column] + self.xs[column + 1]) / 2
                place = (row, column)
                if column and not any(abs(r.left - self.xs[column]) < _THIN + 1 and r.top <= y <= r.bottom for r in self.down):
                    place = first[row, column - 1]
                elif row and not any(abs(r.top - self.ys[row]) < _THIN + 1 and r.left <= x <= r.right for r in self.across):
                    place = first[row - 1, column]
                first[row, column] = place
        return first


def _places(values: Iterable[float]) -> list[float]:
    """Values in order, those next to each other taken for one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _TOUCH + 1:
            places.append(value)
    return places
