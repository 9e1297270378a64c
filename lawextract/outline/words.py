"""The words of ``data/sections.toml``, compiled."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, cast

from lawextract.models import ReferenceKind

_YEARS = {"year": r"(?P<NAME>(?:19|20)\d\d)年", "bare_year": r"(?P<NAME>(?:19|20)\d\d)"}
_HAN_DIGITS = "一二三四五六七八九十"
_ENCLOSED = "①-⒇㈠-㈩"


class Words:
    """The words as patterns.

    ``titles`` tell the role of a title, ``openings`` how a sentence opens problems or plans, ``references`` what an
    ending of a title in 《》 names. ``number`` is a section number, its group the style.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        numbers, classes = data["numbers"], data["words"]
        self._classes = {name: _one_of(words, longest_first=True) for name, words in classes.items()}
        self.join = re.compile(self._classes["join"])
        self.announcement = re.compile(self._classes["announcement"])
        self.problem = re.compile(self._classes["problem"])
        self.future = re.compile(self._classes["future"])
        self.ahead = re.compile(rf"{self._classes['future']}|\d年")
        self.titles = {name: self._compile(patterns) for name, patterns in data["titles"].items()}
        self.openings = {name: self._compile(patterns) for name, patterns in data["openings"].items()}
        ways = "|".join(f"(?P<{name}>{pattern.pattern})" for name, pattern in self.openings.items())
        self.opening = re.compile(rf"[。!?;\n][”) ]*(?:{ways})")
        lines = _one_of(data["closing"]["lines"]).replace("{date}", data["closing"]["date"])
        self.closing = re.compile(f"^[ ]*+{lines}", re.MULTILINE)
        self.sequence: list[str] = numbers["sequence"]
        self.counter: str = numbers["counters"][0]
        self.never_before: str = numbers["never_before"]
        self.number = re.compile(_number_pattern(numbers))
        self.number_candidate = re.compile(_candidate_pattern(numbers))
        self.references: dict[str, ReferenceKind] = {
            ending: cast(ReferenceKind, kind)
            for kind, endings in data["references"].items()
            for ending in endings
        }
        self.edition = re.compile(f"(?:{data['editions']['pattern']})+$")

    def _compile(self, patterns: list[str]) -> re.Pattern[str]:
        """One pattern of several; a year is captured in the groups ``year0``, ``year1`` and so on, or ``bare_year0`` …."""
        joined = _one_of(patterns)
        for name, words in self._classes.items():
            joined = joined.replace("{" + name + "}", words)
        for name, pattern in _YEARS.items():
            for index in range(joined.count("{" + name + "}")):
                joined = joined.replace("{" + name + "}", pattern.replace("NAME", f"{name}{index}"), 1)
        return re.compile(joined)


def _one_of(patterns: list[str], longest_first: bool = False) -> str:
    ordered = sorted(patterns, key=len, reverse=True) if longest_first else patterns
    return "(?:" + "|".join(ordered) + ")"


def _number_pattern(numbers: dict[str, Any]) -> str:
    han, digits = f"[{_HAN_DIGITS}]{{1,3}}", r"\d{1,2}"
    return (
        rf"第(?P<division>{han}){_one_of(numbers['divisions'])}[ 、:,]?"
        rf"|(?P<chapter>【[ ]?{han}[ ]?】|{han}(?=[ ]?[、.][ ]?(?!{han}[{numbers['never_after']}])))(?:[ ]?[、.][ ]?)?"
        rf"|(?P<part>\([ ]?{han}[ ]?\)|{han}\)|[㈠-㈩])[、.,]?"
        rf"|(?P<point>{digits})[ ]?[.、](?=[ ]?(?:[\u4e00-\u9fff“‘《\"(]|20\d\d年))"
        rf"|(?P<subpoint>\([ ]?{digits}[ ]?\)|{digits}\)|[⑴-⒇])[、.]?"
        rf"|(?P<circled>[①-⑳])[、.]?"
        rf"|(?P<item>{han})(?P<counter>{'|'.join(numbers['counters'])})"
        rf"|第(?P<ordinal>{han})(?:[,:]|、(?!第)|是)"
        rf"|(?P<sequence>{'|'.join(numbers['sequence'])})[,、:]"
    )


def _candidate_pattern(numbers: dict[str, Any]) -> str:
    """How a section number may begin: finds, many times faster, the few numerals worth a closer look."""
    sequence = numbers["sequence"]
    begin = "(【第" + "".join(word[0] for word in sequence)
    end = "".join(word[0] for word in numbers["counters"] + numbers["divisions"])
    end += ")】、.,:" + "".join(word[1] for word in sequence)
    return (
        rf"[\d{_HAN_DIGITS}{begin}{_ENCLOSED}]"
        rf"(?:(?<=[{_ENCLOSED}])|[\d{_HAN_DIGITS} ]{{0,4}}[{end}])"
    )


@cache
def words() -> Words:
    """The words, read once."""
    text = files("lawextract").joinpath("data", "sections.toml").read_text(encoding="utf-8")
    return Words(tomllib.loads(text))
