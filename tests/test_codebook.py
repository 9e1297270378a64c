"""The codebook keeps its own promises: examples and non-examples of every entry, tested both ways."""

from __future__ import annotations

import runpy
from collections import Counter

import pytest
from conftest import ROOT

from lawextract.codebook import compile_codebook, metric_ids, shipped_entries, shipped_sources
from lawextract.codebook.source import shipped_digest
from lawextract.codebook.store import COMPILED, dump, load
from lawextract.selftest import check_entries

ENTRIES = [entry for _, entry in shipped_entries()]
DOMAINS = sorted({entry["domain"] for entry in ENTRIES})
CODEBOOK = compile_codebook(shipped_sources())


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_example_gives_exactly_its_metric(domain: str) -> None:
    complaints = check_entries(CODEBOOK, [entry for entry in ENTRIES if entry["domain"] == domain])
    assert not complaints, "\n".join(map(str, complaints))


def test_the_codebook_is_complete() -> None:
    assert len(metric_ids()) == 240
    assert not [id for id, count in Counter(metric_ids()).items() if count > 1]
    thin = [e["id"] for e in ENTRIES if len(e["examples"]) < 2 or not e["not"] or not e["patterns"]]
    assert not thin


def test_the_compiled_file_is_current() -> None:
    expected = runpy.run_path(str(ROOT / "scripts" / "build_codebook.py"))["compiled"]()
    assert COMPILED.read_text(encoding="utf-8") == expected, "run python scripts/build_codebook.py"


def test_the_compiled_codebook_is_the_one_that_was_compiled() -> None:
    stored = load(shipped_digest())
    assert stored
    assert dump(stored, shipped_digest()) == dump(CODEBOOK, shipped_digest())


def test_a_codebook_that_was_compiled_from_other_files_is_not_used() -> None:
    assert load("0" * 64) is None
