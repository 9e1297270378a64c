"""Excel workbooks and CSV files: cells as they are shown, one line a row."""

from __future__ import annotations

import pytest
from documents import packed, xlsx

from lawextract.errors import InputError
from lawextract.read.sheet import read_csv_sheet
from lawextract.read.xlsx import read_xlsx


def test_sheets_become_tables_with_their_titles() -> None:
    one = {"A1": "行政处罚统计表", "A2": "单位", "B2": "件数", "A3": "综合执法局", "B3": 1126, "C3": 99.869999999999997}
    document = read_xlsx(xlsx({"处罚": one, "Sheet2": {"B2": "x", "C2": 3}}), "a.xlsx")
    assert document.text == "处罚\n行政处罚统计表\n单位\t件数\t\n综合执法局\t1126\t99.87\nx\t3\n"
    cells = {loc.value: document.text[loc.start : loc.end] for loc in document.locators}
    assert (cells["处罚!B3"], cells["Sheet2!C2"]) == ("1126", "3")


def test_numbers_are_read_as_they_are_shown() -> None:
    cells = {"A1": 0.999, "B1": 45292, "C1": 3, "D1": 1e-05, "E1": "a\tb"}
    formats = {"A1": "0.0%", "B1": "yyyy/m/d", "C1": '0"件"'}
    assert read_xlsx(xlsx({"Sheet1": cells}, formats), "a.xlsx").text == "99.9%\t2024-01-01\t3件\t0.00001\ta b\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (xlsx({"Sheet1": {"A1": "x"}})[:-30], "damaged"),
        (packed({"word/document.xml": "<a/>"}), "has no sheets"),
        (xlsx({"Sheet1": {}}), "holds no cells"),
    ],
)
def test_workbooks_that_cannot_be_read_say_why(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=rf"^a\.xlsx: .*{reason}"):
        read_xlsx(data, "a.xlsx")


@pytest.mark.parametrize(("mark", "encoding"), [(",", "utf-8-sig"), (";", "gb18030"), ("\t", "utf-8")])
def test_csv_files_without_texts_are_sheets(mark: str, encoding: str) -> None:
    text = f'行政执法情况统计表\n单位{mark}"警告(宗)"{mark}合计(宗)\n城管局{mark}"1{mark}200"{mark}3\n'
    document = read_csv_sheet(text.encode(encoding), "a.csv")
    inner = "1 200" if mark == "\t" else f"1{mark}200"
    assert document.text == f"行政执法情况统计表\n单位\t警告(宗)\t合计(宗)\n城管局\t{inner}\t3\n"
