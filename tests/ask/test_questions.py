"""Questions as people type them: the right one comes first, and what the graph cannot answer is refused."""

from __future__ import annotations

from datetime import date

import pytest

from ask.questions import items, score
from policygraph.ask.matching import match
from policygraph.ask.names import NameIndex
from policygraph.ask.vocabulary import read_asking, read_sentences
from policygraph.registry import functions
from policygraph.sparql import catalogue

#: What the matcher was made with, and what nobody has looked at but for the figures.
MADE_WITH, UNSEEN = ("development", "everyday", "idioms", "ordinary"), ("held-out", "unseen")


@pytest.mark.parametrize(
    ("name", "first", "within_three", "refused"),
    [
        ("development", 1.0, 1.0, 1.0),
        ("everyday", 0.99, 0.99, 0.98),
        ("idioms", 0.96, 0.96, 0.94),
        ("ordinary", 0.98, 0.98, 0.98),
        ("held-out", 0.9, 0.95, 1.0),
        ("unseen", 0.95, 0.97, 0.96),
    ],
)
def test_the_right_question_comes_first(
    name: str, first: float, within_three: float, refused: float, names: NameIndex
) -> None:
    found = score(name, names)
    assert found.answerable >= 60 and found.unanswerable >= 15
    # Who sees what failed tunes to it.
    shown = found.wrong if name in MADE_WITH else len(found.wrong)
    assert found.first >= first * found.answerable, shown
    assert found.within_three >= within_three * found.answerable, shown
    assert found.refused >= refused * found.unanswerable, shown


def test_what_only_shares_words_with_questions_is_refused(names: NameIndex) -> None:
    found = score("near-misses", names)
    assert (found.answerable, found.unanswerable) == (0, 200)
    assert found.refused >= 195, found.wrong


def test_the_files_name_questions_of_the_catalogue() -> None:
    for item in (item for name in (*MADE_WITH, *UNSEEN) for item in items(name)):
        wanted = item["question"] if isinstance(item["question"], list) else [item["question"]]
        assert {name for name in wanted if name} <= {*catalogue()}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_question_is_found_by_its_own_words(name: str, names: NameIndex) -> None:
    query = catalogue()[name]
    values = {
        "body": ("福建省财政厅", "福建省教育厅"),
        "day": ("2021年6月1日",),
        "number": ("至少3家",),
        "iri": ("https://w3id.org/policygraph/id/policy/fujian-relocation-2020/measure/3",),
        "function": ("教育",),
        "topic": ("冷库",),
        "level": ("市级",),
        "place": ("福建", "合肥"),
        "sector": ("教育部门",),
        "ahead": ("未来十天",),
    }
    for wording in (*query.asked["zh"], *query.asked["en"], *read_sentences().get(name, ())):
        sentence = wording
        for slot, several in values.items():
            for value in several:
                sentence = sentence.replace(f"{{{slot}}}", value, 1)
            sentence = sentence.replace(f"{{{slot}}}", several[0])
        _, found = match(sentence, names, date(2021, 1, 1))
        # Two questions may be asked in the same words: who is late asks for reports or for deadlines.
        assert name in [each.query.name for each in found], sentence


@pytest.mark.parametrize(
    "sentence",
    ["", "   ", "？", "的的的", "{body}", "{body}{day}", "a" * 5000, "𠮷" * 300, "\x00\x1f", "省财政厅" * 200],
)
def test_odd_input_is_no_failure(sentence: str, names: NameIndex) -> None:
    match(sentence, names, date(2021, 1, 1))


@pytest.mark.parametrize(
    "sentence",
    [
        "江西省教育厅要做什么",
        "tasks of the Guangdong Provincial Department of Commerce",
        # A ministry is national; the graph has provincial departments of finance.
        "Which measures does the Ministry of Finance lead?",
    ],
)
def test_a_body_that_the_graph_lacks_is_no_question(sentence: str, names: NameIndex) -> None:
    assert match(sentence, names, date(2021, 1, 1))[1] == []


