"""MCP: tools, resources and prompts for assistants over a graph. No model is called; every duty comes with its quote.

``application`` puts the official SDK's server together. Its tools are functions of a ``Source``, which asks the
server's pool of worker processes: ``questions``, ``bodies``, ``evidence``, ``describing``, ``querying``, ``unread``,
``proposing``. ``results`` has the types of their answers; ``resources`` and ``prompts`` are what else clients can list;
``stdio`` and ``http`` are the transports. Needs the extra ``mcp``, and Linux, as the server does.
"""

from __future__ import annotations

__all__: list[str] = []
