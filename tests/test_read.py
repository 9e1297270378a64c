"""Bytes to text, and folders to files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lawextract.errors import InputError, Undecodable, UnsupportedFormat
from lawextract.read import Document, read_document
from lawextract.read.inputs import find_inputs
from lawextract.read.text import read_text

TEXT = "第一行\r\n第二行\r第三行\n法治政府𠮷"


def test_newlines_stay_and_offsets_are_code_points() -> None:
    data = TEXT.encode()
    assert read_text(data, "a.txt") == Document(
        text=TEXT,
        path="a.txt",
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        encoding="utf-8",
    )


def test_a_byte_order_mark_is_not_counted() -> None:
    document = read_text(TEXT.encode("utf-8-sig"), "a.txt")
    assert (document.text, document.encoding) == (TEXT, "utf-8-sig")


def test_bytes_that_are_no_chinese_text_say_so() -> None:
    with pytest.raises(Undecodable, match=r"^a\.txt: .*save it as UTF-8"):
        read_text(bytes(range(0x81, 0xFF)), "a.txt")


def test_other_kinds_of_files_say_so(tmp_path: Path) -> None:
    (tmp_path / "报告.PPT").write_bytes(b"x")
    with pytest.raises(UnsupportedFormat, match="ppt files are not supported"):
        read_document(str(tmp_path / "报告.PPT"))


def test_a_missing_file_is_told_from_a_wrong_kind() -> None:
    with pytest.raises(InputError, match="no such file"):
        read_document("nowhere.pdf")


def test_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere.txt")
    assert find_inputs([str(tmp_path)]).files == (str(tmp_path / "link.txt"),)
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_document(str(tmp_path / "link.txt"))


def test_files_stay_in_the_order_given_and_folders_are_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a b.txt", "a/z.txt", "二.txt", "一.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    root = str(tmp_path)
    found = find_inputs(["z.txt", root, "-", "a.txt"])
    inside = [f"{root}/{name}" for name in ("a/z.txt", "a b.txt", "b.txt", "一.txt", "二.txt")]
    assert found.files == ("z.txt", *inside, "-", "a.txt")
