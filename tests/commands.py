"""Run commands as users do, each in a process of its own; a start takes milliseconds instead of a second.

A server process imports all commands and reads a notice once; each command runs in a fork of it. So a command starts
with warm caches and has its own memory, standard streams, environment, folder and exit code.
Where a process cannot fork, each command gets an interpreter of its own.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

__all__ = ["run_command"]

_FORKS = sys.platform == "linux"
_ONE_AT_A_TIME = threading.Lock()
#: A command that takes longer is killed, so that its test fails.
_SECONDS = 300


def run_command(
    words: Sequence[str | Path], cwd: Path | None = None, env: Mapping[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command of policygraph to its end."""
    given = [str(word) for word in words]
    there, around = str(cwd or Path.cwd()), {**(os.environ if env is None else env)}
    if not _FORKS:
        command = [sys.executable, "-m", "policygraph.cli.main", *given]
        options: dict[str, Any] = {"capture_output": True, "text": True, "encoding": "utf-8"}
        around.setdefault("PYTHONIOENCODING", "utf-8")
        return subprocess.run(command, input=stdin, cwd=there, env=around, **options)
    streams = [os.memfd_create(name) for name in ("stdin", "stdout", "stderr")]
    try:
        os.pwrite(streams[0], stdin.encode(), 0)
        code = _ask({"words": given, "cwd": there, "env": around, "streams": streams, "owner": os.getpid()})
        out, err = (os.pread(each, os.fstat(each).st_size, 0).decode() for each in streams[1:])
    finally:
        for each in streams:
            os.close(each)
    # As text mode reads them.
    stdout, stderr = (each.replace("\r\n", "\n").replace("\r", "\n") for each in (out, err))
    return subprocess.CompletedProcess(given, code, stdout, stderr)


@cache
def _server() -> subprocess.Popen[str]:
    """Start the server process; it ends when this process does."""
    return subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _ask(request: dict[str, Any]) -> int:
    server = _server()
    assert server.stdin and server.stdout
    with _ONE_AT_A_TIME:
        server.stdin.write(json.dumps(request) + "\n")
        server.stdin.flush()
        answer = server.stdout.readline()
    assert answer, f"the process that runs commands ended: {server.wait()}"
    return int(answer)


# ---- in the server process ----


def _serve() -> None:
    _warm_up()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if not child:
            _run(request)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _warm_up() -> None:
    """Import the commands and fill the caches of the reader."""
    from importlib import import_module

    from policygraph.cli.main import COMMANDS
    from policygraph.corpus import build
    from policygraph.resources import examples_dir

    for place, _ in COMMANDS.values():
        import_module(f"policygraph.cli.{place.partition(':')[0]}")
    build(examples_dir() / "fujian-relocation-2020.txt")
    assert len([*Path("/proc/self/task").iterdir()]) == 1, "a thread would be missing in each fork"
    gc.collect()
    gc.freeze()


def _run(request: dict[str, Any]) -> NoReturn:
    code = 1
    signal.alarm(_SECONDS)
    try:
        for number, stream in enumerate(request["streams"]):
            place = os.open(f"/proc/{request['owner']}/fd/{stream}", os.O_RDWR)
            os.dup2(place, number)
            os.close(place)
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        for name, number, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
            errors = "backslashreplace" if name == "stderr" else "strict"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", errors=errors))
        sys.argv = ["policygraph", *request["words"]]
        from policygraph.cli.main import main

        main()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        import atexit

        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
