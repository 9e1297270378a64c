"""Codebook files as they are written: read, checked and laid over each other."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple

from lawextract.codebook.lines import places
from lawextract.errors import CodebookError

TABLES = ("units", "topic", "action", "class", "whole")
MAX_WORDS = 2_000  # in a class, all its choices spelled out
LEXICON = "lexicon.toml"
# reading a key takes tomllib the square of its parts: a small file could keep it busy for hours
_DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]{0,99}"|'[^'\n]{0,99}')[ \t]*+\.[ \t]*+){30}""")
_AT_LINE = re.compile(r"(.*) \(at line (\d+), column \d+\)")
_FOLDER = files("lawextract") / "codebook"


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One codebook file: the name it goes by in messages, its text and what the text says."""

    name: str
    text: str
    data: dict[str, Any]

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The metrics of the file, in its order."""
        entries: list[dict[str, Any]] = self.data.get("metric", [])
        return entries

    def line(self, *path: str | int) -> int:
        """The line of what *path* leads to, or of the nearest thing above it that the text names."""
        known = places(self.text)
        while path and path not in known:
            path = path[:-1]
        return self.text.count("\n", 0, known.get(path, 0)) + 1

    def mistake(self, message: str, *path: str | int) -> CodebookError:
        """The error to raise for what *path* leads to: file, line, entry and *message*."""
        entry = ""
        if path[:1] == ("metric",) and len(path) > 1:
            entry = f"{self.entries[int(path[1])].get('id', f'entry {int(path[1]) + 1}')}: "
        return CodebookError(f"{self.name}:{self.line(*path)}: {entry}{message}")

    def excerpt(self, index: int) -> str:
        """The text of the entry *index* as it is written, from its header on."""
        known = places(self.text)
        start = known["metric", index]
        ends = (at for path, at in known.items() if at > start and path[:2] != ("metric", index))
        lines = self.text[start : min(ends, default=len(self.text))].rstrip().split("\n")
        while lines[-1].startswith("#") or not lines[-1].strip():
            lines.pop()  # what stands above the next entry
        return "\n".join(lines)


def parse_source(name: str, text: str) -> Source:
    """Read the TOML *text* and check its form. Raises :class:`CodebookError` naming file, line and entry."""
    deep = _DEEP_KEY.search(text)
    if deep:
        line = text.count("\n", 0, deep.start()) + 1
        raise CodebookError(f"{name}:{line}: no codebook: a key of so many parts")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = _AT_LINE.fullmatch(str(error))
        where, reason = (f"{name}:{told[2]}", told[1]) if told else (name, str(error))
        raise CodebookError(f"{where}: no valid TOML: {reason}") from error
    except RecursionError:
        raise CodebookError(f"{name}: no valid TOML: brackets are nested too deep") from None
    source = Source(name, text, data)
    _check_form(source)
    return source


def read_source(path: str) -> Source:
    """Read the user's codebook file *path*.

    Raises :class:`CodebookError` when it cannot be read, is too large, is no UTF-8, no TOML or not of the form.
    """
    from lawextract.codebook.form import MAX_BYTES

    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no valid name"
        raise CodebookError(f"{path}: the codebook cannot be read: {reason}") from error
    if len(content) > MAX_BYTES:
        raise CodebookError(f"{path}: larger than a codebook may be ({MAX_BYTES:,} bytes); split it")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CodebookError(f"{path}:{line}: no UTF-8; save the file as UTF-8") from error
    source = parse_source(path, text)
    if "domains" in source.data:
        raise source.mistake("'domains' is for the package's own lexicon; leave it out", "domains")
    return source


