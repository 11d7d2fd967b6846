"""Recognised lines in the graph, the report, the summary of a build and the atlas; nothing is recognised here."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from policygraph.atlas import write_atlas
from policygraph.cli.main import main
from policygraph.corpus import build, reading, write_report
from policygraph.documents import read_bytes
from policygraph.graph.read import read_policies
from policygraph.graph.validate import validate
from policygraph.model import Document, Evidence, ProcessingStep, RecognisedLine, Recognition

TEXT = "（一）修路。由省交通运输厅牵头，省财政厅配合。\n（二）办学。由省教育厅负责。\n"
PNG = b"\x89PNG\r\n\x1a\npicture"


def lines(text: str) -> tuple[RecognisedLine, ...]:
    first, second = Evidence(text[:23], 0, 23), Evidence(text[24:38], 24, 38)
    return RecognisedLine(first, 1, 0.97), RecognisedLine(second, 2, 0.61, PNG)


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that is read as if its text had been recognised."""

    def recognised(*args: Any) -> Document:
        document = read_bytes(*args)
        step = ProcessingStep("recognition", "RapidOCR", "3.10.0", "通知.pdf", "0" * 64)
        return replace(document, steps=(step,), recognition=Recognition(0.8, lines(document.text)))

    monkeypatch.setattr(reading, "read_bytes", recognised)
    path = tmp_path / "scan.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_lines_come_back_from_the_graph(scan: Path) -> None:
    made = build(scan)
    (policy,) = read_policies(made.dataset)
    assert policy.document.recognition == Recognition(0.8, lines(TEXT)) == made.policies[0].document.recognition
    assert [step[:3] for step in policy.document.steps] == [("recognition", "RapidOCR", "3.10.0")]
    findings = [finding for finding in validate(made.dataset) if "RecognisedLine" in finding.shape]
    assert [finding.severity for finding in findings] == ["warning"]
    assert "characters 24–38" in findings[0].line("en")


def test_a_text_has_no_recognition(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text(TEXT, encoding="utf-8")
    made = build(path)
    (policy,) = read_policies(made.dataset)
    assert policy.document.recognition is None
    assert not [row for row in made.dataset if "ecogni" in f"{row}"]


@pytest.mark.parametrize("target", ["graph.ttl", "store"])
def test_the_report_lists_doubtful_lines(scan: Path, tmp_path: Path, target: str) -> None:
    made = build(scan, tmp_path / target, jobs=1)
    write_report(made, tmp_path / "r.json", "en")
    (policy,) = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["policies"]
    assert policy["recognised_lines"] == 2
    assert policy["doubtful_lines"] == [
        {"line": 2, "start": 24, "end": 38, "text": TEXT[24:38], "page": 2, "confidence": 0.61}
    ]
    write_report(made, tmp_path / "r.csv", "en")
    rows = list(csv.DictReader((tmp_path / "r.csv").read_text(encoding="utf-8").splitlines()))
    (doubtful,) = (row for row in rows if row["kind"] == "doubtful")
    assert (doubtful["page"], doubtful["confidence"], doubtful["reason"]) == (
        "2", "0.61", "page 2, doubtful recognition (confidence 0.61)"
    )  # fmt: skip


def test_the_summary_names_doubtful_lines(scan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["build", str(scan), "-o", str(tmp_path / "g.ttl"), "--lang", "en"])
    said = capsys.readouterr().err
    assert done.value.code == 0
    assert "  recognised: 2 lines, 1 of them doubtful" in said
    assert (
        "warning: scan, page 2 (line 2 of the text, characters 24–38): doubtful recognition (confidence 0.61): "
        f"{TEXT[24:38]}" in said
    )


def test_the_atlas_shows_doubtful_lines_beside_their_pictures(scan: Path, tmp_path: Path) -> None:
    write_atlas(build(scan).dataset, tmp_path / "atlas")
    page = (tmp_path / "atlas" / "policy" / "scan.html").read_text(encoding="utf-8")
    section = page.partition('<section class="doubtful"')[2].partition("</section>")[0]
    assert section.count("<tr>") == 2
    assert 'src="data:image/png;base64,iVBORw0KGgpwaWN0dXJl"' in section
    assert TEXT[24:38] in section and "0.61" in section and TEXT[:23] not in section


def test_an_unknown_way_is_refused(scan: Path, tmp_path: Path) -> None:
    from policygraph.errors import UsageError

    calls: tuple[Any, ...] = (build, reading.read)
    for call in calls:
        with pytest.raises(UsageError, match="ocr is auto, always or never"):
            call(scan, ocr="sometimes")


def test_another_way_builds_a_directory_anew(scan: Path, tmp_path: Path) -> None:
    first = build(scan, tmp_path / "store", jobs=1)
    again = build(scan, tmp_path / "store", jobs=1)
    other = build(scan, tmp_path / "store", jobs=1, ocr="never")
    assert (first.built, again.built, other.built) == (1, 0, 1)
