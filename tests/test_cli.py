"""The command from outside: real processes on real files, good and bad."""

from __future__ import annotations

import csv
import io
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
from lawextract.write import TableName

SEEDS = ROOT / "seeds"
REPORT = "2023年，某县受理民间纠纷案件570宗，调结465宗。\n".encode()
POEM = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n".encode()


def lines(output: bytes) -> list[str]:
    return output.decode("utf-8").splitlines()


# The main job


def test_a_folder_becomes_a_json_array(run: Run, tmp_path: Path, seeds: list[Path]) -> None:
    done = run("parse", SEEDS, "-o", "out.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    records = json.loads((tmp_path / "out.json").read_bytes())
    assert [record["source"]["path"] for record in records] == [seed.as_posix() for seed in seeds]
    assert all(record["observations"] for record in records)


def test_every_span_of_the_seeds_quotes_its_text(run: Run) -> None:
    done = run("parse", SEEDS, "--with-text")
    for record in json.loads(done.stdout):
        text = record["text"]
        spans = [*record["mentions"], *record["observations"], *record["problems"], *record["plans"]]
        spans += [observation["clause"] for observation in record["observations"]]
        assert spans
        assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)


def test_the_same_input_gives_the_same_bytes(run: Run) -> None:
    first = run("parse", SEEDS, PYTHONHASHSEED="1")
    second = run("parse", SEEDS, PYTHONHASHSEED="2")
    assert first.stdout == second.stdout


def test_json_lines_are_the_same_records_as_the_array(run: Run) -> None:
    array = run("parse", SEEDS)
    single = run("parse", SEEDS, "--format", "jsonl")
    assert [json.loads(line) for line in single.stdout.splitlines()] == json.loads(array.stdout)


def test_the_reports_table_has_one_row_a_report(run: Run, tmp_path: Path, seeds: list[Path]) -> None:
    assert run("parse", SEEDS, "-o", "out.csv").returncode == 0
    written = (tmp_path / "out.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfsource,")  # Excel needs the mark
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert [row["source"] for row in rows] == [seed.as_posix() for seed in seeds]


def test_tables_on_standard_output_carry_no_mark(run: Run) -> None:
    assert run("parse", SEEDS, "--format", "csv").stdout.startswith(b"source,")
    assert run("parse", SEEDS, "--format", "tsv").stdout.startswith(b"source\t")


@pytest.mark.parametrize("table", ["observations", "metrics", "mentions", "checks"])
def test_long_tables_have_as_many_rows_as_records_have_items(run: Run, table: str) -> None:
    records = json.loads(run("parse", SEEDS).stdout)
    text = run("parse", SEEDS, "--format", "csv", "--table", table).stdout.decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) - 1 == sum(len(record[table]) for record in records)


def test_hints_are_taken(run: Run) -> None:
    done = run("parse", "-", "--year", "2019", "--region", "广东省湛江市徐闻县", stdin=POEM)
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["year"] == 2019


# What is read


