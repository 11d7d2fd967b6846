"""Full names of bodies: the text's organ and words, spelt as an official list prints them."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import date

import pytest

from policygraph.registry import Setting, find_place, make_body
from policygraph.registry.vocabulary import collections, english_names, functions
from registry.check_names import read, setting
from registry.test_names_table import FILES

FUJIAN = Setting("demo", "provincial", find_place("福建"))
HAINAN = Setting("demo", "provincial", find_place("海南"))
SHANGHAI = Setting("demo", "provincial", find_place("上海"))
YIBIN = Setting("demo", "municipal", find_place("宜宾"))
GUANGAN = Setting("demo", "municipal", find_place("广安"), date(2023, 6, 1))
#: Kinds of bodies that have any of these organs.
KINDS = ("Department", "PartyOrgan")
NOWHERE = Setting("demo", "municipal", None)


@pytest.mark.parametrize(
    ("name", "setting", "label"),
    [
        ("市发展改革委", YIBIN, "宜宾市发展和改革委员会"),
        ("市发展改革局", YIBIN, "宜宾市发展和改革局"),
        ("市卫生健康委", YIBIN, "宜宾市卫生健康委员会"),
        ("市卫健局", YIBIN, "宜宾市卫生健康局"),
        ("市金融工作办", YIBIN, "宜宾市金融工作办公室"),
        ("市金融办", YIBIN, "宜宾市金融工作办公室"),
        ("市大数据中心", YIBIN, "宜宾市大数据中心"),
        ("市大数据局", YIBIN, "宜宾市大数据局"),
        ("市疾控中心", YIBIN, "宜宾市疾病预防控制中心"),
        ("市消防支队", YIBIN, "宜宾市消防救援支队"),
        ("市政府办公厅", YIBIN, "宜宾市人民政府办公厅"),
        ("市政府督查室", YIBIN, "宜宾市政府督查室"),
        ("市教委", SHANGHAI, "上海市教育委员会"),
        ("市监委", YIBIN, "宜宾市监察委员会"),
        ("市监局", YIBIN, "宜宾市市场监督管理局"),
    ],
)
def test_the_organ_is_the_texts(name: str, setting: Setting, label: str) -> None:
    assert make_body(name, setting).label == label


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("市文化广电旅游局", "宜宾市文化广电旅游局"),
        ("市文旅局", "宜宾市文化和旅游局"),
        ("市文体旅局", "宜宾市文化体育旅游局"),
        ("市自然资源规划局", "宜宾市自然资源和规划局"),
        ("市规划资源局", "宜宾市规划和自然资源局"),
        ("市自然资源局", "宜宾市自然资源局"),
        ("市林业局", "宜宾市林业局"),
        ("市林草局", "宜宾市林业和草原局"),
        ("市水务局", "宜宾市水务局"),
        ("市经信局", "宜宾市经济和信息化局"),
        ("市城管局", "宜宾市城市管理局"),
        ("市城管执法局", "宜宾市城市管理行政执法局"),
        ("市住建委", "宜宾市住房和城乡建设委员会"),
        ("市建委", "宜宾市城乡建设委员会"),
        ("市民委", "宜宾市民族事务委员会"),
        ("市民宗委", "宜宾市民族宗教事务委员会"),
        ("市安委办", "宜宾市安全生产委员会办公室"),
        ("市发改经信局", "宜宾市发展改革经济信息化局"),
        ("市科技和商务局", "宜宾市科技和商务局"),
        ("市法院", "宜宾市中级人民法院"),
        ("市重点办", "宜宾市重点办"),
    ],
)
def test_the_words_are_the_texts(name: str, label: str) -> None:
    assert make_body(name, YIBIN).label == label


@pytest.mark.parametrize(
    ("name", "label"),
    [("市税务局", "国家税务总局宜宾市税务局"), ("团市委", "共青团宜宾市委员会"), ("市气象局", "宜宾市气象局")],
)
def test_a_place_may_stand_inside_a_name(name: str, label: str) -> None:
    assert make_body(name, YIBIN).label == label


@pytest.mark.parametrize(
    ("name", "place", "label"),
    [
        ("自治区党委宣传部", "西藏", "西藏自治区党委宣传部"),
        ("自治区党委编办", "西藏", "西藏自治区党委机构编制委员会办公室"),
        ("省政府国资委", "湖北", "湖北省人民政府国有资产监督管理委员会"),
        ("省政府外办", "湖北", "湖北省人民政府外事办公室"),
        ("兵团发改委", "新疆", "新疆生产建设兵团发展和改革委员会"),
        ("兵团财政局", "新疆", "新疆生产建设兵团财政局"),
    ],
)
def test_bodies_of_regions_governments_and_the_corps(name: str, place: str, label: str) -> None:
    assert make_body(name, Setting("demo", "provincial", find_place(place))).label == label


@pytest.mark.parametrize("name", ["市发展改革", "市教育", "市卫健"])
def test_a_stem_alone_is_given_no_organ(name: str) -> None:
    body = make_body(name, YIBIN)
    assert body.label == "宜宾市" + name.removeprefix("市")
    assert "unit" in body.label_en and "Bureau" not in body.label_en


def test_a_name_that_no_rule_gives_is_in_the_list_of_its_place_alone() -> None:
    assert make_body("省旅文厅", HAINAN).label == "海南省旅游和文化广电体育厅"
    assert make_body("省旅文厅", HAINAN).functions
    assert make_body("省民族宗教厅", FUJIAN).label == "福建省民族与宗教事务厅"
    assert make_body("省民族宗教厅", HAINAN).label == "海南省民族宗教事务厅"


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("市发展改革委", "Yibin Municipal Development and Reform Commission"),
        ("市发展改革局", "Yibin Municipal Development and Reform Bureau"),
        ("市金融办", "Yibin Municipal Financial Affairs Office"),
        ("市大数据中心", "Yibin Municipal Big Data Centre"),
        ("市教体局", "Yibin Municipal Education and Sports Bureau"),
    ],
)
def test_english_agrees_with_the_organ(name: str, english: str) -> None:
    assert make_body(name, YIBIN).label_en == english


def test_two_spellings_are_one_body_in_any_order() -> None:
    for names in itertools.permutations(("市发改委", "市发展改革委", "市发展和改革委员会", "宜宾市发改委")):
        bodies = [make_body(name, YIBIN) for name in names]
        assert {(body.key, body.label) for body in bodies} == {
            ("body/511500/development-reform-commission", "宜宾市发展和改革委员会")
        }


def test_two_organs_are_two_bodies() -> None:
    assert make_body("市发改委", YIBIN).key != make_body("市发改局", YIBIN).key


def test_the_usual_name_is_identified_by_place_and_function() -> None:
    assert make_body("市发改局", YIBIN).key == "body/511500/development-reform"
    assert make_body("省发改委", FUJIAN).key == "body/350000/development-reform"


def test_without_a_place_the_label_keeps_the_texts_level() -> None:
    assert make_body("市发改委", NOWHERE).label == make_body("市发展改革委", NOWHERE).label == "市发展和改革委员会"


def test_each_body_has_one_label() -> None:
    labels: dict[str, set[tuple[str, str]]] = {}
    for row in (row for file in FILES for row in read(file)):
        for name in (row.name, row.expected, row.label):
            body = make_body(name, setting(row.place))
            labels.setdefault(body.key, set()).add((body.label, body.label_en))
    assert {key: found for key, found in labels.items() if len(found) > 1} == {}


#: Names that the graph still has as another body than their full name; the set may only shrink.
TWO_BODIES = {
    "东城公安分局",
    "县税务局",
    "团县委",
    "市园林环卫局",
    "市生态环境局安吉分局",
    "平昌生态环境局",
    "德安生态环境局",
    "福建金融监管局",
    "自治区党委宣传部",
}


def test_a_name_and_its_full_name_are_one_body() -> None:
    rows = [row for file in FILES for row in read(file) if row.matches]
    assert {
        row.name
        for row in rows
        if make_body(row.name, setting(row.place)).key != make_body(row.expected, setting(row.place)).key
    } == TWO_BODIES


def test_a_central_bodys_branch_is_not_the_local_office() -> None:
    guangdong = Setting("g", "provincial", find_place("广东"), date(2024, 3, 1))
    branch, office = make_body("广东金融监管局", guangdong), make_body("省地方金融办公室", guangdong)
    assert (branch.label, branch.functions) == ("国家金融监督管理总局广东监管局", ("financial-regulation",))
    assert office.label.startswith("广东省地方金融") and branch.key != office.key
    assert branch.label_en == "Guangdong Provincial Financial Regulation Branch"


@pytest.mark.parametrize(
    ("name", "label", "english", "slug"),
    [
        ("市旅发委", "旅游发展委员会", "Tourism Development Commission", "culture-tourism"),
        ("市银监分局", "银监分局", "Sub-branch of the China Banking Regulatory Commission", "banking-insurance"),
        ("市文体局", "文化体育局", "Culture and Sports Bureau", "culture-tourism"),
        (
            "市文广新局",
            "文化广电新闻出版局",
            "Culture, Radio, Television, Press and Publication Bureau",
            "culture-tourism",
        ),
        ("市农业局", "农业局", "Agriculture Bureau", "agriculture"),
        ("市扶贫办", "扶贫开发办公室", "Poverty Alleviation and Development Office", "rural-revitalisation"),
    ],
)
def test_a_former_name_is_spelt_out_and_not_replaced(name: str, label: str, english: str, slug: str) -> None:
    body = make_body(name, GUANGAN)
    assert (body.label, body.label_en) == (f"广安市{label}", f"Guang'an Municipal {english}")
    assert slug in body.functions


def test_former_names_and_their_successor_are_bodies_of_their_own() -> None:
    names = ("市旅游局", "市旅发委", "市文化局", "市文化和旅游局", "市文旅委")
    bodies = [make_body(name, GUANGAN) for name in names]
    assert len({body.key for body in bodies}) == len({body.label for body in bodies}) == len(names)
    assert {body.functions for body in bodies} == {("culture-tourism",)}


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("市防汛办公室", "Flood Control Office"),
        ("市减灾办公室", "Disaster Reduction Office"),
        ("市招商局", "Attraction of Investment Bureau"),
        ("市监察委员会", "Commission of Supervision"),
        ("市综治办", "Office of the Commission for Comprehensive Management of Public Order"),
        ("市维稳办公室", "Stability Maintenance Office"),
        ("市党史研究室", "Party History Research Office"),
        ("市河湖长办公室", "“河湖长” Office"),
        ("市应急局", "Emergency Management Bureau"),
    ],
)
def test_english_claims_no_function_that_the_words_do_not(name: str, english: str) -> None:
    assert make_body(name, GUANGAN).label_en == f"Guang'an Municipal {english}"


def test_two_names_of_one_function_differ_in_both_languages() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    stems = [stem for function in functions().values() if function.body_type in KINDS for stem in function.stems]
    whole = [name for entry in (*functions().values(), *collections()) for name in entry.full]
    for name in (*whole, *(f"{stem}{organ}" for stem in stems for organ in ("局", "办公室", "委员会"))):
        body = make_body(f"市{name}", GUANGAN)
        if body.functions:
            found[body.label_en].add(body.label.replace("与", "和"))
    assert {english: labels for english, labels in found.items() if len(labels) > 1} == {}


def test_the_english_of_stems_tells_them_apart() -> None:
    assert len(set(english_names().values())) == len(english_names())
