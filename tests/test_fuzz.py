"""A moment of fuzzing for each target, the same inputs every time; `fuzz/run.py` is the real thing."""

from __future__ import annotations

import sys

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(ROOT / "fuzz"))
from run import changed
from targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_damage_never_ends_in_another_error(name: str) -> None:
    target, seeds = TARGETS[name]

    @settings(max_examples=25)
    @given(st.sampled_from(seeds).flatmap(changed))
    def attack(data: bytes) -> None:
        target(data)

    for seed in seeds:
        target(seed)
    attack()
