"""The Python interface."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import lawextract

REPORT = "受理民间纠纷案件570宗，调结465宗。"


def test_all_public_names_load() -> None:
    assert all(getattr(lawextract, name) for name in lawextract.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = lawextract.nonsense


def test_importing_the_package_is_cheap() -> None:
    code = "import sys, lawextract; print({'pydantic', 'regex'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_file_and_its_text_give_the_same_observations(seeds: list[Path]) -> None:
    for seed in seeds:
        from_file = lawextract.parse_file(seed)
        from_text = lawextract.parse_text(seed.read_bytes().decode("utf-8-sig"), path=str(seed))
        assert from_file.observations == from_text.observations
        assert from_file.source.sha256 == from_text.source.sha256


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_come_in_order_and_failures_apart(tmp_path: Path, seeds: list[Path], jobs: int) -> None:
    failures: list[lawextract.Failure] = []
    missing = tmp_path / "missing.txt"
    records = lawextract.parse_files([missing, *seeds], jobs=jobs, on_failure=failures.append)
    assert [record.source.path for record in records] == [seed.as_posix() for seed in seeds]
    assert [str(failure) for failure in failures] == [f"{missing}: no such file or folder; check the path"]


def test_a_failure_without_a_taker_is_raised() -> None:
    with pytest.raises(lawextract.InputError, match=r"^missing\.txt: no such file"):
        list(lawextract.parse_files(["missing.txt"]))


def test_quantities_of_any_text() -> None:
    found = lawextract.quantities(REPORT)
    assert [observation.text for observation in found.observations] == ["570宗", "465宗"]
    assert [mention.role for mention in found.mentions] == ["quantity", "quantity"]


def test_half_a_character_ends_nothing() -> None:
    record = lawextract.parse_text("甲县\ud83d受理案件12件。", path="报告\udcff.txt")
    assert [o.text for o in record.observations] == ["12件"]
    assert record.model_dump_json()
    assert [o.text for o in lawextract.quantities("受理\udfff12件").observations] == ["12件"]
