"""The five real reports: their values, compared with the texts when they were written down; a change must mend one."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT

from lawextract import parse_file

TOLD = json.loads((ROOT / "tests" / "seed_values.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_seed_reports_what_it_says(name: str) -> None:
    record = parse_file(ROOT / "seeds" / name)
    told = TOLD[name]
    assert record.region and (record.region.full_name, record.region.code) == (told["region"], told["code"])
    assert record.year == told["year"]
    assert {metric: float(value.value) for metric, value in record.metrics.items()} == told["metrics"]
