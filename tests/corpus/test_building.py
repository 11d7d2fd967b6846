"""Many documents: found, built by several processes, killed and resumed, built again where something changed."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pytest
from pyoxigraph import RdfFormat, Store, parse

from policygraph.corpus import build, build_corpus, discover, write_report
from policygraph.errors import SourceError, StoreError, UsageError
from policygraph.store import dump

ROOT = Path(__file__).resolve().parents[2]
NOTICE = "（一）修路。（省财政厅、省教育厅负责）\n"


def facts(path: Path) -> list[str]:
    """What stands in a store or in parts, in one order."""
    if (path / "CURRENT").exists():
        return sorted(map(str, Store.read_only(str(path))))
    store = Store()
    for part in sorted(path.glob("*.nq.gz")):
        store.extend(parse(gzip.decompress(part.read_bytes()), format=RdfFormat.N_QUADS))
    return sorted(map(str, store))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    (source / "福建").mkdir(parents=True)
    for number in range(12):
        text = (
            NOTICE
            + f"（二）架桥{number}。（福建省水利厅牵头，省财政厅配合）\n（三）挖渠{number % 3}。（厦门市水利局负责）\n"
        )
        (source / "福建" / f"n{number}.txt").write_text(text, encoding="utf-8")
    return source


def test_every_kind_of_source(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(NOTICE)
    (tmp_path / "plain.corrections.csv").write_text("statement,name\n")
    (tmp_path / ".hidden.txt").write_text(NOTICE)
    (tmp_path / "picture.gif").write_bytes(b"")
    (tmp_path / "page.htm").write_text(NOTICE)
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "logo.png").write_bytes(b"")
    (tmp_path / "scan.jpg").write_bytes(b"")
    (tmp_path / "lines.jsonl").write_text('{"id": "甲", "text": "x"}\n\n{"id": 7, "text": "x"}\n{"text": "x"}\n')
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        archive.writestr("a/甲.html", NOTICE)
        archive.writestr("__MACOSX/a/甲.html", b"")
    modes: list[tuple[str, Literal["w", "w:gz"]]] = [("some.tar", "w"), ("some.tar.gz", "w:gz")]
    for name, mode in modes:
        with tarfile.open(tmp_path / name, mode) as packed:
            packed.add(tmp_path / "plain.txt", "b/plain.txt")
    found = {Path(item.name).relative_to(tmp_path).as_posix(): item for item in discover([tmp_path])}
    assert len(found) == 9
    assert "scan.jpg" in found and "page_files/logo.png" not in found
    assert found["plain.txt"].corrections is not None
    assert found["some.zip/a/甲.html"].data == NOTICE.encode()
    assert found["some.tar/b/plain.txt"].data == found["some.tar.gz/b/plain.txt"].data == NOTICE.encode()
    assert [item.id for item in discover([f"{tmp_path}/*.txt"])] == ["plain"]
    assert all(item.id.isascii() for item in found.values())


@pytest.mark.parametrize("source", ["absent.txt", "absent/*.txt"])
def test_a_source_that_is_not_there(source: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="absent"):
        build(tmp_path / source, tmp_path / "out", jobs=1)
    assert not list(tmp_path.iterdir())


def test_a_damaged_archive_stops_nothing_else(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 nothing")
    made = build([folder, tmp_path / "bad.zip"], tmp_path / "out", jobs=1)
    assert made.documents == 12
    assert list(made.failures) == [str(tmp_path / "bad.zip")]


@pytest.mark.parametrize("parts", [False, True])
def test_two_processes_make_what_build_makes(folder: Path, tmp_path: Path, parts: bool) -> None:
    made = build(folder, tmp_path / "out", jobs=2, parts=parts)
    dump(build(folder).dataset, tmp_path / "plain")
    assert set(facts(tmp_path / "out")) == set(facts(tmp_path / "plain"))
    assert made.documents == 12 and made.measures == 36 and made.responsibilities == 60


@pytest.mark.parametrize("parts", [False, True])
def test_what_changed_is_built_again_and_what_is_gone_leaves(folder: Path, tmp_path: Path, parts: bool) -> None:
    out = tmp_path / "out"
    build(folder, out, jobs=1, parts=parts)
    inode = out.stat().st_ino
    assert build(folder, out, jobs=1, parts=parts).built == 0
    assert out.stat().st_ino == inode
    files = sorted(folder.rglob("*.txt"))
    files[0].write_text(NOTICE + "（二）植树。（省林业局负责）\n", encoding="utf-8")
    files[1].unlink()
    (folder / "new.txt").write_text(NOTICE.replace("省教育厅", "省民政厅"), encoding="utf-8")
    made = build(folder, out, jobs=1, parts=parts)
    assert (made.built, made.removed, made.documents) == (2, 1, 12)
    build(folder, tmp_path / "anew", jobs=1, parts=parts)
    assert facts(out) == facts(tmp_path / "anew")
    # Down to one document: what several bore on stands in its own graph again.
    for file in sorted(folder.rglob("*.txt"))[1:]:
        file.unlink()
    build(folder, out, jobs=1, parts=parts)
    build(folder, tmp_path / "one", jobs=1, parts=parts)
    assert facts(out) == facts(tmp_path / "one")


def test_other_columns_build_all_again(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "out", jobs=1)
    assert build(folder, tmp_path / "out", jobs=1, columns={"lead": ["甲"]}).built == 12


@pytest.mark.skipif(sys.platform == "win32", reason="a folder with open files cannot be replaced there")
def test_whoever_reads_sees_the_corpus_before_or_after(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(folder, out, jobs=1)
    reader = Store.read_only(str(out))
    before = sorted(map(str, reader))
    for file in sorted(folder.rglob("*.txt"))[:6]:
        file.unlink()
    build(folder, out, jobs=1)
    assert sorted(map(str, reader)) == before
    assert len(facts(out)) < len(before)
    assert not list(tmp_path.glob(".out*"))


def test_two_names_alike_are_reported(folder: Path, tmp_path: Path) -> None:
    (folder / "a b.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "a-b.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "empty.txt").write_text("")
    made = build(folder, tmp_path / "out", jobs=1)
    assert made.documents == 13 and len(made.failures) == 2
    assert any("rename one of them" in reason.en for reason in made.failures.values())
    assert any("请给其中一个改名" in reason.zh for reason in made.failures.values())
    write_report(made, tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert len(report["policies"]) == 13 and len(report["failures"]) == 2
    with pytest.raises(UsageError, match=r"\.json or \.csv"):
        write_report(made, tmp_path / "r.txt")


def test_nothing_readable_leaves_what_was(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "out", jobs=1)
    before = facts(tmp_path / "out")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "empty.txt").write_text("")
    with pytest.raises(SourceError, match=r"empty\.txt"):
        build(tmp_path / "bad", tmp_path / "out", jobs=1)
    assert facts(tmp_path / "out") == before
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    with pytest.raises(StoreError, match="other content"):
        build(folder, tmp_path / "other", jobs=1)


def links(made: Iterable[str]) -> set[tuple[str, str, str]]:
    found = (fact.split(" ") for fact in made if fact.endswith("/graph/links>"))
    return {(_end(s, "policy/"), _end(p.replace("#", "/"), "/"), _end(o, "/")) for s, p, o, _ in found}


def _end(iri: str, after: str) -> str:
    return iri.rpartition(after)[2].removesuffix(">")


def test_documents_are_joined(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    measures = "".join(f"（{n}）做第{n}件事。（省财政厅负责）\n" for n in "一二三四五")
    plan = "福建省人民政府关于印发福建省乡村振兴规划的通知\n闽政〔2020〕3号\n" + measures
    (source / "plan.txt").write_text(plan, encoding="utf-8")
    (source / "copy.txt").write_text("首页 > 政策\n" + plan + "打印本页\n", encoding="utf-8")
    measure = "（一）修路。（市财政局负责）\n"
    for name, cited in (("by-title", "《福建省乡村振兴规划》"), ("by-number", "《振兴规划意见》（闽政〔2020〕3号）")):
        text = f"某市关于农村工作的意见\n根据{cited}，制定本意见。\n{measure}"
        (source / f"{name}.txt").write_text(text, encoding="utf-8")
    carrying = f"某市关于贯彻落实《福建省乡村振兴规划》的实施意见\n现印发给你们。\n{measure}"
    (source / "carrying.txt").write_text(carrying, encoding="utf-8")
    build(source, tmp_path / "out", jobs=1)
    assert links(facts(tmp_path / "out")) == {
        ("plan", "alternateOf", "copy"),
        ("by-title/basis/1", "sameAs", "copy"),
        ("carrying", "implements", "copy"),
        ("by-number/basis/1", "sameAs", "plan"),
        ("by-number/basis/1", "sameAs", "copy"),
        ("by-title/basis/1", "sameAs", "plan"),
        ("carrying", "implements", "plan"),
    }
    dump(build(source).dataset, tmp_path / "plain")
    assert set(facts(tmp_path / "plain")) == set(facts(tmp_path / "out"))


SCRIPT = """
import sys
from policygraph.corpus import build
if __name__ == "__main__":
    build(sys.argv[1], sys.argv[2], jobs=2, resume=True)
