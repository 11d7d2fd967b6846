"""The inputs of ``../shared/cases``, each of which was read wrongly once: what its README expects must come out."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

import policygraph
from needs import lacking
from policygraph.model import Policy

Run = Callable[..., subprocess.CompletedProcess[str]]
Duty = tuple[str, str, str]

TWO = [
    ("1", "lead", "市交通运输局"),
    ("1", "support", "市财政局"),
    ("2", "lead", "市金融局"),
    ("2", "support", "市文化和旅游局"),
]
CONTINUED = [*TWO[:2], ("1", "support", "市金融局"), *TWO[2:]]

READ: dict[str, list[Duty]] = {
    "csv-merged_excel.csv": CONTINUED,
    "csv-me2.csv": CONTINUED,
    "xlsx-twohead_plain.xlsx": TWO,
    "html-twohead.html": TWO,
    "docx-gridspan.docx": TWO,
    "docx-hmerge.docx": TWO,
    "docx-nullrel.docx": TWO,
    "xlsx-strict.xlsx": TWO,
}

PLAIN = [
    ("（一）", "responsible", "市交通运输局"),
    ("（一）", "support", "市财政局"),
    ("（二）", "responsible", "市金融局"),
    ("（二）", "support", "市文化和旅游局"),
]
READ |= {
    "kangxi-kangxi.txt": PLAIN,
    "kangxi-ocrspace.txt": PLAIN,
    "ctrl-title.txt": PLAIN,
    "kangxi-shy.txt": [("（一）", "responsible", name) for name in ("市财政局", "市水利局", "市教育局")],
    "kangxi-lab.txt": [
        ("（一）", "responsible", "市交通运输局"),
        ("（一）", "responsible", "市财政局"),
        ("（二）", "responsible", "市金融局"),
    ],
}
READ |= {
    "docx-nested3.docx": [*TWO, ("（一）", "responsible", "市水利局")],
    "docx-hidden.docx": [("（一）", "responsible", "市交通运输局")],
    "docx-delmark.docx": [
        ("（一）", "responsible", "市交通运输局"),
        ("（一）", "responsible", "市财政局"),
        ("（一）", "support", "市金融局"),
    ],
}


@pytest.fixture(scope="module")
def cases(shared: Path) -> Path:
    folder = shared / "cases"
    if not folder.is_dir():
        lacking("no small inputs beside this checkout (../shared/cases)")
    return folder


def duties(policy: Policy) -> list[Duty]:
    return [(measure.number, duty.role, duty.name) for measure in policy.measures for duty in measure.responsibilities]


@pytest.mark.parametrize("name", READ)
def test_reads(cases: Path, name: str) -> None:
    policy = policygraph.read(cases / name)
    assert sorted(duties(policy)) == sorted(READ[name])
    assert not policy.unread
    assert not policy.categories
    assert all(duty.body.functions for measure in policy.measures for duty in measure.responsibilities)


def test_an_unclosed_quote_is_an_error_with_its_line(cases: Path, run: Run, tmp_path: Path) -> None:
    done = run("build", cases / "csv-quote.csv", "-o", "out.ttl")
    assert done.returncode == 2
    assert "csv-quote.csv 从第 3 行开始的一行中引号没有成对" in done.stderr
    assert not (tmp_path / "out.ttl").exists()


def test_formulas_without_a_value_are_named(cases: Path, run: Run) -> None:
    done = run("build", cases / "xlsx-formula.xlsx", "-o", "out.ttl")
    assert done.returncode == 0
    assert re.search(r"C3\W+D3\W+E3", done.stderr)
    assert run("build", cases / "xlsx-formula.xlsx", "-o", "out.ttl", "--strict").returncode == 1


def test_control_characters_leave_xml_well_formed(cases: Path, run: Run, tmp_path: Path) -> None:
    assert run("build", cases / "ctrl-title.txt", "-o", "out.ttl").returncode == 0
    assert run("build", cases / "ctrl-title.txt", "-o", "out.rdf").returncode == 0
    ElementTree.parse(tmp_path / "out.rdf")
    texts = run("query", "-", "out.ttl", "--format", "xml", stdin="SELECT ?o { ?s ?p ?o }")
    assert "完善\ufffd基础设施" in "".join(ElementTree.fromstring(texts.stdout).itertext())
    assert run("analyze", "out.ttl", "-o", "report").returncode == 0
    networks = [path for path in (tmp_path / "report").iterdir() if path.suffix in (".gexf", ".graphml")]
    assert networks
    for path in networks:
        ElementTree.parse(path)


def test_byte_order_marks(cases: Path, run: Run) -> None:
    done = run("query", cases / "bom-q.rq", cases / "bom-bom.ttl", "--format", "csv")
    assert (done.returncode, done.stdout.split()) == (0, ["s"])
    assert len(run("query", "responsibilities", cases / "bom-bom.ttl", "--format", "csv").stdout.splitlines()) == 5
