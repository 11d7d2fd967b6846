"""What bodies reported: the pages agree with the queries about status, and nothing is there without reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

import competency
from policygraph.atlas import write_atlas
from policygraph.atlas.content import Content, read_content
from policygraph.atlas.progress import build_progress
from policygraph.atlas.script_data import build_content_data
from policygraph.corpus import build
from policygraph.graph.engine import engine
from policygraph.graph.status import report_quads
from policygraph.namespaces import ID
from policygraph.resources import examples_dir
from policygraph.sparql import catalogue, run
from policygraph.status import StatusReport, Submission

from .test_languages import faults
from .test_pages import serious

Open = Callable[..., Any]

#: The columns of the queries and the states that they count.
COLUMNS = {
    "done": "completed",
    "going": "in-progress",
    "waiting": "not-started",
    "late": "overdue",
    "extended": "extension-requested",
    "silent": "",
}
HEFEI = f"{ID}policy/hefei-cold-chain-2022"
MARKUP = "</bdi><script>alert(1)</script>"


def ask(name: str, **given: str) -> list[dict[str, str]]:
    found = run(competency.dataset("season"), catalogue()[name], given, lang="zh")
    return [{column: str("" if value is None else value) for column, value in row.items()} for row in found.rows]


def reported(reports: list[StatusReport]) -> Any:
    """The notices of the season with other reports."""
    built = build([examples_dir() / name for name in competency.EXAMPLES["season"]]).dataset
    engine(built).bulk_extend(report_quads(reports))
    return built


def report(day: date, measure: int = 1, **said: Any) -> StatusReport:
    sent = Submission("台账.xlsx", f"{day.toordinal():x}".ljust(64, "0"), day, "合肥市财政局")
    body = said.pop("body", f"{ID}body/340100/finance")
    return StatusReport(f"{HEFEI}/measure/{measure}", body, said.pop("reporter", "合肥市财政局"), sent, **said)


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(competency.dataset("season"))


@pytest.fixture(scope="module")
def page(content: Content) -> dict[str, Any]:
    return build_progress(content)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_atlas(competency.dataset("season"), tmp_path_factory.mktemp("season") / "site")


def test_numbers_of_bodies_are_those_of_the_query(page: dict[str, Any]) -> None:
    asked = [
        (row["body"], int(row["tasks"]), {state: int(row[column]) for column, state in COLUMNS.items()})
        for row in ask("status-by-body")
    ]
    shown = [
        (body, row["tasks"], {state: row["counts"][state] for state in COLUMNS.values()})
        for body, row in page["by_body"]
    ]
    assert shown == asked
    assert page["whole"]["tasks"] == sum(tasks for _, tasks, _ in asked)
    assert page["whole"]["counts"]["completed"] == 3


def test_numbers_of_headings_are_those_of_the_query(page: dict[str, Any]) -> None:
    asked = {
        (row["policy"], row["category"]): [int(row["tasks"]), *(int(row[column]) for column in COLUMNS)]
        for row in ask("status-by-category")
    }
    shown = {
        (policy, name.partition("、")[2]): [row["tasks"], *(row["counts"][state] for state in COLUMNS.values())]
        for policy, name, row in page["by_heading"]
    }
    assert shown == asked


def test_open_tasks_are_those_of_the_query(page: dict[str, Any]) -> None:
    asked = {(row["measure_iri"], row["body"], row["state"], row["deadline"]) for row in ask("status-open")}
    shown = [
        (each.measure.iri, each.responsibility.body.iri, each.state, str(each.deadline or "")) for each in page["still"]
    ]
    assert set(shown) == asked
    assert len(shown) == len(set(shown))
    roles = {(row["measure_iri"], row["body"], row["role"]) for row in ask("status-open")}
    assert {(*key, role) for key, found in page["roles"].items() for role in found} == roles


def test_overdue_tasks_are_those_of_the_query_on_the_day_of_the_latest_report(page: dict[str, Any]) -> None:
    day = page["day"]
    assert day == date(2022, 12, 28)
    asked = [
        (row["deadline"], int(row["days"]), row["measure_iri"], row["body"])
        for row in ask("status-overdue", day=str(day))
    ]
    shown = [
        (str(each.deadline), -each.days_left(day), each.measure.iri, each.responsibility.body.iri)
        for each in page["late"]
    ]
    assert len(shown) == 3
    assert shown == asked


def test_reports_over_time(content: Content, page: dict[str, Any]) -> None:
    assert page["periods"] == [("2021-01", 2, 0), ("2021-07", 1, 1), ("2022-09", 1, 1), ("2022-12", 4, 3)]
    assert sum(n for _, n, _ in page["periods"]) == len(content.reported.reports) == 8
    assert page["periods"][-1][2] == page["whole"]["counts"]["completed"]


def test_within_two_months_days_are_counted_and_a_completion_can_be_withdrawn() -> None:
    days = (date(2023, 1, 30), date(2023, 2, 1), date(2023, 2, 3))
    given = [
        report(day, state=state) for day, state in zip(days, ("completed", "in-progress", "completed"), strict=True)
    ]
    page = build_progress(read_content(reported(given)))
    assert page["periods"] == [("2023-01-30", 1, 1), ("2023-02-01", 1, 0), ("2023-02-03", 1, 1)]


def test_members_of_a_class_and_a_whole_measure() -> None:
    measure = f"{ID}policy/anhui-cold-chain-2020/measure/3"
    body = f"{ID}group/340000/county/natural-resources"
    sent = Submission("甲.xlsx", "1" * 64, date(2023, 1, 1))
    members = [("甲县局", "in-progress"), ("乙县局", ""), ("丙县局", "completed")]
    given = [StatusReport(measure, body, name, sent, state, progress="好") for name, state in members]
    content = read_content(reported([*given, report(date(2023, 1, 2), body="", state="completed")]))
    assert content.reported.count(content.reported.of(measure, body)) == {"in-progress": 1, "completed": 1}
    whole = [each for each in content.reported.standings if each.measure.iri == f"{HEFEI}/measure/1"]
    assert {each.state for each in whole} == {"completed"}
    assert build_progress(content)["periods"][-1][2] == 1 + len(whole)


def test_the_latest_report_is_shown_with_its_source_and_history(site: Path) -> None:
    page = LexborHTMLParser((site.parent / "progress.html").read_text(encoding="utf-8"))
    first = page.css("#main article.card")[0].text(separator=" ")
    for words in (
        "扩大冷库容量",
        "合肥市农业农村局",
        "2022-12-28",
        "已完成",
        "三万吨全部建成。",
        "合肥市农业农村局.xlsx",
        "督办台账!K4",
        "已建成一万八千吨。",
    ):
        assert words in first
    assert [len(card.css(".earlier li")) for card in page.css("#main article.card")] == [1, 0, 0, 0, 0, 0, 0]


def test_states_of_an_office_have_its_names_or_their_token() -> None:
    from rdflib import Literal, URIRef
    from rdflib.namespace import SKOS

    from policygraph.namespaces import STATE

    given = [
        report(date(2023, 1, 1), state="stuck"),
        report(date(2023, 1, 1), 2, body=f"{ID}body/340100/agriculture", state="on-hold"),
    ]
    built = reported(given)
    built.graph(URIRef(ID + "graph/vocabulary")).add((URIRef(STATE + "stuck"), SKOS.prefLabel, Literal("受阻", "zh")))
    found = read_content(built).reported
    assert found.tokens == ("on-hold", "stuck", "")
    assert [found.name(token).zh for token in found.tokens] == ["on-hold", "受阻", "未填报"]
    assert [found.style(token) for token in found.tokens] == ["s-own", "s-own", "s-none"]


def test_reports_about_other_documents_are_counted_only(tmp_path: Path) -> None:
    other = StatusReport(
        f"{ID}policy/other/measure/1", "", "某局", Submission("乙.xlsx", "2" * 64, date(2023, 5, 1)), "completed"
    )
    content = read_content(reported([other]))
    assert (bool(content.reported), content.reported.strangers) == (False, 1)
    content = read_content(reported([other, report(date(2023, 1, 1), state="completed")]))
    assert content.reported.day == date(2023, 1, 1)
    assert content.reported.strangers == 1


def test_without_reports_nothing_is_written_for_them(tmp_path: Path, site: Path) -> None:
    plain = write_atlas(reported([]), tmp_path / "plain").parent
    names = {path.relative_to(plain).as_posix() for path in plain.rglob("*") if path.is_file()}
    more = {path.relative_to(site.parent).as_posix() for path in site.parent.rglob("*") if path.is_file()} - names
    assert more == {"progress.html", "assets/progress.css"}
    for path in plain.rglob("*.html"):
        assert "progress" not in path.read_text(encoding="utf-8"), path
    # What the notices say is the same with reports and without.
    for path in plain.rglob("*.ttl"):
        assert path.read_bytes() == (site.parent / path.relative_to(plain)).read_bytes()


def test_the_page_does_not_depend_on_the_clock(tmp_path: Path, site: Path) -> None:
    again = write_atlas(competency.dataset("season"), tmp_path / "again").parent
    assert (again / "progress.html").read_bytes() == (site.parent / "progress.html").read_bytes()


@pytest.mark.parametrize("single", [False, True])
def test_each_language_has_its_own_words(tmp_path: Path, single: bool) -> None:
    write_atlas(competency.dataset("season"), tmp_path, single_file=single)
    pages = sorted(tmp_path.rglob("*.html"))
    found = {page.name: faults(page.read_text(encoding="utf-8")) for page in pages}
    assert {name: said for name, said in found.items() if said} == {}


def test_hostile_text_is_text(tmp_path: Path) -> None:
    def write(words: str, folder: str) -> LexborHTMLParser:
        said = report(
            date(2023, 1, 1), state="completed", progress=words, note=words, unparsed=words, cell=words, reporter=words
        )
        path = write_atlas(reported([said]), tmp_path / folder)
        return LexborHTMLParser((path.parent / "progress.html").read_text(encoding="utf-8"))

    clean, hostile = write("无害", "clean"), write(MARKUP, "hostile")
    assert [node.tag for node in hostile.css("*")] == [node.tag for node in clean.css("*")]
    assert [node.text() for node in hostile.css("#main article .said")] == [MARKUP]


def card_of(page: Path, measure: str) -> Any:
    cards = LexborHTMLParser(page.read_text(encoding="utf-8")).css("#main article.card")
    (card,) = (card for card in cards if measure in card.css("h3")[0].text())
    return card


def test_the_dossier_of_a_body_has_its_reports_with_history(site: Path) -> None:
    page = site.parent / "body/340100/agriculture.html"
    (shown,) = card_of(page, "扩大冷库容量").css(".report")
    words = shown.text(separator=" ")
    for said in ("单位填报", "2022-12-28", "已完成", "三万吨全部建成。", "已建成一万八千吨。", "督办台账!K4"):
        assert said in words
    assert card_of(page, "健全标准").css(".report") == []
    counts = [node.text() for node in LexborHTMLParser(page.read_text(encoding="utf-8")).css(".progress .count")]
    assert counts == ["1", "2"]


def test_a_policy_has_the_state_of_each_responsibility(site: Path) -> None:
    hefei, anhui = (site.parent / f"policy/{name}.html" for name in ("hefei-cold-chain-2022", "anhui-cold-chain-2020"))
    shown = [node.text(separator=" ").split() for node in card_of(hefei, "扩大冷库容量").css(".reported")]
    assert [words[-1] for words in shown] == ["2022-12-28", "2022-12-28"]
    whole = card_of(anhui, "落实补助资金")
    assert "省级统筹办" in whole.css(".reported")[0].text()
    assert [node.text() for node in whole.css(".report .said")] == ["全部拨付到位。"]


def test_scripts_get_the_states(content: Content) -> None:
    data = build_content_data(content)
    found = {
        (data["measures"][duty["measure"]]["iri"], body["iri"]): duty["states"]
        for body in data["bodies"]
        for duty in body["duties"]
        if "states" in duty
    }
    standings = [each for each in content.reported.standings if each.state]
    assert found == {(each.measure.iri, each.responsibility.body.iri): [each.state] for each in standings}
    assert [state["token"] for state in data["states"]] == list(content.reported.tokens[:-1])


@pytest.mark.browser
@pytest.mark.parametrize(("lang", "scheme"), [("zh", "light"), ("en", "dark")])
def test_the_matrix_has_states_by_letter_and_colour(site: Path, open_page: Open, lang: str, scheme: str) -> None:
    opened = open_page(site, f"lang={lang}", "matrices", color_scheme=scheme)
    opened.page.locator(".cell .letter").first.wait_for()
    letters = opened.page.locator(".cell .letter").all_inner_texts()
    wanted = "完完完进未延逾" if lang == "zh" else "CCCPNEO"
    assert sorted(letters) == sorted(wanted)
    late = opened.page.locator(".cell a:has(.s-overdue)")
    assert ("填报：逾期" if lang == "zh" else "reported: overdue") in str(late.get_attribute("aria-label"))
    assert serious(opened.page) == []
    assert opened.console == []


@pytest.mark.browser
@pytest.mark.parametrize("page", ["body/340100/agriculture", "policy/hefei-cold-chain-2022"])
def test_detail_pages_keep_nobody_out(site: Path, open_page: Open, page: str) -> None:
    opened = open_page(site, "", page, viewport={"width": 360, "height": 740})
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(opened.page) == []
    assert opened.console == []


@pytest.mark.browser
@pytest.mark.parametrize(("lang", "scheme"), [("zh", "light"), ("en", "dark")])
def test_in_the_browser(site: Path, open_page: Open, lang: str, scheme: str) -> None:
    opened = open_page(site, f"lang={lang}", "progress", color_scheme=scheme)
    assert serious(opened.page) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.page.locator(".counts th[data-sort=number] button").first.focus()
    opened.page.keyboard.press("Enter")
    tasks = opened.page.locator(".counts").first.locator("tbody tr td:nth-child(3)").all_inner_texts()
    assert tasks[:3] == ["3", "3", "2"]
    assert "undefined" not in opened.text("main")
    assert opened.blocked == []
    assert opened.console == []


@pytest.mark.browser
def test_on_a_phone_on_paper_and_in_one_file(tmp_path: Path, site: Path, open_page: Open) -> None:
    opened = open_page(site, "", "progress", viewport={"width": 360, "height": 740})
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.page.emulate_media(media="print")
    assert not opened.page.locator(".bar").is_visible()
    assert opened.page.locator("#progress-latest").is_visible()
    single = write_atlas(competency.dataset("season"), tmp_path, single_file=True)
    opened = open_page(single, "!progress", "index")
    opened.page.locator('section[data-page="progress"]').wait_for()
    fill = "getComputedStyle(document.querySelector('.whole-bar .s-completed')).fill"
    assert opened.page.evaluate(fill) == "rgb(15, 95, 146)"
    assert opened.requests == [single.as_uri()]
    assert opened.console == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_states_are_told_apart_without_colour(site: Path, open_page: Open, scheme: str) -> None:
    opened = open_page(site, "", "progress", color_scheme=scheme)
    colours = opened.page.evaluate(
        """() => ['none', 'not-started', 'in-progress', 'extension-requested', 'completed', 'overdue'].map((name) => {
            const [r, g, b] = getComputedStyle(document.querySelector(`.whole-bar .s-${name}`)).fill.match(/\\d+/g);
            return 0.299 * r + 0.587 * g + 0.114 * b;
        })"""
    )
    greys = sorted(colours, reverse=scheme == "light")
    assert colours == greys
    assert min(abs(a - b) for a, b in pairwise(greys)) > 18


#: What the drawing shows of a body: the letter at its upper right, and the parts of its rim.
SHOWN = """(name) => {
    const at = atlas.view().bodies.indexOf(atlas.bodyOfPath(name));
    const { slices, urgent } = atlas.painter.figure(at);
    return [urgent ? atlas.states.letter(urgent) : "", slices];
}"""


@pytest.mark.browser
@pytest.mark.parametrize(("lang", "scheme"), [("zh", "light"), ("en", "dark")])
def test_the_drawing_is_coloured_by_states(site: Path, open_page: Open, lang: str, scheme: str) -> None:
    opened = open_page(site, f"lang={lang}&view=all&colour=state", color_scheme=scheme)
    shown = opened.page.evaluate(SHOWN, "body/340100/agriculture")
    assert shown == ["", [["s-completed", 1], ["s-none", 2]]]
    shown = opened.page.evaluate(SHOWN, "body/340000/finance")
    assert shown == ["逾" if lang == "zh" else "O", [["s-completed", 1], ["s-overdue", 1]]]
    colours = opened.page.evaluate(
        "[atlas.painter.palette.states['s-completed'][0], "
        "getComputedStyle(document.documentElement).getPropertyValue('--s-completed').trim()]"
    )
    assert colours[0] == colours[1] == {"light": "#0f5f92", "dark": "#86c5ee"}[scheme]
    # Paper is white, whatever the scheme of the screen.
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.page.evaluate("atlas.painter.palette.states['s-completed'][0]") == "#0f5f92"
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    # The legend has the letter and the name beside the colour; the address keeps the choice in another view.
    legend = opened.text("ul[data-colours=state]:visible").split()
    assert legend[:2] == (["未", "未启动"] if lang == "zh" else ["N", "not"])
    assert "2022-12-28" in opened.text("p[data-colours=state]:visible")
    opened.page.locator("[data-show]:not([data-show=all])").first.click()
    assert "colour=state" in opened.page.url
    assert serious(opened.page) == []
    assert opened.console == []


@pytest.mark.browser
def test_measures_in_the_drawing_have_the_states_of_all_who_bear_them(site: Path, open_page: Open) -> None:
    opened = open_page(site, "view=measures&colour=state")
    found = opened.page.evaluate(
        """() => atlas.view().items.map((item, id) => [item, id]).filter(([item]) => item >= 0)
            .map(([item, id]) => [atlas.titleOf(item), Object.fromEntries(atlas.painter.figure(id).slices)])"""
    )
    assert {"s-completed": 2, "s-none": 1} in [slices for title, slices in found if "扩大冷库容量" in title]
    # What a dot says by its colour, its panel says in words.
    opened.page.evaluate("atlas.selectBody(atlas.bodyOfPath('body/340100/agriculture'), {})")
    assert "已完成 1" in " ".join(opened.text("#panel .legend-of-states").split())
    assert opened.console == []


@pytest.mark.browser
def test_the_drawing_is_on_the_first_printed_page_beside_what_is_selected(
    site: Path, open_page: Open, tmp_path: Path
) -> None:
    from pypdfium2 import PdfDocument

    opened = open_page(site, "view=all&colour=state&body=body/340100/agriculture")
    opened.page.locator("#panel.selected").wait_for()
    opened.page.pdf(path=tmp_path / "page.pdf", format="A4")
    with PdfDocument(tmp_path / "page.pdf") as pdf:
        assert "合肥市农业农村局" in pdf[0].get_textpage().get_text_range()
