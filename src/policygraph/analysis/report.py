"""Write the analysis: Markdown and HTML for people, CSV for tables, GraphML, GEXF and JSON for network tools."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx

from ..errors import StoreError
from ..files import write_files
from ..graph.incidence import Incidence
from ..resources import load_templates
from ..tabular import escape_markdown
from ..texts import text
from .exports import make_csv, make_gexf, make_graphml, plain_network
from .figures import draw_network, draw_workload
from .findings import Finding, findings
from .fonts import choose_language
from .networks import KINDS, make_network
from .positions import tabulate_positions
from .sections import make_network_blocks, make_position_blocks
from .tables import tabulate_bodies, tabulate_measures, tabulate_pairs
from .whole import choose_draws, describe_networks

__all__ = ["write_report"]

#: A part of the report: its kind and its content. ``h1``, ``h2`` and ``p`` hold text; ``img`` a file's name and what it
#: shows; ``table`` a head and rows of cells; ``findings`` triples of a sentence, the command that asks for its rows,
#: and the passages that are its evidence, each as (measure, IRI, quote).
Block = tuple[str, Any]
Rows = Sequence[Mapping[str, Any]]
Quotes = Callable[[Collection[str]], Mapping[tuple[str, str], Sequence[str]]]

#: The most findings and rows of a report, gravest and largest first; the files have all.
_MOST = 100


def write_report(
    incidence: Incidence,
    folder: Path,
    lang: str = "zh",
    *,
    crowd: int = 5,
    quotes: Quotes | None = None,
    periods: str | Sequence[date] | None = None,
    follow: bool = False,
) -> list[Path]:
    """Write the whole analysis into a folder, which is created if it is missing.

    Args:
        incidence: The incidence that is analysed.
        folder: The folder; only existing files of the same names are replaced.
        lang: Language of the report and its figures, ``zh`` or ``en``. Tables and findings have both.
        crowd: As in ``findings``.
        quotes: Called with the measures that the report's findings speak of; gives the words that each rests on, as
            ``quotes`` does. Without it the report has no quotes.
        periods: How the table of whole networks divides time, as in ``describe_networks``.
        follow: Whether that table follows bodies through reforms.

    Returns:
        The files: ``report.md`` and ``report.html``; ``findings.json``; ``bodies.csv``, ``positions.csv``,
        ``pairs.csv``, ``measures.csv`` and ``networks.csv``; GraphML, GEXF and JSON of five networks; and, with the
        extra ``report`` (matplotlib), two figures. The same incidence gives the same text and tables.

    Raises:
        StoreError: The folder or a file in it cannot be written.
    """
    found = findings(incidence, crowd)
    shown = found[:_MOST]
    words = quotes({measure for finding in shown for measure in finding.measures}) if quotes else {}
    bodies, pairs, measures = tabulate_bodies(incidence), tabulate_pairs(incidence), tabulate_measures(incidence)
    positions = tabulate_positions(incidence)
    whole = describe_networks(incidence, periods=periods, intervals=choose_draws(incidence), follow=follow)
    networks = {kind: make_network(incidence, kind) for kind in KINDS}
    files: dict[str, bytes] = {
        "bodies.csv": make_csv(bodies),
        "positions.csv": make_csv(positions),
        "pairs.csv": make_csv(pairs),
        "measures.csv": make_csv(measures),
        "networks.csv": make_csv(whole),
        "findings.json": _json([_as_json(finding) for finding in found]),
    }
    for name, graph in networks.items():
        files[f"{name}.graphml"] = make_graphml(graph)
        files[f"{name}.gexf"] = make_gexf(graph)
        files[f"{name}.json"] = _json(nx.node_link_data(plain_network(graph), edges="links"))
    figures = {"workload": draw_workload(bodies, lang), "network": draw_network(networks["shared"], bodies, lang)}
    files |= {f"{name}.png": data for name, data in figures.items() if data}
    drawn = [name for name, data in figures.items() if data]
    blocks: list[Block] = [
        *_head(incidence, lang),
        *_told_blocks(incidence, shown, len(found) - len(shown), words, lang),
        *_figure_blocks(drawn, lang),
        *_table_blocks(bodies, pairs, lang),
        *make_position_blocks(positions, lang, _MOST),
        *make_network_blocks(whole, lang),
    ]
    files["report.md"] = _markdown(blocks).encode()
    files["report.html"] = _html(blocks, text("report_title", lang), lang).encode()
    try:
        return write_files(folder, files)
    except OSError as error:
        raise StoreError("report_not_written", folder=folder, reason=error) from error


def _head(incidence: Incidence, lang: str) -> list[Block]:
    counts = {
        "policies": len({each.policy for each in incidence.measures}),
        "measures": len(incidence.measures),
        "bodies": sum(body.kind == "named" for body in incidence.bodies),
        "parts": len(incidence.body),
    }
    return [("h1", text("report_title", lang)), ("p", text("report_summary", lang, **counts))]


def _told_blocks(
    incidence: Incidence,
    shown: Sequence[Finding],
    more: int,
    words: Mapping[tuple[str, str], Sequence[str]],
    lang: str,
) -> list[Block]:
    names = {each.iri: each.name for each in incidence.measures}
    said = []
    for finding in shown:
        passages = {
            (names[measure], measure, quote): None
            for measure in finding.measures
            for body in finding.bodies
            for quote in words.get((measure, body), ())
        }
        given = "".join(f" --param {name}={value}" for name, value in finding.parameters.items())
        ask = f"policygraph query {finding.query}{given} GRAPH" if finding.query else ""
        said.append((finding.text(lang), ask, list(passages)))
    blocks: list[Block] = [("h2", text("report_findings", lang))]
    blocks.append(("findings", said) if said else ("p", text("report_none", lang)))
    if more:
        blocks.append(("p", text("report_more", lang, n=more)))
    return blocks


def _figure_blocks(drawn: Sequence[str], lang: str) -> list[Block]:
    if not drawn:
        return []
    note: list[Block] = [("p", text("report_no_font", lang))] if choose_language(lang) != lang else []
    return [
        ("h2", text("report_figures", lang)),
        *note,
        *(("img", (f"{name}.png", text(f"report_{name}", lang))) for name in drawn),
    ]


def _table_blocks(bodies: Rows, pairs: Rows, lang: str) -> list[Block]:
    label = f"label_{lang}"
    of_body = ["load", "shared_load", "partners", "betweenness", "constraint", "community", "vertical_coverage"]
    of_pair = ["measures", "expected", "p", "q"]

    def table(what: str, columns: Sequence[str], rows: list[list[Any]]) -> list[Block]:
        title = text(f"report_{what}", lang)
        head = [title, *(text(f"column_{name}", lang) for name in columns)]
        return [("h2", title), ("table", (head, rows))]

    return [
        *table("bodies", of_body, [[row[label], *(row[name] for name in of_body)] for row in bodies[:_MOST]]),
        *table(
            "pairs",
            of_pair,
            [[f"{row[label]} – {row[f'other_{label}']}", *(row[name] for name in of_pair)] for row in pairs[:_MOST]],
        ),
        ("p", text("report_meaning", lang)),
    ]


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "zh": finding.text_zh,
        "en": finding.text_en,
        "numbers": dict(finding.numbers),
        "query": finding.query,
        "parameters": dict(finding.parameters),
        "bodies": list(finding.bodies),
        "measures": list(finding.measures),
    }


# --- blocks as text; markup in quotes is escaped ----------------------------------------------------------------------


def _markdown(blocks: Sequence[Block]) -> str:
    r"""Write the blocks as Markdown with pipe tables.

    >>> print(_markdown([("h1", "A"), ("table", (["x", "y"], [["a|b", 0.5]]))]))
    # A
    <BLANKLINE>
    | x | y |
    |---|---|
    | a\|b | 0.5 |
    <BLANKLINE>
    """
    lines: list[str] = []
    for kind, content in blocks:
        if kind in ("h1", "h2"):
            lines += ["#" * int(kind[1]) + " " + escape_markdown(content), ""]
        elif kind == "p":
            lines += [escape_markdown(content), ""]
        elif kind == "img":
            lines += [f"![{escape_markdown(content[1])}]({content[0]})", ""]
        elif kind == "findings":
            for sentence, ask, passages in content:
                lines.append(f"- {escape_markdown(sentence)}")
                lines += [
                    f"  - “{escape_markdown(quote)}” [{escape_markdown(name)}](<{iri}>)"
                    for name, iri, quote in passages
                ]
                if ask:
                    lines.append(f"  - `{ask}`")
            lines.append("")
        else:
            head, rows = content
            lines += ["| " + " | ".join(map(escape_markdown, head)) + " |", "|" + "---|" * len(head)]
            lines += ["| " + " | ".join(escape_markdown(_cell(cell)) for cell in row) + " |" for row in rows]
            lines.append("")
    return "\n".join(lines)


def _html(blocks: Sequence[Block], title: str, lang: str) -> str:
    """Write the blocks as one HTML page without scripts; pictures are the files beside it.

    >>> "&lt;b&gt;" in _html([("p", "<b>")], "t", "en")
    True
    """
    environment = load_templates("policygraph.analysis")
    environment.filters["cell"] = _cell
    return environment.get_template("report.html").render(blocks=blocks, title=title, lang=lang)


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
