"""``policygraph demo``: run everything on the bundled example."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..files import write_atomically
from ..texts import text
from .language import language_option
from .options import PATH

if TYPE_CHECKING:
    from rdflib import Dataset

    from ..model import Policy

__all__ = ["demo"]

SOURCE = "fujian-relocation-2020.txt"

#: Queries that are run, the number of rows that are printed, and the format of a row.
QUERIES = {
    "body-pairs": (3, "{measures}  {label} – {other_label}"),
    "workload": (3, "{total}  {label}"),
    "missing-local-counterpart": (3, "{number}{measure}: {label}"),
    "issuers-without-task": (3, "{label}"),
}


@click.command()
@click.argument("folder", metavar="[DIR]", default="policygraph-demo", type=PATH)
@language_option("the summary")
def demo(folder: Path, lang: str) -> None:
    """Run everything on the bundled example.

    Builds the graph of a notice, runs some queries, validates the graph and writes its atlas and its
    ledger. The files are written to
    DIR, which is created if it does not exist; the summary lists them. Its folder examples has the notices of the
    tutorials.
    """
    from ..atlas import write_atlas
    from ..corpus import build
    from ..graph.validate import validate
    from ..ledger import write_ledger
    from ..store import dump, open_graph

    source, graph = folder / SOURCE, folder / "fujian.ttl"
    try:
        examples = _copy_examples(folder)
    except OSError as error:
        raise UsageError("demo_folder", path=folder, reason=error) from error
    made = build(source)
    dump(made.dataset, graph)

    # From here on everything reads the file that was written, as a user would.
    dataset = open_graph(graph)
    _print_introduction(made.policies[0], lang)
    answers = [_run_query(dataset, name, folder, lang) for name in QUERIES]
    page = write_atlas(dataset, folder / "atlas")
    [tasks] = write_ledger(dataset, folder / "tasks.xlsx", lang=lang, atlas=str(folder / "atlas"))

    violations = [result for result in validate(dataset) if result.severity == "violation"]
    click.echo(text("demo_invalid" if violations else "demo_valid", lang, n=len(violations)))
    for finding in violations:
        click.echo(f"  {finding.line(lang)}")
    files = {
        source: "demo_source",
        graph: "demo_graph",
        **dict.fromkeys(answers, "demo_answer"),
        page: "demo_atlas",
        tasks: "demo_ledger",
        examples: "demo_examples",
    }
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


def _copy_examples(folder: Path) -> Path:
    """Write the bundled notice, and all notices into a folder of their own."""
    from ..resources import examples_dir

    bundled, examples = examples_dir(), folder / "examples"
    for path in [*bundled.glob("*.txt"), *bundled.glob("office/*.docx")]:
        target = examples / ("office" if path.suffix == ".docx" else "notices") / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, path.read_bytes())
    write_atomically(folder / SOURCE, (bundled / SOURCE).read_bytes())
    return examples


def _print_introduction(policy: Policy, lang: str) -> None:
    duties = [duty for measure in policy.measures for duty in measure.responsibilities]
    named = [duty for duty in duties if duty.body.kind == "named"]
    click.echo(policy.heading)
    issuers, measures, headings = map(len, (policy.issuers, policy.measures, policy.categories))
    values = {"issued": policy.issued, "source": policy.source_name}
    click.echo(text("demo_reported", lang, **values, issuers=issuers, measures=measures, headings=headings))
    counts = {"duties": len(duties), "named": len(named), "classes": len(duties) - len(named)}
    click.echo(text("demo_duties", lang, **counts, bodies=len({duty.body.key for duty in named})))
    click.echo()


def _run_query(dataset: Dataset, name: str, folder: Path, lang: str) -> Path:
    """Run a query, print its first rows and write all of them."""
    from ..sparql import run

    shown, form = QUERIES[name]
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
