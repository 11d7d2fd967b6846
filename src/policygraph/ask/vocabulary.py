"""Read the words and the sentences by which questions are matched: ``ontology/asking.yaml`` and ``asked.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from ..resources import ontology_dir

__all__ = ["read_asking", "read_sentences"]


@cache
def _read(name: str) -> Any:
    import yaml

    return yaml.load((ontology_dir() / name).read_text(encoding="utf-8"), yaml.CSafeLoader)


def read_asking() -> Mapping[str, Any]:
    """Read ``ontology/asking.yaml``.

    Returns:
        ``concepts``, ``needless``, ``elsewhere`` and ``orders``, as the file describes them.

    Example:
        >>> sorted(read_asking())
        ['concepts', 'elsewhere', 'needless', 'orders']
    """
    found: Mapping[str, Any] = _read("asking.yaml")
    return found


def read_sentences() -> Mapping[str, Sequence[str]]:
    """Read ``ontology/asked.yaml``.

    Returns:
        By the name of a question, sentences that ask it, with slots for values.

    Example:
        >>> read_sentences()["are-linked"][1]
        '{body}和{body}有合作吗'
    """
    found: Mapping[str, Sequence[str]] = _read("asked.yaml")
    return found
