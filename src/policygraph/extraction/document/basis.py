"""The documents that a notice says it rests on: 根据《…》（…〔2020〕3号）."""

from __future__ import annotations

import re

from ...model import BasisDocument

__all__ = ["GENRE", "TITLE_END", "basis_documents"]

#: What kinds of documents titles end with.
GENRE = (
    "通知|意见|方案|办法|措施|决定|规划|计划|规定|细则|纲要|要点|通告|公告|批复|函|条例|清单|分工|举措|政策|任务|目标|报告"
    "|制度|任务分解|责任分工|分解表|分工表|任务表|清单表|一览表|台账|责任状|任务书"
)
TITLE_END = re.compile(rf"(?:{GENRE})(?:\((?:试行|暂行|修订|征求意见稿|草案|[^()]{{1,12}})\))?$")
_QUOTED = r"《(?P<title>(?:[^《》]|《[^《》]*》|<[^<>]*>){4,120})》"
_IN_BRACKETS = r"(?:\((?P<number>[^()\n]{1,16}\(?\d{4}\)?[^()\n]{0,8}号)\))?"
_BASIS_LABEL = re.compile(rf"(?:依据|根据)(?:文件)? *: *(?P<issuers>[^《\n]{{0,60}}){_QUOTED}{_IN_BRACKETS}(?=\s|$)")
_BASIS = re.compile(
    r"(?:按照|根据|依据|遵照|落实|贯彻|结合|为贯彻落实|在落实好)(?P<issuers>[^《。;\n]{0,40}?)" + _QUOTED + _IN_BRACKETS
)
_MORE_BASIS = re.compile(r"[、和及,]*(?P<issuers>[^《。;\n]{0,20}?)" + _QUOTED + _IN_BRACKETS)
#: No further than this into the text.
_HEAD = 4000


def basis_documents(text: str, folded: str, own: str) -> tuple[BasisDocument, ...]:
    """The documents that the head of a text names as its basis; ``own`` is the notice's own heading."""
    found: dict[str, BasisDocument] = {}
    head = folded[:_HEAD]
    label = _BASIS_LABEL.search(head)
    matches = [label] if label else []
    at = 0
    while not label and (match := _BASIS.search(head, at)):
        matches.append(match)
        at = match.end()
        while more := _MORE_BASIS.match(head, at):
            matches.append(more)
            at = more.end()
    for match in matches:
        title = text[slice(*match.span("title"))].strip()
        if TITLE_END.search(match["title"].strip()) and title not in found and title not in own:
            issuers = re.sub(r"^(?:[^,]*,)*(?:认真|全面|深入|按照|根据|依据|落实|贯彻)*", "", match["issuers"])
            number = text[slice(*match.span("number"))] if match["number"] else ""
            found[title] = BasisDocument(title, issuers.strip("、和及的了 "), number.strip())
    return tuple(found.values())
