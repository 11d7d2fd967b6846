"""A server as users start it, on a free port."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

import servers

DATA = """
<http://e/a> <http://e/p> "a" <http://e/graph/a> .
<http://e/b> <http://e/p> "b" <http://e/graph/b> .
<http://e/\u7701> <http://e/name> "\u7701\u6559\u80b2\u5385"@zh <http://e/graph/b> .
<http://e/d> <http://e/p> "d" .
"""


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Served:
    url: str
    pid: int

    def ask(
        self,
        path: str = "/sparql",
        *,
        query: str | None = None,
        method: str | None = None,
        data: bytes | None = None,
        more: list[tuple[str, str]] | None = None,
        **headers: str,
    ) -> Answer:
        fields = ([("query", query)] if query is not None else []) + (more or [])
        url = self.url + path + ("?" + urllib.parse.urlencode(fields) if fields else "")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(url, data, named, method=method)
        if data is not None and "Content-Type" not in named:
            # urllib would add one of its own.
            request.add_unredirected_header("Content-type", "")
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())


@contextmanager
def started(graph: Path, *options: str) -> Iterator[Served]:
    port = servers.free_port()
    command = [sys.executable, "-m", "policygraph.cli.main", "serve", str(graph), "--port", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            servers.wait(f"http://127.0.0.1:{port}/health", 90, process)
            yield Served(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()
            process.wait(40)


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("server") / "data.nq"
    path.write_text(DATA, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def server(graph: Path) -> Iterator[Served]:
    with started(graph) as found:
        yield found


@pytest.fixture(scope="session")
def start() -> Callable[..., object]:
    return started
