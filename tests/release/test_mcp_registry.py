"""``server.json``, by which the MCP registry lists the server: OWNER is whoever publishes it."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVER = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))
(PACKAGE,) = SERVER["packages"]


def test_names_and_lengths_are_those_that_the_registry_takes() -> None:
    assert re.fullmatch(r"[A-Za-z0-9.-]+/[A-Za-z0-9._-]+", SERVER["name"])
    assert len(SERVER["description"]) <= 100
    # The registry looks for this line in what PyPI shows.
    assert f"mcp-name: {SERVER['name']}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert PACKAGE["transport"] == {"type": "stdio"}


def test_package_and_version_are_ours() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert PACKAGE["identifier"] == project["name"]
    assert "mcp" in project["optional-dependencies"]
    assert SERVER["version"] == PACKAGE["version"]
    assert SERVER["websiteUrl"] == project["urls"]["Homepage"]


def test_the_command_exists() -> None:
    words = [argument["value"] for argument in PACKAGE["packageArguments"] if "value" in argument]
    done = subprocess.run(
        [sys.executable, "-m", "policygraph.cli.main", *shlex.split(" ".join(words)), "--help"], capture_output=True
    )
    assert done.returncode == 0 and b"GRAPH" in done.stdout
