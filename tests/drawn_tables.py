"""Invented tables of tasks: drawn, for tests that flatten or align them and read them again."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping

from policygraph.model import Policy

BODIES = [
    "县发展改革局",
    "县教育局",
    "县公安局",
    "县民政局",
    "县财政局",
    "县人力资源社会保障局",
    "县自然资源局",
    "县住房城乡建设局",
    "县交通运输局",
    "县水利局",
    "县农业农村局",
    "县商务局",
    "县文化广电和旅游局",
    "县卫生健康局",
    "县应急管理局",
    "县市场监督管理局",
    "县统计局",
    "县医疗保障局",
]
TASKS = (
    "完善农村公路养护机制，落实养护资金和人员，全年新改建农村公路一百二十公里。",
    "开展老旧小区改造，更换给排水管网，增设停车位和充电设施，年内完成二十个小区。",
    "推进高标准农田建设，新增旱涝保收面积三万亩，配套建设田间道路和灌溉渠系。",
    "建立困难群众动态监测平台，按月比对救助数据，做到应保尽保。",
    "推行企业开办一日办结，压减材料，统一窗口受理。",
    "加强河湖巡查。清理乱占乱建问题，完成水库除险加固五座。",
    "组织大型招聘活动，为高校毕业生提供岗位信息和职业指导服务，开展技能培训一万人次。",
    "健全突发事件预警发布体系。",
)
AREAS = ("一、基础设施", "二、民生改善工程", "三、生态环境保护")
HEADS = {
    "number": "序号", "area": "工作领域", "task": "工作内容", "lead": "牵头单位", "support": "配合单位",
    "responsible": "责任单位", "person": "责任领导", "due": "完成时限", "note": "备注",
}  # fmt: skip
#: Columns of invented tables with their widths.
SHAPES: tuple[Mapping[str, int], ...] = (
    {"number": 4, "task": 24, "responsible": 16},
    {"number": 4, "area": 10, "task": 36, "lead": 12, "support": 20},
    {"area": 8, "number": 4, "task": 28, "lead": 12, "responsible": 16, "due": 10},
    {"task": 40, "lead": 16, "support": 24},
    {"number": 4, "task": 32, "person": 8, "responsible": 22, "due": 16, "note": 8},
)
Duties = list[tuple[str, str]]


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a cell; no line begins with a mark."""
    lines, used = [""], 0
    for char in text:
        columns = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if used + columns > width and char not in "，。、":
            lines.append("")
            used = 0
        lines[-1] += char
        used += columns
    return [line for line in lines if line]


def drawn(shape: Mapping[str, int], seed: int, size: int = 12) -> tuple[list[list[list[str]]], list[Duties]]:
    """The rows of an invented table, each cell as its lines, and who is in each row."""
    chance = random.Random(seed)
    rows: list[list[list[str]]] = []
    duties: list[Duties] = []
    for index in range(size):
        row: list[list[str]] = []
        own: Duties = []
        for column, width in shape.items():
            words = {
                "number": str(index + 1),
                # The category is merged over four rows.
                "area": AREAS[index // 4] if index % 4 == 0 else "",
                "task": TASKS[(index + seed) % len(TASKS)],
                "person": chance.choice(["张三丰", "李四", "欧阳小明"]),
                "due": chance.choice(["2024年6月底前", "长期坚持"]),
                "note": "",
            }.get(column)
            if words is None:
                names = chance.sample(BODIES, chance.randint(1, 2 if column == "lead" else 5))
                if column == "support" and index % 5 == 3:
                    names = []
                own += [(column, name) for name in names]
                words = "、".join(names) or "—"
            row.append(wrapped(words, width))
        rows.append(row)
        duties.append(own)
    return rows, duties


def duties_of(policy: Policy) -> list[Duties]:
    """Who is in each measure."""
    return [
        [(duty.role, duty.surface.replace("\n", "")) for duty in measure.responsibilities]
        for measure in policy.measures
    ]
