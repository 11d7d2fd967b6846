"""The functions of government and the reforms: complete, unambiguous, consistent with each other."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cache

import pyoxigraph
import pytest

from policygraph.namespaces import DCTERMS, FUNCTION, PG, SKOS
from policygraph.resources import ontology_dir

Values = dict[str, list[tuple[str, str | None]]]

BODY_TYPES = {"Department", "PartyOrgan", "Branch", "Court", "Company", "Institute", "Body"}
TIERS = ("nationalName", "provincialName", "municipalName", "localName")
#: Kinds whose bodies have a name at the national or the provincial tier, and not only their own.
NAMED_KINDS = BODY_TYPES - {"Company"}
#: Companies go by the names of the firms.
UNNAMED = {"state-banks", "telecommunications"}
#: Endings that belong to a name's organ or place and not to its stem.
ENDINGS = re.compile(r"(?:委员会|办公室|办公厅|总局|中心|总署|[局厅委办部署会社院行队处所站校省市县区州旗])$")
#: Stems that end like an organ and are none: banks keep 银行 before 分行 and 支行; 人社 and 干部 end so by chance.
JUSTIFIED = {"人社", "老干部", "离退休干部", "人民银行", "中国人民银行", "人行", "央行"}
COFOG = re.compile(r"http://linked\.data\.gov\.au/def/cofog/(0[1-9]|10)(-\d)?$")


@cache
def _read(name: str) -> dict[str, Values]:
    found: dict[str, Values] = defaultdict(lambda: defaultdict(list))
    for quad in pyoxigraph.parse(path=str(ontology_dir() / name)):
        assert isinstance(quad.subject, pyoxigraph.NamedNode), f"blank node in {name}"
        value = quad.object
        if isinstance(value, pyoxigraph.Literal):
            found[quad.subject.value][quad.predicate.value].append((value.value, value.language))
        else:
            assert isinstance(value, pyoxigraph.NamedNode), f"blank node in {name}"
            found[quad.subject.value][quad.predicate.value].append((value.value, None))
    return found


@cache
def _functions() -> dict[str, Values]:
    return {
        iri.removeprefix(FUNCTION): values for iri, values in _read("functions.ttl").items() if iri.startswith(FUNCTION)
    }


def _texts(values: Values, term: str, language: str | None = None) -> list[str]:
    return [text for text, tag in values.get(term, []) if language is None or tag == language]


def _both_languages(values: Values, term: str) -> bool:
    return all(len(_texts(values, term, language)) == 1 for language in ("zh", "en"))


def _kind(values: Values) -> str:
    (kind,) = _texts(values, PG + "bodyType")
    return kind.removeprefix(PG)


def _stems(values: Values) -> list[str]:
    return list(dict.fromkeys([*_texts(values, SKOS + "prefLabel", "zh"), *_texts(values, SKOS + "altLabel", "zh")]))


def _whole(values: Values) -> list[str]:
    names = [*_texts(values, PG + "shortName")]
    for tier in TIERS:
        names += _texts(values, PG + tier, "zh")
    # … is where the place stands: 国家税务总局…税务局.
    return list(dict.fromkeys(name.replace("…", "") for name in (*names, *_texts(values, PG + "fullName"))))


def _owners(names_of: dict[str, list[str]]) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = defaultdict(list)
    for slug, names in names_of.items():
        for name in names:
            owners[name].append(slug)
    return owners


def test_parses() -> None:
    for name in ("functions.ttl", "reforms.ttl"):
        assert sum(1 for _ in pyoxigraph.parse(path=str(ontology_dir() / name))) > 100


def test_there_are_enough() -> None:
    assert len(_functions()) == 174


@pytest.mark.parametrize("slug", sorted(_functions()))
def test_each_is_described(slug: str) -> None:
    values = _functions()[slug]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", slug)
    assert _texts(values, SKOS + "notation") == [slug]
    assert _texts(values, SKOS + "inScheme") == [PG + "functions"]
    assert _both_languages(values, SKOS + "prefLabel")
    assert _both_languages(values, SKOS + "definition")
    kind = _kind(values)
    assert kind in BODY_TYPES
    named = [tier for tier in TIERS if values.get(PG + tier)]
    assert all(_both_languages(values, PG + tier) for tier in named)
    if slug in UNNAMED:
        assert kind == "Company" and not named
    elif kind in NAMED_KINDS:
        assert named, "a body of this kind has a canonical name at one tier at least"
    for name in _texts(values, PG + "nationalName", "en"):
        assert name[0].isupper() and not re.search(r"[\u4e00-\u9fff]", name)


def test_departments_have_local_names() -> None:
    without = {
        slug
        for slug, values in _functions().items()
        if _kind(values) in ("Department", "PartyOrgan", "Court") and not values.get(PG + "provincialName")
    }
    assert without == {"standards", "certification"}, "these two exist at the national tier alone"


@pytest.mark.parametrize("slug", sorted(_functions()))
def test_stems_are_stems(slug: str) -> None:
    values = _functions()[slug]
    for stem in _texts(values, SKOS + "altLabel"):
        assert re.fullmatch(r"[\u4e00-\u9fff]{2,}", stem), stem
        if slug != "state-banks":
            assert stem in JUSTIFIED or not ENDINGS.search(stem), stem
    for name in _whole(values):
        assert re.fullmatch(r"[\u4e00-\u9fff]{2,}", name), name
    assert len(set(_texts(values, SKOS + "altLabel"))) == len(_texts(values, SKOS + "altLabel"))


def test_stems_and_names_belong_to_one_function() -> None:
    stems = _owners({slug: _stems(values) for slug, values in _functions().items()})
    whole = _owners({slug: _whole(values) for slug, values in _functions().items()})
    assert {stem: slugs for stem, slugs in stems.items() if len(slugs) > 1} == {}
    assert {name: slugs for name, slugs in whole.items() if len(slugs) > 1} == {}
    assert {name for name, slugs in whole.items() if name in stems and stems[name] != slugs} == set()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("发改", "development-reform"),
        ("发展和改革", "development-reform"),
        ("人社", "human-resources"),
        ("住房城乡建设", "housing-construction"),
        ("卫健", "health"),
        ("卫生计生", "health-family-planning"),
        ("经济和信息化", "industry-information"),
        ("市监", "market-regulation"),
        ("文旅", "culture-tourism"),
        ("扶贫", "poverty-alleviation"),
        ("银保监", "banking-insurance"),
        ("人行", "banking"),
    ],
)
def test_usual_stems(name: str, slug: str) -> None:
    assert name in _stems(_functions()[slug])


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("人民银行", "banking"),
        ("税务总局", "tax"),
        ("市场监管总局", "market-regulation"),
        ("网信办", "cyberspace"),
        ("中国银保监会", "banking-insurance"),
        ("国网", "power-grid"),
        ("编办", "institutional-staffing"),
        ("中级人民法院", "courts"),
        ("国家卫生健康委员会", "health"),
    ],
)
def test_usual_whole_names(name: str, slug: str) -> None:
    assert name in _whole(_functions()[slug])


def test_cofog() -> None:
    matches = {slug: _texts(values, SKOS + "closeMatch") for slug, values in _functions().items()}
    assert all(COFOG.match(iri) for iris in matches.values() for iri in iris)
    assert sum(1 for iris in matches.values() if iris) >= 150
    assert matches["education"] == ["http://linked.data.gov.au/def/cofog/09"]


def test_collections_have_members_that_exist() -> None:
    stems = _owners({slug: _stems(values) for slug, values in _functions().items()})
    collections = {iri: values for iri, values in _read("functions.ttl").items() if "function-collection/" in iri}
    assert len(collections) == 22
    shorts = [short for values in collections.values() for short in _texts(values, SKOS + "altLabel")]
    assert len(shorts) == len(set(shorts)) and not set(shorts) & set(stems)
    for values in collections.values():
        members = [iri.removeprefix(FUNCTION) for iri in _texts(values, SKOS + "member")]
        assert len(members) >= 2 and set(members) <= set(_functions())
        assert _both_languages(values, SKOS + "prefLabel")
        assert all(_both_languages(values, PG + tier) for tier in TIERS if values.get(PG + tier))


def test_full_names_end_in_an_organ() -> None:
    entries = _read("functions.ttl").values()
    names = [name for values in entries for name in _texts(values, PG + "fullName")]
    names += [name for values in _read("body-names.ttl").values() for name in _texts(values, PG + "bodyName")]
    assert len(names) > 40
    assert [name for name in names if not ENDINGS.search(name)] == []


def _day(values: Values, term: str) -> date | None:
    found = _texts(values, term)
    return date.fromisoformat(found[0]) if found else None


def _reforms() -> dict[str, Values]:
    return {iri: values for iri, values in _read("reforms.ttl").items() if iri.startswith(PG + "reform/")}


def test_every_reform_is_described() -> None:
    documents = {iri: values for iri, values in _read("reforms.ttl").items() if "reform-document/" in iri}
    assert len(_reforms()) == 24 and len(documents) == 5
    years = set()
    for iri, values in _reforms().items():
        day = _day(values, DCTERMS + "date")
        assert day is not None and iri.split("/")[-1].startswith(f"{day.year}-")
        years.add(day.year)
        assert _both_languages(values, "http://www.w3.org/2000/01/rdf-schema#label")
        for term in ("fromFunction", "toFunction"):
            slugs = {value.removeprefix(FUNCTION) for value in _texts(values, PG + term)}
            assert slugs and slugs <= set(_functions())
        (source,) = _texts(values, DCTERMS + "source")
        issued = _day(documents[source], DCTERMS + "issued")
        assert issued is not None and issued <= day
        assert _both_languages(documents[source], DCTERMS + "title")
    assert years == {2013, 2018, 2021, 2023}


def test_ends_and_beginnings_are_reforms() -> None:
    ended = started = 0
    for slug, values in _functions().items():
        iri = FUNCTION + slug
        until, since = _day(values, PG + "validUntil"), _day(values, PG + "validFrom")
        successors = _texts(values, DCTERMS + "isReplacedBy")
        assert (until is None) == (not successors), f"{slug}: an end has a successor, and a successor an end"
        if until:
            ended += 1
            (successor,) = successors
            assert any(
                _day(reform, DCTERMS + "date") == until
                and iri in _texts(reform, PG + "fromFunction")
                and successor in _texts(reform, PG + "toFunction")
                for reform in _reforms().values()
            ), slug
            later = _functions()[successor.removeprefix(FUNCTION)]
            begins = _day(later, PG + "validFrom")
            assert begins is None or begins <= until
        if since:
            started += 1
            assert until is None or since < until
            assert any(
                _day(reform, DCTERMS + "date") == since and iri in _texts(reform, PG + "toFunction")
                for reform in _reforms().values()
            ), slug
    assert ended == 24 and started == 15


def test_succession_ends() -> None:
    for slug in _functions():
        seen = [slug]
        while following := _texts(_functions()[seen[-1]], DCTERMS + "isReplacedBy"):
            seen.append(following[0].removeprefix(FUNCTION))
            assert len(seen) == len(set(seen)) < 6, seen
