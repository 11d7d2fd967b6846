"""Levels, roles and the bases of roles: the short English tokens of the concept schemes of the ontology."""

from __future__ import annotations

from typing import Literal

__all__ = ["LEVELS", "ROLES", "TIERS", "Basis", "Level", "Role", "level_rank"]

Level = Literal["national", "provincial", "municipal", "county", "township", "other"]
Role = Literal["lead", "responsible", "joint", "support"]
Basis = Literal["stated", "first-listed", "document-rule", "default", "corrected"]
LEVELS: tuple[Level, ...] = ("national", "provincial", "municipal", "county", "township", "other")
#: The tiers of government from the top down; bodies of the level ``other`` are outside them.
TIERS: tuple[Level, ...] = LEVELS[:-1]
ROLES: tuple[Role, ...] = ("lead", "responsible", "joint", "support")


def level_rank(level: str) -> int:
    """Return the rank of a level, for sorting bodies from the top down.

    Args:
        level: The level.

    Returns:
        The rank from 0; unknown levels come last.

    Example:
        >>> sorted(["county", "national", "municipal"], key=level_rank)
        ['national', 'municipal', 'county']
    """
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)
