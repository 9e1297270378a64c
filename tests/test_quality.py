"""The scores on the annotated reports do not fall below their floors."""

from __future__ import annotations

import json

import pytest
from quality import GOLD, SETS, floors, names, new_floors, scores

FIGURES = [(of, figure) for of, told in floors().items() for figure in told]


@pytest.fixture(scope="module")
def now() -> dict[str, tuple[dict[str, float], list[str]]]:
    return {of: scores(of) for of in SETS}


@pytest.mark.parametrize(("of", "figure"), FIGURES)
def test_no_figure_falls_below_its_floor(
    of: str, figure: str, now: dict[str, tuple[dict[str, float], list[str]]]
) -> None:
    shares, wrong = now[of]
    assert shares[figure] >= floors()[of][figure], "\n".join(wrong) if of == "known" else f"{figure} of {of}"


def test_the_gold_quotes_its_texts() -> None:
    assert len(names("known")) >= 19
    assert len(names("unseen")) >= 4
    for name in names("known") + names("unseen"):
        text = (GOLD / f"{name}.txt").read_bytes().decode("utf-8")
        for line in (GOLD / f"{name}.gold.jsonl").read_text(encoding="utf-8").splitlines():
            numeral = json.loads(line)
            assert text[numeral["start"] : numeral["end"]] == numeral["text"]


def test_a_floor_falls_only_when_told() -> None:
    old, now = {"known": {"role": 0.9, "value": 0.5}}, {"known": {"role": 0.8, "value": 0.6}}
    assert new_floors(old, now, lower=False) == ({"known": {"role": 0.9, "value": 0.6}}, ["known role"])
    assert new_floors(old, now, lower=True) == (now, ["known role"])
