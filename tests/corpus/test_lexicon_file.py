"""Words of a user's own: what they change, what is wrong with a file of them, and that two lexicons do not mix."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from policygraph import build, read
from policygraph.corpus import read_words
from policygraph.errors import NoMeasureError, UsageError
from policygraph.model import Policy
from policygraph.registry import lexicon, looks_like_body, using

WORDS = """
endings:
  书屋: {is: Institute, en: Post}
labels:
  认领人群: lead
  结对对象: support
aliases:
  市局: 广安市公安局
  业务部门: 广安市财政局
"""
NOTICE = """关于广安市便民服务的通知
一、服务
1.便民。认领人群：城南书屋和城北书屋
2.治安。责任单位：市局、业务部门
3.修路。结对对象：市局
"""


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.yaml"
    path.write_text(WORDS, encoding="utf-8")
    return path


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notices" / "notice.txt"
    path.parent.mkdir()
    path.write_text(NOTICE, encoding="utf-8")
    return path


def told(path: Path, lexicon: Path | None) -> list[str]:
    return duties(read(path, lexicon=lexicon))


def duties(policy: Policy) -> list[str]:
    return [f"{d.role} {d.name} {d.body.label}" for measure in policy.measures for d in measure.responsibilities]


WITH = [
    "lead 城南书屋 广安市城南书屋",
    "lead 城北书屋 广安市城北书屋",
    "responsible 市局 广安市公安局",
    "responsible 业务部门 广安市财政局",
    "support 市局 广安市公安局",
]


def test_endings_labels_and_aliases_are_read(notice: Path, words: Path) -> None:
    assert told(notice, words) == WITH
    assert not set(WITH) & set(told(notice, None))


def test_an_alias_is_kept_beside_the_full_name(notice: Path, words: Path) -> None:
    body = read(notice, lexicon=words).measures[1].responsibilities[0].body
    assert body.aliases == ("市局",)
    assert body.functions == ("public-security",)
    assert body.place is not None and body.place.name == "广安市"


def test_a_label_heads_a_column_too(tmp_path: Path, words: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("任务,认领人群\n修路,市交通运输局\n", encoding="utf-8")
    assert told(table, words)[0].startswith("lead 市交通运输局")
    with pytest.raises(NoMeasureError):
        told(table, None)


def test_words_are_forgotten_after_reading(notice: Path, words: Path) -> None:
    before = told(notice, None)
    read(notice, lexicon=words)
    assert not looks_like_body("城南书屋") and "书屋" not in lexicon().endings
    assert told(notice, None) == before


def test_two_lexicons_in_one_process_do_not_mix(notice: Path, words: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("aliases: {市局: 广安市教育局}\nlabels: {认领人群: support}\nendings: {站: {is: Body}}", "utf-8")
    expected = {path: told(notice, path) for path in (words, other, None)}
    assert len({tuple(found) for found in expected.values()}) == 3
    turns = [words, other, None] * 12
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda path: told(notice, path), turns)) == [expected[path] for path in turns]


def test_threads_with_the_same_words_read_side_by_side(words: Path) -> None:
    first, second = read_words(words), read_words(words)
    with using(first), ThreadPoolExecutor(1) as pool:

        def look() -> bool:
            with using(second):
                return looks_like_body("城南书屋")

        assert pool.submit(look).result(timeout=30)


def test_build_and_workers_take_the_words(notice: Path, words: Path, tmp_path: Path) -> None:
    assert len(build(notice, lexicon=words).policies[0].measures) == 3
    (notice.parent / "second.txt").write_text(NOTICE.replace("修路", "架桥"), encoding="utf-8")
    made = build(notice.parent, tmp_path / "graph", lexicon=words, jobs=1)
    assert (made.documents, made.responsibilities) == (2, 2 * len(WITH))


def test_options_reach_a_process_of_their_own(notice: Path, words: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        # The new process may not find this module, but it finds the package.
        assert duties(pool.apply(read, (notice,), {"lexicon": words})) == WITH


def test_other_words_build_a_corpus_anew(notice: Path, words: Path, tmp_path: Path) -> None:
    target = tmp_path / "graph"
    assert build(notice, target, lexicon=words, jobs=1).built == 1
    assert build(notice, target, lexicon=words, jobs=1).built == 0
    assert build(notice, target, jobs=1).built == 1
    words.write_text(WORDS.replace("结对对象: support", "结对对象: lead"), encoding="utf-8")
    assert build(notice, target, lexicon=words, jobs=1).built == 1


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "labels:\n", "aliases: {}\n"])
def test_a_file_may_say_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(text, encoding="utf-8")
    assert read_words(path) == read_words(path)


def test_words_are_folded(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("labels: {認領 單位: lead}\naliases: {本局（機關）: 臺北市政府警察局}\n", encoding="utf-8")
    words = read_words(path)
    assert words.labels == {"认领单位": "lead"}
    assert words.aliases["本局(机关)"].endswith("北市政府警察局")


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("- a\n", 1, "expected 'word: value'"),
        ("labels:\n  牵头人: boss\n", 2, "needs a role: use one of lead"),
        ("labels:\n  牵头人:\n", 2, "expected one word"),
        ("labels:\n  牵头人：: lead\n", 2, "cannot be a name or label"),
        ("labels:\n  人: lead\n", 2, "at least two"),
        ("labels: [牵头人]\n", 1, "expected 'word: value'"),
        ("label:\n  牵头人: lead\n", 1, "no section 'label': use endings, labels, aliases"),
        ("endings:\n  书屋: Institute\n", 2, "such as is: Institute"),
        ("endings: {矿: Company}\n", 1, "needs a class of body"),
        ("endings:\n  书屋: {is: School}\n", 2, "use one of Body, Branch"),
        ("endings:\n  书屋: {organ: true}\n", 2, "needs a class of body"),
        ("endings:\n  书屋: {is: Body, organ: maybe}\n", 2, "organ must be true or false"),
        ("endings:\n  书屋: {is: Body, level: 1}\n", 2, "no field 'level'"),
        ("aliases:\n  市局: 市局\n", 2, "another full name"),
        ("aliases: {市局: 123}\n", 1, "in letters only"),
        ("aliases:\n  市局: 市公安局、市财政局\n", 2, "another full name"),
        ("aliases:\n  市局: 某市公安局\n  市 局: 某市财政局\n", 3, "occurs twice"),
        ("aliases: {市局: [\n", 2, "not valid YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, line: int, part: str) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_words(path)
    assert f"line {line}" in str(caught.value) and part in str(caught.value) and "\n" not in str(caught.value)
    assert f"第 {line} 行" in caught.value.names.zh


def test_a_file_that_is_not_there_or_not_text_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_words(tmp_path / "none.yaml")
    (tmp_path / "odd.yaml").write_bytes("标签".encode("gb18030"))
    with pytest.raises(UsageError, match="UTF-8"):
        read_words(tmp_path / "odd.yaml")
