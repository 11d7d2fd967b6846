"""Annotated notices, printed and scanned: what is read of the scan is as good as what is read of the text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policygraph.documents import read, read_bytes
from printed_gold import measure_f1, print_document
from scans import need_recognition, scan_pdf

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(
    ("resolution", "share"),
    [pytest.param(300, 0.97, marks=pytest.mark.full), (200, 0.95), pytest.param(150, 0.93, marks=pytest.mark.full)],
)
def test_the_f1_of_scans(browser: Browser, shared: Path, resolution: int, share: float) -> None:
    """Of the shorter notices; benchmarks/recognition.py --gold measures all."""
    need_recognition()
    text = scanned = 0.0
    for gold in sorted((shared / "gold").glob("*.jsonl")):
        path = next((shared / "documents").glob(f"{gold.stem}-*"))
        if path.suffix == ".json" or path.stat().st_size > 2_000:
            continue
        scan = scan_pdf(print_document(browser, path), resolution, degrees=0.5, noise=4.0, quality=75)
        text += measure_f1(gold, read(path))
        scanned += measure_f1(gold, read_bytes(scan, "scan.pdf"))
    assert text > 4
    assert scanned >= share * text
