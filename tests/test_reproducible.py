"""The same bytes whatever the interpreter, the hash seed, the locale, the time zone and the number of processes.

``LAWEXTRACT_PYTHONS`` names more interpreters, parted by colons, each with lawextract's dependencies; ``.ci/run`` sets it to
those it finds. The ids of the tests say which ran.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

PYTHONS = [sys.executable, *filter(None, os.environ.get("LAWEXTRACT_PYTHONS", "").split(":"))]
FORMATS = ("json", "jsonl", "csv", "tsv", "xlsx", "sqlite")
WRITE = """
import hashlib, json, sys, tempfile
from pathlib import Path
import lawextract
from lawextract.write import Format, TableName, write_file
formats, jobs = sys.argv[1].split(","), int(sys.argv[2])
records = list(lawextract.parse_files(["seeds"], jobs=jobs))
with tempfile.TemporaryDirectory() as folder:
    for name in formats:
        write_file(records, f"{folder}/out.{name}", Format(name), TableName.OBSERVATIONS)
    found = {name: hashlib.sha256(Path(f"{folder}/out.{name}").read_bytes()).hexdigest() for name in formats}
print(json.dumps(found))
"""


@cache
def digests(python: str, jobs: int = 1, **environment: str) -> dict[str, str]:
    """A hash of each output that *python* writes of the seeds."""
    command = [python, "-c", WRITE, ",".join(FORMATS), str(jobs)]
    settings = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", **environment}
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    found: dict[str, str] = json.loads(done.stdout)
    return found


def version(python: str) -> str:
    command = [python, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("python", PYTHONS, ids=version)
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "random", "TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.GBK"},
        {"PYTHONHASHSEED": "4294967295", "TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["Chinese locale", "no locale"],
)
def test_the_same_bytes_everywhere(python: str, environment: dict[str, str]) -> None:
    assert digests(python, **environment) == digests(sys.executable)


def test_the_same_bytes_with_four_processes() -> None:
    assert digests(sys.executable, 4) == digests(sys.executable)


def test_locked_dependencies_name_no_index_and_have_hashes() -> None:
    lines = Path(ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line and line[0].isalpha()]
    assert packages and all("==" in line for line in packages)
    assert not [line for line in lines if "://" in line or "--index" in line or "--find-links" in line]
    assert sum("--hash=sha256:" in line for line in lines) >= len(packages)
    assert {"typer", "pydantic", "lxml", "pypdfium2"} <= {line.partition("==")[0] for line in packages}
