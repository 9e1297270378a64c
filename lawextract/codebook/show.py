"""The codebook for people: lists, entries with the words they name, and a file to start from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from importlib.resources import files
from unicodedata import east_asian_width

from lawextract.codebook.source import Book

_WIDTH = 100


def columns(rows: Sequence[Sequence[str]]) -> str:
    """*rows* as aligned columns; Chinese characters are two wide.

    >>> print(columns([("id", "unit"), ("规章", "件"), ("a.b", "%")]))
    id    unit
    规章  件
    a.b   %
    """
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def entry_text(book: Book, id: str) -> str:
    """The entry of the metric *id* as it is written, where it stands, and the classes and units it names."""
    entry = book.entries[id]
    text = entry.source.excerpt(entry.index)
    parts = [f"# {entry.source.name}, line {entry.source.line('metric', entry.index)}", text]
    classes = {**book.tables["topic"], **book.tables["action"], **book.tables["class"]}
    named = {f"@{name}": words for name, words in classes.items() if f"@{name}" in _mentioned(entry.data)}
    named |= {name: units for name, units in book.tables["units"].items() if name in _mentioned(entry.data)}
    parts += ["", *(line for name, words in named.items() for line in _comment(f"{name}: {'、'.join(words)}"))]
    return "\n".join(parts).rstrip()


def _mentioned(value: object) -> set[str]:
    """All strings in an entry, terms cut at their bars."""
    if isinstance(value, str):
        return set(value.split("|"))
    if isinstance(value, dict):
        return _mentioned(list(value.values()))
    return set().union(*map(_mentioned, value)) if isinstance(value, list) else set()


def _comment(text: str) -> Iterable[str]:
    line = "#"
    for word in text.split("、"):
        if _width(line) + _width(word) > _WIDTH:
            yield line
            line = "#  "
        line += ("、" if line.strip("# ") else " ") + word
    yield line


def similar(id: str, book: Book) -> str:
    """``, did you mean …?`` for an id that does not exist, or nothing."""
    near = get_close_matches(id, book.entries, n=3) or [known for known in book.entries if id in known][:3]
    return f", did you mean {' or '.join(near)}?" if near else ""


def starter() -> str:
    """The content of a codebook file to start from."""
    return (files("lawextract") / "data" / "starter.toml").read_text(encoding="utf-8")
