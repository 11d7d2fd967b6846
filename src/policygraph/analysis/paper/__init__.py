"""Figures for print, tables, networks and methods for a paper."""

from __future__ import annotations

from .folder import write_paper

__all__ = ["write_paper"]
