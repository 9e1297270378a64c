"""What tells lines of prose from headings and cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

PROSE = 30  # characters; an open line that is shorter may be a heading
LEAST = 4  # of what tells that a copy was spoiled; fewer are chance
FIGURES = re.compile(r"\d ?[%％一-鿿]")
PUNCTUATED = re.compile("[，,。；;]")
_CLOSING, _AROUND = frozenset("。！？：；!?:;"), "”」』)）]"


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines of *text* and where each begins.

    >>> [*lines_of("受理58件\\n\\n审结")]
    [(0, '受理58件'), (6, ''), (7, '审结')]
    """
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def is_closed(line: str) -> bool:
    return line.rstrip(_AROUND)[-1:] in _CLOSING
