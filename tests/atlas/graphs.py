"""Graphs for the tests, in the shape that ``policygraph.graph`` writes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rdflib import RDF, RDFS, SKOS, XSD, Dataset, Graph, Literal, URIRef

from policygraph.namespaces import CV, DCTERMS, ELI, FUNCTION, ID, LEVEL, OA, PG, ROLE


@dataclass(frozen=True)
class Party:
    """A body of the test graph: key below ``id/``, names, and what it is."""

    key: str
    zh: str
    en: str
    text: str
    level: str = "provincial"
    function: str = "education"
    aliases: tuple[str, ...] = ()
    issues: bool = True

    @property
    def iri(self) -> URIRef:
        return URIRef(ID + self.key)


@dataclass(frozen=True)
class Item:
    """A measure: its number, title, heading (index) and who bears it, as (party, role)."""

    number: str
    title: str
    heading: int
    bearers: Sequence[tuple[Party, str]]
    quote: str
    open_ended: bool = False
    deadline: str = ""
    abstract: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Notice:
    id: str
    heading: str
    headings: Sequence[str]
    items: Sequence[Item]
    issuers: Sequence[Party] = ()
    source: str = "中国福建"
    issued: str = "2020-05-11"
    number: str = ""
    extra: list[tuple[URIRef, URIRef, Literal]] = field(default_factory=list)


NUMERALS = "一二三四五六七八九十"


def dataset(*notices: Notice) -> Dataset:
    """The notices as a dataset whose default graph is the union."""
    found = Dataset(store="Oxigraph", default_union=True)
    vocabulary = found.graph(URIRef(ID + "graph/vocabulary"))
    place = URIRef(ID + "place/350000")
    vocabulary.add((place, SKOS.prefLabel, Literal("福建省", "zh")))
    vocabulary.add((place, SKOS.prefLabel, Literal("Fujian", "en")))
    for slug, zh, en in (("education", "教育", "education"), ("finance", "财政", "finance")):
        vocabulary.add((URIRef(FUNCTION + slug), SKOS.prefLabel, Literal(zh, "zh")))
        vocabulary.add((URIRef(FUNCTION + slug), SKOS.prefLabel, Literal(en, "en")))
    for notice in notices:
        _notice(found.graph(URIRef(f"{ID}graph/{notice.id}")), notice, place)
    return found


def _notice(graph: Graph, notice: Notice, place: URIRef) -> None:
    policy = URIRef(f"{ID}policy/{notice.id}")
    graph.add((policy, RDF.type, URIRef(PG + "Policy")))
    graph.add((policy, RDFS.label, Literal(notice.heading, "zh")))
    graph.add((policy, URIRef(DCTERMS + "issued"), Literal(notice.issued, datatype=XSD.date)))
    if notice.number:
        graph.add((policy, URIRef(ELI + "id_local"), Literal(notice.number)))
    source = URIRef(f"{ID}source/{notice.id}")
    graph.add((policy, URIRef(DCTERMS + "source"), source))
    graph.add((source, URIRef(PG + "sourceName"), Literal(notice.source, "zh")))
    for party in {party for item in notice.items for party, _ in item.bearers} | set(notice.issuers):
        _party(graph, party, place)
    for party in notice.issuers:
        graph.add((policy, URIRef(ELI + "passed_by"), party.iri))
    headings = []
    for at, label in enumerate(notice.headings, 1):
        category = URIRef(f"{policy}/category/{at}")
        headings.append(category)
        graph.add((category, RDF.type, URIRef(PG + "Category")))
        graph.add((category, SKOS.prefLabel, Literal(label, "zh")))
        graph.add((category, SKOS.notation, Literal(NUMERALS[at - 1] if at <= 10 else str(at))))
        graph.add((category, URIRef(PG + "position"), Literal(at)))
    for at, item in enumerate(notice.items, 1):
        _item(graph, policy, headings[item.heading] if headings else None, at, item)
    for triple in notice.extra:
        graph.add(triple)


def _party(graph: Graph, party: Party, place: URIRef) -> None:
    kind = "DepartmentGroup" if party.key.startswith("group/") else "Department"
    graph.add((party.iri, RDF.type, URIRef(PG + kind)))
    graph.add((party.iri, SKOS.prefLabel, Literal(party.zh, "zh")))
    if party.en:
        graph.add((party.iri, SKOS.prefLabel, Literal(party.en, "en")))
    for alias in party.aliases:
        graph.add((party.iri, SKOS.altLabel, Literal(alias, "zh")))
    graph.add((party.iri, URIRef(PG + "level"), URIRef(LEVEL + party.level)))
    graph.add((party.iri, URIRef(PG + "function"), URIRef(FUNCTION + party.function)))
    graph.add((party.iri, URIRef(DCTERMS + "spatial"), place))


def _item(graph: Graph, policy: URIRef, heading: URIRef | None, at: int, item: Item) -> None:
    measure = URIRef(f"{policy}/measure/{at}")
    graph.add((measure, RDF.type, URIRef(PG + "Measure")))
    graph.add((measure, URIRef(ELI + "is_part_of"), policy))
    graph.add((measure, URIRef(ELI + "number"), Literal(item.number)))
    graph.add((measure, URIRef(DCTERMS + "title"), Literal(item.title, "zh")))
    graph.add((measure, URIRef(PG + "position"), Literal(at)))
    for text, language in zip(item.abstract, ("zh", "en"), strict=True):
        if text:
            graph.add((measure, URIRef(DCTERMS + "abstract"), Literal(text, language)))
    if heading is not None:
        graph.add((measure, URIRef(PG + "inCategory"), heading))
    if item.open_ended:
        graph.add((measure, URIRef(PG + "openEnded"), Literal(True)))
    if item.deadline:
        graph.add((measure, URIRef(PG + "deadlineText"), Literal(item.deadline, "zh")))
    evidence = URIRef(f"{policy}/evidence/{at * 100}-{at * 100 + len(item.quote)}")
    selector = URIRef(f"{evidence}/quote")
    graph.add((evidence, URIRef(OA + "hasSelector"), selector))
    graph.add((evidence, URIRef(OA + "hasSelector"), URIRef(f"{evidence}/position")))
    graph.add((selector, URIRef(OA + "exact"), Literal(item.quote)))
    for position, (party, role) in enumerate(item.bearers, 1):
        duty = URIRef(f"{measure}/responsibility/{position}")
        graph.add((duty, RDF.type, URIRef(PG + "Responsibility")))
        graph.add((duty, URIRef(CV + "hasParticipant"), party.iri))
        graph.add((duty, URIRef(CV + "role"), URIRef(ROLE + role)))
        graph.add((duty, URIRef(PG + "ofMeasure"), measure))
        graph.add((duty, URIRef(PG + "nameInText"), Literal(party.text, "zh")))
        graph.add((duty, URIRef(PG + "evidence"), evidence))
        graph.add((duty, URIRef(PG + "position"), Literal(position)))


# --- the notices ------------------------------------------------------------------------------------------

EDUCATION = Party(
    "body/350000/education",
    "福建省教育厅",
    "Fujian Provincial Department of Education",
    "省教育厅",
    aliases=("教育厅",),
)
FINANCE = Party(
    "body/350000/finance", "福建省财政厅", "Fujian Provincial Department of Finance", "省财政厅", function="finance"
)
HEALTH = Party("body/350000/health", "福建省卫生健康委员会", "Fujian Provincial Health Commission", "省卫健委")
ALLEVIATION = Party(
    "body/350000/poverty",
    "福建省扶贫开发领导小组办公室",
    "Fujian Provincial Poverty Alleviation Office",
    "省扶贫办",
    issues=False,
)
FORESTRY = Party("body/350000/forestry", "福建省林业局", "Fujian Provincial Forestry Bureau", "省林业局")
IDLE = Party("body/350000/assets", "福建省国资委", "Fujian State Assets Commission", "省国资委")
COUNTY = Party(
    "group/350000/county/education",
    "福建省县级教育部门",
    "County education departments in Fujian",
    "县(区)教育部门",
    "county",
)
CITY = Party(
    "group/350000/municipal/education",
    "福建省市级教育部门",
    "Municipal education departments in Fujian",
    "市教育部门",
    "municipal",
)


def small() -> Notice:
    """Five bearing bodies, three pairs, two classes of bodies, an idle issuer and a bearer that did not issue."""
    return Notice(
        "small",
        "示例省六部门推出若干措施",
        ["教育", "资金"],
        [
            Item(
                "(一)",
                "办好学校",
                0,
                [(EDUCATION, "lead"), (FINANCE, "support"), (COUNTY, "responsible")],
                "责任单位:省教育厅、财政厅,县(区)教育部门",
                abstract=("建好学校。", "Build good schools."),
            ),
            Item(
                "(二)",
                "资助学生",
                0,
                [(EDUCATION, "responsible"), (FINANCE, "responsible"), (CITY, "responsible"), (COUNTY, "responsible")],
                "责任单位:省教育厅、财政厅,市、县(区)教育部门",
                deadline="2022年10月底前",
            ),
            Item(
                "(三)",
                "保障资金",
                1,
                [(FINANCE, "responsible"), (ALLEVIATION, "responsible")],
                "责任单位:省财政厅、扶贫办等",
                open_ended=True,
            ),
            Item("(四)", "校医配备", 0, [(EDUCATION, "joint"), (HEALTH, "joint")], "省教育厅、省卫健委按职责分工负责"),
            Item("(五)", "林业带动", 1, [(FORESTRY, "responsible")], "责任单位:省林业局"),
        ],
        issuers=[EDUCATION, FINANCE, HEALTH, FORESTRY, IDLE],
    )


def hostile(text: str) -> Notice:
    """A notice with the same text in every field that a page shows."""
    one = Party("body/350000/a", text + "甲", text + "A", text + "a", aliases=(text + "alias",))
    two = Party("body/350000/b", text + "乙", text + "B", text + "b")
    return Notice(
        "hostile",
        text,
        [text, text + "2"],
        [
            Item(text, text + "t1", 0, [(one, "lead"), (two, "support")], text, deadline=text, abstract=(text, text)),
            Item(text, text + "t2", 1, [(one, "lead")], text),
        ],
        issuers=[one],
        source=text,
        number=text,
    )


def large(bodies: int, pairs: int, seed: int = 1) -> Notice:
    """So many bodies and pairs of them that share one measure each."""
    chance = random.Random(seed)
    parties = [
        Party(f"body/350000/b{at}", f"福建省第{at}局", f"Fujian Provincial Bureau {at}", f"省{at}局")
        for at in range(bodies)
    ]
    chosen: set[tuple[int, int]] = set()
    while len(chosen) < pairs:
        # Some bodies are much busier than others, as in life.
        a = min(chance.randrange(bodies), chance.randrange(bodies))
        b = chance.randrange(bodies)
        if a != b:
            chosen.add((min(a, b), max(a, b)))
    items = [
        Item(
            f"{at}",
            f"第{at}项",
            at % 6,
            [(parties[a], "responsible"), (parties[b], "responsible")],
            f"责任单位:{parties[a].text}、{parties[b].text}",
        )
        for at, (a, b) in enumerate(sorted(chosen), 1)
    ]
    return Notice("large", "大型示例", ["甲", "乙", "丙", "丁", "戊", "己"], items, issuers=parties[:3])


def named(notices: Iterable[Notice]) -> set[str]:
    """IRIs of the named bearers."""
    return {
        str(party.iri)
        for notice in notices
        for item in notice.items
        for party, _ in item.bearers
        if not party.key.startswith("group/")
    }
