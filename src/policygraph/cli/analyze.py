"""``policygraph analyze``, ``whatif`` and ``compare``: findings about one graph, and two graphs side by side."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import StoreError, UsageError
from ..texts import named, text
from .language import language_option, note
from .options import FILE, PATH, graphs_argument

if TYPE_CHECKING:
    from ..analysis import Comparison, FunctionRow
    from ..analysis.paper.style import Width

__all__ = ["analyze", "compare", "whatif"]

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@graphs_argument
@click.option("-o", "--output", metavar="DIR", type=PATH, help="Write report, tables, figures and networks to DIR.")
@click.option(
    "--paper",
    metavar="DIR",
    type=PATH,
    help="Write figures for print, tables, networks for R and other programs, methods and captions to DIR.",
)
@click.option(
    "--figure-width",
    type=click.Choice(["single", "one-and-half", "double"]),
    default="double",
    show_default=True,
    help="Width of the figures of --paper in columns: 84, 129 or 174 mm.",
)
@click.option("--rdf", metavar="FILE", type=PATH, help="Write the measures of bodies as RDF.")
@language_option("findings and report")
@click.option(
    "--crowd-size",
    metavar="N",
    type=click.IntRange(min=2),
    default=5,
    show_default=True,
    help="Report measures with N or more owners as crowded.",
)
@click.option("--level", metavar="LEVEL", help="Only bodies of this level, such as provincial or county.")
@click.option("--function", metavar="NAME", help="Only bodies with this function of government, such as education.")
@click.option("--place", metavar="CODE", help="Only bodies of this place and of places within it, such as 350000.")
@click.option("--policy", metavar="ID", help="Only measures of this document.")
@click.option("--category", metavar="IRI", help="Only measures under this heading.")
@click.option("--since", metavar="DATE", type=_DAY, help="Only documents of this day or later.")
@click.option("--until", metavar="DATE", type=_DAY, help="Only documents of this day or earlier.")
@click.option(
    "--by",
    metavar="PERIODS",
    help="Divide the table of networks by year, plan (five years), reform, or days: DATE,DATE. Needs -o or --paper; "
    "--paper divides by year without it.",
)
@click.option(
    "--follow",
    is_flag=True,
    help="In the table of networks, and in everything for --paper, count a body and its successor as one.",
)
def analyze(
    graphs: tuple[Path, ...],
    output: Path | None,
    paper: Path | None,
    figure_width: Width,
    rdf: Path | None,
    lang: str,
    crowd_size: int,
    by: str | None,
    follow: bool,
    **conditions: Any,
) -> None:
    """List findings about a graph: overload, gaps, brokers.

    Findings go to standard output, the most serious first. With -o also a report in Markdown and HTML with figures
    and quotes, tables as CSV, and the networks as GraphML, GEXF and JSON. With --paper what a paper needs: figures as
    SVG and PDF, tables as CSV and LaTeX, networks as Pajek, UCINET DL, GEXF, GraphML and CSV with an R script.
    """
    if output is None and paper is None and (by is not None or follow):
        raise UsageError("networks_without_output")
    if paper is None and _is_given("figure_width"):
        raise UsageError("figure_width_without_paper")
    from ..analysis import findings, quotes
    from ..analysis.periods import parse_periods
    from ..analysis.selection import explain_emptiness
    from ..api import read_part
    from ..store import check_target, dump, open_graph

    periods = parse_periods(by) if by is not None else None
    if rdf is not None:
        check_target(rdf)
    dataset = open_graph(*graphs)
    whole = read_part(dataset)
    if not whole.policies and not whole.measures:
        raise StoreError("no_policy")
    found = read_part(whole, **conditions)
    if whole.measures and not found.measures:
        raise explain_emptiness(whole, in_period=_is_given("since") or _is_given("until"))
    listed = list(findings(found, crowd_size))
    for finding in listed:
        click.echo(finding.text(lang))
    if not listed:
        note("no_findings", lang)
    if output is not None:
        from ..analysis.report import write_report

        told = partial(quotes, dataset)
        written = write_report(found, output, lang, crowd=crowd_size, quotes=told, periods=periods, follow=follow)
        for path in written:
            note("wrote", lang, path=path)
    if paper is not None:
        from ..analysis.fonts import choose_language
        from ..analysis.paper import write_paper

        for path in write_paper(found, paper, lang, width=figure_width, periods=periods or "year", follow=follow):
            note("wrote", lang, path=path)
        if choose_language(lang) != lang:
            note("report_no_font", lang)
    if rdf is not None:
        from ..analysis.tables import tabulate_bodies
        from ..graph.measurements import make_measurements

        graph_names = [str(graph.identifier) for graph in dataset.graphs() if str(graph.identifier).startswith("http")]
        dump(make_measurements(tabulate_bodies(found), graph_names), rdf)
        note("wrote", lang, path=rdf)


def _is_given(option: str) -> bool:
    source = click.get_current_context().get_parameter_source(option)
    return source is not click.core.ParameterSource.DEFAULT


@click.command()
@graphs_argument
@click.option("--without", metavar="BODY", help="Remove this body.")
@click.option("--merge", metavar="BODY OTHER", nargs=2, help="Merge the second body into the first.")
@language_option("results")
def whatif(graphs: tuple[Path, ...], without: str | None, merge: tuple[str, str] | None, lang: str) -> None:
    """Show what changes without a body, or with two bodies merged.

    Lists the measures that lose their only owner or their lead, the ties that are lost, and the parts into which the
    network falls.
    """
    if (without is None) == (not merge):
        raise UsageError("without_or_merge")
    from ..analysis import incidence, merged
    from ..analysis import without as remove
    from ..sparql.parameters import find_one_body
    from ..store import open_graph

    dataset = open_graph(*graphs)
    bodies = [find_one_body(dataset, name) for name in merge or (without or "",)]
    changed = (merged if merge else remove)(incidence(dataset), *bodies)
    for key, measures in (("whatif_owner", changed.lose_owner), ("whatif_lead", changed.lose_lead)):
        click.echo(f"{text(key, lang)}{text('colon', lang)}{len(measures)}")
        for measure in measures:
            click.echo(f"  {measure.name}")
    click.echo(text("whatif_ties", lang, lost=changed.ties_lost, gained=changed.ties_gained))
    click.echo(text("whatif_parts", lang, before=changed.parts, after=changed.parts_after))


@click.command()
@click.argument("first", metavar="GRAPH|LEDGER", type=PATH)
@click.argument("second", metavar="GRAPH|LEDGER", type=PATH)
@click.option(
    "--by",
    type=click.Choice(["measure", "function", "breakdown"]),
    default="measure",
    show_default=True,
    help="measure: versions of a document; function: provinces by functions; breakdown: a province and a city.",
)
@click.option("-o", "--output", "target", metavar="FILE.xlsx", type=FILE, help="The second ledger with its status.")
@language_option("results")
def compare(first: Path, second: Path, by: str, target: Path | None, lang: str) -> None:
    """Compare two graphs or ledgers, by measures or functions, or by what was broken down.

    By measure: measures that were added or removed, and for those in both graphs the bodies that were added or removed,
    the roles and deadlines that changed, and whether the text changed. Exits 1 if the graphs differ.

    By function: for each function of government the measures it bears and leads in each graph, and its partners, as
    CSV.

    By breakdown: the tasks of the first (a province's notice) that the second (a city's ledger) takes up in the same
    words, and those that it does not. Exits 1 if one is missing.

    Ledgers (.xlsx) are compared by the words and deadlines of tasks and the names of bodies. With -o the second ledger
    is written with what was reported in the first; tasks that changed are marked to be reported again.

        policygraph compare old.xlsx new.xlsx -o carried.xlsx
    """
    from ..api import compare as find_differences
    from ..ledger.comparison import is_ledger

    if target and by != "measure":
        raise UsageError("carry_by_measure", by=by)
    if by == "function" and (ledgers := [path for path in (first, second) if is_ledger(path)]):
        raise UsageError("functions_of_ledgers", path=ledgers[0])
    if by == "breakdown":
        _show_breakdown(first, second, lang)
        return
    if by == "measure" and (target or is_ledger(first) or is_ledger(second)):
        _compare_ledgers(first, second, target, lang)
        return

    if by == "function":
        _show_functions(find_differences(first, second, "function"), lang)
        return
    found = find_differences(first, second, lang=lang)
    _show_measures(found, lang)
    if found:
        raise click.exceptions.Exit(1)


def _compare_ledgers(first: Path, second: Path, target: Path | None, lang: str) -> None:
    from ..errors import UsageError
    from ..ledger.carrying import carry_over
    from ..ledger.comparison import compare_ledgers, is_ledger

    if target and not is_ledger(target):
        raise UsageError("carry_suffix", path=target)
    found = compare_ledgers(first, second, lang)
    _show_measures(found, lang)
    if target:
        carried, again = carry_over(first, second, target, found, text("compare_again", lang))
        note("compare_carried", lang, path=target, n=carried, again=again)
    if found:
        raise click.exceptions.Exit(1)


def _show_breakdown(first: Path, second: Path, lang: str) -> None:
    from ..ledger.comparison import find_breakdown, read_tasks

    found = find_breakdown(read_tasks(first), read_tasks(second))
    for each in found:
        names = [measure.name for measure in each.taken_up]
        key = "breakdown_found" if names else "breakdown_missing"
        click.echo(text(key, lang, task=each.measure.name, names=names))
    missing = sum(not each.taken_up for each in found)
    note("breakdown_summary", lang, n=len(found), missing=missing)
    if missing:
        raise click.exceptions.Exit(1)


def _show_measures(found: Comparison, lang: str) -> None:
    colon = text("colon", lang)
    for key, measures in (("compare_added", found.added), ("compare_dropped", found.dropped)):
        for measure in measures:
            click.echo(f"{text(key, lang)}{colon}{measure.name}")
    for change in found.changed:
        before = f" ← {change.before.name}" if change.retitled else ""
        click.echo(f"{text('compare_changed', lang)}{colon}{change.after.name}{before}")
        for line in (*(f"+ {name}" for name in change.joined), *(f"- {name}" for name in change.left)):
            click.echo(f"  {line}")
        for name, *roles in change.roles:
            click.echo(f"  {name}{colon}{' → '.join(named('role', role).of(lang) for role in roles)}")
        if change.deadline:
            click.echo(f"  {_write_deadlines(*change.deadline, lang)}")
        for name, was, due in change.deadlines:
            click.echo(f"  {name}{colon}{_write_deadlines(was, due, lang)}")
        if change.reworded:
            click.echo(f"  {text('compare_reworded', lang)}")
    note("compare_same", lang, n=found.same)


def _write_deadlines(before: str, after: str, lang: str) -> str:
    none = text("compare_no_deadline", lang)
    return text("compare_deadline", lang, before=before or none, after=after or none)


def _show_functions(rows: Iterable[FunctionRow], lang: str) -> None:
    from ..registry import functions

    known = functions()

    def label(slug: str) -> str:
        found = known.get(slug)
        return slug if not found else found.label_zh if lang == "zh" else found.label_en

    def labels(slugs: Iterable[str]) -> str:
        return "; ".join(map(label, slugs))

    writer = csv.writer(sys.stdout, lineterminator="\n")
    pairs = [text(key, lang, at=at) for key in ("compare_measures", "compare_leads") for at in (1, 2)]
    partners = [text("compare_partners", lang), *(text("compare_partners_of", lang, at=at) for at in (1, 2))]
    writer.writerow([text("compare_function", lang), *pairs, *partners])
    for row in rows:
        of_both = map(labels, (row.partners, row.partners_first, row.partners_second))
        writer.writerow([label(row.function), *row.measures, *row.leads, *of_both])
