"""The pages of docs/ are true: what is generated is current, what is shown is what happens, every link leads somewhere."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run

import lawextract

SCRIPT = runpy.run_path(str(ROOT / "scripts" / "build_docs.py"))
PAGES: dict[Path, str] = SCRIPT["pages"]()
NOTEBOOK: dict[str, Any] = json.loads((ROOT / "examples" / "from_folder_to_plot.ipynb").read_bytes())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_reference_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path], "run python scripts/build_docs.py"


def test_every_key_of_the_record_is_explained() -> None:
    assert SCRIPT["unexplained"]() == [], "add its meaning to scripts/fields.toml"


def test_the_tutorial_is_true(run: Run, tmp_path: Path) -> None:
    """Each command ends well, and prints what stands below it."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    commands = re.findall(r"```sh\n(.*?)```(?:\n\n```console\n(.*?)```)?", page, re.DOTALL)
    assert len(commands) == 7
    for command, shown in commands:
        done = run(*command.split()[1:], MPLCONFIGDIR=str(tmp_path))
        assert done.returncode == 0, done.stderr.decode("utf-8")
        assert done.stdout.decode("utf-8").replace("\r\n", "\n").startswith(shown)


def test_the_table_of_figures_is_true() -> None:
    page = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+) \| (\d+)(?:, upper (\d+))? \| (\S+) \| (\w+) \|$", page, re.MULTILINE)
    assert len(rows) == 8
    for text, value, upper, unit, bound in rows:
        (found,) = lawextract.parse_text(f"一、成效\n办理{text}。").observations
        assert (found.value, found.upper, found.unit, found.bound) == (int(value), int(upper) if upper else None, unit, bound)


def test_the_notebook_prints_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "examples")
    monkeypatch.setenv("MPLBACKEND", "agg")
    names: dict[str, Any] = {}
    for cell in NOTEBOOK["cells"]:
        if cell["cell_type"] == "code":
            printed = StringIO()
            with redirect_stdout(printed):
                exec("".join(cell["source"]), names)
            shown = "".join("".join(output.get("text", "")) for output in cell["outputs"])
            assert printed.getvalue() == shown, "run python scripts/build_notebook.py"
    assert "image/png" in NOTEBOOK["cells"][-1]["outputs"][0]["data"]


def test_the_site_builds_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"})
    assert done.returncode == 0, done.stderr
    for page in (tmp_path / "site").rglob("*.html"):
        assert not re.search(r'<(?:script|link|img)[^>]*(?:src|href)="(?:https?:)?//', page.read_text(encoding="utf-8"))


def test_the_readmes_link_to_files_that_exist() -> None:
    for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{name}: {target}"
