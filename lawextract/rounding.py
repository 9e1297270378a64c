"""How exact a written figure is, and what that allows a reckoned one to be."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal

import regex

Verdict = Literal["agrees", "rounding", "differs", "undetermined"]

_WRITTEN = regex.compile(r"\d[\d,\s]*(?:\.(?P<decimals>\d+))?\s*(?:(?P<scale>[百千]?[万亿]+)|(?P<rate>%|个?百分点))")
_POWERS = {"百": 2, "千": 3, "万": 4, "亿": 8}


def step_of(stated: Decimal) -> Decimal:
    """One unit of the last digit that is written, at most 1."""
    exponent = stated.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)


def fits(expected: Decimal, stated: Decimal) -> Verdict | None:
    """The verdict "agrees" when equal, or equal once rounded or truncated at the stated precision; else None."""
    step = step_of(stated)
    if stated in (expected.quantize(step, ROUND_HALF_UP), expected.quantize(step, ROUND_DOWN)):
        return "agrees"
    return None


def near(expected: Decimal, stated: Decimal, slack: Decimal) -> Verdict:
    """The verdict on a stated figure.

    "rounding" is what rounding up explains, or *slack*: how far *expected* may be off because it was reckoned from
    figures that are rounded themselves.
    """
    if fits(expected, stated):
        return "agrees"
    step, off = step_of(stated), abs(expected - stated)
    return "rounding" if (step < 1 and off < step) or (slack and off <= slack + step) else "differs"


def coarseness(surface: str) -> Decimal:
    """One unit of the last digit written: how far a rounded figure may be from the truth. 0 for what was counted.

    >>> [str(coarseness(text)) for text in ("1.24万件", "3亿元", "18.6%", "97%", "382件", "三万余人")]
    ['1E+2', '1E+8', '0.1', '1', '0', '0']
    """
    match = _WRITTEN.match(surface)
    if match is None or not (match["scale"] or match["rate"]):
        return Decimal(0)
    power = sum(_POWERS[char] for char in match["scale"] or "")
    return Decimal(1).scaleb(power - len(match["decimals"] or ""))
