"""A report at the terminal."""

from __future__ import annotations

from pathlib import Path

from conftest import ROOT, Run

SEED = ROOT / "seeds" / "001_93c0c98ce23684a6.txt"
HEAD = "文县2023年法治政府建设年度报告\n文县人民政府\n一、主要成效\n"


def test_identity_metrics_audit_and_what_is_unmapped(run: Run) -> None:
    done = run("show", SEED)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode("utf-8")
    assert "广东省广州市从化区  440117  stated" in shown
    assert "Metrics (38)" in shown
    line = next(line for line in shown.splitlines() if "行政复议办结率" in line)
    assert "82.49%" in line and "办结率82.49%" in line
    assert "undetermined  count  19件 are 5.26% of about 361件" in shown
    assert "Unmapped (" in shown and "o40" in shown
    assert "\x1b" not in shown  # no colours into a pipe


def test_labels_narrow_terminals_and_colours(run: Run) -> None:
    assert "reconsideration.conclusion_rate" in run("show", SEED, "--labels", "id").stdout.decode("utf-8")
    narrow = run("show", SEED, "--labels", "en", COLUMNS="60").stdout.decode("utf-8")
    assert max(map(len, narrow.splitlines())) <= 60
    assert "\x1b[" in run("show", SEED, FORCE_COLOR="1").stdout.decode("utf-8")


def test_text_is_text_and_no_markup(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HEAD + "收到[red]行政复议[/red]申请66件:smile:。\n", encoding="utf-8")
    shown = run("show", "a.txt").stdout.decode("utf-8")
    assert "收到[red]行政复议[/red]申请66件:smile:" in shown


def test_records_show_what_their_reports_show(run: Run, tmp_path: Path) -> None:
    run("parse", SEED, "--with-text", "-o", "out.json")
    assert run("show", "out.json").stdout == run("show", SEED).stdout
    run("parse", SEED, "-o", "short.json")
    assert "办结率82.49%" in run("show", "short.json").stdout.decode("utf-8")


def test_a_text_that_is_no_report_is_shown_with_its_warnings(run: Run) -> None:
    shown = run("show", "-", stdin="培训3次。".encode()).stdout.decode("utf-8")
    assert "region     unknown" in shown and "Metrics (0)" in shown and "no-report" in shown


def test_bad_input_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    for path, told in (("none.txt", "none.txt: no such file"), ("x.json", "x.json: value 1 is no record")):
        done = run("show", path)
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.decode("utf-8").startswith(told)
