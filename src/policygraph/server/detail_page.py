"""The plain detail page of a thing: statements about it and statements that point to it. The atlas has better pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from ..formats import rdf_format
from ..namespaces import DCTERMS, LOCAL_NAME, OA, PG, RDF, RDFS, SKOS, compact
from ..texts import Bilingual, filled, texts
from .middleware import get_root
from .pages import THINGS, Site, render_page
from .terms import pick_names, read_labels

__all__ = ["LISTS", "PATH_SAFE", "make_address", "render_detail_page", "write_names_query"]

#: What stands unencoded in the path of an address, beside letters and digits.
PATH_SAFE = "/:@!$&'()*+,;=~"
_TITLES = (SKOS + "prefLabel", DCTERMS + "title", RDFS + "label")
_NAMED = "|".join(f"<{iri}>" for iri in _TITLES)
_NAME = f"{_NAMED}|(<{PG}ofMeasure>/<{DCTERMS}title>)|(<{OA}hasSelector>/<{OA}exact>)"
_HEAD = ", ".join(f"<{iri}>" for iri in (*_TITLES, RDF + "type"))
#: The queries for the statements about a thing and for those that refer to it. Rows are sorted by their text: what the
#: head of the page needs comes first.
LISTS = {
    "out": f"SELECT ?rest ?p ?x {{{{ <{{iri}}> ?p ?x BIND(?p NOT IN ({_HEAD}) AS ?rest) }}}}",
    "in": "SELECT ?p ?x {{ ?x ?p <{iri}> }}",
}
#: The same for people, who get all statements or learn why not.
_WHOLE_LISTS = {"out": "SELECT ?p ?x {{ <{iri}> ?p ?x }}", "in": LISTS["in"]}
_FORMS = tuple((rdf_format(each).name, f".{each}") for each in ("ttl", "jsonld", "nt", "rdf"))


@dataclass
class _End:
    """The other end of a statement: words, or an address with a name."""

    text: str
    address: str = ""
    lang: str = ""
    names: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> Bilingual:
        return pick_names(self.names, self.text)


def write_names_query(lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Write the query for the names of the things at the other end of statements.

    Args:
        lists: What the queries of ``LISTS`` found.

    Returns:
        The query.
    """
    things = dict.fromkeys(row["x"]["value"] for rows in lists.values() for row in rows if row["x"]["type"] == "uri")
    values = " ".join(f"<{iri}>" for iri in things if _is_iri(iri))
    return f"SELECT ?x ?name {{ VALUES ?x {{ {values} }} ?x {_NAME} ?name }} ORDER BY ?name"


def _is_iri(text: str) -> bool:
    """Tell whether a query can name an IRI; IRIs in a store may be invalid."""
    from pyoxigraph import NamedNode

    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def render_detail_page(
    request: Request,
    iri: str,
    lists: Mapping[str, Sequence[Mapping[str, Any]]],
    names: Sequence[Mapping[str, Any]],
    base: str,
    site: Site,
    most: int,
    *,
    graph: bool,
) -> Response:
    """Render the page of a thing.

    Args:
        request: The request.
        iri: The thing.
        lists: What the queries of ``LISTS`` found, up to one row more than the page shows.
        names: What the query of ``write_names_query`` found.
        base: The base of the data.
        site: What the page belongs to.
        most: The limit of statements in a list; the page shows if there are more.
        graph: Whether the thing is a named graph.

    Returns:
        The response.
    """
    root = get_root(request)
    named: dict[str, dict[str, str]] = {}
    for row in names:
        named.setdefault(row["x"]["value"], {}).setdefault(_language(row["name"]), row["name"]["value"])
    found: dict[str, dict[str, list[_End]]] = {way: {} for way in LISTS}
    for way, rows in lists.items():
        for row in rows[:most]:
            end = _end(row["x"], base, root)
            if row["x"]["type"] == "uri":
                end.names = named.get(row["x"]["value"], {}) | end.names
            found[way].setdefault(row["p"]["value"], []).append(end)
    out = found["out"]
    title = _title(out) or Bilingual(iri.removeprefix(base), iri.removeprefix(base))
    kinds = [read_labels().get(end.text, Bilingual(end.text, end.text)) for end in out.pop(RDF + "type", [])]
    directions = []
    for way, heading in (("out", "said_of_it"), ("in", "points_to_it")):
        # Of the predicate of the first statement that is not shown, and of those after it, the number is not known.
        cut = lists[way][most]["p"]["value"] if len(lists[way]) > most else ""
        whole = f"{root}/#{urlencode({'query': _WHOLE_LISTS[way].format(iri=iri)})}" if cut else ""
        directions.append((heading, _parts(found[way], cut), whole))
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
        directions=directions,
        first=filled("list_first", n=most),
    )


def _language(name: Mapping[str, str]) -> str:
    return name.get("xml:lang", "") or "zh"


def _parts(found: Mapping[str, list[_End]], cut: str) -> list[tuple[Bilingual, list[_End], bool]]:
    """Group the statements by predicate, with its name and whether the list is complete."""
    order = sorted(found, key=lambda iri: (iri not in _TITLES, compact(iri, LOCAL_NAME) or iri))
    return [(_called(iri), sorted(found[iri], key=lambda end: (end.label.zh, end.text)), iri != cut) for iri in order]


def _called(predicate: str) -> Bilingual:
    name = compact(predicate, LOCAL_NAME) or predicate
    return read_labels().get(predicate) or texts().get(f"p_{name}") or Bilingual(name, name)


def _title(out: Mapping[str, list[_End]]) -> Bilingual | None:
    for predicate in _TITLES:
        named: dict[str, str] = {}
        for end in out.get(predicate, []):
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
    """Return the address of the description of a thing.

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
