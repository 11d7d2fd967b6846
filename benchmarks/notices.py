"""Notices of our own invention in the forms that offices use, with what is in them: for measuring at any size.

A notice has about 25 measures and 60 responsibilities. Few bodies are named often and many seldom (Zipf); provinces,
cities, years and forms vary. The same seed gives the same notices. ``notice_files.py`` writes them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from policygraph.registry import functions, places

__all__ = ["Duty", "Measure", "Notice", "notices"]

_TASKS = (
    "完善|健全|推进|加强|优化|落实|深化|拓展|规范|提升",
    "农村公路|社区养老|安置区学校|中小企业融资|职业培训|河道治理|数字政务|冷链物流|保障性住房|基层医疗|粮食仓储|森林防火",
    "建设|服务体系|管理机制|工作制度|能力|监管|保障|网络",
)
_HEADINGS = ["总体安排", "基础设施", "公共服务", "产业发展", "就业帮扶", "资金保障", "监督考核", "组织实施"]
_FILLER = "坚持因地制宜、分类施策，统筹各类资源，明确时间表和路线图，确保任务落到实处、取得实效。"
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Duty:
    """What one notice says: the measure's number, the body's name, its role and level."""

    measure: str
    name: str
    role: str
    level: str


@dataclass(frozen=True, slots=True)
class Measure:
    """The same apart from any form: the heading above it, its mark and words, who bears it."""

    heading: str
    mark: str
    words: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: a name for its file, where and when it was issued, its text, and what is in it."""

    name: str
    code: str
    year: int
    title: str
    text: str
    measures: tuple[Measure, ...]

    @property
    def truth(self) -> tuple[Duty, ...]:
        """All that it says."""
        return tuple(duty for measure in self.measures for duty in measure.duties)


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _NUMERALS[tens - 1] + "十"
    return head + (_NUMERALS[ones - 1] if ones else "")


def _stems() -> list[tuple[str, str, str]]:
    """Short stems with the ends of provincial and local names, the functions of a usual department alone."""
    found = []
    for function in functions().values():
        province, local = function.names.get(("provincial", "zh")), function.names.get(("local", "zh"))
        usual = function.body_type == "Department" and function.valid_until is None and province and local
        if usual and province.endswith("厅") and local.endswith("局") and function.stems:
            found.append((min(function.stems, key=len), "厅", "局"))
    return sorted(found)


def notices(count: int, seed: int = 0) -> Iterator[Notice]:
    """``count`` notices, each with its truth; the first ones of a seed are the same however many are asked for."""
    stems = _stems()
    weights = [1 / (rank + 1) for rank in range(len(stems))]
    random.Random(seed).shuffle(stems)
    provinces = [place for place in places().values() if place.level == "provincial" and place.name.endswith("省")]
    codes = {province.code for province in provinces}
    cities = [
        place
        for place in places().values()
        if place.level == "municipal" and place.name.endswith("市") and place.parent in codes
    ]
    for index in range(count):
        chance = random.Random(f"{seed}-{index}")
        provincial = chance.random() < 0.5
        place = chance.choice(provinces if provincial else cities)
        yield _notice(index, chance, place.name, place.code, provincial, stems, weights)


