"""The answer to a query: rows, triples or a boolean, in Python or in a file format."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from ..errors import UsageError
from ..formats import ROW_FORMATS, TRIPLE_FORMATS, rdf_format, row_format
from ..namespaces import XSD
from ..store import serialise
from ..texts import named
from ..wellformed import WellFormed
from .header import CatalogueQuery

if TYPE_CHECKING:
    import pandas
    from pyoxigraph import QuerySolutions, QueryTriples

__all__ = ["Results"]

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

    Each iteration begins at the first row; a second one runs the query again.

    Args:
        query: The query.
        evaluate: Runs it; called at once, so that a wrong query fails here.

    Attributes:
        query: The query.
        kind: ``rows``, ``boolean`` or ``triples``.
        columns: The names of the columns; empty where there are no rows.
    """

    def __init__(self, query: CatalogueQuery, evaluate: Callable[[], Any]) -> None:
        self.query = query
        self._evaluate = evaluate
        self._first: Any = evaluate()
        self.kind = {"QuerySolutions": "rows", "QueryBoolean": "boolean"}.get(type(self._first).__name__, "triples")
        self.columns: tuple[str, ...] = (
            tuple(variable.value for variable in self._first.variables) if self.kind == "rows" else ()
        )

    def _take(self) -> Any:
        first, self._first = self._first, None
        return self._evaluate() if first is None else first

    @property
    def rows(self) -> Iterator[dict[str, Value]]:
        """The rows as dictionaries: numbers and booleans as such, all else as text, ``None`` where nothing is bound."""
        solutions: QuerySolutions = self._expect("rows")
        for solution in solutions:
            yield {name: _python(solution[index]) for index, name in enumerate(self.columns)}

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return self.rows

    def __bool__(self) -> bool:
        """Return the answer of ASK; of other queries, whether there is any."""
        answer = self._take()
        return bool(answer) if self.kind == "boolean" else next(iter(answer), None) is not None

    def to_pandas(self) -> pandas.DataFrame:
        """Make a pandas data frame of the rows; all of them are held in memory. Needs the extra ``pandas``.

        Returns:
            The data frame, with a column for each of the answer.

        Raises:
            UsageError: The answer has no rows, or pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise UsageError("needs_pandas") from None
        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    @property
    def triples(self) -> QueryTriples:
        """The triples of CONSTRUCT and DESCRIBE, as pyoxigraph has them."""
        found: QueryTriples = self._expect("triples")
        return found

    def _expect(self, kind: str) -> Any:
        if self.kind != kind:
            found, wanted = named("result", self.kind), named("result", kind)
            raise UsageError("other_result", query=self.query.name, form=self.query.form, kind=found, wanted=wanted)
        return self._take()

    def serialize(self, format: str, output: IO[bytes] | None = None) -> bytes | None:
        """Write the answer in a format.

        Args:
            format: Csv, tsv, json or xml for rows; ttl, jsonld (sorted) or nt for triples.
            output: A binary file.

        Returns:
            The bytes where there is no file.

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


def _python(term: Any) -> Value:
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is not None and datatype.value in _CONVERTERS:
        with suppress(ValueError):
            return _CONVERTERS[datatype.value](term.value)
    return str(getattr(term, "value", term))
