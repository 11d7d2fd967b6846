"""What docs/*/reference/files.md says of files is what the program reads and writes, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from policygraph.corpus.corrections_file import parse_corrections
from policygraph.corpus.lexicon_file import parse_words
from policygraph.corpus.proposals_file import MOST, MOST_BYTES, read_proposals
from policygraph.corpus.report import _COLUMNS
from policygraph.extraction.account import _KINDS
from policygraph.ledger.columns import COLUMNS
from policygraph.model import LEVELS, ROLES
from policygraph.registry import lexicon
from policygraph.registry.states import find_state, states
from policygraph.resources import ontology_dir

ROOT = Path(__file__).resolve().parents[1]
PAGES = {lang: (ROOT / "docs" / lang / "reference" / "files.md").read_text(encoding="utf-8") for lang in ("zh", "en")}
both = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.+?)```", page, re.DOTALL)


def codes(page: str) -> set[str]:
    """The words in `code`."""
    return set(re.findall(r"`([^`\n]+)`", page))


@both
def test_the_corrections_are_valid(page: str) -> None:
    corrections, _ = blocks(page, "yaml")
    schema = json.loads((ontology_dir() / "corrections.schema.json").read_text(encoding="utf-8"))
    # Days are text for the program; a general reader of YAML needs quotes for that.
    quoted = re.sub(r": (\d{4}-\d\d-\d\d\S*)", r': "\1"', corrections)
    Draft202012Validator(schema).validate(yaml.safe_load(quoted))
    found = parse_corrections("notice.corrections.yaml", corrections.encode())
    assert (len(found.entries), len(found.measures), len(found.rules)) == (3, 2, 1)
    fields = {name for each in schema["$defs"].values() for name in each.get("properties", ())}
    assert fields | set(LEVELS) | set(ROLES) <= codes(page)


@both
def test_the_proposals_are_read(page: str, tmp_path: Path) -> None:
    line = next(block for block in blocks(page, "json") if '"proposed"' in block)
    (tmp_path / "notice.proposals.jsonl").write_text(line, encoding="utf-8")
    [proposal] = read_proposals(tmp_path / "notice.proposals.jsonl")
    assert [body.role for body in proposal.correction.bodies or ()] == ["lead", "support"]
    words = " ".join(page.split())
    assert f" {MOST} " in words and f"{MOST_BYTES >> 20} MB" in words


@both
def test_the_lexicon_is_valid(page: str) -> None:
    _, words = blocks(page, "yaml")
    found = parse_words("words.yaml", words)
    assert found.labels == {"认领人群": "lead"} and found.aliases == {"市局": "广安市公安局"}
    assert found.endings["书屋"].type == "Institute"
    assert {ending.type for ending in lexicon().endings.values()} <= codes(page)


@both
def test_the_states_are_those_of_the_ontology(page: str) -> None:
    for token, state in states().items():
        [row] = re.findall(rf"(?m)^\| `{token}` \| (.+?) \| (.+?) \| (.+?) \|$", page)
        name, words, after = row
        others = [word for word in state.words if word not in (token, state.names.zh, state.names.en)]
        assert name == state.names.zh
        assert sorted(re.split("[、,] ?", words)) == sorted(others)
        assert sorted(re.split("[、,] ?", after)) == sorted(state.after)


@both
def test_the_states_of_an_office_are_read(page: str, tmp_path: Path) -> None:
    [turtle] = blocks(page, "turtle")
    own = tmp_path / "own.ttl"
    own.write_text(turtle, encoding="utf-8")
    found = find_state("暂缓实施", states(own))
    assert found is not None and (found.token, found.after) == ("suspended", ("in-progress",))


@both
def test_the_columns_of_a_ledger(page: str) -> None:
    for column in COLUMNS:
        [row] = re.findall(rf"(?m)^\| `{column.field}` \| ([^|]+) \| ([^|]+) \|$", page)
        assert row[0].startswith(f"{column.heading.zh} {column.heading.en}")
        assert (row[1] in ("the department", "填报单位")) == column.reported


@both
def test_the_report_of_a_build(page: str) -> None:
    kinds = {*_KINDS[1:], "failed", "doubtful"}
    rows = re.findall(r"(?m)^\| (`.+?`) \| .+ \|$", page[page.rindex("| `body`") :].partition("\n## ")[0])
    assert {kind for row in rows for kind in codes(row)} == kinds
    assert ",".join(_COLUMNS) in page


@both
def test_the_variables_are_those_that_the_program_reads(page: str) -> None:
    told = {name for name in codes(page) if re.fullmatch(r"[A-Z]+(_[A-Z]+)+", name)}
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    mine = {name for name in re.findall(r"POLICYGRAPH_[A-Z_]+", code) if not name.endswith("_")}
    assert mine == {name for name in told if name.startswith("POLICYGRAPH_")}
    assert all(name in code for name in told)
