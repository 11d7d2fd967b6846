"""The files of the site, one after another: pages, data, assets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..model import Body, Policy
from ..texts import Names, texts, words
from ..web.assets import ICON, Asset, load, styles, vis_network
from ..web.html import data_script
from .comparison import comparison_page
from .content import Content
from .networks import Drawings, Networks
from .overview import heading, overview_page
from .payload import content_data, index_data
from .processes import map_in_processes
from .rdf import body_lines, described, files_beside, policy_graphs, policy_lines
from .render import Renderer
from .things import body_page, policy_page
from .timeline import has_deadlines, timeline_page

if TYPE_CHECKING:
    from rdflib import Dataset

_Thing = TypeVar("_Thing")

__all__ = ["PAGE_SCRIPTS", "pages", "rest_of_tables", "script", "sections_of", "site"]

_NETWORKS = ("vis-network", "content", "table", "filters", "panel", "card", "paint", "network", "keys", "networks")
#: The scripts of the pages that have some of their own, in the order in which they run.
PAGE_SCRIPTS = {
    "networks": tuple(f"{name}.js" for name in _NETWORKS),
    "matrices": ("content.js", "table.js", "matrix.js"),
    "tables": ("content.js", "table.js", "tables.js"),
}
_ASSETS = Path(__file__).resolve().parent / "assets"

#: Below so many pages, starting processes takes longer than they save.
_MANY = 40
#: What the scripts know whatever is drawn, by the name of its file in ``data``.
_DATA = {"content": content_data, "index": index_data}

Page = tuple[str, str]
File = tuple[str, bytes]


def sections_of(content: Content) -> tuple[str, ...]:
    """The pages in the navigation: a timeline where there are deadlines, a comparison of several documents."""
    found = ["index", "networks", "matrices", "tables"]
    if has_deadlines(content):
        found.append("timeline")
    if len(content.policies) > 1:
        found.append("comparison")
    return tuple(found)


def section_page(renderer: Renderer, section: str, drawn: Networks) -> Page:
    """A page in the navigation: its path, without ``.html``, and its text."""
    content = renderer.content
    whole = heading(content)
    if section == "index":
        return section, renderer.page("overview.html", section, whole, **overview_page(content))
    own_title = texts()[f"nav_{section}"]
    title = Names(f"{own_title.zh} · {whole.zh}", f"{own_title.en} · {whole.en}")
    values: dict[str, Any] = {}
    if section == "timeline":
        values = timeline_page(content)
    elif section == "comparison":
        values = comparison_page(content)
    else:
        values["scripts"] = (
            "data/content.js",
            "data/networks.js",
            *(f"assets/{name}" for name in PAGE_SCRIPTS[section]),
        )
        if section == "networks":
            values["views"] = drawn.tables
    return section, renderer.page(f"{section}.html", section, title, **values)


def rest_of_tables(renderer: Renderer, drawn: Networks) -> dict[str, str]:
    """The rows that the page of networks does not hold at once, by the table they belong to."""
    found = {}
    for table in drawn.tables:
        for kind in ("bodies", "pairs"):
            if rows := table[kind][table["at_once"] :]:
                text = renderer.page("rows.html", "networks", table["title"], each=table, kind=kind, rows=rows)
                found[f"{kind}-{table['view'].id}"] = text
    return found


def page_of(renderer: Renderer, iri: str) -> Page:
    """The page of a policy or a body."""
    content = renderer.content
    path = content.path(iri)
    if (policy := content.policies.get(iri)) is not None:
        name = Names(policy.heading, policy.heading)
        return path, renderer.page("policy.html", path, name, **policy_page(content, policy), **_head(policy))
    body = content.bodies[iri]
    return path, renderer.page("dossier.html", path, body.names, **body_page(content, body), **_head(body))


def pages(renderer: Renderer, drawn: Networks) -> Iterator[Page]:
    """Every page by its path, without ``.html``."""
    for section in renderer.sections:
        yield section_page(renderer, section, drawn)
    for iri in (*renderer.content.policies, *renderer.content.bodies):
        yield page_of(renderer, iri)


def _head(thing: Policy | Body) -> dict[str, Any]:
    return {"iri": thing.iri, "summary": described(thing)}


def site(dataset: Dataset, content: Content) -> Iterator[tuple[str, bytes]]:
    """Every file of the site by its path."""
    for body in content.bodies:
        content.path(body)
    renderer = Renderer(content, sections=sections_of(content))
    drawings = Drawings(content)

    def page(iri: str) -> list[File]:
        files = [_file(*page_of(renderer, iri))]
        if iri in content.bodies:
            files += files_beside(content.path(iri), body_lines(dataset, content, iri))
        return files

    def beside(graph: Any) -> list[File]:
        found = policy_lines(dataset, set(content.policies), graph)
        return [file for policy, lines in found for file in files_beside(content.path(policy), lines)]

    def made(job: tuple[str, Any]) -> tuple[int | None, Any]:
        kind, what = job
        if kind == "drawing":
            return what, drawings.draw(what)
        if kind == "data":
            return None, [(f"data/{what}.js", data_script(what, _DATA[what](content)))]
        return None, [file for each in what for file in (beside if kind == "graph" else page)(each)]

    # The largest drawings take longest by far: they are begun first, and pages are made by whoever has nothing else.
    order = sorted(range(len(drawings.jobs)), key=lambda job: -len(drawings.jobs[job][1].pairs))
    things = [*content.policies, *content.bodies]
    jobs = [
        *(("drawing", job) for job in order),
        *(("data", name) for name in _DATA),
        *(("graph", few) for few in _few(policy_graphs(dataset))),
        *(("page", few) for few in _few(things)),
    ]
    done: dict[int, Any] = {}
    many = drawings.large or len(things) >= _MANY
    for at, result in map_in_processes(made, jobs, None if many else 1):
        if at is None:
            yield from result
        else:
            done[at] = result
    drawn = drawings.put_together(done[job] for job in range(len(drawings.jobs)))
    # Not shared: analysis has threads of its own, and a forked process that waits for them would wait for ever.
    for section in renderer.sections:
        yield _file(*section_page(renderer, section, drawn))
    if rest := rest_of_tables(renderer, drawn):
        yield "data/rows.js", data_script("rows", rest)
    yield "data/networks.js", data_script("networks", drawn.first)
    for name, part in drawn.later.items():
        yield f"data/{name}.js", data_script(name, part)
    yield from assets()


def _few(things: Sequence[_Thing]) -> Iterator[Sequence[_Thing]]:
    """Eight at a time: a job each would pass more messages than it saves."""
    for at in range(0, len(things), 8):
        yield things[at : at + 8]


def _file(path: str, text: str) -> tuple[str, bytes]:
    # "replace": a lone surrogate, which no encoding has, must not cost the user the page.
    return f"{path}.html", text.encode("utf-8", "replace")


def script(name: str) -> Asset:
    """A script of the atlas by its file name."""
    return vis_network() if name == "vis-network.js" else load(name, _ASSETS)


def assets() -> Iterator[tuple[str, bytes]]:
    """Scripts and styles, once for all pages."""
    yield "assets/atlas.css", styles().text.encode()
    yield "assets/icon.svg", ICON.encode()
    yield "assets/texts.js", data_script("texts", words("pages"))
    for name in sorted({"early.js", "site.js", "find.js"}.union(*PAGE_SCRIPTS.values())):
        yield f"assets/{name}", script(name).text.encode()
