"""The review page in a real browser: everything that a person does there."""

from __future__ import annotations

import json
import runpy
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.base import AXE_SCRIPT
from browser import MISSING, Browser, chromium
from conftest import ROOT, Run
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

import lawextract
from lawextract.models import Mention, Record, RecordWithText, Reference, Span
from lawextract.read.pdf import read_pdf
from lawextract.review import write_page

pytestmark = pytest.mark.skipif(MISSING is not None, reason=MISSING or "")

TEXT = (
    "徐闻县2023年法治政府建设年度报告\n一、工作情况\n(一)化解纠纷\n2023年,徐闻县受理民间纠纷案件570宗(去年为512宗),其中调结465宗,"
    "司法确认28宗。另有卡片17张。印发《徐闻县2023年工作要点》,落实“三项制度”,第一时间响应12345热线。\n"
    "二、存在问题\n队伍力量不足。\n三、下一步工作\n2024年组织培训20场次。\n"
)
HOSTILE = (
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=2</script>",
    "<!--<script>",
    "--><img src=x onerror=window.hacked=3>",
    "<svg onload=window.hacked=4>",
    '" onmouseover="window.hacked=5" autofocus onfocus="window.hacked=6',
    "' style='position:fixed;inset:0' onclick='window.hacked=7",
    "javascript:window.hacked=8",
    "[点此](javascript:window.hacked=9)",
    "{{SCRIPT}}{{HEAD}}{{7*7}}${window.hacked=10}`<%= 1 %>",
    "\u2028window.hacked=11\u2029//",
    "\u202e倒写\u202c\u200f\u2066",
    "空\0字",
    "]]>&lt;b&gt;&amp;&#x27;\\u003cscript\\u003e",
    "__proto__ constructor toString",
)


def with_text(text: str, path: str, region: str | None = None) -> RecordWithText:
    return RecordWithText(**dict(lawextract.parse_text(text, path=path, region=region)), text=text)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture(scope="module")
def records() -> list[RecordWithText]:
    """The seeds, and a small report that is told again for the next year with other values."""
    read = [
        with_text(path.read_bytes().decode("utf-8"), path.name)
        for path in sorted((ROOT / "seeds").glob("*.txt"))
    ]
    later = TEXT.replace("2023", "2024").replace("570", "600")
    told = [with_text(text, f"{year}.txt", "徐闻县") for text, year in ((TEXT, 2023), (later, 2024))]
    return [*read, *told]


