"""``policygraph query`` and ``queries``: questions, parameters, formats, and errors of one line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from policygraph.cli.query import show_cell
from policygraph.sparql import catalogue

from .conftest import Run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_columns_that_outside_tools_rely_on(run: Run, graph: Path) -> None:
    done = run("query", "responsibilities", graph, "--format", "csv")
    assert done.returncode == 0, done.stderr
    found = rows(done.stdout)
    wanted = "policy,category,number,measure,measure_iri,name,body,role,level,kind,deadline,quote"
    assert ",".join(found[0]) == wanted
    assert len(found) == 106


def test_a_deadline_is_a_day_or_else_its_words(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "plan.csv"
    words = {"2025.10": "2025-10-31", "2025年春节前": "2025年春节前", "10月": "10月", "长期坚持": "长期坚持", "—": ""}
    lines = [f"{number},任务{number},市财政局,{said}" for number, said in enumerate(words, start=1)]
    table.write_text("\n".join(["序号,工作任务,牵头单位,完成时限", *lines]), encoding="utf-8")
    assert run("build", table, "-o", tmp_path / "plan.ttl").returncode == 0
    done = run("query", "responsibilities", tmp_path / "plan.ttl", "--format", "csv")
    assert [row["deadline"] for row in rows(done.stdout)] == list(words.values())


@pytest.mark.parametrize("name", ["省教育厅", "福建省教育厅", "Fujian Provincial Department of Education"])
def test_a_body_by_any_of_its_names(name: str, run: Run, graph: Path) -> None:
    done = run("query", "responsibilities", graph, "--param", f"body={name}", "--format", "csv")
    assert [row["name"] for row in rows(done.stdout)] == ["省教育厅"] * 3


def test_an_unknown_body_suggests_near_ones(run: Run, graph: Path) -> None:
    done = run("query", "measures-of-body", graph, "--param", "body=省教育局")
    assert (done.returncode, done.stdout) == (2, "")
    assert "省教育厅" in done.stderr and len(done.stderr.splitlines()) == 1


def test_the_table_has_headings_in_the_language_and_keeps_its_columns(run: Run, graph: Path) -> None:
    from rich.cells import cell_len

    zh = run("query", "workload", graph, "--lang", "zh")
    en = run("query", "workload", graph, "--lang", "en")
    assert zh.stdout.splitlines()[0].split()[:2] == ["机构", "机构名称"]
    assert "Fujian Provincial Department of Finance" in en.stdout and "福建省财政厅" in zh.stdout
    for table in (zh.stdout, en.stdout):
        header, rule, *lines = table.splitlines()
        assert {cell_len(line.rstrip("\n")) for line in (header, *lines)} == {cell_len(rule)}
    assert "42 rows" in en.stderr


@pytest.mark.parametrize("format_", ["csv", "tsv", "json", "xml"])
def test_formats_of_rows(format_: str, run: Run, graph: Path) -> None:
    done = run("query", "issuers-without-task", graph, "--format", format_)
    assert done.returncode == 0 and "state-assets" in done.stdout
    if format_ == "json":
        assert len(json.loads(done.stdout)["results"]["bindings"]) == 1


@pytest.mark.parametrize("format_", ["ttl", "nt", "jsonld"])
def test_formats_of_triples(format_: str, run: Run, graph: Path) -> None:
    from rdflib import Graph

    done = run("query", "shared-responsibility", graph, "--format", format_)
    parser = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld"}[format_]
    assert len(Graph().parse(data=done.stdout, format=parser)) > 30


def test_ones_own_query_from_a_file_and_from_standard_input(run: Run, graph: Path, tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?m a pg:Measure ; eli:number ?number }"
    (tmp_path / "own.rq").write_text(text)
    for done in (
        run("query", "own.rq", graph, "--format", "csv"),
        run("query", "-", graph, "--format", "csv", stdin=text),
    ):
        assert rows(done.stdout) == [{"n": "24"}]


def test_an_undeclared_parameter_is_a_term(run: Run, graph: Path) -> None:
    text = "SELECT ?title WHERE { VALUES ?number { UNDEF } ?m eli:number ?number ; dcterms:title ?title }"
    done = run("query", "-", graph, "--format", "csv", "--param", "number=(三)", stdin=text)
    assert rows(done.stdout) == [{"title": "加大教育扶持力度"}]
    hostile = run("query", "-", graph, "--format", "csv", "--param", 'number=x" } #', stdin=text)
    assert (hostile.returncode, rows(hostile.stdout)) == (0, [])


def test_ask_answers_with_a_word(run: Run, graph: Path) -> None:
    assert run("query", "-", graph, stdin="ASK { ?m a pg:Measure }").stdout == "是\n"
    assert run("query", "-", graph, "--lang", "en", stdin="ASK { ?m a pg:Nothing }").stdout == "no\n"


@pytest.mark.parametrize(
    ("words", "stdin", "message"),
    [
        (["workloads", "GRAPH"], "", "did you mean workload"),
        (["absent.rq", "GRAPH"], "", "absent.rq"),
        (["-", "GRAPH"], "SELECT * WHERE {", "line 1"),
        (["workload", "absent.ttl"], "", "there is no such file"),
        (["workload", "GRAPH", "--param", "colour=red"], "", "has no parameter 'colour'"),
        (["workload", "GRAPH", "--param", "lang"], "", "NAME=VALUE"),
        (["measures-of-body", "GRAPH"], "", "needs the parameter 'body'"),
        (["workload", "GRAPH", "--format", "ttl"], "", "csv, tsv, json, xml"),
        (["shared-responsibility", "GRAPH", "--format", "csv"], "", "ttl, nt, jsonld"),
    ],
)
def test_errors_are_one_line(words: list[str], stdin: str, message: str, run: Run, graph: Path) -> None:
    done = run("query", *(str(graph) if word == "GRAPH" else word for word in words), stdin=stdin, LC_ALL="en_GB.UTF-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1 and message in done.stderr, done.stderr


@pytest.mark.parametrize(("lang", "other"), [("zh", "en"), ("en", "zh")])
def test_the_list_has_every_question_in_one_language(run: Run, lang: str, other: str) -> None:
    done = run("queries", "--lang", lang)
    for name, query in catalogue().items():
        assert name in done.stdout and query.summary[lang] in done.stdout and query.summary[other] not in done.stdout


def test_one_entry_shows_its_parameters_and_its_sparql(run: Run) -> None:
    done = run("queries", "measures-of-body", "--lang", "en")
    assert "--param body=… (body, required)" in done.stdout
    assert "SELECT DISTINCT" in done.stdout and "#+" not in done.stdout
    assert run("queries", "measures-of").returncode == 2


def test_a_syntax_error_is_said_in_few_words(run: Run, graph: Path) -> None:
    done = run("query", "-", graph, stdin="SELECT * WHERE { ?s ?p")
    assert (done.returncode, done.stdout) == (2, "")
    assert "第 1 行第 23 列：不是有效的 SPARQL：" in done.stderr and len(done.stderr.encode()) < 200
    english = run("query", "-", graph, "--lang", "en", stdin="SELECT * WHERE { ?s ?p")
    assert "line 1, column 23: not valid SPARQL: " in english.stderr and len(english.stderr) < 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a ?p ?b }", "GROUP BY"),
        ("SELECT (1 AS ?a) WHERE { ?a ?p ?b }", "AS 后的变量已有值"),
        ("SELECT * WHERE { ?s ?p }", "此处应为 LATERAL"),
    ],
)
def test_what_the_engine_says_is_told_in_chinese(run: Run, graph: Path, text: str, said: str) -> None:
    done = run("query", "-", graph, stdin=text)
    assert done.returncode == 2 and said in done.stderr


def test_states_have_names_in_the_table_and_tokens_in_files() -> None:
    assert [show_cell("state", "overdue", lang) for lang in ("zh", "en")] == ["逾期", "overdue"]
    assert show_cell("state", "not-started", "zh") == "未启动"
    assert show_cell("state", "a-state-of-an-office", "zh") == "a-state-of-an-office"
    assert [show_cell("level", "provincial", lang) for lang in ("zh", "en")] == ["省级", "Provincial"]