"""


@pytest.mark.slow
def test_killed_ten_times_at_random_moments_and_resumed(tmp_path: Path) -> None:
    source, script = tmp_path / "in", tmp_path / "run.py"
    subprocess.run([sys.executable, ROOT / "benchmarks" / "notice_files.py", "30", "-o", source], check=True)
    script.write_text(SCRIPT)
    words: list[str | Path] = [sys.executable, script, source]
    start = time.perf_counter()
    subprocess.run([*words, tmp_path / "whole"], check=True)
    taken = time.perf_counter() - start
    chance, kills = random.Random(9), 0
    for _ in range(40):
        process = subprocess.Popen([*words, tmp_path / "out"], start_new_session=True)
        try:
            process.wait(chance.uniform(0.2, 0.9) * taken if kills < 10 else None)
        except subprocess.TimeoutExpired:
            kills += 1
            process.kill()
            process.wait()
            if (tmp_path / "out").exists():  # between the exchange and the end
                assert facts(tmp_path / "out") == facts(tmp_path / "whole")
                shutil.rmtree(tmp_path / "out")
            continue
        assert process.returncode == 0
        if kills == 10:
            break
        # It was through: what follows starts with a new target.
        shutil.rmtree(tmp_path / "out")
    assert kills == 10
    assert facts(tmp_path / "out") == facts(tmp_path / "whole")
    assert not list(tmp_path.glob(".out*"))


DYING = """
import os, sys
import policygraph.corpus.workers as workers
def make_record(document, options, on_page=None, plain=workers.make_record):
    if document.name.endswith("n5.txt"):
        os._exit(9)
    return plain(document, options)
