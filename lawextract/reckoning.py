"""What the checks of a report reckon with: figures that can be compared, how exact they are, and the check itself."""

from __future__ import annotations

from decimal import Decimal

from lawextract.models import Check, plain_text
from lawextract.readings import Reading
from lawextract.rounding import Verdict, coarseness

_LARGEST, _SMALLEST = Decimal(10) ** 12, Decimal(10) ** -8


def amount(reading: Reading) -> Decimal:
    """The value of a quantity."""
    assert reading.numeral.value is not None
    return reading.numeral.value


def is_count(reading: Reading) -> bool:
    """Whether the figure is one actual count or amount of money."""
    told = reading.kind in ("count", "money") and reading.numeral.upper is None and reading.status == "actual"
    return told and is_sane(reading)


def is_sane(reading: Reading) -> bool:
    """Whether decimals of 28 digits reckon exactly with the figure; no report counts more."""
    value = amount(reading)
    return abs(value) < _LARGEST and value == value.quantize(_SMALLEST)


def is_exact_rate(reading: Reading) -> bool:
    """Whether the figure is an actual share in percent without a bound."""
    numeral = reading.numeral
    return (
        reading.kind == "rate"
        and numeral.unit == "%"
        and reading.bound == "exact"
        and reading.status == "actual"
        and is_sane(reading)
    )


def slack_of(folded: str, readings: list[Reading], members: list[int]) -> Decimal:
    """How far the figures *members* together may be off: 1.24万件 is rounded, 12430件 is counted."""
    return sum((coarseness_of(folded, readings[i]) for i in members), Decimal(0))


def relative_slack(folded: str, readings: list[Reading], members: list[int]) -> Decimal:
    """The same as a share of each."""
    return sum(
        (coarseness_of(folded, readings[i]) / amount(readings[i]) for i in members if amount(readings[i])),
        Decimal(0),
    )


def coarseness_of(folded: str, reading: Reading) -> Decimal:
    """How far the figure, as it is written, may be from the truth."""
    return coarseness(folded[reading.numeral.start : reading.numeral.end])


def quotient(readings: list[Reading], part: int, whole: int) -> str:
    """How a rate is reckoned, in words of a check."""
    return f"{plain_text(amount(readings[part]))}/{plain_text(amount(readings[whole]))}"


def make_check(
    kind: str,
    members: list[int],
    expected: Decimal,
    stated: Reading,
    verdict: Verdict,
    ids: list[str],
    told: str,
) -> Check:
    """A check of *stated*, which must be *expected*; *told* is how that is reckoned from the other members."""
    given = amount(stated) * (-1 if kind == "change" and stated.change and stated.change[1] == "down" else 1)
    shown = (
        expected.quantize(Decimal("0.0001")).normalize()
        if expected != expected.to_integral_value()
        else expected
    )
    unit = stated.numeral.unit or ""
    says = "" if shown == given else f"; the report says {plain_text(given)}{unit}"
    return Check(
        kind=kind,
        observations=tuple(ids[i] for i in members),
        expected=shown,
        stated=given,
        status=verdict,
        message=f"{told} = {plain_text(shown)}{unit}{says}",
    )
