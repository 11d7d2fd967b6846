"""From a document to a policy: items that carry a statement become measures, the items above them categories."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from ..errors import NoMeasureError
from ..model import Body, Category, Document, Evidence, Measure, Policy, Responsibility, Unread
from ..registry import Setting, group, named_body
from .dates import deadline_in
from .folding import fold, squeeze
from .metadata import About, about
from .outline import Item, outline
from .parties import Party, PartyList, read_parties
from .rules import DocumentRules
from .setting import setting_of
from .statements import Clause, Statement, find_statements

__all__ = ["extract"]

_ABSTRACT = re.compile(r"^[ ]*(?P<label>摘要|Abstract) *: *(?P<text>[^\n]+)$", re.MULTILINE)
_ABSTRACT_LANGUAGE = {"摘要": "zh", "Abstract": "en"}
_SUB_STYLES = ("arabic", "arabic-bracket", "circled")


class _Reading:
    """One clause, read: its parties, with the statement it stands in."""

    __slots__ = ("clause", "parties", "statement")

    def __init__(self, statement: Statement, clause: Clause, parties: PartyList) -> None:
        self.statement = statement
        self.clause = clause
        self.parties = parties


def _innermost(tree: Item) -> tuple[list[int], list[Item]]:
    """Items by where they start, for finding the innermost item at an offset."""
    items = list(tree.walk())
    return [item.start for item in items], items


def _assign(tree: Item, statements: list[Statement]) -> dict[int, tuple[Item, list[Statement]]]:
    """Each item's statements. Prose counts only where the item has no other statement."""
    starts, items = _innermost(tree)
    held: dict[int, tuple[Item, list[Statement]]] = {}
    for statement in statements:
        item = items[bisect.bisect_right(starts, statement.start) - 1]
        while item.end <= statement.start and item.parent is not None:
            item = item.parent
        held.setdefault(id(item), (item, []))[1].append(statement)
    for _, found in held.values():
        if any(statement.rule != "prose" for statement in found):
            found[:] = [statement for statement in found if statement.rule != "prose"]
    _lift(held)
    return held


def _lift(held: dict[int, tuple[Item, list[Statement]]]) -> None:
    """A statement behind the last of a run of sub-items, none of the others having one, is the whole item's."""
    for item, found in list(held.values()):
        parent = item.parent
        if item.style not in _SUB_STYLES or parent is None or parent.style in ("root", *_SUB_STYLES):
            continue
        siblings = [child for child in parent.children if child.style == item.style]
        if len(siblings) > 1 and siblings[-1] is item and not any(id(child) in held for child in siblings[:-1]):
            del held[id(item)]
            held.setdefault(id(parent), (parent, []))[1].extend(found)


def _title(folded: str, text: str, item: Item, statements: list[Statement]) -> tuple[str, int]:
    """The item's first clause, and where it ends."""
    end = min([item.own_end, *(s.start for s in statements if s.start >= item.body)])
    stop = end
    for mark in ("\n", "。", ":"):
        lead = len(folded[item.body : end]) - len(folded[item.body : end].lstrip())
        at = folded.find(mark, item.body + lead, stop)
        if at >= 0:
            stop = at
    title = " ".join(text[item.body : stop].split()).strip("。:：;； ")
    if len(title) > 60:
        cut = re.search(r"[,，;；]", title)
        title = title[: cut.start()] if cut and cut.start() > 3 else title
    return title, stop


def _body_text(text: str, start: int, end: int, statements: Iterable[Statement], spans: list[tuple[int, int]]) -> str:
    """The text between, without statements and other spans, white space tidied."""
    cuts = sorted([(s.start, s.end) for s in statements] + spans)
    pieces, at = [], start
    for left, right in cuts:
        if right <= start or left >= end:
            continue
        pieces.append(text[at : max(at, left)])
        at = max(at, right)
    pieces.append(text[at:end])
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
    return "\n".join(line for line in lines if line.strip("。;； ")).strip("。 \n") + ("。" if any(lines) else "")


def _category_paths(items: Iterable[Item]) -> dict[int, tuple[int, ...]]:
    """A path of numbers for each item, unique among siblings: the printed number, or the next free one."""
    paths: dict[int, tuple[int, ...]] = {}
    taken: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for item in items:
        above = paths.get(id(item.parent), ()) if item.parent is not None else ()
        number = item.number
        while number in taken[above]:
            number = max(taken[above]) + 1
        taken[above].add(number)
        paths[id(item)] = (*above, number)
    return paths


def _body(party: Party, setting: Setting) -> Body:
    if party.kind == "class":
        return group(party.name, party.level or "other", setting, party.functions, party.government)
    return named_body(party.name, setting, party.level, party.aliases)


def _printed(text: str, party: Party) -> str:
    """The party's name in the script and width of the text where it stands there in full."""
    surface = squeeze(text[party.start : party.end])
    if fold(surface) == party.name:
        return surface
    if fold(surface).startswith(party.name):
        return surface[: len(party.name)]
    return party.name


