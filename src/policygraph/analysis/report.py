"""The analysis written down: Markdown and HTML for people, CSV for tables, GraphML, GEXF and JSON for network tools."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx

from ..errors import StoreError
from ..files import write_aside
from .figures import network_figure, workload_figure
from .findings import Finding, findings
from .incidence import Incidence
from .networks import bipartite, issuing, lead_support, shared_network, vertical
from .tables import bodies_table, measures_table, pairs_table

__all__ = ["write_report"]

_TEXTS: Mapping[str, tuple[str, str]] = {
    "title": ("分析报告", "Analysis"),
    "summary": (
        "{policies} 份文件，{measures} 项措施，{bodies} 个具名机构，{parts} 份责任。",
        "{policies} documents, {measures} measures, {bodies} named bodies, {parts} responsibilities.",
    ),
    "findings": ("发现", "Findings"),
    "none": ("没有发现异常。", "Nothing stands out."),
    "ask": ("查询", "ask"),
    "bodies": ("机构", "Bodies"),
    "pairs": ("共同承担措施的机构", "Bodies that share measures"),
    "figures": ("图", "Figures"),
    "meaning": (
        "各列的定义见 docs/analysis.md；空格表示该机构没有此值。",
        "docs/analysis.md defines the columns; an empty cell is not defined for that body.",
    ),
}
_COLUMNS: Mapping[str, tuple[str, str]] = {
    "load": ("措施数", "load"),
    "shared_load": ("共同措施", "shared"),
    "partners": ("伙伴", "partners"),
    "betweenness": ("中介", "betweenness"),
    "constraint": ("约束", "constraint"),
    "community": ("群组", "community"),
    "vertical_coverage": ("纵向承接", "vertical coverage"),
    "measures": ("共同措施", "measures"),
    "expected": ("随机期望", "expected by chance"),
    "p": ("p", "p"),
    "q": ("q", "q"),
}


def write_report(incidence: Incidence, folder: Path, lang: str = "zh") -> list[Path]:
    """Writes the whole analysis into a folder, which is made where it is missing, and names the files.

    Figures need the extra ``report``; without it the report says so and has none. The same incidence gives the same
    text and tables.

    Raises:
        StoreError: the folder or a file in it cannot be written.
    """
    told = findings(incidence)
    bodies, pairs, measures = bodies_table(incidence), pairs_table(incidence), measures_table(incidence)
    shared = shared_network(incidence.select(lambda bearer: bearer.kind == "named"))
    networks = {
        "shared": shared,
        "lead-support": lead_support(incidence),
        "vertical": vertical(incidence),
        "issuing": issuing(incidence),
        "bipartite": bipartite(incidence),
    }
    files: dict[str, bytes] = {
        "bodies.csv": _csv(bodies),
        "pairs.csv": _csv(pairs),
        "measures.csv": _csv(measures),
        "findings.json": _json([_told(finding) for finding in told]),
    }
    for name, graph in networks.items():
        plain = _plain(graph)
        files[f"{name}.graphml"] = "\n".join(nx.generate_graphml(plain)).encode() + b"\n"
        files[f"{name}.gexf"] = _gexf(plain)
        files[f"{name}.json"] = _json(nx.node_link_data(plain, edges="links"))
    figures = {"workload.png": workload_figure(bodies, lang), "network.png": network_figure(shared, bodies, lang)}
    files |= {name: data for name, data in figures.items() if data}
    at = 0 if lang == "zh" else 1
    blocks = _blocks(incidence, told, bodies, pairs, [name for name in figures if figures[name]], at)
    files["report.md"] = _markdown(blocks).encode()
    files["report.html"] = _html(blocks, lang).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            write_aside(folder / name, data)
    except OSError as error:
        raise StoreError(f"{folder}: the report cannot be written: {error.strerror or error}") from error
    return [folder / name for name in sorted(files)]


Block = tuple[str, Any]


def _blocks(
    incidence: Incidence,
    told: Sequence[Finding],
    bodies: Sequence[Mapping[str, Any]],
    pairs: Sequence[Mapping[str, Any]],
    figures: Sequence[str],
    at: int,
) -> list[Block]:
    """The report as headings, paragraphs, lists, tables and pictures, whatever they are written in."""
    lang = ("zh", "en")[at]
    counts = {
        "policies": len({task.policy for task in incidence.tasks}),
        "measures": len(incidence.tasks),
        "bodies": sum(bearer.kind == "named" for bearer in incidence.bearers),
        "parts": len(incidence.body),
    }
    lines = [f"{finding.text(lang)}  [{finding.query}]" if finding.query else finding.text(lang) for finding in told]
    label = f"label_{lang}"
    body_columns = ["load", "shared_load", "partners", "betweenness", "constraint", "community", "vertical_coverage"]
    pair_columns = ["measures", "expected", "p", "q"]
    return [
        ("h1", _TEXTS["title"][at]),
        ("p", _TEXTS["summary"][at].format(**counts)),
        ("h2", _TEXTS["findings"][at]),
        ("ul", lines) if lines else ("p", _TEXTS["none"][at]),
        *([("h2", _TEXTS["figures"][at])] if figures else []),
        *(("img", name) for name in figures),
        ("h2", _TEXTS["bodies"][at]),
        ("p", _TEXTS["meaning"][at]),
        (
            "table",
            (
                [_TEXTS["bodies"][at], *(_COLUMNS[name][at] for name in body_columns)],
                [[row[label], *(row[name] for name in body_columns)] for row in bodies],
            ),
        ),
        ("h2", _TEXTS["pairs"][at]),
        (
            "table",
            (
                [_TEXTS["pairs"][at], *(_COLUMNS[name][at] for name in pair_columns)],
                [
                    [f"{row[label]} – {row[f'other_{label}']}", *(row[name] for name in pair_columns)]
                    for row in pairs[:100]
                ],
            ),
        ),
    ]


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


def _markdown(blocks: Iterable[Block]) -> str:
    lines: list[str] = []
    for kind, content in blocks:
        if kind in ("h1", "h2"):
            lines += ["#" * int(kind[1]) + " " + content, ""]
        elif kind == "p":
            lines += [content, ""]
        elif kind == "ul":
            lines += [*(f"- {line}" for line in content), ""]
        elif kind == "img":
            lines += [f"![{content}]({content})", ""]
        else:
            head, rows = content
            lines += ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
            lines += ["| " + " | ".join(_cell(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
            lines += [""]
    return "\n".join(lines)


_STYLE = (
    "body{font:16px/1.6 system-ui,'Noto Sans CJK SC',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{border-bottom:1px solid #ddd;padding:.3rem .7rem;text-align:left}"
    "td+td,th+th{text-align:right}img{max-width:100%}"
)


def _html(blocks: Iterable[Block], lang: str) -> str:
    parts = []
    for kind, content in blocks:
        if kind == "ul":
            parts.append("<ul>" + "".join(f"<li>{html.escape(line)}</li>" for line in content) + "</ul>")
        elif kind == "img":
            parts.append(f'<img src="{html.escape(content)}" alt="{html.escape(content)}">')
        elif kind == "table":
            head, rows = content
            cells = "".join(f"<th>{html.escape(name)}</th>" for name in head)
            body = "".join(
                "<tr>" + "".join(f"<td>{html.escape(_cell(cell))}</td>" for cell in row) + "</tr>" for row in rows
            )
            parts.append(f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>")
        else:
            parts.append(f"<{kind}>{html.escape(content)}</{kind}>")
    title = _TEXTS["title"][0 if lang == "zh" else 1]
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="{lang}"><head>{head}</head><body>\n' + "\n".join(parts) + "\n</body></html>\n"


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """With a byte order mark: spreadsheet programs take Chinese for something else without it."""
    buffer = io.StringIO()
    if rows:
        writer = csv.DictWriter(buffer, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _told(finding: Finding) -> dict[str, Any]:
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


def _plain(graph: nx.Graph) -> nx.Graph:
    """A copy whose attributes every format can hold."""
    plain = graph.copy()
    for *_, data in plain.edges(data=True):
        for name, value in list(data.items()):
            data[name] = ", ".join(value) if isinstance(value, tuple) else value
    return plain


def _gexf(graph: nx.Graph) -> bytes:
    buffer = io.BytesIO()
    nx.write_gexf(graph, buffer)
    # The writer puts the day into the file; the same graph gives the same bytes without it.
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if "lastmodifieddate" not in line and "</meta>" not in line).encode()
