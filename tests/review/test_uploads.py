"""Files that are dropped onto the page get safe names and are kept once; what is too large is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.review import uploads
from policygraph.review.uploads import check_name
from policygraph.web.refusals import RefusedError

from .conftest import TEXT, Page, make_page

HOSTILE = [
    "../../etc/passwd.txt",
    "..\\..\\windows\\win.txt",
    "/etc/cron.d/x.txt",
    ".bashrc.txt",
    "a\x00b.txt",
    "a\nb.txt",
    "\u202etxt.exe.txt",
    "NUL.txt",
    "a" * 400 + ".txt",
    "通" * 300 + ".docx",
    " .txt",
    "....txt",
    "a:stream.txt",
    "<script>.html",
    "\ud800.txt",
    "-rf.txt",
    "~$lock.docx",
]


def names(folder: Path) -> list[str]:
    """The names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_in_the_folder(name: str, tmp_path: Path) -> None:
    safe = check_name(name)
    path = tmp_path / safe
    path.write_bytes(b"x")
    assert path.parent == tmp_path and names(tmp_path) == [safe]
    assert not safe.startswith(".") and safe.isprintable()
    path.with_name(path.stem + ".corrections.yaml").write_bytes(b"x")


@given(st.text(max_size=40), st.sampled_from([".txt", ".DOCX", ".html"]))
def test_any_name_is_safe(name: str, suffix: str) -> None:
    safe = check_name(name + suffix)
    assert "/" not in safe and "\\" not in safe and "\0" not in safe
    assert safe not in ("", ".", "..") and len(safe.encode()) <= 200 and safe.lower().endswith(suffix.lower())


@pytest.mark.parametrize("name", ["", "a", "a.exe", "a.corrections.yaml", "a.corrections.txt", "a.py", "txt"])
def test_what_is_no_document_is_refused(name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_name(name)
    assert refused.value.status == 415


def test_a_file_is_kept_once_and_another_of_its_name_beside_it(tmp_path: Path) -> None:
    page = make_page(tmp_path, [])
    ids = [
        page.post("/api/files?name=notice.txt", data).json()["id"] for data in (TEXT.encode(), b"other", TEXT.encode())
    ]
    assert ids[0] == ids[2] != ids[1]
    assert names(page.session.folder) == ["notice(2).txt", "notice.txt"]
    assert page.document(ids[0])["text"] == TEXT


def test_too_large_and_empty_files_leave_nothing(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1 << 20)
    assert page.post("/api/files?name=a.txt", b"x" * ((1 << 20) + 1)).status_code == 413
    assert page.post("/api/files?name=a.txt", b"").status_code == 400
    assert page.post("/api/files", b"x").status_code == 415
    assert names(page.session.folder) == []


def test_too_many_actions_are_refused(page: Page) -> None:
    assert page.post("/api/documents/notice/actions", b" " * (9 << 20)).status_code == 413
