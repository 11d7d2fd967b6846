"""Names and the bodies they stand for."""

from __future__ import annotations

import pytest

from policygraph.model import Level
from policygraph.registry import Setting, find_place, make_body, make_group, parse_name

FUJIAN = Setting("demo", "provincial", find_place("福建"))
SHANGHAI = Setting("demo", "provincial", find_place("上海"))
GUANGAN = Setting("demo", "municipal", find_place("广安"))


@pytest.mark.parametrize(
    "names",
    [
        ("省发改委", "省发展改革委", "省发展和改革委员会", "福建省发展和改革委员会", "福建省发改委"),
        ("省人社厅", "省人力资源社会保障厅", "省人力资源和社会保障厅"),
        ("省住建厅", "省住房城乡建设厅", "省住房和城乡建设厅"),
        ("省卫健委", "省卫生健康委", "省卫生健康委员会"),
        ("省市场监管局", "省市场监督管理局"),
    ],
)
def test_spellings_of_one_body_are_one(names: tuple[str, ...]) -> None:
    bodies = [make_body(name, FUJIAN) for name in names]
    assert len({body.key for body in bodies}) == 1
    assert len({body.label for body in bodies}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("省卫健委", "省卫计委"), ("省扶贫办", "省乡村振兴局"), ("省公安厅", "市公安局"), ("省委宣传部", "省教育厅")],
)
def test_different_bodies_are_two(one: str, other: str) -> None:
    assert make_body(one, FUJIAN).key != make_body(other, FUJIAN).key


@pytest.mark.parametrize(
    ("name", "setting", "level", "kind"),
    [
        ("省教育厅", FUJIAN, "provincial", "Department"),
        ("中国人民银行福州中心支行", FUJIAN, "provincial", "Branch"),
        ("人行广安市中心支行", GUANGAN, "municipal", "Branch"),
        ("市委组织部", GUANGAN, "municipal", "PartyOrgan"),
        ("市中级人民法院", GUANGAN, "municipal", "Court"),
        ("广安经开区管委会", GUANGAN, "other", "Zone"),
        ("广安投资集团", GUANGAN, "other", "Company"),
        ("市市场监管局", GUANGAN, "municipal", "Department"),
        ("省财政厅", GUANGAN, "provincial", "Department"),
        ("公安部", GUANGAN, "national", "Department"),
        ("税务总局", GUANGAN, "national", "Branch"),
        ("武胜县教育局", GUANGAN, "county", "Department"),
        ("武胜县", GUANGAN, "county", "Government"),
        ("中共广安市委", GUANGAN, "municipal", "PartyOrgan"),
        ("市委", GUANGAN, "municipal", "PartyOrgan"),
        ("市财政局", SHANGHAI, "provincial", "Department"),
        ("黄浦区", SHANGHAI, "county", "Government"),
    ],
)
def test_level_and_kind(name: str, setting: Setting, level: str, kind: str) -> None:
    body = make_body(name, setting)
    assert (body.level, body.type) == (level, kind)


def test_a_name_that_begins_like_a_level_is_looked_up_whole() -> None:
    assert parse_name("市场监管局").prefix == ""
    assert parse_name("市市场监管局").prefix == "市"


def test_labels_in_both_languages() -> None:
    body = make_body("省财政厅", FUJIAN)
    assert (body.label, body.label_en) == ("福建省财政厅", "Fujian Provincial Department of Finance")
    assert body.aliases == ("省财政厅",)


def test_composite_bureaus_have_both_functions() -> None:
    body = make_body("市教育体育局", GUANGAN)
    assert set(body.functions) == {"education", "sport"}


def test_a_body_of_an_unknown_place_stays_with_its_document() -> None:
    nowhere = Setting("this-notice", "municipal", None)
    assert "local-this-notice" in make_body("市财政局", nowhere).key


def test_a_county_body_is_not_its_citys() -> None:
    names = ("武胜县人民政府", "广安市武胜县人民政府", "武胜县", "市政府")
    keys = [make_body(name, GUANGAN).key for name in names]
    assert keys == ["body/511622/government"] * 3 + ["body/511600/government"]


def test_which_of_several_counties_of_one_name_the_place_of_the_document_says() -> None:
    fuzhou = Setting("demo", "municipal", find_place("福州"))
    assert make_body("鼓楼区教育局", fuzhou).key == "body/350102/education"
    assert make_body("鼓楼区教育局", GUANGAN).place is None


def test_the_words_city_district_are_no_name_of_a_county() -> None:
    assert parse_name("城区改造办公室").counties == ()
    assert parse_name("市中区财政局").counties == ()


GUANGDONG = Setting("demo", "provincial", find_place("广东"))
KARAMAY = Setting("demo", "municipal", find_place("克拉玛依"))
WUSHENG = Setting("demo", "county", make_body("武胜县", GUANGAN).place)


@pytest.mark.parametrize(
    ("name", "level", "setting", "slugs", "labels"),
    [
        ("市教育部门", "municipal", GUANGAN, ("education",), ("广安市教育部门", "Education departments of Guang'an")),
        ("市级相关部门", "municipal", GUANGAN, (), ("广安市级相关部门", "Bodies named “市级相关部门” of Guang'an")),
        ("全市部门", "municipal", GUANGAN, (), ("广安市部门", "Bodies named “全市部门” of Guang'an")),
        (
            "市水务局等部门",
            "municipal",
            KARAMAY,
            (),
            ("克拉玛依市水务局等部门", "Bodies named “市水务局等部门” of Karamay"),
        ),
        ("省有关单位", "provincial", GUANGDONG, (), ("广东省有关单位", "Bodies named “省有关单位” of Guangdong")),
        ("市教育部门", "municipal", SHANGHAI, ("education",), ("上海市教育部门", "Education departments of Shanghai")),
        ("市教育部门", "municipal", WUSHENG, ("education",), ("广安市教育部门", "Education departments of Guang'an")),
        ("省有关单位", "provincial", GUANGAN, (), ("四川省有关单位", "Bodies named “省有关单位” of Sichuan")),
        ("国家有关部门", "national", GUANGAN, (), ("国家有关部门", "Bodies named “国家有关部门”")),
        ("市场监管部门", "municipal", GUANGAN, (), ("广安市市场监管部门", "Bodies named “市场监管部门” in Guang'an")),
        (
            "市教育部门",
            "municipal",
            GUANGDONG,
            ("education",),
            ("广东省市教育部门", "Education departments of the cities in Guangdong"),
        ),
        (
            "县(区)教育部门",
            "county",
            GUANGAN,
            ("education",),
            ("广安市县(区)教育部门", "Education departments of the counties and districts in Guang'an"),
        ),
    ],
)
def test_a_class_of_its_own_place_names_it_once(
    name: str, level: Level, setting: Setting, slugs: tuple[str, ...], labels: tuple[str, str]
) -> None:
    body = make_group(name, level, setting, slugs, False)
    assert (body.label, body.label_en) == labels


def test_the_class_of_a_higher_place_is_the_same_in_the_notices_below_it() -> None:
    keys = {make_group("市教育部门", "municipal", setting, ("education",), False).key for setting in (GUANGAN, WUSHENG)}
    assert keys == {"group/511600/municipal/education"}


def test_a_party_organ_of_an_unknown_place_has_its_level_once() -> None:
    labels = [make_body(name, Setting("demo", "municipal", None)).label for name in ("市委宣传部", "县委办")]
    assert labels == ["市委宣传部", "县委办公室"]


def test_a_level_word_alone_is_a_body_of_its_letters() -> None:
    assert make_body("街道", FUJIAN).level == "township"
