"""Tables, networks, findings and comparisons of a graph in any form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Unpack, overload

from ..analysis import (
    Comparison,
    Finding,
    FunctionRow,
    Incidence,
    compare_functions,
    incidence,
    make_network,
    narrow,
)
from ..analysis import compare as compare_measures
from ..analysis import findings as find_findings
from ..analysis.networks import Kind
from ..errors import UsageError
from ..graph import validate as checks
from ..sparql import query
from ..store import AnyGraph, as_dataset
from ..tabular import Listing
from .options import Conditions, check_options

if TYPE_CHECKING:
    import networkx as nx
    import pandas

    from ..sparql import Endpoint

__all__ = ["Conditions", "compare", "findings", "network", "read_part", "responsibilities", "validate"]


@check_options
def read_part(
    graph: AnyGraph | Incidence,
    **conditions: Unpack[Conditions],
) -> Incidence:
    """Read which bodies are responsible for which measures in a graph, or in a part of it.

    Args:
        graph: One or several paths, a dataset, what ``build``, ``read`` or ``open_graph`` returns, or an incidence.
        **conditions: The part, as in ``Conditions``: ``level=``, ``function=``, ``place=``, ``policy=``, ``category=``,
            ``since=``, ``until=``.

    Returns:
        The incidence.

    Raises:
        UsageError: The first argument is not a graph, the graph has nothing of that name, or a condition is unknown.
        StoreError: A path cannot be read.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> from policygraph.corpus import read
        >>> read_part(read(examples_dir() / "fujian-relocation-2020.txt"), level="provincial", function="education")
        <Incidence: 1 bodies, 24 measures, 3 entries>
    """
    whole = graph if isinstance(graph, Incidence) else incidence(as_dataset(graph))
    return narrow(whole, **conditions)


@check_options
def responsibilities(
    graph: AnyGraph | Endpoint, *, body: str | None = None, lang: str | None = None
) -> pandas.DataFrame:
    """Make a table of who must do what, in which role, and where the text says so. Needs the extra ``pandas``.

    Args:
        graph: One or several paths, a dataset, what ``build``, ``read`` or ``open_graph`` returns, or an ``Endpoint``.
        body: Only this body: its IRI, full name, alias or name in the text.
        lang: The language of labels, ``zh`` or ``en``, if the query has a parameter for it.

    Returns:
        One row for each responsibility, in the order of the documents, with the columns of the query
        ``responsibilities``: ``policy``, ``category``, ``number``, ``measure``, ``measure_iri``, ``name``, ``body``,
        ``role``, ``level``, ``kind``, ``deadline`` and ``quote``.

    Raises:
        UsageError: The first argument is not a graph, or pandas is not installed.
        QueryError: No body has that name; the message suggests similar names.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> from policygraph.corpus import read
        >>> table = responsibilities(read(examples_dir() / "fujian-relocation-2020.txt"), body="省教育厅")
        >>> len(table), table.loc[0, "role"]
        (3, 'responsible')
    """
    return query(graph, "responsibilities", body=body, lang=lang).to_pandas()


@check_options
def network(
    graph: AnyGraph | Incidence,
    kind: Kind = "shared",
    **conditions: Unpack[Conditions],
) -> nx.Graph:
    """Make a NetworkX graph from a graph of policies, or from a part of it.

    Args:
        graph: One or several paths, a dataset, what ``build``, ``read`` or ``open_graph`` returns, or an incidence.
        kind: ``shared``: named bodies that share a measure; ``lead-support``: from each named lead to each named
            supporter of the same measure (directed); ``bipartite``: bodies and their measures;
            ``vertical``: from a body to a lower one with the same function in the same measure (directed);
            ``issuing``: bodies that issued a document together.
        **conditions: The part, as in ``Conditions``: ``level=``, ``function=``, ``place=``, ``policy=``, ``category=``,
            ``since=``, ``until=``.

    Returns:
        The graph. Nodes are IRIs with ``label``, ``label_en``, ``level``, ``kind``, ``functions`` (slugs) and ``load``,
        the number of measures that the body bears in this part (of a measure, its bearers). Edges have ``weight``: the
        number of measures, or of policies in ``issuing``; other attributes are those of the functions in
        ``policygraph.analysis``. ``graph.graph["kind"]`` is the kind.

    Raises:
        UsageError: The kind is unknown, the first argument is not a graph, or the graph has nothing of that name.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> from policygraph.corpus import read
        >>> made = network(read(examples_dir() / "fujian-relocation-2020.txt"), level="provincial")
        >>> one, other, data = max(made.edges(data=True), key=lambda edge: edge[2]["weight"])
        >>> made.nodes[one]["label_en"], data["weight"], made.number_of_nodes()
        ('Fujian Provincial Development and Reform Commission', 5, 15)
    """
    part = read_part(graph, **conditions)
    made = make_network(part, kind)
    made.graph["kind"] = kind
    borne = part.matrix()
    loads = dict(zip((body.iri for body in part.bodies), borne.sum(axis=0).tolist(), strict=True))
    loads.update(zip((each.iri for each in part.measures), borne.sum(axis=1).tolist(), strict=True))
    for iri, attributes in made.nodes(data=True):
        attributes["load"] = loads[iri]
    return made


@check_options
def findings(
    graph: AnyGraph | Incidence,
    *,
    crowd: int = 5,
    crowd_size: int | None = None,
    **conditions: Unpack[Conditions],
) -> Listing[Finding]:
    """Find notable patterns in a graph or a part of it: overload, gaps, brokers.

    Args:
        graph: One or several paths, a dataset, what ``build``, ``read`` or ``open_graph`` returns, or an incidence.
        crowd: A measure with this many named bodies or more is crowded.
        crowd_size: The same, under the name of the option of ``policygraph analyze``; it overrides ``crowd``.
        **conditions: The part, as in ``Conditions``: ``level=``, ``function=``, ``place=``, ``policy=``, ``category=``,
            ``since=``, ``until=``.

    Returns:
        The findings, the most serious first; the same for the same graph.

    Raises:
        UsageError: The first argument is no graph, the graph has nothing of that name, or a condition is unknown.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> from policygraph.corpus import read
        >>> found = findings(read(examples_dir() / "fujian-relocation-2020.txt"))
        >>> found, found[0].kind
        (<2 findings>, 'stops')
    """
    part = read_part(graph, **conditions)
    columns = ("kind", "weight", "zh", "en", "query", "bodies", "measures")
    return Listing("findings", find_findings(part, crowd if crowd_size is None else crowd_size), columns, _finding_row)


def _finding_row(found: Finding) -> tuple[object, ...]:
    return (found.kind, found.weight, found.text_zh, found.text_en, found.query, found.bodies, found.measures)


@overload
def compare(
    one: AnyGraph | Incidence, other: AnyGraph | Incidence, by: Literal["measure"] = "measure", *, lang: str = "zh"
) -> Comparison: ...


@overload
def compare(
    one: AnyGraph | Incidence, other: AnyGraph | Incidence, by: Literal["function"], *, lang: str = "zh"
) -> Listing[FunctionRow]: ...


@overload
def compare(
    one: AnyGraph | Incidence, other: AnyGraph | Incidence, by: str, *, lang: str = "zh"
) -> Comparison | Listing[FunctionRow]: ...


@check_options
def compare(
    one: AnyGraph | Incidence, other: AnyGraph | Incidence, by: str = "measure", *, lang: str = "zh"
) -> Comparison | Listing[FunctionRow]:
    """Compare two graphs, by measures or by functions of government.

    Args:
        one: The first graph: one or several paths, a dataset, what ``build``, ``read`` or ``open_graph`` returns, or an
            incidence.
        other: The second graph.
        by: ``measure`` compares versions of a document, ``function`` compares provinces or years.
        lang: The language of the names of bodies, ``zh`` or ``en``.

    Returns:
        By measure, the differences; by function, a row for each function, the largest difference first.

    Raises:
        UsageError: An argument is not a graph, or ``by`` is something else.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> from policygraph.corpus import read
        >>> policy = read(examples_dir() / "fujian-relocation-2020.txt")
        >>> compare(policy, policy)
        <Comparison: 0 added, 0 dropped, 0 changed, 24 same>
        >>> compare(policy, policy, by="function")[0].measures
        (5, 5)
    """
    first, second = (
        graph if isinstance(graph, Incidence) else incidence(as_dataset(graph), texts=by == "measure")
        for graph in (one, other)
    )
    if by == "measure":
        return compare_measures(first, second, lang)
    if by != "function":
        raise UsageError("unknown_comparison", by=by)
    columns = ("function", "measures", "leads", "partners", "partners_first", "partners_second")
    rows = compare_functions(first, second)
    return Listing("functions", rows, columns, lambda row: tuple(getattr(row, name) for name in columns))


def validate(graph: AnyGraph) -> Listing[checks.ValidationResult]:
    """Check a graph against the SHACL shapes of the project, see ``policygraph.graph.validate``.

    Args:
        graph: One or several paths, a dataset, or what ``build``, ``read`` or ``open_graph`` returns.

    Returns:
        The results, worst first. The graph is usable if none of them is a ``violation``.

    Raises:
        UsageError: The argument is not a graph.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> from policygraph.corpus import read
        >>> found = validate(read(examples_dir() / "fujian-relocation-2020.txt"))
        >>> [each.severity for each in found if each.severity == "violation"]
        []
    """
    found = checks.validate(as_dataset(graph))
    columns = ("severity", "zh", "en", "focus", "path", "value", "line")
    return Listing("results", found, columns, _check_row)


def _check_row(found: checks.ValidationResult) -> tuple[object, ...]:
    line = found.place.line if found.place else None
    return (found.severity, found.message_zh, found.message_en, found.focus, found.path, found.value, line)
