"""The scripts for those who change the project."""

from __future__ import annotations

import runpy
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT


def test_two_versions_are_read_from_git(tmp_path: Path) -> None:
    """The working tree and the last commit read a report; nothing is left in git's list of trees."""
    if subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, check=False).returncode:
        pytest.skip("no git repository")
    read = runpy.run_path(str(ROOT / "scripts" / "compare.py"))["read"]
    trees = ["git", "-C", str(ROOT), "worktree", "list"]
    before = subprocess.run(trees, capture_output=True, check=True).stdout
    for ref in (".", "HEAD"):
        read(ref, [str(ROOT / "seeds" / "004_613d74d74ffb4c8c.txt")], tmp_path / f"{ref}.json")
    assert (tmp_path / "HEAD.json").read_bytes().count(b"schema_version") == 1
    assert subprocess.run(trees, capture_output=True, check=True).stdout == before
    with pytest.raises(subprocess.CalledProcessError):
        read("no-such-version", ["seeds"], tmp_path / "none.json")
