"""Reports that LibreOffice converted tell the same as the text they came from.

Skipped where LibreOffice (``soffice``) is not installed: Debian's libreoffice-writer-nogui and a font for Chinese.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT
from documents import docx, numbered, numbering, p, tbl, tc

from lawextract import Record, parse_file

SOFFICE = shutil.which("soffice")
TEXTS = [*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests" / "gold").glob("*.txt")]
# a table typed with tabs is no table in a document made from the text: tables have their own test below; and a page
# does not keep the space that stands for a lost comma (规范性文件 31 件 合同 358 件)
LOST = re.compile(r"\t|\d ?[件名项] \w{2,8} ?\d")
# every third of them: what is told does not depend on which
REPORTS = sorted(path for path in TEXTS if not LOST.search(path.read_text(encoding="utf-8")))[::3]
FILTERS = {"docx": "MS Word 2007 XML", "doc": "MS Word 97", "pdf": "writer_pdf_Export"}

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of all reports in a format, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("converted")

    @cache
    def all_in(ending: str) -> Path:
        subprocess.run(
            [str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--infilter=Text (encoded):UTF8", "--convert-to", f"{ending}:{FILTERS[ending]}", "--outdir", str(folder / ending),
             *map(str, REPORTS)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return folder / ending

    return all_in


@pytest.mark.parametrize("ending", ["doc", "odt", "pdf"])
def test_tables_and_numbers_survive(tmp_path: Path, ending: str) -> None:
    """A document of ours, as LibreOffice understands and writes it."""
    if ending == "doc" and shutil.which("antiword") is None:
        pytest.skip("antiword is not installed")
    table = tbl(
        [tc("项目", merge="restart"), tc("行政复议", span=2), tc("行政许可", merge="restart")],
        [tc("", merge="continue"), tc("结果维持"), tc("结果纠正"), tc("", merge="continue")],
        [tc("本年处理决定数量"), tc("12"), tc("3"), tc("1,126")],
    )
    body = (
        p("中山市坦洲镇2023年法治政府建设年度报告") + numbered("工作情况", 0) + numbered("2023年全镇办理法律援助案件7宗。", 1)
        + p("单位：件") + table + numbered("存在问题", 0) + p("行政执法队伍专业力量不足。" * 40)
    )  # fmt: skip
    source = tmp_path / "report.docx"
    source.write_bytes(docx(body, numbering=numbering(("chineseCounting", "%1、"), ("decimal", "%2."))))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind in {"odt", ending}:
        subprocess.run(
            [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    if ending == "odt":  # and back: what LibreOffice read is what was meant
        subprocess.run(
            [str(SOFFICE), profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "back"), str(tmp_path / "report.odt")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    copy = parse_file(tmp_path / "back" / "report.docx" if ending == "odt" else tmp_path / f"report.{ending}")
    record = parse_file(source)
    assert told(copy) == told(record)
    assert {name: float(metric.value) for name, metric in record.metrics.items()} == {
        "permits.decisions": 1126, "legal_aid.cases_accepted": 7,
    }  # fmt: skip
    if ending == "doc":
        assert [warning.code for warning in copy.warnings] == ["numbers-lost"]
    else:
        assert [section.number for section in copy.sections] == [section.number for section in record.sections]


def told(record: Record) -> tuple[list[tuple[object, ...]], dict[str, object]]:
    """What a record says of its figures, wherever they stand; one space is like another to a maker of pages."""
    figures = [(" ".join(o.text.split()), o.value, o.unit, o.kind, o.scope, o.status, o.metrics) for o in record.observations]
    return figures, {name: metric.value for name, metric in record.metrics.items()}


@pytest.mark.parametrize("ending", FILTERS)
@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_the_same_is_told(converted: Callable[[str], Path], report: Path, ending: str) -> None:
    if ending == "doc" and shutil.which("antiword") is None:
        pytest.skip("antiword is not installed")
    source, copy = parse_file(report), parse_file(converted(ending) / f"{report.stem}.{ending}")
    assert told(copy) == told(source)
    assert (copy.year, copy.region and copy.region.full_name) == (source.year, source.region and source.region.full_name)
