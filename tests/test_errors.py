"""Errors: each is in the tree at the top of the module, and each knows the place that it is about."""

from __future__ import annotations

import ast
import pickle
import re
from importlib import import_module
from pathlib import Path

import pytest

from policygraph import PolicyGraphError, build, open_graph, query, read
from policygraph import errors as module
from policygraph.corpus import read_words
from policygraph.errors import UsageError

SOURCE = Path(module.__file__).parent
#: A line of the tree: its branch, then the name.
BRANCH = re.compile(r"^    ([│ ├└─]*)(\w+)\s", re.M)


def tree() -> dict[str, str]:
    """Each exception of the tree and the one above it."""
    above: dict[str, str] = {}
    path: list[str] = []
    for branch, name in BRANCH.findall(module.__doc__ or ""):
        depth = len(branch) // 4
        path[depth:] = [name]
        if depth:
            above[name] = path[depth - 1]
    return above


def public_exceptions() -> dict[str, type]:
    """Every public exception class of the package, wherever it is."""
    found: dict[str, type] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        names = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error") and not node.name.startswith("_"):
                found[node.name] = getattr(import_module(names), node.name)
    return found


def test_the_tree_has_every_exception_below_its_base() -> None:
    found, above = public_exceptions(), tree()
    assert len(found) >= 8
    assert {*above, "PolicyGraphError"} == set(found)
    for name, base in above.items():
        assert found[name].__base__ is (Exception if base == "Exception" else found[base]), name


def place(error: PolicyGraphError) -> tuple[str | None, int | None, int | None]:
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.names) == (type(error), str(error), error.names)
    assert (copy.path, copy.line, copy.column) == (error.path, error.line, error.column)
    return error.path and Path(error.path).name, error.line, error.column


@pytest.mark.parametrize(
    ("name", "data", "line", "column"),
    [
        ("a.json", b'{"content": \n oops}', 2, 2),
        ("a.csv", b'measure,lead\n"open,x\n', 2, None),
        ("a.txt", b"\xe4\xb8\x80\n\xe4\xb8\x80\xe4\n\xe4\xb8\x80\xe4\xb8\x80", 2, None),
        ("a.docx", b"PK", None, None),
    ],
)
def test_a_source_that_cannot_be_read(
    name: str, data: bytes, line: int | None, column: int | None, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(PolicyGraphError) as caught:
        read(tmp_path / name)
    assert place(caught.value) == (name, line, column)


def test_a_graph_that_is_no_turtle(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<https://example.org/a> a\n  oops .\n", encoding="utf-8")
    with pytest.raises(PolicyGraphError) as caught:
        open_graph(tmp_path / "a.ttl")
    assert place(caught.value)[:2] == ("a.ttl", 2)


def test_a_lexicon_with_a_wrong_entry(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("endings:\n  书屋: {is: Nonsense}\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_words(tmp_path / "words.yaml")
    assert place(caught.value) == ("words.yaml", 2, 7)


def test_a_query_that_is_no_sparql() -> None:
    from policygraph.resources import examples_dir

    made = build(examples_dir() / "fujian-relocation-2020.txt")
    with pytest.raises(PolicyGraphError) as caught:
        query(made.dataset, "SELECT ?s\nWHERE { oops }")
    assert place(caught.value) == (None, 2, 15)


def test_an_error_about_no_place() -> None:
    assert place(UsageError("graphs_or_endpoint")) == (None, None, None)
