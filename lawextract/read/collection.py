"""Inputs that hold many documents, as the documents one by one: archives, tables of texts, crawls."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO

from lawextract.errors import InputError
from lawextract.read import ARCHIVES, COLLECTIONS, STANDARD_INPUT, Piece, load
from lawextract.read.remote import is_address, opened
from lawextract.read.rows import Columns
from lawextract.read.sniff import sniff


def expand(
    files: Iterable[str], columns: Columns | None = None, skipped: Counter[str] | None = None
) -> Iterator[Piece | InputError]:
    """Every document of *files*, in order; an :class:`InputError` stands for what cannot be read.

    Nothing but the document at hand is in memory. *skipped* counts, by kind, what has no reader.
    """
    columns = columns or Columns()
    skipped = Counter() if skipped is None else skipped
    for path in files:
        count = 0
        try:
            for count, found in enumerate(_expand(path, columns, skipped), start=1):  # noqa: B007
                yield found
            if not count:
                raise InputError(path, "holds no document that can be read")
        except InputError as error:
            yield error
        except Exception as error:  # a mistake of ours; the other files are no worse for it
            yield InputError(path, f"internal error ({type(error).__name__}: {error}); please report it")


def _expand(path: str, columns: Columns, skipped: Counter[str]) -> Iterator[Piece | InputError]:
    if path == STANDARD_INPUT:
        data = load(path)
        kind = sniff(data, (".jsonl" if data.lstrip()[:1] == b"{" else ".csv") if columns.text else "")
        if _is_collection(kind, columns):
            yield from _documents(io.BytesIO(data), path, kind, columns, skipped)
        else:
            yield Piece(path, data, kind)
        return
    kind = _kind(path)
    if not _is_collection(kind, columns) or not (is_address(path) or os.path.isfile(path)):
        yield Piece(path)
        return
    try:
        stream = opened(path) if is_address(path) else open(path, "rb")  # noqa: SIM115
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error
    with stream:
        yield from _documents(stream, path, kind, columns, skipped)


def _kind(path: str) -> str:
    name = path.lower()
    return next((end for end in (".warc", ".jsonl") if name.endswith(f"{end}.gz")), os.path.splitext(name)[1])


def is_collection(path: str) -> bool:
    """Whether *path* is named like a file that holds many documents."""
    return _is_collection(_kind(path), Columns(text="text"))


def _is_collection(kind: str, columns: Columns) -> bool:
    return kind in ARCHIVES or kind in COLLECTIONS or (columns.text is not None and kind in (".csv", ".tsv"))


def _documents(
    stream: IO[bytes], path: str, kind: str, columns: Columns, skipped: Counter[str]
) -> Iterator[Piece | InputError]:
    """The documents of one collection; its reader is imported when the first such file comes."""
    head = stream.read(4096)
    stream.seek(0)
    if not head:
        raise InputError(path, "is empty; nothing to read")
    if kind == ".jsonl" and head.startswith(b"\x1f\x8b"):
        import gzip

        stream, head = gzip.GzipFile(fileobj=stream), b"{"  # type: ignore[assignment]
    kind = ".zip" if head.startswith(b"PK") else sniff(head, kind)
    if kind == ".gz" and _unpacked_head(stream).startswith(b"WARC/"):
        kind = ".warc"
    if kind == ".warc":
        from lawextract.read.warc import warc_records

        return warc_records(stream, path, skipped)
    if kind == ".parquet":
        from lawextract.read.rows import parquet_rows

        return parquet_rows(stream, path, columns)
    if kind in (".jsonl", ".ndjson"):
        from lawextract.read.rows import json_rows

        return json_rows(stream, path, columns)
    if kind in (".csv", ".tsv"):
        from lawextract.read.rows import csv_rows

        return csv_rows(stream, path, columns, "\t" if kind == ".tsv" else ",")
    if kind in ARCHIVES:
        from lawextract.read.archive import tar_members, zip_members

        return (zip_members if kind == ".zip" else tar_members)(stream, path, skipped)
    raise InputError(path, "is not what its name says; give it the ending of its format")


def _unpacked_head(stream: IO[bytes]) -> bytes:
    import zlib

    head = stream.read(4096)
    stream.seek(0)
    try:
        return zlib.decompressobj(47).decompress(head, 64)
    except zlib.error:
        return b""
