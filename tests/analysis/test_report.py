"""The report's files: read back by the tools they are for, the same on every run."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pytest
from rdflib.query import ResultRow

from competency import dataset
from needs import lacking
from policygraph.analysis import Incidence, figures, fonts, incidence, quotes
from policygraph.analysis.findings import Finding
from policygraph.analysis.report import write_report
from policygraph.analysis.tables import tabulate_bodies
from policygraph.errors import StoreError
from policygraph.graph.measurements import make_measurements
from policygraph.model import Body


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_files_are_there_and_can_be_read(lang: str, tmp_path: Path) -> None:
    paths = {path.name: path for path in write_report(incidence(dataset("fujian")), tmp_path / "out", lang)}
    for name in ("shared", "lead-support", "vertical", "issuing", "bipartite"):
        assert len(nx.read_graphml(paths[f"{name}.graphml"])) == len(nx.read_gexf(paths[f"{name}.gexf"]))
        json.loads(paths[f"{name}.json"].read_text(encoding="utf-8"))
    shared = nx.read_graphml(paths["shared.graphml"])
    assert shared.number_of_edges() == 11 and len(shared) == 15
    with paths["bodies.csv"].open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 15 and sum(int(row["load"]) for row in rows) == 36
    with paths["networks.csv"].open(encoding="utf-8-sig") as file:
        whole = list(csv.DictReader(file))
    assert [(row["network"], row["period"], row["draws"]) for row in whole] == [
        ("shared", "all", "100"),
        ("lead-support", "all", "100"),
    ]
    assert float(whole[0]["density_low"]) > float(whole[0]["density"])
    with paths["positions.csv"].open(encoding="utf-8-sig") as file:
        positions = list(csv.DictReader(file))
    assert {row["body"] for row in positions} == {row["body"] for row in rows}
    told = json.loads(paths["findings.json"].read_text(encoding="utf-8"))
    report, page = (paths[name].read_text(encoding="utf-8") for name in ("report.md", "report.html"))
    for finding in told:
        assert finding[lang] in report and finding[lang] in page
    assert f"{float(whole[0]['density']):.4g} ↓" in report, "chance would join more bodies"
    assert ("福建省财政厅" if lang == "zh" else "Fujian Provincial Department of Finance") in report
    assert paths["workload.png"].read_bytes().startswith(b"\x89PNG") and "network.png" in page


def test_one_of_a_thing_is_not_many(tmp_path: Path) -> None:
    for parts, said in (
        ([("t", "a", "lead")], "1 document, 1 measure, 1 named body, 1 responsibility."),
        ([("t", "a", "lead"), ("t", "b", "lead")], "1 document, 1 measure, 2 named bodies, 2 responsibilities."),
    ):
        write_report(Incidence.of(parts), tmp_path, "en")
        assert said in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_the_same_bytes_on_every_run(tmp_path: Path) -> None:
    found = incidence(dataset("anhui"))
    one, other = write_report(found, tmp_path / "one"), write_report(found, tmp_path / "other")
    assert [path.name for path in one] == [path.name for path in other]
    for a, b in zip(one, other, strict=True):
        assert a.read_bytes() == b.read_bytes(), a.name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_findings_stand_with_their_words_and_question(lang: str, tmp_path: Path) -> None:
    graph = dataset("fujian")
    write_report(incidence(graph), tmp_path, lang, quotes=lambda wanted: quotes(graph, wanted))
    report, page = ((tmp_path / name).read_text(encoding="utf-8") for name in ("report.md", "report.html"))
    for text in (report, page):
        assert "责任单位:省教育厅、财政厅,各有关市、县(区)教育部门" in text
        assert "/policy/fujian-relocation-2020/measure/3" in text
        assert "policygraph query missing-local-counterpart GRAPH" in text


def test_quotes_are_those_of_the_body_and_the_measure() -> None:
    measure = "https://w3id.org/policygraph/id/policy/fujian-relocation-2020/measure/3"
    found = quotes(dataset("fujian"), [measure])
    assert {pair[0] for pair in found} == {measure} and len(found) == 4
    assert set(found.values()) == {("责任单位:省教育厅、财政厅,各有关市、县(区)教育部门",)}


def test_chinese_in_figures_needs_a_font_and_english_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    monkeypatch.setattr(fonts, "find_chinese_font", lambda: ())
    monkeypatch.setattr(figures, "find_chinese_font", lambda: ())
    assert fonts.choose_language("zh") == "en"
    write_report(incidence(dataset("fujian")), tmp_path, "zh")
    assert "没有中文字体" in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert not [str(warning.message) for warning in recwarn if "missing from font" in str(warning.message)]


def test_a_font_that_came_after_the_first_run_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import font_manager

    known = font_manager.fontManager
    if not any(fonts.rank_font(Path(path).stem) is not None for path in font_manager.findSystemFonts()):
        lacking("no font with Chinese characters here")
    monkeypatch.setattr(known, "ttflist", [font for font in known.ttflist if fonts.rank_font(font.name) is None])
    (name,) = fonts.find_chinese_font.__wrapped__()
    assert fonts.rank_font(name) is not None


def test_nothing_at_all_makes_a_report(tmp_path: Path) -> None:
    nobody = np.array([], dtype=np.int32)
    for bodies in ([], [Body("one", "Body", "one", iri="https://example.org/one")]):
        paths = write_report(Incidence(bodies, [], nobody, nobody, nobody.astype(np.int8)), tmp_path)
        assert any(path.name == "report.md" for path in paths)


def test_hostile_names_are_text(tmp_path: Path) -> None:
    parts = Incidence.of([("t", "<script>alert(1)</script>|", "lead"), ("t", "b", "lead")])
    write_report(parts, tmp_path, "en")
    assert "<script>" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "\\|" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match="cannot write"):
        write_report(incidence(dataset("fujian")), tmp_path / "taken")


def test_measurements_have_their_provenance() -> None:
    rows = tabulate_bodies(incidence(dataset("fujian")))
    made = make_measurements(rows, ["https://w3id.org/policygraph/id/graph/fujian-relocation-2020"])
    query = """PREFIX dqv: <http://www.w3.org/ns/dqv#> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?body ?value WHERE {
          ?m dqv:computedOn ?body ; dqv:value ?value ; dqv:isMeasurementOf ?metric
          FILTER(STRENDS(STR(?metric), "/shared_load"))
          ?activity prov:generated ?graph ; prov:used ?source }"""
    found = [row for row in made.query(query) if isinstance(row, ResultRow)]
    values = {str(row["body"]).rpartition("/")[2]: int(row["value"]) for row in found}
    assert values["poverty-alleviation"] == 6 and len(values) == 15


def test_networks_are_well_formed_whatever_a_name_holds(tmp_path: Path) -> None:
    known = incidence(dataset("fujian"))
    bodies = [replace(body, label=f"{body.label}\x02\ufffe") for body in known.bodies]
    for path in write_report(replace(known, bodies=bodies), tmp_path / "out", "zh"):
        if path.suffix in (".gexf", ".graphml"):
            ElementTree.parse(path)


def test_a_finding_is_one_short_line() -> None:
    assert repr(Finding("stops", 1.0, "到省为止", "stops", {"n": 1}, bodies=("a",))) == "<Finding stops: 到省为止>"
