"""Standard input and output: only the protocol is written, and every way to end is a clean one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from .conftest import command

# Each starts processes of its own.
pytestmark = pytest.mark.slow


if sys.platform != "linux":
    pytest.skip("policygraph mcp runs on Linux only", allow_module_level=True)

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}


@contextmanager
def started(graph: Path) -> Iterator[subprocess.Popen[bytes]]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command("mcp", graph, "--lang", "en"), **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.kill()


def send(process: subprocess.Popen[bytes], *messages: object) -> None:
    assert process.stdin
    for message in messages:
        line = message if isinstance(message, bytes) else json.dumps(message).encode() + b"\n"
        process.stdin.write(line)
    process.stdin.flush()


def receive(process: subprocess.Popen[bytes]) -> dict[str, object]:
    assert process.stdout
    found = json.loads(process.stdout.readline())
    assert isinstance(found, dict)
    return found


def greet(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Say hello; the children of the process then."""
    send(process, HELLO)
    assert receive(process)["id"] == 1
    send(process, READY)
    return psutil.Process(process.pid).children(recursive=True)


def ended(process: subprocess.Popen[bytes], children: list[psutil.Process]) -> tuple[int, str]:
    """The exit code and standard error of a process that ends by itself; no child is left, nothing is a traceback."""
    code = process.wait(20)
    _, alive = psutil.wait_procs(children, 10)
    assert children and not alive
    assert process.stderr
    said = process.stderr.read().decode()
    assert "Traceback" not in said, said
    return code, said


def call(number: int, tool: str, **given: object) -> dict[str, object]:
    return {
        "jsonrpc": "2.0",
        "id": number,
        "method": "tools/call",
        "params": {"name": tool, "arguments": given},
    }


def test_it_ends_with_its_client(graph: Path) -> None:
    with started(graph) as process:
        children = greet(process)
        send(process, call(2, "find_body", name="省财政厅"))
        assert receive(process)["id"] == 2
        assert process.stdin and process.stdout
        process.stdin.close()
        # Nothing but the protocol was written.
        assert process.stdout.read() == b""
        assert ended(process, children) == (0, "")


def test_ctrl_c_ends_it_while_nothing_is_sent(graph: Path) -> None:
    with started(graph) as process:
        children = greet(process)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        code, said = ended(process, children)
        assert code == 130 and "interrupted" in said.lower() and time.monotonic() - began < 10


def test_a_client_that_no_longer_reads_ends_it(graph: Path) -> None:
    with started(graph) as process:
        children = greet(process)
        assert process.stdout
        process.stdout.close()
        send(process, call(2, "find_body", name="省财政厅"))
        assert ended(process, children)[0] == 141


def test_it_is_killed_without_leaving_a_process(graph: Path) -> None:
    with started(graph) as process:
        children = greet(process)
        process.kill()
        process.wait(10)
        assert not psutil.wait_procs(children, 10)[1] and children


def test_lines_that_are_no_messages_are_survived(graph: Path) -> None:
    with started(graph) as process:
        children = greet(process)
        send(process, b"no json\n", b"\xff\xfe\x00\n", b"[]\n", b"x" * (3 << 20) + b"\n")
        send(process, call(2, "find_body", name="省财政厅"))
        answers: list[dict[str, object]] = []
        while not answers or answers[-1].get("id") != 2:
            answers.append(receive(process))
        assert process.stdin
        process.stdin.close()
        assert process.wait(20) == 0 and children


def test_a_graph_that_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        command("mcp", tmp_path / "none.ttl", "--lang", "en"), capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1 and "none.ttl" in done.stderr


def test_graph_files_are_read_anew_on_a_signal(graph: Path, tmp_path: Path) -> None:
    """The names are those of the new graph."""
    path = tmp_path / "graph.trig"
    path.write_bytes(graph.read_bytes())
    with started(path) as process:
        greet(process)
        send(process, call(2, "find_body", name="广东省财政厅"))
        assert receive(process)["result"]["structuredContent"]["found"] == "similar"  # type: ignore[index]
        text = graph.read_text(encoding="utf-8").replace("福建省财政厅", "广东省财政厅")
        path.write_text(text, encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        for number in range(3, 60):
            send(process, call(number, "find_body", name="广东省财政厅"))
            if receive(process)["result"]["structuredContent"]["found"] == "one":  # type: ignore[index]
                return
            time.sleep(0.5)
        raise AssertionError("the names were not read anew")


@pytest.mark.parametrize("words", [["mcp", "none.ttl"], ["serve", "none.ttl", "--mcp"]])
def test_without_the_extra_it_says_what_to_install(words: list[str]) -> None:
    code = (
        "import sys; sys.modules['mcp'] = None\n"
        f"from policygraph.cli.main import main; main({[*words, '--lang', 'en']!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'policygraph: the MCP server is needed: pip install "policygraph[mcp]"\n'
