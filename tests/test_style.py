"""Types and style, so that one command tests everything."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import ROOT


@pytest.mark.parametrize(
    "tool", [["mypy"], ["ruff", "check", "--no-cache", "--output-format=concise", "."]], ids=["mypy", "ruff"]
)
def test_tool_is_content(tool: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
