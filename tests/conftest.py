"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from browsers import browser
from needs import lacking
from policygraph.cores import count_cores

__all__ = ["browser"]

# A busy machine makes no example wrong: none has a time limit, and slow generation is no fault.
settings.register_profile("policygraph", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("policygraph")

ROOT = Path(__file__).resolve().parents[1]
# Answers are in the locale's language; tests give the same everywhere.
os.environ["LC_ALL"] = "C.UTF-8"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with published notices; they are not ours to distribute."""
    folder = ROOT.parent / "shared"
    if not (folder / "documents").is_dir():
        lacking("no published notices beside this checkout (../shared/documents)")
    return folder


@pytest.fixture(scope="session")
def example() -> Path:
    """The bundled example."""
    return ROOT / "examples" / "fujian-relocation-2020.txt"


def pytest_xdist_auto_num_workers() -> int:
    """Two processes more than there are cores: many tests wait for a server or a browser."""
    return count_cores() + 2
