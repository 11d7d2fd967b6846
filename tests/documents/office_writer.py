"""Writes the files of office programs with LibreOffice, and OpenDocument files by hand."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from servers import need

_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="/" m:media-type="{}"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)


def save_as(files: Mapping[str, bytes], target: str) -> dict[str, bytes]:
    """Let LibreOffice save files in another format, all in one run.

    Args:
        files: The files by their names.
        target: The suffix of the format, without a dot.

    Returns:
        The files by the same names without suffix.
    """
    program = need("soffice", "install LibreOffice with Writer and Calc")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", target, "--outdir", f"{folder}/out"]
        subprocess.run(
            [*command, *(f"{folder}/{name}" for name in files)], check=True, capture_output=True, timeout=240
        )
        return {Path(name).stem: (Path(folder) / "out" / f"{Path(name).stem}.{target}").read_bytes() for name in files}


def ods_file(sheets: Mapping[str, Sequence[Sequence[str]]] | None = None, content: str = "", styles: str = "") -> bytes:
    """Write an OpenDocument spreadsheet: rows, or the XML of tables."""
    for name, rows in (sheets or {}).items():
        cells = ("".join(map(_cell, row)) for row in rows)
        body = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
        content += f'<table:table table:name="{name}">{body}</table:table>'
    return _pack("spreadsheet", content, styles)


def odt_file(content: str) -> bytes:
    """Write an OpenDocument text from its XML."""
    return _pack("text", content)


def _pack(kind: str, content: str, styles: str = "") -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    xml = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{content}</office:{kind}></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", media_type, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST.format(media_type))
        archive.writestr("content.xml", xml)
    return stream.getvalue()


def _cell(text: str) -> str:
    if not text:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
