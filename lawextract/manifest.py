"""A manifest: a CSV file that tells for each report of a collection what its text may leave open."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import PurePosixPath

from lawextract.errors import InputError
from lawextract.identity import Hints

Manifest = Mapping[str, Hints]


def load_manifest(path: str) -> dict[str, Hints]:
    """Read the manifest *path*: a column ``file`` (a path as given to parse, or a name alone) and any of ``region``,
    ``year`` and ``url``; empty cells tell nothing.

    Raises :class:`InputError` naming the line when the file cannot be read, has no column ``file``, or a year is
    no year.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            if "file" not in (rows.fieldnames or ()):
                raise InputError(path, "a manifest needs a column 'file' beside region, year or url")
            return {row["file"].replace("\\", "/"): _hints(path, rows.line_num, row) for row in rows if row["file"]}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(path, f"cannot be read as a manifest (CSV in UTF-8): {error}") from error


def _hints(path: str, line: int, row: Mapping[str, str | None]) -> Hints:
    year = (row.get("year") or "").strip()
    if year and not (year.isdecimal() and 1949 <= int(year) <= 2999):
        raise InputError(path, f"line {line}: year {year!r} is no year")
    return Hints(
        region=(row.get("region") or "").strip() or None,
        year=int(year) if year else None,
        url=(row.get("url") or "").strip() or None,
    )


def hints_for(path: str, manifest: Manifest, otherwise: Hints) -> Hints:
    """What *manifest* tells of the report at *path*, by its whole path or else its name; *otherwise* fills gaps.

    >>> hints_for("a/b.txt", {"b.txt": Hints(year=2020)}, Hints(region="兴国县"))
    Hints(region='兴国县', year=2020, path=None, url=None, fields={})
    """
    told = manifest.get(path) or manifest.get(PurePosixPath(path).name)
    if told is None:
        return otherwise
    return Hints(told.region or otherwise.region, told.year or otherwise.year, otherwise.path, told.url or otherwise.url)
