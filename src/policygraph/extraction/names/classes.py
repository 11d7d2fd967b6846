"""Classes of bodies: 各有关市、县(区)教育部门 is the education departments of the cities and those of the counties.

A class may run over several names of a list: names that lack their end (各有关市 | 县(区)卫健 | 医保部门) take it from
the name that closes the run. Together they stand for every combination of the levels and functions named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...model import LEVELS, Level
from ...registry import (
    LEVEL_OF,
    LEVEL_PREFIX,
    any_of,
    find_functions,
    is_label,
    is_stem,
    lexicon,
    looks_like_body,
    parse_name,
    remembered,
    skip_remark,
)
from .cutting import Token
from .party import Party

__all__ = ["read_class_run", "read_generic_class"]

_TIER_WORD = "|".join(f"(?P<w{n}>{tier.words})" for n, tier in enumerate(lexicon().tiers))
#: Which of a level's bodies: 涉农县区政府, 沿江市政府, 六县(市)政府.
_WHICH = (
    "(?:受灾|灾区|事发地?|属地|(?:事故|灾害)?发生地|(?<!项目)所在地)?"
    "(?P<which>涉农|沿(?:江|河|黄|海|线|湖|边)|项目所在|[两三四五六七八九十]个?(?=[县区市旗]))?"
)
#: What stands before 各, 各 itself, and the level word that a class begins with; then the same without 各.
_EACH = re.compile(rf"^(?P<before>[^各()]{{0,12}})各级?(?:有关|相关|所属)?{_WHICH}(?:{_TIER_WORD})?(?P<rest>.*)$")
_PLAIN = re.compile(rf"^(?:有关|相关|所属|涉及)?{_WHICH}(?:{_TIER_WORD})?(?P<rest>.*)$")
_GOVERNMENT = re.compile(r"^(?:人民)?政府(?:\([^()]*\))?$|^党委(?:和)?政府$|^党委、?政府$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A name of a run, taken apart: levels, functions' stem, and the head that closes the run (部门)."""

    text: str
    before: str
    each: bool
    levels: tuple[tuple[str, Level], ...]
    stem: str
    head: str


_ANYWHERE = re.compile("各(?:级|个)?地[区方]")
#: All bodies concerned at a level, not those of one function: 市级相关部门, 省有关单位.
_ABOUT_ALL = re.compile(r"(?:有关|相关|级|直|属)各?(?:主管)?(?:部门|单位|机构)(?:和单位|和部门)?(?:\([^()]*\))?$")
_HEAD = re.compile(
    r"(?:行政)?(?:主管|行业主管|业务主管|管理|监管|行政)?(?:部门|单位|机构)(?:\([^()]*\))?$|(?:人民)?政府(?:\([^()]*\))?$|党委$|(?:党)?工委$|(?:行政公署|行署)(?:\([^()]*\))?$|办事处$|管委会$|支行$|分局$"
)


#: The end of an organ's own name: 各市、县教育局 is a class because of the words before the organ.
_ORGAN = re.compile(r"(?:委员会|办公室|管理局|局|委|办)$")


def _levels_of(match: re.Match[str]) -> tuple[tuple[str, Level], ...]:
    for number, tier in enumerate(lexicon().tiers):
        word = match.group(f"w{number}")
        if word is not None:
            return tuple((name or word, level) for name, level in tier.levels)
    return ()


@remembered(16384)
def _piece(text: str) -> _Piece | None:
    """Take a name apart as a part of a class of bodies; ``None`` if it is a complete name."""
    # 各地区 means every locality, not the prefectures called 地区.
    if find_functions(text)[1] or _ABOUT_ALL.search(text) or _ANYWHERE.fullmatch(text):
        return None
    if "(含" in text:
        text = re.sub(r"\(含[^()]*\)", "", text)
    # Without 各 nothing may stand before the level word: it would be letters of a name.
    match = _EACH.match(text) if "各" in text else None
    each, before = match is not None, match["before"] if match else ""
    match = match or _PLAIN.match(text)
    assert match is not None
    before += match["which"] or ""
    levels, rest = _levels_of(match), match["rest"]
    head_match = _HEAD.search(rest)
    head = head_match.group() if head_match else ""
    if not head and levels and find_functions(rest)[1] and (organ := _ORGAN.search(rest)):
        head_match, head = organ, organ.group()
    stem = rest[: head_match.start()] if head_match else rest
    stem = re.sub(r"^(?:有关|相关)", "", stem)
    return _Piece(text, before, each, levels, stem, head)


def _known_stem(stem: str) -> bool:
    return is_stem(stem) and not find_functions(stem)[1]


def _opens_run(piece: _Piece) -> bool:
    """Tell whether a name cannot stand alone: a bare level after 各, or a level and a function without an organ."""
    if piece.head:
        return False
    return bool(piece.levels) and (not piece.stem or _known_stem(piece.stem))


