"""Parameters are terms, never text: no value, whatever its characters, changes the query."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competency import dataset
from policygraph.errors import QueryError
from policygraph.sparql import catalogue, prepare, run
from policygraph.sparql.syntax import find_form, find_slots, list_columns
from policygraph.store import engine

#: Pieces that would end a string, a block or a query, if they were let.
_HOSTILE = (
    *('"', "'", '"""', "\\", "}", "{", ")", ";", ".", "#", "\n", "\r", "<", ">", "?x"),
    *("UNION", "DROP ALL", "\u202e", "\x00", "\ud800", "省教育厅"),
)
VALUES = st.lists(st.sampled_from(_HOSTILE) | st.text(max_size=5), max_size=8).map("".join)
OWN = "SELECT ?m WHERE { VALUES ?name { UNDEF } ?m dcterms:title ?name }"


@settings(max_examples=400)
@given(VALUES)
def test_a_value_of_a_query_without_header_is_one_term(value: str) -> None:
    store = engine(dataset("fujian"))
    try:
        text = prepare(store, OWN, {"name": value})
    except QueryError as error:
        assert "\n" not in str(error)
        return
    (slot,) = find_slots(text)
    whole = text[: slot.start] + " UNDEF " + text[slot.end :]
    assert " ".join(whole.split()) == " ".join(OWN.split())
    assert (find_form(text), list_columns(text)) == ("SELECT", ["m"])
    assert list(run(dataset("fujian"), OWN, {"name": value})) == []


@pytest.mark.parametrize("name", sorted(query.name for query in catalogue().values() if query.parameters))
@settings(max_examples=60)
@given(st.data())
def test_a_value_of_the_catalogue_is_one_term(name: str, data: st.DataObject) -> None:
    query = catalogue()[name]
    store = engine(dataset("fujian"))
    values = {parameter.name: data.draw(VALUES) for parameter in query.parameters if parameter.name != "lang"}
    try:
        text = prepare(store, query, values)
    except QueryError as error:
        assert "\n" not in str(error)
        return
    assert [slot.name for slot in find_slots(text)] == [slot.name for slot in find_slots(query.text)]

    def frame(written: str) -> str:
        for slot in reversed(find_slots(written)):
            if slot.name in values:
                written = written[: slot.start] + written[slot.end :]
        return written

    assert frame(text) == frame(query.text)


def test_values_reach_the_answer() -> None:
    rows = list(run(dataset("fujian"), OWN, {"name": '"加大教育扶持力度"@zh'}))
    assert [row["m"] for row in rows] == ["https://w3id.org/policygraph/id/policy/fujian-relocation-2020/measure/3"]


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("overdue", {"day": "yesterday"}, "a date such as 2020-05-11"),
        ("crowded-measures", {"minimum": "many"}, "an integer"),
        ("evidence", {"thing": "no iri"}, "an IRI such as"),
        ("workload", {"lang": "fr"}, "must be one of zh, en"),
        ("why-linked", {"body": "省发改委"}, "needs the parameter 'other'"),
    ],
)
def test_a_wrong_value_is_one_clear_line(name: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError) as caught:
        run(dataset("fujian"), name, values)
    assert message in str(caught.value) and "\n" not in str(caught.value)


def test_a_parameter_is_described_in_the_language_of_the_message() -> None:
    with pytest.raises(QueryError) as caught:
        run(dataset("fujian"), "overdue", {})
    described = catalogue()["overdue"].parameters[0].description
    assert f"缺少参数“day”（{described['zh']}）" in caught.value.names.zh
    assert f"the parameter 'day' ({described['en']})" in caught.value.names.en
