"""Files of older office programs, by way of LibreOffice."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from documents.office_writer import odt_file, save_as
from documents.test_twins import LINES, NOTICE_DUTIES, ROWS, TABLE_DUTIES, duties
from policygraph.corpus import build
from policygraph.documents import libreoffice, read_bytes
from policygraph.errors import SourceError
from policygraph.graph.read import read_policies
from servers import need

Make = Callable[..., bytes]


@pytest.fixture(autouse=True)
def forget_the_program() -> None:
    libreoffice.find_program.cache_clear()


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a program in the place of LibreOffice that runs some lines of Python."""
    if os.name == "nt":
        pytest.skip("a script is no program on Windows")

    def make(lines: str) -> Path:
        program = tmp_path / "soffice"
        program.write_text(f"#!{sys.executable}\nimport sys, time, os, pathlib, subprocess\n{lines}\n")
        program.chmod(0o755)
        monkeypatch.setattr(libreoffice, "_NAMES", (str(program),))
        return program

    return make


RTF = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}\f0 \'bd\'cc\'d3\'fd\'be\'d6\par}"


def failure(data: bytes, name: str) -> str:
    with pytest.raises(SourceError) as caught:
        read_bytes(data, name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_word_97_with_its_table_and_provenance(make_docx: Make, tmp_path: Path) -> None:
    need("soffice", "install LibreOffice with Writer and Calc")
    data = save_as({"a.docx": make_docx([*LINES[:-1], ROWS, LINES[-1]])}, "doc")["a"]
    path = tmp_path / "通知.wps"
    path.write_bytes(data)
    graph = build(path).dataset
    (policy,) = read_policies(graph)
    document = policy.document
    assert document.text.splitlines()[: len(LINES) - 1] == LINES[:-1]
    read = read_bytes(data, "通知.wps")
    assert set(duties(read)) == {*NOTICE_DUTIES, *TABLE_DUTIES}
    (step,) = document.steps
    assert (step.kind, step.software, step.file) == ("conversion", "LibreOffice", "通知.wps")
    assert step.version[0].isdigit() and document.media_type == "application/msword"


def test_without_libreoffice_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_NAMES", ("no-such-program",))
    monkeypatch.setattr(libreoffice, "_PLACES", ())
    assert failure(RTF, "通知.rtf") == (
        "通知.rtf is a .rtf file, which needs LibreOffice: install it, or save the file as .docx"
    )


def test_a_program_that_hangs_is_killed_with_its_children(
    stub: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = tmp_path / "children"
    child = "import time; time.sleep(60)"
    stub(
        "if '--version' in sys.argv: sys.exit(print('LibreOffice 1.0'))\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}])\n"
        f"pathlib.Path({str(children)!r}).write_text(f'{{os.getpid()}} {{child.pid}} {{os.environ[\"HOME\"]}}')\n"
        "time.sleep(60)"
    )
    monkeypatch.setattr(libreoffice, "SECONDS", 3)
    begin = time.monotonic()
    assert "took LibreOffice more than 3 seconds" in failure(RTF, "a.rtf")
    assert time.monotonic() - begin < 30
    *pids, home = children.read_text().split()
    assert not Path(home).exists(), "the temporary folder is gone"
    for pid in pids:
        state = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True).stdout.strip()
        assert state in ("", "Z"), "no process is left"


def test_too_much_output_is_refused(stub: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    stub(
        "if '--version' in sys.argv: sys.exit(print('LibreOffice 1.0'))\n"
        "(pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1]) / 'in.docx').write_bytes(bytes(2_000_000))\n"
        "time.sleep(60)"
    )
    monkeypatch.setattr(libreoffice, "_MAX_OUTPUT", 1 << 20)
    assert "larger than 1 MB" in failure(RTF, "a.rtf")


def test_a_conversion_that_makes_nothing(stub: Callable[[str], Path]) -> None:
    stub("print('LibreOffice 1.0')")
    assert "a.rtf cannot be converted to .docx" in failure(RTF, "a.rtf")


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.rtf", "a.xls", "a.et", "a.odt", "a.ofd"])
def test_a_suffix_alone_makes_no_office_file(name: str) -> None:
    """Pages and texts with the suffix of an office file are common on the sites of offices."""
    text = "\n".join(LINES)
    assert duties(read_bytes(text.encode(), name)) == NOTICE_DUTIES
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in LINES) + "</body></html>"
    assert duties(read_bytes(page.encode("gb18030"), name)) == NOTICE_DUTIES
    assert "is not text" in failure(b"\0\1\2\3", name)


def test_mail_slides_and_encrypted_files_are_refused_by_their_streams(make_xlsx: Make) -> None:
    import olefile

    workbook = save_as({"a.xlsx": make_xlsx({"Sheet1": ROWS})}, "xls")["a"]
    assert olefile.isOleFile(workbook)
    name = "Workbook".encode("utf-16-le")
    for other, said in [("PowerPoint Document", "a presentation"), ("EncryptedPackage", "encrypted")]:
        renamed = _rename(workbook, name, other)
        assert said in failure(renamed, "a.doc")
    assert "Outlook message" in failure(_rename(workbook, name, "__properties_version1.0"), "a.msg")
    assert "old Office format" in failure(_rename(workbook, name, "Other"), "a.doc")
    assert "damaged" in failure(workbook[:600], "a.xls")


def _rename(data: bytes, old: bytes, new: str) -> bytes:
    """Give the entry of a stream in a compound file another name."""
    at = data.index(old + b"\0\0")
    coded = new.encode("utf-16-le")
    entry = bytearray(data[at : at + 66])
    entry[:64] = coded.ljust(64, b"\0")
    entry[64:66] = (len(coded) + 2).to_bytes(2, "little")
    return data[:at] + bytes(entry) + data[at + 66 :]


def test_linked_pictures_are_not_fetched() -> None:
    """With the settings that LibreOffice has by itself it asks for this one."""
    need("soffice", "install LibreOffice with Writer and Calc")
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        picture = f'<draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:actuate="onLoad"/>'
        frame = f'<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">{picture}</draw:frame>'
        document = read_bytes(odt_file(f"<text:p>教育局{frame}</text:p>"), "a.odt")
        server.shutdown()
    assert document.text.strip() == "教育局" and asked == []


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_hostile_files_end(suffix: str, make_docx: Make) -> None:
    data = save_as({"a.docx": make_docx([*LINES, "附"])}, suffix)["a"]
    for broken in (data[: len(data) // 2], data[:100], data[:600] + os.urandom(2000) + data[2600:]):
        try:
            read_bytes(broken, f"a.{suffix}")
        except SourceError as error:
            assert "\n" not in str(error)
