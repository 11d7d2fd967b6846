"""The tables of results in the documentation are those of this version."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def check(*options: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, str(ROOT / "benchmarks" / "annotated.py"), "--check", *options]
    return subprocess.run(words, capture_output=True, text=True)


def test_the_results_on_the_bundled_documents_are_fresh() -> None:
    done = check("--bundled")
    assert (done.returncode, done.stdout) == (0, "fresh\n"), done.stdout + done.stderr


def test_all_results_are_fresh(shared: Path) -> None:
    assert (shared / "gold").is_dir()
    done = check()
    assert (done.returncode, done.stdout) == (0, "fresh\n"), done.stdout + done.stderr
