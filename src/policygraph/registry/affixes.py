"""What names of bodies begin and end with: level prefixes, organ suffixes, the ends of development zones' names."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..model import Level

__all__ = [
    "BRAND",
    "HEADS",
    "LEVEL_OF",
    "LEVEL_PREFIX",
    "OFFICES",
    "ORGANS",
    "PARTY",
    "SHORT_ENDINGS",
    "SUFFIXES",
    "ZONE",
    "Organ",
]

#: Suffixes of the organ that carries a function at its level; with any other suffix it is a body beside that organ.
HEADS = (
    "委员会",
    "领导小组办公室",
    "办公室",
    "办公厅",
    "总局",
    "总署",
    "管理局",
    "管理委",
    "委",
    "办",
    "局",
    "厅",
    "部",
    "署",
)
_OTHER_SUFFIXES = (
    "领导小组",
    "指挥部",
    "总队",
    "支队",
    "大队",
    "中心支行",
    "支行",
    "分行",
    "分局",
    "分公司",
    "子公司",
    "集团公司",
    "公司",
    "集团",
    "实验室",
    "研究院",
    "研究所",
    "学院",
    "大学",
    "学校",
    "小学",
    "中学",
    "幼儿园",
    "医院",
    "银行",
    "联合会",
    "总会",
    "协会",
    "学会",
    "商会",
    "工会",
    "管委会",
    "专班",
    "中心",
    "基地",
    "海关",
    "机关",
    "法庭",
    "法院",
    "检察院",
    "政府",
    "党委",
    "党组",
    "工委",
    "组委",
    "组",
    "队",
    "处",
    "科",
    "室",
    "站",
    "所",
    "馆",
    "台",
    "园",
    "校",
    "联",
    "会",
    "社",
    "院",
    "行",
    "司",
    "庭",
)
SUFFIXES = tuple(sorted((*HEADS, *_OTHER_SUFFIXES), key=len, reverse=True))


class Organ(NamedTuple):
    """What an ending says of a body: the full ending, its English, a word for IRIs, other endings it may stand for."""

    full: str
    en: str
    slug: str
    others: tuple[str, ...] = ()


_COMMISSION = Organ("委员会", "Commission", "commission")
_OFFICE = Organ("办公室", "Office", "office")
#: The organ that an ending names, longest ending first. A full name ends as the text does: 委 is no 局.
ORGANS = {
    "委员会": _COMMISSION,
    "联合会": Organ("联合会", "Federation", "federation"),
    "办公室": _OFFICE,
    "办公厅": Organ("办公厅", "General Office", "general-office"),
    "协会": Organ("协会", "Association", "association"),
    "总局": Organ("总局", "General Administration", "general-administration"),
    "总署": Organ("总署", "General Administration", "general-administration"),
    "中心": Organ("中心", "Centre", "centre"),
    "总队": Organ("总队", "Corps", "corps"),
    "支队": Organ("支队", "Detachment", "detachment"),
    "大队": Organ("大队", "Brigade", "brigade"),
    "委": _COMMISSION,
    "办": _OFFICE._replace(others=("办公厅",)),
    "局": Organ("局", "Bureau", "bureau"),
    "厅": Organ("厅", "Department", "department"),
    "部": Organ("部", "Department", "department"),
    "署": Organ("署", "Administration", "administration"),
    "室": Organ("室", "Office", "section"),
    "院": Organ("院", "Institute", "institute"),
    "校": Organ("校", "School", "school"),
    "联": Organ("联合会", "Federation", "federation"),
    "社": Organ("社", "Cooperative", "cooperative"),
    "会": Organ("会", "Association", "society", ("委员会", "联合会", "协会")),
}
ZONE = re.compile(
    r"(?:经济(?:技术)?开发区|高新技术(?:产业)?开发区|经开区|高新区|开发区|新区|园区|景区|示范区|保税区|自贸区|自贸试验区|"
    r"度假区|保护区|管理区|合作区|试验区|实验区|功能区|产业园|工业园|物流园|港区|片区)(?:管理委员会|管委会|管理局|管理处)?$"
)
PARTY = re.compile(r"^(?:省|市|县|区|州|旗|地|自治区党)委(?=.)")

#: Companies of the centre that go by their brand.
BRAND = re.compile(
    r"^(?:中国(?:石油|石化|海油|铁塔|邮政|电信|移动|联通|广电|华能|大唐|华电|中车|中铁|铁建|交建|建筑|电建|能建|宝武)"
    r"|国家(?:电网|电投)|南方电网|中(?:石油|石化|海油|粮|化|核))$"
)
#: Offices of a higher body that go by a place's bare name (德安生态环境局), by level and core.
#: The form of the full name (``above`` is the place above) and the function.
OFFICES: dict[tuple[Level, str], tuple[str, str]] = {
    ("county", "生态环境局"): ("{above}{place}生态环境局", "ecology-environment"),
    ("county", "公安分局"): ("{above}公安局{place}分局", "public-security"),
    ("provincial", "金融监管局"): ("国家金融监督管理总局{place}监管局", "financial-regulation"),
}
#: What an unknown body's ending stands for: 人居环境委 is a 委员会. A shorter stem may be short itself: 重点办.
SHORT_ENDINGS = ((re.compile("(?<=....)(?<![党工管常组居村团])委$"), "委员会"), (re.compile("(?<=....)办$"), "办公室"))
#: Level prefixes of a name, longest first.
_PREFIXES: tuple[tuple[str, Level], ...] = (
    ("中央", "national"),
    ("国家", "national"),
    ("全国", "national"),
    ("自治区", "provincial"),
    ("兵团", "provincial"),
    ("全省", "provincial"),
    ("省级", "provincial"),
    ("省直", "provincial"),
    ("省", "provincial"),
    ("全市", "municipal"),
    ("市级", "municipal"),
    ("市直", "municipal"),
    ("市属", "municipal"),
    ("市", "municipal"),
    ("全州", "municipal"),
    ("州级", "municipal"),
    ("州直", "municipal"),
    ("州", "municipal"),
    ("盟", "municipal"),
    ("地区", "municipal"),
    ("全县", "county"),
    ("县级", "county"),
    ("县直", "county"),
    ("县", "county"),
    ("全区", "county"),
    ("区级", "county"),
    ("区直", "county"),
    ("区属", "county"),
    ("区", "county"),
    ("旗", "county"),
    ("林区", "county"),
    ("镇", "township"),
    ("乡", "township"),
    ("街道", "township"),
)
LEVEL_PREFIX = re.compile("^(?:" + "|".join(prefix for prefix, _ in _PREFIXES) + ")")
LEVEL_OF = dict(_PREFIXES)
