"""The table of texts: both languages say the same things, and nothing in it is forgotten."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from policygraph.cli.query import TOKENS
from policygraph.model import LEVELS, ROLES, UnreadReason
from policygraph.texts import named, section, text, texts

SOURCE = Path(__file__).resolve().parents[1] / "src" / "policygraph"
SECTIONS = (
    "pages",
    "reports",
    "server",
    "review",
    "commands",
    "analysis",
    "ledger",
    "paper",
    "checks",
    "reading",
    "parser",
    "errors",
    "errors_documents",
    "errors_queries",
    "errors_server",
    "errors_ledger",
    "errors_review",
    "attention",
    "scoring",
    "errors_scoring",
    "assistants",
    "errors_assistants",
)
#: How code puts a key together of a prefix and a token: ``named("role", …)``, ``f"view_{kind}"``, ``"p_" + name``.
PUT_TOGETHER = re.compile(r"""named\(\s*["'](\w+)["']|["'`](\w+)_(?:\$?\{|["']\s*[+~])""")


#: A value with a word of several letters behind it, which must come in two forms: {n} measures.
UNFORMED = re.compile(r"\{(\w+)\} (?:(?!of\b|is\b)[a-z]+ )?(?!is\b)[a-z]+s\b")


def places(form: str) -> set[str]:
    """The values that are shown; what only chooses between forms is the business of one language."""
    return {name for _, name, forms, _ in Formatter().parse(form) if name and not forms}


def test_a_key_stands_in_one_section() -> None:
    assert sum(len(section(name)) for name in SECTIONS) == len(texts()) > 300


def test_both_languages_have_the_same_places() -> None:
    assert [key for key, names in texts().items() if bool(names.zh) != bool(names.en)] == []
    assert [key for key, names in texts().items() if places(names.zh) != places(names.en)] == []


def test_english_has_no_chinese_words() -> None:
    assert [key for key, names in texts().items() if re.search("[\u4e00-\u9fff]", names.en)] == []


def test_every_text_is_asked_for() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in (".py", ".html", ".js") and path.name != "codemirror.js"
    )
    asked = set(re.findall(r"[\w-]+", code))
    prefixes = tuple(f"{a or b}_" for a, b in PUT_TOGETHER.findall(code)) + tuple(f"{kind}_" for kind in TOKENS)
    assert [
        key for key in texts() if key not in asked and key not in section("parser") and not key.startswith(prefixes)
    ] == []


def test_levels_roles_and_reasons_have_names() -> None:
    for prefix, tokens in (("level", LEVELS), ("role", ROLES), ("unread", get_args(UnreadReason))):
        for token in tokens:
            names = named(prefix, token)
            assert re.search("[\u4e00-\u9fff]", names.zh) and names.en != names.zh


def test_words_behind_numbers_have_two_forms() -> None:
    found = {key: match[1] for key, names in texts().items() if (match := UNFORMED.search(names.en))}
    no_numbers = ("level", "path", "detail", "body", "nargs", "name", "number", "encoding", "place", "origin")
    assert {key: place for key, place in found.items() if place not in no_numbers} == {}


@given(n=st.integers(min_value=0), m=st.integers(min_value=0))
def test_each_number_chooses_its_own_word(n: int, m: int) -> None:
    said = text("network_count", "en", n=n, m=m)
    assert said == f"{n:,} {'node' if n == 1 else 'nodes'}, {m:,} {'tie' if m == 1 else 'ties'}"


def test_one_and_many() -> None:
    assert [text("n_measures", "en", n=n) for n in (0, 1, 2)] == ["0 measures", "1 measure", "2 measures"]
    assert [text("n_measures", "zh", n=n) for n in (1, 2)] == ["1 条措施", "2 条措施"]
