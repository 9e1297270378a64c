"""How fast others read the same texts: characters a second of each, and how many times as fast as ours it is.

    python bench/peers.py [FOLDER] [RUNS]

Each reads all ``.txt`` files of FOLDER (default: seeds/) RUNS times (default 5) in a process of its own, after one run to
warm up; the median counts. They do not do the same: a bare regex finds digits and nothing else, the others find
numbers, amounts or times; ours reads the whole report. What is not installed is named with how to get it.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

SEEDS = Path(__file__).parent.parent / "seeds"
BARE = re.compile(r"\d+(?:[.,]\d+)*%?|[零〇一二三四五六七八九十百千万亿两]+")
Find = Callable[[str], object]


def _complete() -> Find:
    import lawextract

    return lambda text: lawextract.parse_text(text).model_dump_json()


def _quantities() -> Find:
    import lawextract

    return lawextract.quantities


def _regex() -> Find:
    return BARE.findall


def _recognizers(*models: str) -> Find:
    """Models of recognizers-text-suite, as module.function."""
    chosen: list[Callable[[str, str], object]] = []
    for model in models:
        module, function = model.split(".")
        chosen.append(getattr(import_module(f"recognizers_{module}"), function))
    return lambda text: [find(text, "zh-cn") for find in chosen]


def _jionlp(name: str) -> Find:
    logging.disable(logging.ERROR)  # it complains of what it cannot read
    with contextlib.redirect_stdout(io.StringIO()):  # and greets
        jionlp: Any = import_module("jionlp")
    find: Find = getattr(jionlp.ner, name)
    return find


_RECOGNIZERS = "pip install 'recognizers-text-suite==1.0.2a2' 'emoji<2'"
_JIONLP = "pip install jionlp"

#: Name → what makes its function, and how it is installed.
PEERS: dict[str, tuple[Callable[[], Find], str]] = {
    "lawextract, complete": (_complete, ""),
    "lawextract, quantities()": (_quantities, ""),
    "a bare regex of numerals": (_regex, ""),
    "recognizers-text, number": (lambda: _recognizers("number.recognize_number"), _RECOGNIZERS),
    "recognizers-text, five models": (
        lambda: _recognizers(
            "number.recognize_number",
            "number.recognize_ordinal",
            "number.recognize_percentage",
            "number_with_unit.recognize_currency",
            "date_time.recognize_datetime",
        ),
        _RECOGNIZERS,
    ),
    "jionlp, money": (lambda: _jionlp("extract_money"), _JIONLP),
    "jionlp, time": (lambda: _jionlp("extract_time"), _JIONLP),
}


def measure(name: str, texts: list[str], runs: int) -> float | str:
    """Characters a second, or the package that is missing."""
    make, _ = PEERS[name]
    try:
        find = make()
    except ImportError as error:
        return error.name or str(error)
    taken = []
    for _ in range(runs + 1):
        began = perf_counter()
        for text in texts:
            find(text)
        taken.append(perf_counter() - began)
    return sum(map(len, texts)) / median(taken[1:])


def main(folder: Path, runs: int) -> None:
    found: dict[str, float] = {}
    for name, (_, install) in PEERS.items():
        command = [sys.executable, __file__, "--one", name, str(folder), str(runs)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        answer = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else f"status {done.returncode}"
        if isinstance(answer, str):
            print(f"{name:32}{answer} is missing: {install}", flush=True)
            continue
        found[name] = answer
        ratio = answer / found["lawextract, complete"]
        print(f"{name:32}{answer:14,.0f} characters/s{ratio:12.3g} x ours", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        contents = [path.read_text(encoding="utf-8-sig") for path in sorted(Path(sys.argv[3]).rglob("*.txt"))]
        print(json.dumps(measure(sys.argv[2], contents, int(sys.argv[4]))))
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
