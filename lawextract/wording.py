"""The words that qualify a figure, compiled from ``data/qualifiers.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from lawextract.models import Bound

__all__ = ["Words", "scope_words", "words"]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Compiled qualifiers.toml: by `regex` where a pattern needs it or is found faster by it, by `re` elsewhere."""

    before: dict[Bound, regex.Pattern[str]]
    any_before: regex.Pattern[str]
    in_before: re.Pattern[str]
    after: dict[Bound, re.Pattern[str]]
    any_after: re.Pattern[str]
    within: re.Pattern[str]
    than: re.Pattern[str]
    differs: dict[Bound, re.Pattern[str]]
    change_verb: re.Pattern[str]
    change_verbs: re.Pattern[str]
    moved_by: re.Pattern[str]
    comes_to: re.Pattern[str]
    another: re.Pattern[str]
    takes_up: re.Pattern[str]
    taken_up: re.Pattern[str]
    aside: re.Pattern[str]
    of_parts: re.Pattern[str]
    bare: re.Pattern[str]
    down: frozenset[str]
    level: re.Pattern[str]
    basis: regex.Pattern[str]
    of_month: re.Pattern[str]
    progress: re.Pattern[str]
    of_baseline: re.Pattern[str]
    average: re.Pattern[str]
    basis_alone: regex.Pattern[str]
    multiple: re.Pattern[str]
    target: regex.Pattern[str]
    aims: re.Pattern[str]
    limit: re.Pattern[str]
    assigned: re.Pattern[str]
    task: re.Pattern[str]
    done: re.Pattern[str]
    required: re.Pattern[str]
    by: re.Pattern[str]
    asked_by: re.Pattern[str]
    asked_rate: re.Pattern[str]
    threshold: re.Pattern[str]
    moves: frozenset[str]
    below: re.Pattern[str]
    prior: re.Pattern[str]
    on_top: re.Pattern[str]
    carried: re.Pattern[str]
    own_tier: re.Pattern[str]
    own_named: re.Pattern[str]
    handed_on: re.Pattern[str]
    court_name: re.Pattern[str]
    no_court: re.Pattern[str]
    same_cases: re.Pattern[str]
    then_ours: re.Pattern[str]
    their_total: re.Pattern[str]
    for_us: re.Pattern[str]
    of_field: re.Pattern[str]
    change_behind: re.Pattern[str]
    peers: re.Pattern[str]
    of_this_year: re.Pattern[str]
    then_this_year: re.Pattern[str]
    then_of_this: re.Pattern[str]
    all_of_it: re.Pattern[str]
    ever_since: re.Pattern[str]
    of_the_year: re.Pattern[str]
    later_stage: re.Pattern[str]
    whole: re.Pattern[str]
    whole_opening: re.Pattern[str]
    strip: re.Pattern[str]
    strip_end: re.Pattern[str]
    strip_last: frozenset[str]
    verbs: re.Pattern[str]
    noun_after_verb: re.Pattern[str]
    actor: re.Pattern[str]
    no_actor: re.Pattern[str]
    frame: re.Pattern[str]
    spanning: re.Pattern[str]
    summing: re.Pattern[str]
    ever: re.Pattern[str]
    dealt: re.Pattern[str]
    annex: re.Pattern[str]
    level_of: re.Pattern[str]
    anew: re.Pattern[str]
    kept_up: re.Pattern[str]
    together: re.Pattern[str]
    several: regex.Pattern[str]
    in_several: re.Pattern[str]
    standing: re.Pattern[str]
    this_year: re.Pattern[str]
    relative_year: re.Pattern[str]
    now: re.Pattern[str]
    till_now: re.Pattern[str]
    ahead: re.Pattern[str]
    next_opening: re.Pattern[str]
    next_year: re.Pattern[str]
    closed_line: re.Pattern[str]
    issued: re.Pattern[str]
    of_stock: re.Pattern[str]
    respective: re.Pattern[str]
    old_level: re.Pattern[str]
    to_level: re.Pattern[str]
    once: re.Pattern[str]
    at_level: re.Pattern[str]
    body_units: frozenset[str]
    body: re.Pattern[str]
    opening: re.Pattern[str]
    no_part: re.Pattern[str]
    kinds: re.Pattern[str]
    run_on: re.Pattern[str]
    halves: re.Pattern[str]
    own_noun: re.Pattern[str]
    noun_ends: re.Pattern[str]
    goes_on: re.Pattern[str]
    person_head: re.Pattern[str]
    set_above: re.Pattern[str]
    realised: re.Pattern[str]
    some: re.Pattern[str]
    legal_office: re.Pattern[str]
    works: re.Pattern[str]
    lacking: re.Pattern[str]
    excepted_before: re.Pattern[str]
    excepted_after: re.Pattern[str]
    rest: re.Pattern[str]
    quota: re.Pattern[str]
    every: re.Pattern[str]
    in_quota: re.Pattern[str]
    nominal: re.Pattern[str]
    really: re.Pattern[str]
    counted_of: re.Pattern[str]
    classes: frozenset[str]
    passed: re.Pattern[str]
    passed_to: re.Pattern[str]
    part_of_year: re.Pattern[str]
    of_that_rank: re.Pattern[str]
    part_of: re.Pattern[str]
    most: re.Pattern[str]
    of_those: re.Pattern[str]
    those: re.Pattern[str]
    share_follows: re.Pattern[str]
    field: re.Pattern[str]
    of_all: re.Pattern[str]
    of_one: re.Pattern[str]
    added: re.Pattern[str]
    in_total: re.Pattern[str]
    summed_up: re.Pattern[str]
    product: re.Pattern[str]
    undated: re.Pattern[str]
    assessed: re.Pattern[str]
    campaign: re.Pattern[str]
    done_to: re.Pattern[str]
    then_done: re.Pattern[str]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("lawextract") / "data" / "qualifiers.toml").read_text(encoding="utf-8"))


