"""The cluster for real: a local one of two worker processes, one of which is killed while it reads."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, Run

import lawextract
from lawextract.engines import ray as engine

pytest.importorskip("ray", reason="ray is not installed: pip install 'lawextract[ray]'")

LINES = 20
REPORT = "坦洲镇2023年法治政府建设年度报告\n" + "全年受理民间纠纷案件{}宗,调结465宗,调解成功率81.6%。\n" * LINES


def working(parent: int) -> list[int]:
    """The processes below *parent* that read a part of the documents now."""
    parents, names = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
                names[int(folder.name)] = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])

    def is_below(process: int) -> bool:
        while process in parents and process != parent:
            process = parents[process]
        return process == parent

    return [process for process, name in names.items() if b"_read_part" in name and is_below(process)]


def test_a_file_that_a_lost_worker_had_half_written_goes(tmp_path: Path) -> None:
    records = tmp_path / "records"
    records.mkdir()
    for name in ("0000000000000000.parquet", "0000000000000010.parquet", ".lawextract-7d928a82.part"):
        (records / name).touch()
    engine._keep_only(tmp_path, [16, 16])
    assert [path.name for path in records.iterdir()] == ["0000000000000010.parquet"]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers in /proc")
def test_a_lost_worker_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(48):
        lines = "".join(REPORT.format(*[number % 47 + 2] * LINES))
        (folder / f"{number:02}.txt").write_text(lines, encoding="utf-8")
    (folder / "05.txt").write_bytes(b"")
    rows = "".join(json.dumps({"url": f"r{n}", "content": REPORT.format(*[n + 900] * LINES)}) + "\n" for n in range(3))
    (tmp_path / "table.jsonl").write_text(rows, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    inputs = [folder.as_uri(), "table.jsonl", "--text-column", "content", "--id-column", "url"]
    failures: list[lawextract.Failure] = []
    local = list(
        lawextract.parse_files(
            inputs[:2], jobs=2, text_column="content", id_column="url", on_failure=failures.append
        )
    )

    process = subprocess.Popen(
        [sys.executable, "-m", "lawextract", "parse", *inputs, "-o", "out", "--engine", "ray", "--jobs", "2"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob(".lawextract-*.part/records/*.parquet")):  # the first part is written
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    while not (workers := working(process.pid)):
        assert process.poll() is None and time.monotonic() < deadline
    os.kill(workers[0], signal.SIGKILL)
    _, said = process.communicate(timeout=120)

    assert process.returncode == 1
    assert said.decode().splitlines()[-1] == "1 of 51 documents did not become records; see out/errors"
    records = parquet.read_table(tmp_path / "out" / "records").sort_by("position")
    assert records["record"].to_pylist() == [record.model_dump_json() for record in local]
    errors = parquet.read_table(tmp_path / "out" / "errors").to_pylist()
    assert [(row["source"], row["reason"]) for row in errors] == [(f.path, f.reason) for f in failures]
    assert failures[0].path.endswith("/in/05.txt")
    for table in ("reports", "metrics", "observations", "mentions", "checks", "warnings"):
        whole = lawextract.to_frame(local, table, "arrow")
        order = [(name, "ascending") for name in whole.column_names[:3]]
        assert parquet.read_table(tmp_path / "out" / table).sort_by(order).equals(whole.sort_by(order))
    assert sorted(os.listdir(tmp_path / "out")) == sorted(
        ["records", "errors", "reports", "metrics", "observations", "mentions", "checks", "warnings"]
    )
    assert not list(tmp_path.glob(".lawextract*"))


def test_wrong_usage_is_told_before_a_cluster_starts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("一", encoding="utf-8")
    for arguments, reason in (
        (["full"], "new folder"),
        (["full", "-o", "out", "--format", "csv"], "no other format"),
        (["-", "-o", "out"], "standard input"),
        (["full", "-o", "full"], "there already"),
    ):
        done = run("parse", *arguments, "--engine", "ray")
        assert done.returncode == 2 and reason in done.stderr.decode()
    assert "--engine ray" in run("parse", "full", "--address", "auto").stderr.decode()
