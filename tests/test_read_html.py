"""Web pages: the same figures as from the plain text, whatever the site puts around them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from pages import STYLES, encoded, trs

import lawextract
from lawextract.errors import InputError
from lawextract.identity import Hints
from lawextract.models import Record
from lawextract.pipeline import parse_document
from lawextract.read import Document, Piece, read_document
from lawextract.read.html import read_html
from lawextract.read.mhtml import read_mhtml

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
CHARSETS = {"utf-8": "utf-8", "gb18030": "gb2312", "big5hkscs": "big5", "utf-16": "utf-16"}


def told(record: Record) -> tuple[Any, ...]:
    """What a record says, without its offsets."""
    figures = [
        (o.value, o.upper, o.unit, o.kind, o.bound, o.status, o.scope, o.year, o.metrics) for o in record.observations
    ]
    values = {name: (value.value, value.unit, value.bound, value.method) for name, value in record.metrics.items()}
    region = record.region and record.region.full_name
    return figures, values, record.title, record.year, region, record.issuer, record.published


@cache
def plain(path: Path) -> tuple[Any, ...]:
    return told(lawextract.parse_text(path.read_text(encoding="utf-8")))


def page(body: str) -> Document:
    return read_html(f"<html><meta charset=utf-8><body>{body}</body></html>".encode(), "a.html")


def around(document: Document) -> str:
    return "\n".join(document.text[start:end] for start, end in document.furniture)


@pytest.mark.parametrize("encoding", CHARSETS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_a_page_says_what_the_text_says(path: Path, style: str, encoding: str) -> None:
    text = path.read_text(encoding="utf-8")
    document = read_document(Piece("a.html", encoded(STYLES[style](text, CHARSETS[encoding]), encoding)))
    assert "".join(text.split()) in "".join(document.text.split())
    record = parse_document(document, Hints())
    assert told(record) == plain(path)
    around_it = [(m.role, m.text) for m in record.mentions for a, b in document.furniture if a <= m.start < b]
    assert around_it and {role for role, _ in around_it} == {"boilerplate"}


def test_numbers_cut_by_markup_are_whole() -> None:
    assert page("<p>受理<span>5</span><b>7</b>0&#8203;<i>宗</i></p>").text == "受理570宗"


def test_lines_and_spaces() -> None:
    text = page("<p>　　民间\n   纠纷&nbsp;案件</p>一<br>二<ol><li>三<li>四</ol><pre>a  b\nc</pre>").text
    assert text == "民间纠纷 案件\n一\n二\n三\n四\na  b\nc"


def test_tables_are_rows_with_tabs_and_cells_are_located() -> None:
    document = page(
        "<table><tr><td rowspan=2>指标<td colspan=2>件数<tr><td>上年<td>今年<tr><td><p>立</p><p>案</p><td>1<b>2</b><td>15</table>"
    )
    assert document.text == "指标\t件数\n\t上年\t今年\n立案\t12\t15"
    assert {document.text[cell.start : cell.end]: cell.value for cell in document.locators}["15"] == "表1 R3C3"


def test_what_nobody_sees_is_left_out() -> None:
    document = page("<p>看得见</p><p style='display:none'>1</p><script>2</script><p hidden>3</p><!-- 4 -->" + "字" * 200)
    assert document.text == "看得见\n" + "字" * 200


def test_a_report_that_only_a_script_would_show_is_read() -> None:
    assert "570宗" in page("<div style='display: none'><p>受理570宗</p></div><p>正在加载</p>").text


def test_a_name_that_lies_loses_nothing() -> None:
    first, second = ("<p>" + "2023年，全县受理行政复议案件120件，办结118件，无一超期。" * 3 + "</p>" for _ in range(2))
    assert around(page(f"<div class='sidebar'>{first}{second}</div>")) == ""
    assert around(page(f"{first}<div class='related-work'>{second}</div>{first}")) == ""


def test_the_title_may_be_a_link() -> None:
    document = page("<h1><a href='/1'>某县2023年法治政府建设年度报告</a></h1><ul><li><a href='/2'>首页</a></ul>")
    assert around(document) == "首页"


def test_metas_tell_what_the_text_leaves_open() -> None:
    head = (
        '<meta name="ArticleTitle" content="徐闻县2023年法治政府建设年度报告"><meta name="PubDate" content="2024-01-31">'
        '<meta name="SiteName" content="中山市政府网"><meta name="ContentSource" content="中山市政府网">'
    )
    data = f"<html><head>{head}</head><p>全年受理民间纠纷案件570宗，调结465宗。</p></html>".encode()
    document = read_html(data, "a.html")
    assert document.fields == {"title": "徐闻县2023年法治政府建设年度报告", "published": "2024-01-31"}
    record = parse_document(document, Hints())
    assert record.region and record.region.full_name == "广东省湛江市徐闻县"
    assert (record.year, record.published) == (2023, "2024-01-31")


def test_the_name_of_the_site_is_no_evidence() -> None:
    data = '<meta name="ContentSource" content="中山市政府网"><p>全年受理民间纠纷案件570宗。</p>'.encode()
    assert parse_document(read_html(data, "a.html"), Hints()).region is None


def test_saved_pages() -> None:
    html = encoded(trs(SEEDS[0].read_text(encoding="utf-8"), "gb2312"), "gb18030")
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.gov.cn/a.html\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="xx"\r\n\r\n'
        b"--xx\r\nContent-Type: text/css\r\n\r\np { margin: 999 }\r\n"
        b"--xx\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: binary\r\n\r\n"
    )
    document = read_mhtml(head + html + b"\r\n--xx--\r\n", "a.mhtml")
    assert (document.text, document.furniture) == (read_html(html, "a.html").text, read_html(html, "a.html").furniture)
    assert (document.url, document.encoding) == ("https://example.gov.cn/a.html", "gb18030")


SEED = SEEDS[0].read_bytes()
BAD = {
    "deep.html": (b"<div>" * 100_000 + SEED, "nested too deeply"),
    "wide.html": (b"<p>1" * 300_000, "far more than one report"),
    "long.html": (b"<p>" + b"1" * 25_000_000, "far more than one report"),
    "empty.html": (b"", "is empty"),
    "frames.html": (b"<html><frameset><frame src=a></frameset></html>", "without text"),
    "null.html": (b"<html><p>" + SEED[:300] + b"\0" + SEED, "is a binary file"),
    "garbled.html": (("<html><p>" + "法治政府".encode().decode("latin-1")).encode(), "is garbled"),
    "cut.mhtml": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n", "cut off"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_pages_say_what_is_wrong(name: str) -> None:
    data, reason = BAD[name]
    with pytest.raises(InputError, match=rf"^{name}: .*{reason}"):
        read_document(Piece(name, data))


def test_a_page_cut_off_is_read_as_far_as_it_goes() -> None:
    page = encoded(trs(SEEDS[0].read_text(encoding="utf-8"), "utf-8"), "utf-8")
    assert "坦洲镇" in read_document(Piece("a.html", page[:6001])).text


@pytest.mark.parametrize("name", ["a.txt", "a.doc", "a", "a.html", "-"])
def test_the_bytes_tell_the_format(name: str) -> None:
    assert read_document(Piece(name, b"<!DOCTYPE html><p>570</p>")).media_type == "text/html"
    if name != "a.doc":
        assert read_document(Piece(name, SEED)).media_type == "text/plain"


def test_a_long_line_without_a_stop_is_read() -> None:
    """Each comma began a search for the end of the sentence: 83 seconds for a paragraph of this length."""
    text = "受理民间纠纷," * 40_000
    assert read_document(Piece("a.html", f"<p>{text}</p>".encode())).text.strip() == text
