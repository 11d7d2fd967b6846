"""The header of a query file: ``#+`` lines of YAML that say its question, parameters and columns.

The style is grlc's. From this one header come the list of queries, their help, the documentation and the tests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import QueryError
from ..texts import Names, filled
from .syntax import form, projection, slots

__all__ = ["AUDIENCES", "TYPES", "CatalogueQuery", "Parameter", "read_query"]

#: The types a parameter can have.
TYPES = ("iri", "body", "string", "integer", "date", "level", "role")
#: Who asks, in the order of the catalogue.
AUDIENCES: Mapping[str, Mapping[str, str]] = {
    "coordinator": {"zh": "统筹协调人员", "en": "Analysts in co-ordinating offices"},
    "researcher": {"zh": "研究者", "en": "Researchers"},
    "engineer": {"zh": "数据工程师", "en": "Data engineers"},
}
_LANGUAGES = ("zh", "en")
_KEYS = ("summary", "description", "audience", "tags", "parameters", "columns", "endpoint_in_url")
_PARAMETER_KEYS = ("name", "type", "required", "default", "values", "description")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: ``default`` is ``None`` where there is none, ``values`` is empty where anything goes."""

    name: str
    type: str
    required: bool
    default: str | None
    description: Mapping[str, str]
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """One query: its text with the header, and what the header says. A query of a user's own may have no header."""

    name: str
    text: str
    origin: str | Names
    form: str
    summary: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    audience: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def has_header(self) -> bool:
        """Does the query say what its parameters are?"""
        return bool(self.summary)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)


def read_query(text: str, *, name: str, origin: str | Names) -> CatalogueQuery:
    """Read a query and its header, if it has one.

    Args:
        text: what is in the file; a byte order mark before it is left out.
        name: what the query is called.
        origin: what messages call it: a file name, or "standard input".

    Raises:
        QueryError: the header is wrong; the message has the line.

    >>> read_query("ASK { ?s ?p ?o }", name="any", origin="any.rq").form
    'ASK'
    >>> read_query("#+ summary: [\\nASK { }", name="bad", origin="bad.rq")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    policygraph.errors.QueryError: bad.rq: line 1: the header is not valid YAML: ...
    """
    text = text.removeprefix("\ufeff")
    lines = text.splitlines()
    if not any(line.startswith("#+") for line in lines):
        return CatalogueQuery(name, text, origin, form(text))
    return _Header(lines, origin).read(name, text)


