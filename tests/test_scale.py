"""Many documents: processes side by side, crashes, interruptions, going on where a run ended. Real processes and files."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Run

import lawextract
from lawextract.engines import Failure, Reader
from lawextract.engines.cache import Cache
from lawextract.engines.local import read_all
from lawextract.errors import InputError, UnsupportedFormat
from lawextract.identity import Hints
from lawextract.models import Record
from lawextract.read import Piece

REPORT = "坦洲镇2023年法治政府建设年度报告\n全年受理民间纠纷案件{}宗,调结465宗,调解成功率81.6%。\n"
#: Laid over the program by PYTHONPATH: reading a text with this word ends the process as a crash in C would.
CRASH = """
import os
import lawextract.pipeline as pipeline
good = pipeline.parse_document
def parse_document(document, *rest):
    if "崩溃" in document.text:
        os.kill(os.getpid(), 9)
    return good(document, *rest)
pipeline.parse_document = parse_document
"""
posix = pytest.mark.skipif(os.name == "nt", reason="signals are different there")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of thirty short reports; the last is a copy of the first."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.txt").write_text(REPORT.format(number % 29 + 2), encoding="utf-8")
    return folder


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*") if path.suffix != ".part")


def until(condition: Callable[[], object], process: subprocess.Popen[bytes]) -> None:
    """Wait for *condition*, as long as *process* runs."""
    deadline = time.monotonic() + 60
    while not condition():
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)


# Side by side


@pytest.mark.parametrize("output", ["out.json", "out.csv", "out.sqlite"])
def test_processes_write_the_same_bytes_as_one(run: Run, tmp_path: Path, reports: Path, output: str) -> None:
    (reports / "05.txt").write_bytes(b"")
    written = []
    for jobs in ("1", "2"):
        done = run("parse", "in", "-o", output, "--jobs", jobs)
        assert (done.returncode, done.stderr.decode()) == (1, "in/05.txt: is empty; nothing to read\n")
        written.append((tmp_path / output).read_bytes())
        (tmp_path / output).unlink()
    assert written[0] == written[1]


def test_own_metrics_and_labels_go_to_all_processes(run: Run, tmp_path: Path, reports: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[[metric]]\nid = "own.trees"\nzh = "植树"\nen = "Trees"\ndomain = "own"\nunit = "棵"\nunits = ["棵"]\n'
        'kind = "count"\naggregate = "sum"\ndefinition = "Trees planted."\npatterns = [{ item = ["绿化树"] }]\n'
        'examples = [{ text = "栽种绿化树300棵。", value = 300, span = "300棵" }]\nnot = ["拆除违建300处。"]\n',
        encoding="utf-8",
    )
    (reports / "00.txt").write_text(REPORT.format(2) + "栽种绿化树300棵。\n", encoding="utf-8")
    options = ["--codebook", "own.toml", "--labels", "zh", "--table", "metrics", "--format", "csv"]
    one, two = (run("parse", "in", *options, "--jobs", jobs).stdout.decode() for jobs in ("1", "2"))
    assert one == two and ",植树,300,棵," in one


def test_a_copy_is_told_of_whichever_process_read_it(run: Run, reports: Path) -> None:
    records = json.loads(run("parse", "in", "--jobs", "2").stdout)
    told = [(r["source"]["path"], w["message"]) for r in records for w in r["warnings"] if w["code"] == "duplicate"]
    assert told == [("in/29.txt", "The same text as in/00.txt")]


@posix
@pytest.mark.usefixtures("reports")
def test_a_file_beside_the_reports_is_not_run(tmp_path: Path) -> None:
    for name in ("lawextract.py", "pickle.py"):
        (tmp_path / name).write_text("raise SystemExit('run')", encoding="utf-8")
    command = [sys.executable, "-P", "-m", "lawextract", "parse", "in", "--jobs", "2"]  # as the installed script looks for modules
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert len(json.loads(done.stdout)) == 30


def test_a_crash_loses_one_document(run: Run, tmp_path: Path, reports: Path) -> None:
    (tmp_path / "usercustomize.py").write_text(CRASH, encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text(CRASH, encoding="utf-8")
    for number in (3, 4, 20):
        (reports / f"{number:02}.txt").write_text("崩溃" + REPORT.format(number), encoding="utf-8")
    done = run("parse", "in", "-o", "out.json", "--jobs", "2", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        f"in/{number:02}.txt: crashed the process that read it (SIGKILL); please report it" for number in (3, 4, 20)
    ]
    assert len(json.loads((tmp_path / "out.json").read_bytes())) == 27


def test_little_work_needs_no_other_process() -> None:
    pieces = [Piece(f"{number}.txt", REPORT.format(number).encode()) for number in range(5)]
    outcomes = list(read_all(Reader(), pieces))
    assert [outcome.path for outcome in outcomes] == [piece.path for piece in pieces]
    assert all(not isinstance(o, Failure) and isinstance(o.packed, Record) for o in outcomes)  # it never travelled


def test_no_more_is_read_ahead_than_a_few_documents_a_process() -> None:
    taken = 0

    def pieces():  # type: ignore[no-untyped-def]
        nonlocal taken
        for number in range(200):
            taken += 1
            yield Piece(f"{number}.txt", REPORT.format(number).encode())

    outcomes = read_all(Reader(), pieces(), jobs=2)
    next(iter(outcomes))
    assert taken <= 20
    outcomes.close()  # type: ignore[attr-defined]


def test_errors_travel_between_processes() -> None:
    for error in (InputError("a.txt", "is empty"), UnsupportedFormat("b.xyz", "no reader")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.path, again.reason) == (type(error), str(error), error.path, error.reason)


def test_a_script_needs_no_guard(tmp_path: Path, reports: Path) -> None:
    (tmp_path / "script.py").write_text(
        "import lawextract\nprint(sum(1 for _ in lawextract.parse_files(['in'], jobs=2)))\n", encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, check=True, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == (b"30", b"")


# Interruptions and going on


def started(tmp_path: Path, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "lawextract", "parse", "in", "-o", "out.json", "--jobs", "2", *options],
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        # Shells that run tests in the background may have it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


@pytest.fixture
def long_run(reports: Path) -> Path:
    """The folder with so much more to read that no run ends before somebody interrupts it."""
    text = "".join(REPORT.format(number) for number in range(400))
    for number in range(30, 60):
        (reports / f"{number:02}.txt").write_text(f"{number}\n{text}", encoding="utf-8")
    return reports


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_no_half_file(tmp_path: Path, long_run: Path, number: signal.Signals) -> None:
    process = started(tmp_path, "--cache", "kept")
    until(lambda: entries(tmp_path / "kept"), process)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, b"interrupted\n")
    assert sorted(os.listdir(tmp_path)) == ["in", "kept"]


@posix
def test_a_terminal_shows_how_far_it_is(tmp_path: Path, long_run: Path) -> None:
    (long_run / "59.txt").write_text(REPORT.format(1) * 20_000, encoding="utf-8")  # not over before it is looked at
    main, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "lawextract", "parse", "in", "-o", "out.json", "--jobs", "1"],
        stderr=terminal,
        cwd=tmp_path,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(terminal)
    shown = b""
    while b" documents/s " not in shown:
        shown += os.read(main, 4096)
    process.terminate()
    with contextlib.suppress(OSError):  # the other end of a terminal is gone when it is read out
        while more := os.read(main, 4096):
            shown += more
    assert process.wait(timeout=60) == 130
    os.close(main)
    assert b"/60" in shown and b"\x1b[?25h" in shown  # the cursor is there again
    assert shown.rstrip().endswith(b"interrupted")


@posix
def test_a_killed_run_goes_on_where_it_ended(run: Run, tmp_path: Path, long_run: Path) -> None:
    for path in sorted(long_run.iterdir())[36:]:
        path.unlink()
    whole = run("parse", "in", "-o", "whole.json")
    process = started(tmp_path, "--resume")
    cache = tmp_path / ".lawextract-cache"
    until(lambda: len(entries(cache)) >= 5, process)
    process.kill()
    process.communicate(timeout=60)
    assert not (tmp_path / "out.json").exists()
    kept = {path: path.stat().st_mtime_ns for path in entries(cache)}
    done = run("parse", "in", "-o", "out.json", "--jobs", "2", "--resume")
    assert (done.returncode, done.stderr, whole.returncode) == (0, b"", 0)
    assert (tmp_path / "out.json").read_bytes() == (tmp_path / "whole.json").read_bytes()
    assert {path: path.stat().st_mtime_ns for path in kept} == kept  # none was read again
    assert len(entries(cache)) == 36


def test_added_and_changed_files_alone_are_read(run: Run, tmp_path: Path, reports: Path) -> None:
    kept = tmp_path / "kept"
    first = run("parse", "in", "--cache", "kept")
    before = entries(kept)
    (reports / "30.txt").write_text(REPORT.format(77), encoding="utf-8")
    (reports / "02.txt").write_text(REPORT.format(78), encoding="utf-8")
    second = run("parse", "in", "--cache", "kept")
    assert len(before) == 30 and len(entries(kept)) == 32
    shutil.rmtree(kept)
    assert run("parse", "in", "--cache", "kept").stdout == second.stdout == run("parse", "in").stdout != first.stdout


def test_a_damaged_entry_is_read_anew(run: Run, tmp_path: Path, reports: Path) -> None:
    first = run("parse", "in", "--cache", "kept")
    sound = {path: path.read_bytes() for path in entries(tmp_path / "kept")}
    for number, (path, content) in enumerate(sound.items()):
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        other = sound[min(sound)]  # whole, but of another document
        path.write_bytes([b"", b"nonsense", content[:middle], flipped, other][number % 5])
    assert run("parse", "in", "--cache", "kept").stdout == first.stdout
    assert {path: path.read_bytes() for path in sound} == sound


def test_all_that_determines_a_record_names_its_entry(tmp_path: Path) -> None:
    own = lawextract.load_codebook(os.devnull)
    cache = Cache.open(str(tmp_path), None)
    piece, hints = Piece("a.txt", b"text"), Hints(year=2020)
    keys = [
        cache.key(piece, hints, False),
        cache.key(piece, hints, True),
        cache.key(piece, Hints(year=2021), False),
        cache.key(piece, Hints(year=2020, region="兴国县"), False),
        cache.key(piece, Hints(year=2020, url="http://a.gov.cn"), False),
        cache.key(Piece("b.txt", b"text"), hints, False),
        cache.key(Piece("a.txt", b"texts"), hints, False),
        cache.key(Piece("a.txt", b"text", ending=".html"), hints, False),
        cache.key(Piece("a.txt", b"text", url="http://b.gov.cn"), hints, False),
        Cache.open(str(tmp_path), own).key(piece, hints, False),
    ]
    assert len(set(keys)) == len(keys)
    assert cache.key(piece, hints, False) == keys[0]


@pytest.mark.parametrize("with_text", [False, True])
def test_what_is_kept_is_the_record_itself(tmp_path: Path, seeds: list[Path], with_text: bool) -> None:
    reader = Reader(with_text=with_text, cache=Cache.open(str(tmp_path), None))
    for seed in seeds:
        first, second = (reader(Piece(str(seed))) for _ in range(2))
        assert not isinstance(first, Failure) and not isinstance(second, Failure)
        assert (second.record, second.digest) == (first.record, first.digest)
        assert type(second.record) is type(first.record)
        # numbers to the last digit, not only as far as they are equal
        assert [str(o.value) for o in second.record.observations] == [str(o.value) for o in first.record.observations]


def test_wrong_use_of_a_cache_is_told(run: Run, tmp_path: Path, reports: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for options, reason in ((["--resume"], "-o"), (["--cache", "file"], "file"), (["--jobs", "0"], "--jobs")):
        done = run("parse", "in", *options)
        assert done.returncode == 2 and reason in done.stderr.decode() and not done.stdout


# Addresses


def test_addresses_are_read_as_files_are(run: Run, tmp_path: Path, reports: Path) -> None:
    pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'lawextract[uri]'")
    shutil.make_archive(str(tmp_path / "all"), "zip", reports)
    (reports / ".hidden.txt").write_bytes(b"")
    local = json.loads(run("parse", "in", "all.zip").stdout)
    for inputs in ([reports.as_uri()], [reports.as_uri() + "/*.txt"]):
        done = run("parse", *inputs, (tmp_path / "all.zip").as_uri())
        far = json.loads(done.stdout)
        assert (done.returncode, done.stderr, len(far)) == (0, b"", 60)
        assert [r["observations"] for r in far] == [r["observations"] for r in local]
        assert far[0]["source"]["path"] == f"{reports.as_uri()}/00.txt"


@pytest.mark.parametrize("address", ["file:///no/such/folder/a.txt", "nonsense://a/b.txt", "nonsense://a/b.zip"])
def test_an_address_that_cannot_be_read_says_why(run: Run, address: str) -> None:
    for command in (["parse"], ["text"]):
        done = run(*command, address)
        assert done.returncode == 1
        (line,) = done.stderr.decode().splitlines()
        assert line.startswith(f"{address}: cannot be opened: ")
