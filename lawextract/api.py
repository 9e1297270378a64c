"""The Python interface: text, files or folders in, records out."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from lawextract.codebook import Codebook, load_codebook
from lawextract.errors import InputError
from lawextract.identity import Hints
from lawextract.manifest import Manifest, hints_for
from lawextract.models import Mention, Observation, Record, RecordWithText, Warning
from lawextract.pipeline import parse_document, read_prose
from lawextract.read import STANDARD_INPUT, Document, Piece, fingerprint, printable, read_document
from lawextract.read.collection import expand
from lawextract.read.inputs import find_inputs
from lawextract.read.rows import Columns

StrPath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that did not become a record, and why; as a string, one line naming both."""

    path: str
    reason: str

    def __str__(self) -> str:
        return " ".join(f"{printable(self.path)}: {self.reason}".splitlines())


@dataclass(frozen=True, slots=True)
class Quantities:
    """What :func:`quantities` found, in reading order; offsets count into the text it was given."""

    mentions: tuple[Mention, ...]
    observations: tuple[Observation, ...]


def parse_text(
    text: str,
    *,
    region: str | None = None,
    year: int | None = None,
    path: str | None = None,
    url: str | None = None,
    codebook: Codebook | StrPath | None = None,
) -> Record:
    """Read the report *text*. The hints say what the text may leave open: whose report it is, for when.

    *codebook* is one that :func:`load_codebook` gave, or a file to lay over the shipped one. Raises
    :class:`lawextract.CodebookError` when that file has a mistake.
    """
    document = Document(
        text=text,
        path=path or STANDARD_INPUT,
        sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        media_type="text/plain",
        encoding=None,
    )
    return parse_document(document, Hints(region=region, year=year, path=path, url=url), _loaded(codebook))


def parse_file(
    path: StrPath,
    *,
    region: str | None = None,
    year: int | None = None,
    url: str | None = None,
    codebook: Codebook | StrPath | None = None,
) -> Record:
    """Read the report in the file *path* ("-": standard input); *codebook* as for :func:`parse_text`.

    Raises :class:`lawextract.InputError` when the file holds no text that can be read, and
    :class:`lawextract.CodebookError` when the codebook has a mistake.
    """
    document = read_document(os.fspath(path))
    hints = Hints(region=region, year=year, path=document.path, url=url)
    return parse_document(document, hints, _loaded(codebook))


def parse_files(
    paths: Iterable[StrPath],
    *,
    jobs: int = 1,
    region: str | None = None,
    year: int | None = None,
    codebook: Codebook | StrPath | None = None,
    text_column: str | None = None,
    id_column: str | None = None,
    on_failure: Callable[[Failure], None] | None = None,
) -> Iterator[Record]:
    """Read files, folders, archives, crawls and tables of texts, in order, with *jobs* processes; yield the records.

    *text_column* and *id_column* say where tables (JSON lines, CSV, Parquet) hold the texts and their names.

    A file that cannot become a record goes to *on_failure* and the rest are read all the same; without
    *on_failure* it raises :class:`lawextract.InputError`.
    """
    files = find_inputs([os.fspath(path) for path in paths], tables=text_column is not None).files
    hints, columns = Hints(region=region, year=year), Columns(text_column, id_column)
    for outcome in outcomes(files, hints, codebook=_loaded(codebook), jobs=jobs, columns=columns):
        if isinstance(outcome, Record):
            yield outcome
        elif on_failure is None:
            raise InputError(outcome.path, outcome.reason)
        else:
            on_failure(outcome)


def quantities(text: str) -> Quantities:
    """Read the quantities in any piece of Chinese *text*; no report is needed.

    In a report a number without a unit is mostly part of a name; here it counts, unless it is clearly a date,
    a word or a name (一切, 四川).

    >>> found = quantities("负三分之二,二十点一万,九折,三到四百万,十五六个")
    >>> [(o.text, o.unit, float(o.value), o.upper and int(o.upper)) for o in found.observations[1:]]
    [('二十点一万', None, 201000.0, None), ('九折', '%', 90.0, None), ('三到四百万', None, 3000000.0, 4000000), ('十五六个', '个', 15.0, 16)]
    """
    return Quantities(*read_prose(text))


def _loaded(codebook: Codebook | StrPath | None) -> Codebook | None:
    return codebook if codebook is None or isinstance(codebook, Codebook) else load_codebook(codebook)


def outcomes(
    files: Iterable[str],
    hints: Hints,
    *,
    codebook: Codebook | None = None,
    with_text: bool = False,
    jobs: int = 1,
    columns: Columns | None = None,
    skipped: Counter[str] | None = None,
    manifest: Manifest | None = None,
) -> Iterator[Record | Failure]:
    """Read each document of *files*, in order; nothing that goes wrong with one of them stops the others.

    *columns* are those of tables of texts; *skipped* counts what archives and crawls hold that has no reader.
    A record whose text came before gets a warning. What *manifest* tells of a document goes before *hints*.
    """
    read_one = partial(_outcome, hints=hints, codebook=codebook, with_text=with_text, manifest=manifest or {})
    pieces = expand(files, columns, skipped)
    results = map(read_one, pieces) if jobs <= 1 else _in_processes(read_one, pieces, jobs)
    return _noticing_copies(results)


Outcome = tuple[Record | Failure, bytes]
"""What became of a document, and the digest of its text, empty for a failure."""


def _outcome(
    piece: Piece | InputError,
    *,
    hints: Hints,
    codebook: Codebook | None,
    with_text: bool,
    manifest: Manifest,
) -> Outcome:
    try:
        if isinstance(piece, InputError):
            raise piece
        document = read_document(piece)
        told = hints_for(document.path, manifest, hints)
        record = parse_document(document, replace(told, path=document.path), codebook)
    except InputError as error:
        return Failure(error.path, str(error).removeprefix(f"{error.path}: ")), b""
    except Exception as error:  # a mistake of ours; the other files are no worse for it
        return Failure(piece.path, f"internal error ({type(error).__name__}: {error}); please report it"), b""
    if with_text:
        record = RecordWithText(**dict(record), text=document.text, locators=document.locators)
    return record, fingerprint(document)


def _noticing_copies(results: Iterable[Outcome]) -> Iterator[Record | Failure]:
    """The *results*; a record whose text came before says so."""
    first: dict[bytes, str] = {}
    for result, digest in results:
        if isinstance(result, Failure) or first.setdefault(digest, result.source.path) == result.source.path:
            yield result
        else:
            warning = Warning(code="duplicate", message=f"The same text as {first[digest]}")
            yield result.model_copy(update={"warnings": (*result.warnings, warning)})


def _in_processes(
    read_one: Callable[[Piece | InputError], Outcome], pieces: Iterable[Piece | InputError], jobs: int
) -> Iterator[Outcome]:
    """``map`` over processes that keeps the order and holds few results at a time."""
    with ProcessPoolExecutor(jobs, initializer=_Worker.start, initargs=(read_one,)) as pool:
        waiting: deque[Future[Outcome]] = deque()
        for piece in pieces:
            waiting.append(pool.submit(_Worker.run, piece))
            if len(waiting) >= 4 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Worker:
    """What a process is told once, so that the codebook travels once and not with every file."""

    read_one: Callable[[Piece | InputError], Outcome]

    @classmethod
    def start(cls, read_one: Callable[[Piece | InputError], Outcome]) -> None:
        cls.read_one = staticmethod(read_one)

    @classmethod
    def run(cls, piece: Piece | InputError) -> Outcome:
        return cls.read_one(piece)