class _Header:
    """Reads YAML nodes, not values, because nodes know their line."""

    def __init__(self, lines: list[str], origin: str | Names) -> None:
        self.origin = origin
        #: File line of each line of YAML.
        self.places = [number for number, line in enumerate(lines, 1) if line.startswith("#+")]
        self.source = "\n".join(lines[number - 1][2:].removeprefix(" ") for number in self.places)

    def fail(self, node: Any, key: str, **values: Any) -> QueryError:
        return self.fail_at(node.start_mark.line, key, **values)

    def fail_at(self, line: int, key: str, **values: Any) -> QueryError:
        place = self.places[min(line, len(self.places) - 1)]
        return QueryError("header_at", path=self.origin, line=str(place), problem=filled(key, **values))

    def read(self, name: str, text: str) -> CatalogueQuery:
        import yaml

        try:
            root = yaml.compose(self.source, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self.fail_at(mark.line if mark else 0, "header_not_yaml", reason=error.problem) from None
        if root is None:
            raise self.fail_at(0, "header_empty")
        top = self.mapping(root, filled("header_itself"), _KEYS)
        if "endpoint_in_url" in top and self.scalar(top["endpoint_in_url"], "endpoint_in_url") != "false":
            raise self.fail(top["endpoint_in_url"], "header_endpoint")
        for key in ("summary", "description", "audience", "tags"):
            if key not in top:
                raise self.fail(root, "header_lacks", name=filled("header_itself"), entry=key)
        query = CatalogueQuery(
            name,
            text,
            self.origin,
            form(text),
            self.texts(top["summary"], "summary"),
            self.texts(top["description"], "description"),
            self.audience(top["audience"]),
            tuple(self.scalar(node, filled("header_tag")) for node in self.sequence(top["tags"], "tags")),
            tuple(self.parameter(node) for node in self.sequence(top.get("parameters"), "parameters")),
            self.columns(top.get("columns")),
        )
        self.check(query, top)
        return query

    # --- what the header says against what the query does ---

    def check(self, query: CatalogueQuery, top: Mapping[str, Any]) -> None:
        declared = [parameter.name for parameter in query.parameters]
        node = top.get("parameters") or top["summary"]
        inside: dict[str, set[str]] = {}
        for slot in slots(query.text):
            inside.setdefault(slot.name, set()).add(query.text[slot.start : slot.end].strip())
        for parameter in query.parameters:
            wanted = "UNDEF" if parameter.default is None else _slot_text(parameter)
            if declared.count(parameter.name) > 1:
                raise self.fail(node, "header_twice", name=parameter.name)
            if inside.get(parameter.name) != {wanted}:
                raise self.fail(node, "header_no_slot", slot=f"VALUES ?{parameter.name} {{ {wanted} }}")
        for name, contents in inside.items():
            if "UNDEF" in contents and name not in declared:
                raise self.fail(node, "header_undeclared", slot=f"VALUES ?{name} {{ UNDEF }}", name=name)
        if query.form == "SELECT" and list(query.columns) != projection(query.text):
            raise self.fail(top.get("columns") or top["summary"], "header_columns")

    def audience(self, node: Any) -> str:
        name = self.scalar(node, "audience")
        if name not in AUDIENCES:
            raise self.fail(node, "header_audience", name=name, known=list(AUDIENCES))
        return name

    def parameter(self, node: Any) -> Parameter:
        parts = self.mapping(node, filled("header_parameter"), _PARAMETER_KEYS)
        for key in ("name", "type", "description"):
            if key not in parts:
                raise self.fail(node, "header_lacks", name=filled("header_parameter"), entry=key)
        kind = self.scalar(parts["type"], "type")
        if kind not in TYPES:
            raise self.fail(parts["type"], "header_type", name=kind, known=TYPES)
        name = self.scalar(parts["name"], "name")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise self.fail(parts["name"], "header_name", name=name)
        required = self.scalar(parts["required"], "required") if "required" in parts else "false"
        if required not in ("true", "false"):
            raise self.fail(parts["required"], "header_required")
        default = self.scalar(parts["default"], "default") if "default" in parts else None
        if default is not None and required == "true":
            raise self.fail(node, "header_needless", name=name)
        what = filled("header_value")
        values = tuple(self.scalar(value, what) for value in self.sequence(parts.get("values"), "values"))
        if values and default is not None and default not in values:
            raise self.fail(parts["default"], "header_default", value=default)
        texts = self.texts(parts["description"], "description")
        return Parameter(name, kind, required == "true", default, texts, values)

    def columns(self, node: Any) -> dict[str, dict[str, str]]:
        if node is None:
            return {}
        return {name: self.texts(heading, name) for name, heading in self.mapping(node, "columns", None).items()}

    # --- nodes ---

    def mapping(self, node: Any, what: str | Names, keys: tuple[str, ...] | None) -> dict[str, Any]:
        import yaml

        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, "header_mapping", what=what)
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = self.scalar(key, filled("header_key"))
            if keys is not None and name not in keys:
                raise self.fail(key, "header_unknown_key", name=what, entry=name, known=keys)
            if name in found:
                raise self.fail(key, "header_key_twice", name=what, entry=name)
            found[name] = value
        return found

    def sequence(self, node: Any, what: str) -> list[Any]:
        import yaml

        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise self.fail(node, "header_list", what=what)
        return list(node.value)

    def scalar(self, node: Any, what: str | Names) -> str:
        import yaml

        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.fail(node, "header_single", what=what)
        return str(node.value).strip()

    def texts(self, node: Any, name: str) -> dict[str, str]:
        what = filled("header_part", entry=name)
        parts = self.mapping(node, what, _LANGUAGES)
        found = {}
        for language in _LANGUAGES:
            if language not in parts:
                raise self.fail(node, "header_lacks", name=what, entry=language)
            found[language] = self.scalar(parts[language], filled("header_language", entry=name, language=language))
        return found


def _slot_text(parameter: Parameter) -> str:
    """A default as the query itself writes it: the same text runs, by hand, on any engine."""
    value = parameter.default or ""
    if parameter.type in ("level", "role"):
        return f"{parameter.type}:{value}"
    if parameter.type in ("iri", "body"):
        return f"<{value}>"
    if parameter.type == "integer":
        return value
    return f'"{value}"^^xsd:date' if parameter.type == "date" else f'"{value}"'
