"""Arithmetic inside one sentence: do figures that belong together agree?

Only figures of one sentence are compared, and only where their order and words say that they belong together:
parts after 其中 or in a bracket with the total before them, a change with last year's figure beside it, a rate with
its counts (:mod:`lawextract.rates`). What merely might belong together is not checked. What figures of several sentences say of each other: :mod:`lawextract.contradictions`.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import regex

from lawextract.models import Check, plain_text
from lawextract.rates import check_rates
from lawextract.readings import Reading
from lawextract.reckoning import (
    amount,
    is_count,
    is_exact_rate,
    is_sane,
    make_check,
    relative_slack,
    slack_of,
)
from lawextract.rounding import Verdict, near


class _Words(NamedTuple):
    """Compiled audit.toml, as far as parts go."""

    rest: regex.Pattern[str]
    remains: regex.Pattern[str]


@cache
def _words() -> _Words:
    data = tomllib.loads((files("lawextract") / "data" / "audit.toml").read_text(encoding="utf-8"))
    return _Words(**{name: regex.compile(data[name]) for name in ("rest", "remains")})


def audit(folded: str, readings: list[Reading], ids: list[str]) -> tuple[Check, ...]:
    """The checks of all sentences in reading order; *ids* name the readings one by one."""
    checks: list[Check] = []
    for sentence in _sentences(readings):
        if len(sentence) < 2:
            continue  # a figure alone is held against nothing
        checks += _parts(folded, readings, sentence, ids)
        checks += check_rates(folded, readings, sentence, ids)
        checks += _changes(folded, readings, sentence, ids)
    return tuple(checks)


def _sentences(readings: list[Reading]) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, reading in enumerate(readings):
        if groups and readings[groups[-1][0]].sentence == reading.sentence:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _parts(folded: str, readings: list[Reading], sentence: list[int], ids: list[str]) -> list[Check]:
    """Parts against their total, which stands before them (其中…, in a bracket) or after them (…,共计).

    All the parts that follow one another must add up; a run that does not may leave something out, so it is said
    to differ only where its last part names the rest (其他, 还有3件未化解).
    """
    words = _words()
    checks = []
    for position, index in enumerate(sentence):
        total = readings[index]
        if not is_count(total) or total.bound != "exact":
            continue
        run = _run(readings, sentence[position + 1 :], total)
        run = run[: _next_total(folded, readings, run)]
        between = folded[total.numeral.end : readings[run[0]].numeral.start] if run else ""
        remaining = _remaining(folded, readings, run)
        if remaining:
            run = run[: remaining + 1]
        if len(run) > 1 and (remaining or "其中" in between or "(" in between):
            added, told = _added(readings, run)
            slack = slack_of(folded, readings, [index, *run])
            names_rest = remaining or (
                "其中" in between and words.rest.search(folded, *readings[run[-1]].item)
            )
            exact = all(readings[i].bound == "exact" for i in run) and not _goes_on(readings, sentence, run[-1])
            if added == amount(total):
                checks.append(make_check("parts", [index, *run], added, total, "agrees", ids, told))
            elif names_rest and exact:
                verdict: Verdict = "rounding" if abs(added - amount(total)) <= slack else "differs"
                checks.append(make_check("parts", [index, *run], added, total, verdict, ids, told))
        before = _run(readings, sentence[:position][::-1], total)[::-1] if total.total_of is not None else []
        if len(before) > 1:
            added, told = _added(readings, before)
            if added == amount(total):
                checks.append(make_check("parts", [*before, index], added, total, "agrees", ids, told))
    return checks


def _added(readings: list[Reading], parts: list[int]) -> tuple[Decimal, str]:
    """The sum of *parts*, and how it is written."""
    values = [amount(readings[i]) for i in parts]
    return sum(values, Decimal(0)), " + ".join(map(plain_text, values))


def _remaining(folded: str, readings: list[Reading], run: list[int]) -> int:
    """The place in *run* of the part that is said to remain (共20件,已化解17件,还有3件未化解), or 0.

    What is dealt out further remains no more: 其余67项已完成(其中48项…),15项正在推进.
    """
    if len(run) < 2:
        return 0
    first, second = (readings[index] for index in run[:2])
    begin = max(first.numeral.end, second.clause[0])
    if any(not readings[index].part for index in run[2:]):
        return 0
    return int(_words().remains.search(folded, begin, second.clause[1]) is not None)


def _goes_on(readings: list[Reading], sentence: list[int], last: int) -> bool:
    """Whether the sentence has more of what the part *last* counts, behind another figure: 67项已完成,完成度为81.7%,15项正在推进."""
    unit = readings[last].numeral.unit
    return any(is_count(readings[i]) and not readings[i].part and readings[i].numeral.unit == unit for i in sentence if i > last)


def _next_total(folded: str, readings: list[Reading], run: list[int]) -> int:
    """Where in *run* another total begins, which has parts of its own: 其中甲6件;本级9件,其中乙5件."""
    for at, (before, index, after) in enumerate(zip(run, run[1:], run[2:], strict=False), 1):
        begins = ";" in folded[readings[before].numeral.end : readings[index].numeral.start]
        if begins and "其中" in folded[readings[index].numeral.end : readings[after].numeral.start]:
            return at
    return len(run)


def _run(readings: list[Reading], indices: list[int], total: Reading) -> list[int]:
    """The figures next to a total that can be its parts."""
    run: list[int] = []
    for index in indices:
        part = readings[index]
        if not (is_count(part) and part.numeral.unit == total.numeral.unit and part.scope == total.scope):
            break
        run.append(index)
    return run


def _changes(folded: str, readings: list[Reading], sentence: list[int], ids: list[str]) -> list[Check]:
    """A change against the figure and the earlier one beside it.

    382件(上年297件),同比增长28.6%; 2022年118件,2023年96件,下降18.6%; 由512项精简为347项,减少165项.
    """
    checks = []
    for position, index in enumerate(sentence):
        change = readings[index]
        if change.kind != "change" or change.change is None or change.bound != "exact" or not is_sane(change):
            continue
        pair = _pair(readings, sentence[:position], change)
        if pair is None:
            continue
        now, before = pair
        made = _expected_change(amount(readings[now]), amount(readings[before]), readings[now], change)
        if made is None:
            continue
        expected, told = made
        stated = amount(change) * (-1 if change.change[1] == "down" else 1)
        slack = slack_of(folded, readings, [now, before]) / 2  # both are cut off or both are rounded
        if change.numeral.unit == "%":
            slack = (expected + 100) * relative_slack(folded, readings, [now, before])
        verdict = near(expected, stated, slack)
        exact = readings[now].bound == readings[before].bound == "exact"
        if verdict != "agrees" and change.changed != now:
            continue  # it may be the change of something else
        verdict = verdict if verdict == "agrees" or exact else "undetermined"
        checks.append(make_check("change", [now, before, index], expected, change, verdict, ids, told))
    return checks


def _pair(readings: list[Reading], earlier: list[int], change: Reading) -> tuple[int, int] | None:
    """The figure that changed and what it was before, side by side, or None."""
    earlier = [i for i in earlier if is_count(readings[i]) or is_exact_rate(readings[i])]
    now = next(
        (i for i in reversed(earlier) if readings[i].scope == "own" and not readings[i].baseline), None
    )
    if now is None:
        return None
    at = earlier.index(now)
    after = next((i for i in earlier[at + 1 :] if readings[i].scope == "prior"), None)
    before = after if after is not None else earlier[at - 1] if at else None
    if (
        before is None
        or abs(earlier.index(before) - at) != 1
        or readings[before].sentence != readings[now].sentence
    ):
        return None
    old, new = readings[before], readings[now]
    if old.numeral.unit != new.numeral.unit or old.kind != new.kind:
        return None
    if old.baseline:
        return None if change.change and change.change[0] == "yoy" else (now, before)
    last_year = old.year is None or new.year is None or old.year == new.year - 1
    return (now, before) if old.scope == "prior" and last_year else None


def _expected_change(
    now: Decimal, before: Decimal, reading: Reading, change: Reading
) -> tuple[Decimal, str] | None:
    """What *change* must be, in its unit, and how that is reckoned.

    None where it is no matter of arithmetic: 增长2倍 is said two ways.
    """
    unit, is_rate = change.numeral.unit, reading.kind == "rate"
    if unit == "%" and before and not is_rate:
        return (now / before - 1) * 100, f"{plain_text(now)}/{plain_text(before)} - 1"
    if unit == ("百分点" if is_rate else reading.numeral.unit):
        return now - before, f"{plain_text(now)} - {plain_text(before)}"
    return None
