"""What several test modules share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

# The same examples every time, on slow machines too. `--hypothesis-profile=search` looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile("steady")

# a module that Python itself finds in the processes of tests/test_hostile.py, and nobody else may import
collect_ignore = ["guard"]

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    """The five reports that came with the project."""
    found = sorted((ROOT / "seeds").glob("*.txt"))
    assert len(found) == 5
    return found


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``python -m lawextract`` in an empty folder, as a user would; bytes in, bytes out."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "lawextract", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "200", **environment},
            timeout=120,
            check=False,
        )

    return run
