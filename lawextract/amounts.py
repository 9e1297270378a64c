"""An amount: a number before its unit. Signs, fractions (三分之二, 2/3, ½) and shares in percent (百分之三十)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple
from unicodedata import decomposition

import regex

from lawextract.models import Bound, Kind
from lawextract.numerals import EXACT, Number, scan, value_of
from lawextract.units import shipped

_BASES = {"百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4}
_BASE = re.compile(r"([百千万])分之\s?")
_PROSE_BASE = re.compile(r"([百佰千仟万])\s{0,2}分(?:\s{0,2}之)?\s{0,2}(?=[-负.\d百]|[^\W\d_])")
_OVER = re.compile(r"分之\s?")
_PROSE_OVER = re.compile(r"\s{0,2}分\s{0,2}之\s{0,2}")
_AND_PART = re.compile(r"\s?又\s?")
# a fraction, and no day: 占1/3, 比例为3/4, 有2/3的村, 1/3以上
_SLASH = regex.compile(
    r"(?:(?<=[超过近约占达逾足]|达到|占[^,。;、\d]{1,10}|(?:比例|比重|占比)[为是]?)|(?<![\d/])(?=\d{1,2}/\d{1,2}(?:以[上下]|左右))|(?<=有)(?=\d{1,2}/\d{1,2}的))"
    r"(?P<part>\d{1,2})/(?P<base>\d{1,2})(?![\d/月])"
)
_PROSE_SLASH = re.compile(
    r"(?<![\d/.A-Za-z])(?:(?P<whole>\d{1,9})\s)?(?P<part>\d{1,9})\s?/\s?(?P<base>\d{1,9})(?!\d|\s?/|\.\d)"
)
#: A minus in front of a number, with the sign of a currency or the name of a scale behind it.
SIGN = re.compile(r"(?:负的?|零下|-)\s?(?:[$¥￥€£₩]|[华摄]氏)?")
_ONE_SIGN = re.compile("<fraction> ([0-9]{4}) 2044 ([0-9]{4})")
#: A letter behind a number: the number may be part of a name.
LATIN = re.compile("[A-Za-z]")


class Amount(NamedTuple):
    """A number before its unit: signed, a fraction, or a share in percent."""

    end: int
    value: Decimal
    upper: Decimal | None = None
    percent: bool = False
    fraction: bool = False
    more: bool = False
    chinese: bool = False
    base: int = 0  # 百分之: the power of ten that the second end of a range shares


class Figure(NamedTuple):
    """An amount with its unit, which ends at ``end``; the amount alone ends at ``amount.end``."""

    end: int
    value: Decimal
    upper: Decimal | None
    unit: str | None
    bound: Bound
    amount: Amount
    kind: Kind | None = None


def amount_at(folded: str, start: int, prose: bool, base: int = 0) -> Amount | None:
    """The amount at *start* of a folded text, or None; *prose* is any text that is no report.

    *base* is the 百分之 (a power of ten) that an earlier end of a range has written.

    >>> [str(amount_at(text, 0, True).value) for text in ("四分之三", "百分之三十", "-1/2", "两万")]
    ['0.75', '30', '-0.5', '20000']
    """
    sign = SIGN.match(folded, start) if prose else None
    at = sign.end() if sign else start
    hundredth = (_PROSE_BASE if prose else _BASE).match(folded, at)
    power = _BASES[hundredth[1]] if hundredth else base
    if hundredth:
        inner = SIGN.match(folded, hundredth.end()) if prose else None
        sign, at = inner or sign, inner.end() if inner else hundredth.end()
    if power:
        number = scan(folded, at, prose=prose)
        if number:
            return _signed(_share(folded, at, number, power), sign)
        if base:
            return None
        at = start
    if slash := _slash(folded, at, prose):
        return _signed(slash, sign)
    if prose and (part := _one_sign(folded, at)):
        return _signed(part, sign)
    number = scan(folded, at, prose=prose)
    if number is None:
        return None
    amount = _fraction(folded, at, number, prose)
    return _signed(amount, sign)


def _slash(folded: str, at: int, prose: bool) -> Amount | None:
    """2/3, 1 1/2; in prose with a unit in Latin letters too (1/2kg)."""
    slash = _PROSE_SLASH.match(folded, at) if prose else _SLASH.match(folded, at)
    if not slash or not int(slash["base"]) or (not prose and int(slash["part"]) >= int(slash["base"])):
        return None
    if LATIN.match(folded, slash.end()) and not shipped().prose.match(folded, slash.end()):
        return None
    whole = int(slash["whole"]) if prose and slash["whole"] else 0
    value = Decimal(whole) + Decimal(slash["part"]) / Decimal(slash["base"])
    return Amount(slash.end(), value, fraction=True)


def _one_sign(folded: str, at: int) -> Amount | None:
    """½ and the like."""
    parts = _ONE_SIGN.fullmatch(decomposition(folded[at])) if at < len(folded) else None
    return Amount(at + 1, Decimal(chr(int(parts[1], 16))) / Decimal(chr(int(parts[2], 16))), fraction=True) if parts else None


def _share(folded: str, at: int, number: Number, power: int) -> Amount:
    spelled = value_of(folded[at : number.end]) if number.upper is not None else None  # 百分之三五 is 35 %
    value, upper = (number.value, number.upper) if spelled is None else (spelled, None)
    upper = None if upper is None else upper.scaleb(2 - power, EXACT)
    return Amount(number.end, value.scaleb(2 - power, EXACT), upper, True, more=number.more, chinese=True, base=power)


def _fraction(folded: str, at: int, number: Number, prose: bool) -> Amount:
    """三分之二, 三又五分之一; else the number itself."""
    whole, base = None, number
    if prose and (sign := _one_sign(folded, number.end)):
        return sign._replace(value=number.value + sign.value)
    if joint := _AND_PART.match(folded, number.end):
        if prose and (slash := _slash(folded, joint.end(), prose)):
            return slash._replace(value=number.value + slash.value)
        after = scan(folded, joint.end(), prose=prose)
        whole, base = (number, after) if after and after.upper is None else (None, number)
    over = (_PROSE_OVER if prose else _OVER).match(folded, base.end)
    if over and base.value and (prose or folded[at] not in "负-"):
        minus = SIGN.match(folded, over.end()) if prose else None
        part = scan(folded, minus.end() if minus else over.end(), prose=prose)
        if part:
            value = (-part.value if minus else part.value) / base.value
            return Amount(part.end, (whole.value if whole else Decimal(0)) + value, fraction=True, chinese=True)
    chinese = not (folded[at].isdigit() or folded[at] == ".")
    return Amount(number.end, number.value, number.upper, more=number.more, chinese=chinese)


def _signed(amount: Amount, sign: re.Match[str] | None) -> Amount:
    return amount._replace(value=amount.value.copy_negate()) if sign else amount
