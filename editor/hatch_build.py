"""Puts the editor of the query page into one script when the package is built.

Needs Node and npm, with the versions that ``package-lock.json`` pins. Where they are not there, or the packages cannot
be fetched, the package is built without: the page then has a plain field for the query.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("package.json", "package-lock.json", ".npmrc", "editor.js")
MADE = "src/policygraph/server/assets/codemirror.js"


class EditorHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the script for a wheel and for an editable installation."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the script where it is missing or older than its sources; no failure here stops the build."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        here, made = root / "editor", root / MADE
        newest = max((here / name).stat().st_mtime for name in SOURCES)
        if made.exists() and made.stat().st_mtime >= newest:
            return
        npm = shutil.which("npm")
        if os.environ.get("POLICYGRAPH_PLAIN_EDITOR") or npm is None or shutil.which("node") is None:
            self.app.display_warning("the query page gets a plain editor: npm is not here")
            return
        try:
            made.write_bytes(bundle(npm, here))
        except (OSError, subprocess.SubprocessError) as error:
            self.app.display_warning(f"the query page gets a plain editor: {error}")


def bundle(npm: str, here: Path) -> bytes:
    """The script: the editor and what it is made of, in one file."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            shutil.copy(here / name, folder)
        fetch = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
        subprocess.run(fetch, cwd=folder, check=True, capture_output=True, timeout=180)
        program = Path(folder, "node_modules", ".bin", "esbuild")
        options = [
            "--bundle",
            "--minify",
            "--format=iife",
            "--target=es2021",
            "--legal-comments=none",
            "--charset=utf8",
        ]
        made = Path(folder, "codemirror.js")
        subprocess.run(
            [program, "editor.js", *options, f"--banner:js={NOTICE}", f"--outfile={made}"],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=120,
        )
        return made.read_bytes()


NOTICE = "/* CodeMirror 6, MIT licence, copyright Marijn Haverbeke and others: https://codemirror.net */"
