"""Every encoding that Chinese text comes in, whole reports and snippets; what is garbled is refused."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import opencc
import pytest
from conftest import ROOT

from lawextract.errors import Undecodable
from lawextract.read.encoding import decode
from lawextract.read.text import read_text

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "hz", "big5", "big5hkscs")


@cache
def report(path: Path, encoding: str) -> str:
    """The report as it can be written in *encoding*: Traditional for Big5, without rare signs where they lack."""
    text = path.read_bytes().decode("utf-8-sig")
    if encoding.startswith("big5"):
        text = opencc.OpenCC("s2t").convert(text)
    narrow = {"hz": "gb2312"}.get(encoding, encoding)
    return text.encode(narrow, "ignore").decode(narrow)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_whole_reports(path: Path, encoding: str) -> None:
    text = report(path, encoding)
    assert decode(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_snippets_of_twenty_to_sixty_characters(encoding: str) -> None:
    text = "".join(report(SEEDS[0], encoding).split())
    wrong = []
    for number in range(60):
        snippet = text[number * 61 : number * 61 + 20 + number % 41]
        if decode(snippet.encode(encoding), "a.txt").text != snippet:
            wrong.append(snippet)
    assert not wrong


def test_a_broken_byte_is_no_reason_to_give_up() -> None:
    data = report(SEEDS[0], "gbk").encode("gbk")
    document = read_text(data[:-1], "a.txt")
    (warning,) = document.warnings
    assert (document.encoding, warning.code, document.text[warning.start : warning.end]) == ("gb18030", "damaged", "\ufffd")


SENTENCE = "2023年全县各级人民调解委员会共受理民间纠纷案件570宗，调解成功465宗。"


@pytest.mark.parametrize(
    "garbled",
    [
        "锟斤拷",
        "ä¸­å›½",
        "æ–‡",
        "Ã¤Â¸\u00adÃ¥â€º\u00bd",
        "受理案件570宗，调解æ–‡成功",
        SENTENCE.encode().decode("latin-1"),
        SENTENCE.encode().decode("cp1252", "ignore"),
        SENTENCE.encode().decode("latin-1").encode().decode("latin-1"),
        SENTENCE.encode().decode("gbk", "replace"),
        SENTENCE.encode("gbk").decode("latin-1"),
        SENTENCE.encode("gbk").decode("utf-8", "replace"),
        SENTENCE.encode("gbk").decode("utf-8", "replace").encode().decode("gbk", "replace"),
        SENTENCE.encode("gbk").decode("big5", "replace"),
        "????年????????570?????465?",
    ],
)
def test_mojibake_is_refused(garbled: str) -> None:
    with pytest.raises(Undecodable, match=r"^a\.txt: is garbled: .*; get the original file$"):
        read_text(garbled.encode(), "a.txt")


def test_one_lost_character_in_a_report_is_a_warning() -> None:
    text = report(SEEDS[0], "utf-8")
    document = read_text((text[:2000] + "锟斤拷" + text[2000:]).encode(), "a.txt")
    assert [(warning.code, warning.start, warning.end) for warning in document.warnings] == [("garbled", 2000, 2003)]
