"""Words that corrections suggest, what they would change, and what is not proposed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policygraph.annotation import Preview, Proposal, extend_words, parse_notices, parse_word
from policygraph.corpus import Options
from policygraph.corpus.corrections_file import write_corrections
from policygraph.errors import UsageError
from policygraph.model import CorrectedBody, Correction, Corrections, Role
from policygraph.registry import OwnWords

NOTICE = """关于广安市工作的通知

一、道路

1.修路。加强道路建设。（牵头单位：市局，责任单位：市财政局）
2.治安。加强巡逻。（责任单位：市局、市民政局）
3.办学。新建学校。（认领人群：市教育局）
4.植树。开展绿化。（认领人群：市林业局、市财政局）
5.读书。责任单位：城南书屋和城北书屋
"""
ROAD, POLICE, SCHOOL, BOOKS = (
    "牵头单位：市局，责任单位：市财政局",
    "责任单位：市局、市民政局",
    "认领人群：市教育局",
    "责任单位：城南书屋和城北书屋",
)
Reviewed = Callable[..., Preview]


def said(words: str, **roles: Role) -> Correction:
    return Correction(words, tuple(CorrectedBody(name, role) for name, role in roles.items()))


@pytest.fixture
def reviewed(tmp_path: Path) -> Reviewed:
    def make(*entries: Correction, words: OwnWords | None = None) -> Preview:
        source = tmp_path / "notice.txt"
        source.write_text(NOTICE, encoding="utf-8")
        write_corrections(tmp_path / "notice.corrections.yaml", Corrections("", "", entries))
        return Preview(parse_notices([source], Options(lexicon=words)))

    return make


def words_of(preview: Preview) -> list[tuple[str, str, str]]:
    return [(proposal.kind, proposal.word, proposal.value) for proposal, _ in preview.propose()]


def test_a_name_that_took_the_place_of_another(reviewed: Reviewed) -> None:
    preview = reviewed(said(ROAD, 广安市公安局="lead", 市财政局="responsible"))
    [(proposal, changes)] = preview.propose()
    assert proposal == Proposal("alias", "市局", "广安市公安局", 1)
    assert [(change.words, change.right) for change in changes] == [(ROAD, True), (POLICE, None)]
    assert changes[1].before[0] != changes[1].after[0] == ("广安市公安局", "responsible")


def test_a_role_may_change_with_the_name(reviewed: Reviewed) -> None:
    assert words_of(reviewed(said(ROAD, 广安市公安局="support", 市财政局="responsible"))) == [
        ("alias", "市局", "广安市公安局")
    ]


def test_a_name_with_two_meanings_is_not_proposed(reviewed: Reviewed) -> None:
    entries = (
        said(ROAD, 广安市公安局="lead", 市财政局="responsible"),
        said(POLICE, 广安市司法局="responsible", 市民政局="responsible"),
    )
    assert words_of(reviewed(*entries)) == []


def test_a_name_that_was_accepted_elsewhere_is_not_proposed(reviewed: Reviewed) -> None:
    entries = said(ROAD, 广安市公安局="lead", 市财政局="responsible"), Correction(POLICE, None)
    assert words_of(reviewed(*entries)) == []


def test_a_label_that_gives_a_role(reviewed: Reviewed) -> None:
    [(proposal, changes)] = reviewed(said(SCHOOL, 市教育局="lead")).propose()
    assert proposal == Proposal("label", "认领人群", "lead", 1)
    assert [(change.before, change.right) for change in changes] == [((), True), ((), None)]


def test_a_known_label_corrected_in_one_place_is_not_proposed(reviewed: Reviewed) -> None:
    assert words_of(reviewed(said(POLICE, 市局="lead", 市民政局="lead"))) == []


def test_an_ending_that_two_missed_names_have(reviewed: Reviewed) -> None:
    assert words_of(reviewed(said(BOOKS, 城南书屋="responsible", 城北书屋="responsible"))) == [
        ("ending", "书屋", "Body")
    ]
    assert words_of(reviewed(said(BOOKS, 城南书屋="responsible"))) == []


def test_what_is_in_the_lexicon_is_not_proposed(reviewed: Reviewed) -> None:
    own = OwnWords(aliases={"市局": "广安市公安局"})
    assert words_of(reviewed(said(ROAD, 广安市公安局="lead", 市财政局="responsible"), words=own)) == []


def test_no_corrections_no_words(reviewed: Reviewed) -> None:
    assert words_of(reviewed()) == []
    assert [change.words for change in reviewed().changes(Proposal("alias", "市局", "广安市公安局"))] == [ROAD, POLICE]


@pytest.mark.parametrize("given", ["市局", "=x", "市局=", ""])
def test_words_of_another_form(given: str) -> None:
    with pytest.raises(UsageError, match="WORD=VALUE"):
        parse_word(given)


def test_words_are_folded_as_in_a_file() -> None:
    words = extend_words(OwnWords(labels={"主办": "lead"}), Proposal("label", "認領單位", "support"))
    assert words.labels == {"主办": "lead", "认领单位": "support"}
    assert extend_words(None, Proposal("ending", "书屋", "Institute")).endings["书屋"].type == "Institute"
