"""The answer to a query: rows, triples or a boolean, in Python or in a file format."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from ..errors import UsageError
from ..formats import ROW_FORMATS, TRIPLE_FORMATS, rdf_format, row_format
from ..namespaces import XSD, compact
from ..store import serialise
from ..tabular import SHOWN_ROWS, make_frame, shorten, write_html_table
from ..texts import named
from ..wellformed import WellFormed
from .header import CatalogueQuery

if TYPE_CHECKING:
    import pandas
    from pyoxigraph import QuerySolution, QueryTriples, Triple

__all__ = ["Results", "Value", "to_python"]

#: A value of a row.
Value = str | int | float | bool | None
_CONVERTERS: Mapping[str, Callable[[str], Value]] = {
    XSD + "integer": int,
    XSD + "decimal": float,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": lambda text: text in ("true", "1"),
}


class Results:
    """The answer to a query. Rows are read lazily from the engine.

    Each iteration begins at the first row; a second one runs the query again. So does ``len``, which reads all rows or
    triples and keeps them for the next iteration.

    Args:
        query: The query.
        evaluate: Runs it; called immediately, so that an invalid query fails here.

    Attributes:
        query: The query.
        kind: ``rows``, ``boolean`` or ``triples``.
        columns: The names of the columns; empty if the answer has no rows.
    """

    def __init__(self, query: CatalogueQuery, evaluate: Callable[[], Any]) -> None:
        self.query = query
        self._evaluate = evaluate
        self._first: Any = evaluate()
        #: The rows that ``len`` has read, for the next iteration: ``list`` calls both.
        self._counted: list[Any] | None = None
        self.kind = {"QuerySolutions": "rows", "QueryBoolean": "boolean"}.get(type(self._first).__name__, "triples")
        self.columns: tuple[str, ...] = (
            tuple(variable.value for variable in self._first.variables) if self.kind == "rows" else ()
        )

    def _take(self) -> Any:
        first, self._first = self._first, None
        return self._evaluate() if first is None else first

    @property
    def rows(self) -> Iterator[dict[str, Value]]:
        """The rows as dictionaries: numbers and booleans as such, ``None`` if unbound, everything else as text."""
        solutions: Iterable[QuerySolution] = self._expect("rows", counted=True)
        for solution in solutions:
            yield {name: to_python(solution[index]) for index, name in enumerate(self.columns)}

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return self.rows

    def __len__(self) -> int:
        """Count the rows or triples; the answer of ASK is one row."""
        if self.kind == "boolean":
            return 1
        if self._counted is None:
            self._counted = list(self._take())
        return len(self._counted)

    def __repr__(self) -> str:
        shown = f", columns {', '.join(self.columns)}" if self.columns else ""
        return f"<Results of {self.query.name}: {self.kind}{shorten(shown, 200)}>"

    def _repr_html_(self) -> str:
        title = self.query.name
        if self.kind == "boolean":
            return write_html_table(title, ["answer"], [[bool(self)]])
        if self.kind == "triples":
            triples = islice(self._evaluate(), SHOWN_ROWS + 1)
            return write_html_table(title, ["subject", "predicate", "object"], map(_shown, triples))
        return write_html_table(title, self.columns, (tuple(map(to_python, row)) for row in self._evaluate()))

    def __bool__(self) -> bool:
        """Return the answer of ASK; of other queries, whether there is any."""
        answer = self._take()
        return bool(answer) if self.kind == "boolean" else next(iter(answer), None) is not None

    def to_pandas(self) -> pandas.DataFrame:
        """Make a pandas data frame of the rows; all of them are held in memory. Needs the extra ``pandas``.

        Returns:
            The data frame, with the columns of the answer.

        Raises:
            UsageError: The answer has no rows, or pandas is not installed.
        """
        return make_frame((tuple(row.values()) for row in self.rows), self.columns)

    @property
    def triples(self) -> QueryTriples:
        """The triples of CONSTRUCT and DESCRIBE, in the types of pyoxigraph."""
        found: QueryTriples = self._expect("triples")
        return found

    def _expect(self, kind: str, counted: bool = False) -> Any:
        if self.kind != kind:
            found, wanted = named("result", self.kind), named("result", kind)
            raise UsageError("other_result", query=self.query.name, form=self.query.form, kind=found, wanted=wanted)
        if counted and self._counted is not None:
            held, self._counted = self._counted, None
            return held
        return self._take()

    def serialize(self, format: str, output: IO[bytes] | None = None) -> bytes | None:
        """Write the answer in a format.

        Args:
            format: Csv, tsv, json or xml for rows; ttl, jsonld (sorted) or nt for triples.
            output: A binary file.

        Returns:
            The bytes, if no file is given.

        Raises:
            UsageError: This kind of answer has no such format.
        """
        known = TRIPLE_FORMATS if self.kind == "triples" else ROW_FORMATS
        if format not in known:
            raise UsageError("no_such_format", form=self.query.form, format=format, known=known)
        if output is not None:
            self._write(format, output)
            return None
        buffer = io.BytesIO()
        self._write(format, buffer)
        return buffer.getvalue()

    def _write(self, format: str, output: IO[bytes]) -> None:
        from pyoxigraph import Quad, RdfFormat, serialize

        answer = self._take()
        if self.kind != "triples":
            answer.serialize(WellFormed(output) if format == "xml" else output, row_format(format))
        elif format == "nt":
            # As the engine gives them: N-Triples are for pipes, and sorting would cost twice the query.
            serialize(answer, output, RdfFormat.N_TRIPLES)
        else:
            output.writelines(serialise((Quad(*triple) for triple in answer), rdf_format(format)))


def to_python(term: Any) -> Value:
    """Convert a term: numbers and booleans as such, everything else to text.

    Args:
        term: A term of the engine, or ``None``.

    Returns:
        The value.
    """
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is not None and datatype.value in _CONVERTERS:
        with suppress(ValueError):
            return _CONVERTERS[datatype.value](term.value)
    return str(getattr(term, "value", term))


def _shown(triple: Triple) -> list[str]:
    return [compact(term.value) or term.value if hasattr(term, "value") else str(term) for term in triple]
