"""A server as users start it, on a free port."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import psutil
import pytest

import servers
from policygraph import build
from policygraph.resources import examples_dir
from policygraph.store import dump

DATA = """
<http://e/a> <http://e/p> "a" <http://e/graph/a> .
<http://e/b> <http://e/p> "b" <http://e/graph/b> .
<http://e/\u7701> <http://e/name> "\u7701\u6559\u80b2\u5385"@zh <http://e/graph/b> .
<http://e/d> <http://e/p> "d" .
"""


TOKEN = "a token of this test"


@dataclass
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Served:
    url: str
    pid: int
    token: str | None = None

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
        if self.token and "Authorization" not in named:
            request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        if data is not None and "Content-Type" not in named:
            # urllib would add one of its own.
            request.add_unredirected_header("Content-type", "")
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def update(self, text: str, *more: tuple[str, str], **headers: str) -> Answer:
        return self.ask(data=text.encode(), more=list(more), **{"Content_Type": "application/sparql-update"} | headers)

    def true(self, query: str) -> bool:
        answer = self.ask(query=query)
        assert answer.status == 200, answer.text
        return bool(json.loads(answer.body)["boolean"])


@contextmanager
def started(graph: Path, *options: str, token: str | None = None) -> Iterator[Served]:
    """A server; what it wrote to standard error is looked through for tracebacks when it has ended."""
    if sys.platform != "linux":
        pytest.skip("serve runs on Linux only")
    port = servers.free_port()
    command = [sys.executable, "-m", "policygraph.cli.main", "serve", str(graph), "--port", str(port), *options]
    environment = os.environ | ({"POLICYGRAPH_SERVE_TOKEN": token} if token else {})
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told, env=environment) as process,
    ):
        try:
            servers.wait(f"http://127.0.0.1:{port}/health", 90, process)
            yield Served(f"http://127.0.0.1:{port}", process.pid, token)
        finally:
            process.terminate()
            process.wait(40)
        told.seek(0)
        assert b"Traceback" not in (text := told.read()), text.decode()


def child(server: Served, module: str) -> psutil.Process:
    """A process of a server, by its module below ``policygraph.server``."""
    children = psutil.Process(server.pid).children()
    return next(each for each in children if f"policygraph.server.{module}" in each.cmdline())


@contextmanager
def house_of(example: Path, folder: Path) -> Iterator[Served]:
    """A server of the bundled example with its atlas."""
    dump(build(example).dataset, folder / "graph.ttl")
    with started(folder / "graph.ttl", "--atlas", str(folder / "atlas")) as server:
        yield server


def store_of(path: Path, data: str = DATA) -> Path:
    """A store directory with N-Quads."""
    from pyoxigraph import RdfFormat, Store

    store = Store(str(path))
    store.load(data.encode(), RdfFormat.N_QUADS)
    store.flush()
    return path


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
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that takes changes; a test asks for ``writable`` or ``empty``, which give it a known state."""
    with started(store_of(tmp_path_factory.mktemp("writable") / "store"), token=TOKEN) as found:
        yield found


@pytest.fixture
def writable(changing: Served) -> Served:
    """A server that takes changes and holds ``DATA`` when the test begins."""
    from pyoxigraph import DefaultGraph, RdfFormat, parse

    blocks = (
        str(quad.triple)
        if isinstance(quad.graph_name, DefaultGraph)
        else f"GRAPH {quad.graph_name} {{ {quad.triple} }}"
        for quad in parse(DATA.encode(), RdfFormat.N_QUADS)
    )
    answer = changing.update(f"DROP ALL ; INSERT DATA {{ {' '.join(f'{block} .' for block in blocks)} }}")
    assert answer.status == 204, answer.text
    return changing


@pytest.fixture
def empty(changing: Served) -> Served:
    """A server that takes changes and holds nothing when the test begins."""
    assert changing.update("DROP ALL").status == 204
    return changing


@pytest.fixture(scope="session")
def house(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the bundled example with its atlas, which nobody changes."""
    with house_of(example, tmp_path_factory.mktemp("house")) as server:
        yield server


@pytest.fixture(scope="session")
def provinces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of notices of two provinces, below a path of its own; nobody changes it."""
    path = tmp_path_factory.mktemp("provinces") / "graph.ttl"
    notices = [examples_dir() / f"{name}.txt" for name in ("fujian-relocation-2020", "anhui-cold-chain-2020")]
    dump(build(notices).dataset, path)
    with started(path, "--root-path", "/graph") as server:
        yield server


@pytest.fixture(scope="session")
def start() -> Callable[..., object]:
    return started