workers.make_record = make_record
from policygraph.corpus import build
if __name__ == "__main__":
    made = build(sys.argv[1], sys.argv[2], jobs=2)
    print(made.documents, *made.failures.values())
"""


def test_a_document_that_kills_its_process_is_named(folder: Path, tmp_path: Path) -> None:
    for number in range(12, 40):
        (folder / f"m{number}.txt").write_text(NOTICE, encoding="utf-8")
    script = tmp_path / "run.py"
    script.write_text(DYING)
    done = subprocess.run([sys.executable, script, folder, tmp_path / "out"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("39 ") and "n5.txt: the process that read it died" in done.stdout


def test_no_notice_takes_the_name_of_a_graph_of_another_kind(tmp_path: Path) -> None:
    for name in ("links", "vocabulary"):
        (tmp_path / f"{name}.txt").write_text(NOTICE, encoding="utf-8")
        with pytest.raises(UsageError, match=name):
            build(tmp_path / f"{name}.txt", id=name)
    made = build([tmp_path / "links.txt", tmp_path / "vocabulary.txt"])
    assert not {policy.id for policy in made.policies} & {"links", "vocabulary"}


def test_a_directory_may_have_one_document_with_an_identifier(folder: Path, tmp_path: Path) -> None:
    source = next(folder.rglob("n1.txt"))
    made = build(source, tmp_path / "out", id="mine", jobs=1)
    assert {quad.split("/graph/")[1] for quad in facts(tmp_path / "out")} >= {"mine>"}
    assert [account.policy for account in made.accounts()] == ["mine"] and made.path == tmp_path / "out"
    with pytest.raises(UsageError, match="one source only"):
        build(folder, tmp_path / "out", id="mine", jobs=1)


def test_the_same_folder_twice_is_built_once(folder: Path, tmp_path: Path) -> None:
    made = build([folder, folder], tmp_path / "out", jobs=1)
    assert made.documents == 12 and not made.failures
    assert build([folder, folder]).documents == 12


def test_other_jobs_may_resume(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that wait to be loaded are loaded, whatever the batches of the second run."""
    from policygraph.corpus import workers

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workers.Loading, "add", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(folder, tmp_path / "out", jobs=3)
    monkeypatch.undo()
    assert list(tmp_path.glob(".out.building/part-*"))
    build(folder, tmp_path / "out", jobs=1, resume=True)
    build(folder, tmp_path / "whole", jobs=1)
    assert facts(tmp_path / "out") == facts(tmp_path / "whole")


def test_the_former_name_works_for_one_release(folder: Path, tmp_path: Path) -> None:
    with pytest.warns(DeprecationWarning, match="build"):
        assert build_corpus(folder, tmp_path / "out", jobs=1).documents == 12
