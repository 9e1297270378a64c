"""The review page as a file: what is in it, and the command that writes it."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode, b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from hypothesis import given
from hypothesis import strategies as st

import lawextract
from lawextract.models import RecordWithText
from lawextract.review.assemble import SCRIPTS, as_json
from lawextract.review.data import is_unmapped, page_data

SEEDS = ROOT / "seeds"
REPORT = "2023年，某县受理民间纠纷案件570宗，调结465宗。\n".encode()


class Parts(HTMLParser):
    """The contents of the elements that hold something, by tag and id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.contents: dict[str, str] = {}
        self.policy = ""
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""
        assert not [name for name in given if name.startswith("on") or name == "style"]
        self._open = given.get("id") or tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.contents[self._open] = self.contents.get(self._open, "") + data


def unpacked(payload: str) -> list[Any]:
    content: list[Any] = json.loads(gzip.decompress(b64decode(payload)))
    return content


@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_data_in_the_page_ends_no_script_and_stays_what_it_is(data: Any) -> None:
    written = as_json(data)
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == data


def test_the_page_holds_the_reports_and_allows_nothing_but_its_own(
    run: Run, tmp_path: Path, seeds: list[Path]
) -> None:
    done = run("review", SEEDS, "-o", "review.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    page = (tmp_path / "review.html").read_text(encoding="utf-8")
    parts = Parts(page)
    rules = dict(rule.strip().split(" ", 1) for rule in parts.policy.split(";"))
    for element, rule in (("script", "script-src"), ("style", "style-src")):
        digest = b64encode(sha256(parts.contents[element].encode("utf-8")).digest()).decode("ascii")
        assert rules.pop(rule) == f"'sha256-{digest}'"
    assert rules == {
        "default-src": "'none'", "base-uri": "'none'", "form-action": "'none'",
        "require-trusted-types-for": "'script'", "trusted-types": "'none'",
    }  # fmt: skip
    assert not re.search(r"\b(src|href)\s*=\s*[\"']?\s*(https?:|//)|@import|url\(", page)
    head = json.loads(parts.contents["head"])
    payloads = parts.contents["payloads"].split("\n")
    assert [row[0] for row in head["index"]] == [seed.as_posix() for seed in seeds]
    assert [unpacked(payload)[0] for payload in payloads] == [
        seed.read_bytes().decode("utf-8") for seed in seeds
    ]


def test_the_same_reports_give_the_same_page(run: Run, tmp_path: Path) -> None:
    for name, seed in (("one.html", "1"), ("two.html", "2")):
        assert run("review", SEEDS, "-o", name, PYTHONHASHSEED=seed).returncode == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_what_parse_wrote_with_text_gives_the_same_page(run: Run, tmp_path: Path) -> None:
    assert run("parse", SEEDS, "--with-text", "-o", "out.jsonl").returncode == 0
    assert run("review", "out.jsonl", "-o", "written.html").returncode == 0
    assert run("review", SEEDS, "-o", "read.html").returncode == 0
    assert (tmp_path / "written.html").read_bytes() == (tmp_path / "read.html").read_bytes()


def test_records_without_text_are_told_and_the_rest_is_shown(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(REPORT)
    assert run("parse", "report.txt", "-o", "out.json").returncode == 0
    done = run("review", "out.json", "-o", "review.html")
    assert (done.returncode, (tmp_path / "review.html").exists()) == (1, False)
    assert "report.txt came without its text; write it with parse --with-text" in done.stderr.decode("utf-8")
    done = run("review", "report.txt", "out.json", "missing.txt", "-o", "review.html")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 2)
    assert "report.txt" in (tmp_path / "review.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("report.txt", "-o", "review.pdf"), "end its name with .html"),
        (("page.html", "-o", "page.html"), "is also an input"),
        (("report.txt", "-o", "no/such/folder.html"), "cannot be written"),
        (("report.txt", "-o", "review.html", "--codebook", "none.toml"), "none.toml"),
    ],
)
def test_wrong_use_is_told_and_nothing_is_written(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    for name in ("report.txt", "page.html"):
        (tmp_path / name).write_bytes(REPORT)
    before = sorted(tmp_path.iterdir())
    done = run("review", *arguments)
    assert done.returncode == 2
    assert why in done.stderr.decode("utf-8")
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "page.html").read_bytes() == REPORT


def test_counts_in_the_list_are_those_of_the_record(seeds: list[Path]) -> None:
    records = [
        RecordWithText(**dict(lawextract.parse_file(seed)), text=seed.read_text("utf-8")) for seed in seeds
    ]
    for record, row in zip(
        records, page_data(records, lawextract.load_codebook()).head["index"], strict=True
    ):
        unmapped = [o for o in record.observations if is_unmapped(o, record.year)]
        assert row[5:10] == [record.year, len(record.observations), len(unmapped), 0, len(record.warnings)]
        assert all(not o.metrics and o.status == "actual" and o.scope == "own" for o in unmapped)
        assert len(row[10]) == len(record.metrics)


def test_a_metric_that_the_codebook_does_not_know_is_called_by_its_id(seeds: list[Path]) -> None:
    record = lawextract.parse_file(seeds[0])
    value = next(iter(record.metrics.values()))
    strange = RecordWithText(
        **{**dict(record), "metrics": {"my.own": value}}, text=seeds[0].read_text("utf-8")
    )
    head = page_data([strange], lawextract.load_codebook()).head
    assert head["metrics"][head["index"][0][10][0][0]][:3] == ["my.own", "my.own", "my.own"]


def test_a_file_name_that_is_no_utf_8_is_shown_with_question_marks() -> None:
    read = lawextract.parse_text("调解570宗")
    source = read.source.model_copy(update={"path": "\udcff.txt"})
    record = RecordWithText(**{**dict(read), "source": source}, text="调解570宗")
    assert page_data([record], lawextract.load_codebook()).head["index"][0][0] == "?.txt"


def test_every_part_of_the_script_is_in_the_page() -> None:
    folder = ROOT / "lawextract" / "review" / "page"
    assert {path.stem for path in folder.glob("*.js")} == set(SCRIPTS)
