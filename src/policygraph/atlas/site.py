"""Write the files of the atlas: pages, data and assets, or a single file with all of them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from markupsafe import Markup

from ..model import Body, Policy
from ..store import engine, find_policy_graphs
from ..texts import Bilingual, export_texts, texts
from ..web.assets import ICON, Asset, load, load_styles, load_vis_network, write_security_policy
from ..web.html import write_data_script, write_texts_script
from ..web.paths import SECTIONS
from .comparison import build_comparison
from .content import Content
from .detail_pages import build_body_page, build_policy_page
from .networks import Drawings, Networks
from .overview import build_overview, make_title
from .processes import map_in_processes
from .progress import build_progress
from .rdf_files import collect_body_lines, collect_policy_lines, summarise, write_rdf_files
from .render import Renderer
from .script_data import build_content_data, build_index_data
from .timeline import build_timeline, has_deadlines

if TYPE_CHECKING:
    from rdflib import Dataset

_Thing = TypeVar("_Thing")

__all__ = ["write_single_file", "write_site_files"]


@dataclass(frozen=True, slots=True)
class _Section:
    """A page in the navigation. The texts ``nav_NAME`` and ``way_NAME`` are its title and what it is good for.

    Attributes:
        build: Makes the values of its template.
        has_content: Whether a graph has anything to show there.
        scripts: The scripts of its own, in the order in which they run.
        template: The template, if it is not ``NAME.html``.
    """

    build: Callable[[Content, Networks], dict[str, Any]] = lambda content, drawn: {}
    has_content: Callable[[Content], bool] = lambda content: True
    scripts: tuple[str, ...] = ()
    template: str = ""


_NETWORKS = (
    "vis-network",
    "content",
    "states",
    "table",
    "filters",
    "panel",
    "card",
    "places",
    "labels",
    "paint",
    "network",
    "keys",
    "ties",
    "networks",
)
#: A row for each page of ``SECTIONS``, which gives their order.
_SECTION_TABLE = {
    "index": _Section(lambda content, drawn: build_overview(content), template="overview.html"),
    "networks": _Section(
        lambda content, drawn: {"views": drawn.tables}, scripts=tuple(f"{name}.js" for name in _NETWORKS)
    ),
    "matrices": _Section(scripts=("content.js", "states.js", "table.js", "matrix.js")),
    "tables": _Section(scripts=("content.js", "table.js", "tables.js")),
    "timeline": _Section(lambda content, drawn: build_timeline(content), has_deadlines),
    "progress": _Section(lambda content, drawn: build_progress(content), lambda content: bool(content.reported)),
    "comparison": _Section(lambda content, drawn: build_comparison(content), lambda content: len(content.policies) > 1),
}
#: The scripts of every page.
_COMMON_SCRIPTS = ("early.js", "site.js", "find.js")
#: The scripts of the sections, each once.
_OWN_SCRIPTS = tuple(dict.fromkeys(name for section in _SECTION_TABLE.values() for name in section.scripts))
_ASSETS = Path(__file__).resolve().parent / "assets"

#: With fewer pages than this, starting processes takes longer than they save.
_MANY = 40
#: The data of the scripts that do not depend on the drawings, by the name of their file in ``data``.
_DATA = {"content": build_content_data, "index": build_index_data}

Page = tuple[str, str]
File = tuple[str, bytes]


def _select_sections(content: Content) -> tuple[str, ...]:
    """Select the pages in the navigation for which the graph has content."""
    return tuple(name for name in SECTIONS if _SECTION_TABLE[name].has_content(content))


def _render_section(renderer: Renderer, name: str, drawn: Networks) -> Page:
    """Render a page in the navigation: its path, without ``.html``, and its text."""
    section, title = _SECTION_TABLE[name], make_title(renderer.content)
    if name != "index":
        own_title = texts()[f"nav_{name}"]
        title = Bilingual(f"{own_title.zh} · {title.zh}", f"{own_title.en} · {title.en}")
    values = section.build(renderer.content, drawn)
    if section.scripts:
        own = (f"assets/{script}" for script in section.scripts)
        values["scripts"] = ("data/content.js", "data/networks.js", *own)
    return name, renderer.page(section.template or f"{name}.html", name, title, **values)


def _build_drawn_data(renderer: Renderer, drawn: Networks) -> dict[str, Any]:
    """Build the data of the scripts that depend on the drawings, by the name of their file in ``data``."""
    return {"networks": drawn.first, "rows": _render_later_rows(renderer, drawn), **drawn.later}


def _render_later_rows(renderer: Renderer, drawn: Networks) -> dict[str, str]:
    """Render the rows that the page of networks loads later, by table."""
    found = {}
    for table in drawn.tables:
        for kind in ("bodies", "pairs"):
            if rows := table[kind][table["at_once"] :]:
                text = renderer.page("rows.html", "networks", table["title"], each=table, kind=kind, rows=rows)
                found[f"{kind}-{table['view'].id}"] = text
    return found


def _render_detail_page(renderer: Renderer, iri: str) -> Page:
    """Render the page of a policy or a body."""
    content = renderer.content
    path = content.path(iri)
    if (policy := content.policies.get(iri)) is not None:
        name = Bilingual(policy.heading, policy.heading)
        return path, renderer.page("policy.html", path, name, **build_policy_page(content, policy), **_describe(policy))
    body = content.bodies[iri]
    return path, renderer.page("body.html", path, body.names, **build_body_page(content, body), **_describe(body))


def _describe(thing: Policy | Body) -> dict[str, Any]:
    return {"iri": thing.iri, "summary": summarise(thing)}


def write_site_files(dataset: Dataset, content: Content) -> Iterator[tuple[str, bytes]]:
    """Write every file of the atlas.

    Args:
        dataset: The graph itself, for the RDF beside pages.
        content: The content of the atlas.

    Yields:
        Path and content of each file.
    """
    for body in content.bodies:
        content.path(body)
    renderer = Renderer(content, sections=_select_sections(content))
    drawings = Drawings(content)

    def write_thing(iri: str) -> list[File]:
        """Write the page of a policy or a body, and the RDF beside that of a body."""
        files = [_encode_page(*_render_detail_page(renderer, iri))]
        if iri in content.bodies:
            files += write_rdf_files(content.path(iri), collect_body_lines(dataset, content, iri))
        return files

    def write_graph(graph: Any) -> list[File]:
        """Write the RDF beside the pages of the policies in a graph."""
        found = collect_policy_lines(dataset, set(content.policies), graph)
        return [file for policy, lines in found for file in write_rdf_files(content.path(policy), lines)]

    def run_job(job: tuple[str, Any]) -> tuple[int | None, Any]:
        """Make a drawing with its number, or files."""
        kind, what = job
        if kind == "drawing":
            return what, drawings.draw(what)
        if kind == "data":
            return None, [(f"data/{what}.js", write_data_script(what, _DATA[what](content)))]
        return None, [file for each in what for file in (write_graph if kind == "graphs" else write_thing)(each)]

    # The largest drawings take longest by far, so they are started first.
    order = sorted(range(len(drawings.jobs)), key=lambda job: -len(drawings.jobs[job][1].pairs))
    things = [*content.policies, *content.bodies]
    jobs = [
        *(("drawing", job) for job in order),
        *(("data", name) for name in _DATA),
        *(("graphs", batch) for batch in _split_batches(find_policy_graphs(engine(dataset)))),
        *(("things", batch) for batch in _split_batches(things)),
    ]
    done: dict[int, Any] = {}
    many = drawings.large or len(things) >= _MANY
    for number, result in map_in_processes(run_job, jobs, None if many else 1):
        if number is None:
            yield from result
        else:
            done[number] = result
    drawn = drawings.combine(done[job] for job in range(len(drawings.jobs)))
    # Not in the pool: analysis uses threads, which are missing in a forked process, so that it would hang.
    for section in renderer.sections:
        yield _encode_page(*_render_section(renderer, section, drawn))
    for name, data in _build_drawn_data(renderer, drawn).items():
        if data:
            yield f"data/{name}.js", write_data_script(name, data)
    yield from _write_assets(content)


def _split_batches(things: Sequence[_Thing]) -> Iterator[Sequence[_Thing]]:
    """Split things into batches of eight: the messages of a job for each would cost more than it saves."""
    for at in range(0, len(things), 8):
        yield things[at : at + 8]


def _encode_page(path: str, text: str) -> tuple[str, bytes]:
    # "replace": half of a surrogate pair, which UTF-8 cannot encode, must not make the page fail.
    return f"{path}.html", text.encode("utf-8", "replace")


def _load_script(name: str) -> Asset:
    """Load a script of the atlas by its file name."""
    return load_vis_network() if name == "vis-network.js" else load(name, _ASSETS)


def _load_styles(content: Content) -> list[Asset]:
    """Load the style sheets; that of progress only if there are reports."""
    return [load_styles(), *([load("progress.css", _ASSETS)] if content.reported else [])]


def _export_texts(content: Content) -> dict[str, list[str]]:
    """Export the texts of the scripts; those of progress only if there are reports."""
    return export_texts("pages", *(["reports"] if content.reported else []))


def _write_assets(content: Content) -> Iterator[tuple[str, bytes]]:
    """Write scripts and styles, once for all pages."""
    for style in _load_styles(content):
        yield f"assets/{style.name}", style.text.encode()
    yield "assets/icon.svg", ICON.encode()
    yield "assets/texts.js", write_texts_script(_export_texts(content))
    for name in (*_COMMON_SCRIPTS, *_OWN_SCRIPTS):
        yield f"assets/{name}", _load_script(name).text.encode()


# --- a single file, to be sent by mail: every page a section, one of them shown at a time ---------------------


def write_single_file(content: Content) -> bytes:
    """Write one HTML file with everything in it: scripts and styles are allowed by their hashes, nothing is loaded.

    Args:
        content: The content of the atlas.

    Returns:
        The file.

    Raises:
        StoreError: No body bears a responsibility.
    """
    drawings = Drawings(content)
    drawn = drawings.combine(map(drawings.draw, range(len(drawings.jobs))))
    renderer = Renderer(content, single=True, sections=_select_sections(content))
    parts = [_render_section(renderer, section, drawn)[1] for section in renderer.sections]
    parts += [_render_detail_page(renderer, iri)[1] for iri in (*content.policies, *content.bodies)]
    data = {name: build(content) for name, build in _DATA.items()}
    data |= _build_drawn_data(renderer, drawn)
    written = (write_data_script(name, value) for name, value in data.items())
    given = Asset("data", b"".join((write_texts_script(_export_texts(content)), *written)).decode())
    styles = _load_styles(content)
    early, *common = map(_load_script, _COMMON_SCRIPTS)
    scripts = [given, *common, *map(_load_script, ("single.js", *_OWN_SCRIPTS))]
    icon = "data:image/svg+xml;base64," + base64.b64encode(ICON.encode()).decode()
    text = renderer.wrap(
        "single.html",
        title=make_title(content),
        policy=write_security_policy([early, *scripts], styles),
        early=Markup(_check_inline(early)),
        scripts=[Markup(_check_inline(each)) for each in scripts],
        styles=[Markup(style.text) for style in styles],
        parts=[Markup(part) for part in parts],
        icon=icon,
    )
    return text.encode("utf-8", "replace")


def _check_inline(script: Asset) -> str:
    # A script element ends at the first "</script", wherever it stands; none of ours and none of vis-network's has it.
    assert "</script" not in script.text.lower(), script.name
    return script.text
