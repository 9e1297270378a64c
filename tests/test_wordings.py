"""Sentences that were once read wrongly, found by readers of public reports and told anew with other places and figures.

A line of ``wordings.jsonl``: the title of the report, the text below it, the values its record must have, and the metrics that
it must not have.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lawextract import parse_text

WORDINGS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("wordings.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording["text"][:24])
def test_wording(wording: dict[str, Any]) -> None:
    record = parse_text(f"{wording['title']}\n一、主要情况\n{wording['text']}")
    told = {name: float(value.value) for name, value in record.metrics.items()}
    assert {name: told.get(name) for name in wording["metrics"]} == wording["metrics"]
    assert not told.keys() & set(wording["never"])
