"""What the READMEs show is what the program prints."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_shown_output_is_real() -> None:
    spec = importlib.util.spec_from_file_location("build_readme", ROOT / "scripts" / "build_readme.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    shown = script.blocks()
    for readme in script.READMES:
        text = readme.read_text(encoding="utf-8")
        assert text.count("<!-- shown: ") == len(shown)
        assert script.render(text) == text, f"stale: run python scripts/build_readme.py ({readme.name})"
