"""Marks: the places where a section may begin, each by its number, its title or the words that open it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from lawextract.models import SectionRole
from lawextract.outline.titles import reporting_year, role_of_title
from lawextract.outline.words import words

Style = Literal[
    "division", "chapter", "part", "point", "item", "subpoint", "circled", "title", "opening", "closing"
]

RANK: dict[Style, int] = {
    "closing": 0, "division": 0, "chapter": 1, "title": 1, "opening": 1, "part": 2, "point": 3,
    "item": 4, "subpoint": 5, "circled": 6,
}  # fmt: skip

INK = re.compile(r"\S")
# behind a line end, to which `re` skips fast: the first line is no title of a section
_TITLE_LINE = re.compile(r"\n[ ]*+(?P<title>附:[^\n。;!?]{2,39}|[^\n 。;!?:][^\n。;!?:]{1,39}?)[ ]*+(?::|$)", re.MULTILINE)
_LABELLED = re.compile(r"(?m)^[ ]*[^:\n浏阅点访字]{2,24}:[ ]?\d[\d.,]*[ ]?(?:%|[件宗起例卷人名家户项个场次份条万元部期][^\n:]{0,4})[ ]*$")
_BOUNDARY = "\n 。;:!?…,.”)、"  # the last three end a number that this one may follow
_FIRST = re.compile("[一1首①⑴㈠]")  # stands without a boundary where a line break was lost


@dataclass(slots=True)
class Mark:
    """A place where a section may begin. ``body`` is where the number ends and the heading starts.

    Numbers of one run are of one ``kind``: the style, or the word that counts (一是 and 一要 are different runs).
    ``before`` is the last character before it that is no space; a line break at the beginning of the text.
    """

    start: int
    body: int
    style: Style
    value: int = 0
    kind: str = ""
    before: str = "\n"
    role: SectionRole | None = None
    lead: int | None = None  # where the words end that open a section without a heading

    @property
    def rank(self) -> int:
        return RANK[self.style]

    @property
    def inline(self) -> bool:
        """Whether it stands inside a line."""
        return self.before != "\n"


def find_marks(lines: str) -> tuple[list[Mark], int]:
    """All marks of a text in reading order, and the year that it reports on."""
    numbers = list(_numbers(lines))
    first_chapter = next((mark.body for mark in numbers if mark.style == "chapter"), None)
    reporting = reporting_year(lines, first_chapter)
    marks = [
        *numbers,
        *_titles(lines, {mark.start for mark in numbers}, reporting),
        *_openings(lines, reporting),
        *_closing(lines, numbers),
    ]
    return sorted(marks, key=lambda mark: mark.start), reporting


def _numbers(lines: str) -> Iterator[Mark]:
    number, sequence = words().number, words().sequence
    for place in words().number_candidate.finditer(lines):
        start = place.start()
        if start and lines[start - 1] not in _BOUNDARY and not _FIRST.search(place[0]):
            continue
        found = number.match(lines, start)
        if not found:
            continue
        style, kind, value = found.lastgroup or "", found.lastgroup or "", 0
        if style == "sequence":
            style, kind, value = "item", sequence[0], sequence.index(found[style]) + 1
        elif style == "counter":
            style, kind, value = "item", found["counter"], _value(found["item"])
        else:
            value = _value(found[style])
            style = "item" if style == "ordinal" else style
        yield Mark(start, found.end(), cast(Style, style), value, kind, _before(lines, start))


_VALUES = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}


@cache
def _value(numeral: str) -> int:
    """The value of a list number up to 99, whatever its script.

    >>> [_value(numeral) for numeral in ("三", "十", "十二", "二十", "(四)", "7", "⑾", "③", "㈤")]
    [3, 10, 12, 20, 4, 7, 11, 3, 5]
    """
    numeral = numeral.strip("()【】 ")
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) == 1 and numeral not in _VALUES and numeral != "十":
        return int(unicodedata.numeric(numeral))
    tens, ten, ones = numeral.rpartition("十")
    return (_VALUES.get(tens, 1) * 10 if ten else 0) + _VALUES.get(ones, 0)


def _titles(lines: str, numbered: set[int], reporting: int) -> Iterator[Mark]:
    """Lines that are a title without a number, the document's own title excepted: it has no text before it."""
    first_sentence = lines.find("。")
    if first_sentence < 0:
        return
    for found in _TITLE_LINE.finditer(lines, first_sentence):
        start = found.start("title")
        if start in numbered:
            continue
        role = role_of_title(found["title"], reporting, chapter=True, reported=True, numbered=False)[0]
        if role and role != "leadership_duty":
            yield Mark(start, start, "title", role=role)


def _openings(lines: str, reporting: int) -> Iterator[Mark]:
    """Sentences that open the problems or the plans."""
    for found in words().opening.finditer(f"\n{lines}"):
        way = next(name for name in words().openings if found[name] is not None)
        years = [year for name, year in found.groupdict().items() if year and name.startswith("year")]
        if way == "plans_dated" and int(years[0]) <= reporting:
            continue
        start = found.start(way) - 1
        role: SectionRole = "problems" if way == "problems" else "plans"
        before = _before(lines, start)
        yield Mark(start, start, "opening", 0, way, before, role, lead=found.end(way) - 1)


def _closing(lines: str, numbers: list[Mark]) -> Iterator[Mark]:
    """Signature, date and page furniture: from the lines that close a report, or from its last full line."""
    after = max((mark.body for mark in numbers if mark.before in "\n。;:!?"), default=0)
    found = words().closing.search(lines, lines.find("\n", after) if after else 0)
    last_full = _last_full_line(lines, after)
    start = min(found.start() if found else len(lines), last_full)
    ink = INK.search(lines, start)
    if ink and start > 0:
        yield Mark(ink.start(), ink.start(), "closing")


def _last_full_line(lines: str, after: int) -> int:
    """The end of the last line that holds a number, the end of a sentence or a label with its figure (持证率:98%)."""
    last = max(after, *(lines.rfind(end) for end in "。;!?"))
    last = max((label.start() for label in _LABELLED.finditer(lines, max(last, 0))), default=last)
    end = lines.find("\n", last) if last > 0 else -1
    return len(lines) if end < 0 else end


def _before(lines: str, start: int) -> str:
    while start > 0 and lines[start - 1] == " ":
        start -= 1
    return lines[start - 1] if start else "\n"
