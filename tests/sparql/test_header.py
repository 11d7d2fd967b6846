"""A wrong header fails by file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policygraph.errors import QueryError
from policygraph.sparql import catalogue, load
from policygraph.sparql.catalogue import catalogue as read_folder
from policygraph.sparql.header import AUDIENCES

GOOD = """#+ summary: {zh: 问, en: question}
#+ description: {zh: 述, en: description}
#+ audience: engineer
#+ tags: [a]
#+ endpoint_in_url: false
#+ parameters:
#+   - name: body
#+     type: body
#+     description: {zh: 机构, en: body}
#+ columns:
#+   body: {zh: 机构, en: body}
SELECT ?body WHERE { VALUES ?body { UNDEF } ?s ?p ?body }
"""


def test_a_good_header(tmp_path: Path) -> None:
    (tmp_path / "good.rq").write_text(GOOD, encoding="utf-8")
    query = read_folder(tmp_path)["good"]
    assert (query.form, query.audience, query.parameters[0].type) == ("SELECT", "engineer", "body")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("summary: {zh: 问, en: question}", "summary: {zh: 问}", 1, "has no 'en'"),
        ("audience: engineer", "audience: king", 3, "not one of coordinator, researcher, engineer"),
        ("#+ audience: engineer\n", "", 1, "the header has no 'audience'"),
        ("tags: [a]", "tags: a", 4, "must be a list"),
        ("endpoint_in_url: false", "endpoint_in_url: true", 5, "must be false"),
        ("type: body", "type: colour", 8, "is not one of iri, body"),
        ("name: body\n", "name: Body\n", 7, "is not a valid parameter name"),
        ("VALUES ?body { UNDEF }", "", 7, "no 'VALUES ?body { UNDEF }'"),
        (
            "#+   body: {zh: 机构, en: body}\nSELECT",
            "#+   other: {zh: 机构, en: body}\nSELECT",
            11,
            "differ from those that",
        ),
        ("tags: [a]", "tags: [a]\n#+ tags: [b]", 5, "has the key 'tags' twice"),
        ("tags: [a]", "tags: [a", 5, "not valid YAML"),
        ("tags: [a]", "tags: [a]\n#+ colour: red", 5, "unknown key 'colour'"),
    ],
)
def test_a_wrong_header_names_file_and_line(old: str, new: str, line: int, message: str, tmp_path: Path) -> None:
    assert GOOD.count(old) == 1
    (tmp_path / "wrong.rq").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        load(tmp_path / "wrong.rq")
    assert str(caught.value).startswith(f"wrong.rq: line {line}: ") and message in str(caught.value)
    assert caught.value.names.zh.startswith(f"wrong.rq：第 {line} 行：")


def test_a_wrong_header_is_told_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "wrong.rq").write_text(GOOD.replace("tags: [a]", "tags: [{}]"), encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        load(tmp_path / "wrong.rq")
    assert caught.value.names.zh == "wrong.rq：第 4 行：标签应为单个值"
    assert str(caught.value) == "wrong.rq: line 4: a tag must be a single value"


def test_a_catalogue_query_has_a_header(tmp_path: Path) -> None:
    (tmp_path / "bare.rq").write_text("ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="no header"):
        read_folder(tmp_path)


def test_there_are_questions_for_everybody() -> None:
    asked = [query.audience for query in catalogue().values()]
    assert len(asked) >= 30
    assert all(asked.count(audience) >= 5 for audience in AUDIENCES)


def test_columns_have_headings_in_both_languages() -> None:
    for query in catalogue().values():
        assert bool(query.columns) == (query.form == "SELECT"), query.name
        for heading in query.columns.values():
            assert heading["zh"] and heading["en"]


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_levels_are_sorted_by_their_place_and_not_their_letters(name: str) -> None:
    """county, municipal, national … is no order of levels; ``pg:position`` has it."""
    assert not re.search(r"ORDER BY.*\?level\b", catalogue()[name].text)


def test_a_byte_order_mark_is_no_part_of_a_query(tmp_path: Path) -> None:
    path = tmp_path / "marked.rq"
    path.write_bytes(("\ufeff" + GOOD).encode())
    assert load(path).has_header
    assert not load(path).text.startswith("\ufeff")
