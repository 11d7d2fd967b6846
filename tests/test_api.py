"""The public names: each there, described, and with an example that runs."""

from __future__ import annotations

import doctest
import operator
import sys

import pytest

import policygraph


def test_the_names() -> None:
    assert policygraph.__all__ == sorted(policygraph.__all__, key=lambda name: (name[0].islower(), name))
    assert set(policygraph.__all__) <= set(dir(policygraph))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        operator.attrgetter("nothing")(policygraph)


@pytest.mark.parametrize("name", policygraph.__all__)
def test_each_has_an_example_that_runs(name: str) -> None:
    thing = getattr(policygraph, name)
    assert thing.__doc__
    module = sys.modules[thing.__module__]
    (found,) = (each for each in doctest.DocTestFinder(recurse=False).find(thing, name, module=module))
    assert found.examples, "no example"
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.DocTestRunner(optionflags=flags, verbose=False).run(found).failed == 0


def test_query_is_the_function_whatever_was_imported_before() -> None:
    import policygraph.sparql

    assert callable(policygraph.query) and not hasattr(policygraph.query, "__path__")
