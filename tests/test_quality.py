"""The scores on the annotated reports do not fall below their floors."""

from __future__ import annotations

import json

import pytest
from quality import GOLD, floors, names, scores


@pytest.fixture(scope="module")
def now() -> tuple[dict[str, float], list[str]]:
    return scores()


@pytest.mark.parametrize("figure", sorted(floors()))
def test_no_figure_falls_below_its_floor(figure: str, now: tuple[dict[str, float], list[str]]) -> None:
    shares, wrong = now
    assert shares[figure] >= floors()[figure], "\n".join(wrong)


def test_the_gold_quotes_its_texts() -> None:
    assert len(names()) >= 9
    for name in names():
        text = (GOLD / f"{name}.txt").read_bytes().decode("utf-8")
        for line in (GOLD / f"{name}.gold.jsonl").read_text(encoding="utf-8").splitlines():
            numeral = json.loads(line)
            assert text[numeral["start"] : numeral["end"]] == numeral["text"]