@pytest.fixture(scope="module")
def page(records: list[RecordWithText], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "review.html"
    write_page(records, str(path))
    return path


@pytest.fixture
def opened(browser: Browser, page: Path) -> Browser:
    """The page at its first report, in English, on a wide light screen."""
    browser.tool("Emulation.clearDeviceMetricsOverride")
    browser.tool("Emulation.setEmulatedMedia", media="", features=[])
    browser.open(page)
    browser.problems()
    return browser


def choose_report(browser: Browser, number: int) -> None:
    """Click a report of the list that is in sight."""
    browser.click(f"#row-{number}")
    browser.until("state.doc.number === arguments[0]", number)


def row(browser: Browser, record: Record, metric: str) -> str:
    """Where the values pane has *metric*."""
    number = browser.js("METRICS.find((one) => one.id === arguments[0]).number", metric)
    return f"#values [data-metric='{number}']"


def chosen_words(browser: Browser) -> str:
    return str(
        browser.js("[...document.querySelectorAll('#text .chosen')].map((one) => one.textContent).join('')")
    )


def listed(browser: Browser) -> list[int]:
    return list(
        browser.js(
            "[...document.querySelectorAll('.row')].map((one) => Number(one.dataset.report)).sort((a, b) => a - b)"
        )
    )


# What is shown


def test_the_page_is_one_file_that_asks_for_nothing(opened: Browser, page: Path) -> None:
    opened.driver.get_log("performance")
    opened.open(page)
    events = [json.loads(entry["message"])["message"] for entry in opened.driver.get_log("performance")]
    asked = {
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    }
    assert {url for url in asked if url != "about:blank"} == {page.as_uri()}
    assert opened.problems() == []


def test_text_and_figures_stand_where_the_record_says(opened: Browser, records: list[RecordWithText]) -> None:
    for number, record in enumerate(records):
        opened.js("showReport(arguments[0])", number)
        opened.until("state.doc.number === arguments[0]", number)
        assert opened.text("#text") == record.text
        shown = opened.js(
            "state.doc.figures.map((one) => [...document.querySelectorAll(`#text [data-figure~='${one.index}']`)].map((piece) => piece.textContent).join(''))"
        )
        assert shown == [observation.text for observation in record.observations]
        words = opened.js(
            "Object.fromEntries(['date', 'ordinal', 'name', 'word'].map((role) => [role, [...document.querySelectorAll(`#text .${role}`)].map((one) => one.textContent).join('')]))"
        )
        for role, joined in words.items():
            assert joined == "".join(mention.text for mention in record.mentions if mention.role == role)


def test_offsets_count_code_points_in_every_text(opened: Browser) -> None:
    samples = ["", "宗", "𠮷", "a𠮷b😀😀c𠀋", "😀" * 50 + "宗", "\u202e𠮷\0𠮷\r\n𠮷\u2028", "e\u0301👨‍👩‍👧𠮷"]
    shown = opened.js(
        "arguments[0].map((text) => Array.from({length: [...text].length + 1}, (_, at) => utf16(text)(at)))",
        samples,
    )
    assert shown == [
        [len(text[:at].encode("utf-16-le")) // 2 for at in range(len(text) + 1)] for text in samples
    ]


def test_crossing_and_nested_spans_each_cover_their_words(browser: Browser, tmp_path: Path) -> None:
    text = "𠮷《关于2023年𠀋调解》570宗😀,其中465宗"
    record = with_text(text, "crossing.txt")

    def span(quoted: str) -> dict[str, Any]:
        start = text.index(quoted)
        return {"start": start, "end": start + len(quoted), "text": quoted}

    crossing = record.model_copy(
        update={
            "mentions": (*record.mentions, Mention(**span("年𠀋调解》57"), role="date")),
            "references": (
                Reference(
                    **{k: v for k, v in span("《关于2023年𠀋调解》").items() if k != "text"},
                    title="",
                    kind="plan",
                ),
            ),
            "problems": (Span(**span("0宗😀,其中4")),),
        }
    )
    write_page([crossing], str(tmp_path / "review.html"))
    browser.open(tmp_path / "review.html")
    joined = "[...document.querySelectorAll(arguments[0])].map((one) => one.textContent).join('')"
    assert browser.text("#text") == text
    assert browser.js(joined, "#text .reference") == "《关于2023年𠀋调解》"
    assert browser.js(joined, "#text .problem") == "0宗😀,其中4"
    assert "年𠀋调解》57" in browser.js(joined, "#text .date")
    assert [browser.js(joined, f"#text [data-figure~='{o}']") for o in (0, 1)] == ["570宗", "465宗"]


def test_a_click_leads_from_value_to_place_and_back(opened: Browser, records: list[RecordWithText]) -> None:
    record = records[0]
    opened.click(f"{row(opened, record, 'mediation.cases_settled')} .place")
    assert chosen_words(opened) == "465宗"
    assert opened.js(
        "(() => { const box = document.querySelector('#text .chosen').getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight })()"
    )
    assert "465" in opened.text("#chosen .big")
    [accepted] = [o for o in record.observations if o.text == "570宗"]
    opened.click(f"#text [data-figure='{record.observations.index(accepted)}']")
    assert opened.js(
        "document.querySelector('#values [aria-current]').closest('.item').dataset.metric"
    ) == opened.find(row(opened, record, "mediation.cases_accepted")).get_attribute("data-metric")
    assert accepted.clause.text in opened.text("#chosen blockquote")


def test_a_sum_leads_to_one_figure_after_the_other(opened: Browser, records: list[RecordWithText]) -> None:
    metric, value = next((id, value) for id, value in records[0].metrics.items() if value.method == "sum")
    texts = [o.text for o in records[0].observations if o.id in value.observations]
    seen = []
    for _ in range(len(texts) + 1):
        opened.click(f"{row(opened, records[0], metric)} .place")
        seen.append(chosen_words(opened))
    assert seen == [*texts, texts[0]]


def test_unmapped_figures_checks_and_warnings_lead_to_their_places(
    opened: Browser, records: list[RecordWithText]
) -> None:
    for part in ("unmapped", "checks"):
        opened.click(f"[data-part={part}] .place")
        assert chosen_words(opened)
    unmapped = opened.js("REPORTS[0].unmapped")
    assert len(opened.all("[data-part=unmapped] .item")) == unmapped > 0


# The list


def test_filters_show_what_passes_them(opened: Browser, records: list[RecordWithText]) -> None:
    assert listed(opened) == list(range(len(records)))
    opened.find("#filter-region").send_keys("广东省")
    assert listed(opened) == [
        n for n, r in enumerate(records) if r.region and (r.region.full_name or "").startswith("广东省")
    ]
    opened.find("#filter-region").clear()
    opened.find("#filter-region").send_keys(Keys.SPACE, Keys.BACKSPACE)
    Select(opened.find("#filter-year")).select_by_value("2022")
    assert listed(opened) == [n for n, r in enumerate(records) if r.year == 2022]
    Select(opened.find("#filter-year")).select_by_value("")
    for box, has in (
        ("findings", lambda r: any(check.status == "differs" for check in r.checks)),
        ("warnings", lambda r: bool(r.warnings)),
    ):
        opened.click(f"#filter-{box}")
        wanted = [number for number, record in enumerate(records) if has(record)]
        assert [number for number in listed(opened) if number != 0] == [
            number for number in wanted if number != 0
        ]
        opened.click(f"#filter-{box}")
    opened.click("#filter-unmapped")
    assert listed(opened) == opened.js("REPORTS.filter((one) => one.unmapped).map((one) => one.number)")


def test_search_finds_names_at_once_and_texts_after(opened: Browser, records: list[RecordWithText]) -> None:
    opened.find("#query").send_keys("民间纠纷")
    wanted = [number for number, record in enumerate(records) if "民间纠纷" in record.text]
    opened.until("JSON.stringify(state.shown) === JSON.stringify(arguments[0])", wanted)
    assert 0 < len(wanted) < len(records)
    hits = records[0].text.count("民间纠纷")
    assert (
        opened.js("[...document.querySelectorAll('#text .hit')].map((one) => one.textContent).join('')")
        == "民间纠纷" * hits
    )
    opened.press(Keys.ENTER)
    assert opened.text("#hits") == f"1 of {hits}"
    assert (
        opened.js("[...document.querySelectorAll('#text .here')].map((one) => one.textContent).join('')")
        == "民间纠纷"
    )
    assert opened.text("#text") == records[0].text
    opened.find("#query").clear()
    opened.find("#query").send_keys("迈陈镇2020")
    opened.until("state.shown.length === 1")
    opened.press(Keys.ENTER)
    opened.until("state.doc.number === 4")


# Keys


def test_keys_step_through_figures_and_reports(opened: Browser, records: list[RecordWithText]) -> None:
    first, second, *_ = records[0].observations
    opened.press("j")
    assert chosen_words(opened) == first.text
    opened.press("j")
    assert chosen_words(opened) == second.text
    assert opened.js("document.activeElement.textContent") == second.text
    opened.press("k")
    assert chosen_words(opened) == first.text
    Select(opened.find("#steps")).select_by_value("unmapped")
    opened.js("document.activeElement.blur()")
    opened.press("j")
    assert opened.js("document.querySelector('#text .chosen').classList.contains('unmapped')")
    opened.press("]")
    opened.until("state.doc.number === 1")
    opened.press("[")
    opened.until("state.doc.number === 0")
    opened.press("/")
    assert opened.js("document.activeElement.id") == "query"
    opened.press("j")  # typed, not a key
    assert opened.find("#query").get_attribute("value") == "j"


def test_the_list_is_walked_with_arrows(opened: Browser, records: list[RecordWithText]) -> None:
    opened.js("byId('list').focus()")
    opened.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    opened.until("state.doc.number === 2")
    assert opened.find("#list").get_attribute("aria-activedescendant") == "row-2"
    assert opened.find("#row-2").get_attribute("aria-selected") == "true"
    assert opened.find("#row-2").get_attribute("aria-setsize") == str(len(records))
    opened.press(Keys.END)
    opened.until("state.doc.number === arguments[0]", len(records) - 1)
    opened.press(Keys.HOME, Keys.ENTER)
    opened.until("state.doc.number === 0")
    assert opened.js("document.activeElement.id") == "text"


def test_every_control_is_reached_with_the_tab_key(opened: Browser) -> None:
    reached = set()
    opened.js("document.body.focus()")
    for _ in range(60):
        opened.press(Keys.TAB)
        reached.add(opened.js("document.activeElement.id || document.activeElement.className"))
    wanted = {
        "query",
        "import",
        "language",
        "help",
        "filter-region",
        "filter-year",
        "filter-findings",
        "list",
        "before",
        "after",
        "steps",
        "compare",
        "text",
    }
    assert wanted <= reached
    assert {"place", "decide accept", "decide correct", "decide reject"} <= reached


def test_keys_are_told_and_can_be_turned_off(opened: Browser) -> None:
    opened.press("?")
    assert opened.find("#keys").is_displayed()
    opened.click("#keys-on")
    opened.press(Keys.ESCAPE)
    opened.press("j")
    assert chosen_words(opened) == ""


# Comparing


def test_two_years_of_a_region_stand_side_by_side(opened: Browser, records: list[RecordWithText]) -> None:
    opened.js("showReport(5)")
    opened.until("state.doc.number === 5")
    opened.press("v")
    choice = Select(opened.find("#compare-pane select"))
    assert choice.options[1].text == "广东省湛江市徐闻县 2024"
    choice.select_by_index(1)
    opened.until("document.querySelectorAll('.side p').length > 3")
    rows = opened.js(
        "[...document.querySelectorAll('#compare-table tbody tr')].map((one) => [...one.cells].map((cell) => cell.textContent))"
    )
    metrics = {cells[1]: cells for cells in rows}
    assert metrics["570"][2:] == ["600", "+30 (+5.26 %)"]
    opened.click("#only-different")
    assert [
        cells[1:3]
        for cells in opened.js(
            "[...document.querySelectorAll('#compare-table tbody tr')].map((one) => [...one.cells].map((cell) => cell.textContent))"
        )
    ] == [["570", "600"]]
    opened.click("td:nth-child(3) .place")
    assert opened.text(".side.right .chosen") == "600宗"
    assert opened.all(".side.left .chosen") == []
    opened.press(Keys.ESCAPE)
    assert not opened.find("#compare-pane").is_displayed()
    assert opened.text("#text") == records[5].text


def test_a_metric_is_drawn_over_the_years(opened: Browser) -> None:
    opened.js("showReport(6)")
    opened.until("state.doc.number === 6")
    opened.click("#values .item .place")
    chart = opened.find("#chosen .chart")
    assert opened.js("document.querySelectorAll('#chosen circle.own').length") == 2
    label = opened.find("#chosen svg").get_attribute("aria-label")
    assert "2023 570" in label
    assert "2024 600" in label
    years = chart.find_elements("css selector", ".years button")
    assert [year.text for year in years] == ["2023: 570 件", "2024: 600 件"]
    years[0].click()
    opened.until("state.doc.number === 5")


# Decisions


def saved(browser: Browser, name: str = "corrections.json") -> Path:
    """The file that the browser saved."""
    from selenium.webdriver.support.ui import WebDriverWait

    path = browser.downloads / name
    WebDriverWait(browser.driver, 20, poll_frequency=0.02).until(
        lambda _: path.exists() and path.stat().st_size
    )
    return path


def test_decisions_are_exported_applied_and_imported(
    opened: Browser, run: Run, records: list[RecordWithText]
) -> None:
    record = records[0]
    opened.click(f"{row(opened, record, 'mediation.cases_accepted')} .accept")
    opened.click(f"{row(opened, record, 'mediation.judicial_confirmations')} .place")
    opened.press("r")
    opened.click(f"{row(opened, record, 'mediation.cases_settled')} .place")
    opened.press("c")
    assert opened.find("#correct-metric").get_attribute("value") == "mediation.cases_settled"
    opened.find("#correct-value").send_keys(Keys.CONTROL, "a")
    opened.find("#correct-value").send_keys("466.5")
    opened.find("#correct-note").send_keys("附件 <b>")
    opened.find("#correct-by").send_keys("李")
    opened.press(Keys.ENTER)
    opened.until("!byId('correct').open")
    figure = opened.js("state.doc.figures.find((one) => figureKind(one, REPORTS[0]) === 'unmapped').index")
    unmapped = record.observations[figure]
    given = next(id for id in lawextract.load_codebook().metrics if id not in record.metrics)
    opened.click(f"#values [data-figure='{figure}'] .correct")
    opened.find("#correct-metric").send_keys("no.such")
    opened.click("#correct-save")
    assert opened.text("#correct-problem") == "The codebook has no such metric."
    opened.find("#correct-metric").clear()
    opened.find("#correct-metric").send_keys(given)
    opened.click("#correct-save")
    opened.until("!byId('correct').open")
    assert opened.text("#decided") == "4 decided"
    assert opened.text(f"{row(opened, record, 'mediation.cases_settled')} ins") == "466.5"

    opened.click("#export")
    path = saved(opened)
    done = run("parse", ROOT / "seeds", "--corrections", path, "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, b"")
    metrics = json.loads(done.stdout.splitlines()[0])["metrics"]
    assert metrics["mediation.cases_accepted"]["by_hand"]["decision"] == "accept"
    assert metrics["mediation.cases_settled"]["value"] == 466.5
    assert metrics["mediation.cases_settled"]["by_hand"] == {
        "decision": "correct",
        "was": 465,
        "note": "附件 <b>",
        "by": "李",
    }
    assert "mediation.judicial_confirmations" not in metrics
    assert metrics[given]["value"] == float(unmapped.value)

    first = json.loads(path.read_bytes())
    opened.click(f"{row(opened, record, 'mediation.cases_accepted')} .accept")  # taken back
    assert opened.text("#decided") == "3 decided"
    opened.find("#import-file").send_keys(str(path))
    opened.until("byId('decided').textContent === '4 decided'")
    path.unlink()
    opened.click("#export")
    again = json.loads(saved(opened).read_bytes())
    assert sorted(map(json.dumps, again["corrections"])) == sorted(map(json.dumps, first["corrections"]))
    saved(opened).unlink()


def test_decisions_outlive_the_page_and_can_be_undone(opened: Browser, page: Path) -> None:
    opened.click("#values .item .accept")
    opened.driver.get("about:blank")
    opened.driver.get(page.as_uri())
    opened.until("byId('decided').textContent === '1 decided'")
    opened.until("document.querySelector('#values .item .accept')?.getAttribute('aria-pressed') === 'true'")
    opened.click("#values .item .place")
    opened.press("u")
    assert opened.text("#decided") == ""
    assert not opened.find("#export").is_enabled()


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"corrections": [{"metric": "x"}]}', '{"corrections": [null]}']
)
def test_a_file_that_holds_no_decisions_is_refused(opened: Browser, tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.json").write_text(content)
    opened.find("#import-file").send_keys(str(tmp_path / "bad.json"))
    opened.until("byId('status').textContent.startsWith('Not imported')")
    assert opened.text("#decided") == ""


# Languages, screens, printing, everybody


def test_the_language_is_switched_everywhere(opened: Browser, records: list[RecordWithText]) -> None:
    book = lawextract.load_codebook()
    first = next(iter(records[0].metrics))
    assert opened.js("document.documentElement.lang") == "en"
    assert book.metrics[first].en in opened.text("#values")
    opened.click("#language")
    assert opened.js("document.documentElement.lang") == "zh-CN"
    assert book.metrics[first].zh in opened.text("#values")
    seen = opened.find("body").text.replace("English", "")
    for english in ("Filters", "Compare", "Export", "values", "Legend", "Region"):
        assert english not in seen
    assert (
        opened.js(
            "[...document.querySelectorAll('[data-t], [data-t-label]')].filter((one) => one.textContent === 'undefined' || one.getAttribute('aria-label') === 'undefined').length"
        )
        == 0
    )


def test_both_languages_have_the_same_words(opened: Browser) -> None:
    assert (
        opened.js(
            "Object.keys(WORDS.en).filter((key) => !(key in WORDS.zh)).concat(Object.keys(WORDS.zh).filter((key) => !(key in WORDS.en)))"
        )
        == []
    )
    wanted = opened.js(
        "[...document.querySelectorAll('*')].flatMap((one) => Object.values({...one.dataset}).filter((_, at) => Object.keys(one.dataset)[at].startsWith('t') && /^t($|[A-Z])/.test(Object.keys(one.dataset)[at])))"
    )
    assert [key for key in wanted if not opened.js("arguments[0] in WORDS.en", key)] == []


def small(browser: Browser) -> None:
    browser.tool(
        "Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True
    )


def test_a_small_screen_shows_one_part_at_a_time(opened: Browser) -> None:
    small(opened)
    opened.click("nav [data-pane=list]")
    choose_report(opened, 1)
    for pane in ("text", "values", "list"):
        opened.click(f"nav [data-pane={pane}]")
        shown = [one.get_attribute("id") for one in opened.all("main > section") if one.is_displayed()]
        assert shown == [f"{pane}-pane"]
        assert opened.js("document.documentElement.scrollWidth") == 360
        wide = opened.js(
            "[...document.querySelectorAll('button, input, select, summary')].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > 360).map((one) => one.outerHTML)"
        )
        assert wide == []
    opened.click("nav [data-pane=values]")
    opened.click("#values .item .place")
    assert opened.find("#text .chosen").is_displayed()
    opened.click("#text .chosen")
    assert opened.find("#chosen .big").is_displayed()
    opened.js("startCompare(6)")
    opened.until("document.querySelectorAll('#compare-table td .place').length")
    opened.click("#compare-table td .place")
    inside = "[...document.querySelectorAll(arguments[0])].every((one) => { const box = one.getBoundingClientRect(); return box.top >= 0 && box.bottom <= 741 && box.right <= 361 })"
    assert opened.js(inside, "header, #compare-pane, .side, .side h2, #compare-table, .side .chosen")


def test_print_has_the_text_and_the_values_of_the_open_report(
    opened: Browser, records: list[RecordWithText]
) -> None:
    opened.tool("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    pdf = b64decode(opened.tool("Page.printToPDF")["data"])
    text = "".join(read_pdf(pdf, "print.pdf").text.split())
    last = [line for line in records[0].text.splitlines() if line.strip()][-1]
    assert last[:20] in text
    label = lawextract.load_codebook().metrics["mediation.cases_settled"].en
    assert "".join(label.split()) in text
    assert "Exportdecisions" not in text
    assert "001_93c0c98ce23684a6" not in text  # another report of the list


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 360])
def test_axe_finds_nothing_serious(opened: Browser, scheme: str, width: int) -> None:
    opened.tool("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    if width == 360:
        small(opened)
    opened.js("showReport(5)")
    opened.until("state.doc.number === 5")
    opened.js("chooseMetric(REPORTS[5].values[0].metric)")
    opened.js("decide(chosenTarget(), 'reject')")
    opened.js(
        "decide({ metric: REPORTS[5].values[1].metric, figure: REPORTS[5].values[1].figures[0] }, 'accept')"
    )
    opened.driver.execute_script(AXE_SCRIPT)

    def serious() -> list[str]:
        found = opened.driver.execute_async_script(
            "axe.run(document, {resultTypes: ['violations']}).then(arguments[0], (error) => arguments[0]({error: String(error)}))"
        )
        assert "error" not in found, found
        return [
            f"{one['id']}: {node['html']} {node['failureSummary']}"
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]

    for pane in ("list", "text", "values"):
        opened.js("showPane(arguments[0])", pane)
        assert serious() == []
    opened.js("askCorrection(chosenTarget())")
    assert serious() == []
    opened.js("byId('correct').close()")
    opened.js("byId('keys').showModal()")
    assert serious() == []
    opened.js("byId('keys').close()")
    opened.js("startCompare(6)")
    opened.until("document.querySelectorAll('.side p').length > 10")
    assert serious() == []


# Safety


def test_nothing_in_a_document_runs_or_changes_the_page(browser: Browser, tmp_path: Path) -> None:
    book = lawextract.load_codebook()
    hostile = " ".join(HOSTILE)
    metrics = {
        id: m._replace(zh=hostile, en=hostile, definition=hostile, domain=hostile)
        for id, m in book.metrics.items()
    }
    texts = [
        f"{one}某县2023年法治政府建设年度报告{one}\n{one}2023年,某县受理民间纠纷案件570宗{one},调结465宗。{one}\n《{one}》\n"
        for one in (*HOSTILE, hostile)
    ]
    records = [
        with_text(text, f"{one}.txt").model_copy(update={"title": one})
        for one, text in zip((*HOSTILE, hostile), texts, strict=True)
    ]
    path = tmp_path / "review.html"
    write_page(records, str(path), codebook=replace(book, metrics=metrics))
    browser.problems()
    browser.open(path)
    for number, (record, text) in enumerate(zip(records, texts, strict=True)):
        browser.js("showReport(arguments[0])", number)
        browser.until("state.doc.number === arguments[0]", number)
        assert browser.text("#text") == text
        assert browser.text("#about h2") == record.title
        assert record.source.path in browser.text("#about p")
        browser.js("document.querySelectorAll('#values .place').forEach((one) => one.click())")
        shown = browser.js("state.doc.figures.map((one) => one.words)")
        assert shown == [o.text for o in record.observations]
    browser.js("startCompare(1)")
    browser.until("document.querySelectorAll('.side p').length > 3")
    browser.js("endCompare()")
    browser.find("#query").send_keys("<script>window.hacked=20</script>")
    browser.until("byId('status').textContent.includes(' of ')")
    assert browser.js("window.hacked") is None
    assert browser.js("[...document.scripts].map((one) => one.id || one.type)") == ["head", "payloads", ""]
    assert (
        browser.js(
            "[...document.querySelectorAll('*')].filter((one) => [...one.attributes].some((a) => a.name.startsWith('on') || a.name === 'style' && one.closest('#text') && /fixed/.test(a.value))).length"
        )
        == 0
    )
    assert (
        browser.js(
            "document.querySelectorAll('a, img, iframe, object, embed, base, link, svg:not(.chart svg)').length"
        )
        == 0
    )
    assert browser.js("document.querySelectorAll('main > section').length") == 4
    assert browser.problems() == []


def test_the_policy_refuses_what_is_not_the_page_s_own(opened: Browser) -> None:
    opened.js(
        "(() => { const one = document.createElement('img'); one.setAttribute('src', 'data:image/gif;base64,R0lGODlhAQABAAAAACw='); document.body.append(one); })()"
    )
    opened.until("document.querySelector('body > img').complete")
    opened.js("document.querySelector('body > img').remove()")
    refused = opened.problems()
    assert any("Content Security Policy" in message for message in refused)
    with pytest.raises(Exception, match="TrustedHTML"):
        opened.js("document.body.innerHTML = '<b>x</b>'")
    for attempt in (
        "const one = document.createElement('script'); one.append('window.hacked=1'); document.body.append(one)",
        "const one = document.createElement('a'); one.setAttribute('href', 'javascript:window.hacked=2'); document.body.append(one); one.click()",
        "const one = document.createElement('b'); one.setAttribute('onclick', 'window.hacked=3'); one.click()",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.hacked=4>')",
    ):
        opened.driver.execute_script(f"try {{ {attempt} }} catch {{ window.caught = true }}")
    assert opened.js("fetch('data:,x').then(() => 'fetched', () => 'refused')") == "refused"
    assert opened.js("window.hacked") is None
    assert len(opened.problems()) >= 3


# Many


def test_a_thousand_reports_scroll_without_blank_rows(browser: Browser, tmp_path: Path) -> None:
    variants = runpy.run_path(str(ROOT / "bench" / "review.py"))["variants"]
    write_page(variants(1000), str(tmp_path / "many.html"))
    browser.open(tmp_path / "many.html")
    covered = """(() => {
        const list = byId('list').getBoundingClientRect();
        const seen = [];
        for (let y = list.top + 2; y < list.bottom - 2; y += 20) seen.push(document.elementFromPoint(list.left + 40, y)?.closest('.row')?.dataset.report);
        return seen;
    })()"""
    for place in (0, 7_000, 7_300, 40_000, 75_999, 12):
        browser.js("(byId('list').scrollTop = arguments[0])", place)
        first = browser.until("Math.floor(byId('list').scrollTop / ROW) + 1")
        browser.until(f"{covered}.every((one) => one !== undefined)")
        assert str(first - 1) in browser.js(covered)
        assert len(browser.all(".row")) < 60
    assert browser.text("#count") == "1000 of 1000"
    browser.js("byId('list').focus()")
    browser.press(Keys.END)
    browser.until("state.doc.number === 999")
    assert browser.text("#about h2")
    Select(browser.find("#filter-year")).select_by_value("2019")
    assert browser.text("#count") == "100 of 1000"
