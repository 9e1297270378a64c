"""What may go wrong around a run: disks, folders, files, signals. The message and the status are right, what is done is whole."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import ROOT, Run

import lawextract
from lawextract.api import Failure
from lawextract.write import Format, TableName, write_file

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
REPORT = "文县2021年法治政府建设年度报告\n一、主要成效\n受理民间纠纷案件570宗,调结465宗。\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the faults are made with Linux's means")


def start(
    *arguments: str | Path, cwd: Path, before: Callable[[], object] | None = None, **environment: str
) -> subprocess.Popen[bytes]:
    """The command in a process of its own, for which *before* makes the world worse."""

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # background shells have it ignored
        if before:
            before()

    return subprocess.Popen(
        [sys.executable, "-m", "lawextract", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env={**os.environ, "MPLCONFIGDIR": str(cwd), **environment},
        preexec_fn=prepare,
    )


def end(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Its exit status and what it says."""
    _, errors = process.communicate(timeout=120)
    said = errors.decode("utf-8")
    assert "Traceback" not in said and "internal error" not in said, said
    return process.returncode, said


def small_disk() -> None:
    """No file may grow beyond 3 kB: writing fails in the midst, whoever runs this and whatever library writes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000))


def as_anyone() -> None:
    """Take root's power to write and read where it may not, so that permissions count; others lack it anyway."""
    drop, overrides = 24, (1, 2)  # PR_CAPBSET_DROP of CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
    if os.geteuid() == 0:
        for capability in overrides:
            ctypes.CDLL(None).prctl(drop, capability, 0, 0, 0)


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A folder in which nobody may write."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    test = f"open({str(folder / 'x')!r}, 'w')"
    done = subprocess.run([sys.executable, "-c", test], preexec_fn=as_anyone, capture_output=True, check=False)
    if b"PermissionError" not in done.stderr:
        pytest.skip("this system lets everybody write everywhere")
    return folder


# Disks and folders


@pytest.mark.parametrize("format", [f for f in Format if f not in (Format.JSONL, Format.TSV)])
def test_a_disk_that_is_full_in_the_midst(tmp_path: Path, format: Format) -> None:
    """Nothing new is left behind, and an older output stays as it was."""
    out = tmp_path / "out"
    out.mkdir()
    older, newer = out / f"older.{format}", out / f"newer.{format}"
    options = ("--table", "observations") if format.is_table else ()
    write_file([lawextract.parse_text(REPORT)], str(older), format, TableName.OBSERVATIONS)
    before = older.read_bytes()
    for path in (newer, older):
        status, said = end(start("parse", SEEDS[0], "-o", path, *options, cwd=tmp_path, before=small_disk))
        assert status == 2
        (line,) = said.splitlines()
        assert line.startswith(f"{path}: ") and ("writing failed" in line or "cannot be written" in line)
    assert older.read_bytes() == before
    assert list(out.iterdir()) == [older]


@pytest.mark.parametrize("format", ["csv", "xlsx", "sqlite", "duckdb"])
def test_a_folder_in_which_nobody_may_write(tmp_path: Path, locked: Path, format: str) -> None:
    path = locked / f"out.{format}"
    status, said = end(start("parse", SEEDS[0], "-o", path, cwd=tmp_path, before=as_anyone))
    assert (status, said) == (2, f"{path}: cannot be written: Permission denied\n")


def test_other_commands_in_a_folder_in_which_nobody_may_write(tmp_path: Path, locked: Path) -> None:
    assert end(start("parse", SEEDS[0], "-o", tmp_path / "a.json", cwd=tmp_path)) == (0, "")
    for command in (
        ["panel", tmp_path / "a.json", "-o", locked / "panel.csv"],
        ["plot", tmp_path / "a.json", "-o", locked / "plot.svg"],
        ["parse", SEEDS[0], "-o", locked / "package", "--datapackage"],
        ["codebook", "init", str(locked / "own.toml")],
    ):
        status, said = end(start(*command, cwd=tmp_path, before=as_anyone))
        assert status == 2 and "cannot be written" in said and str(locked) in said, (command, said)


def test_a_read_only_home_is_no_matter(tmp_path: Path, locked: Path) -> None:
    home = {"HOME": str(locked), "XDG_CACHE_HOME": str(locked), "XDG_CONFIG_HOME": str(locked)}
    process = start("parse", SEEDS[0], "-o", tmp_path / "a.json", cwd=tmp_path, before=as_anyone, **home)
    assert end(process) == (0, "")


