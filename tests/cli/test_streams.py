"""Standard streams that are full, closed or no longer read, as a shell gives them to a command."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from policygraph.resources import examples_dir

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the redirections are those of a POSIX shell")

COMMAND = f"{shlex.quote(sys.executable)} -m policygraph.cli.main"
EXAMPLE = shlex.quote(str(examples_dir() / "fujian-relocation-2020.txt"))


def shell(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which ``policygraph`` is the command."""
    lines = f'policygraph() {{ {COMMAND} "$@"; }}\n{text}\n'
    return subprocess.run(["sh", "-c", lines], cwd=folder, capture_output=True, text=True, encoding="utf-8")


#: Commands that write to standard output, each by a way of its own.
WAYS = (
    "query responsibilities GRAPH",
    "query responsibilities GRAPH --format csv",
    "query collaboration-network GRAPH",
    "query collaboration-network GRAPH --format nt",
    "analyze GRAPH",
    "queries",
    "version",
    "--help",
)


@pytest.fixture
def command(words: str, graph: Path) -> str:
    return "policygraph " + words.replace("GRAPH", shlex.quote(str(graph)))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", WAYS)
def test_a_full_disk_is_one_line(command: str, tmp_path: Path) -> None:
    done = shell(f"{command} > /dev/full", tmp_path)
    problem = "policygraph: 标准输出无法写入：磁盘空间已满或超出限额"
    assert (done.returncode, done.stderr.splitlines()) == (2, [problem])


@pytest.mark.parametrize("words", WAYS)
def test_a_closed_standard_output_is_one_line(command: str, tmp_path: Path) -> None:
    done = shell(f"{command} >&-", tmp_path)
    problem = "policygraph: 标准输出无法写入：已关闭"
    assert (done.returncode, done.stderr.splitlines()) == (2, [problem])


@pytest.mark.parametrize("words", WAYS)
def test_a_reader_that_left_ends_the_command_quietly_with_141(command: str, tmp_path: Path) -> None:
    done = shell(f"{{ sleep 0.1; {command}; echo $? > code; }} | true", tmp_path)
    assert (tmp_path / "code").read_text() == "141\n"
    assert done.stderr == ""


@pytest.mark.parametrize("place", ["2>&-", "2> /dev/full", "3>&1 2>&1 >&3 | true"])
def test_messages_that_cannot_be_written_change_nothing(place: str, tmp_path: Path) -> None:
    if "full" in place and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = shell(f"policygraph build {EXAMPLE} -o graph.ttl {place}", tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "graph.ttl").stat().st_size > 50_000
    shell(f"{{ policygraph query no-such-question graph.ttl; echo $? > code; }} {place}", tmp_path)
    assert (tmp_path / "code").read_text() == "2\n"


def test_without_any_stream_a_store_is_whole(tmp_path: Path) -> None:
    """The numbers of closed streams must not go to the store's own files, or messages would end up in these."""
    done = shell(f"policygraph build {EXAMPLE} -o store <&- >&- 2>&-", tmp_path)
    assert done.returncode == 0
    asked = shell("policygraph query workload store --format csv", tmp_path)
    assert asked.returncode == 0 and len(asked.stdout.splitlines()) > 10


def test_a_closed_standard_input_is_an_empty_one(graph: Path, tmp_path: Path) -> None:
    done = shell(f"policygraph query - {shlex.quote(str(graph))} <&-", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("policygraph: 标准输入：") and len(done.stderr.splitlines()) == 1
