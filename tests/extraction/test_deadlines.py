"""Deadlines: which day the words of a period mean, and which words mean none."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph import read
from policygraph.extraction.phrases.deadlines import due_day, find_deadline
from policygraph.extraction.phrases.periods import NoticeYear
from policygraph.extraction.text.folding import fold

#: What a column, a label or a remark says, and the last day of it; "" where it states none.
STATED = {
    # the notations of a month and a day
    "2025.6": "2025-06-30",
    "2025.06": "2025-06-30",
    "2025.10": "2025-10-31",
    "2025-06": "2025-06-30",
    "2025/10": "2025-10-31",
    "202510": "2025-10-31",
    "20250630": "2025-06-30",
    "2025.6.30前": "2025-06-30",
    "2025-6-30": "2025-06-30",
    "2025-06-30 00:00:00": "2025-06-30",
    "2025.6底前": "2025-06-30",
    "2025.6月底前": "2025-06-30",
    "2025 年 6 月": "2025-06-30",
    "2025\n年 6\n月 30 日前": "2025-06-30",
    "２０２５年６月底": "2025-06-30",
    "2025．6": "2025-06-30",
    "2024年2月": "2024-02-29",
    "二〇二五年六月底前": "2025-06-30",
    "二○二五年十二月三十一日前": "2025-12-31",
    "二０二五年十月二十日": "2025-10-20",
    "民國114年6月底前": "2025-06-30",
    "114年6月底前": "2025-06-30",
    "114年底": "2025-12-31",
    "114年上半年": "2025-06-30",
    "100年": "",
    "民国一百一十四年六月三十日": "2025-06-30",
    # parts of a year and of a month
    "2025": "2025-12-31",
    "2025年": "2025-12-31",
    "2025年度": "2025-12-31",
    "2025年内": "2025-12-31",
    "2025上半年": "2025-06-30",
    "2025第三季度": "2025-09-30",
    "2025年元月": "2025-01-31",
    "2025年年底前": "2025-12-31",
    "2025年上半年": "2025-06-30",
    "2025年下半年": "2025-12-31",
    "2025Q2": "2025-06-30",
    "2025年Q3": "2025-09-30",
    "2025年二季度": "2025-06-30",
    "2025年第3季度": "2025-09-30",
    "2025年三季度末": "2025-09-30",
    "2025年前三季度": "2025-09-30",
    "2025年一、二季度": "2025-06-30",
    "2025年6月上旬": "2025-06-10",
    "2025年6月中旬前": "2025-06-20",
    "2025年6月中下旬": "2025-06-30",
    "“十四五”末": "2025-12-31",
    "十四五期间": "2025-12-31",
    "“十五五”时期": "2030-12-31",
    # ranges end where they end
    "2025年6月1日至2025年9月30日": "2025-09-30",
    "2025年6月1日起至9月30日": "2025-09-30",
    "2025年6月1日至30日": "2025-06-30",
    "2025年6月1-30日": "2025-06-30",
    "2025年6月-9月": "2025-09-30",
    "2025年6—9月": "2025-09-30",
    "2025.9-2025.12": "2025-12-31",
    "2025.9-12": "2025-12-31",
    "2025.6.1-9.30": "2025-09-30",
    "2023-2025年": "2025-12-31",
    "2023—2025": "2025-12-31",
    "2024年12月—2025年3月": "2025-03-31",
    "2024年12月至次年3月": "2025-03-31",
    # several deadlines, beginnings, work that goes on
    "2025年3月启动，10月完成": "2025-10-31",
    "2024年底前完成一期，2025年底前完成二期": "2025-12-31",
    "2025年：6月底前完成一期，9月底前完成二期": "2025-09-30",
    "2023 年12 月底前并长期坚持": "2023-12-31",
    "2025年6月底前出台办法，年内持续推进": "2025-06-30",
    "2025年底前全部完成，其中6月底前完成三成": "2025-12-31",
    "2025年6月启动，当年底完成": "2025-12-31",
    "2025年6月底前启动": "2025-06-30",
    "2025年6月起草完成": "2025-06-30",
    "2025年6月到位": "2025-06-30",
    "2025年9月开工，2026年9月竣工": "2026-09-30",
    "2024年至2026年，每年12月底前": "2026-12-31",
    "2025年6月底前报送，以后每年6月底前更新": "2025-06-30",
    "2025年6月底前提交": "2025-06-30",
    "2025年10月1000户": "2025-10-31",
    "2025年6月30日下班前": "2025-06-30",
    # times that only say which things are meant
    "2025年底前完成2026—2030年规划编制": "2025-12-31",
    "2025年底前完成2026—2030年产业布局研究": "2025-12-31",
    "2025年底前完成2025年和2030年目标分解": "2025-12-31",
    "2025年6月底前完成2026年预算编制": "2025-06-30",
    "2025年6月底前完成2026年度部门预算编制": "2025-06-30",
    "2025年完成2026年计划编制": "2025-12-31",
    "与2030年目标衔接，2025年底": "2025-12-31",
    "2026年预算编制于2025年11月底前完成": "2025-11-30",
    "2025年7月底前完成2025年5月数据填报": "2025-07-31",
    "2025年6月底前印发2025年工作要点，12月底前完成": "2025-12-31",
    "根据国发〔2024〕12号，2025年6月底前": "2025-06-30",
    "2025年6月启动2026年完成": "2026-12-31",
    "力争2025年全省推广": "2025-12-31",
    "2025年6月项目完工": "2025-06-30",
    "2025年完成规划编制": "2025-12-31",
    "2025年编制规划": "2025-12-31",
    "2024年实施，2025年总结推广": "2025-12-31",
    "6月底（2025年）": "2025-06-30",
    # the same, and no deadline beside them
    "按国办发〔2025〕6号要求完成": "",
    "国发〔2024〕12号规定时限": "",
    "财政部公告2025年第12号": "",
    "按《2025年版目录》执行": "",
    "按照《十四五规划（2021—2025年）》推进": "",
    "2024-2026年每年6月底前": "",
    "不早于2025年6月": "",
    "2025年版": "",
    "按2025年工作要点执行": "",
    "2025年第20周": "",
    "2025年第二季度第一个月": "",
    "2025年6月底前的欠款": "",
    "2020年12月31日前购买的车辆": "",
    # no day is stated
    "2025年10月1日起": "",
    "自2025年10月1日起施行": "",
    "从2025年10月": "",
    "2025年10月以后": "",
    "2025年1月至今": "",
    "2025年1月—长期": "",
    "2025年3月启动": "",
    "2025年春节前": "",
    "2025年6月底前完成一期，2026年春节前完成二期": "",
    "2025年9月开学前": "",
    "2025年年初": "",
    "2025年6月初": "",
    "2025年年中": "",
    "2025年前10个月": "",
    "2025年9月开工": "",
    "25年6月": "",
    "30/6/2025": "",
    "2025 6 30": "",
    "June 2025": "",
    "2024-2025学年": "",
    "2025年Ⅱ季度": "",
    "2025年腊月": "",
    "2025年6月至春节": "",
    "2025年6月前后": "",
    "2025年6月底左右": "",
    "2024年12月启动，3月完成": "",
    "当年底": "",
    "每年6月底前": "",
    "2025年起每年6月底前": "",
    "2024年12月至3月": "",
    "2025年6月31日": "",
    "2025年13月": "",
    "2025.13": "",
    "2025.65": "",
    "3年内": "",
    "印发之日起30日内": "",
    "长期": "",
    "持续推进": "",
    "常年": "",
    "月底前": "",
    "6月底前": "",
    "年内": "",
    "全年": "",
    "明年3月底前": "",
    "45838": "",
}

#: The same where the notice gives the year 2023, by its heading or by its day, 20 April.
OF_2023 = {
    "6月底前": "2023-06-30",
    "6月": "2023-06-30",
    "十二月底": "2023-12-31",
    "6月上旬": "2023-06-10",
    "6月1日至30日": "2023-06-30",
    "6—9月": "2023-09-30",
    "上半年": "2023-06-30",
    "下半年": "2023-12-31",
    "三季度末": "2023-09-30",
    "第四季度": "2023-12-31",
    "前三季度": "2023-09-30",
    "Q3": "2023-09-30",
    "年内": "2023-12-31",
    "全年": "2023-12-31",
    "年底前": "2023-12-31",
    "今年底": "2023-12-31",
    "明年3月底前": "2024-03-31",
    "2024年6月": "2024-06-30",
    "6月底取得阶段性成效并持续推进": "2023-06-30",
    "6月底前出台办法，年内持续推进": "2023-06-30",
    "年内持续推进": "2023-12-31",
    "10月启动": "",
    "24年6月": "",
    "令和7年6月": "",
    "月底前": "",
    "每月25日前": "",
    "每年底前": "",
    "5年内": "",
    "三年内": "",
    "长期坚持": "",
}


def shown(day: date | None) -> str:
    return day.isoformat() if day else ""


@pytest.mark.parametrize(("words", "day"), STATED.items(), ids=STATED)
def test_the_last_day_of_a_period(words: str, day: str) -> None:
    assert shown(due_day(fold(words))) == day


@pytest.mark.parametrize("notice", [NoticeYear(2023), NoticeYear(2023, since=date(2023, 4, 20))], ids=["year", "day"])
@pytest.mark.parametrize(("words", "day"), OF_2023.items(), ids=OF_2023)
def test_the_notice_gives_the_year(words: str, day: str, notice: NoticeYear) -> None:
    assert shown(due_day(fold(words), notice)) == day


def test_a_month_over_before_the_notice_is_one_of_no_stated_year() -> None:
    assert due_day("3月底前", NoticeYear(2023)) == date(2023, 3, 31)
    assert due_day("3月底前", NoticeYear(2023, since=date(2023, 12, 20))) is None
    assert due_day("2023年3月底前", NoticeYear(2023, since=date(2023, 12, 20))) == date(2023, 3, 31)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("于 2025 年 10 月底前完成。", "2025 年 10 月底前", "2025-10-31"),
        ("2025年3月启动，10月底前完成。", "10月底前", "2025-10-31"),
        ("2024年底前建成一期；2025年底前建成二期。", "2025年底前", "2025-12-31"),
        ("根据2019年要点，10月底前完成。", "10月底前", "2023-10-31"),
        ("年内完成检查。", "年内", "2023-12-31"),
        ("2025年底前无锡市全部完成。", "2025年底前", "2025-12-31"),
        ("“十四五”期内完成。", "“十四五”期内", "2025-12-31"),
        ("2026年春节前完成，2025年6月底前开工。", "2025年6月底前", "2025-06-30"),
    ],
)
def test_the_deadline_of_running_text(text: str, words: str, day: str) -> None:
    found = find_deadline(fold(text), NoticeYear(2023))
    assert found is not None
    assert (text[found[1]], shown(found[0])) == (words, day)


@pytest.mark.parametrize(
    "text",
    [
        "2025年完成投资一亿元。",
        "到2025年，覆盖率达到九成。",
        "截至2023年底前，共有三家。",
        "2019年底前已登记的企业。",
        "年内无不达标河库。",
        "2020年前后建成的小区。",
        "2021年1月1日前建成的老旧小区。",
        "2022年内蒙古自治区完成。",
        "2025年内部审计全覆盖。",
        "每年6月底前和12月底前报送。",
        "去年底前完成整改，上年度12月底前报送。",
        "自创办之日起3年内免费。",
        "按照5年内分批淘汰的要求。",
        "每年12月底前报送。",
        "各部门在每月底前报送。",
        "2025年前期工作。",
        "2000年以前的老旧小区应改尽改。",
        "2025年3月底前的欠款。",
        "2020年12月31日前购买的车辆。",
        "2024年底前投产的，给予奖励。",
        "2024年底前投产、入库的企业。",
        "2025年12月31日前竣工的项目补助。",
        "2025年12月31日前缴纳保费的。",
        "以2024年12月前数据为准。",
        "2024年底前完成改造的小区给予补助。",
        "2024年底前完成备案的，给予补助。",
        "凡2024年底前完成登记的企业。",
        "对2024年底前建成全市的项目。",
        "2021年前建成并投入使用的小区。",
        "2025年底前在本市购房的人员。",
        "2025年底前需完成的任务。",
        "2025年底前将到期的贷款。",
        "2024年底前使用的车辆。",
        "根据《2025年底前行动方案》推进。",
        "2025年底前取得营业执照的企业。",
        "2024年底前完成工商登记的企业。",
        "2024年底前签订合同的项目。",
        "2023年12月31日前设立的企业。",
        "2025年底前完成符合要求的，全部验收。",
    ],
)
def test_running_text_without_a_deadline(text: str) -> None:
    assert find_deadline(fold(text), NoticeYear(2023)) is None


@pytest.mark.parametrize(
    "text",
    [
        "2025年6月底前完成全市的排查。",
        "2025年底前建立并完善统一的标准。",
        "2025年底前将符合条件的人员纳入。",
        "2025年底前对符合条件的小区全部改造。",
        "2025年底前市财政局建立统一的平台。",
        "2025年底前全面推广先进的经验。",
        "2025年底前，符合条件的全部纳入。",
        "2025年底前达到90%以上，的确。",
        "2025年底前形成可复制、可推广的经验。",
        "2025年6月底前各县区组织对辖区内的企业开展检查。",
        "2025年底前出台支持企业的政策。",
        "2025年底前向国务院报告食品安全的情况。",
        "2025年底前基本消除重大的隐患。",
        "2025年底前解决群众反映的问题。",
        "2025年底前清退违规购买的车辆。",
        "2025年底前取得明显的成效。",
        "2025年底前建立符合条件的困难群众补助制度。",
        "2025年底前将排查发现的问题整改到位。",
        "其中2025年底前完成全市的排查。",
        "2025年底前把建成的小区纳入管理。",
    ],
)
def test_of_in_the_object_of_a_task_is_no_condition(text: str) -> None:
    found = find_deadline(fold(text))
    assert found is not None
    assert shown(found[0]) in ("2025-06-30", "2025-12-31")


def test_running_text_without_a_year_keeps_the_words() -> None:
    text = "10月底前完成。"
    found = find_deadline(text)
    assert found is not None
    assert (found[0], text[found[1]]) == (None, "10月底前")


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("csv-dl.csv", ["2025-10-31", "2025-01-31", "2025-06-30", *["2025-10-31"] * 3, "10月"]),
        ("csv-dl2.csv", [*["2025-06-30"] * 12, "2025-12-31", "2025-06-30", "2025-12-31"]),
        ("csv-spdate.txt", ["2025-06-30", "2025-10-31", "2025-10-31"]),
    ],
)
def test_small_inputs_that_were_read_wrongly(name: str, days: list[str], shared: Path) -> None:
    measures = read(shared / "cases" / name).measures
    assert [shown(measure.deadline) or measure.deadline_text for measure in measures] == days


DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
HAN = "〇一二三四五六七八九"


def han_year(year: int) -> str:
    return "".join(HAN[int(figure)] for figure in str(year))


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else HAN[tens]) + ("十" if tens else "") + (HAN[ones] if ones else "")


Write = Callable[[date], str]

MONTHS: tuple[Write, ...] = (
    lambda d: f"{d.year}年{d.month}月",
    lambda d: f"{d.year}年{d.month:02d}月份",
    lambda d: f"{d.year}.{d.month}",
    lambda d: f"{d.year}-{d.month:02d}",
    lambda d: f"{d.year}/{d.month}",
    lambda d: f"{d.year}{d.month:02d}",
    lambda d: f"{han_year(d.year)}年{han(d.month)}月",
    lambda d: f"民國{d.year - 1911}年{d.month}月",
)
FULL: tuple[Write, ...] = (
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}-{d.month:02d}-{d.day:02d}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}{d.month:02d}{d.day:02d}",
    lambda d: f"{han_year(d.year)}年{han(d.month)}月{han(d.day)}日",
    lambda d: f"民國{d.year - 1911}年{d.month}月{d.day}日",
)
ENDINGS = st.sampled_from(["", "前", "前完成", "，", "之前", "止"])


def last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@given(DAYS, st.sampled_from(MONTHS), st.sampled_from(["", "底", "底前", "末", "前", "内"]))
def test_a_month_in_any_notation_ends_on_its_last_day(day: date, write: Write, ending: str) -> None:
    assert due_day(fold(write(day) + ending)) == last_of_month(day)


@given(DAYS, st.sampled_from(FULL), ENDINGS)
def test_a_day_in_any_notation_is_that_day(day: date, write: Write, ending: str) -> None:
    assert due_day(fold(write(day) + ending)) == day


@given(DAYS, DAYS, st.sampled_from(MONTHS), st.sampled_from(["至", "—", "-", "～", "到"]))
def test_a_range_of_months_ends_with_its_last_one(one: date, other: date, write: Write, sign: str) -> None:
    first, last = sorted((one, other))
    if (sign, write) != ("-", MONTHS[3]) or first.year != last.year:
        assert due_day(fold(f"{write(first)}{sign}{write(last)}")) == last_of_month(last)


@given(DAYS, st.sampled_from([*MONTHS[:2], *MONTHS[6:], FULL[0], *FULL[5:]]), st.data())
def test_spaces_in_a_date_change_nothing(day: date, write: Write, data: st.DataObject) -> None:
    words = write(day)
    spaced = words[0]
    for before, char in pairwise(words):
        between = not (before.isdigit() and char.isdigit())
        spaced += (data.draw(st.sampled_from(["", " ", "  ", "\u3000", "\n"])) if between else "") + char
    assert due_day(fold(spaced)) == due_day(fold(words)) is not None


_PIECES = (
    "2025|2024年|6|12|月|日|30|底|末|前|内|至|-|—|.|/|年|上半年|季度|三|起|启动|完成|持续推进|每年|次年|今年|明年|春节|十四五"
    "|民国114年|二〇二五年|六|上旬|，|。|；| |\n|Q2|初|中|自"
)
PIECES = st.sampled_from(_PIECES.split("|"))


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join), st.none() | st.just(NoticeYear(2023)))
def test_any_words_have_a_day_of_a_year_that_is_stated(text: str, notice: NoticeYear | None) -> None:
    words = fold(text)
    found = find_deadline(words, notice)
    assert found is None or words[found[1]].strip()
    letters = "".join(words.split())
    for day in (due_day(words, notice), found and found[0]):
        if day is not None:
            years = {day.year - back for back in range(words.count("次年") + 1)}
            own = notice is not None and years & {2023, 2024 if "明年" in words else 2023}
            assert own or any(written in letters for year in years for written in notations(year))


def notations(year: int) -> set[str]:
    plan = {2020: "十三五", 2025: "十四五", 2030: "十五五"}.get(year)
    return {str(year), han_year(year), f"民国{year - 1911}年"} | ({plan} if plan else set())