def extract(document: Document, policy_id: str) -> Policy:
    """The policy that a document's text holds.

    Raises ``NoMeasureError`` where no statement of responsibility is found. Time is linear in the text.
    """
    text = document.text
    folded = fold(text)
    tree = outline(folded)
    first_item = tree.children[0].start if tree.children else len(folded)
    info = about(document, folded, first_item)
    statements = find_statements(folded)
    rules = DocumentRules.found_in(folded)
    held = _assign(tree, [statement for statement in statements if not statement.reason])
    readings = _read(folded, held)
    names = [party.name for found in readings.values() for r in found for party in r.parties.parties]
    setting = setting_of(policy_id, document, folded, info, names)
    order = sorted(held.values(), key=lambda pair: pair[0].start)
    paths = _category_paths(item for item in tree.walk() if item.style != "root")
    categories: dict[int, Category] = {}
    measures: list[Measure] = []
    for item, found in order:
        read = readings.get(id(item), [])
        if not any(reading.parties.parties for reading in read):
            continue
        above = item.ancestors
        for ancestor in above:
            if id(ancestor) not in categories:
                label = text[ancestor.start : ancestor.body].strip()
                title = _title(folded, text, ancestor, held.get(id(ancestor), (ancestor, []))[1])[0]
                categories[id(ancestor)] = Category(paths[id(ancestor)], label, title)
        category = categories[id(above[-1])] if above else None
        measures.append(_measure(text, folded, item, found, read, category, paths, setting, rules))
    if not measures:
        raise NoMeasureError(
            f"{document.name}: no measure with a responsible body was found; policygraph looks for numbered items with a"
            " statement such as 责任单位:… or （…负责）"
        )
    measures = _unique_keys(measures)
    unread = [
        Unread(Evidence(text[s.start : s.end], s.start, s.end), s.reason) for s in statements if s.reason
    ] + _unread_parts(text, readings)
    return Policy(
        id=policy_id,
        heading=info.heading,
        document=document,
        categories=tuple(sorted(categories.values(), key=lambda category: category.path)),
        measures=tuple(measures),
        issuers=_issuers(folded, info, setting),
        based_on=info.based_on,
        title=info.title,
        number=info.number or None,
        dated=info.dated,
        issued=info.issued,
        source_name=info.source_name,
        source_url=info.source_url,
        place=setting.place,
        unread=tuple(sorted(unread, key=lambda entry: entry.passage.start)),
    )


def _read(folded: str, held: dict[int, tuple[Item, list[Statement]]]) -> dict[int, list[_Reading]]:
    """Every clause's parties. A level prefix carries on within an item, and to the next where it has none."""
    readings: dict[int, list[_Reading]] = {}
    carried = ""
    for item, found in sorted(held.values(), key=lambda pair: pair[0].start):
        for statement in found:
            for clause in statement.clauses:
                parties, carried = read_parties(folded, clause.start, clause.end, carried)
                readings.setdefault(id(item), []).append(_Reading(statement, clause, parties))
    return readings


def _unread_parts(text: str, readings: dict[int, list[_Reading]]) -> list[Unread]:
    return [
        Unread(Evidence(text[start:end], start, end), "不像机构名称")
        for found in readings.values()
        for reading in found
        for start, end in reading.parties.unread
    ]


def _issuers(folded: str, info: About, setting: Setting) -> tuple[Body, ...]:
    bodies: dict[str, Body] = {}
    for start, end in info.issuers:
        parties, _ = read_parties(folded, start, end)
        for party in parties.parties:
            body = _body(party, setting)
            bodies.setdefault(body.key, body)
    for name in info.issuer_names:
        body = named_body(squeeze(fold(name)), setting)
        bodies.setdefault(body.key, body)
    return tuple(bodies.values())


def _measure(
    text: str,
    folded: str,
    item: Item,
    statements: list[Statement],
    readings: list[_Reading],
    category: Category | None,
    paths: dict[int, tuple[int, ...]],
    setting: Setting,
    rules: DocumentRules,
) -> Measure:
    responsibilities: dict[tuple[str, str], Responsibility] = {}
    open_ended = False
    for reading in readings:
        statement, clause = reading.statement, reading.clause
        evidence = Evidence(text[statement.start : statement.end], statement.start, statement.end)
        open_ended = open_ended or reading.parties.open_ended
        parties = reading.parties.parties
        lead = rules.first_leads(clause, reading.parties, statement)
        for index, party in enumerate(parties):
            role, basis = party.role or clause.role, clause.basis
            if party.role:
                basis = "stated"
            elif index in lead:
                role, basis = "lead", "first-listed"
            body = _body(party, setting)
            entry = Responsibility(
                body, role, basis, _printed(text, party), text[party.start : party.end].strip(), evidence
            )
            responsibilities.setdefault((body.key, role), entry)
    for party, evidence_span in rules.implied(item.start):
        body = _body(party, setting)
        if not any(key == body.key for key, _ in responsibilities):
            start, end = evidence_span
            evidence = Evidence(text[start:end], start, end)
            responsibilities[(body.key, "responsible")] = Responsibility(
                body, "responsible", "document-rule", _printed(text, party), text[party.start : party.end], evidence
            )
    title, title_end = _title(folded, text, item, statements)
    abstracts = {}
    spans = []
    for match in _ABSTRACT.finditer(folded, item.body, item.end):
        abstracts[_ABSTRACT_LANGUAGE[match["label"]]] = text[match.start("text") : match.end("text")].strip()
        spans.append(match.span())
    own = _body_text(text, title_end, item.end, statements, spans)
    deadline = deadline_in(own)
    whole = text[item.start : item.end].rstrip()
    return Measure(
        key=".".join(map(str, paths.get(id(item), (0,)))),
        number=text[item.start : item.body].strip(),
        title=title,
        text=own.lstrip("。:： \n"),
        category=category,
        responsibilities=tuple(responsibilities.values()),
        span=Evidence(whole, item.start, item.start + len(whole)),
        open_ended=open_ended,
        abstracts=abstracts,
        deadline=deadline[0] if deadline else None,
        deadline_text=deadline[1] if deadline else "",
    )


def _unique_keys(measures: list[Measure]) -> list[Measure]:
    """Plain numbers where the notice numbers its measures through; paths through the outline where it does not."""
    last = [measure.key.split(".")[-1] for measure in measures]
    if len(set(last)) == len(last):
        return [replace(measure, key=number) for measure, number in zip(measures, last, strict=True)]
    return measures
