"""The former name of ``metrics``; it works for one release."""

from __future__ import annotations

import warnings

from .metrics import *  # noqa: F403

warnings.warn("policygraph.analysis.measures is now policygraph.analysis.metrics", DeprecationWarning, stacklevel=2)
