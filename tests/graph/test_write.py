"""Model to RDF and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from rdflib import BNode, Dataset, URIRef

from policygraph.corpus import build, read
from policygraph.errors import StoreError
from policygraph.graph import Iris, concept_quads, policy_lines, policy_quads
from policygraph.graph.engine import dataset_of
from policygraph.graph.incidence import Incidence, read_incidence
from policygraph.graph.read import read_policies
from policygraph.graph.validate import validate
from policygraph.model import Document, Policy, ProcessingStep
from policygraph.namespaces import CV, ELI, ID, PG, PROV, RDF, ROLE, VOCABULARY_GRAPH


@pytest.fixture(scope="module")
def policy() -> Policy:
    from policygraph.resources import examples_dir

    return read(examples_dir() / "fujian-relocation-2020.txt")


def dataset_with(policy: Policy) -> Dataset:
    """The graph of a policy and the concepts that it uses."""
    quads = policy_quads(policy)
    used = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    return dataset_of([*quads, *concept_quads(used)])


def bare(policy: Policy) -> Policy:
    """Without what the graph does not hold or the text has not, and with what it holds as a set in one order."""
    document = policy.document
    return replace(
        policy,
        document=Document(document.name, document.text, document.media_type, document.sha256),
        issuers=tuple(sorted(policy.issuers, key=lambda body: body.key)),
        measures=tuple(
            replace(measure, responsibilities=tuple(part._replace(iri="") for part in measure.responsibilities))
            for measure in policy.measures
        ),
        account=(),
    )


def test_back_from_rdf_the_policy_is_the_same(policy: Policy) -> None:
    (again,) = read_policies(dataset_with(policy))
    aliases = {b.key: b.aliases for b in again.issuers}
    assert bare(again).measures[2] == bare(policy).measures[2]
    assert [m.key for m in again.measures] == [m.key for m in policy.measures]
    assert {k: set(v) for k, v in aliases.items()} == {b.key: set(b.aliases) for b in policy.issuers}
    assert bare(again) == bare(policy)


def test_steps_before_reading_are_in_the_provenance(policy: Policy) -> None:
    steps = (
        ProcessingStep("conversion", "LibreOffice", "7.4.7.2", "附件 1.doc", "0a" * 32),
        ProcessingStep("recognition", "RapidOCR", "3.4", "扫描.pdf", "1b" * 32),
        ProcessingStep("conversion", "LibreOffice", "7.4.7.2", "附件 2.doc", "2c" * 32),
    )
    plain, processed = (
        policy_lines(policy),
        policy_lines(replace(policy, document=replace(policy.document, steps=steps))),
    )
    run = Iris().activity(policy.id)
    assert {iri: lines for iri, lines in processed.items() if iri in plain and iri != run} == {
        iri: lines for iri, lines in plain.items() if iri != run
    }
    node = f"{Iris().policy(policy.id)}/step/2"
    assert f"<{node}> <{PROV}used> <{ID}file/{'1b' * 8}>" in processed[node]
    assert f"<{node}> <{PROV}wasAssociatedWith> <{ID}agent/rapidocr-3.4>" in processed[node]
    assert f"<{run}> <{PROV}wasInformedBy> <{node}>" in processed[run]
    dataset = dataset_with(replace(policy, document=replace(policy.document, steps=steps)))
    (again,) = read_policies(dataset)
    assert again.document.steps == steps
    assert validate(dataset) == validate(dataset_with(policy))


def test_what_is_read_has_its_iris(policy: Policy) -> None:
    (again,) = read_policies(dataset_with(policy))
    iris = Iris()
    assert again.iri == iris.policy(policy.id)
    assert [heading.iri for heading in again.categories] == [
        iris.category(policy.id, heading.path) for heading in policy.categories
    ]
    for measure, written in zip(again.measures, policy.measures, strict=True):
        assert (measure.iri, measure.policy) == (iris.measure(policy.id, written), again.iri)
        for position, part in enumerate(measure.responsibilities, 1):
            assert part.iri == iris.responsibility(policy.id, written, position)
            assert part.body.iri == iris.body(part.body)


def test_columns_are_read_as_the_policies_are(policy: Policy) -> None:
    dataset = dataset_with(policy)
    columns, made = read_incidence(dataset, texts=True), Incidence.of_policies(read_policies(dataset))
    assert (columns.bodies, list(columns.policies)) == (made.bodies, list(made.policies))
    for name in ("iri", "number", "title", "policy", "open_ended", "name", "text", "due"):
        assert [getattr(each, name) for each in columns.measures] == [getattr(each, name) for each in made.measures]
    headings = [[each.category and each.category.iri for each in found.measures] for found in (columns, made)]
    assert headings[0] == headings[1]
    assert list(columns.entries()) == list(made.entries())
    assert columns.dues == made.dues
    assert len(columns.body) == sum(len(measure.responsibilities) for measure in policy.measures)


def test_parts_of_an_item_lead_to_it_and_it_is_no_measure(tmp_path: Path) -> None:
    source = tmp_path / "parts.txt"
    source.write_text(
        "一、民生\n3.办实事。建公园。（市住建局负责）建学校。（市教育局负责）\n4.修路。（市交通局负责）\n",
        encoding="utf-8",
    )
    policy = read(source)
    (again,) = read_policies(dataset_with(policy))
    assert bare(again) == bare(policy)
    assert set(policy_quads(again)) == set(policy_quads(policy))
    triples = {tuple(map(str, triple)) for triple in dataset_with(policy).triples((None, None, None))}
    item = f"{ID}policy/parts/item/3"
    measures = [f"{ID}policy/parts/measure/{key}" for key in ("3-1", "3-2", "4")]
    assert [each for each in measures if (each, PG + "inItem", item) in triples] == measures[:2]
    assert sorted(value for _, predicate, value in triples if predicate == PG + "hasMeasure") == measures
    assert (item, ELI + "number", "3.") in triples
    assert (item, RDF + "type", PG + "Measure") not in triples


def test_writing_what_was_read_gives_the_same_quads(policy: Policy) -> None:
    (again,) = read_policies(dataset_with(policy))
    assert set(policy_quads(again)) == set(policy_quads(policy))


def test_a_role_that_no_one_knows_is_told(policy: Policy) -> None:
    dataset = dataset_with(policy)
    subject, predicate, role, name = next(dataset.quads((None, URIRef(CV + "role"), None, None)))
    graph = dataset.graph(name)
    graph.remove((subject, predicate, role))
    graph.add((subject, predicate, URIRef(ROLE + "guest")))
    with pytest.raises(StoreError, match=rf"{subject}: .*role is 'guest', not one of lead, .*: correct the graph"):
        read_policies(dataset)
    (again,) = read_policies(dataset, strict=False)
    assert "guest" in {part.role for measure in again.measures for part in measure.responsibilities}


def test_no_blank_node_and_only_ascii_iris(policy: Policy) -> None:
    dataset = dataset_with(policy)
    for subject, predicate, value in dataset.triples((None, None, None)):
        assert not isinstance(subject, BNode)
        assert not isinstance(value, BNode)
        assert str(subject).isascii()
        assert str(predicate).isascii()


def test_graphs_are_the_policys_and_the_vocabularys(policy: Policy) -> None:
    dataset = dataset_with(policy)
    names = {str(graph.identifier) for graph in dataset.graphs() if len(graph)}
    assert names == {f"{ID}graph/{policy.id}", VOCABULARY_GRAPH}


def test_another_base_moves_the_data_only(policy: Policy) -> None:
    base = "https://data.example.org/"
    subjects = {str(quad.subject.value) for quad in policy_quads(policy, base) if isinstance(quad.subject, NamedNode)}
    assert all(subject.startswith(base) for subject in subjects)


def test_order_of_sources_changes_nothing(tmp_path: Path, example: Path) -> None:
    second = tmp_path / "second.txt"
    second.write_text("（一）修路。（省财政厅、省教育厅负责）", encoding="utf-8")
    one = build([example, second]).dataset
    other = build([second, example]).dataset
    assert set(one.quads()) == set(other.quads())


def test_lines_say_what_quads_say(example: Path) -> None:
    from pyoxigraph import RdfFormat, parse

    policy = read(example)
    odd = "".join(map(chr, (*range(1, 0xA0), 0x2028, 0xFFFD, 0x1F600)))
    policy = replace(policy, heading=odd)
    graph = Iris().graph(policy.id)
    lines = [f"{line} <{graph}> ." for lines in policy_lines(policy).values() for line in lines]
    quads = policy_quads(policy)
    assert len(lines) == len(quads) > 1000
    assert sorted(lines) == sorted(f"{quad} ." for quad in quads)
    assert set(parse("\n".join(lines), format=RdfFormat.N_QUADS)) == set(quads)
