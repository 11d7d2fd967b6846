"""What is made of the words is forgotten with them: nothing else may remember it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import policygraph

ROOT = Path(policygraph.__file__).parent
MODULES = [*sorted((ROOT / "registry").glob("*.py")), *sorted((ROOT / "extraction").rglob("*.py"))]
#: Modules with caches of what no user's words change: numerals, places, the vocabularies, one text's brackets.
CACHES = {
    "aligned_header", "deadlines", "lexicon", "local_names", "party", "place_names", "spans", "stems", "states",
    "vocabulary"
}  # fmt: skip
#: What a user's words change.
CHANGING = {"heads", "find_ending", "find_organ", "label"}
FIELDS = {"endings", "labels", "aliases", "own"}


def at_import(tree: ast.Module) -> Iterator[ast.AST]:
    """What runs when a module is imported: not the bodies of functions."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if not isinstance(node, (ast.FunctionDef, ast.Lambda)):
            yield node
            waiting += ast.iter_child_nodes(node)


def test_nothing_of_a_users_words_is_kept_at_import() -> None:
    found = []
    for path in MODULES:
        for node in at_import(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CHANGING
            held = isinstance(node, ast.Attribute) and node.attr in FIELDS and "lexicon()" in ast.unparse(node)
            if called or held:
                found.append(f"{path.name}: {ast.unparse(node)}")
    assert found == []


def test_caches_forget_with_the_words() -> None:
    cached = {
        path.stem
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any("cache" in ast.unparse(decorator) for decorator in node.decorator_list)
    }
    assert cached <= CACHES, "decorate with remembered, or say here that no word changes the answer"
