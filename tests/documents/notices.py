"""The notices that are made in every format: the bundled example, a task table, and a long one."""

from __future__ import annotations

from policygraph.extraction import extract
from policygraph.model import Document
from policygraph.resources import examples_dir

_TEXT = (examples_dir() / "fujian-relocation-2020.txt").read_text(encoding="utf-8")
EXAMPLE = [line.strip() for line in _TEXT.splitlines() if line.strip()]

_WORDS = (
    *("健全机制", "落实责任", "加强监督", "完善设施", "优化服务", "培育人才"),
    *("保护生态", "规范市场", "推广技术", "整治环境", "统筹资金"),
)
_BODIES = ("县水利局", "县财政局、县教育局", "县民政局牵头，县司法局、各乡镇配合", "县农业农村局")
_DAYS = ("2023年6月底前", "2023年底前", "长期坚持")


def _spell(n: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(n))


#: A notice of some ten pages; no two of its items have the same words, as page headers do.
LONG = [
    "某某县人民政府关于印发乡村建设工作方案的通知",
    "某政发〔2023〕7号",
    "各乡（镇）人民政府，县直各有关单位：",
    "一、主要任务",
    *(
        f"（{n}）{_WORDS[n % 11]}。推进{_spell(n)}号工程，"
        f"{'，'.join(_WORDS[(n * k) % 11] for k in range(2, 4 + n % 9))}，确保按期完成。"
        f"（{_BODIES[n % 4]}负责；{_DAYS[n % 3]}）"
        for n in range(1, 121)
    ),
]
TABLE = [
    ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"],
    *(
        [
            str(n),
            f"{_WORDS[n % 11]}，{_WORDS[n * 7 % 11]}",
            "县水利局",
            ("县财政局、县教育局", "各乡镇", "县审计局")[n % 3],
            _DAYS[n % 3],
        ]
        for n in range(1, 25)
    ),
]


def readings(document: Document) -> list[tuple[object, ...]]:
    """Every measure with its bodies, roles and deadlines, as far as they are not the places of the words."""
    return [
        (
            (measure.key, measure.number, measure.title, measure.category and measure.category.path),
            (measure.deadline, measure.deadline_text, measure.open_ended),
            [
                (part.role, part.basis, part.name, part.body.key, part.body.level, part.due)
                for part in measure.responsibilities
            ],
        )
        for measure in extract(document, "notice").measures
    ]
