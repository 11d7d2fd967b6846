"""A hundred thousand triples on every real server: many small graphs and one large one, proven, changed, sent again.

make servers      runs this beside the rest of the suite: it takes minutes, so a plain pytest does not
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Dataset

import servers
from policygraph.extraction import extract
from policygraph.graph import concept_quads, policy_quads
from policygraph.model import Document
from policygraph.namespaces import CV, ELI, ID, PG, RDF
from policygraph.publish import Action, Publication, Remote, make_plan, transfer, verify
from policygraph.sparql import catalogue
from policygraph.store import dataset_of

from .conftest import emptied

pytestmark = pytest.mark.usefixtures("credentials")
LARGE = f"{ID}graph/large"
#: Triples in all, and of them in the one large graph.
ALL, IN_ONE = 100_000, 60_000
#: What each title of the large graph has in it: nothing that a store may take for its own syntax.
WORDS = "措施“{}”：\"引号\"、\\反斜线\\、\n换行\r\n\t制表，'单引号'，<b>&amp;</b>，{{?x}}，𠮷"


def _small() -> list[Quad]:
    """The invented notices that the benchmarks measure with."""
    sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))
    try:
        from notices import notices
    finally:
        sys.path.pop()
    quads: list[Quad] = []
    for notice in notices(1000):
        document = Document(notice.name, notice.text, "text/plain", hashlib.sha256(notice.text.encode()).hexdigest())
        quads += policy_quads(extract(document, notice.name))
        if len(quads) >= ALL - IN_ONE:
            return quads
    raise AssertionError("too few notices")


def _large(changed: bool) -> Iterator[Quad]:
    """One notice with very many measures, six triples each."""
    graph, policy = NamedNode(LARGE), NamedNode(f"{ID}policy/large")
    a, integer = NamedNode(RDF + "type"), NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    yield Quad(policy, a, NamedNode(PG + "Policy"), graph)
    for number in range(IN_ONE // 6):
        measure = NamedNode(f"{ID}policy/large/measure/{number}")
        duty = NamedNode(f"{measure.value}/responsibility/1")
        title = WORDS.format(number) + ("改" if changed and number == 7 else "")
        yield Quad(measure, a, NamedNode(PG + "Measure"), graph)
        yield Quad(measure, NamedNode(ELI + "is_part_of"), policy, graph)
        yield Quad(measure, NamedNode("http://purl.org/dc/terms/title"), Literal(title, language="zh"), graph)
        yield Quad(measure, NamedNode(PG + "position"), Literal(str(number), datatype=integer), graph)
        yield Quad(duty, NamedNode(PG + "ofMeasure"), measure, graph)
        yield Quad(duty, NamedNode(CV + "role"), NamedNode(f"{PG}role/lead"), graph)


@pytest.fixture(scope="module")
def large() -> tuple[Dataset, Dataset]:
    """The graph, and the same with one word changed in the large notice."""
    small = _small()
    common = [*small, *concept_quads({quad.object.value for quad in small if isinstance(quad.object, NamedNode)})]
    return dataset_of([*common, *_large(False)]), dataset_of([*common, *_large(True)])


def test_a_hundred_thousand_triples(server: tuple[str, str], large: tuple[Dataset, Dataset]) -> None:
    first, second = (Publication(dataset, ontology=False) for dataset in large)
    assert sum(first.fingerprint(graph).count for graph in first.graphs()) >= ALL
    assert first.fingerprint(LARGE).count > IN_ONE and len(first.graphs()) > 15
    with Remote(server[1]) as remote:
        emptied(remote)
        plan = make_plan(first, remote, prune=True)
        assert not transfer(plan, first, remote).failed
        verification = verify(plan, first, remote)
        assert [check for check in verification.graphs if check.difference] == []
        assert [check for check in verification.questions if check.difference or check.fault] == []
        assert len(verification.questions) == len(catalogue())

        # A change deep in the large graph that leaves its size as it is must be seen, and nothing else be sent.
        changed = make_plan(second, remote)
        assert {step.graph for step in changed if step.action is not Action.KEEP} == {LARGE}
        assert not transfer(changed, second, remote).failed
        assert {step.action for step in make_plan(second, remote)} == {Action.KEEP}
        emptied(remote)


def test_a_server_killed_while_it_copies(large: tuple[Dataset, Dataset], tmp_path: Path) -> None:
    """Virtuoso copies a staging graph over the old one; killed in the midst of that, it is mended by running again."""
    first, second = (Publication(dataset, ontology=False) for dataset in large)
    with servers.virtuoso(tmp_path) as url, Remote(url, tries=1) as remote:
        assert not transfer(make_plan(first, remote), first, remote).failed
        plan, update = make_plan(second, remote), remote.update

        def killing(text: str) -> None:
            if text.startswith("COPY"):
                threading.Timer(0.2, _kill, [tmp_path]).start()
            update(text)

        remote.update = killing  # type: ignore[method-assign]
        outcome = transfer(plan, second, remote)
        assert [state.graph for state in outcome.failed] == [LARGE]
        assert outcome.failed[0].found == "unknown" and outcome.done == ()
    with servers.virtuoso(tmp_path) as url, Remote(url) as remote:
        again = make_plan(second, remote)
        assert {step.graph for step in again if step.action is not Action.KEEP} <= {LARGE, LARGE + "#staging"}
        assert not transfer(again, second, remote).failed
        assert verify(again, second, remote).holds
        assert not [graph for graph in remote.policy_graphs() if graph.endswith("#staging")]


def _kill(folder: Path) -> None:
    """Kill the one server that runs in this folder."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").resolve() == folder and "virtuoso" in (process / "cmdline").read_text():
                os.kill(int(process.name), signal.SIGKILL)


def test_a_reader_sees_the_old_graph_or_the_new_one(server: tuple[str, str]) -> None:
    """While one graph is replaced whole, another client counts it again and again."""
    title = f"GRAPH <{LARGE}> {{ ?m <http://purl.org/dc/terms/title> ?t }}"
    changed = f'SELECT (COUNT(*) AS ?n) (SUM(IF(STRENDS(STR(?t), "改"), 1, 0)) AS ?new) WHERE {{ {title} }}'
    first, second = (Publication(dataset_of(_large(new)), ontology=False) for new in (False, True))
    seen: list[tuple[int, int]] = []
    over = threading.Event()
    with Remote(server[1]) as remote, Remote(server[1]) as reader:
        if not remote.preset.atomic:
            pytest.skip("this store replaces a graph by way of a staging graph, and the command says so")
        emptied(remote)
        assert not transfer(make_plan(first, remote, prune=True), first, remote).failed

        def read() -> None:
            while not over.is_set():
                seen.extend((int(row[0].value), int(row[1].value)) for row in reader.query(changed))

        thread = threading.Thread(target=read)
        thread.start()
        try:
            assert not transfer(make_plan(second, remote), second, remote).failed
        finally:
            over.set()
            thread.join()
        seen.extend((int(row[0].value), int(row[1].value)) for row in reader.query(changed))
        emptied(remote)
    whole = IN_ONE // 6
    assert set(seen) <= {(whole, 0), (whole, 1)} and len(seen) > 5
    assert seen[0] == (whole, 0) and seen[-1] == (whole, 1)
