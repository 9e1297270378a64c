"""What a change gains and loses: read the same inputs with two versions of the program and compare.

python scripts/compare.py OLD_REF NEW_REF INPUT...

A ref is anything git knows: a tag, a branch, HEAD; "." is the working tree as it is. Both outputs stay in build/compare/.
Exit status is that of `lawextract diff`, 2 when a version cannot be had.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "build" / "compare"


@contextmanager
def tree(ref: str) -> Iterator[Path]:
    """The files of the version *ref*, in a folder that goes with the block."""
    if ref == ".":
        yield ROOT
        return
    with TemporaryDirectory() as folder:
        place = Path(folder) / "tree"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", "--quiet", str(place), ref], check=True)
        try:
            yield place
        finally:
            subprocess.run([*git, "remove", "--force", str(place)], check=True)


def read(ref: str, inputs: Sequence[str], output: Path) -> None:
    """Write what the version *ref* reads in *inputs* to *output*."""
    with tree(ref) as place:
        environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "lawextract", "parse", *inputs, "-o", str(output)]
        done = subprocess.run(command, env=environment, check=False)  # 1: some inputs are no reports
    if done.returncode > 1:
        raise subprocess.CalledProcessError(done.returncode, command)


def main(arguments: Sequence[str]) -> int:
    """Entry point; see above."""
    if len(arguments) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    old, new, *inputs = arguments
    FOLDER.mkdir(parents=True, exist_ok=True)
    outputs = [FOLDER / "old.jsonl", FOLDER / "new.jsonl"]
    try:
        for ref, output in zip((old, new), outputs, strict=True):
            read(ref, inputs, output)
    except subprocess.CalledProcessError as error:
        print(error, file=sys.stderr)
        return 2
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "lawextract", "diff", *map(str, outputs)]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
