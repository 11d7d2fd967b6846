"""``policygraph build``: what goes wrong is one line, and nothing is lost."""

from __future__ import annotations

import csv
import json
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from policygraph.cli.build import build
from policygraph.formats import GRAPH_SUFFIXES
from policygraph.resources import examples_dir

from .conftest import Run


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


EXAMPLE = examples_dir() / "fujian-relocation-2020.txt"


def test_says_what_it_read_and_wrote(run: Run, tmp_path: Path) -> None:
    done = run("build", EXAMPLE, "-o", "graph.ttl")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "24 measures in 6 categories, 106 responsibilities of 14 bodies and 28 classes" in done.stderr
    assert "all accounted for" in done.stderr and "wrote graph.ttl" in done.stderr
    again = run("build", EXAMPLE, "-o", "again.ttl")
    assert again.returncode == 0
    assert (tmp_path / "graph.ttl").read_bytes() == (tmp_path / "again.ttl").read_bytes()


def test_a_file_whose_identifier_is_a_hash_is_called_by_its_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "方案.txt").write_text(NOTICE + "责任单位：※某※\n", encoding="utf-8")
    done = run("build", "方案.txt", "-o", "graph.ttl", "--report", "report.csv")
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    assert lines[0].startswith("方案.txt: ") and any(line.startswith("warning: 方案.txt, line") for line in lines)
    assert "n-" not in done.stderr
    rows = list(csv.DictReader((tmp_path / "report.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["policy"][:2] for row in rows} == {"n-"}
    (tmp_path / "方案.txt").rename(tmp_path / "work-plan.txt")
    assert run("build", "work-plan.txt", "-o", "graph.ttl").stderr.startswith("work-plan: ")


def test_of_many_warnings_the_first_are_printed_and_all_are_reported(run: Run, tmp_path: Path) -> None:
    text = "".join(f"（{n}）第{n}件事。（省财政厅负责）\n责任单位：※{n}※\n" for n in "一二三四五六七八九十")
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    done = run("build", "a.txt", "b.txt", "c.txt", "-o", "graph.ttl", "--report", "report.csv")
    assert done.returncode == 0, done.stderr
    warnings = [line for line in done.stderr.splitlines() if line.startswith("warning: ")]
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as file:
        unread = sum(row["kind"] == "unread" for row in csv.DictReader(file))
    assert unread == 30
    assert len(warnings) == 21 and warnings[-1] == "warning: 10 more; --report FILE lists all"


@pytest.mark.parametrize("suffix", GRAPH_SUFFIXES)
def test_every_format_by_its_suffix(suffix: str, tmp_path: Path) -> None:
    graph = tmp_path / f"graph{suffix}"
    assert CliRunner().invoke(build, [str(EXAMPLE), "-o", str(graph)], catch_exceptions=False).exit_code == 0
    assert graph.stat().st_size > 50_000


def test_gb18030_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fujian-relocation-2020.txt").write_bytes(EXAMPLE.read_text(encoding="utf-8").encode("gb18030"))
    done = run("build", "fujian-relocation-2020.txt", "-o", "graph.ttl")
    assert done.returncode == 0, done.stderr
    assert "106 responsibilities" in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "empty"),
        ("spaces.txt", b" \n\n ", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "not text"),
        ("broken.txt", "责任单位：省教育厅".encode() + b"\xff\xfe\xff\x00\x81" * 30, ""),
        ("no-measure.txt", "关于放假的通知\n国庆节放假七天。\n".encode(), "responsible"),
        ("broken.pdf", b"%PDF-1.7\nnothing", ""),
        ("broken.docx", b"PK\x03\x04nothing", ""),
        ("broken.json", b"{", ""),
        ("unknown.xyz", b"text", ""),
    ],
)
def test_a_source_that_cannot_be_read(name: str, content: bytes, message: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "graph.ttl").write_text("before")
    done = run("build", name, "-o", "graph.ttl")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("policygraph: ") and name in done.stderr and message in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "graph.ttl").read_text() == "before"
    assert {path.name for path in tmp_path.iterdir()} == {name, "graph.ttl"}


def test_a_source_that_is_not_there(run: Run) -> None:
    done = run("build", "absent.txt", "-o", "graph.ttl")
    assert done.returncode == 2
    assert "absent.txt" in done.stderr and len(done.stderr.splitlines()) == 1


