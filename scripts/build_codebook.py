"""Write lawextract/codebook/compiled.json from the TOML files beside it. Run it after changing one.

python scripts/build_codebook.py
"""

from __future__ import annotations

from pathlib import Path

from lawextract.codebook import compile_codebook, parse_source, shipped_sources
from lawextract.codebook.source import shipped_digest
from lawextract.codebook.store import COMPILED, dump


def compiled() -> str:
    """What the compiled file must hold. Raises CodebookError when a file has a mistake."""
    sources = [parse_source(source.name, source.text) for source in shipped_sources()]  # checks the form
    return dump(compile_codebook(sources), shipped_digest())


if __name__ == "__main__":
    Path(str(COMPILED)).write_text(compiled(), encoding="utf-8", newline="\n")
