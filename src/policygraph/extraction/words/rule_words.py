"""The words of rules that a notice gives once for all that follows: 列第一位者为牵头单位，下同.

Patterns are written for folded text. To teach the program another wording, add it here, and a case in
``tests/extraction/cases/document-rules.yaml``.
"""

from __future__ import annotations

import re

__all__ = ["COMMA_LEADS", "FIRST_LEADS", "IMPLIED", "RULE_HINT", "RULE_SENTENCES"]

FIRST_LEADS = re.compile(
    r"(?:排名|名列|列|排)(?:在)?(?:首位|第一(?:位|名|个)?|最前|前面?)的?(?:者|单位|部门)?(?:均)?(?:为|是|作为)(?:[省市县区]级)?(?:牵头|主办|主责|总牵头)"
    r"|(?:首位|第一(?:个|位|家)?)的?(?:单位|部门|责任单位)(?:均)?(?:为|是)(?:[省市县区]级)?(?:牵头|主办|主责)"
)
COMMA_LEADS = re.compile(
    r"逗号(?:之|以)?前(?:面)?(?:的)?(?:者|单位|部门)?(?:均)?(?:为|是)(?:[省市县区]级)?(?:牵头|主办|主责)"
)
IMPLIED = re.compile(
    r"(?:以下|以上|上述|各项|下列|具体)(?:任务|措施|各项|工作|事项)*(?:均|都)?(?:需|由|须|涉及)?(?P<list>[^。;\n]{2,120}?)"
    r"(?:具体)?(?:组织实施|负责落实|负责实施|抓好落实|落实|负责|配合)?,?(?:以下)?(?:均)?不再(?:一一|逐一|重复)?(?:列出|列示|列|注明|标注|[做作]?分工)"
)

#: All that states a rule, with the words that go with it.
RULE_SENTENCES = (
    re.compile(rf"(?:{FIRST_LEADS.pattern})(?:单位|部门)?(?:,?(?:以)?下同)?"),
    re.compile(rf"(?:{COMMA_LEADS.pattern})(?:单位|部门)?(?:,?(?:以)?下同)?"),
    IMPLIED,
    re.compile(r"(?:以)?下同"),
)

#: Every rule has one of these words: where none stands, no rule needs to be looked for.
RULE_HINT = re.compile("前|首位|第一|不再|下同")
