"""Ratios of times, measured side by side with a factor of two of slack: ``bench/short.py``."""

from __future__ import annotations

import runpy
import subprocess
import sys

from conftest import ROOT


def test_no_ratio_is_twice_what_it_was() -> None:
    short = runpy.run_path(str(ROOT / "bench" / "short.py"))
    measured = short["ratios"]()
    assert {name: ratio for name, ratio in measured.items() if ratio > short["BOUNDS"][name]} == {}


def test_the_benchmarks_of_the_readme_run() -> None:
    for script in ("run.py", "stages.py"):
        arguments = ["1"] if script == "run.py" else [str(ROOT / "seeds"), "1"]
        done = subprocess.run([sys.executable, ROOT / "bench" / script, *arguments], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "characters/s" in done.stdout
