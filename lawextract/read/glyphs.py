"""Placed characters and the lines that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_GAP = 1.7  # of a character's width: a wider one parts two cells
_SPACE = 0.22
_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?")  # of a list, before its tab


class Glyph(NamedTuple):
    """A character, its box and its baseline in points; y grows downwards."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float


class Rule(NamedTuple):
    """A straight line, horizontal or vertical, by its box."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Page:
    """What stands on a page; its number counts from 1."""

    number: int
    width: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    aside: str = ""  # what stands aslant, such as a watermark


@dataclass(slots=True)
class Line:
    """A line of text on a page; ``column`` is 0 for the whole width, else 1 or 2."""

    page: int
    glyphs: list[Glyph]
    column: int = 0
    text: str = ""
    em: float = 10.0

    def __post_init__(self) -> None:
        wide = [g.right - g.left for g in self.glyphs if "\u2e80" < g.text[0] < "\uffef"]
        self.em = median(wide) if wide else median(g.bottom - g.top for g in self.glyphs)
        self.text = _words(self.glyphs, self.em)

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def base(self) -> float:
        return self.glyphs[0].base

    @property
    def tabular(self) -> bool:
        return "\t" in self.text


def lines_of(page: int, glyphs: Iterable[Glyph]) -> list[Line]:
    """Characters on one baseline make a line; lines from top to bottom, characters from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if rows and glyph.base - rows[-1][0].base < 0.4 * max(glyph.right - glyph.left, glyph.bottom - glyph.top):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    inked = (_inked(sorted(row, key=lambda g: g.left)) for row in rows)
    return [Line(page, row) for row in inked if row]


def _inked(glyphs: list[Glyph]) -> list[Glyph]:
    """*glyphs* without the spaces at both ends."""
    first, last = 0, len(glyphs)
    while first < last and glyphs[first].text.isspace():
        first += 1
    while first < last and glyphs[last - 1].text.isspace():
        last -= 1
    return glyphs[first:last]


def line_text(glyphs: Iterable[Glyph]) -> list[str]:
    """The lines that *glyphs* make, as text."""
    return [line.text.replace("\t", " ") for line in lines_of(0, glyphs)]


def _words(glyphs: Sequence[Glyph], em: float) -> str:
    """The characters of a line; a wide gap becomes a tab, a gap between Latin words a space."""
    text = glyphs[0].text
    for before, glyph in pairwise(glyphs):
        if glyph.text == before.text and glyph.left - before.left < 0.2 * em:
            continue  # printed twice to look bold
        gap = glyph.left - before.right
        if gap > _GAP * em and not _NUMBER.fullmatch(text):
            text += "\t"
        elif gap > _SPACE * em and glyph.text.isdigit() and _NUMBER.fullmatch(text):
            text += " "
        elif gap > _SPACE * em and _is_word(before.text[-1]) and _is_word(glyph.text[0]):
            text += " "
        text += glyph.text
    return text


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()
