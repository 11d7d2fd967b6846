"""Notices of every kind of file, of known truth: what the corpus says is what they say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_truth_of_forty_notices_is_read(tmp_path: Path) -> None:
    words: list[str | Path] = [sys.executable, ROOT / "benchmarks" / "notice_files.py", "40", "-o", tmp_path / "in"]
    subprocess.run(words, check=True)
    kinds = {path.suffix for path in (tmp_path / "in").rglob("*") if path.is_file()}
    assert kinds >= {".txt", ".html", ".csv", ".jsonl"}
    words = [sys.executable, ROOT / "benchmarks" / "scoring.py", "40"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    notices, true, read, precision, recall = done.stdout.splitlines()[2].strip("| ").split(" | ")
    assert (notices, precision, recall) == ("40", "1.0000", "1.0000")
    assert true == read and int(true.replace(",", "")) > 2000
