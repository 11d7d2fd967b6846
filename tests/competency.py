"""The questions of the catalogue on the examples: what is asked, and the answers as files.

    python tests/competency.py      writes the answers anew; read the difference before you keep it

``tests/sparql/answers/EXAMPLE/QUERY.csv`` (``.nt`` for triples, ``.json`` for yes and no) is the exact answer. A query
with parameters is asked with those of ``parameters.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import yaml

from policygraph.corpus import build
from policygraph.graph.engine import engine
from policygraph.graph.status import report_quads
from policygraph.namespaces import ID
from policygraph.resources import examples_dir
from policygraph.sparql import CatalogueQuery, Results, catalogue, run
from policygraph.status import StatusReport, Submission

if TYPE_CHECKING:
    from rdflib import Dataset

ANSWERS = Path(__file__).parent / "sparql" / "answers"
#: Each example and its sources.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "fujian": ("fujian-relocation-2020.txt",),
    "anhui": ("anhui-cold-chain-2020.txt", "hefei-cold-chain-2022.txt", "wuhu-cold-chain-2023.txt"),
    "season": ("anhui-cold-chain-2020.txt", "hefei-cold-chain-2022.txt", "wuhu-cold-chain-2023.txt"),
    "reviewed": ("anhui-cold-chain-2020.txt",),
}
#: What bodies reported, by example.
REPORTS = {"season": Path(__file__).parent / "data" / "reports.yaml"}
#: What a person corrected, by example, and what is asked of it.
CORRECTIONS = {"reviewed": Path(__file__).parent / "data" / "anhui-cold-chain-2020.corrections.yaml"}
REVIEWED = ("review-status", "role-basis")
FORMATS = {"SELECT": "csv", "ASK": "json", "CONSTRUCT": "nt", "DESCRIBE": "nt"}


@cache
def dataset(example: str) -> Dataset:
    if example in CORRECTIONS:
        with TemporaryDirectory() as folder:
            (name,), corrections = EXAMPLES[example], CORRECTIONS[example]
            source = Path(copy(examples_dir() / name, folder))
            copy(corrections, folder)
            return build(source).dataset
    built = build([examples_dir() / name for name in EXAMPLES[example]]).dataset
    if example in REPORTS:
        engine(built).bulk_extend(report_quads(list(read_reports_file(REPORTS[example]))))
    return built


def read_reports_file(path: Path) -> Iterator[StatusReport]:
    """The reports of a file in the form of ``data/reports.yaml``."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    for number, (day, reporter, measure, body, state, completed, progress, note) in enumerate(rows):
        sent = Submission(f"{reporter}.xlsx", f"{number:x}".ljust(64, "0"), day, reporter)
        task, part = f"{ID}policy/{measure}", f"{ID}{body}" if body else ""
        yield StatusReport(task, part, reporter, sent, state, completed, progress or "", note or "", cell="督办台账!K4")


def asked(example: str) -> list[CatalogueQuery]:
    """What an example is asked: one with reports the questions about status, the others the other questions.

    One with corrections is asked what they change.
    """
    if example in CORRECTIONS:
        return [catalogue()[name] for name in REVIEWED]
    return [query for query in catalogue().values() if (example in REPORTS) == query.name.startswith("status-")]


def parameters(example: str, query: str) -> dict[str, str]:
    given = yaml.safe_load((ANSWERS / "parameters.yaml").read_text(encoding="utf-8"))
    return {name: str(value) for name, value in given.get(example, {}).get(query, {}).items()}


def cases() -> list[tuple[str, str]]:
    """Each example with each question that it is asked."""
    return [(example, query.name) for example in EXAMPLES for query in asked(example)]


def answer_file(example: str, query: CatalogueQuery) -> Path:
    return ANSWERS / example / f"{query.name}.{FORMATS[query.form]}"


def written(results: Results) -> str:
    """An answer as its file has it, with plain line ends."""
    format_ = FORMATS[results.query.form]
    text = (results.serialize(format_) or b"").decode().replace("\r\n", "\n")
    return "".join(sorted(set(text.splitlines(keepends=True)))) if format_ == "nt" else text


def ask(example: str, query: CatalogueQuery) -> str:
    return written(run(dataset(example), query, parameters(example, query.name), lang="zh"))


if __name__ == "__main__":
    for example in EXAMPLES:
        (ANSWERS / example).mkdir(parents=True, exist_ok=True)
        for query in asked(example):
            answer_file(example, query).write_text(ask(example, query), encoding="utf-8")
