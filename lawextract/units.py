"""Measure words and units, compiled from ``data/units.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, NamedTuple

import regex

from lawextract.models import Kind


class Doubt(NamedTuple):
    """What makes a unit of a character that mostly is none: it stands *before* the unit, the number with it, or *behind* it;
    and what behind it *never* lets it be one."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    never: re.Pattern[str]


@dataclass(frozen=True)
class Units:
    """The compiled units.toml. *arabic* and *chinese* are the units of a report after either script, *chinese_long* after
    Chinese numerals of two characters or more."""

    arabic: re.Pattern[str]
    chinese: re.Pattern[str]
    chinese_long: re.Pattern[str]
    of_prose: list[str]
    kinds: dict[str, Kind]
    canonical: dict[str, str]
    parts: dict[str, dict[str, int]]  # unit → its parts and how many decimal places they are below it
    part: re.Pattern[str]
    worth: dict[str, tuple[str, int]]
    in_front: list[dict[str, Any]]  # units in front of a number: `with` the units behind it, or none
    before_units: dict[str, str]
    joints: frozenset[str]
    degrees: frozenset[str]  # what a temperature is told in
    before_ends: frozenset[str]  # the last characters of the units in front
    events: frozenset[str]
    acts: frozenset[str]
    visits: frozenset[str]
    persons: frozenset[str]
    unwritten_before: dict[str, re.Pattern[str]]  # what a number without a unit counts, where it ends before the number, by unit
    unwritten_behind: dict[str, re.Pattern[str]]  # … and where it begins behind it
    doubtful: dict[str, Doubt]
    spoken: dict[str, Doubt]  # the same after a Chinese numeral, where `before` ends before the number
    behind: dict[str, tuple[re.Pattern[str], str]]  # unit → what stands before its number where it is another, and which
    per: dict[str, re.Pattern[str]]  # what tells for each of what, behind a measure (公里/小时), a count (件/月) or a number alone (/10万)
    not_before: dict[str, str]  # unit → characters that make another word of it
    plain: dict[str, tuple[str, ...]]  # the units after Arabic numerals by their first character, the longest first

    @cached_property
    def prose(self) -> regex.Pattern[str]:
        """The units of prose that is no report, compiled when there is some."""
        space = rf"(?:{_SPACE}{{0,2}}|[ ]{{3,4}})"
        return regex.compile(_one_of(self.of_prose, space=space) + r"(?<!\p{Latin}(?=\p{Latin}))")

    @cached_property
    def before(self) -> dict[str | None, regex.Pattern[str]]:
        """The units in front of a number in prose, by the unit behind it."""
        found: dict[str | None, regex.Pattern[str]] = {
            None: _in_front(word for row in self.in_front for word in row["units"])
        }
        found.update((unit, _in_front(row["units"])) for row in self.in_front for unit in row["with"])
        return found

    def unit_at(self, folded: str, at: int) -> str | None:
        """The longest unit after an Arabic numeral that stands at *at*, unspaced."""
        for unit in self.plain.get(folded[at : at + 1], ()):
            if folded.startswith(unit, at):
                return unit
        return None

    def kind(self, unit: str | None) -> Kind:
        if unit and ("/" in unit or "每" in unit) and unit not in self.kinds:
            return "count" if unit in self.canonical else "other"  # 人/次
        return (self.kinds.get(unit) or self.kinds.get(self.canonical.get(unit, unit), "count")) if unit else "count"

    def of_each(self, unit: str | None, folded: str, end: int) -> re.Match[str] | None:
        """What tells behind the *unit* that ends at *end*, or behind a number without one, for each of what: 公里/小时."""
        behind = "alone" if unit is None else "measure" if self.kind(unit) in ("money", "other") else "count"
        return self.per[behind].match(folded, end)

    def named_before(self, folded: str, start: int) -> str | None:
        """The unit (or "") that a number at *start* leaves out behind the name of what it counts; None where none stands."""
        before = folded[max(0, start - 4) : start]
        return next((unit for unit, named in self.unwritten_before.items() if named.search(before)), None)

    def named_behind(self, folded: str, end: int) -> str | None:
        """The same of what is named behind a number that ends at *end*."""
        return next((unit for unit, named in self.unwritten_behind.items() if named.match(folded, end)), None)

    def cut_off(self, unit: str, folded: str, end: int) -> bool:
        """Whether the *unit* that ends at *end* is the beginning of a word: 十二升级."""
        return folded[end : end + 1] in tuple(self.not_before.get(unit, ""))

    def name(self, unit: str | None) -> str | None:
        return self.canonical.get(unit, unit) if unit else None


