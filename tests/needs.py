"""What a test needs and the machine lacks."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

__all__ = ["REQUIRE_ALL", "lacking"]

#: Set where everything is promised to be installed: a test that lacks something fails there.
REQUIRE_ALL = bool(os.environ.get("POLICYGRAPH_REQUIRE_ALL"))


def lacking(reason: str) -> NoReturn:
    """Skip the test with the reason, or fail it where everything is promised."""
    if REQUIRE_ALL:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
