"""Commands run as a user runs them, in a process of their own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import run_command

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def command(*words: str | Path, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        return run_command(words, tmp_path, {**os.environ, **env}, stdin)

    return command


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled example as Turtle."""
    from competency import dataset
    from policygraph.store import dump

    return dump(dataset("fujian"), tmp_path_factory.mktemp("graph") / "fujian.ttl")