def _notice(
    index: int,
    chance: random.Random,
    place: str,
    code: str,
    provincial: bool,
    stems: list[tuple[str, str, str]],
    weights: list[float],
) -> Notice:
    year = chance.randint(2012, 2024)
    prefix, level = ("省", "provincial") if provincial else ("市", "municipal")
    form: Callable[[random.Random, list[str], str], tuple[str, list[tuple[str, str]]]]
    form = chance.choice([_labelled, _own_line, _lines, _bracketed])
    subject = chance.choice(_TASKS[1].split("|"))
    title = f"{place}人民政府办公{'厅' if provincial else '室'}关于印发{place}{subject}行动方案的通知"
    day = f"{year}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
    lines = [title, f"{place[0]}政办〔{year}〕{index % 300 + 1}号", "各有关单位：", "现印发给你们，请认真贯彻执行。"]
    lines += [title.partition("关于")[0], day, f"{place}{subject}行动方案"]
    measures: list[Measure] = []
    number = 0
    for heading in range(chance.randint(4, 6)):
        lines.append(f"{_numeral(heading + 1)}、{_HEADINGS[heading]}")
        for _ in range(chance.randint(4, 6)):
            number += 1
            task = "".join(chance.choice(part.split("|")) for part in _TASKS)
            chosen = list(dict.fromkeys(chance.choices(stems, weights, k=chance.choice([1, 2, 2, 3, 4]))))
            names = [prefix + stem + (upper if provincial else lower) for stem, upper, lower in chosen]
            statement, roles = form(chance, names, prefix)
            mark = f"（{_numeral(number)}）"
            lines.append(f"{mark}{task}。{_FILLER}{statement}")
            truth = [Duty(mark, name, role, level) for name, role in roles]
            if chance.random() < 0.3:
                below, tier = ("各市、县（市、区）", None) if provincial else ("各县（市、区）", "county")
                lines[-1] = lines[-1].replace("\0", f"、{below}人民政府")
                each = (
                    [("市", "municipal"), ("县（市、区）", "county")] if tier is None else [("县（市、区）", "county")]
                )
                truth += [Duty(mark, f"{word}人民政府", roles[-1][1], rank) for word, rank in each]
            lines[-1] = lines[-1].replace("\0", "")
            if form is _labelled and lines[-1].endswith("）") and chance.random() < 0.5:
                lines[-1] = f"{lines[-1][:-1]}；完成时限：{year + 1}年{chance.choice([3, 6, 9, 12])}月底前）"
            measures.append(Measure(_HEADINGS[heading], mark, f"{task}。{_FILLER}", tuple(truth)))
    return Notice(f"notice-{index:06}", code, year, title, "\n".join(lines) + "\n", tuple(measures))


def _listed(names: list[str], prefix: str) -> str:
    """A list as offices write it: the prefix once. A mark stands where a class of bodies may follow."""
    return "、".join([names[0], *(name.removeprefix(prefix) for name in names[1:])]) + "\0"


def _own_line(chance: random.Random, names: list[str], prefix: str) -> tuple[str, list[tuple[str, str]]]:
    return f"\n责任单位：{_listed(names, prefix)}", [(name, "responsible") for name in names]


def _labelled(chance: random.Random, names: list[str], prefix: str) -> tuple[str, list[tuple[str, str]]]:
    if len(names) == 1:
        return _own_line(chance, names, prefix)
    lead, others = names[0], names[1:]
    label, role = chance.choice([("责任单位", "responsible"), ("配合单位", "support")])
    text = f"（牵头单位：{lead}；{label}：{_listed(others, prefix)}）"
    return text, [(lead, "lead"), *((name, role) for name in others)]


def _lines(chance: random.Random, names: list[str], prefix: str) -> tuple[str, list[tuple[str, str]]]:
    if len(names) == 1:
        return f"\n牵头单位：{_listed(names, prefix)}", [(names[0], "lead")]
    lead, others = names[0], names[1:]
    text = f"\n牵头单位：{lead}\n配合单位：{_listed(others, prefix)}"
    return text, [(lead, "lead"), *((name, "support") for name in others)]


def _bracketed(chance: random.Random, names: list[str], prefix: str) -> tuple[str, list[tuple[str, str]]]:
    if len(names) == 1:
        return f"（{_listed(names, prefix)}负责）", [(names[0], "responsible")]
    lead, others = names[0], names[1:]
    verb, role = chance.choice([("按职责分工负责", "joint"), ("配合", "support")])
    return f"（{lead}牵头，{_listed(others, prefix)}{verb}）", [(lead, "lead"), *((name, role) for name in others)]
