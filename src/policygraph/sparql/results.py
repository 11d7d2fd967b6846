"""What a query answers: rows, triples, or yes and no, in Python or in a file format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

from ..errors import UsageError
from ..formats import ROW_FORMATS, TRIPLE_FORMATS, rdf_format, row_format
from ..namespaces import XSD
from ..store import serialised
from ..texts import named
from ..wellformed import WellFormed, wellformed
from .header import CatalogueQuery

if TYPE_CHECKING:
    import pandas
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

__all__ = ["Results"]

Value = str | int | float | bool | None
_NUMBERS: Mapping[str, Callable[[str], Value]] = {
    XSD + "integer": int,
    XSD + "decimal": float,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": lambda text: text in ("true", "1"),
}


class Results:
    """The answer to a query. Rows are read from the engine as they are asked for.

    Every reading begins at the first row; a second one runs the query again.
    """

    def __init__(self, query: CatalogueQuery, evaluate: Callable[[], Any]) -> None:
        """``evaluate`` runs the query; it is called at once, so that a wrong query fails here."""
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
        """Rows as dictionaries: numbers and booleans as such, all else as text, ``None`` where nothing is bound."""
        solutions: QuerySolutions = self._expect("rows")
        for solution in solutions:
            yield {name: _python(solution[index]) for index, name in enumerate(self.columns)}

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return self.rows

    def __bool__(self) -> bool:
        """The answer of ASK; of other queries, whether there is any."""
        if self.kind == "boolean":
            answer: QueryBoolean = self._take()
            return bool(answer)
        return next(iter(self._take()), None) is not None

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas data frame, a column each; all of them are held in memory. Needs the extra ``pandas``.

        Raises:
            UsageError: the answer has no rows, or pandas is not installed.
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
        """Write the answer in a format: csv tsv json xml for rows, ttl jsonld (sorted) or nt for triples.

        Args:
            format: the format.
            output: a binary file; without it the bytes are returned.

        Raises:
            UsageError: this kind of answer has no such format.
        """
        if self.kind == "triples":
            return self._serialize_triples(format, output)
        if format not in ROW_FORMATS:
            raise UsageError("no_such_format", form=self.query.form, format=format, known=ROW_FORMATS)
        syntax = row_format(format)
        if format == "xml" and output is not None:
            self._take().serialize(WellFormed(output), syntax)
            return None
        written: bytes | None = self._take().serialize(output, syntax)
        return wellformed(written) if format == "xml" and written else written

    def _serialize_triples(self, format: str, output: IO[bytes] | None) -> bytes | None:
        if format not in TRIPLE_FORMATS:
            raise UsageError("no_such_format", form=self.query.form, format=format, known=TRIPLE_FORMATS)
        if format == "nt":
            # As the engine gives them: N-Triples are for pipes, and sorting would cost twice the query.
            from pyoxigraph import RdfFormat, serialize

            return serialize(self._take(), output, RdfFormat.N_TRIPLES)
        from pyoxigraph import Quad

        quads = (Quad(triple.subject, triple.predicate, triple.object) for triple in self._take())
        pieces = serialised(quads, rdf_format(format))
        if output is None:
            return b"".join(pieces)
        output.writelines(pieces)
        return None


def _python(term: Any) -> Value:
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    convert = _NUMBERS.get(datatype.value) if datatype is not None else None
    if convert is not None:
        try:
            return convert(term.value)
        except ValueError:
            return str(term.value)
    return str(getattr(term, "value", term))
