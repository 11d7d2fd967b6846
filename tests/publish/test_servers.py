"""Publishing to real servers: sent once, not again, changed, pruned; and every time proven."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from policygraph.namespaces import ID, LINKS_GRAPH, PG, RDF, VOCABULARY_GRAPH, XSD
from policygraph.publish import Action, Publication, Remote, Step, Verification, make_plan, transfer, verify
from policygraph.resources import examples_dir
from policygraph.sparql import catalogue
from policygraph.store import dataset_of

from .conftest import STORES, built, emptied, notices

pytestmark = pytest.mark.usefixtures("credentials")


def published(source: Publication, remote: Remote, prune: bool = False) -> tuple[dict[str, Action], Verification]:
    plan = make_plan(source, remote, prune)
    outcome = transfer(plan, source, remote)
    assert not outcome.failed, outcome.failed
    return {step.graph.rpartition("/")[2]: step.action for step in plan}, verify(plan, source, remote)


def test_publish_again_change_and_prune(server: tuple[str, str], tmp_path: Path) -> None:
    kind, url = server
    with Remote(url) as remote:
        assert remote.preset.name == kind, "detected"
        emptied(remote)
        first = Publication(notices())
        actions, verification = published(first, remote)
        assert set(actions.values()) == {Action.ADD} and len(actions) == 6
        assert verification.holds and len(verification.questions) == len(catalogue()) >= 45

        actions, verification = published(Publication(built()), remote)
        assert set(actions.values()) == {Action.KEEP} and verification.holds

        text = (examples_dir() / "hefei-cold-chain-2022.txt").read_text(encoding="utf-8")
        (tmp_path / "hefei-cold-chain-2022.txt").write_text(
            text.replace("发展冷链专线", "发展冷链专列"), encoding="utf-8"
        )
        actions, verification = published(Publication(built(folder=tmp_path)), remote)
        assert actions["hefei-cold-chain-2022"] is Action.REPLACE and verification.holds
        assert actions["anhui-cold-chain-2020"] is actions["wuhu-cold-chain-2023"] is Action.KEEP

        fewer = Publication(notices("anhui-cold-chain-2020"))
        actions, verification = published(fewer, remote)
        assert actions["hefei-cold-chain-2022"] is Action.STALE and (verification.holds, verification.others) == (
            True,
            2,
        )
        assert "links" not in actions and remote.triples(LINKS_GRAPH)
        assert len(remote.policy_graphs()) == 3, "nothing goes without being told to"
        actions, verification = published(fewer, remote, prune=True)
        assert actions["hefei-cold-chain-2022"] is actions["wuhu-cold-chain-2023"] is Action.REMOVE
        assert verification.holds and verification.others == 0 and len(verification.questions) == len(catalogue())
        assert remote.policy_graphs() == {f"{ID}graph/anhui-cold-chain-2020"}
        assert actions["links"] is Action.REMOVE and not remote.triples(LINKS_GRAPH)


def test_text_of_every_kind_arrives(server: tuple[str, str]) -> None:
    graph = NamedNode(f"{ID}graph/words")
    policy = NamedNode(f"{ID}policy/words")
    said = NamedNode(PG + "textContent")
    texts = (
        "省教育厅、财政厅",
        '一行\n又一行\r\n\t“引号”"和\\反斜线',
        "𠮷野家 e\u0301 \u200f右",
        "a" * 20_000,
        "<script>&amp;'",
        "",
        " 前后有空格 ",
    )
    quads = [Quad(policy, NamedNode(RDF + "type"), NamedNode(PG + "Policy"), graph)]
    quads += [Quad(policy, said, Literal(text, language="zh"), graph) for text in texts]
    typed = (("position", "12", "integer"), ("openEnded", "true", "boolean"), ("deadline", "2020-12-31", "date"))
    for name, value, kind in typed:
        literal = Literal(value, datatype=NamedNode(XSD + kind))
        quads.append(Quad(policy, NamedNode(PG + name), literal, graph))
    source = Publication(dataset_of(quads), ontology=False)
    with Remote(server[1]) as remote:
        emptied(remote)
        plan = make_plan(source, remote, prune=True)
        assert not transfer(plan, source, remote).failed
        verification = verify(plan, source, remote)
        differences = [check.difference for check in verification.graphs if check.difference]
        assert differences == []
        again = make_plan(source, remote)
        assert [step.action for step in again] == [Action.KEEP]


def test_what_others_published_stays(server: tuple[str, str]) -> None:
    """Two sources publish by turns: neither takes away what only the other says, and a third mends nothing."""
    one, other = Publication(notices("anhui-cold-chain-2020")), Publication(notices("wuhu-cold-chain-2023"))
    with Remote(server[1]) as remote:
        emptied(remote)
        published(one, remote, prune=True)
        labels = {str(triple) for triple in remote.triples(VOCABULARY_GRAPH)}
        _, verification = published(other, remote)
        assert verification.holds and verification.others == 1
        assert labels <= {str(triple) for triple in remote.triples(VOCABULARY_GRAPH)}
        actions, verification = published(one, remote)
        assert verification.holds and Action.REPLACE not in actions.values()


def test_what_was_left_half_made_is_removed(server: tuple[str, str]) -> None:
    source = Publication(notices("anhui-cold-chain-2020"))
    left = f"{ID}graph/anhui-cold-chain-2020#staging"
    with Remote(server[1]) as remote:
        emptied(remote)
        beside = b"<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n"
        remote._put(left, beside)
        plan = make_plan(source, remote)
        assert Step(left, Action.REMOVE, None) in plan
        assert not transfer(plan, source, remote).failed
        assert remote.counts([left]) == {} and verify(plan, source, remote).holds


def test_a_difference_is_found_and_named(server: tuple[str, str]) -> None:
    source = Publication(notices("anhui-cold-chain-2020"))
    graph = f"{ID}graph/anhui-cold-chain-2020"
    with Remote(server[1]) as remote:
        emptied(remote)
        plan = make_plan(source, remote, prune=True)
        transfer(plan, source, remote)
        triples = sorted(map(str, source.triples(graph)))
        lost = next(line for line in triples if "nameInText" in line)
        remote.put(graph, "".join(f"{line} .\n" for line in triples if line != lost).encode())
        verification = verify(plan, source, remote)
        assert not verification.holds
        (check,) = [check for check in verification.graphs if check.difference]
        assert check.graph == graph and check.difference is not None
        assert (check.difference.missing, check.difference.extra) == (lost, "")
        assert any(question.difference for question in verification.questions)
        assert make_plan(source, remote)[plan.index(next(s for s in plan if s.graph == graph))].action is Action.REPLACE


def test_every_store_was_tried() -> None:
    from policygraph.sparql.presets import PRESETS

    assert set(STORES) == {preset.name for preset in PRESETS.values() if preset.tried}
