"""What the pages of the ontology say: addresses, statements, drawings, alignment, and the same bytes on every run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from docs.ontology import alignment, history
from docs.ontology.content import Writer
from docs.ontology.diagram import MOST, Link, Node, draw
from docs.ontology.facts import Facts, compact, is_own
from docs.ontology.generate import Site
from docs.ontology.pages import Page, Row, path_of, relative
from docs.ontology.writing import write_graph

from policygraph.namespaces import FUNCTION, ID, PG, PLACE, ROLE


@cache
def facts() -> Facts:
    return Facts(sorted(history.CURRENT.glob("*.ttl")))


def page(iri: str) -> Page:
    return Writer(facts()).page(iri)


def row(iri: str, label: str) -> Row:
    (found,) = [row for row in page(iri).rows if row.labels["en"] == label]
    return found


def names(found: Row) -> list[str]:
    return [value.name or value.labels[""] for value in found.values]


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (PG, "def/index"),
        (PG + "Policy", "def/Policy"),
        (PG + "level", "def/level"),
        (PG + "level/county", "def/level/county"),
        (PG + "shape/", "def/shape/index"),
        (ID + "place", "id/place"),
        (PLACE + "350000", "id/place/350000"),
    ],
)
def test_the_path_of_a_page_is_that_of_its_iri(iri: str, path: str) -> None:
    assert path_of(iri) == path


def test_links_are_relative() -> None:
    assert relative("def/Policy.html", "def/level/county") == "../Policy.html"
    assert relative("id/place/350000.html", "def/level/county") == "../../id/place/350000.html"


def test_bodies_and_other_data_have_no_page() -> None:
    assert is_own(PLACE + "350000") and is_own(ID + "place")
    assert (
        not is_own(ID + "body/350000/finance") and not is_own(ID + "placement") and not is_own("https://example.org/")
    )


def test_no_iri_stands_for_two_things() -> None:
    """The scheme of functions was named as the property pg:function is."""
    kinds = {iri: facts().kinds(iri) for iri in facts().source}
    both = [
        iri for iri, kind in kinds.items() if "skos:ConceptScheme" in kind and any(k.startswith("owl:") for k in kind)
    ]
    assert both == []


def test_the_page_of_a_class() -> None:
    shown = page(PG + "Measure")
    assert shown.labels == {"zh": "措施", "en": "measure"}
    assert (shown.kind["en"], shown.since, shown.deprecated) == ("class", "0.1.0", False)
    assert set(shown.notes["definition"]) == set(shown.notes["example"]) == {"zh", "en"}
    assert names(row(PG + "Measure", "subclass of")) == ["eli:LegalResourceSubdivision"]
    assert "pg:hasResponsibility" in names(row(PG + "Measure", "properties of it"))
    assert names(row(PG + "Measure", "properties that lead to it"))[0] == "pg:hasMeasure"
    messages = {use.shape.name or use.shape.labels[""]: use.messages["en"] for use in shown.uses}
    assert messages["shape:Policy-measure"] == "A policy has at least one measure (pg:hasMeasure)."
    assert page(PG + "StatusReport").since == "0.3.0"


def test_the_page_of_a_property() -> None:
    shown = page(PG + "responsibleBody")
    assert names(row(PG + "responsibleBody", "domain")) == ["pg:Measure"]
    assert names(row(PG + "responsibleBody", "property chain")) == ["( pg:hasResponsibility cv:hasParticipant )"]
    # A shape that names a property within a path checks it too.
    assert "shape:Measure-inverse" in {use.shape.labels.get("", use.shape.name) for use in page(PG + "hasMeasure").uses}
    assert shown.notes["example"].keys() == {""}, "an example that is not in both languages is for all"


def test_the_pages_of_concepts() -> None:
    assert page(ROLE + "lead").crumbs[-1].labels == {"zh": "责任角色", "en": "Roles in a measure"}
    former = FUNCTION + "health-family-planning"
    assert names(row(former, "replaced by")) == ["function:health"]
    assert "function:health-family-planning" in names(row(FUNCTION + "health", "replaces"))
    assert "reform:2018-health" in names(row(FUNCTION + "health", "reforms that led to it"))
    assert page(former).since == "functions 0.1.0"


def test_counties_are_on_the_page_of_the_place_above_them() -> None:
    writer = Writer(facts())
    assert writer.value(PLACE + "350102", "def/index").href == "../id/place/350100.html#350102"
    # Directly below the province: there is no city between them.
    assert writer.value(PLACE + "110101", "def/index").href == "../id/place/110000.html#110101"
    assert PLACE + "350102" in writer.counties(PLACE + "350100")
    assert names(row(PLACE + "350000", "narrower"))[0] == "place:350100"


def test_a_drawing_has_the_links_of_its_term() -> None:
    drawing = page(PG + "Measure").drawing
    for part in ("pg:Policy", "pg:hasMeasure", "eli:LegalResourceSubdivision", 'class="zh"', 'class="en"'):
        assert part in drawing
    assert page(PLACE + "350000").drawing == ""


def test_a_drawing_counts_what_does_not_fit() -> None:
    links = [Link("pg:x", Node(f"pg:n{number}", "长" * 80, "<b>")) for number in range(MOST + 3)]
    drawing = draw(Node("pg:middle"), links, [], label='a "label"')
    assert drawing.count('class="box"') == MOST and "+ 4" in drawing
    assert "&lt;b&gt;" in drawing and "<b>" not in drawing and "a &quot;label&quot;" in drawing
    assert "长…" in drawing
    assert draw(Node("pg:middle"), [], [], label="") == ""


def test_alignment_is_what_the_turtle_states() -> None:
    rows = alignment.alignments(facts())
    stated = {(compact(r.term), r.claim, compact(r.other)) for each in rows.values() for r in each}
    assert ("pg:Policy", "rdfs:subClassOf", "eli:LegalResource") in stated
    assert ("pg:hasMeasure", "rdfs:subPropertyOf", "eli:has_part") in stated
    assert ("pg:hasResponsibility", "rdfs:seeAlso", "cv:hasParticipation") in stated
    assert {"eli", "org", "cv", "prov", "skos"} <= set(rows)
    assert not any(other.startswith("pg:") for _, _, other in stated)
    assert (
        "eli:id_local" in alignment.reused(facts())["eli"] and "oa:TextQuoteSelector" in alignment.reused(facts())["oa"]
    )


def test_an_unknown_vocabulary_is_named(tmp_path: Path) -> None:
    extra = tmp_path / "policygraph.ttl"
    extra.write_text(
        f"<{PG}X> a <http://www.w3.org/2002/07/owl#Class> ; "
        "<http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://rdfs.org/ns/void#Dataset> .",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="void"):
        alignment.alignments(Facts([extra]))


def test_files_are_the_same_bytes_on_every_run(tmp_path: Path) -> None:
    written = []
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        again = Facts([history.CURRENT / "policygraph.ttl"])
        write_graph(again.describe(PG + "responsibleBody"), tmp_path / folder / "term")
        written.append({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()})
    assert written[0] == written[1]
    assert set(written[0]) == {"term.ttl", "term.jsonld", "term.nt", "term.rdf"}
    quads = list(ox.parse(written[0]["term.ttl"], format=ox.RdfFormat.TURTLE))
    assert sum(isinstance(quad.subject, ox.BlankNode) for quad in quads) == 4, "the list of the chain is part of it"


def test_a_file_system_that_folds_case_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "exists", lambda path: path.name == "cASE")
    with pytest.raises(OSError, match=r"does not tell Function\.html from function\.html"):
        Site(tmp_path).write()
    assert list((tmp_path / "def").iterdir()) == []
