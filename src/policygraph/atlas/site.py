"""The files of the atlas: pages, data and assets, or a single file with everything in it."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from markupsafe import Markup

from ..model import Body, Policy
from ..texts import Names, texts, words
from ..web.assets import ICON, Asset, load, load_styles, load_vis_network
from ..web.html import write_data_script
from .comparison import build_comparison
from .content import Content
from .detail_pages import build_body_page, build_policy_page
from .networks import Drawings, Networks
from .overview import build_overview, make_title
from .processes import map_in_processes
from .rdf_files import collect_body_lines, collect_policy_lines, find_policy_graphs, summarise, write_rdf_files
from .render import Renderer
from .script_data import build_content_data, build_index_data
from .timeline import build_timeline, has_deadlines

if TYPE_CHECKING:
    from rdflib import Dataset

_Thing = TypeVar("_Thing")

__all__ = ["write_single_file", "write_site_files"]

_NETWORKS = ("vis-network", "content", "table", "filters", "panel", "card", "paint", "network", "keys", "networks")
#: The scripts of the pages that have some of their own, in the order in which they run.
_PAGE_SCRIPTS = {
    "networks": tuple(f"{name}.js" for name in _NETWORKS),
    "matrices": ("content.js", "table.js", "matrix.js"),
    "tables": ("content.js", "table.js", "tables.js"),
}
_ASSETS = Path(__file__).resolve().parent / "assets"

#: Below so many pages, starting processes takes longer than they save.
_MANY = 40
#: What the scripts know whatever is drawn, by the name of its file in ``data``.
_DATA = {"content": build_content_data, "index": build_index_data}

Page = tuple[str, str]
File = tuple[str, bytes]


def _sections(content: Content) -> tuple[str, ...]:
    """The pages in the navigation: a timeline where there are deadlines, a comparison of several documents."""
    found = ["index", "networks", "matrices", "tables"]
    if has_deadlines(content):
        found.append("timeline")
    if len(content.policies) > 1:
        found.append("comparison")
    return tuple(found)


def _section_page(renderer: Renderer, section: str, drawn: Networks) -> Page:
    """A page in the navigation: its path, without ``.html``, and its text."""
    content = renderer.content
    whole = make_title(content)
    if section == "index":
        return section, renderer.page("overview.html", section, whole, **build_overview(content))
    own_title = texts()[f"nav_{section}"]
    title = Names(f"{own_title.zh} · {whole.zh}", f"{own_title.en} · {whole.en}")
    values: dict[str, Any] = {}
    if section == "timeline":
        values = build_timeline(content)
    elif section == "comparison":
        values = build_comparison(content)
    else:
        values["scripts"] = (
            "data/content.js",
            "data/networks.js",
            *(f"assets/{name}" for name in _PAGE_SCRIPTS[section]),
        )
        if section == "networks":
            values["views"] = drawn.tables
    return section, renderer.page(f"{section}.html", section, title, **values)


def _rest_of_tables(renderer: Renderer, drawn: Networks) -> dict[str, str]:
    """The rows that the page of networks does not hold at once, by the table they belong to."""
    found = {}
    for table in drawn.tables:
        for kind in ("bodies", "pairs"):
            if rows := table[kind][table["at_once"] :]:
                text = renderer.page("rows.html", "networks", table["title"], each=table, kind=kind, rows=rows)
                found[f"{kind}-{table['view'].id}"] = text
    return found


def _detail_page(renderer: Renderer, iri: str) -> Page:
    """The page of a policy or a body."""
    content = renderer.content
    path = content.path(iri)
    if (policy := content.policies.get(iri)) is not None:
        name = Names(policy.heading, policy.heading)
        return path, renderer.page("policy.html", path, name, **build_policy_page(content, policy), **_head(policy))
    body = content.bodies[iri]
    return path, renderer.page("body.html", path, body.names, **build_body_page(content, body), **_head(body))


def _pages(renderer: Renderer, drawn: Networks) -> Iterator[Page]:
    """Every page by its path, without ``.html``."""
    for section in renderer.sections:
        yield _section_page(renderer, section, drawn)
    for iri in (*renderer.content.policies, *renderer.content.bodies):
        yield _detail_page(renderer, iri)


def _head(thing: Policy | Body) -> dict[str, Any]:
    return {"iri": thing.iri, "summary": summarise(thing)}


def write_site_files(dataset: Dataset, content: Content) -> Iterator[tuple[str, bytes]]:
    """Write every file of the atlas.

    Args:
        dataset: The graph itself, for the RDF beside pages.
        content: What the atlas shows.

    Yields:
        Path and content of each file.
    """
    for body in content.bodies:
        content.path(body)
    renderer = Renderer(content, sections=_sections(content))
    drawings = Drawings(content)

    def page(iri: str) -> list[File]:
        files = [_file(*_detail_page(renderer, iri))]
        if iri in content.bodies:
            files += write_rdf_files(content.path(iri), collect_body_lines(dataset, content, iri))
        return files

    def beside(graph: Any) -> list[File]:
        found = collect_policy_lines(dataset, set(content.policies), graph)
        return [file for policy, lines in found for file in write_rdf_files(content.path(policy), lines)]

    def made(job: tuple[str, Any]) -> tuple[int | None, Any]:
        kind, what = job
        if kind == "drawing":
            return what, drawings.draw(what)
        if kind == "data":
            return None, [(f"data/{what}.js", write_data_script(what, _DATA[what](content)))]
        return None, [file for each in what for file in (beside if kind == "graph" else page)(each)]

    # The largest drawings take longest by far, so they are started first.
    order = sorted(range(len(drawings.jobs)), key=lambda job: -len(drawings.jobs[job][1].pairs))
    things = [*content.policies, *content.bodies]
    jobs = [
        *(("drawing", job) for job in order),
        *(("data", name) for name in _DATA),
        *(("graph", few) for few in _few(find_policy_graphs(dataset))),
        *(("page", few) for few in _few(things)),
    ]
    done: dict[int, Any] = {}
    many = drawings.large or len(things) >= _MANY
    for at, result in map_in_processes(made, jobs, None if many else 1):
        if at is None:
            yield from result
        else:
            done[at] = result
    drawn = drawings.combine(done[job] for job in range(len(drawings.jobs)))
    # Not in the pool: analysis uses threads, which are missing in a forked process, so that it would hang.
    for section in renderer.sections:
        yield _file(*_section_page(renderer, section, drawn))
    if rest := _rest_of_tables(renderer, drawn):
        yield "data/rows.js", write_data_script("rows", rest)
    yield "data/networks.js", write_data_script("networks", drawn.first)
    for name, part in drawn.later.items():
        yield f"data/{name}.js", write_data_script(name, part)
    yield from _assets()


def _few(things: Sequence[_Thing]) -> Iterator[Sequence[_Thing]]:
    """Eight at a time: a job each would pass more messages than it saves."""
    for at in range(0, len(things), 8):
        yield things[at : at + 8]


def _file(path: str, text: str) -> tuple[str, bytes]:
    # "replace": a lone surrogate, which no encoding has, must not cost the user the page.
    return f"{path}.html", text.encode("utf-8", "replace")


def _script(name: str) -> Asset:
    """A script of the atlas by its file name."""
    return load_vis_network() if name == "vis-network.js" else load(name, _ASSETS)


def _assets() -> Iterator[tuple[str, bytes]]:
    """Scripts and styles, once for all pages."""
    yield "assets/atlas.css", load_styles().text.encode()
    yield "assets/icon.svg", ICON.encode()
    yield "assets/texts.js", write_data_script("texts", words("pages"))
    for name in sorted({"early.js", "site.js", "find.js"}.union(*_PAGE_SCRIPTS.values())):
        yield f"assets/{name}", _script(name).text.encode()


# --- a single file, to be sent by mail: every page a section, one of them shown at a time ---------------------


def write_single_file(content: Content) -> bytes:
    """Write one HTML file with everything in it: scripts and styles are allowed by their hashes, nothing is loaded.

    Args:
        content: What the atlas shows.

    Returns:
        The file.

    Raises:
        StoreError: No body bears a responsibility.
    """
    drawings = Drawings(content)
    drawn = drawings.combine(map(drawings.draw, range(len(drawings.jobs))))
    sections = _sections(content)
    renderer = Renderer(content, single=True, sections=sections)
    parts = [Markup(text) for _, text in _pages(renderer, drawn)]
    data = {
        "texts": words("pages"),
        "content": build_content_data(content),
        "index": build_index_data(content),
        "networks": drawn.first,
        "rows": _rest_of_tables(renderer, drawn),
        **drawn.later,
    }
    names = list(dict.fromkeys(name for page in _PAGE_SCRIPTS.values() for name in page))
    given = Asset("data", "".join(write_data_script(name, value).decode() for name, value in data.items()))
    early = _script("early.js")
    scripts = [given, *map(_script, ("site.js", "find.js", "single.js", *names))]
    icon = "data:image/svg+xml;base64," + base64.b64encode(ICON.encode()).decode()
    text = renderer.wrap(
        "single.html",
        title=make_title(content),
        policy=_policy([early, *scripts]),
        early=Markup(_inline(early)),
        scripts=[Markup(_inline(each)) for each in scripts],
        styles=[Markup(load_styles().text)],
        parts=parts,
        icon=icon,
    )
    return text.encode("utf-8", "replace")


def _policy(scripts: Iterable[Asset]) -> str:
    """The Content-Security-Policy of the page: these scripts, our styles, nothing from outside."""
    sources = " ".join(script.hash for script in scripts)
    return (
        f"default-src 'none'; script-src {sources}; style-src {load_styles().hash}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _inline(each: Asset) -> str:
    # A script element ends at the first "</script", wherever it stands; none of ours and none of vis-network's has it.
    assert "</script" not in each.text.lower(), each.name
    return each.text
