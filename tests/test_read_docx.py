"""Word documents: what is printed becomes text, once, in order; what is no text does not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from documents import docx, numbered, numbering, p, packed, tbl, tc
from hypothesis import given
from hypothesis import strategies as st

from lawextract.errors import InputError, UnsupportedFormat
from lawextract.read import Document, doc
from lawextract.read.doc import read_doc
from lawextract.read.docx import read_docx
from lawextract.read.numbering import chinese
from lawextract.read.package import Package

ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def read(body: str, **parts: str) -> Document:
    return read_docx(docx(body, **parts), "报告.docx")


def furniture(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in document.furniture]


def test_paragraphs_are_lines() -> None:
    document = read(p("") + p("一、工作情况") + p("受理案件570宗，") + p("") + p(" ") + p(""))
    assert document.text == "一、工作情况\n受理案件570宗，\n\n \n\n"
    assert (document.encoding, document.furniture) == (None, ())


def test_runs_breaks_tabs_and_symbols_make_one_paragraph() -> None:
    body = (
        "<w:p><w:r><w:t>5</w:t></w:r><w:r><w:t>70宗</w:t><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>'
    )
    assert read(body).text == "570宗\t甲\n乙\n"


def test_automatic_numbers_are_printed_and_count_by_level() -> None:
    levels = numbering(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "%1.%3"))
    body = "".join(numbered(*item) for item in [("甲", 0), ("乙", 1), ("丙", 2), ("丁", 2), ("戊", 1), ("己", 2), ("庚", 0), ("辛", 1)])
    assert read(body, numbering=levels).text.split() == "一、甲 （一）乙 1.丙 2.丁 （二）戊 1.己 二、庚 （一）辛".split()


def test_a_number_keeps_apart_from_a_figure() -> None:
    body = numbered("2023年", 0) + numbered("全年", 0)
    assert read(body, numbering=numbering(("decimal", "%1."))).text == "1. 2023年\n2.全年\n"


def test_a_number_comes_from_the_style_and_starts_where_told() -> None:
    style = '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    heirs = style + '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
    levels = numbering(("decimalEnclosedCircle", "%1")).replace('<w:start w:val="1"/>', '<w:start w:val="3"/>')
    body = p("甲", '<w:pStyle w:val="H1"/>') + p("乙", '<w:pStyle w:val="H2"/>') + p("丙")
    assert read(body, numbering=levels, styles=heirs).text == "③ 甲\n④ 乙\n丙\n"


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百")])
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese(number) == text


def test_tracked_insertions_are_text_and_deletions_are_not() -> None:
    body = (
        '<w:p><w:r><w:t>办结</w:t></w:r><w:del w:id="1"><w:r><w:delText>465</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>466</w:t></w:r></w:ins><w:r><w:t>宗。</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t>前半，</w:t></w:r></w:p>' + p("后半。")
    )
    assert read(body).text == "办结466宗。\n前半，后半。\n"


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框内12件')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>" + box + "</wps:txbx></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>正文</w:t></w:r></w:p>"
    )
    document = read(body)
    assert document.text == "正文\n框内12件\n"
    assert [(loc.value, document.text[loc.start : loc.end]) for loc in document.locators] == [("text box 1", "框内12件\n")]


def test_notes_follow_and_headers_and_contents_are_furniture() -> None:
    note = '<w:footnote w:type="separator">' + p("线") + '</w:footnote><w:footnote w:id="1">' + p("数据截至12月") + "</w:footnote>"
    toc = '<w:style w:styleId="C"><w:name w:val="toc 1"/></w:style>'
    document = read(
        p("一、情况3", '<w:pStyle w:val="C"/>') + p("正文"), footnotes=note, styles=toc, header1=p("第9期"), footer1=p("3")
    )
    assert document.text == "正文\n数据截至12月\n一、情况3\n第9期\n\n3\n\n".replace("\n\n", "\n")
    assert furniture(document) == ["一、情况3\n第9期\n3\n"]


def test_tables_are_rows_of_cells_with_locators() -> None:
    head = [tc("项目", merge="restart"), tc("行政复议", span=2)], [tc("", merge="continue"), tc("维持"), tc("纠正")]
    document = read(p("前") + tbl(*head, [tc("数量"), tc("12"), tc("3")]) + p("后"))
    assert document.text == "前\n项目\t行政复议\t\n\t维持\t纠正\n数量\t12\t3\n后\n"
    cells = {loc.value: document.text[loc.start : loc.end] for loc in document.locators if loc.kind == "cell"}
    assert cells["表1 R3C2"] == "12" and cells["表1 R1C2"] == "行政复议"


def test_a_table_that_lays_out_running_text_is_its_paragraphs() -> None:
    long = "".join(p("全年办理案件" * 20) for _ in range(4))
    cell = tc("").replace(p(""), long)
    assert read(tbl([tc("题"), cell])).text.count("\n") == 5
    assert read(tbl([tc("一、甲")], [tc("二、乙")])).text == "一、甲\n二、乙\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "damaged"),
        (docx(p("文"))[:-40], "damaged"),
        (b"%PDF-1.7", "is a PDF file|but a PDF file"),
        (ENCRYPTED, "is encrypted"),
        (b"plain text", "check the ending"),
        (packed({"a.txt": "x"}), "it has no body"),
        (docx("<w:p>"), "holds XML that cannot be read"),
        (docx(p(" ")), "holds no text"),
        (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entities is refused"),
        (packed({"word/document.xml": b" " * (33 << 20)}), "zip bomb"),
        (docx("<w:r>" * 3000 + "</w:r>" * 3000 + "<w:p>" + "<w:r>" * 3000 + "</w:r>" * 3000 + "</w:p>"), "nested too deeply"),
        (docx("<w:p/>" * 1_100_000), "refused as a bomb"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=rf"^报告\.docx: .*({reason})"):
        read_docx(data, "报告.docx")


@given(st.binary(max_size=30), st.integers(0, 2000))
def test_damage_never_ends_in_another_error(noise: bytes, at: int) -> None:
    whole = docx(p("文字" * 50) + tbl([tc("甲"), tc("乙")]), numbering=numbering(("decimal", "%1.")))
    with suppress(InputError):
        read_docx(whole[:at] + noise + whole[at + len(noise) :], "a.docx")


def test_the_number_of_parts_is_limited() -> None:
    with pytest.raises(InputError, match="parts; refused"):
        Package(packed({f"{number}": "" for number in range(50_001)}), "a.docx", "zip")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"plain", "is no Word document"),
        (ENCRYPTED, "is encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "antiword"),
    ],
)
def test_old_word_documents_that_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_doc(data, "a.doc")


def test_other_old_formats_are_refused() -> None:
    with pytest.raises(UnsupportedFormat, match=r"RTF.*save the report as \.docx"):
        read_doc(b"{\\rtf1 x}", "a.rtf")
    with pytest.raises(UnsupportedFormat, match=r"WPS.*save the report as \.docx"):
        read_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "a.wps")


def test_without_antiword_its_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lawextract.read.doc.which", lambda name: None)
    with pytest.raises(InputError, match="apt install antiword"):
        read_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "a.doc")


def test_old_tables_are_put_on_one_grid() -> None:
    def row(*cells: tuple[float, str]) -> str:
        columns = "".join(f"<colspec colwidth='{width}pt'/>" for width, _ in cells)
        entries = "".join(f"<entry>\n{text}\n</entry>" for _, text in cells)
        return f"<tgroup>{columns}<tbody><row>{entries}</row></tbody></tgroup>"

    rows = row((75, "项目"), (150, "行政复议")) + row((75, ""), (74, "维持"), (76, "纠正")) + row((75, "数量"), (74, "12"), (76, "3"))
    book = f"<?xml version='1.0'?><!DOCTYPE book><book><para>文</para><para><informaltable>{rows}</informaltable></para></book>"
    text, table = doc._blocks(doc._book(book.encode(), "a.doc"))
    assert text == "文" and not isinstance(table, str)
    assert doc._grid(table) == [["项目", "行政复议", ""], ["", "维持", "纠正"], ["数量", "12", "3"]]
