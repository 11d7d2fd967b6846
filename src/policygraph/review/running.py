"""Run the review server on this machine, open the browser, and stop on request."""

from __future__ import annotations

import contextlib
import getpass
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ..corpus import Options, read_words
from ..errors import UsageError
from ..web.sockets import bind
from .access import make_token

__all__ = ["login_name", "review"]

_HOST = "127.0.0.1"
#: Seconds for which a thread keeps the interpreter: a click waits for some turns of a reading, not for all of it. With
#: 5 ms, the usual time, the slowest of 45 clicks took 265 ms beside two readings of 1,300 responsibilities; so 90 ms.
_TURN = 0.0005


def login_name() -> str:
    """Return the login name of the user, or an empty text."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def review(
    sources: Sequence[Path],
    *,
    options: Options | None = None,
    port: int = 0,
    reviewer: str = "",
    folder: Path | None = None,
    lexicon: Path | None = None,
    proposals: Path | None = None,
    tell: Callable[[str], None] = print,
    browse: Callable[[str], object] | None = None,
) -> None:
    """Serve the review page until it is stopped, from the page or by Ctrl-C.

    Args:
        sources: Files, folders and patterns.
        options: How to read them.
        port: The port; 0 for a free one.
        reviewer: The name of the reviewer; by default the login name.
        folder: The folder for files that are dropped onto the page.
        lexicon: The file of the user's words; by default ``words.yaml`` in the folder, if it exists.
        proposals: The folder of the corrections that assistants propose, if they are to be shown.
        tell: Receives the address, which contains the token.
        browse: Opens the address, if given.

    Raises:
        UsageError: The extra ``server`` is not installed, the port is in use, or the lexicon is not valid.
        SourceError: A source is missing.
    """
    try:
        from .app import create_application
        from .http_server import Server
    except ImportError:
        raise UsageError("server_not_installed") from None
    from .session import Session

    sys.setswitchinterval(_TURN)
    folder = folder or Path("policygraph-review")
    lexicon = lexicon or folder / "words.yaml"
    options = options or Options()
    if options.lexicon is None and lexicon.exists():
        options = replace(options, lexicon=read_words(lexicon))
    session = Session(options, reviewer or login_name(), folder, proposals)
    session.add(sources)
    if not sources:
        session.add_kept()
    sockets = bind(_HOST, port)
    token, at = make_token(), sockets[0].getsockname()[1]

    def stop() -> None:
        server.should_exit = True

    app = create_application(session, token, at, stop, lexicon)
    server = Server(app, lambda: _open(f"http://{_HOST}:{at}/?token={token}", tell, browse))
    reading = threading.Thread(target=session.read_ahead, daemon=True)
    reading.start()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets)
    finally:
        session.stop()
        for sock in sockets:
            sock.close()


def _open(address: str, tell: Callable[[str], None], browse: Callable[[str], object] | None) -> None:
    tell(address)
    if browse is not None:
        # A browser may take its time to start, or not exist.
        threading.Thread(target=_browse, args=(browse, address), daemon=True).start()


def _browse(browse: Callable[[str], object], address: str) -> None:
    with contextlib.suppress(Exception):
        browse(address)
