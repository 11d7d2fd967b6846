"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from browsers import browser

__all__ = ["browser"]

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with published notices; they are not ours to distribute."""
    folder = ROOT.parent / "shared"
    if not (folder / "documents").is_dir():
        reason = "no published notices beside this checkout (../shared/documents)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def example() -> Path:
    """The bundled example."""
    return ROOT / "examples" / "fujian-relocation-2020.txt"
