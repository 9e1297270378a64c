"""Why a figure has its metric, and why not: told from the outside, on the seeds and on sentences made for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, Run
from hypothesis import given, settings
from hypothesis import strategies as st

from lawextract.codebook import shipped
from lawextract.explain import Explainer
from lawextract.identity import Hints
from lawextract.pipeline import analyse
from lawextract.read import Document

SEED = ROOT / "seeds" / "000_b47a481025290089.txt"
HEAD = "文县2023年法治政府建设年度报告\n文县人民政府\n一、主要成效\n"


def explained(text: str) -> Explainer:
    return Explainer.of(analyse(Document(HEAD + text, "a.txt", "", "text/plain", None), Hints()))


def story(text: str, numeral: str) -> str:
    """What is told of the one numeral at *numeral*."""
    explainer = explained(text)
    (found,) = explainer.at(numeral)
    return "\n".join(explainer.figure(found))


def of_metric(text: str, id: str) -> str:
    return "\n".join(explained(text).metric(id))


def test_a_found_metric_shows_sentence_rule_and_words(run: Run) -> None:
    done = run("explain", SEED, "mediation.cases_settled")
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode("utf-8")
    assert "value: 465件, from o34" in shown
    assert "in: 2023年坦洲镇各级调委会共受理民间纠纷案件570宗,调结465宗,司法确认28宗。" in shown
    assert "rule mediation.cases_settled#0" in shown
    assert "met    next to the figure  @mediation_success|调处完毕: 调结" in shown
    assert "the headings  @mediation|纠纷|调委会: 民间纠纷" in shown


@pytest.mark.parametrize("name", ["调解成功案件数", "Mediation cases settled", "mediation cases SETTLED"])
def test_a_metric_goes_by_its_labels_too(run: Run, name: str) -> None:
    assert run("explain", SEED, name).stdout == run("explain", SEED, "mediation.cases_settled").stdout


def test_a_missing_metric_shows_what_comes_nearest_and_what_failed() -> None:
    shown = of_metric("全县举办业务培训班3期。新收案件382件。", "reconsideration.cases_received")
    assert "value: none; no figure carries it" in shown
    assert "nearest figures:" in shown and "382件" in shown and "3期" not in shown
    assert "misses @reconsideration in the" in shown
    assert "MISSED" in shown and "met    next to the figure  @recon_receive" in shown


def test_a_figure_that_is_no_value_says_why() -> None:
    told = "行政复议机关收到行政复议申请382件(上年297件)。"
    shown = of_metric(told, "reconsideration.cases_received")
    assert "is the value" in shown
    assert "is not the value: it is an earlier year's" in shown


def test_a_pattern_that_lost_is_told_who_won() -> None:
    shown = of_metric("调解组织化解矛盾纠纷30宗。", "disputes.resolved")
    assert "disputes.resolved#0 scores " in shown and ", but mediation.cases_settled#" in shown


def test_refused_words_are_shown() -> None:
    shown = of_metric("全县受理行政复议案件66件。", "reconsideration.cases_received")
    assert "REFUSED next to the figure  涉企|@recon_respondent|@accept" in shown and ": 受理" in shown


@pytest.mark.parametrize(
    ("text", "metric", "place"),
    [
        ("带动全镇干部学法,班子成员集体学法9次。", "learning.leader_sessions", "in its sentence"),
        ("新增14项、扩大权限22项、部门间移交2项行政权力事项。", "powers.list_items", "in the list that it stands in"),
    ],
)
def test_words_refused_anywhere_are_shown(text: str, metric: str, place: str) -> None:
    """Refusals by the sentence and by the list once ended in a KeyError."""
    assert f"REFUSED {place}  " in of_metric(text, metric)


def test_nothing_near_is_said() -> None:
    assert "no figure has a word of its patterns near it" in of_metric("召开会议3次。", "notarization.cases")


def test_the_whole_story_of_a_numeral(run: Run) -> None:
    done = run("explain", SEED, "--at", "47009")
    assert done.returncode == 0
    lines = done.stdout.decode("utf-8").splitlines()
    assert lines[0] == "o39  47009件  at 3245-3251, section 2.5.2 坚持党建引领,完善治理体系"
    told = {line.strip().partition(":")[0]: line for line in lines}
    assert "a number with the unit 件" in told["role"]
    assert "year 2023, the report’s" in told["scope"]
    assert "grid.events_resolved, is the value" in told["metric"]
    assert "网格" in told["topic"]
    assert lines[lines.index("  considered:") + 1].startswith("    permits.decisions#1 misses")


@pytest.mark.parametrize(
    ("text", "numeral", "told"),
    [
        ("学习党的二十大精神。", "二十", "role: name: congresses"),
        ("落实《2019年条例》。", "2019", "role: name: it stands in a title: 《2019年条例》"),
        ("落实“三项制度”。", "三", "role: name: it stands in a short quotation: “三项制度”"),
        ("12月底完成。", "12", "role: date: calendar dates"),
        ("坚持第3条。", "3", "role: ordinal: 第 makes it an ordinal"),
        ("培训超过300人次。", "300", "bound: lower, by 超过"),
        ("培训300余人次。", "300", "bound: lower, by a word inside the numeral"),
        ("原则上每年培训300人次。", "300", "status: target, by 原则上"),
        ("收到申请382件(上年297件)。", "297", "scope: prior, year 2022, by 上年"),
        ("每个乡镇培训300人次。", "300", "metrics: none; it is a quota or an average"),
        (
            "事项由512项精简为347项。",
            "512",
            "metrics: none; it is an old or nominal level that the next figure replaces",
        ),
        ("新收案件382件,同比增长5%。", "5%", "kind: change, up of o1, against 同比"),
        (
            "全省收到行政复议申请2.1万件。",
            "2.1",
            "scope: other, a wider area or another body stands before it",
        ),
    ],
)
def test_every_numeral_has_a_story(text: str, numeral: str, told: str) -> None:
    assert told in story(text, numeral)


def test_words_beside_a_numeral_tell_which_is_meant() -> None:
    explainer = explained("受理30件,办结3件,化解13件。")
    assert [explainer.found.folded[n.start : n.end] for n in explainer.at("3")] == ["3件"]
    assert [explainer.found.folded[n.start : n.end] for n in explainer.at("化解13件")] == ["13件"]
    assert len(explainer.at("受理30件,办结3件")) == 2
    assert explainer.at("三十") == [] == explainer.at("")


def test_a_figure_in_traditional_script_and_full_width_is_found() -> None:
    assert "o1  ３０件" in story("受理復議案件３０件。", "30件")


@settings(max_examples=30)
@given(
    st.text(alphabet="全县受理民间纠纷案件调解成功率达上年增长约第一二三0123456789%件宗,。;()、", max_size=60)
)
def test_no_text_lacks_an_explanation(text: str) -> None:
    explainer = explained(text)
    for numeral in explainer.found.numerals:
        assert any(line.startswith("  role: ") for line in explainer.figure(numeral))
    for id in ("mediation.cases_settled", "petitions.change"):
        assert any(line.startswith("  value: ") for line in explainer.metric(id))


def test_what_is_met_stands_in_the_text() -> None:
    """The words that are shown for a condition are words of the text that meet its term."""
    book = shipped()
    document = Document(SEED.read_text(encoding="utf-8"), "a.txt", "", "text/plain", None)
    explainer = Explainer.of(analyse(document, Hints()))
    met = 0
    for index, found in enumerate(explainer.found.matches):
        for match in found:
            patterns = [pattern for pattern in book.patterns if pattern.name == match.pattern]
            for trial in explainer.examiner.trials(explainer.found.readings, index, patterns):
                assert trial.score is not None and not trial.objections, match
                for condition in trial.conditions:
                    if condition.found:
                        met += 1
                        number = book.words.index(explainer.found.folded[slice(*condition.found)])
                        assert condition.term in [book.terms[term] for term in book.terms_of[number]]
    assert met > 50


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("a.txt",), 2, "name a metric, or a numeral with --at"),
        (("a.txt", "petitions.change", "--at", "3"), 2, "name a metric, or a numeral with --at"),
        (("a.txt", "petitions.chang"), 2, "no metric 'petitions.chang'; did you mean petitions.change?"),
        (("a.txt", "x"), 2, "no metric 'x'"),
        (("a.txt", "--at", "99"), 1, "a.txt: no numeral at '99'; lawextract text shows what is read"),
        (("none.txt", "--at", "99"), 1, "none.txt: no such file"),
        (
            ("a.txt", "petitions.change", "--codebook", "none.toml"),
            2,
            "none.toml: the codebook cannot be read",
        ),
    ],
)
def test_bad_input_is_one_clear_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], status: int, told: str
) -> None:
    (tmp_path / "a.txt").write_text(HEAD + "受理3件。", encoding="utf-8")
    done = run("explain", *arguments)
    assert (done.returncode, done.stdout) == (status, b"")
    assert done.stderr.decode("utf-8").startswith(told)


def test_standard_input_and_ones_own_codebook(run: Run, tmp_path: Path) -> None:
    run("codebook", "init", "own.toml")
    own = (tmp_path / "own.toml").read_text(encoding="utf-8").partition('id = "')[2].partition('"')[0]
    done = run("explain", "-", own, "--codebook", "own.toml", stdin=(HEAD + "召开会议3次。").encode())
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").startswith(own)
