"""What keeps a server from starting is one line, before any graph is opened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Served


def serve(graph: Path, *options: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "policygraph.cli.main", "serve", str(graph), *options, "--lang", "en"]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, env={**os.environ, **env}
    )


def test_a_port_in_use_is_one_line(server: Served, graph: Path) -> None:
    port = server.url.rpartition(":")[2]
    done = serve(graph, "--port", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"policygraph: 127.0.0.1:{port} is in use: stop the other server, or choose another --port\n"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--host", "192.0.2.7"), "192.0.2.7:8000 is not an address of this machine: choose another --host"),
        (("--host", "no-such-host.invalid"), "cannot listen on no-such-host.invalid:8000: "),
        (("--host", "a" * 300), "cannot listen on "),
        (("--root-path", "//evil.example"), "--root-path must be a path such as /graph of "),
        (("--root-path", "数据"), "--root-path must be a path such as /graph of "),
    ],
)
def test_an_address_that_is_none_is_one_line(options: tuple[str, ...], message: str, graph: Path) -> None:
    done = serve(graph, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("policygraph: ") and message in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "token", ["short", "口令口令口令口令口令口令口令口令", " sixteen letters ", "sixteen letters\n!"]
)
def test_a_token_that_no_header_can_carry_is_refused(token: str, tmp_path: Path) -> None:
    done = serve(tmp_path, POLICYGRAPH_SERVE_TOKEN=token)
    assert done.returncode == 2
    assert done.stderr.startswith("policygraph: POLICYGRAPH_SERVE_TOKEN: a token must have at least 16 printable")


def test_a_port_in_use_is_told_in_chinese(server: Served, graph: Path) -> None:
    port = server.url.rpartition(":")[2]
    done = serve(graph, "--port", port, "--lang", "zh")
    assert done.stderr == f"policygraph: 127.0.0.1:{port} 已被占用：请停止占用它的服务，或用 --port 另选端口\n"


def test_a_log_that_nobody_reads_stops_nothing(graph: Path) -> None:
    import servers

    port = servers.free_port()
    command = [sys.executable, "-m", "policygraph.cli.main", "serve", str(graph), "--port", str(port)]
    read, write = os.pipe()
    os.close(read)
    with subprocess.Popen(command, stdout=write, stderr=subprocess.PIPE) as process:
        os.close(write)
        try:
            servers.wait(f"http://127.0.0.1:{port}/health", 90, process)
            assert Served(f"http://127.0.0.1:{port}", process.pid).true("ASK {}")
        finally:
            process.terminate()
        told = process.communicate(timeout=40)[1].decode()
    assert "Error" not in told and f"http://127.0.0.1:{port}/" in told