def test_the_ends_of_time_are_days_too(names: NameIndex) -> None:
    for today in (date.min, date.max):
        for sentence in ("哪些单位最近没有上报", "未来十天内到期的任务", "Who has reported nothing since last month?"):
            for found in match(sentence, names, today)[1]:
                assert all(date.fromisoformat(day) for day in found.parameters.get("since", ()))
    _, [first, *_] = match("哪些单位没有上报", names, date.min)
    assert first.parameters["since"] == [str(date.min)]


def test_the_same_sentence_gives_the_same_answer(names: NameIndex) -> None:
    one, other = (match("省财政厅和谁一起承担任务？", names, date(2021, 1, 1))[1] for _ in range(2))
    assert one == other and one[0].query.name == "partners" and one[0].wording and one[0].shared


@pytest.mark.parametrize(
    "sentence", ["市文物局要做什么", "省体育局承担哪些任务", "江西省公安厅要做什么、什么时候完成？"]
)
def test_an_organ_that_the_graph_lacks_is_no_question(sentence: str, names: NameIndex) -> None:
    assert match(sentence, names, date(2021, 1, 1))[1] == []


def test_a_time_that_is_over_is_not_due_soon(names: NameIndex) -> None:
    _, (first, *_) = match("2019年9月底前要完成什么", names, date(2021, 1, 1))
    assert (first.query.name, first.parameters["day"]) == ("overdue", ["2019-09-30"])


@pytest.mark.parametrize(
    ("sentence", "lang"),
    [
        ("各单位承担几项任务，名称用英文", ["en"]),
        ("who has the heaviest workload? English names of the bodies please", ["en"]),
        ("workload of all bodies, in Chinese", ["zh"]),
        ("各单位承担几项任务", None),
    ],
)
def test_a_sentence_says_the_language_of_names(sentence: str, lang: list[str] | None, names: NameIndex) -> None:
    _, (first, *_) = match(sentence, names, date(2021, 1, 1))
    assert (first.query.name, first.parameters.get("lang")) == ("workload", lang)


def test_beside_a_match_there_are_other_questions(names: NameIndex) -> None:
    _, found = match("Which measures are past their deadline?", names, date(2021, 1, 1))
    assert len(found) == 3 and found[0].score >= found[1].score


@pytest.mark.parametrize(
    "sentence",
    [
        "Which measures are overdue? Could you list them please",
        "把每份通知的依据列出来",
        "把涉及改革的单位列出来",
        "哪些任务没有在截止日期前办结",
        "Which tasks must the county departments do?",
        "失业保险由哪个部门负责",
        "Update on overdue tasks",
        "Please print the list of measures with only one responsible body",
    ],
)
def test_ordinary_requests_are_no_orders(sentence: str, names: NameIndex) -> None:
    assert match(sentence, names, date(2021, 1, 1))[1]


@pytest.mark.parametrize(
    "sentence",
    [
        "请把第二项任务标成已完成",
        "将第二项任务标成已完成",
        "Could you please mark the task as done",
        "Delete the second task",
    ],
)
def test_orders_are_no_questions(sentence: str, names: NameIndex) -> None:
    assert match(sentence, names, date(2021, 1, 1))[1] == []


def test_what_no_graph_knows_has_no_other_meaning() -> None:
    raw = read_asking()
    meant = {word for languages in raw["concepts"].values() for words in languages.values() for word in words}
    fields = {stem for function in functions().values() for stem in (*function.stems, function.label_en.casefold())}
    for words in raw["elsewhere"].values():
        assert not {*words} & (meant | fields)


def test_two_weeks_that_are_over_are_not_due_soon(names: NameIndex) -> None:
    _, (first, *_) = match("What was due in the last two weeks?", names, date(2021, 1, 1))
    assert first.query.name != "status-due"