def read_class_run(tokens: list[Token], index: int) -> tuple[list[Party], int] | None:
    """Read a class of bodies from the token at ``index`` on; return its parties and the index behind its last token."""
    pieces: list[_Piece] = []
    at = index
    while at < len(tokens):
        piece = _piece(tokens[at].text)
        if piece is None or (pieces and (piece.each or _goes_up(pieces[-1], piece))):
            break
        pieces.append(piece)
        at += 1
        if piece.head or not (_opens_run(piece) or (len(pieces) > 1 and not piece.levels and _known_stem(piece.stem))):
            break
    if not pieces or [piece.text for piece in pieces] == ["各地"]:
        return None
    span = tokens[index].start, tokens[at - 1].end
    closed = _closed_run(pieces, span)
    if closed is None:
        return _bare_run(pieces, tokens, index)
    head = pieces[-1].head
    levels = tuple(level for piece in pieces for level in piece.levels)
    # 各县党委、政府: each county's government too.
    if at < len(tokens) and head in _COMMITTEES and tokens[at].text in _PAIRED:
        closed += _of_each(levels, tokens[at], tokens[at].text, (), tokens[at].text.endswith("政府"))
        at += 1
    # 各盟行政公署、市人民政府: each city's government.
    while at < len(tokens) and pieces[0].each and _GOVERNMENT_HEAD.search(head):
        piece = _piece(tokens[at].text)
        if piece is None or piece.each or piece.before or piece.stem or not piece.levels:
            break
        if not _GOVERNMENT_HEAD.search(piece.head):
            break
        closed += _of_each(piece.levels, tokens[at], piece.head, (), True)
        at += 1
    # 各市教育局、财政局: each city's finance bureau too.
    while at < len(tokens) and _ORGAN.search(head) and _organ_alone(tokens[at].text):
        closed += _of_each(levels, tokens[at], tokens[at].text, find_functions(tokens[at].text)[0])
        at += 1
    return closed, at


_COMMITTEES = frozenset({"党委", "党工委", "工委", "行政公署", "行署"})
#: Organs that follow a party committee of the same level without repeating the level: 各县党委、政府.
_PAIRED = frozenset({"政府", "人民政府", "办事处", "管委会"})
_GOVERNMENT_HEAD = re.compile(r"政府|公署|行署")


def _of_each(
    levels: tuple[tuple[str, Level], ...],
    token: Token,
    organ: str,
    functions: tuple[str, ...] = (),
    government: bool = False,
) -> list[Party]:
    """Make the classes of an organ, one for each level."""
    return [
        Party(f"{word}{organ}", "class", token.start, token.end, level, functions, government) for word, level in levels
    ]


def _goes_up(one: _Piece, next_: _Piece) -> bool:
    """Tell whether an organ's level is higher than the one before it.

    Lists of levels go down, so in 各街道,区教育局 the district's bureau is a body of its own.
    """
    if not one.levels or not next_.levels or not _ORGAN.search(next_.head):
        return False
    return LEVELS.index(next_.levels[0][1]) < LEVELS.index(one.levels[0][1])


def _organ_alone(name: str) -> bool:
    """Tell whether an organ has neither level nor place, as 财政局: it takes both from the names before it."""
    return bool(find_functions(name)[1] and _ORGAN.search(name)) and parse_name(name).level is None


#: The beginning of a run of bare levels: 各市, 有关县.
_SOME = re.compile(
    r"^(?:各|有关|相关|省辖市$|设区市$|省?直管|(?:区县|县区|县市区|市县|县市|乡镇|镇街|街镇|镇(?=\()|乡(?=\()|市州|州市|盟市|旗县)(?:\([^()]{1,3}\))?$)"
)


def _bare_run(pieces: list[_Piece], tokens: list[Token], index: int) -> tuple[list[Party], int] | None:
    """Read a run of bare levels, which stand for their governments: 各市、县(市、区)."""
    bare: list[_Piece] = []
    for piece in pieces:
        if not piece.levels or piece.stem or piece.head:
            break
        bare.append(piece)
    if not bare or not (bare[0].each or _SOME.match(bare[0].text)):
        return None
    parties = [
        Party(f"{bare[0].before}{word}", "class", token.start, token.end, level, (), True)
        for piece, token in zip(bare, tokens[index:], strict=False)
        for word, level in piece.levels
    ]
    return parties, index + len(bare)


