"""Property: every row that states a duty, of every question on every example, has its quote and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from asynchronous import complete
from competency import EXAMPLES, asked, dataset, parameters
from policygraph.ask.evidence import states_duty
from policygraph.store import dump, engine, select
from policygraph.wellformed import replace_controls

from .conftest import call, in_process


@pytest.mark.parametrize("example", sorted(EXAMPLES))
def test_every_row_that_states_a_duty_has_quote_and_place(example: str, tmp_path: Path) -> None:
    data = dataset(example)
    path = tmp_path / "graph.trig"
    dump(data, path)
    rows = select(engine(data), "SELECT ?text ?content { ?text pg:textContent ?content }")
    texts = {text.value: replace_controls(content.value) for text, content in rows}

    async def run() -> int:
        count = 0
        async with in_process(path) as client:
            for query in asked(example):
                offset: int | None = 0
                while offset is not None:
                    given = parameters(example, query.name)
                    answer = await call(client, "ask", question=query.name, parameters=given, limit=200, offset=offset)
                    offset = answer["next_offset"]
                    assert answer["states_duty"] == states_duty(query.columns)
                    for row in answer["rows"] if answer["states_duty"] else ():
                        count += 1
                        assert row["evidence"], (query.name, row)
                        for quote in row["evidence"]:
                            assert quote["quote"] == texts[quote["text"]][quote["start"] : quote["end"]]
                            assert quote["thing"].startswith(row["values"]["measure_iri"])
        return count

    assert complete(run()) > 5
