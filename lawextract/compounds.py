"""Amounts told in a unit and its parts: 三元五角, 五块二, 三斤六两, 一米七五. Units and parts are data (``data/units.toml``)."""

from __future__ import annotations

import re
from decimal import Decimal

from lawextract.counting import LETTER
from lawextract.numerals import DIGITS as VALUES
from lawextract.numerals import EXACT, Number, scan, value_of
from lawextract.units import shipped

ONES = "一二三四五六七八九"
DIGITS = "123456789"

_HALF = re.compile(r"半(?![个天年月日夜数路身载边途岛价径圆]|以(?![上下内]))")


def compound(folded: str, value: Decimal, end: int, unit: str, prose: bool) -> tuple[Decimal, int, str]:
    """三元五角 is 3.5 元, 五块二 is 5.2, 三斤半 is 3.5 斤; an amount in 角 alone is told in 元."""
    table = shipped()
    if half := _HALF.match(folded, end):
        whole = table.prose.fullmatch(unit + folded[half.end() : half.end() + 1]) if prose else None  # 一分半钟
        return value + Decimal("0.5"), half.end() + (whole is not None and whole[1] != unit), whole[1] if whole else unit
    name, places = table.worth.get(unit, (unit, 0))
    parts = table.parts.get(name)
    first, value = end, value.scaleb(-places, EXACT)
    while parts is not None:
        if end != first and (half := _HALF.match(folded, end)):  # 一斤二两半
            return value + Decimal("0.5").scaleb(-places, EXACT), half.end(), name
        gap, also = (folded[end : end + 1] == word for word in ("零", "又"))
        number = _before_weight(folded, end + (gap or also)) if "两" in parts else None
        number = number or scan(folded, end + (gap or also))
        if number is None and gap:  # 零角零分
            gap, number = False, scan(folded, end)
        if number is None or number.upper is not None:
            break
        part = table.part.match(folded, number.end)
        below = parts.get(part.group(), 0) if part else 0
        if part and below > places and number.value < 10 ** (below - places):
            places, end = below, part.end()
            value += number.value.scaleb(-places, EXACT)
            continue
        at = end + gap
        rate = prose and folded.startswith("一", at + 1) and number.end <= at + 2 and table.prose.match(folded, at + 2)  # 三块五一斤
        ends = rate or (number.end == at + 1 and not taken(folded, at + 1))
        single = not also and folded[at] in ONES + DIGITS and ends
        decimals = value_of("零点" + folded[end : number.end]) if unit == "米" and number.end == end + 2 else None
        if decimals is not None and not taken(folded, number.end):
            return value + decimals, number.end, name  # 一米七五
        if single and (end != first or unit not in ("元", "斤")):
            return value + (value_of(folded[at]) or Decimal(0)).scaleb(-places - 1 - gap, EXACT), at + 1, name
        break
    alone = end == first and unit in table.worth and not (prose and not taken(folded, end))
    return (value.scaleb(places, EXACT), end, unit) if alone else (value, end, name)


def _before_weight(folded: str, at: int) -> Number | None:
    """The digit before 两, a weight here and no digit: 三斤六两五."""
    return Number(at + 1, Decimal(VALUES[folded[at]])) if folded[at : at + 1] in tuple(ONES) and folded[at + 1 : at + 2] == "两" else None


def taken(folded: str, at: int) -> bool:
    """Whether a word or unit goes on at *at*."""
    if folded[at : at + 1] in ("整", "正"):  # 伍角整
        at += 1
    return LETTER.match(folded, at) is not None and folded[at] not in shipped().joints
