"""Nothing imports backwards."""

from __future__ import annotations

import subprocess
import sys

from conftest import ROOT


def test_layers() -> None:
    lint = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(cache_dir=None))"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
