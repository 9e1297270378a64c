"""Where commands that answer questions take their records from: reports, or what ``parse`` wrote of them."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from lawextract.cli.options import Shape
from lawextract.cli.shell import Watch, fail, say_skipped

if TYPE_CHECKING:
    from lawextract.engines import Failure, Reader
    from lawextract.models import Record


class Records:
    """The records of all inputs, in input order; what cannot be read gets a line on standard error and counts.

    *reader* reads the reports. With *texts* only records that hold their text will do.
    """

    def __init__(
        self, inputs: Sequence[str], reader: Reader, output: str | None = None, *, texts: bool = False
    ) -> None:
        from lawextract.read.inputs import find_inputs

        self.count = 0
        self._reader, self._texts = reader, texts
        self._files: list[str] = []
        skipped: Counter[str] = Counter()
        for path in inputs:  # one by one: a folder's .json files are no records of ours unless they are named
            if _ends_in_json(path):
                self._files.append(path)
            else:
                found = find_inputs([path])
                self._files += found.files
                skipped += found.skipped
        say_skipped("not read, no reader for this kind of file yet", skipped)
        if output and os.path.realpath(output) in map(os.path.realpath, self._files):
            fail(f"{output}: is also an input; choose another output")
        self._watch = Watch(self._files)

    @property
    def failures(self) -> int:
        """How many inputs did not become records, so far."""
        return self._watch.failures

    def __iter__(self) -> Iterator[Record]:
        inside: Counter[str] = Counter()
        for record in self._watch.records(self._results(inside)):
            self.count += 1
            yield record
        say_skipped("not read inside archives and crawls", inside)

    def _results(self, inside: Counter[str]) -> Iterator[Record | Failure]:
        from lawextract.api import outcomes
        from lawextract.engines import Failure
        from lawextract.errors import InputError
        from lawextract.models import RecordWithText
        from lawextract.write.json import read_records

        for parsed, files in groupby(self._files, key=_is_parsed):
            if not parsed:
                yield from outcomes(files, self._reader, skipped=inside)
                continue
            for path in files:
                try:
                    for record in read_records(path):
                        if self._texts and not isinstance(record, RecordWithText):
                            told = f"{record.source.path} came without its text; write it with parse --with-text"
                            yield Failure(path, told)
                        else:
                            yield record
                except InputError as error:
                    yield Failure(error.path, error.reason)


def _ends_in_json(path: str) -> bool:
    return Path(path).suffix.lower() in (".json", ".jsonl") and not os.path.isdir(path)


def _is_parsed(path: str) -> bool:
    """Whether *path* holds records; standard input tells by its first bytes."""
    if path != "-" or sys.stdin is None:
        return _ends_in_json(path)
    peek = getattr(sys.stdin.buffer, "peek", None)
    return peek is not None and b'"schema_version"' in peek(256)[:256]


@contextmanager
def answer(output: str | None, shape: Shape) -> Iterator[TextIO]:
    """Where an answer is written: the file *output*, whole or not at all, or standard output."""
    from lawextract.write.output import open_file, open_stdout

    if output is None:
        with open_stdout() as stream:
            yield stream
    else:
        with open_file(output, "utf-8-sig" if shape is Shape.CSV else "utf-8") as stream:
            yield stream
