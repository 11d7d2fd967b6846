"""``policygraph demo``: everything, on the bundled example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..files import write_aside
from .language import language_option

if TYPE_CHECKING:
    from rdflib import Dataset

    from ..graph.validate import Finding
    from ..model import Policy

__all__ = ["demo"]

SOURCE = "fujian-relocation-2020.txt"

#: What a reader is told besides the catalogue's own questions.
TEXT = {
    "en": {
        "reported": "Reported {issued} by {source}: {issuers} issuers, {measures} measures under {headings} headings.",
        "duties": "{duties} responsibilities: {named} of {bodies} named bodies, {classes} of classes of bodies such\n"
        "as “the education departments of the counties”. Each carries the words of the notice that it rests on.",
        "more": "… and {more} more",
        "valid": "Checked against the shapes: no violation.",
        "invalid": "Checked against the shapes: {count} violations.",
        "files": "Written:",
        "source": "the example: facts of the notice, abstracts of our own",
        "graph": "the graph",
        "answer": "the whole answer",
        "atlas": "the website of the notice; open it in a browser",
        "next": "Ask on:",
        "other": "中文：policygraph demo --lang zh",
    },
    "zh": {
        "reported": "{source} {issued} 报道：{issuers} 个发文机关，{headings} 类 {measures} 条措施。",
        "duties": "共 {duties} 项责任：{bodies} 个具名机构承担 {named} 项，各类机构（如各县教育部门）{classes} 项。\n"
        "每项责任都附有原文依据。",
        "more": "……另有 {more} 项",
        "valid": "按 SHACL 形状检查：没有违规。",
        "invalid": "按 SHACL 形状检查：{count} 处违规。",
        "files": "写出的文件：",
        "source": "自带的例子：通知的事实，摘要为本项目自写",
        "graph": "知识图谱",
        "answer": "完整答案",
        "atlas": "政策图谱网站，用浏览器打开",
        "next": "接着提问：",
        "other": "English: policygraph demo --lang en",
    },
}

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
        write_aside(source, (examples_dir() / SOURCE).read_bytes())
    except OSError as error:
        raise UsageError(f"cannot write to {folder}: {error.strerror}; name another folder") from error
    made = build(source)
    dump(made.dataset, graph)

    # What follows reads the file just written, as a user would.
    dataset = open_graph(graph)
    text = TEXT[lang]
    for line in _introduction(made.policies[0], lang):
        click.echo(line)
    answers = [_answer(dataset, name, folder, lang) for name in QUESTIONS]
    page = write_atlas(dataset, folder / "atlas")

    violations = [finding for finding in validate(dataset) if finding.severity == "violation"]
    click.echo(_verdict(violations, lang))
    files = {source: "source", graph: "graph", **dict.fromkeys(answers, "answer"), page: "atlas"}
    width = max(len(str(path)) for path in files)
    click.echo(f"\n{text['files']}")
    for path, what in files.items():
        click.echo(f"  {path!s:{width}}  {text[what]}")
    click.echo(f"\n{text['next']}")
    click.echo("  policygraph queries")
    click.echo(f"  policygraph query responsibilities {graph} --param body=省财政厅 --lang {lang}")
    click.echo(f"\n{text['other']}")
    if violations:
        raise click.exceptions.Exit(1)


def _introduction(policy: Policy, lang: str) -> Iterator[str]:
    duties = [duty for measure in policy.measures for duty in measure.responsibilities]
    named = [duty for duty in duties if duty.body.kind == "named"]
    yield policy.heading
    yield TEXT[lang]["reported"].format(
        issued=policy.issued,
        source=policy.source_name,
        issuers=len(policy.issuers),
        measures=len(policy.measures),
        headings=len(policy.categories),
    )
    yield TEXT[lang]["duties"].format(
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
        click.echo("  " + TEXT[lang]["more"].format(more=len(rows) - shown))
    click.echo()
    path = folder / f"{name}.csv"
    write_aside(path, results.serialize("csv") or b"")
    return path


def _verdict(violations: list[Finding], lang: str) -> str:
    if not violations:
        return TEXT[lang]["valid"]
    head = TEXT[lang]["invalid"].format(count=len(violations))
    return "\n".join([head, *(f"  {finding.line(lang)}" for finding in violations)])
