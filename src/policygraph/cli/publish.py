"""``policygraph publish``: a graph into another triple store, with proof, or into a release folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..texts import filled, named, text
from .language import language_option

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
@language_option("messages")
def publish(
    graphs: tuple[Path, ...],
    target: str,
    store: str | None,
    dry_run: bool,
    prune: bool,
    no_proof: bool,
    report: Path | None,
    timeout: float,
    lang: str,
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
        click.echo(text("wrote", lang, path=write_release(source, Path(target))), err=True)
        return
    with Remote(target, store, timeout=timeout) as remote:
        plan = make_plan(source, remote, prune)
        _tell_plan(plan, remote, lang)
        told: dict[str, Any] = {"store": remote.preset.name, "plan": [_step(step) for step in plan]}
        if dry_run:
            _write(report, told)
            return
        sent = [step for step in plan if step.action in ("add", "replace", "remove")]
        with _bar(text("bar_sending", lang), len(sent)) as advance:
            outcome = transfer(plan, source, remote, lambda _: advance())
        told["transfer"] = _told(outcome)
        if outcome.failed:
            _write(report, told)
            _tell_failure(outcome, lang)
            raise click.exceptions.Exit(2)
        if no_proof:
            _write(report, told)
            return
        with _bar(text("bar_comparing", lang), len(plan) + len(catalogue())) as advance:
            proof = prove(plan, source, remote, lambda _: advance())
        told["proof"] = _told(proof) | {"holds": proof.holds}
        _write(report, told)
        _tell_proof(proof, lang)
        if not proof.holds:
            raise click.exceptions.Exit(1)


def _tell_plan(plan: Sequence[Step], remote: Any, lang: str) -> None:
    from ..publish import Action, is_first

    counts = {action: sum(step.action == action for step in plan) for action in Action}
    said = text("list_separator", lang).join(
        text(f"plan_{action}", lang, n=count) for action, count in counts.items() if count
    )
    click.echo(remote.preset.label + text("colon", lang) + (said or text("plan_nothing", lang)), err=True)
    if not remote.preset.atomic and counts[Action.ADD] and is_first(plan):
        click.echo(text("plan_plain", lang), err=True)
    elif not remote.preset.atomic and (counts[Action.ADD] or counts[Action.REPLACE]):
        click.echo(text("plan_staged", lang), err=True)
    for step in plan:
        if step.action != "keep":
            click.echo(f"{step.action} {step.graph}")


def _tell_failure(outcome: Outcome, lang: str) -> None:
    click.echo(f"policygraph: {outcome.failed[0].reason.of(lang)}", err=True)
    said = [filled("about", what=failed.graph, reason=named("sent", failed.found)) for failed in outcome.failed]
    click.echo(text("sent_stopped", lang, n=len(outcome.done), said=said, left=len(outcome.left)), err=True)


def _tell_proof(proof: Proof, lang: str) -> None:
    none = text("proof_none", lang)
    for graph in proof.graphs:
        if graph.difference:
            click.echo(
                text(
                    "differs_graph",
                    lang,
                    graph=graph.graph,
                    here=graph.wanted.count,
                    there=graph.found.count,
                    missing=graph.difference.missing or none,
                    extra=graph.difference.extra or none,
                )
            )
    differing = [question for question in proof.questions if question.difference or question.fault]
    for question in differing[:_MOST]:
        if question.difference:
            click.echo(
                text(
                    "differs_question",
                    lang,
                    name=question.name,
                    here=question.wanted,
                    there=question.found,
                    missing=question.difference.missing or none,
                    extra=question.difference.extra or none,
                )
            )
        else:
            click.echo(text("differs_fault", lang, name=question.name, fault=question.fault))
    if len(differing) > _MOST:
        click.echo(text("differs_more", lang, n=len(differing) - _MOST))
    triples = sum(graph.wanted.count for graph in proof.graphs)
    verdict = "proof_same" if proof.holds else "proof_different"
    compared = text(verdict, lang, n=len(proof.graphs), triples=triples, questions=len(proof.questions))
    click.echo(compared, err=True)
    if proof.others:
        click.echo(text("proof_others", lang, n=proof.others), err=True)


def _told(made: Outcome | Proof) -> dict[str, Any]:
    """An outcome for the report: what is said in both languages is a pair, Chinese and English."""

    def table(fields: list[tuple[str, Any]]) -> Any:
        told = dict(fields)
        return [told["zh"], told["en"]] if told.keys() >= {"zh", "en"} else told

    return asdict(made, dict_factory=table)


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
    from ..files import write_atomically

    try:
        write_atomically(report, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise StoreError("not_published", path=report, reason=error) from error


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
