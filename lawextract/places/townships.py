"""Townships, streets and other areas below the county, found by name without building an index.

41,000 names stay one string; ``str.find`` answers a name in a tenth of a millisecond, and loading is a
matter of unpacking. Most reports never ask.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from lawextract.fold import fold
from lawextract.places.gazetteer import DATA, everyday_name


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


def _search(file: str, name: str) -> list[Township]:
    table, folded = _table(file)
    found: list[Township] = []
    at = folded.find(name)
    while at >= 0:
        if table[at - 1].isdigit() and table[at + len(name)] in ",\n":
            county = table[table.rfind("\n", 0, at) + 1 :][:6]
            found.append(Township(county + table[at - 3 : at], table[at : at + len(name)], county))
        at = folded.find(name, at + 1)
    return found


@cache
def townships(name: str) -> tuple[Township, ...]:
    """All townships of that (folded) name: those of today, or else those of earlier tables.

    >>> townships("迈陈镇")
    (Township(code='440825102', name='迈陈镇', county='440825'),)
    """
    return tuple(_search("townships.txt.gz", name)) or past_townships(name) or tuple(_of_nationalities(name))


def _of_nationalities(name: str) -> Iterator[Township]:
    """The townships of nationalities that everyday speech calls *name*: 铁石乡 is 铁石苗族彝族乡."""
    if not name.endswith("乡") or len(name) < 3:
        return
    table, folded = _table("townships.txt.gz")
    at = folded.find(name[:-1])
    while at >= 0:
        end = min(end for end in (folded.find(",", at), folded.find("\n", at), len(folded)) if end > 0)
        if table[at - 1].isdigit() and folded[at:end].endswith("族乡") and everyday_name(folded[at:end]) == name:
            county = table[table.rfind("\n", 0, at) + 1 :][:6]
            yield Township(county + table[at - 3 : at], table[at:end], county)
        at = folded.find(name[:-1], at + 1)


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