def _check_form(source: Source) -> None:
    from pydantic import ValidationError

    from lawextract.codebook.form import CodebookForm

    try:
        CodebookForm.model_validate(source.data)
    except ValidationError as error:
        mistakes = error.errors(include_url=False, include_context=False)
        first = min(mistakes, key=lambda mistake: mistake["type"] != "extra_forbidden")  # a slip makes two mistakes
        path = first["loc"]
        keys = path[2:] if len(path) > 2 and path[0] == "metric" else path
        told = "".join(f"[{key + 1}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".")
        message = _MESSAGES.get(first["type"]) or f"{first['msg']}, not {str(first['input'])[:60]!r}"
        also = f" (and {len(mistakes) - 1} more mistakes)" if mistakes[1:] else ""
        raise source.mistake(f"{told}: {message}{also}", *path) from None


_MESSAGES = {
    "extra_forbidden": "unknown key; docs/codebook.md has those that there are",
    "missing": "this key is missing",
    "string_pattern_mismatch": "this cannot stand here; docs/codebook.md has the form",
    "model_type": "this must be a table",
    "list_type": "this must be a list; entries begin with [[metric]], in double brackets",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A metric's entry and where it stands."""

    source: Source
    index: int
    data: dict[str, Any]

    def mistake(self, message: str, *path: str | int) -> CodebookError:
        """The error to raise for what *path* inside the entry leads to."""
        return self.source.mistake(message, "metric", self.index, *path)


class Book(NamedTuple):
    """Files laid over each other: the entries in codebook order, and the tables ``units``, ``topic`` … by name."""

    entries: dict[str, Entry]
    tables: dict[str, dict[str, list[str]]]


def lay_over(sources: Iterable[Source]) -> Book:
    """What *sources* say together: a later file replaces what it names again, at its old place.

    ``@name`` among the words of the class ``name`` stands for the words it had before, and a word with choices in
    braces for all that they spell. Raises :class:`CodebookError` for an id, label or class that is named twice, an
    unknown class, or more words than a class may have.
    """
    entries: dict[str, Entry] = {}
    tables: dict[str, dict[str, list[str]]] = {table: {} for table in TABLES}
    sources = list(sources)
    for source in sources:
        if not source.data.get("extends", True):
            entries = {}
        for table in TABLES:
            for name, words in source.data.get(table, {}).items():
                others = [t for t in TABLES[1:] if t != table and name in tables[t]]
                if table != "units" and others:
                    raise source.mistake(f"{name} is a class of [{others[0]}] already; write it there or take another name", table, name)
                told = _with_earlier(source, table, name, words, tables[table].get(name))
                tables[table][name] = list(islice(told, MAX_WORDS + 1))
                if len(tables[table][name]) > MAX_WORDS:
                    raise source.mistake(f"{name} has more than {MAX_WORDS:,} words", table, name)
        seen: set[str] = set()
        for index, data in enumerate(source.entries):
            entry = Entry(source, index, data)
            if data["id"] in seen:
                raise entry.mistake("this id stands twice in the file", "id")
            seen.add(data["id"])
            entries[data["id"]] = entry
    _check_labels(sorted(entries.values(), key=lambda entry: sources.index(entry.source)))
    return Book(entries, tables)


def _with_earlier(
    source: Source, table: str, name: str, words: Sequence[str], earlier: Sequence[str] | None
) -> Iterable[str]:
    for index, word in enumerate(words):
        if not word.startswith("@"):
            for spelled in map("".join, product(*_choices(word))):
                if not spelled:
                    raise source.mistake(f"{word} may spell nothing at all", table, name, index)
                yield spelled
        elif word == f"@{name}" and earlier is not None:
            yield from earlier
        else:
            message = f"{word} cannot stand here; only @{name}, for the words that an earlier file gives it"
            raise source.mistake(message, table, name, index)


def _choices(word: str) -> list[list[str]]:
    """The pieces of a word, each with its choices.

    >>> _choices("法治{建设|政府}{督察|督查}")
    [['法治'], ['建设', '政府'], [''], ['督察', '督查'], ['']]
    """
    return [piece.split("|") if index % 2 else [piece] for index, piece in enumerate(re.split("[{}]", word))]


def _check_labels(entries: list[Entry]) -> None:
    for language in ("zh", "en"):
        owners: dict[str, str] = {}
        for entry in entries:
            label = entry.data[language]
            if label in owners:
                raise entry.mistake(f"{label!r} is the label of {owners[label]} already; take another", language)
            owners[label] = entry.data["id"]


@cache
def shipped_sources() -> tuple[Source, ...]:
    """The files of the package, the lexicon first, then one a domain in codebook order."""
    lexicon = _shipped(LEXICON)
    return (lexicon, *(_shipped(f"{domain}.toml") for domain in lexicon.data["domains"]))


def _shipped(name: str) -> Source:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    try:
        return Source(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"{name}: {error}") from error


def shipped_digest() -> str:
    """A hash of the package's files: what was compiled from other files is stale."""
    digest = sha256()
    for file in sorted(_FOLDER.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            digest.update(file.read_bytes())
    return digest.hexdigest()