def test_a_file_that_nobody_may_read(tmp_path: Path, locked: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(REPORT, encoding="utf-8")
    secret.chmod(0)
    process = start("parse", "secret.txt", SEEDS[0], "-o", "a.json", cwd=tmp_path, before=as_anyone)
    assert end(process) == (1, "secret.txt: cannot be read: Permission denied\n")
    assert len(json.loads((tmp_path / "a.json").read_bytes())) == 1


# Files that change


def many(folder: Path, count: int = 3) -> list[Path]:
    paths = [folder / f"{number}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(REPORT.replace("570", f"57{number}"), encoding="utf-8")
    return paths


def test_a_file_that_vanishes_after_it_was_listed(tmp_path: Path) -> None:
    paths, failures = many(tmp_path), list[Failure]()
    records = lawextract.parse_files([tmp_path], on_failure=failures.append)
    assert next(records).source.path.endswith("0.txt")
    paths[1].unlink()
    assert [record.source.path[-5:] for record in records] == ["2.txt"]
    assert list(map(str, failures)) == [f"{paths[1]}: no such file or folder; check the path"]


def test_a_file_that_changes_is_read_as_it_is_then(tmp_path: Path) -> None:
    paths = many(tmp_path, 2)
    records = lawextract.parse_files([tmp_path])
    next(records)
    paths[1].write_text(REPORT.replace("570", "999"), encoding="utf-8")
    (second,) = records
    assert second.source.sha256 == sha256(paths[1].read_bytes()).hexdigest()
    assert [int(o.value) for o in second.observations] == [999, 465]


def test_an_archive_that_is_cut_off_while_it_is_read(tmp_path: Path) -> None:
    path, failures = tmp_path / "a.zip", list[Failure]()
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", REPORT.replace("570", f"57{number}") * 400)
    records = lawextract.parse_files([path], on_failure=failures.append)
    next(records)
    with path.open("r+b") as file:
        file.truncate(os.path.getsize(path) // 2)
    assert list(records) == []
    assert [failure.path for failure in failures] == [f"{path}!/1.txt", f"{path}!/2.txt"]
    assert all("is damaged in its archive" in failure.reason for failure in failures)


# Signals


@pytest.mark.parametrize("format", ["jsonl", "xlsx", "duckdb"])
def test_an_interrupt_leaves_nothing_half_done(tmp_path: Path, format: str) -> None:
    os.mkfifo(tmp_path / "waits.txt")  # reading it takes until somebody writes
    out = tmp_path / "out"
    out.mkdir()
    process = start("parse", SEEDS[0], tmp_path / "waits.txt", "-o", out / f"a.{format}", cwd=tmp_path)
    descriptor = _opened_for_reading(tmp_path / "waits.txt")
    _until_asleep(process)  # a signal between opening and reading would not be noticed before the reading ends
    process.send_signal(signal.SIGINT)
    assert end(process) == (130, "interrupted\n")
    os.close(descriptor)
    assert list(out.iterdir()) == []


def test_a_killed_run_leaves_the_older_output(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "waits.txt")
    (tmp_path / "a.json").write_text("older", encoding="utf-8")
    process = start("parse", SEEDS[0], tmp_path / "waits.txt", "-o", "a.json", cwd=tmp_path)
    descriptor = _opened_for_reading(tmp_path / "waits.txt")
    process.kill()
    process.communicate(timeout=60)
    os.close(descriptor)
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == "older"


def _opened_for_reading(pipe: Path) -> int:
    """Wait until the command has opened *pipe*; as long as what is given back is open, it waits for more."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            assert time.monotonic() < deadline
            time.sleep(0.02)


def _until_asleep(process: subprocess.Popen[bytes]) -> None:
    """Wait until the process waits, too."""
    state = Path(f"/proc/{process.pid}/stat")
    deadline = time.monotonic() + 60
    while state.exists() and state.read_text().rpartition(")")[2].split()[0] != "S":
        assert time.monotonic() < deadline
        time.sleep(0.02)


# The world around


@pytest.mark.parametrize("name", ["it's a", 'say "hi"', "法治 政府", "$HOME;ls *?[x]", "-o", "%s{0}\\n"])
def test_any_name_of_a_folder_and_any_line_ends(run: Run, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / f"{name}.txt").write_bytes(b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").encode())
    done = run("parse", f"./{name}", "-o", f"./{name}/{name}.json", LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stderr) == (0, b"")
    (record,) = json.loads((folder / f"{name}.json").read_bytes())
    assert record["source"]["path"] == f"./{name}/{name}.txt"
    assert [o["value"] for o in record["observations"]] == [570, 465]


def test_a_failure_is_told_without_a_locale(run: Run) -> None:
    done = run("parse", "没有.txt", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 1 and b"no such file" in done.stderr and b"Traceback" not in done.stderr
