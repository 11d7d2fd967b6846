"""The pages of the catalogue: an index, and one page for each question with its answer on the bundled examples."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tests.competency import dataset, parameters

from policygraph.cli.query import show_cell
from policygraph.corpus import build
from policygraph.resources import examples_dir
from policygraph.sparql import CatalogueQuery, Results, catalogue, run
from policygraph.sparql.header import AUDIENCES
from policygraph.tabular import shorten
from policygraph.texts import text

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["write_questions"]

#: So many rows, or lines of Turtle, of an answer are shown, and so many characters of a cell.
ROWS, LINES, CHARACTERS = 12, 40, 72
NOTE = "<!-- Written by docs/generate.py: change queries/, then run `make docs`. -->\n"

#: The words of the pages: Chinese, English.
WORDS = {
    "title": ("问题目录", "Questions"),
    "lead": (
        "`policygraph query 名称 图谱` 运行其中一个问题；图谱是 RDF 文件或存储目录，也可以用 `--endpoint` 查询\n"
        "三元组存储。每页列出问题的参数、各列、SPARQL 和在自带例子上的结果。",
        "`policygraph query NAME GRAPH` runs one of these; the graph is an RDF file or a store directory, or with\n"
        "`--endpoint` a triple store. Each page has the parameters, the columns, the SPARQL and the answer on the\n"
        "bundled examples.",
    ),
    "graphs": (
        "各页命令中的 `policygraph-demo/fujian.ttl` 由 `policygraph demo` 写出；`examples.trig` 是全部四个自带例子：",
        "`policygraph demo` writes `policygraph-demo/fujian.ttl`, which the commands on the pages use;\n"
        "`examples.trig` are all four bundled examples:",
    ),
    "name": ("名称", "name"),
    "question": ("问题", "question"),
    "parameters": ("参数", "Parameters"),
    "parameter": ("参数", "parameter"),
    "type": ("类型", "type"),
    "meaning": ("含义", "meaning"),
    "value": ("取值", "value"),
    "required": ("必填", "required"),
    "optional": ("可选", "optional"),
    "default": ("默认 `{}`", "default `{}`"),
    "one_of": ("{} 之一", "one of {}"),
    "columns": ("各列", "Columns"),
    "column": ("列", "column"),
    "answer": ("在例子上的结果", "Answer on the example"),
    "on_fujian": ("福建的例子：", "On the Fujian example:"),
    "on_all": (
        "福建的例子中没有这种情况；全部四个自带例子：",
        "The Fujian example has no such case. On all four bundled examples:",
    ),
    "on_season": (
        "安徽的三个例子，加上各单位填报的情况（`tests/data/reports.yaml`，虚构）：",
        "On the three Anhui examples and what bodies reported about them\n(`tests/data/reports.yaml`, invented):",
    ),
    "on_reviewed": (
        "安徽的例子，更正文件是 `tests/data/anhui-cold-chain-2020.corrections.yaml`：",
        "On the Anhui example with the corrections in\n`tests/data/anhui-cold-chain-2020.corrections.yaml`:",
    ),
    "all_rows": ("共 {} 行。", "{} rows."),
    "one_row": ("共 1 行。", "One row."),
    "first_rows": ("共 {} 行，前 {} 行：", "{} rows; the first {}:"),
    "triples": ("共 {} 个三元组。", "{} triples."),
    "first_lines": ("共 {} 个三元组，开头部分：", "{} triples; the beginning:"),
}


class Case(NamedTuple):
    """An example on which a question is asked."""

    key: str
    graphs: str
    parameters: dict[str, str]
    dataset: Dataset


def say(key: str, lang: str, *values: object) -> str:
    """Return words of the pages in a language."""
    return WORDS[key][lang == "en"].format(*values)


def write_questions(lang: str) -> dict[str, str]:
    """Write the pages of a language.

    Args:
        lang: ``zh`` or ``en``.

    Returns:
        Their texts by their names.
    """
    pages = {f"{query.name}.md": write_page(query, lang) for query in catalogue().values()}
    return {"index.md": write_index(lang), **pages}


def write_index(lang: str) -> str:
    """Write the index: the questions by who asks."""
    parts = [f"# {say('title', lang)}\n", NOTE, say("lead", lang) + "\n", say("graphs", lang) + "\n"]
    parts.append("    policygraph demo\n    policygraph build examples/*.txt -o examples.trig\n")
    for audience, label in AUDIENCES.items():
        asked = [query for query in catalogue().values() if query.audience == audience]
        rows = [(f"[{query.name}]({query.name}.md)", cell(query.summary[lang])) for query in asked]
        parts += [f"## {label[lang]}\n", table((say("name", lang), say("question", lang)), rows)]
    return "\n".join(parts)


def write_page(query: CatalogueQuery, lang: str) -> str:
    """Write the page of a question."""
    # In the navigation an English question would take three lines, its name takes one.
    parts = [f"---\ntitle: {query.name}\n---\n"] if lang == "en" else []
    parts += [f"# {query.summary[lang]}\n", NOTE, flat(query.description[lang]) + "\n"]
    parts += [f"## {say('answer', lang)}\n", *_answer(query, lang)]
    if query.parameters:
        parts += [f"## {say('parameters', lang)}\n", _parameters(query, lang)]
    if query.columns:
        rows = [(f"`{name}`", labels[lang]) for name, labels in query.columns.items()]
        parts += [f"## {say('columns', lang)}\n", table((say("column", lang), say("meaning", lang)), rows)]
    return "\n".join([*parts, f"## SPARQL\n\n```sparql\n{query.body}\n```\n"])


def _parameters(query: CatalogueQuery, lang: str) -> str:
    rows = []
    for each in query.parameters:
        state = say("required" if each.required else "optional", lang)
        state = say("default", lang, each.default) if each.default else state
        kind = say("one_of", lang, ", ".join(f"`{value}`" for value in each.values)) if each.values else each.type
        rows.append((f"`{each.name}`", kind, state, cell(each.description[lang])))
    return table([say(key, lang) for key in ("parameter", "type", "value", "meaning")], rows)


def _answer(query: CatalogueQuery, lang: str) -> Iterator[str]:
    """Yield the parts of the answer: on which example, by which command, the rows."""
    case = find_case(query)
    results = run(case.dataset, query, case.parameters, lang=lang)
    given = [f"--param {name}={value}" for name, value in case.parameters.items()]
    yield say(f"on_{case.key}", lang) + "\n"
    yield "    " + " ".join(["policygraph query", query.name, case.graphs, *given, f"--lang {lang}"]) + "\n"
    if results.kind == "boolean":
        yield text("answer_yes" if results else "answer_no", lang) + "\n"
    elif results.kind == "triples":
        yield _triples(results, lang)
    else:
        yield _rows(results, lang)


def _rows(results: Results, lang: str) -> str:
    count = len(results)
    headings = [results.query.columns[name][lang] for name in results.columns]
    shown = [
        [cell("" if value is None else show_cell(name, value, lang)) for name, value in row.items()]
        for row in islice(results, ROWS)
    ]
    said = say("first_rows", lang, count, ROWS) if count > ROWS else say("all_rows", lang, count)
    return f"{said if count > 1 else say('one_row', lang)}\n\n{table(headings, shown)}"


def _triples(results: Results, lang: str) -> str:
    count = len(results)
    lines = (results.serialize("ttl") or b"").decode().splitlines()
    said = say("first_lines" if len(lines) > LINES else "triples", lang, count)
    # The end of a subject: half of one is no Turtle.
    ends = [number for number, line in enumerate(lines, 1) if line.endswith(" .")]
    last = max((number for number in ends if number <= LINES), default=LINES)
    return "\n".join([said, "", "```turtle", *lines[:last], "```", ""])


def find_case(query: CatalogueQuery) -> Case:
    """Choose the example on which a question has an answer: the one of Fujian, else all, or one with reports."""
    if query.name.startswith("status-"):
        return Case("season", "anhui.trig status.trig", parameters("season", query.name), dataset("season"))
    if query.name == "review-status":
        return Case("reviewed", "anhui.ttl", {}, dataset("reviewed"))
    fujian = Case("fujian", "policygraph-demo/fujian.ttl", parameters("fujian", query.name), dataset("fujian"))
    if run(fujian.dataset, query, fujian.parameters, lang="en"):
        return fujian
    return Case("all", "examples.trig", parameters("anhui", query.name), every_example())


@cache
def every_example() -> Dataset:
    """Build all bundled examples."""
    return build(sorted(examples_dir().glob("*.txt"))).dataset


def cell(value: str) -> str:
    """Write a value so that it is text in a table of Markdown."""
    return re.sub(r"([|*_`\[\]\\])", r"\\\1", html.escape(shorten(value, CHARACTERS * 2), quote=False))


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table of Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in (headings, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(headings), *lines[1:], ""])


def flat(words: str) -> str:
    """Return a text as one line."""
    return " ".join(words.split())
