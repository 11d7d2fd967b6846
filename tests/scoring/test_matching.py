"""Which names and measures are the same, and which pairing is taken where there is a choice."""

from __future__ import annotations

import pytest

from policygraph.scoring.matching import pair_measures, pair_units
from policygraph.scoring.names import fold_title, list_forms
from policygraph.scoring.records import ScoredMeasure, ScoredUnit


def measure(title: str, *names: str, number: str = "", category: str = "", statement: str = "") -> ScoredMeasure:
    return ScoredMeasure.make(number, title, category, map(ScoredUnit.make, names), statement=statement)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("各县（区）教育局", "县(区)教育局", True),
        ("各有关市教育局", "市教育局", True),
        ("省财政厅等", "省财政厅", True),
        ("省市场监管局（省知识产权局）", "省市场监管局", True),
        ("省 财政厅", "“省财政厅”", True),
        ("省财政厅", "财政厅", False),
        ("市教育局", "县教育局", False),
    ],
)
def test_spellings_of_names(one: str, other: str, same: bool) -> None:
    assert bool(list_forms(one) & list_forms(other)) == same


def test_titles_are_compared_without_marks() -> None:
    assert fold_title("“两不愁” 、保障。") == fold_title("两不愁保障")


def test_the_right_role_is_paired_where_a_body_stands_twice() -> None:
    wanted = [ScoredUnit.make("省财政厅", "lead"), ScoredUnit.make("省财政厅", "support")]
    assert pair_units(wanted, [ScoredUnit.make("省财政厅", "support")]) == [(1, 0)]
    assert pair_units(wanted, list(reversed(wanted))) == [(0, 1), (1, 0)]


def test_as_many_bodies_as_possible_are_paired() -> None:
    """The name with both spellings is left to what has no other partner."""
    wanted = [ScoredUnit.make("市场监管局（知识产权局）"), ScoredUnit.make("市场监管局")]
    found = [ScoredUnit.make("市场监管局"), ScoredUnit.make("市场监管局（知识产权局）")]
    assert len(pair_units(wanted, found)) == 2


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("建设产地冷库。", True),
        ("建设产地冷库和批发市场", True),
        ("建好产地冷库", True),
        ("建设", False),
        ("培育经营主体", False),
        ("", False),
    ],
)
def test_titles_of_one_measure(title: str, same: bool) -> None:
    assert bool(pair_measures([measure("建设产地冷库")], [measure(title)])) == same


def test_the_same_title_comes_before_one_that_begins_alike() -> None:
    wanted = [measure("落实补助资金政策"), measure("落实补助资金")]
    assert pair_measures(wanted, [measure("落实补助资金")]) == [(1, 0)]


def test_of_equal_titles_heading_and_number_choose_and_then_bodies() -> None:
    wanted = [measure("市财政局", category="活动组"), measure("市财政局", "市财政局", category="宣传组")]
    assert pair_measures(wanted, [measure("市财政局", category="宣传组")]) == [(1, 0)]
    wanted = [measure("修路", number="1."), measure("修路", number="2.")]
    assert pair_measures(wanted, [measure("修路", number="2．")]) == [(1, 0)]
    wanted = [measure("修路", "市财政局"), measure("修路", "市交通局")]
    assert pair_measures(wanted, [measure("修路", "市交通局"), measure("修路", "市财政局")]) == [(0, 1), (1, 0)]


def test_measures_without_titles_are_paired_by_number_or_statement() -> None:
    wanted = [measure("", number="1."), measure("", statement="责任单位：市财政局")]
    assert pair_measures(wanted, [measure("修路", number="1．")]) == [(0, 0)]
    assert pair_measures(wanted, [measure("修路", statement="（责任单位：市财政局）")]) == [(1, 0)]
    # Where both have titles, these decide.
    assert pair_measures([measure("植树", number="1.")], [measure("修路", number="1.")]) == []
