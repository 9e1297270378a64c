"""The outline of a report: its section tree, the role of each section, its problems, plans and references.

``marks`` finds the places where a section may begin: numbers (一、 （一） 1. （1） ① 一是), titles that stand alone on
a line, and sentences that open the problems or the plans without any heading. ``titles`` tells the role of a title,
``tree`` nests the sections, ``results`` makes the public types. The words are in ``data/sections.toml``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from lawextract.models import Reference, Section, Span
from lawextract.outline.marks import find_marks
from lawextract.outline.results import points, references, sections
from lawextract.outline.tree import grow

_NEWLINES = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@dataclass(frozen=True)
class Outline:
    """What ``outline`` found. ``sections`` are in document order, parents before children."""

    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    problems: tuple[Span, ...]
    plans: tuple[Span, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [section.start for section in self.sections]

    @cached_property
    def _parents(self) -> list[int]:
        """For each section the index of its parent, -1 for none."""
        indices = {section.id: index for index, section in enumerate(self.sections)}
        return [indices.get(section.id.rpartition(".")[0], -1) for section in self.sections]

    def at(self, offset: int) -> Section | None:
        """The deepest section that holds *offset*."""
        return next(iter(self.chain(offset)), None)

    def chain(self, offset: int) -> tuple[Section, ...]:
        """The sections that hold *offset*, from the deepest up to the root."""
        holding: list[Section] = []
        index = bisect_right(self._starts, offset) - 1
        while index >= 0:
            if self.sections[index].end > offset:
                holding.append(self.sections[index])
            index = self._parents[index]
        return tuple(holding)


def outline(text: str, folded: str) -> Outline:
    """Read the outline of *text*; *folded* is its folded copy of equal length."""
    lines = folded.replace("\t", " ")
    for char in _NEWLINES:
        lines = lines.replace(char, "\n")
    marks, reporting = find_marks(lines)
    root = grow(lines, marks, reporting)
    return Outline(
        sections=tuple(sections(root, text)),
        references=tuple(references(text, folded)),
        problems=tuple(points(root, "problems", lines, text)),
        plans=tuple(points(root, "plans", lines, text)),
    )
