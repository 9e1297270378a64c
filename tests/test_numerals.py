"""The value of a numeral: every form of every integer against cn2an, and the constructions of speech."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cn2an import an2cn
from hypothesis import given
from hypothesis import strategies as st

from lawextract.numerals import scan, value_of

INTEGERS = st.integers(0, 10**16 - 1) | st.integers(0, 10**5)


@given(INTEGERS)
@pytest.mark.parametrize("mode", ["low", "up"])
def test_written_out_in_chinese(mode: str, number: int) -> None:
    assert value_of(an2cn(str(number), mode)) == number


@given(INTEGERS)
def test_arabic_with_separators(number: int) -> None:
    assert value_of(str(number)) == value_of(f"{number:,}") == number


@given(st.integers(1, 9999), st.integers(0, 9999), st.sampled_from("万亿"))
def test_mixed(high: int, low: int, word: str) -> None:
    scale = 10**4 if word == "万" else 10**8
    expected = high * scale + (low * scale // 10 if 0 < low < 10 else low)
    assert value_of(f"{high}{word}{low or ''}") == expected


@given(st.decimals(0, 10**8, places=4, allow_nan=False))
def test_decimals(number: Decimal) -> None:
    assert value_of(an2cn(str(number))) == number
    assert value_of(f"{number}万") == number * 10**4


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("两千四百五", 2450), ("九万三", 93000), ("一亿二", 120000000), ("百八", 180), ("两万零三", 20003),
        ("十万零一千", 101000), ("六亿三万", 600030000), ("三万万", 300000000), ("7千万亿", "7e15"),
        ("6亿2万3千1百", 600023100), ("三十点二万", 302000), ("四千二点五", "4200.5"), ("廿三", 23), ("卅", 30),
        ("玖仟陆佰捌拾", 9680), ("叁万伍", 35000), ("一九八四", 1984), ("零零七", 7), ("幺幺九", 119), ("负四十", -40),
        ("三百点25", "300.25"), ("2,500.75", "2500.75"),
        ("六万三千万", 630000000), ("7万2千万", 720000000), ("三万一千二百万", 312000000), ("五万万六千万", 560000000),
        ("两万亿四千亿", "2.4e12"), ("六万亿三百零二亿", "6030200000000"),
    ],
)  # fmt: skip
def test_spoken_and_mixed_forms(numeral: str, value: int | str) -> None:
    assert value_of(numeral) == Decimal(value)


@pytest.mark.parametrize("numeral", ["", "点", "个", "三百二百", "十二十", "一十一十", "四万五万", "四万五百万", "四亿五千亿", "5..3", "百分", "负", "三点"])
def test_what_follows_no_rule_has_no_value(numeral: str) -> None:
    assert value_of(numeral) is None


@pytest.mark.parametrize(
    ("text", "surface", "low", "high"),
    [
        ("两三百", "两三百", 200, 300), ("十七八", "十七八", 17, 18), ("六万七八", "六万七八", 67000, 68000),
        ("二十三四万", "二十三四万", 230000, 240000), ("七百三百", "七百", 700, None), ("五十四六个", "五十四", 54, None),
        ("二十八千克", "二十八", 28, None), ("五千两百两", "五千两百", 5200, None), ("1,2,3", "1", 1, None),
    ],
)  # fmt: skip
def test_the_longest_well_formed_part(text: str, surface: str, low: int, high: int | None) -> None:
    number = scan(text, 0)
    assert number is not None
    assert (text[: number.end], number.value, number.upper) == (surface, low, high)


def test_values_are_exact_and_bounded() -> None:
    assert value_of("9" * 60 + "万") == Decimal("9" * 60 + "0000")
    assert value_of("9" * 10**6) is None
    assert value_of("万" * 10**6) is None
    number = scan("9e999999999", 0, prose=True)
    assert number is None or number.value == 9
