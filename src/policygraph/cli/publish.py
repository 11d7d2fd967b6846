"""``policygraph publish`` and ``atlas``: a graph into another triple store, a release folder, or an offline website."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..texts import filled, join_words, named, text
from .language import language_option, note
from .options import PATH, graphs_argument, store_option, timeout_option

if TYPE_CHECKING:
    from ..publish import Outcome, Publication, Remote, Step, Verification

__all__ = ["atlas", "publish"]

#: The most differing queries that are printed.
_MAX_DIFFERENCES = 5


@click.command()
@graphs_argument
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the website; it is created, or an atlas in it is replaced.",
)
@click.option("--single-file", is_flag=True, help="Write DIR/index.html alone, with everything in it.")
@language_option("messages; pages have both")
def atlas(graphs: tuple[Path, ...], folder: Path, single_file: bool, lang: str) -> None:
    """Write an offline website of a graph; its start page is DIR/index.html.

    GRAPH is an RDF file or a store directory. The website works without a server and without a network, in Chinese and
    English: overview and findings, networks, matrices, tables, a page for each body and each policy, with Turtle and
    JSON-LD of each. With the graph of reports that status writes as a further GRAPH, it shows what the bodies reported:
    a page of progress, and the states in matrices and on the pages of bodies and policies.
    """
    from ..atlas import write_atlas
    from ..store import open_graph

    note("wrote", lang, path=write_atlas(open_graph(*graphs), folder, single_file=single_file))


@click.command()
@graphs_argument
@click.option("--to", "target", metavar="URL|DIR", required=True, help="Address of a store, or a folder.")
@store_option
@click.option("--dry-run", is_flag=True, help="Print what would be sent and removed; change nothing.")
@click.option("--prune", is_flag=True, help="Remove policies from the store that are not in the graph.")
@click.option("--no-verify", is_flag=True, help="Do not read back and compare what was sent.")
@click.option("--report", metavar="FILE", type=PATH, help="Write plan and verification as JSON.")
@timeout_option(120)
@language_option("messages")
def publish(
    graphs: tuple[Path, ...],
    target: str,
    store: str | None,
    dry_run: bool,
    prune: bool,
    no_verify: bool,
    report: Path | None,
    timeout: float,
    lang: str,
) -> None:
    """Publish a graph to a triple store or to a release folder.

    Each policy is a named graph and is replaced as a whole. Graphs that are there already are not sent again, so the
    same command resumes an interrupted publication. Afterwards every graph is read back and compared, and the queries
    of the catalogue are run on both sides. Exits 1 if anything differs.

        policygraph publish notices.nq --to http://localhost:3030/notices

    Credentials are read from the environment (POLICYGRAPH_USER and POLICYGRAPH_PASSWORD, or POLICYGRAPH_TOKEN) or from
    netrc.
    """
    from ..publish import Publication, Remote, make_plan, write_release
    from ..store import open_graph

    source = Publication(open_graph(*graphs))
    if not target.startswith(("http://", "https://")):
        note("wrote", lang, path=write_release(source, Path(target)))
        return
    with Remote(target, store, timeout=timeout) as remote:
        plan = make_plan(source, remote, prune)
        _print_plan(plan, remote, lang)
        told: dict[str, Any] = {"store": remote.preset.name, "plan": [_step(step) for step in plan]}
        code = 0 if dry_run else _carry_out(plan, source, remote, told, not no_verify, lang)
    if report is not None:
        _write_report(report, told)
    if code:
        raise click.exceptions.Exit(code)


def _carry_out(
    plan: Sequence[Step], source: Publication, remote: Remote, told: dict[str, Any], compare: bool, lang: str
) -> int:
    """Carry out the plan and compare; put the results into the report and return the exit code."""
    from ..publish import transfer, verify
    from ..sparql import catalogue

    sent = sum(step.action in ("add", "replace", "remove") for step in plan)
    with _bar(text("bar_sending", lang), sent) as advance:
        outcome = transfer(plan, source, remote, lambda _: advance())
    told["transfer"] = _to_json(outcome)
    if outcome.failed:
        _print_failure(outcome, lang)
        return 2
    if not compare:
        return 0
    with _bar(text("bar_comparing", lang), len(plan) + len(catalogue())) as advance:
        verification = verify(plan, source, remote, lambda _: advance())
    told["proof"] = _to_json(verification) | {"holds": verification.holds}
    _print_verification(verification, lang)
    return 0 if verification.holds else 1


def _print_plan(plan: Sequence[Step], remote: Remote, lang: str) -> None:
    from ..publish import Action, is_first

    counts = {action: sum(step.action == action for step in plan) for action in Action}
    parts = [text(f"plan_{action}", lang, n=count) for action, count in counts.items() if count]
    summary = join_words(parts, lang) or text("plan_nothing", lang)
    click.echo(remote.preset.label + text("colon", lang) + summary, err=True)
    if not remote.preset.atomic and counts[Action.ADD] and is_first(plan):
        note("plan_plain", lang)
    elif not remote.preset.atomic and (counts[Action.ADD] or counts[Action.REPLACE]):
        note("plan_staged", lang)
    for step in plan:
        if step.action != "keep":
            click.echo(f"{step.action} {step.graph}")


def _print_failure(outcome: Outcome, lang: str) -> None:
    click.echo(f"policygraph: {outcome.failed[0].reason.of(lang)}", err=True)
    said = [filled("about", what=failed.graph, reason=named("sent", failed.found)) for failed in outcome.failed]
    note("sent_stopped", lang, n=len(outcome.done), said=said, left=len(outcome.left))


def _print_verification(verification: Verification, lang: str) -> None:
    def show(key: str, difference: Any, **values: Any) -> None:
        first = {name: getattr(difference, name) or text("proof_none", lang) for name in ("missing", "extra")}
        click.echo(text(key, lang, **first, **values))

    for graph in verification.graphs:
        if graph.difference:
            values = {"here": graph.wanted.count, "there": graph.found.count}
            show("differs_graph", graph.difference, graph=graph.graph, **values)
    differing = [question for question in verification.questions if question.difference or question.fault]
    for question in differing[:_MAX_DIFFERENCES]:
        if question.difference:
            values = {"here": question.wanted, "there": question.found}
            show("differs_question", question.difference, name=question.name, **values)
        else:
            click.echo(text("differs_fault", lang, name=question.name, fault=question.fault))
    if len(differing) > _MAX_DIFFERENCES:
        click.echo(text("differs_more", lang, n=len(differing) - _MAX_DIFFERENCES))
    triples = sum(graph.wanted.count for graph in verification.graphs)
    verdict = "proof_same" if verification.holds else "proof_different"
    note(verdict, lang, n=len(verification.graphs), triples=triples, questions=len(verification.questions))
    if verification.others:
        note("proof_others", lang, n=verification.others)


def _to_json(made: Outcome | Verification) -> dict[str, Any]:
    """Return an outcome for the report; a text is a pair, Chinese and English."""

    def convert(fields: list[tuple[str, Any]]) -> Any:
        values = dict(fields)
        return [values["zh"], values["en"]] if values.keys() >= {"zh", "en"} else values

    return asdict(made, dict_factory=convert)


def _step(step: Step) -> dict[str, Any]:
    count, sha256 = (step.wanted.count, step.wanted.sha256) if step.wanted else (0, "")
    return {"graph": step.graph, "action": str(step.action), "triples": count, "sha256": sha256}


def _write_report(path: Path, told: dict[str, Any]) -> None:
    from ..errors import StoreError
    from ..files import write_atomically

    try:
        write_atomically(path, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise StoreError("path_unwritable", path=path, reason=error) from error


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a progress bar on standard error, if that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)
