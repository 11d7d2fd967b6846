"""The former name of ``metrics``; its names work for one release and warn."""

from __future__ import annotations

from ..renamed import redirect
from . import metrics

__getattr__ = redirect(__name__, {name: f"{metrics.__name__}.{name}" for name in metrics.__all__})
