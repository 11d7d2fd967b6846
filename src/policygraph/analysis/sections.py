"""The sections of the report about whole networks and about positions in them, as blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..texts import named, text
from .metrics import BROKERS
from .periods import UNDATED

__all__ = ["make_network_blocks", "make_position_blocks"]

_Block = tuple[str, Any]
_Rows = Sequence[Mapping[str, Any]]

#: What the report shows of a network; ``networks.csv`` has everything.
_OF_NETWORK = (
    "nodes",
    "ties",
    "density",
    "components",
    "mean_path_length",
    "clustering",
    "degree_centralization",
    "betweenness_centralization",
    "core_share",
    "modularity",
    "reciprocity",
    "assortativity_level",
    "assortativity_function",
)


def make_network_blocks(rows: _Rows, lang: str) -> list[_Block]:
    """Put whole networks into a section, with what was done with time and with reforms.

    Args:
        rows: What ``describe_networks`` gives.
        lang: ``zh`` or ``en``.

    Returns:
        A heading, a table for each network with a column for each period, and notes; nothing without rows. Values
        outside the interval of random networks have arrows.
    """
    if not rows:
        return []
    tables = []
    for network in dict.fromkeys(row["network"] for row in rows):
        of_network = [row for row in rows if row["network"] == network]
        head = [named("tie", network).of(lang), *(named("period", row["period"]).of(lang) for row in of_network)]
        table = [[text(f"column_{name}", lang), *(_mark(row, name) for row in of_network)] for name in _OF_NETWORK]
        tables.append(("table", (head, table)))
    first = rows[0]
    notes = [text("report_networks_meaning", lang)]
    if first.get("draws"):
        notes.append(text("report_draws", lang, draws=first["draws"]))
    followed = {"merged": first["merged"], "divided": first["divided"]}
    notes.append(text("report_followed", lang, **followed) if first["follow"] else text("report_not_followed", lang))
    undated = max((row["documents"] for row in rows if row["period"] == UNDATED), default=0)
    if undated:
        notes.append(text("report_undated", lang, n=undated))
    return [("h2", text("report_networks", lang)), *tables, *(("p", note) for note in notes)]


def _mark(row: Mapping[str, Any], name: str) -> Any:
    """A value, with an arrow where it lies outside the interval of random networks."""
    value, low, high = row[name], row.get(f"{name}_low"), row.get(f"{name}_high")
    if value is None or low is None or high is None or low <= value <= high:
        return value
    return f"{value:.4g} {'↑' if value > high else '↓'}"


def make_position_blocks(rows: _Rows, lang: str, most: int) -> list[_Block]:
    """Put the positions of bodies into a section.

    Args:
        rows: What ``tabulate_positions`` gives.
        lang: ``zh`` or ``en``.
        most: So many rows at most.

    Returns:
        A heading, a table and a note; nothing where no body has partners.
    """
    tied = [row for row in rows if row["partners"]][:most]
    if not tied:
        return []
    columns = ["partners", "effective_size", "equivalence_class"]
    head = [text("report_positions", lang), *(text(f"column_{name}", lang) for name in (*columns, *BROKERS))]
    roles = [f"{role}_function" for role in BROKERS]
    table = [[row[f"label_{lang}"], *(row[name] for name in (*columns, *roles))] for row in tied]
    return [("h2", head[0]), ("table", (head, table)), ("p", text("report_positions_meaning", lang))]
