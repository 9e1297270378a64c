"""PDF and OFD files: characters on pages become paragraphs again."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import Stroke, Text, flowing, ofd, packed, pdf

from lawextract import parse_files
from lawextract.errors import InputError
from lawextract.read import Document, pdfworker
from lawextract.read import pdf as pdf_reader
from lawextract.read.ofd import read_ofd
from lawextract.read.pdf import read_pdf

PROSE = (
    "一、工作开展情况\n"
    "2023年全镇各级调委会共受理民间纠纷案件570宗，调结465宗，司法确认28宗，全年投入经费187,264元，群众满意率99.87%。"
    "持续推进行政执法规范化建设，开展行政执法人员培训三十余场。\n"
    "二、存在的问题\n"
    "行政执法队伍专业力量不足，协调监督效果不够理想，部分单位对行政执法三项制度落实不够到位。\n"
)
GRID: list[Stroke] = [
    *((60, y, 360, y) for y in (100, 140, 160)), (160, 120, 360, 120),
    *((x, 100, x, 160) for x in (60, 160, 360)), (260, 120, 260, 160),
]  # fmt: skip
CELLS: list[Text] = [
    (70, 122, 10, "项目"), (220, 114, 10, "行政复议"), (180, 134, 10, "维持"), (280, 134, 10, "纠正"),
    (70, 154, 10, "数量"), (180, 154, 10, "12"), (280, 154, 10, "1,126"),
]  # fmt: skip

Make = Callable[..., bytes]


@pytest.fixture(params=["pdf", "ofd"])
def both(request: pytest.FixtureRequest) -> tuple[Make, Callable[[bytes, str], Document]]:
    """How to write and how to read each format."""
    return (pdf, read_pdf) if request.param == "pdf" else (ofd, read_ofd)


Both = tuple[Make, Callable[[bytes, str], Document]]


@pytest.mark.parametrize("columns", [17, 23, 31])
@pytest.mark.parametrize("lines", [3, 40])
def test_lines_and_pages_are_joined_to_paragraphs(both: Both, columns: int, lines: int) -> None:
    make, read = both
    text = PROSE * 3
    pages = flowing(text.strip(), 70, 80, 12, columns, 20, lines)
    document = read(make(pages), "a")
    assert document.text == text
    numbers = [locator.value for locator in document.locators]
    assert numbers == [str(number) for number in range(1, len(pages) + 1)]
    assert (document.locators[0].kind, document.locators[0].start) == ("page", 0)


def test_headers_and_page_numbers_are_furniture_at_the_end(both: Both) -> None:
    make, read = both
    pages = flowing(PROSE.strip(), 70, 80, 12, 31, 20, 3)
    framed = [
        [(70.0, 40.0, 9.0, "坦洲镇2023年公报"), *page, (280.0, 800.0, 9.0, f"— {number} —")]
        for number, page in enumerate(pages, 1)
    ]
    document = read(make(framed), "a")
    ((start, end),) = document.furniture
    assert document.text[:start] == PROSE and end == len(document.text)
    assert document.text[start:].split("\n")[:2] == ["坦洲镇2023年公报", "— 1 —"]


def test_bare_page_numbers_count_and_figures_at_the_foot_do_not(both: Both) -> None:
    make, read = both
    pages = [[(70.0, 80.0, 12.0, f"第{word}页的正文。"), (290.0, 800.0, 9.0, f"{n}")] for n, word in enumerate("甲乙丙", 1)]
    assert [read(make(pages), "a").text[a:b] for a, b in read(make(pages), "a").furniture] == ["1\n2\n3\n"]
    tail: list[list[Text]] = [[(70, 80, 12, "全年办理案件总数如下："), (70, 110, 12, "570")], [(70, 80, 12, "完。"), (70, 110, 12, "28")]]
    assert read(make(tail), "a").furniture == ()


def test_two_columns_are_read_one_after_the_other(both: Both) -> None:
    make, read = both
    column = flowing(PROSE.replace("\n", "") * 3, 60, 100, 10, 22, 16, 12)[:2]
    right = [(x + 245, y, size, words) for x, y, size, words in column[1]]
    document = read(make([[(120.0, 60.0, 16.0, "坦洲镇法治政府建设年度报告"), *column[0], *right]]), "a")
    words = "".join(line[3] for part in column for line in part)
    assert document.text.replace("\n", "") == "坦洲镇法治政府建设年度报告" + words


def test_ruled_tables_are_rows_and_merged_cells_stand_once(both: Both) -> None:
    make, read = both
    around: list[Text] = [(60, 80, 10, "单位：件"), (60, 190, 10, "表后文字。")]
    document = read(make([[*around, *CELLS]], GRID), "a")
    assert document.text == "单位：件\n项目\t行政复议\t\n\t维持\t纠正\n数量\t12\t1,126\n表后文字。\n"
    cells = {loc.value: document.text[loc.start : loc.end] for loc in document.locators if loc.kind == "cell"}
    assert cells["表1 R3C3"] == "1,126"


def test_columns_without_lines_are_parted_by_tabs(both: Both) -> None:
    make, read = both
    page: list[Text] = [(60, 80, 10, "立案"), (200, 80, 10, "112"), (60, 100, 10, "结案"), (200, 100, 10, "104")]
    assert read(make([page]), "a").text == "立案\t112\n结案\t104\n"


def test_pages_turned_on_their_side_are_read() -> None:
    pages = flowing(PROSE.strip(), 70, 80, 12, 31, 20, 40)
    for turn in (90, 180, 270):
        assert read_pdf(pdf(pages, extra=f"/Rotate {turn}"), "a").text == PROSE


def test_pages_without_text_are_told() -> None:
    pages = [*flowing(PROSE.strip(), 70, 80, 12, 31, 20, 40), []]
    assert [(w.code, "page 2" in w.message) for w in read_pdf(pdf(pages), "a").warnings] == [("pages-without-text", True)]


def test_a_script_needs_no_guard_and_the_process_ends_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(flowing(PROSE.strip(), 70, 80, 12, 31, 20, 40)))
    script = "import lawextract.read as r; print(r.read_document('a.pdf').text[:8])"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, timeout=60, check=True)
    assert done.stdout.decode().strip() == "一、工作开展情况" and not done.stderr


def test_processes_of_a_pool_have_workers_of_their_own(tmp_path: Path) -> None:
    for number in range(6):
        text = f"坦洲镇2023年法治政府建设年度报告。全年办理案件{number + 2}宗。"
        (tmp_path / f"{number}.pdf").write_bytes(pdf(flowing(text, 70, 80, 12, 31, 20, 40)))
    assert read_pdf((tmp_path / "0.pdf").read_bytes(), "0.pdf").text.endswith("2宗。\n")
    figures = [record.observations[-1].text for record in parse_files([tmp_path], jobs=2)]
    assert figures == [f"{number + 2}宗" for number in range(6)]
    assert read_pdf((tmp_path / "0.pdf").read_bytes(), "0.pdf").text.endswith("2宗。\n")


def test_a_crash_of_the_library_loses_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf_reader._stop()
    crash = "import os, sys; sys.stdin.buffer.read(8); os.abort()"
    monkeypatch.setattr(pdf_reader, "_WORKER", crash)
    with pytest.raises(InputError, match="crashes the PDF library"):
        read_pdf(b"%PDF-1.4", "a.pdf")
    monkeypatch.undo()
    assert read_pdf(pdf([[(70, 80, 12, "好的。")]]), "a.pdf").text == "好的。\n"


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf_reader._stop()
    monkeypatch.setattr(pdf_reader, "_WORKER", "import time; time.sleep(60)")
    monkeypatch.setattr(pdf_reader, "_PATIENCE", 0.5)
    with pytest.raises(InputError, match="takes more than"):
        read_pdf(b"%PDF-1.4", "a.pdf")
    assert pdf_reader._helper is None


def test_the_worker_answers_with_a_document_or_a_reason() -> None:
    answer = pdfworker._answer(pdf([[(70, 80, 12, "好的。")]]), "a.pdf")
    assert pickle.loads(pickle.dumps(answer)) == answer
    assert pdfworker._answer(b"%PDF-1.4 nothing", "a.pdf") == "is a damaged PDF file; fetch or save it anew"


SCANNED = b"holds no text, only pictures"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is no PDF file"),
        (b"%PDF-1.7", "is a damaged PDF file"),
        (pdf([[(70, 80, 12, "好的。")]])[:300], "is a damaged PDF file"),
        (pdf([[]]), "only pictures of pages"),
        (b"%PDF-1.4\n" + b"[" * 500_000, "is a damaged PDF file"),
    ],
)
def test_pdf_files_that_cannot_be_read_say_why(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=rf"^a\.pdf: .*{reason}"):
        read_pdf(data, "a.pdf")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (ofd([[(70, 80, 12, "文字")]])[:-60], "damaged"),
        (packed({"a": ""}), "has no OFD.xml"),
        (packed({"OFD.xml": "<a/>", "Encryptions.xml": "<a/>"}), "is encrypted"),
        (ofd([[]]), "only pictures"),
    ],
)
def test_ofd_files_that_cannot_be_read_say_why(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=rf"^a\.ofd: .*{reason}"):
        read_ofd(data, "a.ofd")


def test_an_encrypted_pdf_says_so() -> None:
    encrypted = pdf([[(70, 80, 12, "好的。")]]).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt"
        b" << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>",
    )
    with pytest.raises(InputError, match="is encrypted; remove the password"):
        read_pdf(encrypted, "a.pdf")
