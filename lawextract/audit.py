"""Arithmetic inside one report: do figures that belong together agree?

Only figures of one sentence are compared, and only where their order and words say that they belong together:
parts after 其中 or in a bracket with the total before them, a rate with the two counts before it, a change with
last year's figure beside it. What merely might belong together is not checked.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Literal

from lawextract.models import Check
from lawextract.observations import Reading

Verdict = Literal["agrees", "rounding", "differs", "undetermined"]
_REST = "其他"


def audit(folded: str, readings: list[Reading], ids: list[str]) -> tuple[Check, ...]:
    """All checks of one report in reading order; ids name the readings one by one."""
    checks: list[Check] = []
    for sentence in _sentences(readings):
        checks += _parts(folded, readings, sentence, ids)
        checks += _rates(folded, readings, sentence, ids)
        checks += _changes(readings, sentence, ids)
    return tuple(checks)


def _sentences(readings: list[Reading]) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, reading in enumerate(readings):
        if groups and readings[groups[-1][0]].sentence == reading.sentence:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _value(reading: Reading) -> Decimal:
    assert reading.numeral.value is not None
    return reading.numeral.value


def _is_count(reading: Reading) -> bool:
    return reading.kind in ("count", "money") and reading.numeral.upper is None and reading.status == "actual"


def _parts(folded: str, readings: list[Reading], sentence: list[int], ids: list[str]) -> list[Check]:
    """Parts against their total, which stands before them (其中…, in a bracket) or after them (…,共计).

    All the parts that follow one another must add up; a run that does not may leave something out, so it is said
    to differ only where its last part names the rest (其他).
    """
    checks = []
    for position, index in enumerate(sentence):
        total = readings[index]
        if not _is_count(total) or total.bound != "exact":
            continue
        run = _run(readings, sentence[position + 1 :], total)
        between = folded[total.numeral.end : readings[run[0]].numeral.start] if run else ""
        if len(run) > 1 and ("其中" in between or "(" in between):
            added = sum((_value(readings[i]) for i in run), Decimal(0))
            names_rest = _REST in folded[slice(*readings[run[-1]].item)]
            if added == _value(total):
                checks.append(_check("parts", [index, *run], added, total, "agrees", ids))
            elif names_rest and "其中" in between:
                checks.append(_check("parts", [index, *run], added, total, "differs", ids))
        before = _run(readings, sentence[:position][::-1], total)[::-1]
        if total.total_of is not None and len(before) > 1:
            added = sum((_value(readings[i]) for i in before), Decimal(0))
            if added == _value(total):
                checks.append(_check("parts", [*before, index], added, total, "agrees", ids))
    return checks


def _run(readings: list[Reading], indices: list[int], total: Reading) -> list[int]:
    """The figures next to a total that can be its parts."""
    run: list[int] = []
    for index in indices:
        part = readings[index]
        if not (_is_count(part) and part.numeral.unit == total.numeral.unit and part.scope == total.scope):
            break
        run.append(index)
    return run


def _rates(folded: str, readings: list[Reading], sentence: list[int], ids: list[str]) -> list[Check]:
    """A rate against two counts told before it in the same sentence; a pair that gives the rate agrees.

    A stated rate agrees when the quotient, rounded or truncated at the rate's own precision, equals it. It is
    said to differ only where the two counts stand right before the rate and share its word (办结…, 办结率…).
    """
    checks = []
    for position, index in enumerate(sentence):
        rate = readings[index]
        if rate.kind != "rate" or rate.numeral.unit != "%" or rate.bound != "exact" or rate.status != "actual":
            continue
        counts = [i for i in sentence[:position] if readings[i].kind == "count" and readings[i].bound == "exact"][-4:]
        fitting = [
            (part, whole, verdict)
            for whole, part in combinations(counts, 2)
            if _value(readings[whole])
            and (verdict := _fits(_value(readings[part]) / _value(readings[whole]) * 100, _value(rate)))
            and _value(readings[part]) <= _value(readings[whole])
        ]
        if fitting:
            part, whole, verdict = fitting[-1]
            if _value(rate) == 100 or _value(readings[whole]) < 12:
                continue  # among small numbers many pairs fit by chance
            expected = _value(readings[part]) / _value(readings[whole]) * 100
            checks.append(_check("rate", [whole, part, index], expected, rate, verdict, ids))
            continue
        if len(counts) < 2 or counts[-1] != sentence[position - 1] or counts[-2] != sentence[position - 2]:
            continue
        whole, part = counts[-2], counts[-1]
        largest = max(_value(readings[i]) for i in sentence[:position] if _is_count(readings[i]))
        if _value(readings[whole]) < largest or readings[whole].part or readings[part].part or readings[whole].numeral.unit != readings[part].numeral.unit:
            continue
        word = _rate_word(folded, rate)
        if word and word in folded[slice(*readings[part].item)] and _value(readings[whole]) > 0:
            expected = _value(readings[part]) / _value(readings[whole]) * 100
            if expected <= 100 and readings[whole].scope == readings[part].scope == rate.scope:
                differs: Verdict = "agrees" if _fits(expected, _value(rate)) else "differs"
                checks.append(_check("rate", [whole, part, index], expected, rate, differs, ids))
    return checks


def _rate_word(folded: str, rate: Reading) -> str:
    """办结 in 办结率: the two characters before 率."""
    before = folded[rate.item[0] : rate.numeral.start]
    at = before.rfind("率")
    return before[at - 2 : at] if at >= 2 else ""


def _fits(expected: Decimal, stated: Decimal) -> Verdict | None:
    """"agrees" when equal, or equal once rounded or truncated at the stated precision; else None."""
    exponent = stated.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
    if stated in (expected.quantize(step, ROUND_HALF_UP), expected.quantize(step, ROUND_DOWN)):
        return "agrees"
    return None


def _changes(readings: list[Reading], sentence: list[int], ids: list[str]) -> list[Check]:
    """A change against the figure and last year's figure beside it (382件(上年297件),同比增长28.6%)."""
    checks = []
    for position, index in enumerate(sentence):
        change = readings[index]
        if change.kind != "change" or change.change is None or change.numeral.unit != "%" or position < 2:
            continue
        earlier = [i for i in sentence[:position] if _is_count(readings[i])]
        now = next((i for i in reversed(earlier) if readings[i].scope == "own"), None)
        before = next((i for i in earlier if now is not None and i > now and readings[i].scope == "prior"), None)
        if now is None or before is None or sentence.index(before) != sentence.index(now) + 1:
            continue
        if readings[now].numeral.unit != readings[before].numeral.unit or not _value(readings[before]):
            continue
        expected = (_value(readings[now]) / _value(readings[before]) - 1) * 100
        stated = _value(change) * (-1 if change.change[1] == "down" else 1)
        fits = _fits(expected, stated)
        exact = readings[now].bound == readings[before].bound == change.bound == "exact"
        verdict: Verdict = fits or ("differs" if exact else "undetermined")
        checks.append(_check("change", [now, before, index], expected, change, verdict, ids))
    return checks


def _check(
    kind: str, members: list[int], expected: Decimal, stated: Reading, verdict: Verdict, ids: list[str]
) -> Check:
    shown = expected.quantize(Decimal("0.0001")).normalize() if expected != expected.to_integral_value() else expected
    given = _value(stated)
    if kind == "change" and stated.change and stated.change[1] == "down":
        given = -given
    return Check(
        kind=kind,
        observations=tuple(ids[i] for i in members),
        expected=shown,
        stated=given,
        status=verdict,
        message=f"expected {shown:f}, the report says {given:f}",
    )
