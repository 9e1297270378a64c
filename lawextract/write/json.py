"""Records as JSON: an array, or one record a line; and back."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, TextIO

from pydantic import ValidationError

from lawextract.errors import InputError
from lawextract.models import Record, RecordWithText
from lawextract.read import STANDARD_INPUT


def array_item(record: Record) -> str:
    """*record* as it stands in an indented array."""
    # Newlines inside strings are escaped in JSON, so those left are the layout's.
    return record.model_dump_json(indent=2).replace("\n", "\n  ")


def write_array(items: Iterable[str], stream: TextIO) -> None:
    """Write an indented array of *items*, which :func:`array_item` made."""
    before = "[\n  "
    for item in items:
        stream.write(before)
        stream.write(item)
        before = ",\n  "
    stream.write("[]\n" if before.startswith("[") else "\n]\n")


def line(record: Record) -> str:
    """*record* on a line of its own."""
    return record.model_dump_json() + "\n"


def read_records(path: str) -> Iterator[Record]:
    """The records of a file that this program wrote (JSON array or JSON lines; "-": standard input), one at a time.

    Raises :class:`lawextract.InputError` when the file cannot be opened or holds something else.
    """
    try:
        with _open(path) as stream:
            for number, value in enumerate(_values(stream), start=1):
                try:
                    with_text = isinstance(value, dict) and "text" in value
                    yield (RecordWithText if with_text else Record).model_validate(value)
                except ValidationError as error:
                    first = error.errors()[0]
                    place = ".".join(map(str, first["loc"]))
                    why = f"{place}: {first['msg']}" if place else first["msg"]
                    raise InputError(path, f"value {number} is no record of lawextract parse ({why})") from error
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(path, f"is no JSON of lawextract parse: {error}") from error


def _open(path: str) -> TextIO:
    if path == STANDARD_INPUT and sys.stdin is not None:
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
    return open(path, encoding="utf-8-sig")


_CHUNK = 1 << 20


def _values(stream: TextIO) -> Iterator[Any]:
    """The elements of a JSON array, or JSON values one after the other, without holding them all."""
    decoder = json.JSONDecoder(parse_float=Decimal)
    text, step, ended = "", _CHUNK, False
    while True:
        text = text.lstrip(" \t\r\n[],")
        if not text and ended:
            return
        try:
            value, end = decoder.raw_decode(text)
            if end == len(text) and not ended:  # a number may go on
                raise json.JSONDecodeError("more to come", text, end)
        except json.JSONDecodeError:
            if ended:
                raise
            more = stream.read(step)
            ended, step = not more, step * 2
            text += more
            continue
        yield value
        text, step = text[end:], _CHUNK
