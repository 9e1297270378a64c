"""Draw the pictures of the READMEs from the seeds.

python scripts/build_plots.py
"""

from __future__ import annotations

from pathlib import Path

import lawextract
from lawextract.codebook import shipped
from lawextract.panel.merge import build
from lawextract.panel.plot import coverage, save

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Write docs/coverage.png."""
    panel = build(lawextract.parse_files([ROOT / "seeds"]))
    for note in save(coverage(panel, shipped()), str(ROOT / "docs" / "coverage.png")):
        print(note)


if __name__ == "__main__":
    main()
