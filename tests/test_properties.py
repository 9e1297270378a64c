"""What holds for every text: spans quote, mentions cover, nothing raises; and what must not change a value.

The texts come from :mod:`sentences`. A text that once broke one of these is an ``@example`` here or a test beside the
rule that was mended.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from cn2an import an2cn, cn2an
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from sentences import (
    BLANK,
    BOILERPLATE,
    FORMS,
    FULL_WIDTH,
    HALF_WIDTH,
    HEAD,
    REPORT,
    WHOLE,
    Stem,
    sayings,
    stems,
)

from lawextract import Record, parse_text, quantities
from lawextract.fold import fold

OFTEN = settings(max_examples=2 * settings().max_examples)
NUMERAL = re.compile("[0-9〇零一二三四五六七八九十百千万亿两]")
ANY = st.one_of(REPORT, st.text(), st.text(alphabet="0123456789一二三十百千万亿两半第年月日件%.,-~()（）《》“”、。\n\t \r 其中共同比各", max_size=60))


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in a record, as JSON, that has an offset."""
    if isinstance(value, dict):
        if isinstance(value.get("start"), int):
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


@given(ANY)
@OFTEN
def test_every_span_is_inside_the_text_and_quotes_it(text: str) -> None:
    record = json.loads(parse_text(text).model_dump_json())
    for span in spans(record):
        assert 0 <= span["start"] <= span["end"] <= len(text)
        quoted = text[span["start"] : span["end"]]
        for key in {"text", "heading", "title"} & span.keys():
            assert quoted == span[key] or (key == "heading" and span[key] in quoted)


@given(ANY)
@OFTEN
def test_mentions_cover_every_numeral_once(text: str) -> None:
    record = parse_text(text)
    assert all(a.end <= b.start for a, b in pairwise(record.mentions))
    covered = {offset for mention in record.mentions for offset in range(mention.start, mention.end)}
    assert {match.start() for match in NUMERAL.finditer(fold(text))} <= covered
    counted = [(m.start, m.end) for m in record.mentions if m.role == "quantity"]
    assert counted == [(o.start, o.end) for o in record.observations]
    ids = {observation.id for observation in record.observations}
    assert all(set(value.observations) <= ids for value in record.metrics.values())


@given(ANY)
def test_the_same_text_gives_the_same_record(text: str) -> None:
    first = parse_text(text).model_dump_json()
    parse_text(HEAD + "受理案件5件。")  # whatever was read in between
    assert parse_text(text).model_dump_json() == first


@given(ANY)
def test_folding_keeps_the_length_and_folds_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


# What must not change a value


def values(text: str) -> dict[str, tuple[Any, ...]]:
    return told(parse_text(text))


def told(record: Record) -> dict[str, tuple[Any, ...]]:
    return {name: (m.value, m.upper, m.bound, m.method) for name, m in record.metrics.items()}


SAYING = st.deferred(lambda: st.sampled_from(sayings()))
CHAPTERS = st.lists(SAYING, min_size=1, max_size=4, unique=True)


def report(lines: list[str], between: str = "\n") -> str:
    return HEAD + between.join(["一、主要成效", *lines, "二、其他工作", "认真学习。"]) + "\n"


@given(CHAPTERS, st.sampled_from(BLANK))
def test_blank_lines_change_no_value(lines: list[str], blank: str) -> None:
    assert values(report(lines, blank)) == values(report(lines))


@given(CHAPTERS, st.sampled_from(BOILERPLATE), st.integers(0, 3))
def test_a_line_of_the_page_around_changes_no_value(lines: list[str], line: str, place: int) -> None:
    assert values(report([*lines[:place], line, *lines[place:]])) == values(report(lines))
    assert values(line + "\n" + report(lines) + line) == values(report(lines))


@given(CHAPTERS)
def test_half_and_full_width_give_the_same_values(lines: list[str]) -> None:
    text = report(lines)
    assert values(text.translate(FULL_WIDTH)) == values(text.translate(HALF_WIDTH)) == values(text)


@pytest.fixture(scope="module")
def traditional() -> dict[str, str]:
    """Examples in Traditional script; the converter is slow, so only some."""
    convert = OpenCC("s2t").convert
    return {text: convert(text) for text in sayings()[::7]}


def test_traditional_script_gives_the_same_values(traditional: dict[str, str]) -> None:
    for simplified, converted in traditional.items():
        assert values(report([converted])) == values(report([simplified])), converted


@given(st.deferred(lambda: st.sampled_from(stems())), WHOLE, st.sampled_from(list(FORMS)))
@OFTEN
def test_every_form_of_a_number_gives_the_same_value(stem: Stem, number: int, form: str) -> None:
    assume(form != "capital" or number > 12)  # 叁, 伍 and 陆 alone are names and words in a report
    usual = values(report([stem.say(str(number))]))
    assert values(report([stem.say(FORMS[form](number))])) == usual, stem.say(FORMS[form](number))


@given(CHAPTERS, CHAPTERS)
def test_two_sections_report_what_each_reports(first: list[str], second: list[str]) -> None:
    one, other = (values(HEAD + "一、依法行政\n" + "\n".join(lines)) for lines in (first, second))
    if one.keys() & other.keys():
        return  # a value told twice is chosen or added; test_values has the rules
    both = HEAD + "\n".join(["一、依法行政", *first, "二、工作成效", *second])
    assert values(both) == {**one, **other}


# Values against another maker's converter

WHOLES = st.integers(0, 10**16 - 1) | st.integers(0, 10**5) | st.builds(lambda n, zeros: n * 10**zeros, st.integers(1, 9999), st.integers(0, 12))


@given(WHOLES, st.sampled_from(list(FORMS)))
@OFTEN
def test_whole_numbers_are_read_as_they_are_written(number: int, form: str) -> None:
    written = FORMS[form](number)
    assume(form != "capital" or number > 12)  # 伍 and 陆 alone are surnames
    (found,) = quantities(f"共计{written}个").observations
    assert (found.text, found.value, found.unit) == (f"{written}个", number, "个")


@given(WHOLES)
def test_another_maker_reads_the_same(number: int) -> None:
    written = an2cn(str(number))
    (found,) = quantities(written).observations
    assert found.value == cn2an(written, "strict") == number
