"""The documentation site, built once for all processes of a run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from needs import lacking

__all__ = ["ROOT", "built_site"]

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site: English, Chinese and the ontology, built strictly."""
    if find_spec("mkdocs") is None:
        lacking("no MkDocs: make site installs it")
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    try:
        (base / "site-claimed").mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 300
        while not (base / "site-done").exists():
            assert time.monotonic() < deadline, "the process that builds the site does not finish"
            time.sleep(0.5)
    else:
        command = [sys.executable, "docs/build.py", "-o", str(base / "site")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        (base / "site-done").write_text(f"{done.returncode}\n{done.stdout}{done.stderr}", encoding="utf-8")
    code, _, said = (base / "site-done").read_text(encoding="utf-8").partition("\n")
    assert code == "0", said
    return base / "site"