def test_of_many_sources_one_unreadable_is_named_and_the_rest_built(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    done = run("build", EXAMPLE, "empty.txt", "-o", "graph.nq")
    assert done.returncode == 0, done.stderr
    assert "empty.txt" in done.stderr and "106 responsibilities" in done.stderr
    assert (tmp_path / "graph.nq").is_file()


def test_wrong_columns_are_one_line(run: Run) -> None:
    done = run("build", EXAMPLE, "-o", "graph.ttl", "--columns", "measure")
    assert done.returncode == 2
    assert "FIELD=COLUMN" in done.stderr


NOTICE = "（一）修路。（责任单位：省财政厅、尽快落实到位）\n（二）架桥。（省水利厅负责）\n"


def test_strict_exits_1_where_anything_is_unread(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    done = run("build", "notice.txt", "-o", "graph.ttl", "--strict")
    assert done.returncode == 1
    assert "notice, line 1, characters 17–23: not read" in done.stderr and "尽快落实到位" in done.stderr
    assert (tmp_path / "graph.ttl").is_file()
    assert run("build", "notice.txt", "-o", "graph.ttl").returncode == 0
    assert run("build", EXAMPLE, "-o", "graph.ttl", "--strict").returncode == 0


def test_strict_without_output_only_checks(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    done = run("build", "notice.txt", "--strict", "--lang", "en")
    assert done.returncode == 1
    assert "not read" in done.stderr and "wrote" not in done.stderr
    assert run("build", EXAMPLE, "--strict", "--report", "report.csv").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notice.txt", "report.csv"]
    forgotten = run("build", "notice.txt", "--lang", "en")
    assert forgotten.returncode == 2 and "-o notice.ttl" in forgotten.stderr
    assert run("build", "notice.txt", "--strict", "--parts").returncode == 2


def test_the_report_has_every_character_of_every_statement(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    for name in ("report.json", "report.csv"):
        assert run("build", "notice.txt", "-o", "graph.ttl", "--report", name).returncode == 0
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    entries = [entry for policy in report["policies"] for entry in policy["statements"]]
    assert {entry["kind"] for entry in entries} >= {"body", "role", "separator", "unread"}
    for entry in entries:
        assert NOTICE[entry["start"] : entry["end"]] == entry["text"]
    rows = list(csv.DictReader((tmp_path / "report.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == len(entries)


def test_columns_of_a_table(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tasks.csv").write_text("事项,主责,协同\n修路,省交通运输厅,省财政厅\n", encoding="utf-8")
    done = run("build", "tasks.csv", "-o", "graph.ttl", "--columns", "measure=事项,lead=主责,support=协同")
    assert done.returncode == 0, done.stderr
    asked = run("query", "responsibilities", "graph.ttl", "--format", "csv").stdout
    rows = list(csv.DictReader(asked.splitlines()))
    assert [(row["measure"], row["name"], row["role"]) for row in rows] == [
        ("修路", "省交通运输厅", "lead"),
        ("修路", "省财政厅", "support"),
    ]


def test_a_folder_is_built_as_a_corpus(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"n{number}.txt").write_text(NOTICE.replace("修路", f"修路{number}"), encoding="utf-8")
    (tmp_path / "in" / "empty.txt").write_text("")
    done = run("build", "in", "-o", "out", "--report", "report.csv")
    assert done.returncode == 0 and done.stdout == "", done.stderr
    assert "3 documents: 6 measures, 6 responsibilities, 3 passages unread; 3 built, 0 removed" in done.stderr
    assert "not read: in/empty.txt is empty" in done.stderr and "wrote out and report.csv" in done.stderr
    rows = list(csv.DictReader((tmp_path / "report.csv").read_text(encoding="utf-8").splitlines()))
    missed = [(row["document"], row["kind"]) for row in rows if row["kind"] in ("failed", "unread")]
    assert missed == [("in/empty.txt", "failed"), *((f"in/n{number}.txt", "unread") for number in range(3))]
    assert len({row["policy"] for row in rows if row["policy"]}) == 3
    assert run("build", "in", "-o", "out", "--strict").returncode == 1
    asked = run("query", "responsibilities", "out", "--format", "csv").stdout
    assert len(asked.splitlines()) == 7
    same = run("build", "in", "-o", "graph.nq")
    assert same.returncode == 0, same.stderr
    assert run("query", "responsibilities", "graph.nq", "--format", "csv").stdout == asked
    assert run("build", "in", "-o", "parts", "--parts").returncode == 0
    assert sorted(path.name for path in (tmp_path / "parts").glob("*.gz"))[-1] == "shared.nq.gz"
    wrong = run("build", "in", "-o", "graph.nq", "--parts")
    assert wrong.returncode == 2 and "remove the suffix" in wrong.stderr


def names(folder: Path) -> list[str]:
    """Files with notices whose names are no UTF-8: of GBK, as archives made on Windows have them, and of nothing."""
    made = []
    for name in ("工作".encode("gb18030") + b".txt", b"x\xff.txt", "通知.txt".encode()):
        path = folder / os.fsdecode(name)
        try:
            path.write_text(NOTICE, encoding="utf-8")
        except (OSError, UnicodeError):
            pytest.skip("this system has no such names")
        made.append(str(path.relative_to(folder.parent)))
    return made


@pytest.mark.parametrize(
    ("way", "target"),
    [("folder", "store"), ("folder", "graph.nq"), ("files", "graph.nq"), ("pattern", "store"), ("tar", "store")],
)
def test_names_that_are_not_utf8(way: str, target: str, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    files = names(folder)
    empty = "in/" + os.fsdecode("空".encode("gb18030") + b".txt")
    (tmp_path / empty).write_text("no notice\n")
    with tarfile.open(tmp_path / "in.tar", "w") as archive:
        archive.add(folder, "in")
    sources = {"folder": ["in"], "files": [*files, empty], "pattern": ["in/*.txt"], "tar": ["in.tar"]}[way]
    done = run("build", *sources, "-o", target, "--report", "report.json")
    assert done.returncode == 0, done.stderr
    assert "空.txt: no measure" in done.stderr and "Traceback" not in done.stderr
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [name.rpartition("/")[2] for name in report["failures"]] == ["空.txt"]
    asked = run("query", "policies", target, "--format", "csv")
    assert len(asked.stdout.splitlines()) == 4, asked.stderr


def test_names_in_archives_of_windows(run: Run, tmp_path: Path) -> None:
    """Their names are of the code page and have no mark of UTF-8, which zipfile cannot write: here by exchange."""
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("abcd.txt", NOTICE)
        archive.writestr("efgh.txt", "")
    data = (tmp_path / "in.zip").read_bytes()
    data = data.replace(b"abcd.txt", "工作".encode("gb18030") + b".txt")
    (tmp_path / "in.zip").write_bytes(data.replace(b"efgh.txt", "空的".encode("gb18030") + b".txt"))
    done = run("build", "in.zip", "-o", "graph.nq")
    assert done.returncode == 0, done.stderr
    assert "not read: in.zip/空的.txt is empty" in done.stderr
    (tmp_path / "工作.txt").write_text(NOTICE, encoding="utf-8")
    run("build", "工作.txt", "-o", "same.nq")
    assert (tmp_path / "graph.nq").read_text(encoding="utf-8") == (tmp_path / "same.nq").read_text(encoding="utf-8")


def test_one_file_that_cannot_be_read_stops_no_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "c.txt"):
        (tmp_path / "in" / name).write_text(NOTICE, encoding="utf-8")
    (tmp_path / "in" / "b.zip").write_bytes(b"PK\x03\x04 nothing")
    for target in ("graph.nq", "store"):
        done = run("build", "in", "-o", target)
        assert done.returncode == 0, done.stderr
        assert "not read: in/b.zip: cannot read the archive" in done.stderr
        assert len(run("query", "policies", target, "--format", "csv").stdout.splitlines()) == 3


WITHOUT = "关于放假的通知\n国庆节放假七天。\n"


@pytest.mark.parametrize("target", ["graph.nq", "store"])
def test_what_many_documents_lack_is_said_once(target: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(30):
        (tmp_path / "in" / f"n{number}.txt").write_text(WITHOUT, encoding="utf-8")
    none = run("build", "in", "-o", target)
    assert none.returncode == 2 and none.stderr.count("\n") == 1
    assert none.stderr.startswith("policygraph: none of 30 documents could be read: 30 documents: no measure ")
    (tmp_path / "in" / "good.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "in" / "empty.txt").write_text("")
    done = run("build", "in", "-o", target)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("not read: ")]
    assert len(lines) == 2 and "not read: in/empty.txt is empty: there is no text to read in it" in lines
    (line,) = (line for line in lines if "empty" not in line)
    assert line.startswith("not read: 30 documents: no measure with a responsible body was found; ")
    assert line.endswith(": in/n0.txt, in/n1.txt, in/n2.txt, in/n3.txt, in/n4.txt and 25 more")


@pytest.mark.parametrize("target", ["graph.nq", "store"])
def test_what_could_not_be_read_is_said_in_chinese(target: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(6):
        (tmp_path / "in" / f"n{number}.txt").write_text("", encoding="utf-8")
    (tmp_path / "in" / "all.jsonl").write_text("nonsense\n", encoding="utf-8")
    whole = "6 份文件（in/n0.txt、in/n1.txt、in/n2.txt、in/n3.txt、in/n4.txt，另有 1 份）：是空的，没有可读的文字"
    line = "in/all.jsonl 第 1 行：不是有效的 JSON（第 1 列）：Expecting value"
    none = run("build", "in", "-o", target, "--lang", "zh")
    assert none.stderr == f"policygraph: 7 份文件都无法读取：{line}；{whole}\n"
    (tmp_path / "in" / "good.txt").write_text(NOTICE, encoding="utf-8")
    done = run("build", "in", "-o", target, "--lang", "zh", "--report", "report.json")
    assert [said for said in done.stderr.splitlines() if said.startswith("未读取：")] == [
        f"未读取：{line}",
        f"未读取：{whole}",
    ]
    failures = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["failures"]
    assert len(failures) == 7 and failures["in/n0.txt"] == "in/n0.txt 是空的，没有可读的文字"


@pytest.mark.parametrize("target", ["graph.nq", "store"])
def test_a_bad_line_of_json_is_known_by_its_number(target: str, run: Run, tmp_path: Path) -> None:
    good = json.dumps({"id": "good", "text": "（一）修路。（省财政厅负责）"}, ensure_ascii=False)
    lines = [good, '{"id": "cut", "text": "…', "", '{"id": "mere"}', "nonsense", "[1", '{"id": "no", "text": "无"}']
    (tmp_path / "all.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("build", "all.jsonl", "-o", target)
    assert done.returncode == 0, done.stderr
    failed = [line for line in done.stderr.splitlines() if line.startswith("not read: ")]
    assert [line[: len("not read: all.jsonl, line 2")] for line in failed] == [
        f"not read: all.jsonl, line {number}" for number in (2, 4, 5, 6, 7)
    ]
    assert failed[2] == "not read: all.jsonl, line 5 is not valid JSON at column 1: Expecting value"
    assert failed[4].startswith("not read: all.jsonl, line 7: no measure ")
    if target == "store":
        assert "; 1 built, 0 removed" in done.stderr
        again = run("build", "all.jsonl", "-o", target)
        assert "; 0 built, 0 removed" in again.stderr


def test_explain_prints_rules_and_reasons_also_where_nothing_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text("1.修路。责任单位：市水利局\n2.架桥。认领：市住建局\n", encoding="utf-8")
    done = run("build", "notice.txt", "-o", "graph.ttl", "--explain", "--lang", "en")
    assert done.returncode == 0
    assert "line 1, “责任单位：市水利局”: labelled\n" in done.stdout
    assert "line 2, “认领：市住建局”: no rule matches\n    labelled: only bodies" in done.stdout
    (tmp_path / "notice.txt").write_text("1.架桥。认领：市住建局\n", encoding="utf-8")
    done = run("build", "notice.txt", "-o", "graph.ttl", "--explain", "--lang", "zh")
    assert done.returncode == 2
    assert "第 1 行“认领：市住建局”：没有规则识别" in done.stdout
    assert "把标签加进 --lexicon 词表的 labels" in done.stderr
    (tmp_path / "words.yaml").write_text("labels:\n  认领: lead\n", encoding="utf-8")
    assert run("build", "notice.txt", "-o", "graph.ttl", "--lexicon", "words.yaml").returncode == 0
    (tmp_path / "words.yaml").write_text("labels:\n  认领: chief\n", encoding="utf-8")
    done = run("build", "notice.txt", "-o", "graph.ttl", "--lexicon", "words.yaml", "--lang", "zh")
    assert done.returncode == 2
    assert "words.yaml 第 2 行：标签“认领”要写明角色" in done.stderr
