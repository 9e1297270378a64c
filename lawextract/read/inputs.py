"""What the user named, as the list of files to read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple

from lawextract.errors import InputError
from lawextract.read import ARCHIVES, COLLECTIONS, READERS
from lawextract.read.remote import is_address, listed

_TABLES = frozenset({".jsonl", ".ndjson", ".parquet", ".csv", ".tsv"})


class Inputs(NamedTuple):
    """``files`` in the order to read them; ``skipped`` counts, by ending, what folders hold besides."""

    files: tuple[str, ...]
    skipped: Counter[str]


def find_inputs(paths: Iterable[str], *, tables: bool = False) -> Inputs:
    """Replace every folder and pattern among *paths* by the readable files in it, sorted; leave the rest as given.

    *tables* tells that tables of texts found in folders are wanted: without a word they may be anything.
    Hidden files and folders are passed over. A folder that holds nothing readable, or cannot be opened,
    stays in the list, so that reading it says so. Addresses (:mod:`lawextract.read.remote`) may be folders and
    patterns too.
    """
    files: list[str] = []
    skipped: Counter[str] = Counter()
    wanted = READERS.keys() | ARCHIVES | (COLLECTIONS - _TABLES) | (_TABLES if tables else frozenset())
    for path in (match for given in paths for match in _matches(given)):
        inside = _inside(path)
        if inside is None:
            files.append(path)
            continue
        readable = []
        for file in inside:
            ending = Path(file).suffix.lower()
            if ending in wanted or os.path.isdir(file):
                readable.append(file)
            else:
                skipped[ending or "no ending"] += 1
        files.extend(readable or [path])
    return Inputs(tuple(files), skipped)


def _matches(path: str) -> list[str]:
    """What a pattern such as ``reports/**/*.html`` finds; other paths, and patterns that find nothing, as they are."""
    if not has_magic(path) or is_address(path) or os.path.lexists(path):
        return [path]
    return sorted(glob(path, recursive=True), key=lambda found: found.split(os.sep)) or [path]


def _inside(path: str) -> list[str] | None:
    """The files in the folder *path*, sorted; None when it is no folder, or its storage does not answer."""
    if is_address(path):
        with suppress(InputError):  # reading it says so
            return listed(path)
        return None
    return _walk(path) if os.path.isdir(path) else None


def _walk(folder: str) -> list[str]:
    """Every visible file below *folder*, and every folder that cannot be opened, sorted by path."""
    found: list[str] = []
    for where, folders, names in os.walk(folder, onerror=lambda error: found.append(error.filename)):
        folders[:] = (name for name in folders if not name.startswith("."))
        found.extend(os.path.join(where, name) for name in names if not name.startswith("."))
    return sorted(found, key=lambda path: path.split(os.sep))
