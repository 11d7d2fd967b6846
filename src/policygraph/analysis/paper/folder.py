"""Write the files for a paper into one folder: figures, tables, networks, methods, captions and references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import networkx as nx

from ...errors import StoreError
from ...files import write_files
from ...graph.incidence import Incidence
from ...texts import named, text
from ..exports import (
    date_ties,
    make_csv,
    make_dl,
    make_edges_csv,
    make_gexf,
    make_graphml,
    make_nodes_csv,
    make_pajek,
)
from ..fonts import choose_language
from ..metrics import BROKERS
from ..networks import KINDS, Kind, make_network
from ..periods import UNDATED, WHOLE, divide
from ..positions import tabulate_positions
from ..reforms import follow_bodies
from ..tables import SAMPLED, SOURCES, choose_samples, tabulate_bodies, tabulate_pairs
from ..whole import choose_draws, describe_networks
from .changes import draw_changes
from .latex import make_latex
from .matrix import draw_matrix
from .methods import Choices, write_captions, write_methods
from .network import draw_network
from .style import Width, open_style, save_figure
from .workload import draw_workload

__all__ = ["write_paper"]

_Rows = Sequence[Mapping[str, Any]]
#: The number of divisions that give the range of modularity.
_SEEDS = 20


def write_paper(
    incidence: Incidence,
    folder: Path,
    lang: str = "zh",
    *,
    width: Width = "double",
    periods: str | Sequence[date] | None = "year",
    follow: bool = False,
) -> list[Path]:
    """Write the results for print and for estimation in other programs.

    Args:
        incidence: The incidence that is analysed.
        folder: The folder; only existing files of the same names are replaced.
        lang: Language of figures, captions and methods, ``zh`` or ``en``. Tables as CSV have both.
        width: The width of figures: ``single`` (84 mm), ``one-and-half`` (129 mm) or ``double`` (174 mm).
        periods: As in ``divide``.
        follow: Whether bodies are followed through reforms, as in ``follow_bodies``.

    Returns:
        The files, sorted by name. ``figures/`` has SVG and PDF, ``tables/`` CSV and LaTeX, ``networks/`` each network
        in six formats with an R script; ``methods.md``, ``captions.md`` and ``references.bib`` are beside them. The
        same incidence gives the same bytes. Cost: that of the tables and of ``choose_draws`` random networks for each
        whole network.

    Raises:
        UsageError: matplotlib is not installed, or there is no such way to divide time.
        StoreError: The folder or a file in it cannot be written.
    """
    files = _Paper(incidence, lang, width, periods, follow).make()
    try:
        return write_files(folder, files)
    except OSError as error:
        raise StoreError("report_not_written", folder=folder, reason=error) from error


@dataclass
class _Paper:
    """Makes the content of the folder."""

    incidence: Incidence
    lang: str
    width: Width
    periods: str | Sequence[date] | None
    follow: bool

    def make(self) -> dict[str, bytes]:
        # The font comes first: without matplotlib this fails before long computations.
        with open_style("".join(body.names.zh + body.names.en for body in self.incidence.bodies)):
            return self._make()

    def _make(self) -> dict[str, bytes]:
        followed = follow_bodies(self.incidence) if self.follow else None
        whole = followed.incidence if followed else self.incidence
        bodies = tabulate_bodies(whole)
        draws = choose_draws(whole)
        described = describe_networks(
            self.incidence, periods=self.periods, intervals=draws, seeds=_SEEDS, follow=self.follow
        )
        choices = Choices(
            self.periods,
            list(dict.fromkeys(row["period"] for row in described if row["period"] not in (WHOLE, UNDATED))),
            self.follow,
            len(followed.into) if followed else 0,
            len(followed.divided) if followed else 0,
            draws,
            choose_samples(whole),
            _SEEDS,
            SOURCES if len(bodies) > SAMPLED else 0,
        )
        networks = _networks(whole, bodies)
        files = self._figures(networks["shared"], bodies, described)
        figures = {name: facts for name, (facts, _) in files.items()}
        tables = {
            "networks": described,
            "bodies": bodies,
            "positions": tabulate_positions(whole),
            "pairs": tabulate_pairs(whole),
        }
        captions = {name: text(f"caption_{name}", self.lang) for name in tables}
        said = write_captions(figures, captions, self.lang)
        return {
            **{name: data for _, made in files.values() for name, data in made.items()},
            **self._table_files(tables),
            **_network_files(networks, self.lang),
            **_period_files(whole, self.periods),
            "networks/networks.R": _template("networks.R"),
            "methods.md": write_methods(whole, choices, self.lang).encode(),
            "captions.md": said.encode(),
            "references.bib": _template("references.bib"),
        }

    def _figures(
        self, shared: nx.Graph, bodies: _Rows, described: _Rows
    ) -> dict[str, tuple[Mapping[str, Any], dict[str, bytes]]]:
        """Draw the figures: for each the numbers of its caption and its files."""
        lang, width = choose_language(self.lang), self.width
        drawings = {
            "network": draw_network(shared, bodies, lang, width),
            "matrix": draw_matrix(shared, bodies, lang, width),
            "workload": draw_workload(bodies, lang, width),
            "changes": draw_changes([row for row in described if row["period"] != UNDATED], lang, width),
        }
        return {
            name: (
                drawn.facts,
                {f"figures/{name}.{suffix}": data for suffix, data in save_figure(drawn.figure).items()},
            )
            for name, drawn in drawings.items()
            if drawn
        }

    def _table_files(self, tables: Mapping[str, _Rows]) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for name, rows in tables.items():
            columns = {
                column: text(f"column_{column.removesuffix('_function')}", self.lang) for column in _COLUMNS[name]
            }
            shown = [self._show(row) for row in rows]
            files[f"tables/{name}.csv"] = make_csv(rows)
            files[f"tables/{name}.tex"] = make_latex(shown, columns, text(f"caption_{name}", self.lang), name)
        return files

    def _show(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Replace the IRIs and tokens of a row by names in one language."""
        lang, shown = self.lang, dict(row)
        if "network" in row:
            shown |= {
                "network": named("tie", row["network"]).of(lang),
                "period": named("period", row["period"]).of(lang),
            }
        if "body" in row:
            shown["body"] = row[f"label_{lang}"]
        if "other" in row:
            shown["pair"] = f"{row[f'label_{lang}']} – {row[f'other_label_{lang}']}"
        return shown


