"""All figures of README and docs/scale.md with one command, in some ten minutes.

    python bench [FOLDER]

Runs one script after the other, each in a process of its own, on the ``.txt`` files of FOLDER (default: seeds/): start-up
and formats, stages, growth, the ratios that a test watches, many documents, and other libraries.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(folder: str) -> int:
    """Run them all; status 1 when one of them failed."""
    runs = (["run.py"], ["stages.py", folder], ["growth.py"], ["short.py"], ["scale.py", "400", folder], ["peers.py", folder, "3"])
    failed = False
    for script, *arguments in runs:
        print(f"\n## {' '.join(['python', f'bench/{script}', *arguments])}\n", flush=True)
        failed |= subprocess.run([sys.executable, str(HERE / script), *arguments], check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else str(HERE.parent / "seeds")))