_NOTHING = "(?!)"
_NO_WORD = {"behind": r"(?![^\W\d_])"}


@cache
def shipped() -> Units:
    """The units, loaded once."""
    path = files("lawextract") / "data" / "units.toml"
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    kinds: dict[str, Kind] = {unit: kind for kind, names in data["kinds"].items() for unit in names}
    both = [*kinds, *data["count"]["any"]]
    parts = {unit: row["parts"] for row in data["compound"] for unit in row["units"]}
    return Units(
        arabic=re.compile(_one_of([*both, *data["count"]["arabic"]], data["over_lines"]["units"])),
        chinese=_without(both, data["arabic_only"]["units"]),
        chinese_long=_without(both, set(data["arabic_only"]["units"]) - set(data["arabic_only"]["but_long"])),
        of_prose=[*both, *data["count"]["arabic"], *data["count"]["prose"]],
        kinds=kinds,
        canonical=data["canonical"],
        parts=parts,
        part=re.compile("|".join(sorted({name for row in parts.values() for name in row}, key=len, reverse=True))),
        worth={unit: (row["unit"], row["places"]) for unit, row in data["worth"].items()},
        in_front=data["before"],
        before_units={word: unit for row in data["before"] for word, unit in row["units"].items()},
        degrees=frozenset(data["degrees"]["units"]),
        before_ends=frozenset(word[-1] for row in data["before"] for word in row["units"]),
        joints=frozenset(data["joints"]["characters"]),
        events=frozenset(data["events"]["units"]),
        acts=frozenset(data["events"]["acts"]),
        visits=frozenset(data["events"]["visits"]),
        persons=frozenset(data["events"]["persons"]),
        unwritten_before={unit: re.compile(rf"(?:{'|'.join(words)})\Z") for unit, words in data["unwritten"]["before"].items()},
        unwritten_behind={unit: re.compile("|".join(words)) for unit, words in data["unwritten"]["behind"].items()},
        doubtful=_doubts({**dict.fromkeys(data["before_no_word"]["units"], _NO_WORD), **data["doubtful"]}),
        spoken=_doubts(data["spoken"]),
        behind={unit: (re.compile(row["before"]), row["name"]) for unit, row in data["behind"].items()},
        per={behind: re.compile(words) for behind, words in data["per"].items()},
        not_before=data["not_before"],
        plain=_by_first([*both, *data["count"]["arabic"]]),
    )


def _doubts(rows: dict[str, dict[str, str]]) -> dict[str, Doubt]:
    return {unit: Doubt(*(re.compile(told.get(side, _NOTHING)) for side in Doubt._fields)) for unit, told in rows.items()}


def _in_front(words: Iterable[str]) -> regex.Pattern[str]:
    # $-5, 华氏零下5度; not 5万美元3万元
    return regex.compile(f"(?<![\\d十百千万亿])({'|'.join(map(regex.escape, words))})\\s?(?:-|负|零下)?$")


def _by_first(words: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(set(words), key=len, reverse=True):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found


def _without(units: list[str], others: Collection[str]) -> re.Pattern[str]:
    return re.compile(_one_of([unit for unit in units if unit not in others], space="[ ]{0,2}"))


_SPACE = r"[^\S\x1c-\x1f]"  # what `regex` calls \s, for both engines


def _one_of(words: list[str], over_lines: Collection[str] = (), space: str = _SPACE + "{0,2}") -> str:
    """One of *words*, the longest first; a broken copy may split 学 时, those *over_lines* at the end of a line too."""
    longest_first = sorted(words, key=len, reverse=True)
    spaced = (("[ \\n]?" if word in over_lines else "[ ]?").join(map(re.escape, word)) for word in longest_first)
    return space + "(" + "|".join(spaced) + ")"
