"""The Python interface: text, files or folders in, records out."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple, overload

from lawextract.codebook import Codebook, load_codebook
from lawextract.corrections import Corrections, load_corrections
from lawextract.engines import Failure, Reader, Render, noticing_copies
from lawextract.engines.cache import Cache
from lawextract.engines.local import read_all
from lawextract.errors import InputError
from lawextract.identity import Hints
from lawextract.models import Mention, Observation, Record
from lawextract.pipeline import parse_document, read_prose
from lawextract.read import STANDARD_INPUT, Document, printable, read_document
from lawextract.read.collection import expand
from lawextract.read.inputs import find_inputs
from lawextract.read.rows import Columns

StrPath = str | os.PathLike[str]

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class Quantities(NamedTuple):
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

    A lone surrogate, which is no character, is read as U+FFFD.

    *codebook* is one that :func:`load_codebook` gave, or a file to lay over the shipped one. Raises
    :class:`lawextract.CodebookError` when that file has a mistake.
    """
    text, path = _HALF_CHARACTER.sub("\ufffd", text), path and printable(path)
    document = Document(
        text=text,
        path=path or STANDARD_INPUT,
        sha256=sha256(text.encode()).hexdigest(),
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
    jobs: int | None = 1,
    region: str | None = None,
    year: int | None = None,
    codebook: Codebook | StrPath | None = None,
    text_column: str | None = None,
    id_column: str | None = None,
    cache: StrPath | None = None,
    corrections: StrPath | None = None,
    on_failure: Callable[[Failure], None] | None = None,
) -> Iterator[Record]:
    """Read files, folders, archives, crawls and tables of texts, in order, with *jobs* processes; yield the records.

    With *jobs* None there is a process for each processor where that pays. *text_column* and *id_column* say where
    tables (JSON lines, CSV, Parquet) hold the texts and their names. *cache* is a folder that keeps the records: what
    is in it is not read again (docs/scale.md).
    *corrections* is a file of decisions to apply; see :mod:`lawextract.corrections`.

    A file that cannot become a record, and a correction that cannot be applied, goes to *on_failure* and the rest are
    read all the same; without *on_failure* it raises :class:`lawextract.InputError`.
    """
    files = find_inputs([os.fspath(path) for path in paths], tables=text_column is not None).files
    book = _loaded(codebook)
    kept = None if cache is None else Cache.open(os.fspath(cache), book)
    fixes = load_corrections(os.fspath(corrections), codebook=book) if corrections is not None else None
    reader = Reader(Hints(region=region, year=year), book, cache=kept)
    columns = Columns(text_column, id_column)
    for outcome in outcomes(files, reader, jobs=jobs, columns=columns, corrections=fixes):
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
    return Quantities(*read_prose(_HALF_CHARACTER.sub("\ufffd", text)))


def _loaded(codebook: Codebook | StrPath | None) -> Codebook | None:
    return codebook if codebook is None or isinstance(codebook, Codebook) else load_codebook(codebook)


@overload
def outcomes(
    files: Iterable[str],
    reader: Reader,
    *,
    jobs: int | None = 1,
    columns: Columns | None = None,
    skipped: Counter[str] | None = None,
    corrections: Corrections | None = None,
    render: None = None,
) -> Generator[Record | Failure]: ...
@overload
def outcomes(
    files: Iterable[str],
    reader: Reader,
    *,
    jobs: int | None = 1,
    columns: Columns | None = None,
    skipped: Counter[str] | None = None,
    corrections: Corrections | None = None,
    render: Render | None,
) -> Generator[Record | str | Failure]: ...
def outcomes(
    files: Iterable[str],
    reader: Reader,
    *,
    jobs: int | None = 1,
    columns: Columns | None = None,
    skipped: Counter[str] | None = None,
    corrections: Corrections | None = None,
    render: Render | None = None,
) -> Generator[Record | str | Failure]:
    """What *reader* makes of each document of *files*, in order; nothing that goes wrong with one stops the others.

    *jobs* as for :func:`parse_files`. *columns* are those of tables of texts; *skipped* counts what archives and crawls
    hold that has no reader. A record whose text came before gets a warning. With *render*, text takes the place of each
    record, and is made where the record was: a single process would be kept busy by it. With *corrections* it is made
    here, after they are applied; what cannot be applied of them is a failure, after its record or at the end.
    """
    pieces = expand(files, columns, skipped)
    for outcome in noticing_copies(read_all(reader, pieces, jobs, None if corrections else render)):
        if isinstance(outcome, Failure):
            yield outcome
        elif outcome.rendered is not None:
            yield outcome.rendered
        else:
            record, unapplied = corrections.apply(outcome.record) if corrections else (outcome.record, ())
            yield render(record) if render else record
            yield from (Failure(*one) for one in unapplied)
    if corrections:
        yield from (Failure(*one) for one in corrections.rest())
