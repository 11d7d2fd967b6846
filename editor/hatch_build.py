"""Puts the editor of the query page into one script when the package is built.

Needs Node and npm, with the versions that ``package-lock.json`` pins. Where they are not there, or the packages cannot
be fetched, the package is built without: the page then has a plain field for the query.
"""

from __future__ import annotations

import json
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
        if npm is None or shutil.which("node") is None:
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
            [program, "editor.js", *options, f"--outfile={made}"],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=120,
        )
        return licences(Path(folder)).encode() + made.read_bytes()


def licences(folder: Path) -> str:
    """The licences of what goes into the script, each text once, as a comment for its top."""
    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    texts: dict[str, list[str]] = {}
    for place, told in locked.items():
        text = folder / place / "LICENSE"
        if place and not told.get("dev") and text.is_file():
            name = f"{place.removeprefix('node_modules/')} {told['version']}"
            texts.setdefault(text.read_text(encoding="utf-8").strip(), []).append(name)
    parts = [f"{', '.join(names)}\n\n{text}" for text, names in texts.items()]
    return "/*\n" + "\n\n".join(parts).replace("*/", "* /") + "\n*/\n"
