"""Paragraphs as they were before a copy lost them, and offsets brought back.

A copy from a page or a mail ends its lines at one width, in the middle of words and numbers, since Chinese has no spaces:
受理行政复⏎议申请1⏎58件. Read line by line, such a text tells 58 and no reconsideration. Another copy is one line with
spaces where lines ended, so that no title or heading stands alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar, cast

from pydantic import BaseModel

Value = TypeVar("Value")

_NARROWEST, _WIDEST = 18, 65  # Chinese characters in a line
_RAGGED = 8  # columns, two a Chinese character: no line begins with a comma, and some copies break no number
_LEAST = 4  # full lines that run on; fewer are chance
_SHARE = 0.5  # of the lines without closing punctuation, that are full; the others are headings and titles

_LINE = re.compile(r"[^\n]*")
_CLOSED = re.compile(r"[。!?:;!?:;][”」』)）]?$")
_NEW = re.compile(
    r"\s|$|[(（]?[一二三四五六七八九十百\d]{1,3}[)）、]|\d{1,2}[..](?!\d)|第[一二三四五六七八九十百\d]{1,3}[章节部条篇]"
)


# where a text of one line had its line ends: after its title, before headings, between paragraphs
_LOST_END = re.compile(
    r"(?:(?<=报告)|(?<=总结)|(?<=情况)|(?<=汇报)|(?<=[。！？!?]))[ \t\u00a0\u3000]+(?=\S)"
    r"|[ \t\u00a0\u3000]+(?=[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部])"
)
_LONG_LINE = 200


class Unwrapped(NamedTuple):
    """A text with whole paragraphs; ``origins`` tells where each of its characters, and its end, stood before."""

    text: str
    origins: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The half-open offsets before of a stretch of ``text``."""
        return self.origins[start], self.origins[end - 1] + 1 if end > start else self.origins[end]


def unwrap(text: str) -> Unwrapped | None:
    """*text* without the line ends inside its paragraphs, or with those between them; None where nothing was lost.

    >>> lines = ["全年受理行政复议申请58件,审结49件,其中以调解方式结案1"] + ["7件,行政机关负责人出庭应诉率百分之百,比上年提高二个百"] * 6
    >>> unwrap("\\n".join(lines)).text[20:36]
    '其中以调解方式结案17件,行政机'
    >>> unwrap("受理58件。\\n审结49件。") is None
    True
    """
    if len(text) > _LONG_LINE and "\n" not in text.strip():
        return Unwrapped(_LOST_END.sub(lambda lost: "\n" * len(lost[0]), text), range(len(text) + 1))
    lines = [match.span() for match in _LINE.finditer(text) if match.start() == 0 or text[match.start() - 1] == "\n"]
    told = [text[start:end].rstrip() for start, end in lines]
    cut = max(_cut(told, _columns, 2, _RAGGED), _cut(told, len, 1, 0), key=len)
    if not cut:
        return None
    pieces: list[str] = []
    origins: list[int] = []
    position = 0
    for index in cut:
        end = lines[index][0] + len(told[index])
        pieces.append(text[position:end])
        origins += range(position, end)
        position = lines[index + 1][0]
    pieces.append(text[position:])
    origins += range(position, len(text) + 1)
    return Unwrapped("".join(pieces), origins)


def _columns(line: str) -> int:
    return sum(1 if ord(character) < 0x2000 else 2 for character in line)


def _cut(lines: list[str], measure: Callable[[str], int], unit: int, ragged: int) -> list[int]:
    """The lines that a width cut, if *measure* tells that they were: hardly any line is wider, and many are as wide."""
    widths = [measure(line) for line in lines]
    ordered = sorted(width for width in widths if width)
    if not ordered:
        return []
    full = ordered[-1 - len(ordered) // 20]  # a line of the page around may be wider
    if not _NARROWEST * unit <= full <= _WIDEST * unit or ordered[-1] > 2 * full:
        return []
    full = ordered[bisect_right(ordered, full + unit) - 1]
    whole = [
        index
        for index, line in enumerate(lines[:-1])
        if full - ragged <= widths[index] <= full and "\t" not in line and not _NEW.match(lines[index + 1])
    ]
    open_lines = sum(not _CLOSED.search(line) for line in lines[:-1] if line)
    cut = [index for index in whole if not _CLOSED.search(lines[index])]
    if len(cut) < max(_LEAST, _SHARE * open_lines):
        return []
    indented = sum(line[:1].isspace() for line in lines) > 1
    return whole if indented or not ragged else cut  # without an indent the next line may be a paragraph of its own


def moved(value: Value, text: str, unwrapped: Unwrapped) -> Value:
    """*value* with its offsets and those of all that it holds brought back to *text*, and its quotes taken from there."""
    if isinstance(value, tuple):
        return cast(Value, tuple(moved(item, text, unwrapped) for item in value))
    if isinstance(value, dict):
        return cast(Value, {key: moved(item, text, unwrapped) for key, item in value.items()})
    if not isinstance(value, BaseModel):
        return value
    fields = {name: moved(getattr(value, name), text, unwrapped) for name in type(value).model_fields}
    if isinstance(fields.get("start"), int):
        fields["start"], fields["end"] = start, end = unwrapped.place(fields["start"], fields["end"])
        if "text" in fields:
            fields["text"] = text[start:end]
    return value.model_copy(update=fields)
