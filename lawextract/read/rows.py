"""Tables with one document a row: JSON lines, CSV, TSV and Parquet with a column of texts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, NamedTuple

from lawextract.errors import InputError
from lawextract.read import Piece
from lawextract.read.encoding import decode

_USUAL = ("text", "content", "正文", "内容", "body", "article", "html")
"""Names of the text column that need not be told, in the order they are looked for."""
_LONGEST = 64_000_000  # bytes of one row


class Columns(NamedTuple):
    """Which columns hold the text and the name of each document."""

    text: str | None = None
    id: str | None = None


def json_rows(stream: IO[bytes], path: str, columns: Columns) -> Iterator[Piece | InputError]:
    """The rows of JSON lines. Yields an :class:`InputError` for each line that is no object with a text."""
    number = 0
    while line := stream.readline(_LONGEST + 1):
        number += 1
        inside = f"{path}!/{number}"
        if len(line) > _LONGEST:
            raise InputError(inside, f"is a line of more than {_LONGEST // 1_000_000} MB; is it JSON lines?")
        if not line.strip():
            continue
        try:
            row = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
        except (ValueError, RecursionError) as error:
            yield InputError(inside, f"is no line of JSON ({error}); check the file")
            continue
        if isinstance(row, dict):
            yield _piece(row, path, number, columns)
        else:
            yield InputError(inside, "is no JSON object; each line needs names and values")


def csv_rows(
    stream: IO[bytes], path: str, columns: Columns, delimiter: str = ","
) -> Iterator[Piece | InputError]:
    """The rows of a CSV file in any encoding that texts have; its first row names the columns."""
    head = stream.read(40_000)
    stream.seek(0)
    encoding = decode(head, path).encoding
    if encoding == "utf-8":
        encoding = "utf-8-sig"
    csv.field_size_limit(_LONGEST)
    lines = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    reader = csv.DictReader(lines, delimiter=delimiter)
    try:
        for number, row in enumerate(reader, start=1):
            yield _piece(row, path, number, columns)
    except csv.Error as error:
        raise InputError(path, f"line {reader.line_num} is no CSV ({error}); check the file") from error
    finally:
        lines.detach()  # the stream is its owner's to close


def parquet_rows(stream: IO[bytes], path: str, columns: Columns) -> Iterator[Piece | InputError]:
    """The rows of a Parquet file; needs pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        message = "needs pyarrow to be read; install it with: pip install 'lawextract[parquet]'"
        raise InputError(path, message) from error
    try:
        file = pyarrow.parquet.ParquetFile(stream)
        names = file.schema_arrow.names
        wanted = {_text_column(names, path, columns), *({columns.id or "url", "url"} & set(names))}
        number = 0
        for batch in file.iter_batches(batch_size=64, columns=sorted(wanted)):
            for row in batch.to_pylist():
                number += 1
                yield _piece({name: row.get(name) for name in names}, path, number, columns)
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(path, f"is damaged Parquet ({str(error).splitlines()[0]}); get it anew") from error


def _text_column(names: Iterable[str], path: str, columns: Columns) -> str:
    given = list(names)
    for name in (columns.text,) if columns.text else _USUAL:
        if name in given:
            return name
    shown = ", ".join(given[:12]) or "none"
    asked = f"no column {columns.text}" if columns.text else "no column of texts that is known by its name"
    raise InputError(path, f"has {asked}; choose one with --text-column among: {shown}")


def _piece(row: Mapping[str, object], path: str, number: int, columns: Columns) -> Piece | InputError:
    """The document of one row."""
    inside = f"{path}!/{number}"
    try:
        column = _text_column((str(name) for name in row if name is not None), inside, columns)
        name = number if columns.id is None else row.get(columns.id)
        if columns.id is not None and columns.id not in row:
            raise InputError(inside, f"has no column {columns.id}; check --id-column")
    except InputError as error:
        return error
    text = row[column]
    inside = f"{path}!/{number if name in (None, '') else name}"
    if not isinstance(text, str) or not text.strip():
        return InputError(inside, f"has no text in column {column}")
    url = next(
        (value for value in (name, row.get("url")) if isinstance(value, str) and value.startswith("http")),
        None,
    )
    return Piece(inside, text.encode("utf-8", "replace"), ending="", url=url)
