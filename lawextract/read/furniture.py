"""Which lines of a web page belong to the page and not to the report: menus, links, counters, footers.

Nothing is dropped: furniture stays in the text and is only marked. In doubt a line is the report's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

Mark = Literal["", "weak", "strong", "certain"]
"""How sure it is, by its tag (certain) or its names, that an element is furniture; the surest last."""

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 32}
_LETTER = re.compile(r"[^\W\d_]")
# From the first comma of a line on, not from each: the time is that of the length.
_SENTENCE = re.compile(r"(?m)^[^,，、；;\n]*[,，、；;].*[。；;]|^[^。\n]*。.*[,，]|\A.{60,}[。；;]")
_MOSTLY = 0.7
"""The share of linked letters that makes a line a link."""
_MOST = 0.8
"""The share of a page's prose that no furniture can hold."""


@dataclass(slots=True)
class Line:
    """A line of a page: its text, how many of its letters are links, what the elements around it are,
    and which row of which table of data it is (表1 R2)."""

    text: str
    linked: int = 0
    mark: Mark = ""
    heading: bool = False
    row: str = ""

    @property
    def is_prose(self) -> bool:
        """Whether it reads like a sentence."""
        return len(self.text) >= 24 and _SENTENCE.search(self.text) is not None

    @property
    def is_link(self) -> bool:
        letters = len(_LETTER.findall(self.text))
        return letters > 0 and self.linked >= _MOSTLY * letters


class _Words(NamedTuple):
    tags: frozenset[str]
    roles: frozenset[str]
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    lines: re.Pattern[str]
    opens: re.Pattern[str]
    labels: re.Pattern[str]


@cache
def _words() -> _Words:
    data = tomllib.loads((files("lawextract") / "data" / "pages.toml").read_text(encoding="utf-8"))
    elements, lines = data["elements"], data["lines"]
    return _Words(
        tags=frozenset(elements["tags"]),
        roles=frozenset(elements["roles"]),
        strong=re.compile(elements["strong"]),
        weak=re.compile(elements["weak"]),
        lines=re.compile("|".join(f"(?:{line})" for line in lines["furniture"])),
        opens=re.compile(lines["opens"]),
        labels=re.compile(lines["labels"]),
    )


def mark_of(tag: str, names: str, role: str) -> Mark:
    """What an element is by its tag, its class and id (*names*), and its ARIA role."""
    words = _words()
    if tag in words.tags or role in words.roles:
        return "certain"
    names = names.lower()
    if not names.strip():
        return ""
    return "strong" if words.strong.search(names) else "weak" if words.weak.search(names) else ""


def surer(one: Mark, other: Mark) -> Mark:
    """The surer of two marks."""
    return max(one, other, key=("", "weak", "strong", "certain").index)


def letters(text: str) -> int:
    """How many letters *text* has; digits and signs do not count, so that dates beside links do not."""
    return len(_LETTER.findall(text))


def furniture_lines(lines: Sequence[Line]) -> list[bool]:
    """For each of *lines* whether it is furniture."""
    words = _words()
    prose = [len(line.text) if line.is_prose else 0 for line in lines]
    marked = _marked(lines, prose)
    last = max((number for number, size in enumerate(prose) if size), default=len(lines))
    verdicts: list[bool] = []
    listing = False  # below a line that opens a list of other pages
    for number, line in enumerate(lines):
        folded = "".join(line.text.translate(_WIDTH).split())
        told = words.labels.search(folded) is not None
        short = not prose[number]
        if words.opens.fullmatch(folded) and not line.heading:
            listing = True
            verdicts.append(True)
            continue
        listing = listing and (line.is_link or letters(line.text) < 3) and short
        verdicts.append(
            marked[number]
            or listing
            or (short and not told and words.lines.fullmatch(folded) is not None)
            or (short and line.is_link and not line.heading)
            or (short and line.mark == "weak" and line.is_link)
            or (number > last and short and not told and line.mark == "weak")
        )
    return verdicts


def _marked(lines: Sequence[Line], prose: Sequence[int]) -> list[bool]:
    """For each line whether the elements around it make it furniture.

    Names may lie: an element that holds nearly all of the page, or paragraphs in the midst of the report, is the
    report's whatever it is called.
    """
    strong = [line.mark in ("strong", "certain") for line in lines]
    own = [number for number, size in enumerate(prose) if size and not strong[number]]
    if not own or sum(prose[number] for number in own) < (1 - _MOST) * sum(prose):
        return [line.mark == "certain" for line in lines]
    number = 0
    while number < len(lines):
        end = number + 1
        while end < len(lines) and strong[end] == strong[number]:
            end += 1
        if strong[number] and own[0] < number and end <= own[-1]:
            run = lines[number:end]
            linked = sum(line.linked for line in run)
            if any(prose[number:end]) and linked < 0.2 * sum(letters(line.text) for line in run):
                strong[number:end] = [False] * (end - number)
        number = end
    return strong
