"""The scorer of the annotated notices, ``gold/score.py`` of the folder beside the checkout, as a module."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

__all__ = ["gold_scorer"]


@cache
def gold_scorer(shared: Path) -> ModuleType:
    """Load the scorer once."""
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
