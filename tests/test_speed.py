"""Ratios of times, measured side by side with a factor of two of slack: ``bench/short.py``."""

from __future__ import annotations

import runpy

from conftest import ROOT


def test_no_ratio_is_twice_what_it_was() -> None:
    short = runpy.run_path(str(ROOT / "bench" / "short.py"))
    measured = short["ratios"]()
    assert {name: ratio for name, ratio in measured.items() if ratio > short["BOUNDS"][name]} == {}
