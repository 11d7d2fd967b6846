"""The graph of all bundled examples, and its names."""

from __future__ import annotations

from functools import partial

import pytest
from rdflib import Dataset

from policygraph.ask.bodies import read_bodies
from policygraph.ask.names import NameIndex
from policygraph.corpus import build
from policygraph.resources import examples_dir
from policygraph.store import engine, select


@pytest.fixture(scope="session")
def graph() -> Dataset:
    return build(sorted(examples_dir().glob("*.txt"))).dataset


@pytest.fixture(scope="session")
def names(graph: Dataset) -> NameIndex:
    return NameIndex(read_bodies(partial(select, engine(graph))))
