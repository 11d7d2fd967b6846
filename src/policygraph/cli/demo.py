"""``policygraph demo``: everything, on the bundled example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..files import write_atomically
from ..texts import text
from .language import language_option

if TYPE_CHECKING:
    from rdflib import Dataset

    from ..graph.validate import Finding
    from ..model import Policy

__all__ = ["demo"]

SOURCE = "fujian-relocation-2020.txt"

#: Questions asked, how many rows are shown, and how a row reads.
QUESTIONS = {
    "body-pairs": (3, "{measures}  {label} – {other_label}"),
    "workload": (3, "{total}  {label}"),
    "missing-local-counterpart": (3, "{number}{measure}: {label}"),
    "issuers-without-task": (3, "{label}"),
}


@click.command()
@click.argument("folder", metavar="[DIR]", default="policygraph-demo", type=click.Path(path_type=Path))
@language_option("the summary")
def demo(folder: Path, lang: str) -> None:
    """Run everything on the bundled example.

    Builds the graph of a notice, asks it a few questions, checks it and draws it. The files go into DIR, which is
    made where it does not exist; the summary names them.
    """
    from ..atlas import write_atlas
    from ..corpus import build
    from ..graph.validate import validate
    from ..resources import examples_dir
    from ..store import dump, open_graph

    source, graph = folder / SOURCE, folder / "fujian.ttl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(source, (examples_dir() / SOURCE).read_bytes())
    except OSError as error:
        raise UsageError("demo_folder", path=folder, reason=error) from error
    made = build(source)
    dump(made.dataset, graph)

    # What follows reads the file just written, as a user would.
    dataset = open_graph(graph)
    for line in _introduction(made.policies[0], lang):
        click.echo(line)
    answers = [_answer(dataset, name, folder, lang) for name in QUESTIONS]
    page = write_atlas(dataset, folder / "atlas")

    violations = [finding for finding in validate(dataset) if finding.severity == "violation"]
    click.echo(_verdict(violations, lang))
    files = {source: "demo_source", graph: "demo_graph", **dict.fromkeys(answers, "demo_answer"), page: "demo_atlas"}
    width = max(len(str(path)) for path in files)
    click.echo(f"\n{text('demo_files', lang)}")
    for path, what in files.items():
        click.echo(f"  {path!s:{width}}  {text(what, lang)}")
    click.echo(f"\n{text('demo_next', lang)}")
    click.echo("  policygraph queries")
    click.echo(f"  policygraph query responsibilities {graph} --param body=省财政厅 --lang {lang}")
    click.echo(f"\n{text('demo_this', 'en' if lang == 'zh' else 'zh')}")
    if violations:
        raise click.exceptions.Exit(1)


def _introduction(policy: Policy, lang: str) -> Iterator[str]:
    duties = [duty for measure in policy.measures for duty in measure.responsibilities]
    named = [duty for duty in duties if duty.body.kind == "named"]
    yield policy.heading
    yield text(
        "demo_reported",
        lang,
        issued=policy.issued,
        source=policy.source_name,
        issuers=len(policy.issuers),
        measures=len(policy.measures),
        headings=len(policy.categories),
    )
    yield text(
        "demo_duties",
        lang,
        duties=len(duties),
        named=len(named),
        bodies=len({duty.body.key for duty in named}),
        classes=len(duties) - len(named),
    )
    yield ""


def _answer(dataset: Dataset, name: str, folder: Path, lang: str) -> Path:
    """Ask one question, show its first rows, write all of them."""
    from ..sparql import run

    shown, form = QUESTIONS[name]
    results = run(dataset, name, lang=lang)
    rows = list(results.rows)
    click.echo(results.query.summary[lang])
    for row in rows[:shown]:
        click.echo("  " + form.format_map(row))
    if len(rows) > shown:
        click.echo("  " + text("demo_more", lang, n=len(rows) - shown))
    click.echo()
    path = folder / f"{name}.csv"
    write_atomically(path, results.serialize("csv") or b"")
    return path


def _verdict(violations: list[Finding], lang: str) -> str:
    if not violations:
        return text("demo_valid", lang)
    head = text("demo_invalid", lang, n=len(violations))
    return "\n".join([head, *(f"  {finding.line(lang)}" for finding in violations)])
