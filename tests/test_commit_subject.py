"""The subject of a commit message is an order of at most 72 characters; the hook refuses any other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOOK = Path(__file__).resolve().parents[1] / "tools" / "check_commit_subject.py"


def check(message: str, folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / "COMMIT_EDITMSG"
    file.write_text(message, encoding="utf-8")
    return subprocess.run([sys.executable, str(HOOK), str(file)], capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize(
    "message",
    [
        "Write files atomically",
        "Embed the editor in the page",
        "Pass the language of the request to the worker\n\nThe body may say why.\n",
        "# a comment of git\n\nRead 同上 behind a label\n",
        "Discuss",
        "fixup! Write files atomically",
        'Revert "Write files atomically"',
        "x".upper() + "y" * 71,
    ],
)
def test_a_subject_that_is_an_order_passes(message: str, tmp_path: Path) -> None:
    done = check(message, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("", "empty"),
        ("# nothing but a comment\n", "empty"),
        ("X" + "y" * 72, "73 characters"),
        ("Fixed the lock", "'Fixed'"),
        ("Fixes the lock", "'Fixes'"),
        ("Fixing the lock", "'Fixing'"),
        ("The lock is released", "'The'"),
        ("Server: release the lock", "prefix 'Server:'"),
        ("release the lock", "capital"),
        ("Release the lock.", "full stop"),
    ],
)
def test_any_other_subject_is_refused_with_the_reason(message: str, problem: str, tmp_path: Path) -> None:
    done = check(message, tmp_path)
    assert done.returncode == 1
    assert problem in done.stderr and done.stderr.count("\n") == 1


def test_pre_commit_runs_the_hook() -> None:
    config = (HOOK.parents[1] / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert "default_install_hook_types: [pre-commit, commit-msg]" in config
    assert f"{HOOK.parent.name}/{HOOK.name}" in config
