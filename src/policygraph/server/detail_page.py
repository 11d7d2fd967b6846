"""The plain detail page of a thing: statements about it and statements that point to it. The atlas has better pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from ..formats import rdf_format
from ..namespaces import DCTERMS, LOCAL_NAME, OA, PG, RDF, RDFS, SKOS, compact
from ..texts import Names, texts
from .middleware import get_root
from .pages import THINGS, Site, render_page
from .terms import pick_names, read_labels

__all__ = ["PATH_SAFE", "STATEMENTS", "make_address", "render_detail_page"]

#: What stands unencoded in the path of an address, beside letters and digits.
PATH_SAFE = "/:@!$&'()*+,;=~"
_TITLES = (SKOS + "prefLabel", DCTERMS + "title", RDFS + "label")
_NAMED = "|".join(f"<{iri}>" for iri in _TITLES)
#: The query for what a page shows: statements in both directions, with names of the things at their other end.
STATEMENTS = f"""SELECT ?way ?p ?x ?name {{{{
  {{{{ {{iri}} ?p ?x BIND("out" AS ?way) }}}}
  UNION {{{{ SELECT ?p ?x ("in" AS ?way) {{{{ ?x ?p {{iri}} }}}} LIMIT {{most}} }}}}
  OPTIONAL {{{{ ?x {_NAMED}|(<{PG}ofMeasure>/<{DCTERMS}title>)|(<{OA}hasSelector>/<{OA}exact>) ?name }}}}
}}}}"""
_FORMS = tuple((rdf_format(each).name, f".{each}") for each in ("ttl", "jsonld", "nt", "rdf"))


@dataclass
class _End:
    """The other end of a statement: words, or an address with a name."""

    text: str
    address: str = ""
    lang: str = ""
    names: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> Names:
        return pick_names(self.names, self.text)


def render_detail_page(
    request: Request, iri: str, rows: Sequence[Mapping[str, Any]], base: str, site: Site, *, graph: bool
) -> Response:
    """Render the page of a thing.

    Args:
        request: The request.
        iri: The thing.
        rows: What ``STATEMENTS`` finds.
        base: The base of the data.
        site: What the page belongs to.
        graph: Whether the thing is a named graph.

    Returns:
        The response.
    """
    root = get_root(request)
    out: dict[str, dict[str, _End]] = {}
    into: dict[str, dict[str, _End]] = {}
    for row in rows:
        ends = (out if row["way"]["value"] == "out" else into).setdefault(row["p"]["value"], {})
        key = f"{row['x']['type']} {row['x'].get('xml:lang', '')} {row['x']['value']}"
        end = ends.setdefault(key, _end(row["x"], base, root))
        if "name" in row:
            end.names.setdefault(row["name"].get("xml:lang", "") or "zh", row["name"]["value"])
    title = _title(out) or Names(iri.removeprefix(base), iri.removeprefix(base))
    kinds = [read_labels().get(end.text, Names(end.text, end.text)) for end in out.pop(RDF + "type", {}).values()]
    return render_page(
        "detail.html",
        request,
        site,
        title,
        iri=iri,
        kinds=kinds,
        graph=graph,
        better=site.page(iri, base, root),
        beside=[(name, make_address(iri, base, root, suffix)) for name, suffix in _FORMS],
        out=_parts(out),
        into=_parts(into),
    )


def _parts(found: Mapping[str, Mapping[str, _End]]) -> list[tuple[Names, list[_End]]]:
    order = sorted(found, key=lambda iri: (iri not in _TITLES, compact(iri, LOCAL_NAME) or iri))
    return [(_called(iri), sorted(found[iri].values(), key=lambda end: (end.label.zh, end.text))) for iri in order]


def _called(predicate: str) -> Names:
    name = compact(predicate, LOCAL_NAME) or predicate
    return read_labels().get(predicate) or texts().get(f"p_{name}") or Names(name, name)


def _title(out: Mapping[str, Mapping[str, _End]]) -> Names | None:
    for predicate in _TITLES:
        named: dict[str, str] = {}
        for end in out.get(predicate, {}).values():
            named.setdefault(end.lang or "zh", end.text)
        if named:
            return pick_names(named)
    return None


def _end(term: Mapping[str, str], base: str, root: str) -> _End:
    value = term["value"]
    if term["type"] != "uri":
        return _End(value, lang=term.get("xml:lang", ""))
    known = read_labels().get(value)
    names = {"zh": known.zh, "en": known.en} if known else {}
    if value.startswith(base):
        return _End(value.removeprefix(base), make_address(value, base, root), names=names)
    # An address of another scheme, javascript: among them, stays text.
    away = value if urlsplit(value).scheme in ("http", "https") else ""
    return _End(compact(value, LOCAL_NAME) or value, away, names=names)


def make_address(iri: str, base: str, root: str, suffix: str = "") -> str:
    """The address at which a thing is described.

    Args:
        iri: The thing.
        base: The base of the data.
        root: The prefix of the server's paths.
        suffix: Of one form of the description.

    Returns:
        The address, without the host.

    Example:
        >>> make_address("http://e/id/body/省", "http://e/id/", "", ".ttl")
        '/id/body/%E7%9C%81.ttl'
    """
    return root + THINGS + quote(iri.removeprefix(base), safe=PATH_SAFE) + suffix
