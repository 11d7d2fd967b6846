"""The public names: each there, described, with an example; every form of a graph; results that show themselves."""

from __future__ import annotations

import doctest
import operator
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from rdflib import Graph

import policygraph
import policygraph as pg
from policygraph.analysis import incidence
from policygraph.analysis.networks import KINDS
from policygraph.api.drawing import Picture
from policygraph.errors import QueryError, StoreError, UsageError
from policygraph.graph.engine import engine
from policygraph.sparql.header import read_query

NAMES = [
    "Endpoint",
    "Policy",
    "PolicyGraphError",
    "build",
    "catalogue",
    "compare",
    "draw",
    "dump",
    "findings",
    "network",
    "open_graph",
    "query",
    "read",
    "responsibilities",
    "to_pyvis",
    "validate",
    "write_atlas",
]


def test_the_names() -> None:
    assert policygraph.__all__ == NAMES
    assert set(policygraph.__all__) <= set(dir(policygraph))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        operator.attrgetter("nothing")(policygraph)


@pytest.mark.parametrize("name", policygraph.__all__)
def test_each_has_an_example_that_runs(name: str) -> None:
    thing = getattr(policygraph, name)
    assert thing.__doc__
    module = sys.modules[thing.__module__]
    (found,) = (each for each in doctest.DocTestFinder(recurse=False).find(thing, name, module=module))
    assert found.examples, "no example"
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.DocTestRunner(optionflags=flags, verbose=False).run(found).failed == 0


def test_query_is_the_function_whatever_was_imported_before() -> None:
    import policygraph.sparql

    assert callable(policygraph.query) and not hasattr(policygraph.query, "__path__")


# --- every form of a graph --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(example_path: Path) -> Any:
    return pg.build(example_path)


@pytest.fixture(scope="module")
def example_path() -> Path:
    return Path(__file__).resolve().parents[1] / "examples" / "fujian-relocation-2020.txt"