#: The columns of the tables for LaTeX: those that fit on a page.
_COLUMNS = {
    "networks": (
        "network",
        "period",
        "nodes",
        "ties",
        "density",
        "mean_path_length",
        "clustering",
        "degree_centralization",
        "modularity",
        "core_share",
        "reciprocity",
    ),
    "bodies": (
        "body",
        "load",
        "shared_load",
        "partners",
        "betweenness",
        "constraint",
        "core_number",
        "in_core",
        "community",
    ),
    "positions": (
        "body",
        "partners",
        "effective_size",
        "equivalence_class",
        "in_core",
        *(f"{role}_function" for role in BROKERS),
    ),
    "pairs": ("pair", "measures", "expected", "p", "q"),
}


def _networks(incidence: Incidence, bodies: _Rows) -> dict[Kind, nx.Graph]:
    """Make the five networks, dated; bodies have their load."""
    made: dict[Kind, nx.Graph] = {kind: make_network(incidence, kind) for kind in KINDS}
    loads = {row["body"]: row["load"] for row in bodies}
    for kind, graph in made.items():
        nx.set_node_attributes(graph, {node: {"load": loads[node]} for node in graph if node in loads})
        made[kind] = date_ties(graph, incidence, kind)
    return made


def _network_files(networks: Mapping[Kind, nx.Graph], lang: str) -> dict[str, bytes]:
    files = {}
    for name, graph in networks.items():
        path = f"networks/{name}"
        files[f"{path}.net"] = make_pajek(graph, lang)
        files[f"{path}.dl"] = make_dl(graph, lang)
        files[f"{path}.gexf"] = make_gexf(graph)
        files[f"{path}.graphml"] = make_graphml(graph)
        files[f"{path}.nodes.csv"] = make_nodes_csv(graph)
        files[f"{path}.edges.csv"] = make_edges_csv(graph)
    return files


def _period_files(incidence: Incidence, periods: str | Sequence[date] | None) -> dict[str, bytes]:
    """List the bodies of each period, and the ties of the networks for models over time."""
    nodes, ties = [], []
    for period, part in divide(incidence.named(), periods):
        if period.name == UNDATED:
            continue
        nodes += [{"period": period.name, "id": body.iri} for body in part.bodies]
        for name in ("shared", "lead-support"):
            ties += [
                {"network": name, "period": period.name, "source": a, "target": b, "weight": weight}
                for a, b, weight in make_network(part, name).edges(data="weight")
            ]
    return {
        "networks/periods.nodes.csv": make_csv(nodes, ["period", "id"]),
        "networks/periods.edges.csv": make_csv(ties, ["network", "period", "source", "target", "weight"]),
    }


def _template(name: str) -> bytes:
    return resources.files("policygraph.analysis").joinpath("templates", name).read_bytes()
