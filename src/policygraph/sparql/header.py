"""The header of a query file: ``#+`` lines of YAML that declare its question, parameters and columns.

The style is grlc's. The list of queries, their help, the documentation and the tests come from this one header.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import QueryError
from ..tabular import shorten, write_html_table
from ..texts import Bilingual, filled
from .syntax import find_form, find_slots, list_columns

__all__ = ["AUDIENCES", "TYPES", "CatalogueQuery", "Parameter", "read_query"]

#: The types a parameter can have.
TYPES = ("iri", "body", "string", "integer", "date", "level", "role")
#: The audiences of queries, in the order of the catalogue.
AUDIENCES: Mapping[str, Mapping[str, str]] = {
    "coordinator": {"zh": "统筹协调人员", "en": "Analysts in coordinating offices"},
    "researcher": {"zh": "研究者", "en": "Researchers"},
    "engineer": {"zh": "数据工程师", "en": "Data engineers"},
}
_BETWEEN_HAN = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)
_REQUIRED_KEYS = ("summary", "description", "audience", "tags")
_KEYS = (*_REQUIRED_KEYS, "asked", "parameters", "columns", "endpoint_in_url")
_REQUIRED_PARAMETER_KEYS = ("name", "type", "description")
_PARAMETER_KEYS = (*_REQUIRED_PARAMETER_KEYS, "required", "default", "values")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: ``default`` is ``None`` if it has no default, ``values`` is empty if all values are allowed."""

    name: str
    type: str
    required: bool
    default: str | None
    description: Mapping[str, str]
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class CatalogueQuery:
    """One query: its text with the header, and the content of the header. A user's own query may have no header."""

    name: str
    text: str
    origin: str | Bilingual
    form: str
    summary: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    audience: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def has_header(self) -> bool:
        """Whether the query declares its parameters."""
        return bool(self.summary)

    @property
    def body(self) -> str:
        """The text without the header."""
        return "\n".join(line for line in self.text.splitlines() if not line.startswith("#+")).strip()

    def __repr__(self) -> str:
        return f"<CatalogueQuery {self.name}: {shorten(self.summary.get('en') or self.body)}>"

    def _repr_html_(self) -> str:
        rows = [
            (
                each.name,
                each.type,
                "required" if each.required else each.default,
                each.description["zh"],
                each.description["en"],
            )
            for each in self.parameters
        ]
        return write_html_table(repr(self)[1:-1], ("parameter", "type", "default", "zh", "en"), rows)

    def parameter(self, name: str) -> Parameter | None:
        """Find a parameter by its name."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)


def read_query(text: str, *, name: str, origin: str | Bilingual) -> CatalogueQuery:
    r"""Read a query and its header, if it has one.

    Args:
        text: The content of the file; a byte order mark before it is dropped.
        name: The name of the query.
        origin: Its name in messages: a file name, or "standard input".

    Returns:
        The query.

    Raises:
        QueryError: The header is wrong; the message has the line.

    Example:
        >>> read_query("ASK { ?s ?p ?o }", name="any", origin="any.rq").form
        'ASK'
        >>> read_query("#+ summary: [\nASK { }", name="bad", origin="bad.rq")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        policygraph.errors.QueryError: bad.rq: line 1: the header is not valid YAML: ...
    """
    text = text.removeprefix("\ufeff")
    lines = text.splitlines()
    if not any(line.startswith("#+") for line in lines):
        return CatalogueQuery(name, text, origin, find_form(text))
    return _HeaderReader(lines, origin).read(name, text)


class _HeaderReader:
    """Reads YAML nodes, not values, because nodes have line numbers."""

    def __init__(self, lines: list[str], origin: str | Bilingual) -> None:
        self.origin = origin
        #: The line in the file of each line of YAML.
        self.numbers = [number for number, line in enumerate(lines, 1) if line.startswith("#+")]
        self.source = "\n".join(lines[number - 1][2:].removeprefix(" ") for number in self.numbers)

    def error(self, at: Any, key: str, **values: Any) -> QueryError:
        """Make an error at a node, or at a line of YAML counted from 0."""
        line = at if isinstance(at, int) else at.start_mark.line
        number = self.numbers[min(line, len(self.numbers) - 1)]
        return QueryError("header_at", path=self.origin, line=str(number), problem=filled(key, **values))

    def read(self, name: str, text: str) -> CatalogueQuery:
        import yaml

        try:
            root = yaml.compose(self.source, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self.error(mark.line if mark else 0, "header_not_yaml", reason=error.problem) from None
        if root is None:
            raise self.error(0, "header_empty")
        top = self.mapping(root, filled("header_itself"), _KEYS, _REQUIRED_KEYS)
        if self.option(top, "endpoint_in_url", "false") != "false":
            raise self.error(top["endpoint_in_url"], "header_endpoint")
        columns = self.mapping(top["columns"], "columns") if "columns" in top else {}
        query = CatalogueQuery(
            name,
            text,
            self.origin,
            find_form(text),
            self.texts(top["summary"], "summary"),
            self.texts(top["description"], "description"),
            self.choice(top, "audience", AUDIENCES, "header_audience"),
            tuple(self.scalar(node, filled("header_tag")) for node in self.sequence(top, "tags")),
            tuple(self.parameter(node) for node in self.sequence(top, "parameters")),
            {column: self.texts(heading, column) for column, heading in columns.items()},
            self.wordings(top),
        )
        self.check(query, top)
        return query

    def parameter(self, node: Any) -> Parameter:
        parts = self.mapping(node, filled("header_parameter"), _PARAMETER_KEYS, _REQUIRED_PARAMETER_KEYS)
        kind, name = self.choice(parts, "type", TYPES, "header_type"), self.scalar(parts["name"], "name")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise self.error(parts["name"], "header_name", name=name)
        required, default = self.option(parts, "required", "false"), self.option(parts, "default", None)
        if required not in ("true", "false"):
            raise self.error(parts["required"], "header_required")
        if default is not None and required == "true":
            raise self.error(node, "header_needless", name=name)
        values = tuple(self.scalar(value, filled("header_value")) for value in self.sequence(parts, "values"))
        if values and default is not None and default not in values:
            raise self.error(parts["default"], "header_default", value=default)
        return Parameter(
            name, kind, required == "true", default, self.texts(parts["description"], "description"), values
        )

    def wordings(self, top: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        if "asked" not in top:
            return {}
        parts = self.mapping(top["asked"], "asked", ("zh", "en"), ("zh", "en"))
        return {
            language: tuple(self.scalar(node, filled("header_value")) for node in self.sequence(parts, language))
            for language in ("zh", "en")
        }

    def check(self, query: CatalogueQuery, top: Mapping[str, Any]) -> None:
        """Check that the header agrees with the query."""
        declared = [parameter.name for parameter in query.parameters]
        node = top.get("parameters") or top["summary"]
        inside: dict[str, set[str]] = {}
        for slot in find_slots(query.text):
            inside.setdefault(slot.name, set()).add(query.text[slot.start : slot.end].strip())
        for parameter in query.parameters:
            wanted = "UNDEF" if parameter.default is None else _slot_text(parameter, parameter.default)
            if declared.count(parameter.name) > 1:
                raise self.error(node, "header_twice", name=parameter.name)
            if inside.get(parameter.name) != {wanted}:
                raise self.error(node, "header_no_slot", slot=f"VALUES ?{parameter.name} {{ {wanted} }}")
        for name, contents in inside.items():
            if "UNDEF" in contents and name not in declared:
                raise self.error(node, "header_undeclared", slot=f"VALUES ?{name} {{ UNDEF }}", name=name)
        if query.form == "SELECT" and list(query.columns) != list_columns(query.text):
            raise self.error(top.get("columns") or top["summary"], "header_columns")

    # --- nodes ---

    def mapping(
        self, node: Any, what: str | Bilingual, keys: Collection[str] = (), required: Collection[str] = ()
    ) -> dict[str, Any]:
        if node.id != "mapping":
            raise self.error(node, "header_mapping", what=what)
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = self.scalar(key, filled("header_key"))
            if keys and name not in keys:
                raise self.error(key, "header_unknown_key", name=what, entry=name, known=keys)
            if name in found:
                raise self.error(key, "header_key_twice", name=what, entry=name)
            found[name] = value
        for name in required:
            if name not in found:
                raise self.error(node, "header_lacks", name=what, entry=name)
        return found

    def sequence(self, parts: Mapping[str, Any], key: str) -> list[Any]:
        if key not in parts:
            return []
        if parts[key].id != "sequence":
            raise self.error(parts[key], "header_list", what=key)
        return list(parts[key].value)

    def scalar(self, node: Any, what: str | Bilingual) -> str:
        if node.id != "scalar" or not node.value.strip():
            raise self.error(node, "header_single", what=what)
        return str(node.value).strip()

    def option(self, parts: Mapping[str, Any], key: str, default: str | None) -> str | None:
        return self.scalar(parts[key], key) if key in parts else default

    def choice(self, parts: Mapping[str, Any], key: str, known: Collection[str], problem: str) -> str:
        name = self.scalar(parts[key], key)
        if name not in known:
            raise self.error(parts[key], problem, name=name, known=list(known))
        return name

    def texts(self, node: Any, name: str) -> dict[str, str]:
        parts = self.mapping(node, filled("header_part", entry=name), ("zh", "en"), ("zh", "en"))
        found = {
            language: self.scalar(parts[language], filled("header_language", entry=name, language=language))
            for language in ("zh", "en")
        }
        # YAML joins lines with a space, which Chinese does not have.
        return {**found, "zh": _BETWEEN_HAN.sub("", found["zh"])}


def _slot_text(parameter: Parameter, default: str) -> str:
    """Write a default as it stands in the query itself, so that the same text runs by hand on any engine."""
    written = {"iri": f"<{default}>", "body": f"<{default}>", "integer": default, "date": f'"{default}"^^xsd:date'}
    if parameter.type in ("level", "role"):
        return f"{parameter.type}:{default}"
    return written.get(parameter.type, f'"{default}"')
