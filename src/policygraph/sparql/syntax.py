"""The part of SPARQL's grammar that is needed to put terms into a query. Query text is cut only between tokens.

A parameter's place in a query is a block ``VALUES ?name { … }``. The query is complete without values: with ``UNDEF``
or the default in the block it runs on any engine, and a value is set by writing serialised terms there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ..errors import QueryError
from ..texts import Bilingual, filled

__all__ = [
    "TOKEN",
    "Slot",
    "declare_prefixes",
    "explain_syntax_error",
    "fill",
    "find_form",
    "find_slots",
    "list_columns",
]

#: The tokens of a query or an update. An escaped character of a name (``ex:a\#b``) begins no comment and no string.
TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n]* )
    | (?P<string>  \"{3} (?: \"{0,2} (?: [^"\\] | \\. ) )* \"{3}
                 | '{3}  (?: '{0,2}  (?: [^'\\] | \\. ) )* '{3}
                 | "     (?: [^"\\\n] | \\. )* "
                 | '     (?: [^'\\\n] | \\. )* ' )
    | (?P<iri>     <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<variable>[?$]\w+ )
    | (?P<word>    [^\W\d][\w:.-]* )
    | (?P<mark>    \\. | \S )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
#: Messages of the engine about queries that are well-formed but invalid.
_MESSAGES = {"variable that is unbound": "sparql_unbound", "overrides an existing variable": "sparql_overrides"}


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Slot:
    """The content of one ``VALUES ?name { … }``: ``text[start:end]``."""

    name: str
    start: int
    end: int


def _tokens(text: str) -> Iterator[_Token]:
    for found in TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind != "comment":
            yield _Token(kind, found.group(), found.start(), found.end())


@lru_cache(maxsize=256)
def find_slots(text: str) -> tuple[Slot, ...]:
    """Find every ``VALUES`` block of a single variable.

    Args:
        text: A query. The result is cached, because the catalogue's queries run often.

    Returns:
        The blocks in their order.

    Example:
        >>> [slot.name for slot in find_slots('ASK { VALUES ?body { UNDEF } ?x ?y "VALUES ?no { }" } # VALUES ?no { }')]
        ['body']
    """
    found = []
    tokens = list(_tokens(text))
    for index in range(len(tokens) - 3):
        values, variable, opening = tokens[index : index + 3]
        if values.text.upper() == "VALUES" and variable.kind == "variable" and opening.text == "{":
            closing = next((token for token in tokens[index + 3 :] if token.text == "}"), None)
            if closing:
                found.append(Slot(variable.text[1:], opening.end, closing.start))
    return tuple(found)


def _outer_group(text: str) -> int | None:
    """Find where the pattern of a query begins: behind the last outermost ``{`` that does not belong to ``VALUES``."""
    depth, place, last_word = 0, None, ""
    for token in _tokens(text):
        if token.kind == "word":
            last_word = token.text.upper()
        elif token.kind == "mark" and token.text in "{}":
            if token.text == "{" and depth == 0 and last_word != "VALUES":
                place = token.end
            depth += 1 if token.text == "{" else -1
    return place


def fill(text: str, values: Mapping[str, Sequence[str]]) -> str:
    """Write serialised terms into the ``VALUES`` blocks of their variables.

    Args:
        text: A query. A variable without a block gets one at the beginning of the outermost pattern.
        values: Variable to terms as N-Triples, which contain no line break and cannot end before the end of the term.

    Returns:
        The query.

    Raises:
        QueryError: The query has no pattern for a value.

    Example:
        >>> fill("SELECT ?s { VALUES ?o { UNDEF } ?s ?p ?o }", {"o": ["<http://example.org/>"]})
        'SELECT ?s { VALUES ?o { <http://example.org/> } ?s ?p ?o }'
        >>> fill("ASK { ?s ?p ?o }", {"o": ['"a"']})
        'ASK { VALUES ?o { "a" } ?s ?p ?o }'
    """
    places = [slot for slot in find_slots(text) if slot.name in values]
    edits = [(slot.start, slot.end, f" {' '.join(values[slot.name])} ") for slot in places]
    missing = [name for name in values if name not in {slot.name for slot in places}]
    if missing:
        start = _outer_group(text)
        if start is None:
            raise QueryError("no_pattern", name=missing[0])
        edits += [(start, start, f" VALUES ?{name} {{ {' '.join(values[name])} }}") for name in missing]
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text


def find_form(text: str) -> str:
    """Find the form of a query.

    Args:
        text: A query.

    Returns:
        ``SELECT``, ``CONSTRUCT``, ``ASK`` or ``DESCRIBE``; empty if the text has no such form.

    Example:
        >>> find_form("PREFIX ask: <http://example.org/ASK> SELECT * { }")
        'SELECT'
    """
    words = (token.text.upper() for token in _tokens(text) if token.kind == "word")
    return next((word for word in words if word in _FORMS), "")


def list_columns(text: str) -> list[str]:
    """List the columns of a ``SELECT`` query.

    Args:
        text: A query.

    Returns:
        The columns as the query names them; empty for ``SELECT *`` and for other forms.

    Example:
        >>> list_columns("SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a ?p ?b }")
        ['a', 'n']
    """
    found: list[str] = []
    depth, inside, before = 0, False, ""
    for token in _tokens(text):
        word = token.text.upper() if token.kind == "word" else token.text
        if not inside:
            inside = word == "SELECT"
        elif word in ("WHERE", "FROM", "{"):
            break
        elif token.kind == "variable" and (depth == 0 or before == "AS"):
            found.append(token.text[1:])
        else:
            depth += (word == "(") - (word == ")")
        before = word
    return found


def declare_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """Declare the prefixes that a query uses and does not declare, on its first line.

    Args:
        text: A query.
        prefixes: Prefix to namespace.

    Returns:
        The query.

    Example:
        >>> declare_prefixes("ASK { ?m a pg:Measure }", {"pg": "https://example.org/", "eli": "https://example.com/"})
        'PREFIX pg: <https://example.org/> ASK { ?m a pg:Measure }'
    """
    tokens = [token for token in _tokens(text) if token.kind == "word"]
    declared = {after.text.partition(":")[0] for before, after in pairwise(tokens) if before.text.upper() == "PREFIX"}
    used = {token.text.partition(":")[0] for token in tokens if ":" in token.text}
    missing = [name for name in prefixes if name in used - declared]
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in missing) + text


def explain_syntax_error(message: str) -> Bilingual:
    """Explain what is wrong with a query, and where.

    Args:
        message: The engine's message, which lists every possible token at a place, down to ranges of characters.

    Returns:
        The problem in one line.

    Example:
        >>> explain_syntax_error("error at 1:23: expected one of LATERAL, [_]").en
        'line 1, column 23: not valid SPARQL: expected LATERAL'
    """
    place = re.match(r"error at (\d+):(\d+): ", message)
    message = " ".join(message[place.end() if place else 0 :].split())
    expected = re.fullmatch(r"expected (?:one of )?(.*?)(?:, \[_\])?", message)
    known = next((key for part, key in _MESSAGES.items() if part in message), "")
    if known:
        problem: Bilingual = filled(known)
    elif expected is None:
        problem = Bilingual(message, message)
    elif len(message) > 100 or expected[1] == "[_]":
        problem = filled("sparql_unexpected")
    else:
        problem = filled("sparql_expected", things=expected[1])
    if place is None:
        return filled("not_sparql", problem=problem)
    return filled("not_sparql_at", line=place[1], column=place[2], problem=problem)
