"""``ledger`` and ``status``: bad input is one clear line, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from policygraph import build
from policygraph.ledger import write_ledger
from policygraph.resources import examples_dir
from policygraph.store import dump

from .conftest import Run

NAME = "合肥市农业农村局"


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dump(
        build(examples_dir() / "hefei-cold-chain-2022.txt").dataset, tmp_path_factory.mktemp("notice") / "hefei.ttl"
    )


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the list of one body, with one task reported, and the ways in which it can be wrong."""
    folder = tmp_path_factory.mktemp("returned")
    made = build(examples_dir() / "hefei-cold-chain-2022.txt")
    [path] = write_ledger(made.dataset, folder / "good.xlsx", by="body", function="agriculture")
    book = load_workbook(path)
    page = book[NAME]
    page["L4"] = "已完成"
    book.save(path)
    page["L5"] = "=L4"
    book.save(folder / "formula.xlsx")
    page["L5"], page["O5"] = "未启动", page["O4"].value
    book.save(folder / "double.xlsx")
    (folder / "damaged.xlsx").write_bytes(path.read_bytes()[:4000])
    (folder / "table.csv").write_text("工作任务,状态\n甲,已完成\n", encoding="utf-8")
    # Encrypted workbooks and those of Excel 97 are both compound files; the name of a stream tells them apart.
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    (folder / "protected.xlsx").write_bytes(compound + "EncryptedPackage".encode("utf-16-le") + bytes(512))
    (folder / "old.xls").write_bytes(compound + "Workbook".encode("utf-16-le") + bytes(512))
    other = build(examples_dir() / "wuhu-cold-chain-2023.txt")
    write_ledger(other.dataset, folder / "other.xlsx")
    return folder


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("formula.xlsx", "!L5 is a formula"),
        ("double.xlsx", "have the same key"),
        ("damaged.xlsx", "is damaged"),
        ("table.csv", "no .xlsx file"),
        ("protected.xlsx", "protected by a password"),
        ("old.xls", "no .xlsx file"),
        ("other.xlsx", "another graph"),
        ("none.xlsx", "none.xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_command(
    run: Run, notice: Path, returned: Path, tmp_path: Path, name: str, words: str
) -> None:
    files = [returned / "good.xlsx", returned / name]
    done = run("status", *files, "--graph", notice, "-o", "status.trig", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["status.xyz", "status.xlsx", "none/status.trig"])
def test_a_target_that_cannot_be_written_is_told(
    run: Run, notice: Path, returned: Path, tmp_path: Path, target: str
) -> None:
    done = run("status", returned / "good.xlsx", "--graph", notice, "-o", target, "--lang", "en")
    assert done.returncode == 2
    assert Path(target).name in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_no_files_is_a_wrong_call(run: Run, notice: Path, tmp_path: Path) -> None:
    done = run("status", "--graph", notice, "-o", "status.trig", "--lang", "en")
    assert done.returncode == 2 and "LEDGER" in done.stderr and list(tmp_path.iterdir()) == []


def test_a_month_with_a_state_of_its_own(run: Run, notice: Path, returned: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix state: <https://w3id.org/policygraph/def/state/> .\n"
        'state:suspended a skos:Concept ; skos:prefLabel "暂缓"@zh, "suspended"@en .\n',
        encoding="utf-8",
    )
    book = load_workbook(returned / "good.xlsx")
    book[NAME]["L5"] = "暂缓"
    book.save(tmp_path / "filled.xlsx")
    unknown = run("status", "filled.xlsx", "--graph", notice, "-o", "a.trig", "--lang", "zh")
    assert unknown.returncode == 1 and "暂缓" in unknown.stdout
    known = run("status", "filled.xlsx", "--graph", notice, "-o", "b.trig", "--states", own, "--lang", "zh")
    assert known.returncode == 0, known.stdout + known.stderr
    again = run("ledger", notice, "b.trig", "-o", "next.xlsx", "--states", own)
    assert again.returncode == 0, again.stderr
    states = {row[10].value for row in load_workbook(tmp_path / "next.xlsx")["督办台账"].iter_rows(min_row=4)}
    assert states == {None, "暂缓"}


@pytest.mark.parametrize("command", ["status", "compare"])
def test_a_wrong_output_is_refused_before_anything_is_printed(
    run: Run, notice: Path, returned: Path, command: str
) -> None:
    good = returned / "good.xlsx"
    other: tuple[str | Path, ...] = ("--graph", notice) if command == "status" else (good,)
    done = run(command, good, *other, "-o", "out.docx")
    assert (done.returncode, done.stdout) == (2, "")


def test_a_briefing_without_any_report_says_so_once(run: Run, notice: Path) -> None:
    done = run("brief", notice, "--status", notice, "--lang", "zh", "-o", "brief.md")
    assert done.returncode == 0 and done.stderr.count("中没有填报") == 1


def test_a_class_of_members_that_the_graph_does_not_have_is_named(run: Run, notice: Path, tmp_path: Path) -> None:
    table = tmp_path / "members.csv"
    table.write_text(
        "类别,单位\n合肥市各区人民政府,包河区人民政府\n合肥市县人民政腐,肥西县人民政府\n", encoding="utf-8"
    )
    told = run("ledger", notice, "--by", "body", "--members", table, "-o", "lists", "--lang", "en")
    assert told.returncode == 0
    assert "this class is not in the graph" in told.stderr and "合肥市县人民政腐" in told.stderr
    known = told.stderr.rpartition("classes of the graph: ")[2]
    assert "合肥市" in known and known.count(";") <= 4, "the classes that it could be are named"
    table.write_text("类别,单位\n", encoding="utf-8")
    assert (
        "warning" not in run("ledger", notice, "--by", "body", "--members", table, "-o", "more", "--lang", "en").stderr
    )


def test_before_the_first_report_the_briefing_has_a_file_to_read(run: Run, notice: Path, tmp_path: Path) -> None:
    run("ledger", notice, "-o", "tasks.xlsx")
    told = run("status", "tasks.xlsx", "--graph", notice, "-o", "status.trig", "--lang", "en")
    assert told.returncode == 0 and "0 added" in told.stdout and "wrote status.trig" in told.stderr
    told = run("brief", notice, "--status", "status.trig", "--date", "2023-01-10", "-o", "brief.md", "--lang", "en")
    assert told.returncode == 0 and "status.trig has no reports" in told.stderr
    assert run("query", "status-silent-bodies", notice, "status.trig", "--param", "since=2023-01-01").returncode == 0
    again = run("status", "tasks.xlsx", "--graph", notice, "-o", "status.trig", "--lang", "en")
    assert "nothing new; status.trig is unchanged" in again.stderr
