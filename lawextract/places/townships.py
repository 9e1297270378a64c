"""Townships, streets and other areas below the county, found by name without building an index.

41,000 names stay one string; ``str.find`` answers a name in a tenth of a millisecond, and loading is a
matter of unpacking. Most reports never ask.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from lawextract.fold import fold
from lawextract.places.gazetteer import DATA, everyday_name

_END = re.compile(r"[,\n]|$")


class Township(NamedTuple):
    """A township of the tables, current or past; ``county`` is the code of the area above it."""

    code: str
    name: str
    county: str


@cache
def _table(file: str) -> tuple[str, str]:
    """A table as it is, and its folded copy of equal length, in which names are sought."""
    table = "\n" + gzip.decompress(DATA.joinpath(file).read_bytes()).decode()
    return table, fold(table)


def _beginning_with(file: str, start: str) -> Iterator[Township]:
    """The townships of a table whose (folded) names begin so."""
    table, folded = _table(file)
    at = folded.find(start)
    while at >= 0:
        if table[at - 1].isdigit() and (end := _END.search(table, at)):
            county = table[table.rfind("\n", 0, at) + 1 :][:6]
            yield Township(county + table[at - 3 : at], table[at : end.start()], county)
        at = folded.find(start, at + 1)


def _search(file: str, name: str) -> Iterator[Township]:
    return (township for township in _beginning_with(file, name) if fold(township.name) == name)


@cache
def townships(name: str) -> tuple[Township, ...]:
    """All townships of that (folded) name: those of today, or else those of earlier tables.

    >>> townships("迈陈镇")
    (Township(code='440825102', name='迈陈镇', county='440825'),)
    """
    return tuple(_search("townships.txt.gz", name)) or past_townships(name) or _of_nationalities(name)


def _of_nationalities(name: str) -> tuple[Township, ...]:
    """The townships of nationalities that everyday speech calls *name*: 铁石乡 is 铁石苗族彝族乡."""
    if not name.endswith("乡") or len(name) < 3:
        return ()
    found = _beginning_with("townships.txt.gz", name.removesuffix("乡"))
    return tuple(t for t in found if t.name.endswith("族乡") and everyday_name(fold(t.name)) == name)


@cache
def past_townships(name: str) -> tuple[Township, ...]:
    """Townships of that name that tables from 2016 on held and the newest no longer holds."""
    return tuple(_search("townships_past.txt.gz", name))


@cache
def townships_of(county: str) -> tuple[Township, ...]:
    """All townships of a county, those of earlier tables last."""
    found: list[Township] = []
    for file in ("townships.txt.gz", "townships_past.txt.gz"):
        table, _folded = _table(file)
        at = table.find(f"\n{county}\t")
        if at >= 0:
            line = table[at + 8 : table.index("\n", at + 1)]
            found += [Township(county + item[:3], item[3:], county) for item in line.split(",")]
    return tuple(found)
