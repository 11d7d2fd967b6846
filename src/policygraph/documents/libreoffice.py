"""Convert office files with LibreOffice: without macros, links, network access or remaining files, and within limits.

Each conversion has its own profile in a temporary folder, so that several may run at once and the user's profile is not
changed. The program and all its children are killed at the time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from functools import cache
from glob import glob
from pathlib import Path
from typing import Literal, NamedTuple

from .source_file import SourceFile

__all__ = ["Converted", "convert", "find_program"]

SECONDS = 120
_MAX_OUTPUT = 200 * 1024 * 1024
_POLL = 0.1  # seconds
_NAMES = ("soffice", "libreoffice")
#: The places of the program on systems whose installers do not add it to the path.
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice*/program/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
#: The settings in the profile of a conversion: path, property, value.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    *(("Inet/Settings", f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS", "FTP")),
    *(("Inet/Settings", f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS", "FTP")),
)
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{}
</oor:items>
"""
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'


class Converted(NamedTuple):
    """A converted file, and the version of LibreOffice that converted it."""

    source: SourceFile
    version: str


@cache
def find_program() -> str | None:
    """Find LibreOffice.

    Returns:
        The path of the program, if it is installed.
    """
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    # Path.glob takes no absolute pattern.
    return found or next((place for pattern in _PLACES for place in glob(pattern)), None)  # noqa: PTH207


def convert(source: SourceFile, suffix: str, target: Literal["docx"]) -> Converted:
    """Convert a file.

    Args:
        source: The file.
        suffix: The suffix of its format with the dot; its name may have another one.
        target: The format to convert it to.

    Returns:
        The converted file, which keeps the name of the original for messages.

    Raises:
        SourceError: LibreOffice is not installed, cannot read the file, or needs too much time or space for it.
    """
    program = find_program()
    if program is None:
        raise source.error("libreoffice_missing", suffix=suffix)
    if not source.data.strip():
        raise source.error("file_empty")
    version = _read_version(program)
    with tempfile.TemporaryDirectory(prefix="policygraph-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        given, made = folder / f"in{suffix}", folder / "out" / f"in.{target}"
        given.write_bytes(source.data)
        made.parent.mkdir()
        _write_profile(folder / "profile")
        arguments = ["--convert-to", target, "--outdir", str(made.parent), str(given)]
        _run(source, [program, *_options(folder), *arguments], folder)
        if not made.is_file() or made.stat().st_size == 0:
            raise source.error("libreoffice_failed", target=f".{target}")
        return Converted(replace(source, data=made.read_bytes()), version)


def _options(folder: Path) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return [profile, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"]


def _write_profile(folder: Path) -> None:
    user = folder / "user"
    user.mkdir(parents=True)
    items = "\n".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(_PROFILE.format(items), encoding="utf-8")


@cache
def _read_version(program: str) -> str:
    """Return the version, such as 7.4.7.2; empty if it is unknown."""
    with tempfile.TemporaryDirectory(prefix="policygraph-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        command = [program, *_options(folder), "--version"]
        try:
            done = subprocess.run(
                command, capture_output=True, env=_environment(folder), timeout=SECONDS, stdin=subprocess.DEVNULL
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
    words = done.stdout.decode("utf-8", "replace").split()
    return next((word for word in words if word[0].isdigit()), "")


def _environment(folder: Path) -> dict[str, str]:
    """Make the environment of the program: its home is the temporary folder, and its proxies are unreachable."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    return kept | nowhere | {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}


def _run(source: SourceFile, command: list[str], folder: Path) -> None:
    """Run the program to its end, or to the limit of time or space, and kill its remaining children."""
    own_group: dict[str, bool | int] = {"start_new_session": True}
    if os.name == "nt":
        own_group = {"creationflags": 0x200}  # a new process group
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            **own_group,  # type: ignore[call-overload]
        )
    except OSError as error:
        raise source.error("libreoffice_failed", target="") from error
    try:
        end = time.monotonic() + SECONDS
        while process.poll() is None:
            if time.monotonic() > end:
                raise source.error("libreoffice_too_slow", n=SECONDS)
            if sum(each.stat().st_size for each in (folder / "out").iterdir()) > _MAX_OUTPUT:
                raise source.error("office_too_large", n=_MAX_OUTPUT >> 20)
            time.sleep(_POLL)
    finally:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children, even if the process itself has ended."""
    if os.name == "nt":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
