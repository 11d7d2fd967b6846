"""Build, query, validate and atlas without what Linux alone has, as on Windows as far as Linux can show it."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from policygraph.corpus.state import Lock
from policygraph.errors import UsageError

#: Read by every Python that starts, also by those that a build starts.
ELSEWHERE = """
import ctypes, os, signal, subprocess, sys, sysconfig, types

sysconfig.get_config_vars()

sys.platform = "elsewhere"
for name in ("fcntl", "resource", "termios", "grp"):
    sys.modules[name] = None
sys.modules["msvcrt"] = types.SimpleNamespace(LK_NBLCK=2, locking=lambda *_: None)
for module, names in {
    os: ("fork", "forkpty", "getuid", "geteuid", "sched_getaffinity", "setpriority", "setsid", "killpg", "mkfifo"),
    signal: ("SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "ITIMER_REAL", "setitimer", "alarm"),
}.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)

class Library(ctypes.CDLL):
    def __init__(self, name, *more, **others):
        if name is None and sys._getframe(1).f_globals["__name__"].startswith("policygraph"):
            raise TypeError("argument of type 'NoneType' is not iterable")
        super().__init__(name, *more, **others)

ctypes.CDLL = Library
"""

Elsewhere = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this is elsewhere")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Elsewhere:
    """Run ``policygraph`` there, with a locale that knows ASCII only."""
    (tmp_path / "start").mkdir()
    (tmp_path / "start" / "sitecustomize.py").write_text(ELSEWHERE, encoding="utf-8")
    more = {"PYTHONPATH": str(tmp_path / "start"), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONIOENCODING"} | more

    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "policygraph.cli.main", *words]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done

    return run


def test_a_notice_is_built_asked_checked_and_drawn(elsewhere: Elsewhere, example: Path, tmp_path: Path) -> None:
    elsewhere("build", example, "-o", "graph.ttl", "--report", "report.csv")
    elsewhere("build", example, "-o", "store")
    for graph in ("graph.ttl", "store"):
        rows = list(
            csv.DictReader(elsewhere("query", "responsibilities", graph, "--format", "csv").stdout.splitlines())
        )
        assert len(rows) == 106 and any("教育" in row["name"] for row in rows)
    assert "省" in elsewhere("query", "workload", "graph.ttl", "--lang", "zh").stdout
    elsewhere("validate", "graph.ttl")
    elsewhere("atlas", "store", "-o", "atlas")
    assert "省教育厅" in (tmp_path / "atlas" / "networks.html").read_text(encoding="utf-8")


def test_a_folder_is_built_by_two_processes_and_again(elsewhere: Elsewhere, tmp_path: Path) -> None:
    (tmp_path / "in" / "fujian").mkdir(parents=True)
    for number in range(16):
        notice = f"（一）修路{number}。（省财政厅、省教育厅负责）\n"
        (tmp_path / "in" / "fujian" / f"n{number}.txt").write_text(notice, encoding="utf-8")
    assert "16 built" in elsewhere("build", "in", "-o", "out", "--jobs", "2", "--lang", "en").stderr
    (tmp_path / "in" / "fujian" / "n0.txt").unlink()
    assert "0 built, 1 removed" in elsewhere("build", "in", "-o", "out", "--jobs", "2", "--lang", "en").stderr
    assert len(elsewhere("query", "responsibilities", "out", "--format", "csv").stdout.splitlines()) == 31
    assert not list(tmp_path.glob(".out*"))


def test_where_there_is_no_flock_a_target_is_locked_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: set[Path] = set()

    def locking(number: int, mode: int, size: int) -> None:
        if (mode, size) != (2, 1) or held:
            raise OSError(13, "Permission denied")
        held.add(tmp_path)

    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=locking))
    monkeypatch.setattr(sys, "platform", "win32")
    work = tmp_path / "work"
    work.mkdir()
    lock = Lock(work / "lock", tmp_path / "out")
    with lock, pytest.raises(UsageError, match="another build is writing there"), Lock(work / "lock", tmp_path / "out"):
        pass
    assert not work.exists(), "the file that was open is removed, and the folder that held it alone"
