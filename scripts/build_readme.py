"""Put real output into the fenced blocks of the READMEs that follow a line ``<!-- shown: NAME -->``."""

from __future__ import annotations

import contextlib
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
SEED = "seeds/000_b47a481025290089.txt"
PANDAS = (
    "import lawextract",
    'metrics = lawextract.to_frame(lawextract.parse_files(["seeds/"]), table="metrics")',
    'metrics.query("metric == \'normative_documents.reviewed\'")[["full_name", "code", "year", "value", "unit"]]',
)
R = (
    'metrics <- read.csv("metrics.csv", fileEncoding = "UTF-8-BOM", colClasses = c(code = "character"))',
    'reviewed <- subset(metrics, metric == "normative_documents.reviewed")',
    'print(reviewed[c("full_name", "code", "year", "value", "unit")])',
)
SHOWN_KEYS = ("id", "start", "end", "text", "value", "unit", "kind", "bound", "status", "scope", "year", "metrics")


def _run(*arguments: str, command: str = "parse") -> str:
    line = [sys.executable, "-m", "lawextract", command, *arguments]
    return subprocess.run(line, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")


def blocks() -> dict[str, str | None]:
    """The real output for each name; None where this machine cannot tell, and what is shown stays."""
    record = json.loads(_run(SEED, "--format", "json"))[0]
    settled = next(o for o in record["observations"] if o["text"] == "465宗")
    shown = {key: settled[key] for key in SHOWN_KEYS}
    metrics = {key: value for key, value in record["metrics"].items() if key.startswith("mediation.")}
    table = _run("seeds/", "--format", "csv", "--table", "metrics").splitlines()[:4]
    return {
        "465宗": json.dumps(shown, ensure_ascii=False, indent=1),
        "metrics": "\n".join(f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in metrics.items()),
        "csv": "\n".join(table),
        "pandas": _pandas(),
        "R": _r(),
        "Excel": _excel(),
        "audit": _run("seeds/", "--doubtful", command="audit").rstrip(),
        "explain": _run(SEED, "mediation.cases_settled", command="explain").rstrip(),
        "at": _run(SEED, "--at", "三项制度", command="explain").rstrip(),
        "find": _run("行政复议 审结", "seeds/", command="find").rstrip(),
        "unseen": _unseen(),
        "corrected": _corrected(),
    }


def _corrected() -> str:
    """What becomes of a value that a person corrected."""
    decision = {"decision": "correct", "value": 466, "was": 465, "note": "see the annex", "by": "Li"}
    content = {"corrections": [{"source": {"path": SEED}, "metric": "mediation.cases_settled", **decision}]}
    with TemporaryDirectory() as folder:
        path = Path(folder, "corrections.json")
        path.write_text(json.dumps(content), encoding="utf-8")
        record = json.loads(_run(SEED, "--format", "jsonl", "--corrections", str(path)))
    value = record["metrics"]["mediation.cases_settled"]
    return f'"mediation.cases_settled": {json.dumps(value, ensure_ascii=False)}'


def _unseen() -> str:
    """How many annotated texts no rule was made on, and the scores on them, below which tests let none fall."""
    quality = runpy.run_path(str(ROOT / "tests" / "quality.py"))
    sets = ("unseen", "passages unseen", "judged unseen", "drills unseen", "hard unseen", "hands unseen", "invented unseen", "sayings unseen", "tables unseen")
    shares = [quality["floors"]()[of] for of in sets]
    rows = [("", "invented reports", "real figures retold", "found hard by readers", "every metric drilled", "hard on purpose", "of a new hand", "in new wordings", "in one sentence", "in tables"), ("texts", *(str(len(quality["texts"](of))) for of in sets))]
    rows += [(name, *(f"{told[name]:.4f}" if name in told else "" for told in shares)) for name in shares[0]]
    return "\n".join((f"{name:24}" + "".join(f"{share:>22}" for share in shares)).rstrip() for name, *shares in rows)


def _pandas() -> str:
    """What Python prints for its three lines."""
    *lines, last = PANDAS
    names: dict[str, Any] = {}
    with contextlib.chdir(ROOT):
        exec("\n".join(lines), names)
        printed = str(eval(last, names))
    return "\n".join([*(f">>> {line}" for line in PANDAS), printed])


def _r() -> str | None:
    """What R prints for its lines; nothing where there is no R."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    with TemporaryDirectory() as folder:
        (Path(folder) / "seeds").symlink_to(ROOT / "seeds")
        _run("seeds/", "-o", f"{folder}/metrics.csv", "--table", "metrics")
        command = [program, "--vanilla", "-e", "\n".join(R)]
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    printed = done.stdout.decode("utf-8").rstrip()
    return "\n".join([*(f"> {line}" for line in R), printed])


def _excel() -> str:
    """The sheets of the workbook, as openpyxl reads them."""
    with TemporaryDirectory() as folder:
        _run("seeds/", "-o", f"{folder}/figures.xlsx")
        book = openpyxl.load_workbook(f"{folder}/figures.xlsx")
    sheets = [(sheet.title, sheet.max_row - 1, sheet.max_column) for sheet in book]
    cell = book["metrics"]["F2"]
    lines = [f"{name:13}{rows:5} rows{columns:5} columns" for name, rows, columns in sheets]
    return "\n".join([*lines, f"metrics!F2 = {cell.value}, linked to {cell.hyperlink.location}"])


def _filled(block: str, match: re.Match[str]) -> str:
    return f"{match[1]}{block}\n{match[2]}"


def render(text: str) -> str:
    """*text* with the block after each marker replaced."""
    for name, block in blocks().items():
        if block is None:
            continue
        marker = re.compile(rf"(<!-- shown: {name} -->\n```\w*\n).*?(```)", re.DOTALL)
        text = marker.sub(partial(_filled, block), text)
    return text


if __name__ == "__main__":
    for readme in READMES:
        readme.write_text(render(readme.read_text(encoding="utf-8")), encoding="utf-8")
