"""A proxy before a real server that answers some requests itself, cuts them off, or lets them wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

#: From (method, path with query, number of writing requests before it) to what happens: a status, or a word.
Plan = Callable[[str, str, int], "int | str | None"]
_HOP = ("transfer-encoding", "connection", "content-length", "content-encoding", "date", "host", "accept-encoding")


class Proxy:
    """``plan`` may be changed while it runs; ``seen`` are the writing requests, as (method, path)."""

    def __init__(self, target: str, plan: Plan) -> None:
        self.target, self.plan = target, plan
        self.seen: list[tuple[str, str]] = []
        self.url = ""


@contextmanager
def proxy(target: str, plan: Plan = lambda *_: None) -> Iterator[Proxy]:
    """A proxy on a free port. A plan's words: ``cut`` closes without an answer, ``cut after`` lets the server do the
    work first, ``slow`` waits two seconds, ``half`` sends the server half of what was sent and then closes."""
    state = Proxy(target, plan)
    client = httpx.Client(timeout=60)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            writing = self.command in ("PUT", "DELETE") or (self.command == "POST" and "update" in self.path)
            writing = writing or (self.command == "POST" and self.path.endswith("/sparql-auth"))
            told = state.plan(self.command if writing else "READ", self.path, len(state.seen) if writing else -1)
            if writing:
                state.seen.append((self.command, self.path))
            if told == "cut":
                self.close_connection = True
                return
            if isinstance(told, int):
                self.send_response(told)
                self.send_header("Retry-After", "0")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if told == "slow":
                time.sleep(2)
            if told == "half":
                body = body[: len(body) // 2]
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            answer = client.request(self.command, state.target + self.path, content=body, headers=headers)
            if told in ("cut after", "half"):
                self.close_connection = True
                return
            self.send_response(answer.status_code)
            for name, value in answer.headers.items():
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            # Who did not wait is gone.
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(answer.content)

        def log_message(self, *_: Any) -> None:
            pass

    for method in ("GET", "PUT", "POST", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.handle_any)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        client.close()
