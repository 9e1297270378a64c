"""Rates and shares inside one sentence, against the counts that they are of.

A rate with the two counts before it, a share with its part and the rate that tells its whole, and a rate so precise
that whole cases of one count alone give it.
"""

from __future__ import annotations

import tomllib
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise
from typing import NamedTuple

import regex

from lawextract.models import Check, plain_text
from lawextract.readings import Reading
from lawextract.reckoning import amount, is_count, is_exact_rate, make_check, quotient, relative_slack
from lawextract.rounding import fits, near, step_of

_BY_CHANCE = Decimal("0.05")  # how likely it may be that a rate fits a base that it is not of


class _Words(NamedTuple):
    """Compiled audit.toml, as far as rates go."""

    whole: regex.Pattern[str]
    among: regex.Pattern[str]
    share: regex.Pattern[str]
    stages: dict[str, regex.Pattern[str]]


@cache
def _words() -> _Words:
    data = tomllib.loads((files("lawextract") / "data" / "audit.toml").read_text(encoding="utf-8"))
    stages = {name: regex.compile(pattern) for name, pattern in data["stages"].items()}
    return _Words(**{name: regex.compile(data[name]) for name in ("whole", "among", "share")}, stages=stages)


def check_rates(folded: str, readings: list[Reading], sentence: list[int], ids: list[str]) -> list[Check]:
    """The checks of the rates of one sentence, given by the numbers of its readings; each rate is checked once."""
    told = _rates(folded, readings, sentence, ids)
    checked = {check.observations[-1] for check in told}
    return [
        *told,
        *_shares(folded, readings, sentence, ids, checked),
        *_bases(folded, readings, sentence, ids, checked),
    ]


