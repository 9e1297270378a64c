"""Documents a second and memory of many documents: one process, two, from the cache, and Ray on this machine.

    python bench/scale.py [DOCUMENTS] [FOLDER]

Makes DOCUMENTS files (default 400) of the ``.txt`` files of FOLDER (default: seeds/), each with a line of its own, and
runs the real command on them. Memory is that of the largest process. The time to start is measured on one document
and told apart, since it does not grow.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

SEEDS = Path(__file__).parent.parent / "seeds"
RUNS = {
    "one process": ["-o", "one.json", "--jobs", "1"],
    "two processes": ["-o", "two.json", "--jobs", "2"],
    "two, filling a cache": ["-o", "three.json", "--jobs", "2", "--cache", "kept"],
    "two, from the cache": ["-o", "four.json", "--jobs", "2", "--cache", "kept"],
    "two, tables (Parquet)": ["-o", "five.parquet", "--jobs", "2", "--table", "observations"],
    "ray, two workers": ["-o", "out", "--jobs", "2", "--engine", "ray"],
}
#: A process of its own for each run: what is known of the memory of children is their maximum so far.
_ONE = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run(json.loads(sys.argv[1]), check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def measure(inputs: list[str], options: list[str], folder: Path) -> tuple[float, float, float]:
    """Seconds, seconds of processors, and megabytes of the largest process of one run of the command."""
    command = [sys.executable, "-m", "lawextract", "parse", *inputs, *options]
    done = subprocess.run([sys.executable, "-c", _ONE, json.dumps(command)], cwd=folder, capture_output=True, check=True)
    seconds, processor, memory = json.loads(done.stdout.splitlines()[-1])
    return seconds, processor, memory


def main(count: int, source: Path) -> None:
    texts = [path.read_text(encoding="utf-8-sig") for path in sorted(source.rglob("*.txt"))]
    with TemporaryDirectory() as name:
        folder = Path(name)
        for part, documents in (("in", count), ("few", 1)):
            (folder / part).mkdir()
            for number in range(documents):
                text = f"{texts[number % len(texts)]}\n附{number}号。\n"
                (folder / part / f"{number:07}.txt").write_text(text, encoding="utf-8")
        characters = sum(len(texts[number % len(texts)]) for number in range(count))
        print(f"{count} documents, {characters / count:,.0f} characters each")
        base = 0.0
        for run, options in RUNS.items():
            if run.startswith("ray") and find_spec("ray") is None:
                print(f"{run:24}ray is missing: pip install 'lawextract[ray]'")
                continue
            start, _, _ = measure(["few"], ["-o", f"few-{options[1]}", *options[2:]], folder)
            seconds, processor, memory = measure(["in"], options, folder)
            rate = count / max(seconds - start, 1e-3)
            base = base or rate
            print(
                f"{run:24}{start:6.1f} s to start{rate:9.1f} documents/s{rate / base:6.2f} times"
                f"{processor / count * 1000:8.1f} ms of processor each{memory:7.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400, Path(sys.argv[2]) if len(sys.argv) > 2 else SEEDS)
