"""What is fuzzed: each reader, the numerals, the outline, the codebook and the whole line, with inputs to start from.

A target takes bytes and returns. What a user may be told (InputError, CodebookError) is no finding; any other exception, a
span that does not quote its text, and a hang are.
"""

from __future__ import annotations

import gzip
import io
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from lawextract import quantities
from lawextract.codebook import compile_codebook, parse_source, shipped_sources
from lawextract.errors import CodebookError, InputError
from lawextract.fold import fold
from lawextract.identity import Hints
from lawextract.numerals import scan, value_of
from lawextract.outline import outline
from lawextract.pipeline import parse_document
from lawextract.read import READERS, Document, Piece, read_document, reader
from lawextract.read.archive import tar_members, zip_members
from lawextract.read.rows import Columns, csv_rows, json_rows
from lawextract.read.warc import warc_records

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import documents
import pages

for _ending in READERS:  # all modules now, so that a guided fuzzer sees into them
    reader(_ending)

REPORT = (
    "文县2021年法治政府建设年度报告\n一、主要成效\n(一)2021年受理民间纠纷570宗,调结五百一十宗,占89.5%,同比增长5.2%。\n"
    "二、存在的问题\n1.约1.9万人、3-5项、十余条。\n索引号\t立案\n甲\t8,046.3\n文县人民政府 2022年1月14日\n"
)
_PAGE = pages.encoded(pages.jcms(REPORT, "utf-8"), "utf-8")
_WARC = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/b\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
_HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _PAGE


def _check(document: Document) -> None:
    """The record of *document* is one: spans quote, mentions do not overlap, it can be written."""
    record = parse_document(document, Hints())
    for span in (*record.mentions, *record.observations, *record.problems, *record.plans):
        assert document.text[span.start : span.end] == span.text
    assert all(a.end <= b.start for a, b in pairwise(record.mentions))
    record.model_dump_json()


def _reader(ending: str) -> Callable[[bytes], None]:
    def target(data: bytes) -> None:
        with suppress(InputError):
            document = reader(ending)(data, f"a{ending}")
            assert all(0 <= start < end <= len(document.text) for start, end in document.furniture)
            assert all(0 <= place.start <= place.end <= len(document.text) for place in document.locators)

    return target


def _pdf(data: bytes) -> None:
    from lawextract.read.pdfworker import read_here

    with suppress(InputError):
        read_here(data, "a.pdf")


def _any_file(data: bytes) -> None:
    with suppress(InputError):
        _check(read_document(Piece("a", data, ".txt")))


def _collections(data: bytes) -> None:
    for members in (zip_members, tar_members, warc_records):
        with suppress(InputError):
            list(members(io.BytesIO(data), "a", Counter()))


def _rows(data: bytes) -> None:
    with suppress(InputError):
        list(json_rows(io.BytesIO(data), "a", Columns("text", "id")))
    with suppress(InputError):
        list(csv_rows(io.BytesIO(data), "a", Columns("text", "id"), ","))


def _codebook(data: bytes) -> None:
    with suppress(CodebookError):
        compile_codebook([*shipped_sources(), parse_source("a.toml", data.decode("utf-8", "replace"))])


def _numerals(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    folded = fold(text)
    for place in range(min(len(text), 50)):
        number = scan(folded, place, prose=True)
        assert number is None or place < number.end <= len(text)
    value_of(folded)
    found = quantities(text)
    assert all(text[m.start : m.end] == m.text for m in found.mentions)
    assert all(o.value.is_finite() for o in found.observations)


def _outline(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    found = outline(text, fold(text))
    assert all(0 <= s.start <= s.end <= len(text) for s in found.sections)
    assert len({s.id for s in found.sections}) == len(found.sections)


def _parse(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    _check(Document(text, "a", "", "text/plain", None))


def _packed_tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(REPORT.encode())
        archive.addfile(info, io.BytesIO(REPORT.encode()))
    return file.getvalue()


def _stored(data: bytes) -> bytes:
    """The same package without compression, so that a changed byte changes one byte of a part."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return file.getvalue()


_TABLE = documents.tbl([documents.tc("甲"), documents.tc("乙", 2)], [documents.tc("5"), documents.tc("6"), documents.tc("7")])
_ENTRY = '[[metric]]\nid = "own.a"\nzh = "甲"\nen = "A"\ndomain = "own"\nunit = "件"\nunits = ["件"]\nkind = "count"\naggregate = "sum"\ndefinition = "d"\npatterns = [{ item = ["绿化树|@drill"], not_item = ["新"] }]\n[class]\ndrill = ["演练"]\n'

TARGETS: dict[str, tuple[Callable[[bytes], None], list[bytes]]] = {
    "text": (_reader(".txt"), [REPORT.encode(code) for code in ("utf-8", "gb18030", "utf-16", "utf-8-sig")]),
    "html": (_reader(".html"), [_PAGE, pages.encoded(pages.trs(REPORT, "gbk"), "gbk")]),
    "mhtml": (_reader(".mhtml"), [b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n' + _PAGE + b"\n--b--\n"]),
    "docx": (
        _reader(".docx"),
        [_stored(documents.docx(documents.numbered("甲", 0) + documents.p(REPORT) + _TABLE, numbering=documents.numbering(("chineseCounting", "%1、"))))],
    ),
    "xlsx": (_reader(".xlsx"), [_stored(documents.xlsx({"表": {"A1": "立案", "B1": 570.5, "A2": "处罚", "B2": 44561.0}}, {"B2": "yyyy-mm-dd"}))]),
    "ofd": (_reader(".ofd"), [_stored(documents.ofd([[(70, 80, 12, "受理570宗。")]], [(60, 60, 500, 60)]))]),
    "pdf": (_pdf, [documents.pdf([[(70, 80, 12, "受理570宗。")]], [(60, 60, 500, 60)])]),
    "sheet": (_reader(".csv"), ["指标,数值\n立案,570\n\"a\nb\",5\n".encode()]),
    "collections": (_collections, [_stored(documents.packed({"a.txt": REPORT})), _packed_tar(), gzip.compress(_packed_tar()), _WARC % (len(_HTTP), _HTTP)]),
    "rows": (_rows, ['{"id": 1, "text": "受理570宗"}\n'.encode(), 'id,text\n1,"受理570宗"\n'.encode()]),
    "codebook": (_codebook, [_ENTRY.encode()]),
    "numerals": (_numerals, [text.encode() for text in ("负三分之二", "二十点一万", "三到四百万", "3万4000", "￥8,046.3", "十五六个", "1/2", "百分之九十")]),
    "outline": (_outline, [REPORT.encode(), "一、甲\n(一)乙\n1.丙\n(1)丁\n一是戊。二是己。\n二、存在问题\n".encode()]),
    "parse": (_parse, [REPORT.encode(), "(一)受理案件570宗和五件、各3名,其中1件;分别5件、6%。\n".encode()]),
    "any file": (_any_file, [REPORT.encode(), _PAGE]),
}
