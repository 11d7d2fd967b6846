"""MCP: tools, resources and prompts for assistants over a graph. No model is called; every duty comes with its quote.

``application`` puts the official SDK's server together. Its tools are functions of a ``Source``, which asks the
server's pool of worker processes: ``questions``, ``bodies``, ``evidence``, ``describing``, ``querying``, ``unread``,
``proposing``. ``results`` has the types of their answers; ``resources`` and ``prompts`` are what else clients can list;
``stdio`` and ``http`` are the transports. Needs the extra ``mcp``, and Linux, as the server does.
"""

from __future__ import annotations

import sys

from ..errors import UsageError

__all__ = ["check_installed"]


def check_installed() -> None:
    """Check that this is Linux and that the extra is installed, before another module of this package is imported.

    Raises:
        UsageError: It is not.
    """
    if sys.platform != "linux":
        raise UsageError("linux_only")
    try:
        import mcp.server.mcpserver
        import uvicorn
    except ImportError:
        raise UsageError("mcp_not_installed") from None
    assert mcp.server.mcpserver and uvicorn
