"""The cases of statement forms, for every test that goes through them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import yaml

from policygraph.model import Document

CASES = Path(__file__).parent / "extraction" / "cases"
FILES = sorted(CASES.glob("*.yaml"))


def document(text: str) -> Document:
    return Document("case", text, "text/plain", hashlib.sha256(text.encode()).hexdigest())


def all_cases() -> list[tuple[str, dict[str, object]]]:
    return [(path.stem, case) for path in FILES for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
