"""The places: complete at each level, with codes that agree with their parents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph
import pytest

from policygraph.namespaces import ID, LEVEL, PG, PLACE, RDF, SKOS
from policygraph.resources import ontology_dir


@dataclass
class Entry:
    """One place as the file has it."""

    zh: list[str] = field(default_factory=list)
    en: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    level: str = ""
    broader: str = ""
    notation: str = ""
    types: set[str] = field(default_factory=set)
    scheme: str = ""


@cache
def _read(name: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for quad in pyoxigraph.parse(path=str(ontology_dir() / name)):
        assert isinstance(quad.subject, pyoxigraph.NamedNode), f"blank node in {name}"
        code = quad.subject.value.removeprefix(PLACE)
        if code == quad.subject.value:
            continue
        entry, value = found.setdefault(code, Entry()), quad.object
        text = value.value
        match quad.predicate.value:
            case term if term == SKOS + "prefLabel" and isinstance(value, pyoxigraph.Literal):
                (entry.zh if value.language == "zh" else entry.en).append(text)
            case term if term == SKOS + "altLabel" and isinstance(value, pyoxigraph.Literal):
                if value.language == "zh":
                    entry.short.append(text)
            case term if term == SKOS + "notation":
                entry.notation = text
            case term if term == SKOS + "broader":
                entry.broader = text.removeprefix(PLACE)
            case term if term == SKOS + "inScheme":
                entry.scheme = text
            case term if term == PG + "level":
                entry.level = text.removeprefix(LEVEL)
            case term if term == RDF + "type":
                entry.types.add(text)
    return found


def _all() -> dict[str, Entry]:
    return {**_read("places.ttl"), **_read("counties.ttl")}


def _at(level: str) -> Iterator[tuple[str, Entry]]:
    return ((code, entry) for code, entry in _all().items() if entry.level == level)


def test_parses() -> None:
    for name in ("places.ttl", "counties.ttl"):
        assert sum(1 for _ in pyoxigraph.parse(path=str(ontology_dir() / name))) > 3000


def test_counts() -> None:
    """The counts that the Ministry of Civil Affairs gives for the end of 2023."""
    assert Counter(entry.level for entry in _read("places.ttl").values()) == {
        "national": 1,
        "provincial": 34,
        "municipal": 333,
        "county": 32,
    }
    assert Counter(entry.level for entry in _read("counties.ttl").values()) == {"county": 2812}
    assert not set(_read("places.ttl")) & set(_read("counties.ttl"))


def test_kinds_of_prefectures() -> None:
    kinds = Counter(re.sub(r".*(自治州|地区|盟|市)$", r"\1", entry.zh[0]) for _, entry in _at("municipal"))
    assert kinds == {"市": 293, "自治州": 30, "地区": 7, "盟": 3}


def test_kinds_of_counties() -> None:
    ending = re.compile(r".*?(自治县|自治旗|特区|县|旗|市|区)$")
    kinds = Counter(
        "林区" if entry.zh[0] == "神农架林区" else ending.sub(r"\1", entry.zh[0]) for _, entry in _at("county")
    )
    assert kinds == {
        "区": 977,
        "市": 397,
        "县": 1299,
        "自治县": 117,
        "旗": 49,
        "自治旗": 3,
        "特区": 1,
        "林区": 1,
    }


def test_every_place_is_described() -> None:
    for code, entry in _all().items():
        assert re.fullmatch(r"[1-8]\d{5}", code)
        assert entry.notation == code
        assert entry.types == {PG + "Place", SKOS + "Concept"}
        assert entry.scheme == ID + "place"
        assert len(entry.zh) == 1 and re.fullmatch(r"[\u4e00-\u9fff]{2,}", entry.zh[0])
        assert len(entry.en) <= 1
        if code in _read("places.ttl"):
            assert len(entry.en) == 1
        for name in entry.en:
            assert re.fullmatch(r"[A-ZÜ][A-Za-zêü' ,-]+", name), name


def test_codes_agree_with_level_and_parent() -> None:
    for code, entry in _all().items():
        if entry.level == "national":
            assert (code, entry.broader) == ("100000", "")
        elif entry.level == "provincial":
            assert code.endswith("0000") and entry.broader == "100000"
        elif entry.level == "municipal":
            assert code.endswith("00") and not code.endswith("0000") and entry.broader == code[:2] + "0000"
        else:
            assert not code.endswith("00")
            prefecture = code[:4] + "00"
            assert entry.broader == (prefecture if prefecture in _all() else code[:2] + "0000")
            assert entry.broader in _all()
            assert not 71 <= int(code[4:]) <= 79, "an area for statistics, not a division"


def test_parents_of_counties_without_prefecture() -> None:
    direct = {code[:2] for code, entry in _at("county") if entry.broader.endswith("0000")}
    assert direct == {"11", "12", "31", "50", "41", "42", "46", "65"}


def test_short_names() -> None:
    shorts = [short for entry in _read("places.ttl").values() for short in entry.short]
    assert len(shorts) == len(set(shorts)), "a short name means one place"
    full = {entry.zh[0] for entry in _read("places.ttl").values()}
    assert not set(shorts) & full
    for code, entry in _all().items():
        for short in entry.short:
            assert len(short) > 1 and short != entry.zh[0], code
        if entry.level in ("provincial",):
            assert len(entry.short) == 1


@pytest.mark.parametrize(
    ("code", "zh", "en", "short"),
    [
        ("100000", "中国", "China", "中华人民共和国"),
        ("150000", "内蒙古自治区", "Inner Mongolia", "内蒙古"),
        ("152500", "锡林郭勒盟", "Xilingol League", "锡林郭勒"),
        ("222400", "延边朝鲜族自治州", "Yanbian Korean Autonomous Prefecture", "延边"),
        ("350000", "福建省", "Fujian", "福建"),
        ("350100", "福州市", "Fuzhou", "福州"),
        ("511600", "广安市", "Guang'an", "广安"),
        ("522600", "黔东南苗族侗族自治州", "Qiandongnan Miao and Dong Autonomous Prefecture", "黔东南"),
        ("610000", "陕西省", "Shaanxi", "陕西"),
        ("610100", "西安市", "Xi'an", "西安"),
        ("610400", "咸阳市", "Xianyang", "咸阳"),
        ("140400", "长治市", "Changzhi", "长治"),
        ("341500", "六安市", "Lu'an", "六安"),
        ("411100", "漯河市", "Luohe", "漯河"),
        ("810000", "香港特别行政区", "Hong Kong", "香港"),
        ("429004", "仙桃市", "Xiantao", "仙桃"),
        ("360735", "石城县", "Shicheng County", "石城"),
        ("420528", "长阳土家族自治县", "Changyang Tujia Autonomous County", "长阳"),
        ("310112", "闵行区", "Minhang District", ""),
        ("140428", "长子县", "Zhangzi County", "长子"),
    ],
)
def test_samples(code: str, zh: str, en: str, short: str) -> None:
    entry = _all()[code]
    assert (entry.zh, entry.en) == ([zh], [en])
    assert short in entry.short if short else not entry.short


def test_files_are_sorted_by_code() -> None:
    for name in ("places.ttl", "counties.ttl"):
        codes = re.findall(r"^place:(\d{6}) a ", (ontology_dir() / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert codes == sorted(set(codes))
