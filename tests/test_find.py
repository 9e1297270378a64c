"""Quantities by description, over a whole collection."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run

from lawextract import parse_text
from lawextract.codebook import shipped, shipped_sources
from lawextract.find import Filters, Finder, Hit, ranked

SEEDS = ROOT / "seeds"
HEAD = "文县2023年法治政府建设年度报告\n文县人民政府\n一、主要成效\n"


def hits(description: str, text: str, **filters: Any) -> list[Hit]:
    finder = Finder(description, shipped_sources(), shipped())
    return ranked(finder.hits(parse_text(HEAD + text), Filters(**filters)))


def found(description: str, text: str, **filters: Any) -> list[str]:
    return [hit.figure for hit in hits(description, text, **filters)]


TEXT = "收到行政复议申请66件,受理57件,审结42件。全县调委会受理民间纠纷570宗,调解成功465宗。"


@pytest.mark.parametrize(
    ("description", "figures"),
    [
        ("行政复议 受理", ["57件"]),
        ("行政复议受理", ["57件"]),
        ("行政復議　受理", ["57件"]),
        ("行政复议 立案受理", ["57件"]),  # the same action
        ("人民调解 受理", ["570宗"]),  # the same topic
        ("复议 办结", ["42件"]),
        ("行政复议受理案件数", ["57件"]),  # a label
        ("reconsideration accepted", ["57件"]),
        ("reconsideration.cases_accepted", ["57件"]),
        ("审结", ["42件"]),
        ("公证", []),
    ],
)
def test_words_are_met_by_words_classes_and_labels(description: str, figures: list[str]) -> None:
    assert found(description, TEXT) == figures


def test_the_nearer_word_ranks_first() -> None:
    told = found("行政复议", "行政复议体制改革以来培训3次。收到行政复议申请66件。")
    assert told[0] == "66件"
    assert found("调解", "调解成功465宗。明年计划调解500宗。")[0] == "465宗"


@pytest.mark.parametrize(
    ("filters", "figures"),
    [
        ({"units": ["宗"]}, ["570宗"]),
        ({"units": ["元"]}, []),
        ({"kinds": ["rate"]}, []),
        ({"kinds": ["count"]}, ["57件", "570宗"]),
        ({"regions": ["甘肃省"]}, ["57件", "570宗"]),
        ({"regions": ["安徽省"]}, []),
        ({"years": (2022, 2023)}, ["57件", "570宗"]),
        ({"years": (2019, 2022)}, []),
    ],
)
def test_filters(filters: dict[str, Any], figures: list[str]) -> None:
    assert sorted(found("受理", TEXT, **filters)) == sorted(figures)


def test_the_command_answers_over_a_collection(run: Run) -> None:
    done = run("find", "行政复议 受理", SEEDS)
    assert done.returncode == 0
    head, row = done.stdout.decode("utf-8").splitlines()
    assert head.split() == ["full_name", "year", "figure", "metrics", "sentence", "source"]
    assert row.split()[:4] == ["江西省赣州市兴国县", "2023", "57件", "reconsideration.cases_accepted"]
    assert "受理57件" in row
    assert done.stderr == b"quantities: 1 (reports: 5)\n"


def test_json_has_offsets_and_csv_has_labels(run: Run, tmp_path: Path) -> None:
    rows = json.loads(run("find", "复议", SEEDS, "--format", "json").stdout)
    assert len(rows) > 5
    texts = {row["source"]: Path(row["source"]).read_text(encoding="utf-8") for row in rows}
    assert all(texts[row["source"]][row["start"] : row["end"]] == row["figure"] for row in rows)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert run("find", "复议", SEEDS, "-o", "hits.csv", "--labels", "zh").returncode == 0
    table = list(
        csv.DictReader(io.StringIO((tmp_path / "hits.csv").read_text(encoding="utf-8-sig"), newline=""))
    )
    assert [row["数量原文"] for row in table] == [row["figure"] for row in rows]
    assert any(row["指标"] == "行政复议受理案件数" for row in table)


def test_records_answer_like_the_reports_they_came_from(run: Run) -> None:
    run("parse", SEEDS, "--with-text", "-o", "out.jsonl")
    of_reports = run("find", "调解", SEEDS, "--format", "json").stdout
    assert run("find", "调解", "out.jsonl", "--format", "json").stdout == of_reports
    assert len(json.loads(run("find", "调解", "out.jsonl", "--format", "json", "--limit", "2").stdout)) == 2


def test_the_same_question_gives_the_same_bytes(run: Run) -> None:
    first = run("find", "案件", SEEDS, PYTHONHASHSEED="1").stdout
    assert first == run("find", "案件", SEEDS, PYTHONHASHSEED="2").stdout


def test_nothing_found_is_no_failure(run: Run) -> None:
    done = run("find", "火星", SEEDS)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"quantities: 0 (reports: 5)\n"
    assert run("find", "火星", SEEDS, "--format", "json").stdout == b"[]\n"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("受理", "none.txt"), 1, "none.txt: no such file"),
        ((" ", SEEDS), 2, "name at least one word"),
        (("受理", SEEDS, "--kind", "amount"), 2, "--kind amount: there are count, rate, money"),
        (("受理", SEEDS, "--years", "later"), 2, "--years later: write 2019-2023"),
        (("受理", SEEDS, "--format", "md"), 2, "md is no format of this command; use one of text, json, csv"),
        (("受理", SEEDS, "--format", "json", "--labels", "zh"), 2, "--labels is for text and csv"),
        (("受理", SEEDS, "-o", "none/hits.csv"), 2, "none/hits.csv: cannot be written"),
    ],
)
def test_bad_input_is_one_clear_line(
    run: Run, arguments: tuple[str | Path, ...], status: int, told: str
) -> None:
    done = run("find", *arguments)
    assert (done.returncode, done.stdout) == (status, b"")
    assert done.stderr.decode("utf-8").startswith(told)


def test_what_no_reader_takes_is_said(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("甲县2023年法治政府建设年度报告\n受理行政复议案件12件。", encoding="utf-8")
    (folder / "b.mp4").write_bytes(b"\0")
    done = run("find", "行政复议 受理", "reports")
    assert "12件" in done.stdout.decode() and "not read" in done.stderr.decode() and ".mp4" in done.stderr.decode()
