"""Describe how a paper was computed: the methods, with references, seeds and versions, and the captions."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from typing import Any

from ...graph.incidence import Incidence
from ...texts import named, text

__all__ = ["Choices", "write_captions", "write_methods"]

_LIBRARIES = ("policygraph", "networkx", "numpy", "scipy", "matplotlib")


@dataclass(frozen=True)
class Choices:
    """The choices for the computations that the methods describe.

    Attributes:
        periods: ``year``, ``plan``, ``reform``, days, or ``None`` for one period.
        names: The names of the periods.
        follow: Whether bodies were followed through reforms; ``merged`` and ``divided`` say how many.
        draws: Random networks for each whole network; 0 for none.
        samples: Random networks for pairs.
        seeds: Runs of the community method.
        sources: Sampled sources of betweenness; 0 where all paths were followed.
        seed: The seed of every random choice.
    """

    periods: str | Sequence[date] | None
    names: Sequence[str]
    follow: bool
    merged: int
    divided: int
    draws: int
    samples: int
    seeds: int
    sources: int
    seed: int = 0


def write_methods(incidence: Incidence, choices: Choices, lang: str) -> str:
    """Write the methods.

    Args:
        incidence: The incidence that was analysed.
        choices: The choices for the computations.
        lang: ``zh`` or ``en``.

    Returns:
        Markdown with citations as Pandoc reads them, of the keys in ``references.bib``.
    """
    bearing = incidence.named()
    named, bearers = (
        {body.iri for body in bearing.bodies},
        {bearing.bodies[at].iri for at in set(bearing.body.tolist())},
    )
    issuers = {body.iri for policy in incidence.policies.values() for body in policy.issuers}
    facts = {
        "documents": len(incidence.policies),
        "measures": len(incidence.measures),
        "bodies": len(bearers),
        "issuers": len(issuers & named - bearers),
        "parts": len(bearing.body),
        "classes": len(incidence.bodies) - len(bearing.bodies),
        "span": _span(incidence, lang),
    }
    paragraphs = [
        [text("methods_data", lang, **facts), text("methods_limits", lang)],
        [text("methods_networks", lang), _periods(choices, lang), _followed(choices, lang)],
        [text("methods_whole", lang, seeds=choices.seeds)],
        [text("methods_bodies", lang), text("methods_positions", lang)],
        [text("methods_chance", lang, samples=choices.samples)],
        [text("methods_figures", lang), text("methods_exports", lang)],
        [text("methods_software", lang, seed=choices.seed, python=platform.python_version(), **_versions())],
    ]
    if choices.draws:
        paragraphs[2].append(text("methods_intervals", lang, draws=choices.draws))
    if choices.sources:
        paragraphs[3].insert(1, text("methods_sampled", lang, n=choices.sources))
    space = "" if lang == "zh" else " "
    return "\n\n".join([f"# {text('paper_methods', lang)}", *(space.join(each) for each in paragraphs)]) + "\n"


def write_captions(figures: Mapping[str, Mapping[str, Any]], tables: Mapping[str, str], lang: str) -> str:
    """Write the captions.

    Args:
        figures: For each figure, by its name, the numbers that its caption states.
        tables: The caption of each table by its name.
        lang: ``zh`` or ``en``.

    Returns:
        Markdown: for each figure and table its name and caption.
    """
    shown = {}
    for name, facts in figures.items():
        fill = {"fill": named("fill", facts["fill"]).of(lang)} if "fill" in facts else {}
        shown[name] = text(f"caption_{name}", lang, **{**facts, **fill})
        if "alpha" in facts:
            shown[name] += ("" if lang == "zh" else " ") + text("caption_backbone", lang, **facts)
    lines = [f"# {text('paper_captions', lang)}"]
    for title, folder, entries in (("paper_figures", "figures", shown), ("paper_tables", "tables", tables)):
        if entries:
            lines.append(f"## {text(title, lang)}")
        lines += [f"`{folder}/{name}`  \n{said}" for name, said in entries.items()]
    return "\n\n".join(lines) + "\n"


def _span(incidence: Incidence, lang: str) -> str:
    """Describe the period of the documents."""
    days = sorted(policy.day for policy in incidence.policies.values() if policy.day)
    if not days:
        return text("methods_no_days", lang)
    key = "methods_span" if days[0] != days[-1] else "methods_one_day"
    span = text(key, lang, first=days[0].isoformat(), last=days[-1].isoformat())
    undated = len(incidence.policies) - len(days)
    return text("methods_undated", lang, span=span, n=undated) if undated else span


def _periods(choices: Choices, lang: str) -> str:
    if choices.periods is None:
        return text("methods_one_period", lang)
    by = choices.periods if isinstance(choices.periods, str) else "days"
    return text("methods_periods", lang, by=named("periods", by), names=choices.names)


def _followed(choices: Choices, lang: str) -> str:
    if not choices.follow:
        return text("methods_not_followed", lang)
    return text("methods_followed", lang, merged=choices.merged, divided=choices.divided)


def _versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "?"
    return found
