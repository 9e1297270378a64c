"""Canonical text in the making, with its locators and its page furniture; what readers of laid-out formats share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Literal

from lawextract.errors import InputError
from lawextract.read import Document, Locator, printable

_IN_CELL = str.maketrans("\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "           ")


class Draft:
    """Lines of text, each added once; what is added inside ``located`` or ``furniture`` is marked so."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._locators: list[Locator] = []
        self._furniture: list[tuple[int, int]] = []

    def add(self, text: str) -> None:
        """Append *text* as it stands."""
        self._pieces.append(text)
        self._length += len(text)

    def line(self, text: str) -> None:
        """Append *text* and a line break."""
        self.add(text + "\n")

    @property
    def length(self) -> int:
        """Characters added so far."""
        return self._length

    @property
    def ends_empty(self) -> bool:
        """Whether the last line is empty."""
        return not self._pieces or self._pieces[-1] == "\n"

    def locate(self, start: int, end: int, kind: Literal["page", "cell", "element"], value: str) -> None:
        """Say that the text from *start* to *end* lies in the page, cell or element *value*."""
        if end > start:
            self._locators.append(Locator(start, end, kind, value))

    @contextmanager
    def located(self, kind: Literal["page", "cell", "element"], value: str) -> Iterator[None]:
        """What is added meanwhile lies in the page, cell or element *value*."""
        start = self._length
        yield
        self.locate(start, self._length, kind, value)

    @contextmanager
    def furniture(self) -> Iterator[None]:
        """What is added meanwhile is page furniture."""
        start = self._length
        yield
        if self._length > start:
            self._furniture.append((start, self._length))

    def table(self, rows: Sequence[Sequence[str]], name: str) -> None:
        """Append a table: a line a row, a tab between two cells; a cell under a merged one is empty."""
        for number, row in enumerate(rows, start=1):
            if not any(cell.strip() for cell in row):
                continue
            for column, cell in enumerate(row, start=1):
                if column > 1:
                    self.add("\t")
                with self.located("cell", f"{name} R{number}C{column}"):
                    self.add(cell.translate(_IN_CELL).strip())
            self.add("\n")

    def document(self, data: bytes, path: str, media_type: str, empty: str) -> Document:
        """The finished document of the input *path* with the bytes *data*.

        Raises :class:`InputError` with the message *empty* when there is no text besides furniture.
        """
        text = "".join(self._pieces)
        body = "".join(text[start:end] for start, end in _between(self._furniture, len(text)))
        if not body.strip():
            raise InputError(path, empty)
        return Document(
            text=text,
            path=printable(path),
            sha256=sha256(data).hexdigest(),
            media_type=media_type,
            encoding=None,
            locators=tuple(sorted(self._locators, key=lambda locator: (locator.start, -locator.end))),
            furniture=tuple(self._furniture),
        )


def _between(spans: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """The stretches outside *spans*."""
    at = 0
    for start, end in spans:
        yield at, start
        at = end
    yield at, length


def joined(parts: Sequence[str]) -> str:
    """Parts of one text that were written on lines of their own; a space only between two Latin words.

    >>> joined(["行政", "处罚"]), joined(["Annual ", " report"])
    ('行政处罚', 'Annual report')
    """
    text = ""
    for part in filter(None, (part.strip() for part in parts)):
        text += " " + part if text[-1:].isascii() and text[-1:].isalnum() and _latin(part[0]) else part
    return text


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
