"""Edits of a text, the text that they make, and offsets brought back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple, TypeVar, cast

from pydantic import BaseModel

from lawextract.models import Mention

Value = TypeVar("Value")
_PLAIN = (str, int, Decimal, type(None))  # what holds no offsets


class Edit(NamedTuple):
    """A stretch, as half-open offsets, and what stands in its place; ``origin`` tells where that was moved from, if it was."""

    start: int
    end: int
    new: str
    origin: int | None = None


class Mended(NamedTuple):
    """A text to be read, and where its characters stood in the text as it was.

    ``text`` is made of pieces: ``starts`` tells where each begins in it, ``origins`` where in the text ``of`` which it was
    made (the one given, if None), and ``kept`` whether it is as long as there; all of another piece stood in one place.
    """

    text: str
    starts: list[int]
    origins: list[int]
    kept: list[bool]
    of: Mended | None

    def origin(self, offset: int) -> int:
        """Where the character at *offset*, or the end of the text, stood in the text as it was."""
        piece = bisect_right(self.starts, offset) - 1
        before = self.origins[piece] + (offset - self.starts[piece] if self.kept[piece] else 0)
        return self.of.origin(before) if self.of else before

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The half-open offsets, in the text as it was, of a stretch of ``text``."""
        if end <= start:
            return self.origin(start), self.origin(start)
        following = bisect_right(self.starts, start)
        if self.kept[following - 1] and following < len(self.starts) and end < self.starts[following]:  # of one piece, as most are
            by = self.origins[following - 1] - self.starts[following - 1]
            return self.of.place(start + by, end + by) if self.of else (start + by, end + by)
        return self.origin(start), min(self.origin(end - 1) + 1, self.origin(end))


def disjoint(edits: Iterable[Edit]) -> Iterator[Edit]:
    """*edits* in order, without those that begin inside the one before.

    >>> [edit[:2] for edit in disjoint([Edit(7, 8, ""), Edit(1, 5, ""), Edit(2, 3, "")])]
    [(1, 5), (7, 8)]
    """
    end = 0
    for edit in sorted(edits):
        if edit.start >= end:
            yield edit
            end = edit.end


def edited(text: str, edits: list[Edit], of: Mended | None) -> Mended:
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    kept: list[bool] = []
    position = length = 0
    for start, end, new, moved_from in (*edits, Edit(len(text), len(text), "")):
        old = (new, start, len(new) == end - start) if moved_from is None else (new, moved_from, True)
        for piece, origin, whole in ((text[position:start], position, True), old):
            pieces.append(piece)
            starts.append(length)
            origins.append(origin)
            kept.append(whole)
            length += len(piece)
        position = end
    return Mended("".join(pieces), starts, origins, kept, of)


def moved(value: Value, text: str, mended: Mended) -> Value:
    """*value* with its offsets and those of all that it holds brought back to *text*, and its quotes taken from there."""
    if isinstance(value, tuple):
        return cast(Value, tuple(moved(item, text, mended) for item in value))
    if isinstance(value, dict):
        return cast(Value, {key: moved(item, text, mended) for key, item in value.items()})
    if not isinstance(value, BaseModel):
        return value
    told = vars(value)
    fields: dict[str, object] = {
        name: moved(held, text, mended) for name, held in told.items() if not isinstance(held, _PLAIN)
    }
    if isinstance(told.get("start"), int):
        start, end = mended.place(told["start"], told["end"])
        fields |= {"start": start, "end": end}
        if "text" in told:
            fields["text"] = text[start:end]
    return value.model_copy(update=fields)


def in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """*mentions* by where they stand; a page number inside a number that the end of a page cut is part of its stretch."""
    found: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return tuple(found)
