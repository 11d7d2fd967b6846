"""Pages that browsers and Word saved with a folder beside them."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

from policygraph.corpus.discovery import discover

FILES = [
    "通知.html",
    "通知_files/frame.html",
    "通知_files/data.json",
    "通知_files/a.txt",
    "通知_files/附件1.docx",
    "通知_files/附件2.xlsx",
    "方案.htm",
    "方案.files/header.htm",
    "方案.files/附件.pdf",
    "别的_files/正文.html",
    "别的_files/正文.txt",
]
FOUND = {"通知.html", "附件1.docx", "附件2.xlsx", "方案.htm", "附件.pdf", "正文.html", "正文.txt"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path / "in"


def test_the_parts_of_a_page_are_no_documents_but_its_attachments_are(folder: Path) -> None:
    assert {Path(document.name).name for document in discover([folder])} == FOUND


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_the_same_in_archives(folder: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"all.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name in sorted(FILES, reverse=True):
                archive.write(folder / name, name)
    else:
        with tarfile.open(path, "w") as tar:
            for name in FILES:
                tar.add(folder / name, name)
    assert {Path(document.name).name for document in discover([path])} == FOUND
