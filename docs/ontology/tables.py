"""The tables of classes and properties in docs/*/reference/ontology.md, from the Turtle; the prose is not touched."""

from __future__ import annotations

from pathlib import Path

from docs.ontology import history
from docs.ontology.facts import Facts, compact, expand

__all__ = ["write_tables"]

DOCS = Path(__file__).resolve().parents[1]
BEGIN, END = (
    "<!-- Table of {name}: written by docs/generate.py from ontology/policygraph.ttl. -->",
    "<!-- End of the table. -->",
)
#: Heads of the tables: Chinese, English.
HEADS = {
    "classes": (("类", "名称", "上位类"), ("class", "label", "subclass of")),
    "properties": (("属性", "陈述", "对方术语"), ("property", "statement", "other term")),
}
#: Between two terms of a cell, and of a chain.
COMMA, THEN = ("、", ", "), ("，再经 ", ", then ")
LINKS = ("rdfs:subPropertyOf", "owl:inverseOf", "rdfs:seeAlso", "skos:closeMatch", "owl:propertyChainAxiom")


def write_tables(lang: str) -> dict[str, str]:
    """Write the tables of the page anew.

    Args:
        lang: ``zh`` or ``en``.

    Returns:
        ``ontology.md`` → the page.

    Raises:
        ValueError: The page lacks the comments that a table is between.
    """
    facts = Facts([history.CURRENT / "policygraph.ttl"])
    page = (DOCS / lang / "reference" / "ontology.md").read_text(encoding="utf-8")
    for name, rows in (("classes", _classes(facts, lang)), ("properties", _properties(facts, lang))):
        head = HEADS[name][lang == "en"]
        lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
        lines.insert(1, "|---" * len(head) + "|")
        begin = BEGIN.format(name=name)
        before, found, rest = page.partition(begin + "\n")
        _, ended, after = rest.partition(END)
        if not found or not ended:
            raise ValueError(f"docs/{lang}/reference/ontology.md: the table of {name} is not between its two comments")
        page = "\n".join([before + begin, "", *lines, "", END]) + after
    return {"ontology.md": page}


def _code(names: list[str], lang: str, between: tuple[str, str] = COMMA) -> str:
    return between[lang == "en"].join(f"`{name}`" for name in names)


def _classes(facts: Facts, lang: str) -> list[tuple[str, str, str]]:
    """Return each class that is below another, with its label."""
    found = []
    for iri in sorted(facts.subjects(expand("owl:Class"), "rdf:type")):
        above = sorted(map(compact, facts.iris(iri, "rdfs:subClassOf")))
        if above:
            found.append((f"`{compact(iri)}`", facts.label(iri, lang), _code(above, lang)))
    return found


def _properties(facts: Facts, lang: str) -> list[tuple[str, str, str]]:
    """Return each link of a property with another one."""
    found = []
    for claim in LINKS:
        for iri in facts.source:
            if claim == "owl:propertyChainAxiom":
                chain = [compact(each) for node in facts.objects(iri, claim) for each in facts.listed(node)]
                if chain:
                    found.append((f"`{compact(iri)}`", f"`{claim}`", _code(chain, lang, THEN)))
            else:
                found += [(f"`{compact(iri)}`", f"`{claim}`", f"`{compact(each)}`") for each in facts.iris(iri, claim)]
    return found
