"""Folding keeps the length of every text and makes one form of many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lawextract.fold import fold, script


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="０１２３４５６７８９０，．（）％；：ＡＢｚ"))
def test_full_width_becomes_half_width(text: str) -> None:
    assert fold(text).replace("。", ".").isascii()


def test_traditional_becomes_simplified() -> None:
    assert fold("調處糾紛兩百餘宗,佔85%") == "调处纠纷两百余宗,占85%"
    assert script("調處糾紛兩百餘宗") == "Hant"
    assert script("调处纠纷两百余宗,著名专家") == "Hans"


def test_answers_are_answers_in_traditional_script_too() -> None:
    assert fold("按期答覆率99%,回覆信訪,行政覆議,衞生覆蓋率") == "按期答复率99%,回复信访,行政复议,卫生覆盖率"


def test_letters_among_digits_take_linear_time() -> None:
    """It looked at the rest of the run for each letter: 40,000 characters took ten seconds."""
    assert fold("1O" * 50_000) == "1O" * 50_000
