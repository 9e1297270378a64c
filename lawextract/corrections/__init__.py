"""Decisions of people about what was read: accept, correct or reject a value, kept in a JSON file.

The review page (:mod:`lawextract.review`) exports such files, ``lawextract parse --corrections`` applies them. A decision
names its document, by the sha256 that the record carries (without one by path), and its place: a metric, the span of
a figure, or both. What was decided stands in the record: ``by_hand`` on the value, a warning where a value changed.
A decision that finds no place, or was made about another text or another value, changes nothing and is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from lawextract.codebook import Codebook, shipped
from lawextract.corrections.apply import NoPlace, applied
from lawextract.corrections.form import Correction, CorrectionsFile, read_corrections
from lawextract.models import Record

__all__ = ["Correction", "Corrections", "CorrectionsFile", "Unapplied", "load_corrections"]


class Unapplied(NamedTuple):
    """A decision that was not applied: ``path`` is the document it is about, ``reason`` says which one and why."""

    path: str
    reason: str


class _Entry(NamedTuple):
    name: str  # for people: number and file
    correction: Correction


@dataclass(slots=True)
class Corrections:
    """Decisions on their way to their records, which may come in any order and several times."""

    entries: tuple[_Entry, ...]
    codebook: Codebook
    _met: set[str] = field(default_factory=set)  # names of the entries whose document came
    _changed: set[str] = field(default_factory=set)  # of those whose document came with another text
    _by_sha: dict[str, list[_Entry]] = field(init=False, default_factory=dict)
    _by_path: dict[str, list[_Entry]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:
            about = entry.correction.source
            if about.sha256:
                self._by_sha.setdefault(about.sha256, []).append(entry)
            if about.path:
                self._by_path.setdefault(about.path, []).append(entry)

    def apply(self, record: Record) -> tuple[Record, list[Unapplied]]:
        """*record* as it is decided, and the decisions about it that could not be applied."""
        path, unapplied = record.source.path, []
        done: dict[object, Correction] = {}  # metric or span → the decision about it
        for entry in self._about(record):
            correction = entry.correction
            span = correction.span
            place = correction.metric or (span and (span.start, span.end))
            earlier = done.setdefault(place, correction)
            try:
                if earlier is correction:
                    record = applied(record, correction, self.codebook)
                elif (earlier.decision, earlier.value) != (correction.decision, correction.value):
                    raise NoPlace("contradicts an earlier decision about the same place")
            except NoPlace as reason:
                unapplied.append(Unapplied(path, f"{_called(entry)}: {reason}"))
        return record, unapplied

    def rest(self) -> Iterator[Unapplied]:
        """The decisions whose document has not come."""
        for entry in self.entries:
            if entry.name not in self._met:
                about = entry.correction.source
                changed = entry.name in self._changed
                reason = (
                    "the document has changed since (its sha256 is another); review it again"
                    if changed
                    else "no input is this document"
                )
                yield Unapplied(about.path or f"sha256 {about.sha256}", f"{_called(entry)}: {reason}")

    def _about(self, record: Record) -> list[_Entry]:
        """The decisions about *record*, in the order of the files."""
        path, sha256 = record.source.path, record.source.sha256
        found = list(self._by_sha.get(sha256, ()))
        for entry in (
            *self._by_path.get(path, ()),
            *(self._by_path.get(PurePosixPath(path).name, ()) if "/" in path else ()),
        ):
            if entry.correction.source.sha256 is None:
                found.append(entry)
            elif entry.correction.source.sha256 != sha256:
                self._changed.add(entry.name)
        self._met.update(entry.name for entry in found)
        return found


def load_corrections(*paths: str, codebook: Codebook | None = None) -> Corrections:
    """The decisions of the files *paths*, in order; *codebook* is the one that the records are read with.

    Raises :class:`InputError` naming the entry when a file cannot be read or has a mistake.
    """
    entries = []
    for path in paths:
        for number, correction in enumerate(read_corrections(path).corrections, start=1):
            entries.append(_Entry(f"correction {number} of {path}", correction))
    return Corrections(tuple(entries), codebook or shipped())


def _called(entry: _Entry) -> str:
    correction = entry.correction
    span = correction.span
    place = [correction.metric or "", f"{span.text!r} at {span.start}" if span else ""]
    return f"{entry.name} ({', '.join(filter(None, place))}) is not applied"
