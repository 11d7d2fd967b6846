"""Each measurement runs at its small size; what it measures there says nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["analysis", "assistants", "ledger", "queries", "server"])
def test_a_measurement_runs(name: str, tmp_path: Path) -> None:
    words: list[str | Path] = [
        sys.executable,
        ROOT / "benchmarks" / "run.py",
        "--small",
        "-o",
        tmp_path / "page.md",
        name,
    ]
    # A promise that is not kept at this size is no fault.
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr
    written = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert f"## {name}\n" in written and not re.search(r"\(exit \d+\): ", written), written
