"""A reverse proxy that has a server below a path, as offices put one before several programs."""

from __future__ import annotations

import http.client
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_OWN = ("connection", "transfer-encoding", "content-length", "date", "host")


@contextmanager
def reverse(target: str, below: str, *, strips: bool = True, tells: bool = True) -> Iterator[str]:
    """The address of a server at ``target`` behind a proxy.

    The proxy ``strips`` the path from what it passes on, or leaves it, and ``tells`` of it in ``X-Forwarded-Prefix``.
    It tells of its own address in any case, and has nothing at other paths.
    """
    place = urllib.parse.urlsplit(target)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            if not self.path.startswith(below + "/"):
                self.send_error(502, "another program's path")
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _OWN}
            headers |= {"Host": place.netloc, "X-Forwarded-Host": self.headers["Host"], "X-Forwarded-Proto": "http"}
            if tells:
                headers["X-Forwarded-Prefix"] = below
            connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
            path = self.path.removeprefix(below) if strips else self.path
            connection.request(self.command, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _OWN:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)
            connection.close()

        def log_message(self, *_: Any) -> None:
            pass

    for method in ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"):
        setattr(Handler, f"do_{method}", Handler.pass_on)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{below}"
    finally:
        server.shutdown()
        server.server_close()
