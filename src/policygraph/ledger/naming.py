"""Name bodies and notices in a ledger: a class with 各 if the notice says so, a short name in English for a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..folding import fold_width
from ..model import Body, Policy, Responsibility
from ..numbering import quote_title
from ..texts import named, text
from .cells import MAX_NAME
from .headings import words_around

__all__ = [
    "add_each",
    "drop_each",
    "name_lists",
    "name_policies",
    "name_policy",
    "named_body",
    "shorten_for_sheet",
]

#: The end of the passage that contains 各.
_PASSAGE = re.compile(r"[,;:。\s]|(?<!各)(?:牵头|负责)")
#: A whole name before another one: 各 before it does not apply to the next one.
_WHOLE = re.compile(r"(?:部门|政府|单位|企业|机构|公司|[局委办厅会部院所])(?:[、和及与]|以及)")
_EACH = re.compile("各级?")


def add_each(name: str, quote: str) -> str:
    """Restore 各 before a class of bodies if the notice has it.

    Args:
        name: The name of the class, whose parts the notice may share with other names: 县(区)教育部门.
        quote: The statement of responsibility.

    Returns:
        The name with 各 or 各级 before it or within it, as in the notice; unchanged if the notice has no such word.

    Example:
        >>> add_each("县(区)教育部门", "责任单位：省教育厅，各有关市、县（区）教育部门")
        '各县(区)教育部门'
        >>> add_each("人民银行市支行", "人民银行各市、县(区)支行"), add_each("财政部门", "各级人社、财政部门")
        ('人民银行各市支行', '各级财政部门')
        >>> add_each("公安部门", "各区政府、公安部门"), add_each("市级有关部门", "市级各有关部门")
        ('公安部门', '市级各有关部门')
    """
    words, plain = fold_width(quote), fold_width(name)
    if plain.startswith("各") or "各" not in words:
        return name
    for passage in _PASSAGE.split(words):
        ends = (passage.find(plain[at:]) for at in range(len(plain) - 1))
        end = next((at for at in ends if at >= 0), 0)  # where the longest end of the name begins
        found = list(_EACH.finditer(passage, 0, end))
        if not found or _WHOLE.search(passage[found[-1].end() : end]):
            continue
        before = passage[: found[-1].start()]
        cut = max(at for at in range(len(plain)) if before.endswith(plain[:at]))
        # The name may have brackets of another width: it is cut where its folded form is.
        return f"{name[:cut]}{found[-1].group()}{name[cut:]}" if len(plain) == len(name) else name
    return name


def drop_each(name: str) -> str:
    """Return the name of a class without 各, as the graph has it."""
    return _EACH.sub("", name)


def named_body(body: Body) -> str:
    """Return the full name of a body in Chinese."""
    return body.label or named("level", body.level).zh


def name_lists(parts: Iterable[Responsibility]) -> Mapping[str, str]:
    """Name the lists of classes of bodies, each once for all its tasks.

    Args:
        parts: The responsibilities.

    Returns:
        The full name of each class by its path, with 各 if the notice says so anywhere: 福建省各县(区)教育部门.
    """
    found: dict[str, str] = {}
    for part in parts:
        body = part.body
        label = named_body(body)
        if body.kind != "class" or found.get(body.key, label) != label:
            continue
        name = fold_width(part.name)
        printed = add_each(name, part.evidence.quote)
        found[body.key] = label.removesuffix(name) + printed if label.endswith(name) else label
    return found


def name_policy(policy: Policy, lang: str = "zh") -> str:
    """Return the quoted title of a notice, or the name of its file, which is no title."""
    return quote_title(policy.title, lang) if policy.title else policy.heading


def name_policies(policies: Iterable[Policy], lang: str = "zh") -> str:
    """Return the name of a notice, or the number of notices if there are several."""
    names = {policy.iri: name_policy(policy, lang) for policy in policies}
    return text("ledger_documents", lang, n=len(names)) if len(names) != 1 else next(iter(names.values()))


def shorten_for_sheet(name: str) -> str:
    """Shorten an English name so that it fits on the tab of a sheet.

    Args:
        name: The name.

    Returns:
        The name; if it is too long for Excel, with common words abbreviated and then words removed from its end.

    Example:
        >>> shorten_for_sheet("Department of Finance")
        'Department of Finance'
        >>> shorten_for_sheet("Department of Human Resources and Social Security")
        'Dept of Human Res & Social Sec'
        >>> shorten_for_sheet("Agriculture and Rural Affairs departments of the counties and districts")
        'Agri & Rural Aff (counties)'
    """
    if len(name) <= MAX_NAME:
        return name
    # Classes differ by what they belong to: its first word stays.
    head, _, whose = name.rpartition(" of the ")
    end = f" ({whose.split()[0]})" if head else ""
    words = [words_around()["abbreviations"].get(word, word) for word in (head or name).split()]
    while len(words) > 1 and len(" ".join(words) + end) > MAX_NAME:
        words.pop()
    while len(words) > 1 and words[-1] in ("of", "the", "&", "for", "in"):
        words.pop()
    return " ".join(words) + end