def _rates(folded: str, readings: list[Reading], sentence: list[int], ids: list[str]) -> list[Check]:
    """A rate against two counts told before it in the same sentence; a pair that gives the rate agrees.

    A stated rate agrees when the quotient, rounded or truncated at the rate's own precision, equals it. It is
    said to differ only where the two counts stand right before the rate and share its word (办结…, 办结率…).
    """
    checks = []
    sentence_start = readings[sentence[0]].sentence[0]
    for position, index in enumerate(sentence):
        rate = readings[index]
        if not is_exact_rate(rate):
            continue
        counts = [
            i
            for i in sentence[:position]
            if is_count(readings[i]) and readings[i].kind == "count" and readings[i].bound == "exact"
        ][-4:]
        fitting = [
            (part, whole, verdict)
            for whole, part in combinations(counts, 2)
            if amount(readings[whole])
            and (verdict := fits(amount(readings[part]) / amount(readings[whole]) * 100, amount(rate)))
            and amount(readings[part]) <= amount(readings[whole])
        ]
        if fitting:
            part, whole, verdict = fitting[-1]
            if amount(rate) == 100 or amount(readings[whole]) < 12:
                continue  # among small numbers many pairs fit by chance
            expected = amount(readings[part]) / amount(readings[whole]) * 100
            checks.append(
                make_check(
                    "rate",
                    [whole, part, index],
                    expected,
                    rate,
                    verdict,
                    ids,
                    quotient(readings, part, whole),
                )
            )
            continue
        if len(counts) < 2 or counts[-1] != sentence[position - 1] or counts[-2] != sentence[position - 2]:
            continue
        if amount(rate) == 100:
            continue  # 应诉90件,负责人出庭37件,出庭率100%: of those that they had to attend
        whole, part = counts[-2], counts[-1]
        largest = max(amount(readings[i]) for i in sentence[:position] if is_count(readings[i]))
        if (
            amount(readings[whole]) < largest
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
        if word and word in folded[slice(*readings[part].item)] and amount(readings[whole]) > 0:
            expected = amount(readings[part]) / amount(readings[whole]) * 100
            slack = expected * relative_slack(folded, readings, [part, whole])
            if expected <= 100 and readings[whole].scope == readings[part].scope == rate.scope:
                checks.append(
                    make_check(
                        "rate",
                        [whole, part, index],
                        expected,
                        rate,
                        near(expected, amount(rate), slack),
                        ids,
                        quotient(readings, part, whole),
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
        if ids[index] in checked or not is_exact_rate(share) or not is_count(part) or part.bound != "exact":
            continue
        between = _words().share.search(folded[part.numeral.end : share.numeral.start])
        if not between or not amount(share):
            continue
        stages = _stages(between["whole"])
        for rate in reversed([i for i in sentence if i < before and is_exact_rate(readings[i])]):
            base = next((i for i in reversed(sentence) if i < rate and is_count(readings[i])), None)
            named = folded[readings[rate].item[0] : readings[rate].numeral.start]
            if (
                base is None
                or _words().share.search(named)  # a share itself: it tells of its own part
                or not stages & _stages(named)
                or readings[base].numeral.unit != part.numeral.unit
            ):
                continue
            whole = amount(readings[base]) * amount(readings[rate]) / 100
            agree = any(
                fits(k / amount(readings[base]) * 100, amount(readings[rate]))
                and fits(amount(part) / k * 100, amount(share))
                for k in (whole.to_integral_value(ROUND_DOWN), whole.to_integral_value(ROUND_CEILING))
                if k
            )
            unit = part.numeral.unit or ""
            implied = (amount(part) / amount(share) * 100).to_integral_value(ROUND_HALF_UP)
            told = f"{plain_text(amount(readings[rate]))}% of {plain_text(amount(readings[base]))}{unit}"
            check = make_check(
                "count", [base, rate, before, index], amount(part) / whole * 100, share,
                "agrees" if agree else "undetermined", ids, f"{plain_text(amount(part))} / ({told})",
            )  # fmt: skip
            if not agree:
                why = (
                    f"{plain_text(amount(part))}{unit} are {plain_text(amount(share))}% of about {plain_text(implied)}{unit}, but {told} are "
                    f"{whole.quantize(Decimal('0.1')):f}; the whole is not told and may hold cases of earlier years"
                )
                check = check.model_copy(update={"message": why})
            checks.append(check)
            break
    return checks


def _stages(phrase: str) -> set[str]:
    """The stages of work (concluded) that words of *phrase* name."""
    return {name for name, pattern in _words().stages.items() if pattern.search(phrase)}


def _bases(folded: str, readings: list[Reading], sentence: list[int], ids: list[str], checked: set[str]) -> list[Check]:
    """A rate whose part is not told: the one count before it of which whole cases give the rate (29 of 57: 50.88%).

    Only a rate so precise that it hardly fits by chance says anything; where none or several fit, nothing is said.
    """
    checks = []
    for position, index in enumerate(sentence):
        rate = readings[index]
        if (
            ids[index] in checked
            or not is_exact_rate(rate)
            or rate.scope != "own"
            or not 0 < amount(rate) < 100
        ):
            continue
        last = readings[sentence[position - 1]].numeral.end if position else rate.sentence[0]
        if _words().share.search(folded[last : rate.numeral.start]):
            continue  # 19件,占已审结案件的5.26%: the part is told, the whole is not
        counts = [i for i in sentence[:position] if is_count(readings[i]) and readings[i].bound == "exact"]
        counts = [
            i
            for i in counts
            if readings[i].kind == "count" and readings[i].scope == "own" and amount(readings[i]) > 1
        ]
        chance = sum((amount(readings[i]) for i in counts), Decimal(0)) * step_of(amount(rate)) / 100 * 2
        if chance > _BY_CHANCE:
            continue
        fitting = []
        for whole in counts:
            part = (amount(rate) * amount(readings[whole]) / 100).to_integral_value(ROUND_HALF_UP)
            if part and fits(part / amount(readings[whole]) * 100, amount(rate)):
                fitting.append((whole, part))
        if len(fitting) == 1:
            whole, part = fitting[0]
            told = f"{plain_text(part)}/{plain_text(amount(readings[whole]))} (the report does not tell the {plain_text(part)})"
            checks.append(
                make_check(
                    "rate", [whole, index], part / amount(readings[whole]) * 100, rate, "agrees", ids, told
                )
            )
    return checks
