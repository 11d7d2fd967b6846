"""Notices in English: deadlines, classes of bodies, the outline, and what the notice says of itself."""

from __future__ import annotations

import pytest

from policygraph.extraction import extract
from policygraph.extraction.names.english_classes import find_english_classes, find_english_level
from policygraph.extraction.phrases.english_dates import english_day, find_english_deadline
from policygraph.extraction.phrases.periods import NoticeYear
from policygraph.registry import stands_for
from statement_cases import document


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("by the end of June 2026", "2026-06-30"),
        ("before 31 December 2025", "2025-12-31"),
        ("no later than Sept. 1, 2026", "2026-09-01"),
        ("within 2026", "2026-12-31"),
        ("by 2028", "2028-12-31"),
        ("by the end of the third quarter of 2027", "2027-09-30"),
        ("in the first half of 2026", "2026-06-30"),
        ("Q3 2026", "2026-09-30"),
        ("2026-05-04", "2026-05-04"),
        ("from March to October 2026", "2026-10-31"),
        ("by the end of the 15th Five-Year Plan period", "2030-12-31"),
        ("by the end of May", "2025-05-31"),
        ("by the end of the year", "2025-12-31"),
        ("by mid-2026", "None"),
        ("in December each year", "None"),
        ("continuous implementation", "None"),
        ("by February 30, 2026", "None"),
    ],
)
def test_a_deadline_has_its_day(words: str, day: str) -> None:
    assert str(english_day(words, NoticeYear(2025))) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rules shall be drafted by May 2026 and issued before the end of 2026.", "before the end of 2026"),
        ("A report shall be made in December each year.", "in December each year"),
        ("Cars registered before 31 December 2019 may be used.", None),
        ("Prices rose by 20 percent in 2024.", None),
        ("Each county may have two stores by law.", None),
    ],
)
def test_running_text_states_a_deadline_or_not(text: str, words: str | None) -> None:
    found = find_english_deadline(text)
    assert (text[found[1]] if found else None) == words


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("people's governments at the provincial level", ["provincial"]),
        ("Local people's governments at or above the county level", ["county"]),
        ("provincial, municipal and county finance bureaus", ["provincial", "municipal", "county"]),
        ("departments of education of all provinces, autonomous regions and municipalities", ["provincial"]),
        ("Ministry of Finance", []),
        ("departments of happiness at the county level", []),
        ("annual plans of the provinces", []),
    ],
)
def test_a_class_has_its_levels(name: str, levels: list[str]) -> None:
    assert [each.level for each in find_english_classes(name)] == levels


@pytest.mark.parametrize(
    ("name", "chinese"),
    [
        ("Sichuan Provincial Department of Education", "四川省教育厅"),
        ("Department of Education of Sichuan Province", "四川省教育厅"),
        ("Chengdu Municipal Finance Bureau", "成都市财政局"),
        ("Beijing Municipal Finance Bureau", "北京市财政局"),
        ("People's Government of Sichuan Province", "四川省人民政府"),
        ("county bureau of finance", "县财政局"),
        ("Atlantis Provincial Department of Education", "Atlantis Provincial Department of Education"),
        ("State-owned Assets Supervision and Administration Commission of the State Council",
         "国务院国有资产监督管理委员会"),
    ],
)  # fmt: skip
def test_an_english_name_stands_for_a_chinese_one(name: str, chinese: str) -> None:
    assert stands_for(name) == chinese


def test_an_unknown_name_says_its_level() -> None:
    names = ("National Working Group Office", "Provincial Tea Board Office", "Harbour Office", "Ministry of Finance")
    assert [find_english_level(name) for name in names] == ["national", "provincial", None, None]


NOTICE = """Notice of the General Office of the State Council on the Plan for Rural Roads
General Office of the State Council
March 3, 2026

I. Tasks
1. Repair bridges. (Ministry of Transport, by the end of May)
2. Plant trees. Trees shall be planted. (Led by the NFGA) Seeds shall be tested. (Led by MARA)
II. Safeguards
Article 3 The Ministry of Finance (MOF) shall allocate funds.
"""


def test_the_outline_the_day_and_the_issuer_are_read() -> None:
    policy = extract(document(NOTICE), "case")
    assert [category.title for category in policy.categories] == ["Tasks", "Safeguards"]
    assert str(policy.dated) == "2026-03-03"
    assert [body.label for body in policy.issuers] == ["国务院办公厅"]
    assert [(measure.number, measure.title, str(measure.deadline)) for measure in policy.measures] == [
        ("1.", "Repair bridges", "2026-05-31"),
        ("2.", "Plant trees", "None"),
        ("2.", "Seeds shall be tested", "None"),
        ("Article 3", "The Ministry of Finance (MOF) shall allocate funds", "None"),
    ]
    (duty,) = policy.measures[-1].responsibilities
    assert "MOF" in duty.body.aliases
