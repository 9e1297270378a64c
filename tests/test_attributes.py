"""What single figures say: bounds, targets, years, bodies, units and what is no quantity, in sentences of many offices.

``attributes.tsv`` has a sentence a line, the report it stands in, the figure, and what one field of it must be; each was
read wrongly once. ``direction`` is that of its change, and ``quantity`` no where the numeral counts nothing.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lawextract import parse_text

with Path(__file__).with_name("attributes.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['sentence']} {row['figure']} {row['field']}")
def test_a_figure_is_read_as_its_sentence_says(row: dict[str, str]) -> None:
    record = parse_text(f"{row['title']}法治政府建设年度报告\n一、主要情况\n{row['sentence']}")
    if row["field"] == "quantity":
        assert row["figure"] not in [mention.text for mention in record.mentions if mention.role == "quantity"]
        return
    told = [observation for observation in record.observations if observation.text == row["figure"]]
    if row["field"] == "direction":
        assert row["value"] in [observation.change.direction for observation in told if observation.change]
    elif row["field"] == "value":
        assert float(row["value"]) in [float(observation.value) for observation in told if observation.value is not None]
    else:
        assert row["value"] in [str(getattr(observation, row["field"])) for observation in told]
