"""What a person decides about a value stands in the record, and what cannot be applied is told."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from jsonschema import Draft202012Validator

import lawextract
from lawextract.api import Failure
from lawextract.corrections import CorrectionsFile
from lawextract.models import Record

TEXT = "某县2023年法治政府建设年度报告\n2023年,某县受理民间纠纷案件570宗,调结465宗,司法确认28宗。另有卡片17张。\n"
SETTLED = "mediation.cases_settled"
SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "corrections.schema.json").read_bytes()))
RECORD_SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "record.schema.json").read_bytes()))


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8", newline="")
    return path


def span(quoted: str) -> dict[str, Any]:
    start = TEXT.index(quoted)
    return {"start": start, "end": start + len(quoted), "text": quoted}


def corrections(folder: Path, *decisions: dict[str, Any], name: str = "corrections.json") -> Path:
    """A file of *decisions* about report.txt, unless they name another document."""
    content = {
        "version": "1",
        "corrections": [{"source": {"path": "report.txt"}, **one} for one in decisions],
    }
    SCHEMA.validate(content)
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def corrected(report: Path, *decisions: dict[str, Any]) -> tuple[Record, list[str]]:
    """The record of *report* with *decisions*, and what was not applied."""
    told: list[Failure] = []
    path = corrections(report.parent, *decisions)
    [record] = lawextract.parse_files([report], corrections=path, on_failure=told.append)
    RECORD_SCHEMA.validate(json.loads(record.model_dump_json()))
    return record, [str(one).removeprefix(f"{report.as_posix()}: ") for one in told]


def codes(record: Record) -> list[str]:
    return [warning.code for warning in record.warnings]


def test_a_corrected_value_says_what_it_was_and_who_says_so(report: Path) -> None:
    decision = {
        "metric": SETTLED,
        "decision": "correct",
        "value": 466.5,
        "was": 465,
        "note": "附件",
        "by": "李",
    }
    record, untold = corrected(report, decision)
    written = json.loads(record.model_dump_json())["metrics"][SETTLED]
    assert untold == []
    assert written["value"] == 466.5
    assert written["by_hand"] == {"decision": "correct", "was": 465, "note": "附件", "by": "李"}
    [warning] = [warning for warning in record.warnings if warning.code == "corrected"]
    assert warning.message == f"{SETTLED}: 466.5 in place of 465, by hand (李): 附件"
    assert TEXT[warning.start : warning.end] == "465宗"


def test_an_accepted_value_stays_and_says_so(report: Path) -> None:
    record, untold = corrected(report, {"metric": SETTLED, "decision": "accept", "was": 465})
    mark = record.metrics[SETTLED].by_hand
    assert (record.metrics[SETTLED].value, mark and mark.decision, untold) == (465, "accept", [])
    assert "corrected" not in codes(record)


def test_a_rejected_value_is_gone_and_its_figure_counts_nothing(report: Path) -> None:
    record, untold = corrected(report, {"metric": SETTLED, "decision": "reject"})
    assert untold == []
    assert SETTLED not in record.metrics
    assert "mediation.cases_accepted" in record.metrics
    assert all(SETTLED not in observation.metrics for observation in record.observations)
    assert "rejected" in codes(record)


def test_a_figure_without_metric_is_given_one(report: Path) -> None:
    metric = "mediation.agreements"
    book = lawextract.load_codebook()
    metric = next(id for id in book.metrics if id not in lawextract.parse_file(report).metrics)
    decision = {"metric": metric, "span": span("17张"), "decision": "correct", "value": 17}
    record, untold = corrected(report, decision)
    value = record.metrics[metric]
    [figure] = [o for o in record.observations if o.id in value.observations]
    assert (untold, value.value, value.unit) == ([], 17, book.metrics[metric].unit)
    assert (figure.text, figure.metrics, value.by_hand and value.by_hand.was) == ("17张", (metric,), None)
    order = list(book.metrics)
    assert list(record.metrics) == sorted(record.metrics, key=order.index)


def test_a_value_moves_to_the_figure_that_tells_it(report: Path) -> None:
    decision = {"metric": SETTLED, "span": span("17张"), "decision": "correct", "value": 17}
    record, untold = corrected(report, decision)
    value = record.metrics[SETTLED]
    assert (untold, value.value, value.by_hand and value.by_hand.was) == ([], 17, 465)
    assert [o.text for o in record.observations if o.id in value.observations] == ["17张"]


def test_a_corrected_figure_corrects_the_value_that_rests_on_it(report: Path) -> None:
    record, untold = corrected(report, {"span": span("465宗"), "decision": "correct", "value": 456})
    [figure] = [o for o in record.observations if o.text == "465宗"]
    assert (untold, figure.value, figure.by_hand and figure.by_hand.was) == ([], 456, 465)
    assert (record.metrics[SETTLED].value, record.metrics[SETTLED].method) == (456, "stated")


def test_a_rejected_figure_leaves_a_sum_of_the_others(tmp_path: Path) -> None:
    record = lawextract.parse_file(ROOT / "seeds" / "000_b47a481025290089.txt")
    metric, value = next((id, value) for id, value in record.metrics.items() if value.method == "sum")
    first, *others = [o for o in record.observations if o.id in value.observations]
    decision = {
        "source": {"sha256": record.source.sha256},
        "span": {"start": first.start, "end": first.end, "text": first.text},
        "decision": "reject",
    }
    path = corrections(tmp_path, decision)
    [after] = lawextract.parse_files([ROOT / "seeds" / "000_b47a481025290089.txt"], corrections=path)
    assert after.metrics[metric].value == sum(o.value for o in others)
    assert after.metrics[metric].observations == tuple(o.id for o in others)
    assert after.metrics[metric].method == ("sum" if len(others) > 1 else "stated")


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        ({"metric": "no.such", "decision": "accept"}, "the record reports no value for this metric"),
        ({"metric": "no.such", "decision": "correct", "value": 1}, "the record reports no value for this metric"),
        ({"metric": SETTLED, "decision": "accept", "was": 464}, "it was about 464, the value read now is 465"),
        ({"metric": SETTLED, "decision": "reject", "was": 464}, "it was about 464, the value read now is 465"),
        ({"metric": SETTLED, "span": span("17张"), "decision": "accept"}, "does not rest on this figure"),
        ({"span": {**span("17张"), "text": "18张"}, "decision": "accept"}, "the text there is '17张'"),
        ({"span": {"start": 0, "end": 1, "text": "某"}, "decision": "accept"}, "no figure stands there"),
        ({"source": {"path": "other.txt"}, "metric": SETTLED, "decision": "accept"}, "no input is this document"),
        ({"source": {"path": "report.txt", "sha256": "0" * 64}, "metric": SETTLED, "decision": "accept"}, "has changed"),
        ({"metric": "no.such", "span": span("17张"), "decision": "correct", "value": 1}, "the codebook has no such metric"),
    ],
)  # fmt: skip
def test_what_finds_no_place_changes_nothing_and_is_told(
    report: Path, decision: dict[str, Any], why: str
) -> None:
    if decision.get("source", {}).get(
        "sha256"
    ):  # told by the whole path, since a folder may hold many of one name
        decision = {**decision, "source": {**decision["source"], "path": report.as_posix()}}
    record, [untold] = corrected(report, decision)
    assert why in untold
    assert "correction 1 of" in untold
    assert record == lawextract.parse_file(report)


def test_two_decisions_about_one_place_contradict_each_other(report: Path) -> None:
    twice = [{"metric": SETTLED, "decision": "correct", "value": value} for value in (466, 466, 467)]
    record, [untold] = corrected(report, *twice)
    assert record.metrics[SETTLED].value == 466
    assert "correction 3 of" in untold
    assert "contradicts an earlier decision" in untold


def test_a_metric_is_told_by_one_figure(report: Path) -> None:
    twice = [
        {"metric": SETTLED, "decision": "accept"},
        {"metric": SETTLED, "span": span("17张"), "decision": "correct", "value": 17},
    ]
    record, [untold] = corrected(report, *twice)
    assert record.metrics[SETTLED].value == 465
    assert "contradicts an earlier decision" in untold


def test_the_sha_finds_a_document_that_was_moved(report: Path, tmp_path: Path) -> None:
    sha256 = lawextract.parse_file(report).source.sha256
    path = corrections(
        tmp_path,
        {"source": {"path": "once/here.txt", "sha256": sha256}, "metric": SETTLED, "decision": "reject"},
    )
    [record] = lawextract.parse_files([report], corrections=path)
    assert SETTLED not in record.metrics


def test_the_command_applies_and_its_status_tells(run: Run, report: Path, tmp_path: Path) -> None:
    good = corrections(tmp_path, {"metric": SETTLED, "decision": "correct", "value": 466}, name="good.json")
    done = run("parse", "report.txt", "--corrections", good)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)[0]["metrics"][SETTLED]["value"] == 466

    stale = corrections(
        tmp_path, {"source": {"path": "gone.txt"}, "metric": SETTLED, "decision": "accept"}, name="stale.json"
    )
    done = run("parse", "report.txt", "--corrections", good, "--corrections", stale)
    assert done.returncode == 1
    [line] = done.stderr.decode("utf-8").splitlines()
    assert line == f"gone.txt: correction 1 of {stale} ({SETTLED}) is not applied: no input is this document"
    assert json.loads(done.stdout)[0]["metrics"][SETTLED]["value"] == 466


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "is no file of corrections"),
        ("[]", "an object with the key 'corrections'"),
        ('{"corrections": [{"source": {"path": "a"}, "metric": "m", "decision": "accept"}, {"decision": "accept"}]}', "correction 2, source"),
        ('{"corrections": [{"source": {}, "metric": "m", "decision": "accept"}]}', "give path or sha256"),
        ('{"corrections": [{"source": {"path": "a"}, "decision": "accept"}]}', "give metric or span"),
        ('{"corrections": [{"source": {"path": "a"}, "metric": "m", "decision": "correct"}]}', "correct needs a value"),
        ('{"corrections": [{"source": {"path": "a"}, "metric": "m", "decision": "accept", "value": 1}]}', "accept takes no value"),
        ('{"corrections": [{"source": {"path": "a"}, "metric": "m", "decision": "correct", "value": "1"}]}', "must be a number"),
        ('{"corrections": [{"source": {"path": "a"}, "metric": "m", "decision": "correct", "value": 1e999999999}]}', "correction 1, value"),
        ('{"corrections": [{"source": {"path": "a"}, "metric": "m", "decision": "correct", "value": NaN}]}', "correction 1, value"),
        ('{"corrections": [], "other": 1}', "other"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_ends_before_anything_is_read(
    run: Run, tmp_path: Path, content: str, why: str
) -> None:
    (tmp_path / "bad.json").write_text(content, encoding="utf-8")
    done = run("parse", ROOT / "seeds", "--corrections", "bad.json", "-o", "out.json")
    assert (done.returncode, (tmp_path / "out.json").exists()) == (2, False)
    assert "bad.json: " in done.stderr.decode("utf-8")
    assert why in done.stderr.decode("utf-8")


def test_the_schema_refuses_what_the_model_refuses() -> None:
    about = {"source": {"path": "a"}, "metric": "m"}
    for wrong in (
        {"decision": "correct"},
        {"decision": "accept", "value": 1},
        {"decision": "maybe"},
        {"decision": "correct", "value": "1"},
    ):
        assert not SCHEMA.is_valid({"corrections": [{**about, **wrong}]})
    for one in ({"source": {}, "metric": "m"}, {"source": {"path": "a"}}):
        assert not SCHEMA.is_valid({"corrections": [{**one, "decision": "accept"}]})


def test_a_record_keeps_its_marks_when_it_is_read_back(run: Run, report: Path, tmp_path: Path) -> None:
    path = corrections(
        tmp_path,
        {"metric": SETTLED, "decision": "correct", "value": 466.25},
        {"span": span("17张"), "decision": "accept"},
    )
    assert run("parse", "report.txt", "--corrections", path, "-o", "out.json").returncode == 0
    [record] = lawextract.read_records(str(tmp_path / "out.json"))
    mark = record.metrics[SETTLED].by_hand
    assert mark is not None
    assert (record.metrics[SETTLED].value, mark.was) == (Decimal("466.25"), 465)
    assert [o.by_hand.decision for o in record.observations if o.by_hand] == ["accept"]


def test_a_record_without_decisions_is_as_it_was(report: Path) -> None:
    assert "by_hand" not in lawextract.parse_file(report).model_dump_json()


def test_the_python_object_applies_to_one_record(report: Path, tmp_path: Path) -> None:
    fixes = lawextract.load_corrections(str(corrections(tmp_path, {"metric": SETTLED, "decision": "reject"})))
    record, untold = fixes.apply(lawextract.parse_text(TEXT, path="report.txt"))
    assert (SETTLED in record.metrics, untold, list(fixes.rest())) == (False, [], [])


def test_the_model_writes_what_it_reads() -> None:
    content = {
        "version": "1",
        "corrections": [
            {
                "source": {"path": "a", "sha256": None},
                "metric": "m",
                "span": None,
                "decision": "correct",
                "value": 1.25,
                "was": None,
                "note": None,
                "by": None,
            }
        ],
    }
    assert json.loads(CorrectionsFile.model_validate(content).model_dump_json()) == content