@pytest.fixture(scope="module")
def forms(built: Any, example_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The same graph in every form."""
    folder = tmp_path_factory.mktemp("forms")
    file = pg.dump(built, folder / "graph.nq")
    plain = Graph().parse(data=built.dataset.serialize(format="nt"), format="nt")
    return {
        "path": file,
        "text": str(file),
        "paths": [file, str(file)],
        "one path in a tuple": (file,),
        "store directory": pg.dump(built, folder / "store"),
        "dataset": built.dataset,
        "graph": plain,
        "store": engine(built.dataset),
        "build": built,
        "policy": pg.read(example_path),
        "policies": built.policies,
    }


FORMS = [
    "path",
    "text",
    "paths",
    "one path in a tuple",
    "store directory",
    "dataset",
    "graph",
    "store",
    "build",
    "policy",
    "policies",
]

FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "query": lambda graph: len(pg.query(graph, "responsibilities")),
    "responsibilities": lambda graph: len(pg.responsibilities(graph)),
    "findings": lambda graph: [finding.text_en for finding in pg.findings(graph)],
    "network": lambda graph: sorted(pg.network(graph).edges(data="weight")),
    "compare": lambda graph: repr(pg.compare(graph, graph)),
    "validate": lambda graph: [finding.severity for finding in pg.validate(graph) if finding.severity == "violation"],
}


def test_the_forms_are_all_tested(forms: Mapping[str, Any]) -> None:
    assert list(forms) == FORMS


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("function", [name for name in FUNCTIONS if name != "validate"])
def test_every_function_takes_every_form(function: str, form: str, forms: Mapping[str, Any]) -> None:
    assert FUNCTIONS[function](forms[form]) == FUNCTIONS[function](forms["dataset"])


def test_validate_takes_a_path_and_a_policy(forms: Mapping[str, Any]) -> None:
    assert FUNCTIONS["validate"](forms["path"]) == FUNCTIONS["validate"](forms["policy"]) == []


def test_dump_and_the_atlas_take_a_path(forms: Mapping[str, Any], tmp_path: Path) -> None:
    assert len(pg.open_graph(pg.dump(forms["path"], tmp_path / "copy.nq"))) == len(forms["dataset"])
    assert pg.write_atlas(forms["path"], tmp_path / "atlas", single_file=True).stat().st_size > 100_000


def test_a_path_without_the_library_of_paths(forms: Mapping[str, Any]) -> None:
    assert list(pg.query(str(forms["path"]), "leads")) == list(pg.query(forms["dataset"], "leads"))


def test_an_incidence_is_a_graph_to_analyses(built: Any) -> None:
    whole = incidence(built.dataset)
    assert pg.findings(whole) == pg.findings(built)
    assert pg.network(whole, "lead-support").graph == {"kind": "lead-support"}


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    "wrong", [None, 7, b"a", [], [7], ["a.ttl", 7], nx.Graph(), {"a": 1}], ids=lambda value: type(value).__name__
)
def test_what_is_no_graph_is_said(function: str, wrong: Any) -> None:
    with pytest.raises(UsageError, match="is no graph: pass a path, several paths, a dataset, or what build") as caught:
        FUNCTIONS[function](wrong)
    assert "请给出" in caught.value.names.zh


def test_a_notice_is_no_graph_file(example_path: Path) -> None:
    with pytest.raises(StoreError, match="build the graph first"):
        pg.findings(example_path)
    with pytest.raises(StoreError, match="there is no such file"):
        pg.query("missing.ttl", "leads")


# --- queries and tables -----------------------------------------------------------------------------------------------


def test_none_is_no_value(built: Any) -> None:
    assert list(pg.query(built, "responsibilities", body=None)) == list(pg.query(built, "responsibilities"))
    with pytest.raises(QueryError, match="unknown_thing"):
        pg.query(built, "responsibilities", unknown_thing="x")


@pytest.mark.parametrize("day", [date(2020, 5, 11), datetime(2020, 5, 11, 8), "2020-05-11"], ids=repr)
def test_a_date_in_any_form(built: Any, day: Any) -> None:
    assert list(pg.query(built, "overdue", day=day)) == list(pg.query(built, "overdue", day="2020-05-11"))
    assert len(pg.network(built, since=day, until=day)) == len(pg.network(built))
    assert len(pg.network(built, until="2020-05-10")) == 0


def test_what_is_no_date_is_said(built: Any) -> None:
    with pytest.raises(UsageError, match="'since' must be a date such as 2020-05-11, not 'spring'"):
        pg.findings(built, since="spring")


def test_the_table_of_responsibilities(built: Any) -> None:
    table = pg.responsibilities(built)
    assert list(table.columns) == list(pg.catalogue()["responsibilities"].columns)
    assert len(table) == 106
    with pytest.raises(QueryError, match="no body"):
        pg.responsibilities(built, body="火星局")


def test_a_table_without_pandas_names_the_extra(built: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    for make in (pg.responsibilities, lambda graph: pg.findings(graph).to_pandas()):
        with pytest.raises(UsageError, match=re.escape('pip install "policygraph[pandas]"')):
            make(built)


def test_results_count_without_losing_rows(built: Any) -> None:
    results = pg.query(built, "leads")
    rows = list(results)
    assert len(results) == len(rows) == len(list(results))
    assert results.serialize("csv") == pg.query(built, "leads").serialize("csv")
    assert len(pg.query(built, "shared-responsibility")) == len(list(pg.query(built, "shared-responsibility").triples))


# --- networks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_network_has_names_and_weights(built: Any, kind: Any) -> None:
    made = pg.network(built, kind)
    bodies = [data for _, data in made.nodes(data=True) if data.get("bipartite") != 1]
    assert bodies and all({"label", "label_en", "level", "kind", "functions", "load"} <= set(data) for data in bodies)
    assert all(isinstance(weight, int) and weight >= 1 for *_, weight in made.edges(data="weight"))
    assert made.is_directed() == (kind in ("lead-support", "vertical"))


def test_the_load_of_a_node_is_what_it_bears(built: Any) -> None:
    made = pg.network(built, "bipartite")
    assert all(data["load"] == made.degree[node] for node, data in made.nodes(data=True))


def test_a_part_of_a_network(built: Any) -> None:
    assert len(pg.network(built, level="provincial", place="350000")) == 15
    assert len(pg.network(built, function="education", level="provincial")) == 1
    with pytest.raises(UsageError, match="the graph has no level 'galactic'"):
        pg.network(built, level="galactic")
    wrong: Any = "sharde"
    with pytest.raises(UsageError, match="there is no network 'sharde': choose shared"):
        pg.network(built, wrong)


def test_compare_by_function(built: Any) -> None:
    rows = pg.compare(built, built, by="function")
    assert all(row.measures[0] == row.measures[1] for row in rows) and len(rows.to_pandas()) == len(rows) > 10
    with pytest.raises(UsageError, match="cannot compare by 'colour'"):
        pg.compare(built, built, by="colour")


# --- results that show themselves -------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """The tags of a page, and whether each is closed in its turn."""

    VOID = ("meta", "input", "link", "br", "path", "circle")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


SHOWN: Mapping[str, Callable[[Any], Any]] = {
    "build": lambda built: built,
    "policy": lambda built: built.policies[0],
    "incidence": lambda built: incidence(built.dataset),
    "rows": lambda built: pg.query(built, "responsibilities"),
    "triples": lambda built: pg.query(built, "shared-responsibility"),
    "answer": lambda built: pg.query(built, "ASK { ?s ?p ?o }"),
    "catalogue": lambda built: pg.catalogue(),
    "catalogue query": lambda built: pg.catalogue()["workload"],
    "own query": lambda built: read_query("SELECT ?s { ?s ?p ?o }" + " " * 500, name="own", origin="own.rq"),
    "findings": pg.findings,
    "comparison": lambda built: pg.compare(built, pg.read("anhui-cold-chain-2020.txt")),
    "functions": lambda built: pg.compare(built, built, by="function"),
    "validation": pg.validate,
}


@pytest.mark.parametrize("name", SHOWN)
def test_results_show_themselves_in_one_line_and_as_a_table(
    name: str, built: Any, monkeypatch: pytest.MonkeyPatch, example_path: Path
) -> None:
    monkeypatch.chdir(example_path.parent)
    thing = SHOWN[name](built)
    assert len(repr(thing)) <= 300 and "\n" not in repr(thing)
    html = thing._repr_html_()
    assert Tags(html).found.count("table") == 1
    assert len(html) < 40_000
    assert "script" not in Tags(html).found


def test_what_a_table_quotes_is_never_markup() -> None:
    found = pg.query(pg.open_graph(), 'SELECT ("<script>alert(1)</script>" AS ?x) {}')
    assert "&lt;script&gt;" in found._repr_html_() and "<script>" not in found._repr_html_()


def test_a_long_result_is_cut_and_says_so(built: Any) -> None:
    html = pg.query(built, "responsibilities")._repr_html_()
    assert Tags(html).found.count("tr") == 22 and "<td>…</td>" in html


def test_the_same_graph_does_not_differ(built: Any) -> None:
    found = pg.compare(built, built)
    assert len(found) == 0 and not found and found.same == 24


# --- drawings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_is_one_page_that_loads_nothing(built: Any, kind: Any) -> None:
    made = pg.network(built, kind)
    picture = pg.draw(made)
    assert len(picture) == len(made) and repr(picture).startswith("<Picture of")
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", picture.html)
    assert "default-src &#39;none&#39;; script-src" in picture.html
    frame = picture._repr_html_()
    assert Tags(frame).found == ["iframe"] and 'sandbox="allow-scripts' in frame and "allow-same-origin" not in frame


def test_a_drawing_is_saved(built: Any, tmp_path: Path) -> None:
    picture = pg.draw(pg.network(built), lang="en")
    assert picture.save(tmp_path / "图.html").read_text(encoding="utf-8") == picture.html
    assert '<html lang="en"' in picture.html
    with pytest.raises(StoreError, match="cannot write"):
        picture.save(tmp_path / "missing" / "a.html")


def test_any_networkx_graph_is_drawn() -> None:
    for graph in (
        nx.Graph(),
        nx.empty_graph(1),
        nx.path_graph(3),
        nx.complete_graph(5, nx.DiGraph),
        nx.karate_club_graph(),
    ):
        assert len(pg.draw(graph)) == len(pg.to_pyvis(graph).nodes) == len(graph)


def test_names_in_a_drawing_are_never_markup() -> None:
    graph = nx.Graph()
    graph.add_node("a", label="</script><script>alert(1)</script>")
    assert "<script>alert(1)" not in pg.draw(graph).html
    assert "<script>alert(1)" not in pg.to_pyvis(graph).generate_html()


@pytest.mark.parametrize("function", [pg.draw, pg.to_pyvis])
def test_what_is_no_network_is_said(function: Callable[[Any], Any]) -> None:
    with pytest.raises(UsageError, match="str is no network: pass what network returns"):
        function("notice.ttl")


def test_a_network_too_large_to_draw_says_what_to_do() -> None:
    with pytest.raises(UsageError, match="2,001 nodes; a drawing has at most 2,000: take a part with level"):
        pg.draw(nx.empty_graph(2001))


def test_pyvis_writes_a_page_that_works_offline(built: Any, tmp_path: Path) -> None:
    made = pg.to_pyvis(pg.network(built))
    page = tmp_path / "network.html"
    made.write_html(str(page))
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text)
    assert "福建省财政厅" in text or "\\u798f\\u5efa" in text
    assert made.num_edges() == pg.network(built).number_of_edges()


def test_pyvis_takes_many_edges_at_once() -> None:
    graph = nx.gnm_random_graph(2000, 100_000, seed=1)
    assert pg.to_pyvis(graph).num_edges() == 100_000


def test_a_drawing_in_a_browser(built: Any, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 900, "height": 620})
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    page.set_content(pg.draw(pg.network(built), lang="en")._repr_html_())
    frame = page.frames[1]
    frame.wait_for_selector("html[data-drawn]")
    assert "lines shown" in frame.inner_text("#shown")
    before = frame.inner_text("#shown")
    frame.eval_on_selector("#least", "each => { each.value = each.max; each.dispatchEvent(new Event('input')); }")
    assert frame.inner_text("#shown") != before
    frame.select_option("#facet", label="by community")
    assert frame.locator("#legend li").count() > 1
    frame.click("button[data-language=zh]")
    assert "显示" in frame.inner_text("#shown")
    page.close()
    assert problems == []


def test_a_picture_is_saved_as_a_page_or_a_drawing_only(tmp_path: Path) -> None:
    picture = Picture("<html>", 0, 0, 100, "<svg>")
    for name in ("n.png", "n"):
        with pytest.raises(UsageError, match=r"\.html or \.svg"):
            picture.save(tmp_path / name)
    assert picture.save(tmp_path / "n.SVG").read_text(encoding="utf-8") == "<svg>"


@pytest.mark.parametrize("name", ["findings", "network", "responsibilities"])
def test_an_unknown_condition_is_told_with_those_there_are(name: str, built: Any) -> None:
    with pytest.raises(UsageError, match=f"no option 'levl' in {name}: use .*(level|body)"):
        getattr(pg, name)(built, levl="provincial")


def test_crowd_size_is_the_name_of_the_option(built: Any) -> None:
    assert list(pg.findings(built, crowd_size=2)) == list(pg.findings(built, crowd=2)) != list(pg.findings(built))
    compare: Any = pg.compare
    with pytest.raises(UsageError, match="no option 'crowd_size' in compare: use by, lang"):
        compare(built, built, crowd_size=2)
