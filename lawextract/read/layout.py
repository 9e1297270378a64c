"""Pages of placed characters → text in reading order, for formats that know no paragraphs (PDF, OFD).

Characters make lines, lines make paragraphs: a line runs on where the first word of the next line would not have
fitted, unless indentation, spacing, size or a section number begin something new. Ruled tables become lines of cells
parted by tabs. What repeats at the margins of the pages, and page numbers, come last, as furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from lawextract.read.draft import Draft
from lawextract.read.glyphs import Glyph, Line, Page, lines_of
from lawextract.read.ruled import Table, find_ruled

_COLUMN_GAP = 1.0
_PAGE_NUMBER = re.compile(
    r"(?P<dash>[-—–－―·_~]?)\s*(?P<word>第)?\s*(?P<number>\d{1,4})\s*页?\s*(?:[/,，共]\s*共?\s*\d{1,4}\s*页?)?\s*[-—–－―·_~]?"
)
_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|第[一二三四五六七八九十]{1,3}[章篇部]|[①-⑳]"
)
_CLOSED = re.compile(r"[。；：！？!?;:][”’）)]*$")
_NO_START = frozenset("，。、；：！？）》」』】”’〕…—,.;:!?)]}%％")
_NO_END = frozenset("（《「『【“‘〔([{")
_WORD = re.compile(r"[0-9A-Za-z.,%+/-]")


def lay_out(pages: Sequence[Page]) -> Draft:
    """The text of *pages* in reading order, with locators by page."""
    rows: list[list[Line]] = []
    tables: list[Table] = []
    for page in pages:
        found, loose = find_ruled(page)
        tables += found
        rows.append(lines_of(page.number, loose))
    lines = list(_columns(rows))
    furniture = _furniture(lines)
    body = [line for line in lines if id(line) not in furniture]
    draft = Draft()
    _write(draft, _flow(body, tables, max((page.width for page in pages), default=0.0)))
    with draft.furniture():
        for line in lines:
            if id(line) in furniture:
                with draft.located("page", str(line.page)):
                    draft.line(line.text)
        for page in pages:
            if page.aside:
                with draft.located("page", str(page.number)):
                    draft.line(page.aside)
    return draft


# --- columns ------------------------------------------------------------------------------------------------------


def _columns(pages: Sequence[list[Line]]) -> Iterator[Line]:
    """The lines of all pages in reading order: where two columns of text stand, the left one first."""
    gutter: float | None = None
    for lines in pages:
        own = _gutter(lines)
        if own is None and gutter is not None and sum(_sides(line, gutter) is None for line in lines) <= 2:
            own = gutter  # the last page may hold no more than the beginning of a column
        gutter = own
        yield from lines if own is None else _parted(lines, own)


def _parted(lines: Iterable[Line], gutter: float) -> Iterator[Line]:
    columns: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        sides = _sides(line, gutter)
        if sides is None:
            yield from (*columns[0], *columns[1], line)
            columns = ([], [])
            continue
        for number, part in enumerate(sides):
            if part:
                columns[number].append(Line(line.page, part, number + 1))
    yield from (*columns[0], *columns[1])


def _sides(line: Line, x: float) -> tuple[list[Glyph], list[Glyph]] | None:
    """The characters left and right of *x*; None where the line runs across it."""
    left = [glyph for glyph in line.glyphs if glyph.right <= x]
    right = [glyph for glyph in line.glyphs if glyph.left >= x]
    whole = len(left) + len(right) == len(line.glyphs)
    apart = not (left and right) or right[0].left - left[-1].right >= 0.3 * line.em  # points may hang over
    return (left, right) if whole and apart else None


def _gutter(lines: Sequence[Line]) -> float | None:
    """The x between two columns of running text, None where there is one column."""
    if len(lines) < 10:
        return None
    start, end = min(line.left for line in lines), max(line.right for line in lines)
    begins = Counter(
        round(glyph.left)
        for line in lines
        for before, glyph in zip([None, *line.glyphs], line.glyphs, strict=False)
        if before is None or glyph.left - before.right >= _COLUMN_GAP * line.em
    )
    middle = {x: n for x, n in begins.items() if 0.35 < (x - start) / max(end - start, 1) < 0.65}
    if not middle:
        return None
    x = max(middle, key=lambda at: (middle[at], -at)) - 0.3 * lines[0].em
    parts = [sides for line in lines if (sides := _sides(line, x)) is not None]
    left, right = [part for part, _ in parts if part], [part for _, part in parts if part]
    if min(len(left), len(right)) < 6 or len(parts) < 0.8 * len(lines) - 2:
        return None
    full = min(_filled(left, start, x), _filled(right, x, end))
    return x if full > 0.7 else None


def _filled(parts: Sequence[Sequence[Glyph]], start: float, end: float) -> float:
    """How much of the width from *start* to *end* the characters of most lines fill."""
    return median(sum(glyph.right - glyph.left for glyph in part) for part in parts) / max(end - start, 1)


# --- page furniture -----------------------------------------------------------------------------------------------


def _furniture(lines: list[Line]) -> set[int]:
    """The ids of lines that repeat at the margins of several pages, and of page numbers."""
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    edges: list[tuple[Line, bool]] = []  # a line near a margin, whether it is the very last or first
    for page in by_page.values():
        ordered = sorted(page, key=lambda line: line.base)
        near = {id(line): (line, False) for line in (*ordered[:2], *ordered[-2:])}
        near |= {id(line): (line, True) for line in (*ordered[:1], *ordered[-1:])}
        edges += near.values()
    places = Counter((_without_digits(line.text), round(line.base / 3)) for line, _ in edges)
    steps = Counter(step for line, outer in edges if outer and (step := _step(line)) is not None)
    found = set[int]()
    for line, outer in edges:
        number = _PAGE_NUMBER.fullmatch(line.text.strip())
        told = number is not None and bool(number["dash"] or number["word"])
        counted = outer and (step := _step(line)) is not None and (steps[step] > 1 or len(by_page) == 1 == line.page - step)
        words, height = _without_digits(line.text), round(line.base / 3)
        repeats = sum(places[words, height + near] for near in (-1, 0, 1)) > 1 and len(words) > 1
        if told or counted or (repeats and line.text.count("\t") < 2):
            found.add(id(line))
    return found


def _step(line: Line) -> int | None:
    """By how much a page number runs behind the count of pages; None for a line that is no number."""
    number = _PAGE_NUMBER.fullmatch(line.text.strip())
    return line.page - int(number["number"]) if number else None


def _without_digits(text: str) -> str:
    return re.sub(r"[\d\s]", "", text)


# --- paragraphs ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """The block that lines of one column fill, the usual distance of two lines, and whether lines end flush."""

    left: float
    right: float
    pitch: float
    em: float
    flush: bool


def _frames(lines: Sequence[Line], width: float) -> dict[int, _Frame]:
    frames: dict[int, _Frame] = {}
    for column in {line.column for line in lines}:
        own = [line for line in lines if line.column == column]
        em = median(line.em for line in own)
        lefts = Counter(round(line.left / 2) for line in own)
        most = max(lefts.values())
        left = 2.0 * min(at for at, count in lefts.items() if count >= most / 2)
        rights = Counter(round(line.right / 2) for line in own)
        most = max(rights.values())
        right = 2.0 * max(at for at, count in rights.items() if count >= most / 2)  # points may hang over
        if len(own) < 4 and not column:  # too few lines to tell: both margins are alike
            right = max(right, width - left - em)
        steps = [b.base - a.base for a, b in pairwise(own) if a.page == b.page and 0 < b.base - a.base < 4 * em]
        full = [line for line in own if right - line.right < 2 * em]
        flush = sum(abs(right - line.right) < 0.3 * em for line in full) > 0.8 * len(full) > 4
        frames[column] = _Frame(left, right, median(steps) if steps else 2 * em, em, flush)
    return frames


def _flow(lines: Sequence[Line], tables: Sequence[Table], width: float) -> Iterator[list[Line] | Table]:
    """Paragraphs, as their lines, and tables in reading order."""
    frames = _frames(lines, width)
    waiting = sorted(tables, key=lambda table: (table.page, table.top))
    paragraph: list[Line] = []
    for line in lines:
        while waiting and (waiting[0].page, waiting[0].top) <= (line.page, line.base):
            if paragraph:
                yield paragraph
                paragraph = []
            yield waiting.pop(0)
        if paragraph and not _runs_on(paragraph, line, frames):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph
    yield from waiting


def _runs_on(paragraph: list[Line], line: Line, frames: dict[int, _Frame]) -> bool:
    """Whether *line* goes on with the sentence of the lines before."""
    before = paragraph[-1]
    frame, own = frames[before.column], frames[line.column]
    if before.tabular or line.tabular or abs(before.em - line.em) > 0.15 * before.em:
        return False
    nearby = before.page == line.page and before.column == line.column
    if nearby and line.base - before.base > 1.6 * max(frame.pitch, before.em):
        return False
    room = frame.right - before.right
    closed = _CLOSED.search(before.text) is not None
    centred = nearby and not closed and _centred(before, frame) and _centred(line, own)
    if centred and (line.em > 1.15 * own.em or room < before.em):
        return True  # a title on two lines
    if line.left - own.left > 0.8 * line.em:
        return False
    if room > (0.7 * before.em if frame.flush else _first_word(line) + 0.5 * before.em):
        return not closed and room < 4 * before.em and not _SECTION.match(line.text)
    return not (closed and _SECTION.match(line.text))


def _centred(line: Line, frame: _Frame) -> bool:
    left, right = line.left - frame.left, frame.right - line.right
    return abs(left - right) < line.em


def _first_word(line: Line) -> float:
    """The width of what cannot be parted at the beginning of *line*."""
    end = 0
    glyphs = line.glyphs
    while end < len(glyphs) - 1 and glyphs[end].text in _NO_END:
        end += 1
    if _WORD.match(glyphs[end].text):
        while end < len(glyphs) - 1 and _WORD.match(glyphs[end + 1].text):
            end += 1
    while end < len(glyphs) - 1 and glyphs[end + 1].text in _NO_START:
        end += 1
    return glyphs[end].right - glyphs[0].left


def _write(draft: Draft, flow: Iterable[list[Line] | Table]) -> None:
    """Add paragraphs and tables, and a locator for every page."""
    begins: dict[int, int] = {}
    tables = 0
    for block in flow:
        if isinstance(block, Table):
            tables += 1
            begins.setdefault(block.page, draft.length)
            draft.table(block.rows, f"表{tables}")
            continue
        last = ""
        for line in block:
            begins.setdefault(line.page, draft.length)
            text = " " + line.text if _latin(last) and _latin(line.text[0]) else line.text
            draft.add(text)
            last = line.text[-1]
        draft.add("\n")
    pages = [*begins.items(), (0, draft.length)]
    for (page, start), (_, end) in pairwise(pages):
        draft.locate(start, end, "page", str(page))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
