"""What the labels of rows and the heads of columns of tables say: year, sum, change, target, old level, money.

Their words are those of ``data/tables.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import regex

from lawextract.models import Basis, Direction

LIST_MARK = re.compile(r"[(]?[一二三四五六七八九十\d]{1,3}[)、.](?!\d)")
"""A list number before a label: 一、本年新收申请数量."""

_YEAR = re.compile(r"(?:19|20)\d\d(?=\s?年|\D*$)")
_HAN = regex.compile(r"\p{Han}")


class Words(NamedTuple):
    """The compiled tables.toml."""

    total: re.Pattern[str]
    sum: re.Pattern[str]
    sum_of: re.Pattern[str]
    no_count: re.Pattern[str]
    serial: re.Pattern[str]
    number: re.Pattern[str]
    body: re.Pattern[str]
    ahead: re.Pattern[str]
    before: re.Pattern[str]
    change: re.Pattern[str]
    year_on_year: re.Pattern[str]
    fall: re.Pattern[str]
    last_year: re.Pattern[str]
    among: re.Pattern[str]
    this_year: re.Pattern[str]
    counted: re.Pattern[str]
    money: re.Pattern[str]
    unit: regex.Pattern[str]


@cache
def words() -> Words:
    """The words of ``data/tables.toml``."""
    data = tomllib.loads(files("lawextract").joinpath("data/tables.toml").read_text(encoding="utf-8"))
    mark = rf"\s*(?:{LIST_MARK.pattern})?\s*"
    whole = {name: re.compile(rf"{mark}(?:{pattern})\s*(?:[(][^()]{{1,6}}[)])?\s*") for name, pattern in data["whole"].items()}
    part = {name: re.compile(pattern) for name, pattern in data["part"].items()}
    return Words(**whole, **part, unit=regex.compile(data["unit"]["told"].replace("UNIT", data["unit"]["unit"])))


def is_total(text: str) -> bool:
    """Whether a label or head says no more than that it is the sum of the others.

    >>> [is_total(text) for text in ("合计", "总 计", "(七)总计", "全县合计(宗)", "全年", "罚款")]
    [True, True, True, True, True, False]
    """
    return words().total.fullmatch(text) is not None or words().sum.fullmatch(text) is not None


def change_of(names: Sequence[str], sign: str) -> tuple[Basis, Direction] | None:
    """Basis and direction of a figure with a *sign* or none, if its labels or heads tell that it is a change.

    >>> change_of(["收案(件)", "同比(%)"], "-"), change_of(["收案(件)", "2023年"], "")
    (('yoy', 'down'), None)
    """
    known = words()
    told = [name for name in names if known.change.search(name)]
    if not told:
        return None
    down = sign in ("-", "↓") or (not sign and any(known.fall.search(name) for name in told))
    return "yoy" if any(known.year_on_year.search(name) for name in told) else "other", "down" if down else "up"


def is_ahead(text: str) -> bool:
    """Whether a label or head tells what is aimed at (目标值)."""
    return words().ahead.fullmatch(text) is not None


def is_before(text: str) -> bool:
    """Whether a label or head tells of the old level that another column replaces (改革前)."""
    return words().before.fullmatch(text) is not None


def is_money(text: str) -> bool:
    """Whether a label or head tells of money (罚没金额)."""
    return words().money.search(text) is not None


def year_of(text: str, own: int | None) -> int | None:
    """The year that a head or label names; 上年 is the year before the report's. That of a change is no year's own."""
    known = words()
    if known.change.search(text):
        return None
    if match := _YEAR.search(text):
        return int(match.group())
    if own is None:
        return None
    if known.last_year.search(text):
        return own - 1
    return own if known.this_year.search(text) else None


def names_something(text: str) -> bool:
    """Whether a label says more than a year or that it is a total."""
    known = words()
    rest = known.this_year.sub("", known.last_year.sub("", _YEAR.sub("", text)))
    return not is_total(text) and _HAN.search(rest.replace("年", "").replace("度", "")) is not None


