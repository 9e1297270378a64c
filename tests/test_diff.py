"""Two outputs of parse, compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run

from lawextract import Record, parse_text
from lawextract.diff import Comparison, Difference, compare

HEAD = "文县2023年法治政府建设年度报告\n文县人民政府\n一、主要成效\n"
TEXT = "全县受理民间纠纷案件570宗,调解成功465宗。"


def record(text: str = TEXT, path: str = "a.txt") -> Record:
    return parse_text(HEAD + text, path=path)


def told(found: Comparison) -> list[tuple[str, str, str, str | None, str | None]]:
    return [(d.kind, d.what, d.name, d.old, d.new) for d in found.differences]


def without(record: Record, metric: str) -> Record:
    """*record* as read by a codebook that does not have *metric*."""
    observations = tuple(
        o.model_copy(update={"metrics": (), "rule": None}) if metric in o.metrics else o
        for o in record.observations
    )
    metrics = {id: value for id, value in record.metrics.items() if id != metric}
    return record.model_copy(update={"observations": observations, "metrics": metrics})


def test_the_same_records_do_not_differ() -> None:
    found = compare([record()], [record()])
    assert (found.documents, found.differences, found.rules) == (1, (), {})


def test_a_metric_that_is_lost_names_its_rule_and_words() -> None:
    found = compare([record()], [without(record(), "mediation.cases_settled")])
    metric, quantity = found.differences
    assert metric == Difference(
        "a.txt", "loss", "metric", "mediation.cases_settled", "465件", None,
        ("mediation.cases_settled#0", None), "调解成功465宗。",
    )  # fmt: skip
    assert (quantity.kind, quantity.old, quantity.new) == (
        "change",
        "metrics mediation.cases_settled",
        "metrics none",
    )
    assert found.rules == {"mediation.cases_settled#0": (0, 1)}


def test_going_back_turns_losses_into_gains() -> None:
    there = compare([record()], [without(record(), "mediation.cases_settled")])
    back = compare([without(record(), "mediation.cases_settled")], [record()])
    swap = {"gain": "loss", "loss": "gain", "change": "change"}
    assert told(back) == [(swap[kind], what, name, new, old) for kind, what, name, old, new in told(there)]
    assert back.rules == {rule: (lost, gained) for rule, (gained, lost) in there.rules.items()}


def test_a_text_that_changed_is_compared_by_its_words() -> None:
    old, new = record(), record(TEXT.replace("465", "456") + "培训3次。")
    found = told(compare([old], [new]))
    assert ("change", "metric", "mediation.cases_settled", "465件", "456件") in found
    assert not [entry for entry in found if "570宗" in entry[2]]


def test_documents_come_go_and_move() -> None:
    moved = record(path="new/a.txt")
    assert compare([record()], [moved]).differences == ()
    found = compare([record(), record(TEXT + "办结3件。", "b.txt")], [record()])
    assert [(d.source, d.kind, d.what) for d in found.differences] == [("b.txt", "loss", "document")]
    assert found.documents == 2


def test_what_is_known_of_a_report_is_compared() -> None:
    other = record().model_copy(update={"year": 2022, "region": None})
    found = told(compare([record()], [other]))
    assert ("loss", "identity", "region", "甘肃省陇南市文县", None) in found
    assert ("change", "identity", "year", "2023", "2022") in found


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """old.json, and new.jsonl without one metric."""
    old = record("收到[x]|y行政复议申请66件。" + TEXT)
    new = without(old, "reconsideration.cases_received")
    (tmp_path / "old.json").write_text(f"[{old.model_dump_json()}]", encoding="utf-8")
    (tmp_path / "new.jsonl").write_text(new.model_dump_json() + "\n", encoding="utf-8")
    return tmp_path


def test_the_command_tells_gains_and_losses(run: Run, outputs: Path) -> None:
    done = run("diff", "old.json", "new.jsonl")
    assert (done.returncode, done.stderr) == (3, b"")
    lines = done.stdout.decode("utf-8").splitlines()
    assert lines[0] == "a.txt"
    assert lines[1].startswith("  - metric reconsideration.cases_received: 66件: ")
    assert lines[2].startswith("  ~ quantity 66件 at ")
    assert lines[3:5] == ["rules", "  reconsideration.cases_received#0  +0 -1"]
    assert lines[5] == "1 of 1 documents differ; metric +0 -1 ~0; quantity +0 -0 ~1"
    assert run("diff", "old.json", "old.json").returncode == 0


def test_json_and_markdown(run: Run, outputs: Path) -> None:
    assert run("diff", "old.json", "new.jsonl", "-o", "changes.json").returncode == 3
    found: dict[str, Any] = json.loads((outputs / "changes.json").read_text(encoding="utf-8"))
    assert found["documents_differing"] == 1
    assert found["rules"] == [{"rule": "reconsideration.cases_received#0", "gains": 0, "losses": 1}]
    assert found["differences"][0]["rules"] == ["reconsideration.cases_received#0", None]
    assert (
        run(
            "diff", "old.json", "-", "-o", "changes.md", stdin=(outputs / "new.jsonl").read_bytes()
        ).returncode
        == 3
    )
    page = (outputs / "changes.md").read_text(encoding="utf-8")
    assert "| `reconsideration.cases_received#0` | 0 | 1 |" in page
    rows = [line for line in page.splitlines() if line.startswith(("| -", "| ~"))]
    assert len(rows) == 2 and all(row.replace("\\|", "").count("|") == 6 for row in rows)


def test_the_seeds_read_twice_do_not_differ(run: Run) -> None:
    run("parse", ROOT / "seeds", "-o", "one.json")
    run("parse", ROOT / "seeds", "--with-text", "-o", "two.jsonl")
    done = run("diff", "one.json", "two.jsonl")
    assert (done.returncode, done.stdout) == (0, b"0 of 5 documents differ\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("none.json", "old.json"), "none.json: cannot be read"),
        (("old.json", "a.txt"), "a.txt: is no JSON of lawextract parse"),
        (("old.json", "old.json", "-o", "old.json"), "old.json: is also an input"),
        (
            ("old.json", "old.json", "-o", "x.csv"),
            "csv is no format of this command; use one of text, json, md",
        ),
        (("-", "-"), "only one of the two can be standard input"),
    ],
)
def test_bad_input_is_one_clear_line(run: Run, outputs: Path, arguments: tuple[str, ...], told: str) -> None:
    (outputs / "a.txt").write_text(HEAD, encoding="utf-8")
    done = run("diff", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode("utf-8").startswith(told)
    assert (outputs / "old.json").stat().st_size > 100