def _closed_run(pieces: list[_Piece], span: tuple[int, int]) -> list[Party] | None:
    """Read a run whose last head serves all its names: 各有关市、县(区)卫健、医保部门."""
    first, last = pieces[0], pieces[-1]
    several = len(pieces) > 1
    proper = bool(last.head) and (not last.stem or _known_stem(last.stem) or last.stem in ("", "级"))
    # Without 各 a run is a class only by its head: 市卫健、医保部门, but 市政务服务中心、市档案局 are two bodies.
    is_class = (
        first.each
        or (several and proper and not _ORGAN.search(last.head))
        or (bool(last.head) and "部门" in last.head and bool(first.levels))
    )
    governs = bool(first.levels) and bool(_GOVERNMENT.match(last.head))
    # 有关区人民政府 and 县区政府 are classes, 区政府 is one body.
    is_class = is_class or (governs and (bool(_SOME.match(first.text)) or len(first.before + first.levels[0][0]) > 1))
    # 街道办事处 and 乡镇人民政府 are classes: no place has only one of them.
    towns = not first.before and not last.stem and last.head in ("办事处", "人民政府", "政府", "党委")
    is_class = is_class or (towns and bool(first.levels) and first.levels[0][1] == "township")
    if not is_class or (several and not proper) or not any(piece.levels for piece in pieces):
        return None
    if last.stem and not _known_stem(last.stem):
        return None
    head = last.head
    levels = list(dict.fromkeys(level for piece in pieces for level in piece.levels))
    stems = list(dict.fromkeys(piece.stem for piece in pieces if piece.stem)) or [""]
    parties = []
    for stem in stems:
        for word, level in levels:
            prefix = first.before
            name = f"{prefix}{word}{stem}{head}"
            slugs = find_functions(stem)[0] or (find_functions(prefix)[0] if prefix else ())
            government = bool(_GOVERNMENT.match(head)) or (not head and not stem)
            parties.append(Party(name, "class", *span, level, slugs, government and not slugs))
    return parties


_WORDS = lexicon().other_endings
_GENERIC = re.compile(
    rf"{any_of((*_WORDS['classes'], *_WORDS['many']))}(?:和单位|及单位|、单位|和部门)?(?:\([^()]*\))?$"
)
_ZONE_CLASS = re.compile(f"^各?{any_of(_WORDS['zones_at_large'])}(?:管委会|管理委员会)?$")
#: The offices that bureaux have in townships: 各派出所, 各司法所.
_STATIONS = re.compile(f"{any_of(_WORDS['stations'])}$")
#: Enterprises and schools by owner: 市属国有企业, 省属高校.
_OWNERS = [
    word for word in LEVEL_OF if word[-1] in "属管级直" or word in ("中央", "全省", "全市", "全州", "全县", "全区")
]
_OWNED = re.compile(rf"^各?(?P<owner>{any_of(_OWNERS)})(?:各|国有|重点)*(?:企业|国企|高校|院校|学校|医院)$")
#: All governments and committees of a level: 县级以上地方党委, 市级人民政府.
_LEVELS_AT_LARGE = any_of(word for word in LEVEL_OF if word.endswith("级"))
_TIERED = re.compile(
    rf"^(?:各|有关|相关|属地|当地|事发地)*(?P<tier>{_LEVELS_AT_LARGE})(?:及?以上)?(?:地方|各级|有关|相关|和|、|及)*"
    r"(?:党委|(?:人民)?政府)(?:[和、及]?(?:党委|(?:人民)?政府))?$"
)
_WHOSE = re.compile(r"^(?:各|有关|相关|其他|所在|所属|涉及的?|上级|本级|直属|下属|属地|当地|事发地)")
_ABOUT = re.compile(r"有关|相关|各|成员单位|主管部门|责任部门|职能部门")


def read_generic_class(token: Token) -> Party | None:
    """Read a class without a level word behind 各: 有关部门, 市级相关部门(单位), 区直各部门, 园区管委会."""
    read = _read(token.text)
    return Party(read[0], "class", token.start, token.end, *read[1:]) if read else None


@remembered(8192)
def _read(text: str) -> tuple[str, Level, tuple[str, ...]] | None:
    """Return a class's name, level and functions, or ``None`` if the words do not name a class."""
    if owned := _OWNED.match(text):
        return text.replace("各", ""), LEVEL_OF[owned["owner"]], ()
    if tiered := _TIERED.match(text):
        return text[tiered.start("tier") :], LEVEL_OF[tiered["tier"]], ()
    bare = text.replace("各级", "").replace("各", "", 1) if "各" in text else text
    if _ZONE_CLASS.match(text):
        return bare, "other", ()
    if _STATIONS.search(text) and (bare != text or "各" in text):
        return bare, "township", find_functions(re.sub("所$", "局", bare))[0]
    about = _ABOUT.search(text)
    large = _GENERIC.search(text) or (about and "各" in text)
    whose = about or _WHOSE.match(text) or text.endswith(_WORDS["classes"], 0, skip_remark(text))
    if is_label(text) or not ((large and whose) or (_WHOSE.match(text) and looks_like_body(text))):
        return None
    stem = re.sub(r"(?:行政)?(?:主管)?部门.*$", "", LEVEL_PREFIX.sub("", bare))
    return bare, _level(bare), find_functions(stem)[0]


def _level(bare: str) -> Level:
    found = LEVEL_PREFIX.match(bare)
    if found and found.end() < len(bare):
        return LEVEL_OF[found.group()]
    return next((level for word, level in lexicon().subjects.items() if bare.startswith(word)), "other")