@pytest.mark.parametrize("name", ["a b.txt", "quote'\".txt", "法治政府.txt", "-dash.txt", "UPPER.TXT"])
def test_any_file_name_will_do(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(REPORT)
    done = run("parse", f"./{name}")
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["source"]["path"] == f"./{name}"


@pytest.mark.skipif(sys.platform != "linux", reason="only there are names mere bytes")
def test_a_name_that_is_no_text(run: Run, tmp_path: Path) -> None:
    name = os.fsdecode("法治.txt".encode("gb18030"))
    (tmp_path / name).write_bytes(REPORT)
    done = run("parse", ".")
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["source"]["path"].endswith(".txt")


def test_closed_streams_say_so(run: Run) -> None:
    for closed, reason in ((">&-", "standard output is closed"), ("<&-", "standard input is closed")):
        command = f'"{sys.executable}" -m lawextract parse - {closed}'
        done = subprocess.run(command, shell=True, capture_output=True, cwd=ROOT, check=False, input=REPORT)
        assert done.returncode in (1, 2)
        assert reason in done.stderr.decode("utf-8") and len(lines(done.stderr)) == 1


def test_standard_input(run: Run) -> None:
    done = run("parse", "-", stdin=REPORT)
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["source"]["path"] == "-"


def test_a_pipe_without_an_ending_is_text(run: Run) -> None:
    if not os.path.exists("/dev/stdin"):
        pytest.skip("no /dev/stdin here")
    assert run("parse", "/dev/stdin", stdin=REPORT).returncode == 0


def test_folders_are_searched_in_order_and_say_what_they_leave(run: Run, tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/a.txt", "c.ppt", "a/d.png", "e.png", ".hidden.txt", ".git/f.txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(REPORT)
    done = run("parse", "in/")
    assert done.returncode == 0
    paths = [record["source"]["path"] for record in json.loads(done.stdout)]
    assert paths == ["in/a/a.txt", "in/a/z.txt", "in/b.txt"]
    assert lines(done.stderr) == ["not read, no reader for this kind of file yet: 2 .png, 1 .ppt"]


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C"}, {"LC_ALL": "zh_CN.GBK"}, {"PYTHONIOENCODING": "gbk"}], ids=str
)
def test_the_locale_does_not_matter(run: Run, tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "报告.txt").write_bytes(REPORT)
    usual = run("parse", "报告.txt")
    assert run("parse", "报告.txt", **environment).stdout == usual.stdout
    assert usual.returncode == 0


# What cannot be read


BAD = {
    "missing.txt": (None, "no such file"),
    "empty.txt": (b"", "is empty"),
    "mark.txt": (b"\xef\xbb\xbf", "is empty"),
    "blank.txt": (b" \r\n\xe3\x80\x80", "is empty"),
    "binary.txt": (b"\x01\x02\x00\x00", "binary"),
    "archive.txt": (b"PK\x03\x04\x00\x00", "holds many documents"),
    "garbled.txt": ("法治政府".encode().decode("latin-1").encode(), "is garbled"),
    "line.txt": (b"1" * 50_000_000, "far more than one report"),
    "report.pdf": (b"%PDF-1.4", "is a damaged PDF file"),
    "report.docx": (b"PK", "is a damaged Word document"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_line_and_stops_nothing(run: Run, tmp_path: Path, name: str) -> None:
    content, reason = BAD[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_bytes(REPORT)
    done = run("parse", name, "good.txt", "-o", "out.json")
    assert done.returncode == 1
    (line,) = lines(done.stderr)
    assert line.startswith(f"{name}: ") and reason in line
    records = json.loads((tmp_path / "out.json").read_bytes())
    assert [record["source"]["path"] for record in records] == ["good.txt"]


def test_an_empty_folder_is_a_failure(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("parse", "empty")
    assert (done.returncode, done.stdout) == (1, b"")
    assert lines(done.stderr) == ["empty: the folder holds no file that can be read"]


def test_without_any_record_an_older_output_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("older")
    assert run("parse", "missing.txt", "-o", "out.json").returncode == 1
    assert (tmp_path / "out.json").read_text() == "older"
    assert os.listdir(tmp_path) == ["out.json"]


def test_a_poem_is_a_record_with_warnings(run: Run) -> None:
    done = run("parse", "-", stdin=POEM)
    assert done.returncode == 0
    (record,) = json.loads(done.stdout)
    assert (record["year"], record["region"], record["observations"]) == (None, None, [])
    assert record["warnings"]


def test_a_mistake_of_ours_names_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(REPORT)
    # A module of this name is found before the engine's and breaks on the first file only.
    (tmp_path / "sitecustomize.py").write_text(
        "import lawextract.pipeline as pipeline\n"
        "good = pipeline.parse_document\n"
        "def parse_document(document, *rest):\n"
        "    if document.path == 'bad.txt':\n"
        "        raise KeyError('two\\nlines')\n"
        "    return good(document, *rest)\n"
        "pipeline.parse_document = parse_document\n"
    )
    (tmp_path / "bad.txt").write_bytes(REPORT)
    done = run("parse", "bad.txt", "good.txt", "--format", "jsonl", PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert done.returncode == 1
    (line,) = lines(done.stderr)
    assert line.startswith("bad.txt: internal error (KeyError") and line.endswith("please report it")
    assert len(lines(done.stdout)) == 1


# Outputs


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["-o", "out.doc"], "unknown output format"),
        (["-o", "out"], "unknown output format"),
        (["-o", "no/such/folder/out.json"], "cannot be written"),
        (["-o", "folder.json"], "cannot be written"),
        (["-o", "in.txt", "--format", "json"], "also an input"),
        (["--format", "yaml"], "yaml"),
        (["--nonsense"], "--nonsense"),
        (["--table", "observations"], "--table is for"),
        (["--format", "csv", "--table", "nonsense"], "nonsense"),
        (["--format", "csv", "--with-text"], "--with-text is for"),
        (["--year", "soon"], "--year"),
    ],
)
def test_wrong_usage(run: Run, tmp_path: Path, arguments: list[str], reason: str) -> None:
    (tmp_path / "in.txt").write_bytes(REPORT)
    (tmp_path / "folder.json").mkdir()
    done = run("parse", "in.txt", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert reason in done.stderr.decode("utf-8") and b"Traceback" not in done.stderr
    assert sorted(os.listdir(tmp_path)) == ["folder.json", "in.txt"]
    assert (tmp_path / "in.txt").read_bytes() == REPORT


def test_the_ending_names_the_format_in_any_case(run: Run, tmp_path: Path) -> None:
    assert run("parse", "-", "-o", "OUT.JSONL", stdin=REPORT).returncode == 0
    assert json.loads((tmp_path / "OUT.JSONL").read_bytes())["source"]["path"] == "-"


def test_an_input_inside_a_folder_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes(REPORT)
    assert run("parse", ".", "-o", "in.txt", "--format", "json").returncode == 2
    assert (tmp_path / "in.txt").read_bytes() == REPORT


def test_a_dash_is_standard_output(run: Run) -> None:
    assert run("parse", "-", "-o", "-", stdin=REPORT).stdout.startswith(b"[\n")


def test_a_full_disk(run: Run) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    done = run("parse", "-", "-o", "/dev/full", "--format", "json", stdin=REPORT)
    assert done.returncode == 2
    assert lines(done.stderr) == ["/dev/full: writing failed: No space left on device"]


@pytest.mark.skipif(os.name == "nt", reason="no head there")
@pytest.mark.parametrize("options", ["", "-o /dev/stdout --format jsonl"])
def test_a_closed_pipe_is_quiet(options: str) -> None:
    command = f'"{sys.executable}" -m lawextract parse "{SEEDS}" {options} | head -c 10'
    done = subprocess.run(command, shell=True, capture_output=True, timeout=120, check=False)
    assert (len(done.stdout), done.stderr) == (10, b"")


@pytest.mark.skipif(os.name == "nt", reason="signals are different there")
def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "lawextract", "parse", "-", "-o", "out.json"],
        stdin=subprocess.PIPE,  # never written to: the process waits
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        # Shells that run tests in the background may have it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.monotonic() + 60
    while not os.listdir(tmp_path):  # the hidden file that becomes out.json
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, b"interrupted\n")
    assert os.listdir(tmp_path) == []


# Around it


def test_version(run: Run) -> None:
    done = run("--version")
    assert (done.returncode, done.stdout.decode().strip()) == (0, f"lawextract {lawextract.__version__}")


def test_help_shows_examples_and_all_options(run: Run) -> None:
    done = run("parse", "--help")
    assert done.returncode == 0
    text = done.stdout.decode("utf-8")
    options = ["--output", "--format", "--table", "--with-text", "--region", "--year", "Examples:"]
    assert all(word in text for word in [*options, *TableName])


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["parse", "--help"]])
def test_help_and_version_load_no_engine(arguments: list[str]) -> None:
    heavy = {
        "regex",
        "opencc",
        "ahocorasick_rs",
        "lawextract.api",
        "lawextract.models",
        "lawextract.pipeline",
    }
    if "parse" not in arguments:  # for the options of a command typer itself may load pydantic
        heavy |= {"pydantic"}
    code = (
        "import sys\n"
        f"sys.argv[1:] = {arguments}\n"
        "from lawextract.cli import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        f"    print('loaded:', sorted({heavy} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "loaded: []"


# Manifests


def test_a_manifest_tells_what_each_text_leaves_open(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes("一年来，受理民间纠纷案件57宗。\n".encode())
    (folder / "b.txt").write_bytes("德清县2021年法治政府建设年度报告\n全年受理民间纠纷案件61宗。\n".encode())
    (tmp_path / "m.csv").write_bytes("\ufefffile,region,year\na.txt,湖南省浏阳市,2019\nin/b.txt,,2018\n".encode())
    done = run("parse", "in", "--manifest", "m.csv", "--format", "json")
    first, second = json.loads(done.stdout)
    assert (first["region"]["full_name"], first["year"]) == ("湖南省长沙市浏阳市", 2019)
    assert first["metrics"]["mediation.cases_accepted"]["value"] == 57
    assert second["year"] == 2021
    assert "year_differs_from_hint" in {warning["code"] for warning in second["warnings"]}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("name,year\na.txt,2019\n", "file"), ("file,year\na.txt,两千\n", "line 2"), (None, "cannot be read")],
)
def test_a_wrong_manifest_is_told(run: Run, tmp_path: Path, content: str | None, complaint: str) -> None:
    if content is not None:
        (tmp_path / "m.csv").write_bytes(content.encode())
    done = run("parse", SEEDS, "--manifest", "m.csv", "-o", "out.json")
    assert done.returncode == 2
    assert "m.csv" in done.stderr.decode() and complaint in done.stderr.decode()
    assert not (tmp_path / "out.json").exists()
