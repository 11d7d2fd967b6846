"""``policygraph publish``: a graph into another triple store, with proof, or into a release folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..publish import Outcome, Proof, Step

__all__ = ["publish"]

#: So many questions that differ are shown.
_MOST = 5


@click.command()
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", "target", metavar="URL|DIR", required=True, help="A database's address, or a folder.")
@click.option("--store", metavar="NAME", help="What kind of store it is, where its answers do not tell.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent and removed, and change nothing.")
@click.option("--prune", is_flag=True, help="Remove policies from the store that the graph does not have.")
@click.option("--no-proof", is_flag=True, help="Do not read back and compare what was sent.")
@click.option("--report", metavar="FILE", type=click.Path(path_type=Path), help="Write plan and proof as JSON.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0, 86_400, min_open=True),
    default=120,
    show_default=True,
    help="For each request, to the end of its answer.",
)
def publish(
    graphs: tuple[Path, ...],
    target: str,
    store: str | None,
    dry_run: bool,
    prune: bool,
    no_proof: bool,
    report: Path | None,
    timeout: float,
) -> None:
    """Put a graph into another triple store, or into a release folder.

    Each policy is a named graph and is replaced whole; what is there already is not sent again, so a publication that
    was cut off goes on where it stopped. Afterwards every graph is read back and compared, and the catalogue is asked
    on both sides. Exits 1 where anything differs.

        policygraph publish notices.nq --to http://localhost:3030/notices

    Credentials come from the environment (POLICYGRAPH_USER and POLICYGRAPH_PASSWORD, or POLICYGRAPH_TOKEN) or netrc.
    """
    from ..publish import Remote, Source, make_plan, prove, transfer, write_release
    from ..sparql import catalogue
    from ..store import open_graph

    source = Source(open_graph(*graphs))
    if not target.startswith(("http://", "https://")):
        click.echo(f"wrote {write_release(source, Path(target))}", err=True)
        return
    with Remote(target, store, timeout=timeout) as remote:
        plan = make_plan(source, remote, prune)
        _tell_plan(plan, remote)
        told: dict[str, Any] = {"store": remote.preset.name, "plan": [_step(step) for step in plan]}
        if dry_run:
            _write(report, told)
            return
        sent = [step for step in plan if step.action in ("add", "replace", "remove")]
        with _bar("sending", len(sent)) as advance:
            outcome = transfer(plan, source, remote, lambda _: advance())
        told["transfer"] = asdict(outcome)
        if outcome.failed:
            _write(report, told)
            _tell_failure(outcome)
            raise click.exceptions.Exit(2)
        if no_proof:
            _write(report, told)
            return
        with _bar("comparing", len(plan) + len(catalogue())) as advance:
            proof = prove(plan, source, remote, lambda _: advance())
        told["proof"] = asdict(proof) | {"holds": proof.holds}
        _write(report, told)
        _tell_proof(proof)
        if not proof.holds:
            raise click.exceptions.Exit(1)


def _tell_plan(plan: Sequence[Step], remote: Any) -> None:
    from ..publish import is_first

    words = {
        "add": "to add",
        "replace": "to replace",
        "remove": "to remove",
        "keep": "there already",
        "stale": "not in the source, kept (--prune removes them)",
    }
    counts = {action: sum(step.action == action for step in plan) for action in words}
    said = ", ".join(f"{count} {words[action]}" for action, count in counts.items() if count)
    click.echo(f"{remote.preset.label}: {said or 'nothing to do'}", err=True)
    if not remote.preset.atomic and counts["add"] and is_first(plan):
        click.echo("this store has no transactions: readers can see each new graph while it arrives", err=True)
    elif not remote.preset.atomic and (counts["add"] or counts["replace"]):
        click.echo("this store replaces a graph by way of a staging graph, not in one transaction", err=True)
    for step in plan:
        if step.action != "keep":
            click.echo(f"{step.action} {step.graph}")


def _tell_failure(outcome: Outcome) -> None:
    states = {
        "old": "the old one is still whole",
        "new": "the new one is there whole",
        "neither": "it is not whole",
        "unknown": "its state is unknown",
    }
    click.echo(f"policygraph: {outcome.failed[0].reason}", err=True)
    said = "; ".join(f"{failed.graph}: {states[failed.found]}" for failed in outcome.failed)
    click.echo(
        f"{len(outcome.done)} graphs done; {said}; {len(outcome.left)} not tried; run the same command again to go on",
        err=True,
    )


def _tell_proof(proof: Proof) -> None:
    for graph in proof.graphs:
        if graph.difference:
            click.echo(
                f"differs: {graph.graph}: {graph.wanted.count} triples here, {graph.found.count} there;"
                f" first missing: {graph.difference.missing or 'none'}; first extra: {graph.difference.extra or 'none'}"
            )
    differing = [question for question in proof.questions if question.difference or question.fault]
    for question in differing[:_MOST]:
        if question.difference:
            click.echo(
                f"differs: question {question.name}: {question.wanted} rows here, {question.found} there;"
                f" first missing: {question.difference.missing or 'none'};"
                f" first extra: {question.difference.extra or 'none'}"
            )
        else:
            click.echo(f"differs: question {question.name}: {question.fault}")
    if len(differing) > _MOST:
        click.echo(f"differs: {len(differing) - _MOST} more questions; --report FILE has them")
    triples = sum(graph.wanted.count for graph in proof.graphs)
    same = "the same" if proof.holds else "NOT the same"
    compared = f"{len(proof.graphs)} graphs ({triples:,} triples) and {len(proof.questions)} questions"
    click.echo(f"compared {compared}: {same}", err=True)
    if proof.others:
        click.echo(f"the questions were not compared: the store has {proof.others} policies of its own", err=True)


def _step(step: Step) -> dict[str, Any]:
    return {
        "graph": step.graph,
        "action": str(step.action),
        "triples": step.wanted.count if step.wanted else 0,
        "sha256": step.wanted.sha256 if step.wanted else "",
    }


def _write(report: Path | None, told: dict[str, Any]) -> None:
    if report is None:
        return
    from ..errors import StoreError
    from ..files import write_aside

    try:
        write_aside(report, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise StoreError(f"{report}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)