@cache
def words() -> Words:
    data = _data()
    bound, change, scope, phrase, time = (data[name] for name in ("bound", "change", "scope", "phrase", "time"))
    verbs = sorted(change["up"] + change["down"], key=len, reverse=True)
    order: tuple[Bound, ...] = ("lower", "upper", "approx")
    return Words(
        before={name: regex.compile(bound["before"][name]) for name in order},
        after={name: re.compile(bound["after"][name]) for name in order},
        any_before=regex.compile("|".join(f"(?:{bound['before'][name]})" for name in order)),
        in_before=re.compile(bound["signs"]),
        any_after=re.compile("|".join(f"(?:{pattern})" for pattern in bound["after"].values())),
        within=re.compile(bound["after"]["upper_duration"]),
        than=re.compile(bound["than"]["before"]),
        differs={name: re.compile(bound["than"][name]) for name in order[:2]},
        change_verb=re.compile(f"(?P<verb>{'|'.join(verbs)}){change['filler']}"),
        change_verbs=re.compile("|".join(verbs)),
        moved_by=re.compile(data["baseline"]["moved_by"]),
        comes_to=re.compile(data["baseline"]["comes_to"]),
        another=re.compile(data["elided"]["another"]),
        takes_up=re.compile(data["elided"]["takes_up"]),
        taken_up=re.compile(data["elided"]["taken_up"]),
        aside=re.compile(f"{data['aside']['first']}(?:{'|'.join(data['aside']['names'])})"),
        of_parts=re.compile(data["aside"]["parts"]),
        bare=re.compile(change["bare"]["words"]),
        down=frozenset(change["down"]),
        level=re.compile(change["level"]),
        basis=regex.compile(change["basis"]),
        of_month=re.compile(change["of_month"]),
        progress=re.compile(change["progress"]),
        of_baseline=re.compile(change["of_baseline"]),
        average=re.compile(scope["average"]),
        basis_alone=regex.compile(change["basis_alone"]),
        multiple=re.compile(change["multiple"]),
        target=regex.compile(data["status"]["target"]),
        limit=re.compile(data["status"]["limit"]),
        aims=re.compile(data["status"]["aims"]),
        assigned=re.compile(data["status"]["assigned"]),
        task=re.compile(data["status"]["task"]),
        done=re.compile(data["status"]["done"]),
        required=re.compile(data["status"]["required"]),
        by=re.compile(data["status"]["by"]),
        asked_by=re.compile(data["status"]["asked_by"]),
        asked_rate=re.compile(data["status"]["asked_rate"]),
        threshold=re.compile(data["status"]["threshold"]),
        moves=frozenset(change["moves"]),
        below=re.compile(change["below"]),
        prior=re.compile(scope["prior"]),
        on_top=re.compile(scope["on_top"]),
        carried=re.compile(scope["carried"]),
        own_tier=re.compile(scope["own_tier"]),
        own_named=re.compile(scope["own_named"]),
        handed_on=re.compile(scope["handed_on"]),
        no_court=re.compile(scope["no_court"]),
        same_cases=re.compile(scope["same_cases"]),
        then_ours=re.compile(scope["then_ours"]),
        their_total=re.compile(scope["their_total"]),
        for_us=re.compile(scope["for_us"]),
        court_name=re.compile(scope["court_name"]),
        of_field=re.compile(scope["of_field"]),
        change_behind=re.compile(change["behind"]),
        peers=re.compile(scope["peers"]),
        of_this_year=re.compile(scope["of_this_year"]),
        then_this_year=re.compile(scope["then_this_year"]),
        then_of_this=re.compile(scope["then_of_this"]),
        all_of_it=re.compile(scope["all_of_it"]),
        ever_since=re.compile(scope["ever_since"]),
        of_the_year=re.compile(scope["of_the_year"]),
        later_stage=re.compile(scope["later_stage"]),
        whole=re.compile(scope["whole"]),
        whole_opening=re.compile(scope["whole_opening"]),
        strip=re.compile(phrase["strip"]),
        strip_end=re.compile(rf"(?:\s|{'|'.join(map(re.escape, phrase['strip_end']))})+$"),
        strip_last=frozenset(word[-1] for word in phrase["strip_end"]),
        verbs=re.compile("|".join(sorted(set(phrase["verbs"]), key=len, reverse=True))),
        noun_after_verb=re.compile(phrase["noun_after_verb"]),
        actor=re.compile(phrase["actor"]),
        no_actor=re.compile(phrase["no_actor"]),
        frame=re.compile(time["frame"]),
        spanning=re.compile(time["spanning"]),
        summing=re.compile(time["summing"]),
        ever=re.compile(time["ever"]),
        level_of=re.compile(time["level_of"]),
        anew=re.compile(time["anew"]),
        dealt=re.compile(time["dealt"]),
        annex=re.compile(time["annex"], re.MULTILINE),
        kept_up=re.compile(time["kept_up"]),
        together=re.compile(time["together"]),
        several=regex.compile(time["several"].replace("PAPERS", time["papers"])),
        in_several=re.compile(time["in_several"]),
        standing=re.compile(time["standing"]),
        this_year=re.compile(time["this_year"]),
        relative_year=re.compile(time["relative_year"]),
        now=re.compile(time["now"]),
        till_now=re.compile(time["till_now"]),
        ahead=re.compile(time["ahead"]),
        next_opening=re.compile(time["next_opening"]),
        next_year=re.compile(time["next_year"]),
        closed_line=re.compile(time["closed_line"]),
        issued=re.compile(time["issued"]),
        of_stock=re.compile(time["of_stock"]),
        respective=re.compile(time["respective"]),
        old_level=re.compile(data["baseline"]["from"]),
        to_level=re.compile(data["baseline"]["between"]),
        once=re.compile(data["baseline"]["once"]),
        at_level=re.compile(data["baseline"]["at_level"]),
        body_units=frozenset(data["bodies"]["units"]),
        body=re.compile(data["bodies"]["noun"]),
        opening=re.compile(data["parallel"]["opening"]),
        no_part=re.compile(data["parallel"]["no_part"]),
        kinds=re.compile(data["parallel"]["kinds"]),
        run_on=re.compile(data["parallel"]["run_on"]),
        halves=re.compile(data["parallel"]["halves"]),
        own_noun=re.compile(data["parallel"]["own_noun"]),
        noun_ends=re.compile(data["parallel"]["noun_ends"]),
        goes_on=re.compile(data["parallel"]["goes_on"]),
        person_head=re.compile(data["parallel"]["person_head"]),
        set_above=re.compile(data["baseline"]["set_above"]),
        realised=re.compile(data["baseline"]["realised"]),
        some=re.compile(data["bodies"]["some"]),
        legal_office=re.compile(scope["legal_office"]),
        works=re.compile(data["bodies"]["works"]),
        lacking=re.compile(data["bodies"]["lacking"]),
        excepted_before=re.compile(data["bodies"]["excepted_before"]),
        excepted_after=re.compile(data["bodies"]["excepted_after"]),
        rest=re.compile(data["bodies"]["rest"]),
        quota=re.compile(data["quota"]["before"]),
        every=re.compile(data["quota"]["every"]),
        in_quota=re.compile(data["quota"]["signs"]),
        nominal=re.compile(data["baseline"]["nominal"]),
        really=re.compile(data["baseline"]["really"]),
        counted_of=re.compile(data["baseline"]["counted_of"]),
        classes=frozenset(data["baseline"]["classes"]),
        passed=re.compile(data["baseline"]["passed"]),
        passed_to=re.compile(data["baseline"]["passed_to"]),
        part_of_year=re.compile(time["part_of_year"]),
        of_that_rank=re.compile(time["of_that_rank"]),
        part_of=re.compile(scope["part_of"]),
        most=re.compile(scope["most"]),
        of_those=re.compile(scope["of_those"]),
        those=re.compile(scope["those"]),
        share_follows=re.compile(scope["share_follows"]),
        field=re.compile(scope["field"]),
        of_all=re.compile(scope["of_all"]),
        of_one=re.compile(scope["of_one"]),
        added=re.compile(scope["added"]),
        in_total=re.compile(scope["in_total"]),
        summed_up=re.compile(scope["summed_up"]),
        product=re.compile(scope["product"]),
        undated=re.compile(time["undated"]),
        assessed=re.compile(time["assessed"]),
        campaign=re.compile(scope["campaign"]),
        done_to=re.compile(data["bodies"]["done_to"]),
        then_done=re.compile(data["bodies"]["then_done"]),
    )


def scope_words() -> dict[str, Any]:
    """What tells whose a figure is, to be put together for one area (:func:`lawextract.qualifiers.another_area`)."""
    scope: dict[str, Any] = _data()["scope"]
    return scope
