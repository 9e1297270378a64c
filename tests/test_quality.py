"""The scores on the annotated reports do not fall below their floors."""

from __future__ import annotations

import pytest
from quality import SETS, floors, new_floors, scores, texts


@pytest.mark.parametrize("of", SETS)
def test_no_figure_of_a_set_falls_below_its_floor(of: str) -> None:
    shares, wrong = scores(of)
    fallen = {figure: (shares[figure], floor) for figure, floor in floors()[of].items() if shares[figure] < floor}
    assert not fallen, "\n".join([str(fallen), *(() if "unseen" in of else wrong)])


def test_the_gold_quotes_its_texts() -> None:
    assert len(texts("known")) >= 60
    assert len(texts("unseen")) >= 30
    assert len(texts("passages")) >= 400
    assert len(texts("invented")) >= 1400
    assert len(texts("sayings")) >= 5600
    assert len(texts("sayings unseen")) >= 1800
    for of in SETS:
        for gold in texts(of):
            for numeral in gold.numerals:
                assert gold.text[numeral["start"] : numeral["end"]] == numeral["text"]


def test_a_floor_falls_only_when_told() -> None:
    old, now = {"known": {"role": 0.9, "value": 0.5}}, {"known": {"role": 0.8, "value": 0.6}}
    assert new_floors(old, now, lower=False) == ({"known": {"role": 0.9, "value": 0.6}}, ["known role"])
    assert new_floors(old, now, lower=True) == (now, ["known role"])
