"""Work grows with the length of a text, not faster, also on texts made to be hard; times are in ``bench/growth.py``."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from cProfile import Profile

import pytest
from conftest import ROOT

import lawextract

TEXTS: dict[str, Callable[[int], str]] = runpy.run_path(str(ROOT / "bench" / "growth.py"))["TEXTS"]


def calls(text: str) -> int:
    """How many functions, those written in C too, reading *text* calls."""
    profile = Profile()
    profile.runcall(lawextract.parse_text, text)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_is_twice_the_work(kind: str) -> None:
    lawextract.parse_text(TEXTS[kind](200))  # what is loaded or compiled once is no growth
    # long enough for the first sentence, which has none before it to be read, to weigh little
    assert calls(TEXTS[kind](4_000)) <= 2.3 * calls(TEXTS[kind](2_000)) + 1000


@pytest.mark.parametrize("kind", ["digits", "一", "百", "万亿", "bars", "a rule", "nested brackets", "open titles", "spaces", "blank lines", "figures without a unit"])
def test_long_runs_of_one_thing_are_read(kind: str) -> None:
    text = TEXTS[kind](50_000)
    for mention in lawextract.parse_text(text).mentions:
        assert text[mention.start : mention.end] == mention.text


def test_what_a_figure_quotes_has_an_end() -> None:
    record = lawextract.parse_text(TEXTS["one clause"](5_000))
    assert len(record.observations) > 500
    assert max(len(observation.clause.text) for observation in record.observations) <= 1000
