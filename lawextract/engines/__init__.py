"""What every engine does with one document, and the ways to do it with many.

:mod:`lawextract.engines.local` reads on one machine, :mod:`lawextract.engines.ray` on a cluster, and
:mod:`lawextract.engines.cache` keeps what was read. All of them call a :class:`Reader`, so their records are the same.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lawextract.codebook import Codebook
from lawextract.engines.cache import Cache
from lawextract.errors import InputError
from lawextract.identity import Hints
from lawextract.manifest import Manifest, hints_for
from lawextract.models import Record, RecordWithText, Warning
from lawextract.pipeline import parse_document
from lawextract.read import Piece, fingerprint, load, printable, read_document

Render = Callable[[Record], str]


class Failure(NamedTuple):
    """An input that did not become a record, or a correction that was not applied, and why; as a string, one line."""

    path: str
    reason: str

    def __str__(self) -> str:
        return " ".join(f"{printable(self.path)}: {self.reason}".splitlines())


class Reading(NamedTuple):
    """A document that became a record: the record, or its bytes from another process, and the digest of its text.

    ``rendered`` is what the output is going to hold of it, where that is known already.
    """

    path: str
    digest: bytes
    packed: Record | bytes
    rendered: str | None = None

    @property
    def record(self) -> Record:
        """The record itself."""
        record: Record = pickle.loads(self.packed) if isinstance(self.packed, bytes) else self.packed
        return record

    def packed_for_travel(self, render: Render | None) -> Reading:
        """The same for another process: made ready here what would keep that one busy."""
        rendered = render(self.record) if render else None
        return self._replace(packed=pickle.dumps(self.packed), rendered=rendered)


Outcome = Reading | Failure


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one document; nothing that goes wrong with it is raised.

    What *manifest* tells of a document goes before *hints*. With *cache* nothing is read twice.
    """

    hints: Hints = field(default_factory=Hints)
    codebook: Codebook | None = None
    with_text: bool = False
    manifest: Manifest = field(default_factory=dict)
    cache: Cache | None = None

    def __call__(self, piece: Piece | InputError) -> Outcome:
        try:
            if isinstance(piece, InputError):
                raise piece
            told = hints_for(printable(piece.path), self.manifest, self.hints)
            if self.cache is None:
                return self._read(piece, told)
            piece = piece if piece.data is not None else replace(piece, data=load(piece.path))
            key = self.cache.key(piece, told, self.with_text)
            kept = self.cache.get(key)
            if kept is not None:
                digest, record = kept
                return Reading(record.source.path, digest, record)
            reading = self._read(piece, told)
            self.cache.put(key, reading.digest, reading.record)
            return reading
        except InputError as error:
            return Failure(error.path, error.reason)
        except Exception as error:  # a mistake of ours; the other files are no worse for it
            return Failure(piece.path, f"internal error ({type(error).__name__}: {error}); please report it")

    def _read(self, piece: Piece, told: Hints) -> Reading:
        document = read_document(piece)
        record = parse_document(document, replace(told, path=document.path), self.codebook)
        if self.with_text:
            record = RecordWithText(**dict(record), text=document.text, locators=document.locators)
        return Reading(document.path, fingerprint(document), record)


def copy_of(record: Record, first: str) -> Record:
    """*record* with the warning that its text came before, as *first*."""
    warning = Warning(code="duplicate", message=f"The same text as {first}")
    return record.model_copy(update={"warnings": (*record.warnings, warning)})


def noticing_copies(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """*outcomes* in order; a record whose text came before, under another path, says so."""
    first: dict[bytes, str] = {}
    for outcome in outcomes:
        if isinstance(outcome, Failure) or first.setdefault(outcome.digest, outcome.path) == outcome.path:
            yield outcome
        else:
            marked = copy_of(outcome.record, first[outcome.digest])
            yield outcome._replace(packed=marked, rendered=None)
