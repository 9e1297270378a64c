"""Arithmetic inside one sentence: do figures that belong together agree?

Only figures of one sentence are compared, and only where their order and words say that they belong together:
parts after 其中 or in a bracket with the total before them, a rate with the two counts before it, a share with its
part and the rate that tells its whole, a change with last year's figure beside it. What merely might belong
together is not checked. What figures of several sentences say of each other: :mod:`lawextract.contradictions`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise

import regex

from lawextract.models import Check, plain_text
from lawextract.observations import Reading
from lawextract.rounding import Verdict, coarseness, fits, near, step_of

_LARGEST, _SMALLEST = Decimal(10) ** 12, Decimal(10) ** -8
_BY_CHANCE = Decimal("0.05")  # how likely it may be that a rate fits a base that it is not of


@dataclass(frozen=True, slots=True)
class _Words:
    """Compiled audit.toml, as far as sentences go."""

    rest: regex.Pattern[str]
    remains: regex.Pattern[str]
    whole: regex.Pattern[str]
    among: regex.Pattern[str]
    share: regex.Pattern[str]
    stages: dict[str, regex.Pattern[str]]


@cache
def _words() -> _Words:
    data = tomllib.loads((files("lawextract") / "data" / "audit.toml").read_text(encoding="utf-8"))
    stages = {name: regex.compile(pattern) for name, pattern in data["stages"].items()}
    names = ("rest", "remains", "whole", "among", "share")
    return _Words(**{name: regex.compile(data[name]) for name in names}, stages=stages)


def audit(folded: str, readings: list[Reading], ids: list[str]) -> tuple[Check, ...]:
    """The checks of all sentences in reading order; *ids* name the readings one by one."""
    checks: list[Check] = []
    for sentence in _sentences(readings):
        told = _rates(folded, readings, sentence, ids)
        checked = {check.observations[-1] for check in told}
        checks += _parts(folded, readings, sentence, ids)
        checks += told
        checks += _shares(folded, readings, sentence, ids, checked)
        checks += _bases(folded, readings, sentence, ids, checked)
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


def _value(reading: Reading) -> Decimal:
    assert reading.numeral.value is not None
    return reading.numeral.value


def _is_count(reading: Reading) -> bool:
    told = reading.kind in ("count", "money") and reading.numeral.upper is None and reading.status == "actual"
    return told and _is_sane(reading)


def _is_sane(reading: Reading) -> bool:
    """Whether decimals of 28 digits reckon exactly with the figure; no report counts more."""
    value = _value(reading)
    return abs(value) < _LARGEST and value == value.quantize(_SMALLEST)


def _parts(folded: str, readings: list[Reading], sentence: list[int], ids: list[str]) -> list[Check]:
    """Parts against their total, which stands before them (其中…, in a bracket) or after them (…,共计).

    All the parts that follow one another must add up; a run that does not may leave something out, so it is said
    to differ only where its last part names the rest (其他, 还有3件未化解).
    """
    words = _words()
    checks = []
    for position, index in enumerate(sentence):
        total = readings[index]
        if not _is_count(total) or total.bound != "exact":
            continue
        run = _run(readings, sentence[position + 1 :], total)
        between = folded[total.numeral.end : readings[run[0]].numeral.start] if run else ""
        remaining = _remaining(folded, readings, run)
        if remaining:
            run = run[: remaining + 1]
        if len(run) > 1 and (remaining or "其中" in between or "(" in between):
            added, told = _added(readings, run)
            slack = _slack(folded, readings, [index, *run])
            names_rest = remaining or (
                "其中" in between and words.rest.search(folded, *readings[run[-1]].item)
            )
            exact = all(readings[i].bound == "exact" for i in run)
            if added == _value(total):
                checks.append(_check("parts", [index, *run], added, total, "agrees", ids, told))
            elif names_rest and exact:
                verdict: Verdict = "rounding" if abs(added - _value(total)) <= slack else "differs"
                checks.append(_check("parts", [index, *run], added, total, verdict, ids, told))
        before = _run(readings, sentence[:position][::-1], total)[::-1]
        if total.total_of is not None and len(before) > 1:
            added, told = _added(readings, before)
            if added == _value(total):
                checks.append(_check("parts", [*before, index], added, total, "agrees", ids, told))
    return checks


def _added(readings: list[Reading], parts: list[int]) -> tuple[Decimal, str]:
    """The sum of *parts*, and how it is written."""
    values = [_value(readings[i]) for i in parts]
    return sum(values, Decimal(0)), " + ".join(map(plain_text, values))


def _remaining(folded: str, readings: list[Reading], run: list[int]) -> int:
    """The place in *run* of the part that is said to remain (共20件,已化解17件,还有3件未化解), or 0."""
    if len(run) < 2:
        return 0
    second = readings[run[1]]
    return int(_words().remains.search(folded, second.clause[0], second.clause[1]) is not None)


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
    sentence_start = readings[sentence[0]].sentence[0]
    for position, index in enumerate(sentence):
        rate = readings[index]
        if not _is_exact_rate(rate):
            continue
        counts = [
            i
            for i in sentence[:position]
            if _is_count(readings[i]) and readings[i].kind == "count" and readings[i].bound == "exact"
        ][-4:]
        fitting = [
            (part, whole, verdict)
            for whole, part in combinations(counts, 2)
            if _value(readings[whole])
            and (verdict := fits(_value(readings[part]) / _value(readings[whole]) * 100, _value(rate)))
            and _value(readings[part]) <= _value(readings[whole])
        ]
        if fitting:
            part, whole, verdict = fitting[-1]
            if _value(rate) == 100 or _value(readings[whole]) < 12:
                continue  # among small numbers many pairs fit by chance
            expected = _value(readings[part]) / _value(readings[whole]) * 100
            checks.append(
                _check(
                    "rate",
                    [whole, part, index],
                    expected,
                    rate,
                    verdict,
                    ids,
                    _quotient(readings, part, whole),
                )
            )
            continue
        if len(counts) < 2 or counts[-1] != sentence[position - 1] or counts[-2] != sentence[position - 2]:
            continue
        whole, part = counts[-2], counts[-1]
        largest = max(_value(readings[i]) for i in sentence[:position] if _is_count(readings[i]))
        if (
            _value(readings[whole]) < largest
            or readings[whole].part
            or readings[part].part
            or readings[whole].numeral.unit != readings[part].numeral.unit
        ):
            continue
        word = _rate_word(folded, rate)
        if not _words().whole.search(folded, *readings[whole].item) or _words().among.search(
            folded, sentence_start, readings[whole].numeral.start
        ):
            continue
        if word and word in folded[slice(*readings[part].item)] and _value(readings[whole]) > 0:
            expected = _value(readings[part]) / _value(readings[whole]) * 100
            slack = expected * _relative_slack(folded, readings, [part, whole])
            if expected <= 100 and readings[whole].scope == readings[part].scope == rate.scope:
                checks.append(
                    _check(
                        "rate",
                        [whole, part, index],
                        expected,
                        rate,
                        near(expected, _value(rate), slack),
                        ids,
                        _quotient(readings, part, whole),
                    )
                )
    return checks


def _rate_word(folded: str, rate: Reading) -> str:
    """办结 in 办结率: the two characters before 率."""
    before = folded[rate.item[0] : rate.numeral.start]
    at = before.rfind("率")
    return before[at - 2 : at] if at >= 2 else ""


def _shares(
    folded: str, readings: list[Reading], sentence: list[int], ids: list[str], checked: set[str]
) -> list[Check]:
    """A part with its share of a whole that is told as a rate of a count before it.

    办结率82.49% of 435件 and 19件,占已审结案件的5.26%: both tell how many were concluded. Where they do not agree, the
    whole may hold cases of earlier years, so nothing is proved.
    """
    checks = []
    for before, index in pairwise(sentence):
        part, share = readings[before], readings[index]
        if ids[index] in checked or not _is_exact_rate(share) or not _is_count(part) or part.bound != "exact":
            continue
        between = _words().share.search(folded[part.numeral.end : share.numeral.start])
        if not between or not _value(share):
            continue
        stages = _stages(between["whole"])
        for rate in reversed([i for i in sentence if i < before and _is_exact_rate(readings[i])]):
            base = next((i for i in reversed(sentence) if i < rate and _is_count(readings[i])), None)
            named = folded[readings[rate].item[0] : readings[rate].numeral.start]
            if (
                base is None
                or not stages & _stages(named)
                or readings[base].numeral.unit != part.numeral.unit
            ):
                continue
            whole = _value(readings[base]) * _value(readings[rate]) / 100
            agree = any(
                fits(k / _value(readings[base]) * 100, _value(readings[rate]))
                and fits(_value(part) / k * 100, _value(share))
                for k in (whole.to_integral_value(ROUND_DOWN), whole.to_integral_value(ROUND_CEILING))
                if k
            )
            unit = part.numeral.unit or ""
            implied = (_value(part) / _value(share) * 100).to_integral_value(ROUND_HALF_UP)
            told = f"{plain_text(_value(readings[rate]))}% of {plain_text(_value(readings[base]))}{unit}"
            check = _check(
                "count", [base, rate, before, index], _value(part) / whole * 100, share,
                "agrees" if agree else "undetermined", ids, f"{plain_text(_value(part))} / ({told})",
            )  # fmt: skip
            if not agree:
                why = (
                    f"{plain_text(_value(part))}{unit} are {plain_text(_value(share))}% of about {plain_text(implied)}{unit}, but {told} are "
                    f"{whole.quantize(Decimal('0.1')):f}; the whole is not told and may hold cases of earlier years"
                )
                check = check.model_copy(update={"message": why})
            checks.append(check)
            break
    return checks


def _stages(phrase: str) -> set[str]:
    """The stages of work (concluded) that words of *phrase* name."""
    return {name for name, pattern in _words().stages.items() if pattern.search(phrase)}


def _is_exact_rate(reading: Reading) -> bool:
    numeral = reading.numeral
    return (
        reading.kind == "rate"
        and numeral.unit == "%"
        and reading.bound == "exact"
        and reading.status == "actual"
        and _is_sane(reading)
    )


def _bases(folded: str, readings: list[Reading], sentence: list[int], ids: list[str], checked: set[str]) -> list[Check]:
    """A rate whose part is not told: the one count before it of which whole cases give the rate (29 of 57: 50.88%).

    Only a rate so precise that it hardly fits by chance says anything; where none or several fit, nothing is said.
    """
    checks = []
    for position, index in enumerate(sentence):
        rate = readings[index]
        if (
            ids[index] in checked
            or not _is_exact_rate(rate)
            or rate.scope != "own"
            or not 0 < _value(rate) < 100
        ):
            continue
        last = readings[sentence[position - 1]].numeral.end if position else rate.sentence[0]
        if _words().share.search(folded[last : rate.numeral.start]):
            continue  # 19件,占已审结案件的5.26%: the part is told, the whole is not
        counts = [i for i in sentence[:position] if _is_count(readings[i]) and readings[i].bound == "exact"]
        counts = [
            i
            for i in counts
            if readings[i].kind == "count" and readings[i].scope == "own" and _value(readings[i]) > 1
        ]
        chance = sum((_value(readings[i]) for i in counts), Decimal(0)) * step_of(_value(rate)) / 100 * 2
        if chance > _BY_CHANCE:
            continue
        fitting = []
        for whole in counts:
            part = (_value(rate) * _value(readings[whole]) / 100).to_integral_value(ROUND_HALF_UP)
            if part and fits(part / _value(readings[whole]) * 100, _value(rate)):
                fitting.append((whole, part))
        if len(fitting) == 1:
            whole, part = fitting[0]
            told = f"{plain_text(part)}/{plain_text(_value(readings[whole]))} (the report does not tell the {plain_text(part)})"
            checks.append(
                _check(
                    "rate", [whole, index], part / _value(readings[whole]) * 100, rate, "agrees", ids, told
                )
            )
    return checks


def _slack(folded: str, readings: list[Reading], members: list[int]) -> Decimal:
    """How far the figures *members* together may be off: 1.24万件 is rounded, 12430件 is counted."""
    return sum((_coarseness(folded, readings[i]) for i in members), Decimal(0))


def _relative_slack(folded: str, readings: list[Reading], members: list[int]) -> Decimal:
    """The same as a share of each."""
    return sum(
        (_coarseness(folded, readings[i]) / _value(readings[i]) for i in members if _value(readings[i])),
        Decimal(0),
    )


def _coarseness(folded: str, reading: Reading) -> Decimal:
    return coarseness(folded[reading.numeral.start : reading.numeral.end])


def _changes(folded: str, readings: list[Reading], sentence: list[int], ids: list[str]) -> list[Check]:
    """A change against the figure and the earlier one beside it.

    382件(上年297件),同比增长28.6%; 2022年118件,2023年96件,下降18.6%; 由512项精简为347项,减少165项.
    """
    checks = []
    for position, index in enumerate(sentence):
        change = readings[index]
        if change.kind != "change" or change.change is None or change.bound != "exact" or not _is_sane(change):
            continue
        pair = _pair(readings, sentence[:position], change)
        if pair is None:
            continue
        now, before = pair
        made = _expected_change(_value(readings[now]), _value(readings[before]), readings[now], change)
        if made is None:
            continue
        expected, told = made
        stated = _value(change) * (-1 if change.change[1] == "down" else 1)
        slack = _slack(folded, readings, [now, before]) / 2  # both are cut off or both are rounded
        if change.numeral.unit == "%":
            slack = (expected + 100) * _relative_slack(folded, readings, [now, before])
        verdict = near(expected, stated, slack)
        exact = readings[now].bound == readings[before].bound == "exact"
        if verdict != "agrees" and change.changed != now:
            continue  # it may be the change of something else
        verdict = verdict if verdict == "agrees" or exact else "undetermined"
        checks.append(_check("change", [now, before, index], expected, change, verdict, ids, told))
    return checks


def _pair(readings: list[Reading], earlier: list[int], change: Reading) -> tuple[int, int] | None:
    """The figure that changed and what it was before, side by side, or None."""
    earlier = [i for i in earlier if _is_count(readings[i]) or _is_exact_rate(readings[i])]
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


def _quotient(readings: list[Reading], part: int, whole: int) -> str:
    return f"{plain_text(_value(readings[part]))}/{plain_text(_value(readings[whole]))}"


def _check(
    kind: str,
    members: list[int],
    expected: Decimal,
    stated: Reading,
    verdict: Verdict,
    ids: list[str],
    told: str,
) -> Check:
    """A check of *stated*, which must be *expected*; *told* is how that is reckoned from the other members."""
    given = _value(stated) * (-1 if kind == "change" and stated.change and stated.change[1] == "down" else 1)
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
