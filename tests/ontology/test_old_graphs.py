"""Graphs that earlier versions wrote: they open, and give the answers of today but for what is documented."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from docs.ontology import history

import policygraph
from competency import asked, parameters, written
from policygraph.cli.main import _policygraph
from policygraph.graph import rename_former
from policygraph.graph.engine import engine
from policygraph.namespaces import FUNCTION, PG, RDF, SKOS
from policygraph.resources import examples_dir
from policygraph.sparql import catalogue, run
from policygraph.store import open_graph

FOLDER = Path(__file__).resolve().parents[1] / "data" / "versions"
VERSIONS = ("0.1.0-first", "0.1.0", "0.2.0", "0.3.0", "0.4.0")
SOURCES = {"fujian": "fujian-relocation-2020.txt", "anhui": "anhui-cold-chain-2020.txt"}
#: Each example as each version wrote it; Anhui came later than the first version.
GRAPHS = [
    f"{name}-{version}" for name in SOURCES for version in VERSIONS if (name, version) != ("anhui", "0.1.0-first")
]
#: Example and question → versions whose answer differs, as README.md there says. None does.
DIFFERENT: dict[tuple[str, str], tuple[str, ...]] = {}


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    for packed in FOLDER.glob("*.gz"):
        (folder / packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))
    return folder


@cache
def today(name: str) -> Any:
    return policygraph.build(examples_dir() / SOURCES[name])


def answer(graph: Any, example: str, question: str) -> str:
    """The answer as the files in tests/sparql/answers have it."""
    return written(run(graph, catalogue()[question], parameters(example, question), lang="zh"))


#: The first and the last version of an example; the other graphs are opened by make test-slow alone.
QUICK = ("fujian-0.1.0-first", "anhui-0.1.0", "anhui-0.4.0")
graphs = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else pytest.mark.slow) for name in GRAPHS]
)


def command(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(_policygraph, [*map(str, words), "--lang", "en"], catch_exceptions=False)
    return done.exit_code, done.output


def test_there_is_a_graph_of_every_earlier_version() -> None:
    kept = [history.show_version(version) for version in history.kept("policygraph")]
    assert set(kept[:-1]) <= set(VERSIONS), "see README.md beside the graphs"
    names = {path.name for path in FOLDER.iterdir()}
    assert {f"{name}.ttl.gz" for name in GRAPHS} <= names
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in names - {"README.md", "items.txt"} if name not in told] == []


@graphs
def test_it_opens_and_is_valid(unpacked: Path, name: str) -> None:
    graph = open_graph(unpacked / f"{name}.ttl")
    assert len(policygraph.query(graph, "responsibilities")) == (106 if name.startswith("fujian") else 24)
    findings = list(policygraph.validate(unpacked / f"{name}.ttl"))
    assert [each for each in findings if each.severity == "violation"] == []
    assert len(findings) == len(list(policygraph.validate(today(name.partition("-")[0]))))


@graphs
def test_answers_are_those_of_today(unpacked: Path, name: str) -> None:
    example, _, version = name.partition("-")
    old, new = open_graph(unpacked / f"{name}.ttl"), today(example).dataset
    for query in asked(example):
        if example == "anhui" and parameters(example, query.name):
            continue  # those are of Hefei, whose notice is another graph
        same = answer(old, example, query.name) == answer(new, example, query.name)
        assert same == (version not in DIFFERENT.get((example, query.name), ())), query.name


@pytest.mark.parametrize("version", ["0.1.0", *(pytest.param(v, marks=pytest.mark.slow) for v in VERSIONS[2:])])
def test_it_goes_together_with_a_graph_of_today(unpacked: Path, tmp_path: Path, version: str) -> None:
    """The same function is not in two schemes, and nothing is counted twice."""
    fresh = policygraph.dump(today("fujian"), tmp_path / "fujian.ttl")
    both = open_graph(unpacked / f"anhui-{version}.ttl", fresh)
    anhui = policygraph.dump(today("anhui"), tmp_path / "anhui.ttl")
    fit = open_graph(anhui, fresh)
    for query in asked("fujian"):
        assert answer(both, "fujian", query.name) == answer(fit, "fujian", query.name), query.name
    exit_code, output = command("validate", unpacked / f"anhui-{version}.ttl", fresh)
    assert (exit_code, output) == (0, "0 violations, 0 warnings\n")
    exit_code, output = command("compare", unpacked / f"anhui-{version}.ttl", anhui)
    if version in ("0.1.0", "0.2.0"):
        assert (exit_code, output) == (1, "changed: （七）做好宣传引导\n  the text changed\n6 measures are the same\n")
    else:
        assert (exit_code, output) == (0, "7 measures are the same\n")


def test_numbers_with_several_statements_were_one_measure(unpacked: Path, tmp_path: Path) -> None:
    old = unpacked / "items-0.1.0-first.ttl"
    (tmp_path / "items.txt").write_bytes((FOLDER / "items.txt").read_bytes())
    new = policygraph.dump(policygraph.build(tmp_path / "items.txt"), tmp_path / "items.ttl")
    assert [each for each in policygraph.validate(old) if each.severity == "violation"] == []
    said = [(row["number"], row["measure"], row["name"]) for row in policygraph.query(old, "responsibilities")]
    assert said == [
        ("1.", "修路", "市交通运输局"),
        ("2.", "办实事", "市住房和城乡建设局"),
        ("2.", "办实事", "市教育局"),
    ]
    said = [(row["number"], row["measure"], row["name"]) for row in policygraph.query(new, "responsibilities")]
    assert said[2] == ("2.", "扩建学校", "市教育局")
    exit_code, output = command("compare", old, new)
    assert exit_code == 1 and "added: 2.扩建学校" in output and "changed: 2.办实事" in output


def test_reports_and_returned_ledgers_are_read(unpacked: Path, tmp_path: Path) -> None:
    graph, reports = unpacked / "anhui-0.3.0.ttl", unpacked / "anhui-0.3.0-status.trig"
    assert [each for each in policygraph.validate(open_graph(graph, reports)) if each.severity == "violation"] == []
    fresh = policygraph.dump(today("anhui"), tmp_path / "anhui.ttl")
    for known in (graph, fresh):
        written = tmp_path / f"{known.stem}-status.trig"
        ledger = FOLDER / "anhui-0.3.0-ledger.xlsx"
        exit_code, output = command("status", ledger, "--graph", known, "--date", "2021-01-05", "-o", written)
        assert exit_code == 0 and "3 added" in output
        assert written.read_bytes() == reports.read_bytes()


#: The rest is made by make test-slow alone.
SAMPLE = ("fujian-0.1.0-first", "anhui-0.4.0")


@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param(n, marks=[] if n in SAMPLE else pytest.mark.full) for n in GRAPHS])
def test_reports_atlas_and_ledger_are_made_of_it(unpacked: Path, tmp_path: Path, name: str) -> None:
    graph = unpacked / f"{name}.ttl"
    fresh = policygraph.dump(today(name.partition("-")[0]), tmp_path / f"{name}.ttl")
    made = []
    for source, folder in ((graph, tmp_path / "old"), (fresh, tmp_path / "new")):
        folder.mkdir()
        for words in (
            ("analyze", source, "-o", folder / "report"),
            ("atlas", source, "-o", folder / "atlas"),
            ("ledger", source, "-o", folder / "tasks.docx"),
            ("ledger", source, "-o", folder / "tasks.xlsx"),
        ):
            assert command(*words)[0] == 0, words
        made.append({path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()})
    old, new = made
    assert old.keys() == new.keys() and len(old) > 20
    for path in old:
        if path.endswith(".csv"):
            assert old[path].read_bytes() == new[path].read_bytes(), path


@pytest.mark.parametrize("name", ["fujian-0.1.0-first", "anhui-0.4.0"])
def test_a_store_with_former_names_is_used_where_it_lies(unpacked: Path, tmp_path: Path, name: str) -> None:
    policygraph.dump(open_graph(unpacked / f"{name}.ttl", vocabulary=False), tmp_path / "store")
    store = open_graph(tmp_path / "store")
    example = name.partition("-")[0]
    for question in ("responsibilities", "load-by-function", "missing-local-counterpart"):
        assert answer(store, example, question) == answer(today(example).dataset, example, question)
    assert command("validate", tmp_path / "store") == (0, "0 violations, 0 warnings\n")


def test_former_names_are_replaced_and_the_property_is_not() -> None:
    former, present = ox.NamedNode(PG + "function"), ox.NamedNode(PG + "functions")
    kind, label = ox.NamedNode(RDF + "type"), ox.NamedNode(SKOS + "prefLabel")
    graph, finance = ox.NamedNode("urn:graph"), ox.NamedNode(FUNCTION + "finance")
    property_of = [
        ox.Quad(former, kind, ox.NamedNode("http://www.w3.org/2002/07/owl#ObjectProperty"), graph),
        ox.Quad(former, ox.NamedNode(SKOS + "definition"), ox.Literal("…", language="en"), graph),
        ox.Quad(ox.NamedNode("urn:body"), former, finance, graph),
    ]
    store = ox.Store()
    store.extend(property_of)
    assert rename_former(store) == 0
    store.add(ox.Quad(former, kind, ox.NamedNode(SKOS + "ConceptScheme"), graph))
    store.add(ox.Quad(former, label, ox.Literal("Functions", language="en"), graph))
    store.add(ox.Quad(finance, ox.NamedNode(SKOS + "inScheme"), former, graph))
    assert rename_former(store) == 3
    assert set(store) == {
        *property_of,
        ox.Quad(present, kind, ox.NamedNode(SKOS + "ConceptScheme"), graph),
        ox.Quad(present, label, ox.Literal("Functions", language="en"), graph),
        ox.Quad(finance, ox.NamedNode(SKOS + "inScheme"), present, graph),
    }
    assert rename_former(store) == 0


def test_a_graph_opened_as_it_is_keeps_its_names(unpacked: Path) -> None:
    former = ox.NamedNode(PG + "function")
    path = unpacked / "fujian-0.4.0.ttl"
    scheme = ox.NamedNode(SKOS + "inScheme")
    assert len(list(engine(open_graph(path, vocabulary=False)).quads_for_pattern(None, scheme, former))) == 15
    assert list(engine(open_graph(path)).quads_for_pattern(None, scheme, former)) == []
