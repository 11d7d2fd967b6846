"""From a document to a policy: items and rows that carry a statement become measures, what is above them categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..model import (
    Body,
    Corrections,
    Document,
    Entry,
    Policy,
    Table,
    TableCell,
    Unread,
)
from ..registry import Setting, make_body
from ..texts import Bilingual
from .corrections import Placed, correct, correct_row, place_corrections
from .document.heading import find_head_end
from .document.metadata import About, read_metadata
from .document.setting import find_setting
from .explaining import Explained, explain_reading, say_no_measure
from .forms.document_rules import DocumentRules
from .forms.finding import find_statements
from .forms.labelled import find_unknown_labels
from .forms.statements import Miss, RawMeasure, Statement
from .forms.unit_first import find_near_units
from .layout import restore_with_tables
from .ledger import account_for, find_suspects
from .measures.items import read_items
from .measures.making import Reading, find_notice_year, make_bodies, make_measure
from .names.parties import SAME, read_parties, resolve_references
from .names.party import Party, PartyList
from .phrases.labels import close_labels
from .tables.gridded import find_near_tables, read_tables
from .tables.line_tables import line_tables
from .text.folding import fold, squeeze
from .text.logical import Logical, move_table
from .text.outline import read_outline
from .text.spans import blank, close_brackets

__all__ = ["extract"]


def extract(
    document: Document,
    policy_id: str,
    columns: Mapping[str, Sequence[str]] | None = None,
    corrections: Corrections | None = None,
    place: Bilingual | str = "",
    explain: list[Explained] | None = None,
) -> Policy:
    """Read the policy that a document's text and tables hold. Time is linear in the text.

    Args:
        document: The document as its reader returned it.
        policy_id: The identifier of the policy.
        columns: Columns of tables by field, where the headers alone do not say which is which.
        corrections: A person's corrections, which replace the reading of the statements they name.
        place: What messages call the document; by default its name.
        explain: A list that takes up why each passage is read as it is, also where nothing can be read.

    Returns:
        The policy with its measures, and an account of what could not be read.

    Raises:
        NoMeasureError: No statement of responsibility was found.
        SourceError: A correction names words that are not in the text.
        UsageError: No table has the columns that ``columns`` names.
    """
    place = place or document.name
    logical, flat = restore_with_tables(document.text, [(cell.start, cell.end) for cell in _cells(document.tables)])
    text = logical.text
    folded = close_brackets(close_labels(fold(text)))
    tables = [move_table(table, logical) for table in document.tables]
    tables += line_tables(text, [(cell.start, cell.end) for cell in _cells(tables)])
    torn: list[Statement] = []
    for table, unread_rows in (each.placed(logical) for each in flat):
        tables.append(table)
        torn += unread_rows
    rows, filled = read_tables(text, folded, tables, columns)
    running = blank(folded, filled)
    tree = read_outline(running)
    info = read_metadata(replace(document, text=text), running, find_head_end(running, tree))
    placed = place_corrections(logical, folded, tree, corrections, place)
    rows = [correct_row(row, placed) for row in rows]
    outside = [entry for entry in placed if not any(a <= entry.statement.start < b for a, b in filled)]
    misses: list[Miss] = []
    statements = [*correct(find_statements(running, misses), outside), *torn]
    readable = [statement for statement in statements if not statement.reason]
    raw = sorted([*read_items(text, running, tree, readable), *rows], key=lambda measure: measure.start)
    readings = _read(folded, raw, placed, _issuer_names(folded, info))
    named = [party for found in readings for reading in found for party in reading.parties.parties]
    setting = find_setting(policy_id, document, folded, info, named)
    rules = DocumentRules.found_in(folded)
    notice_year = find_notice_year(info)
    kept = [
        (measure, found)
        for measure, found in zip(raw, readings, strict=True)
        if any(reading.parties.parties for reading in found)
    ]
    if explain is not None or not kept:
        misses += _unused(statements, raw, readings)
        misses += (
            *find_unknown_labels(running),
            *find_near_units(running, tree),
            *find_near_tables(folded, tables, columns),
        )
        told = explain_reading(logical, (each for measure, _ in kept for each in measure.statements), misses)
        if explain is not None:
            explain += told
        if not kept:
            raise say_no_measure(place, told)
    ledger, unread = _account(document, logical, folded, statements, raw, readings, placed)
    keys = _keys([measure for measure, _ in kept])
    measures = tuple(
        make_measure(logical, measure, key, found, setting, rules, notice_year)
        for key, (measure, found) in zip(keys, kept, strict=True)
    )
    starts = {measure.start for measure, _ in kept}
    used = {c.path: c for item in raw if item.start in starts for c in item.categories}
    return Policy(
        id=policy_id,
        heading=info.heading,
        document=document,
        categories=tuple(category for _, category in sorted(used.items())),
        measures=measures,
        issuers=_issuers(folded, info, setting),
        based_on=info.based_on,
        title=info.title,
        number=info.number or None,
        dated=info.dated,
        issued=info.issued,
        source_name=info.source_name,
        source_url=info.source_url,
        place=setting.place,
        unread=unread,
        ledger=ledger,
        corrections=corrections,
    )


def _cells(tables: Iterable[Table]) -> list[TableCell]:
    return [cell for table in tables for row in table.rows for cell in row]


#: Rules of statements that take no level prefix from those before them, and give none on.
_BY_THEMSELVES = ("prose", "unit-first")


def _read(
    folded: str, raw: Sequence[RawMeasure], placed: Sequence[Placed], issuers: Sequence[str]
) -> list[list[Reading]]:
    """Every clause's parties, measure by measure. A level prefix carries on within one to names that have none."""
    readings: list[list[Reading]] = []
    by_person = {entry.statement: entry.lists for entry in placed}
    named: dict[str, Party] = {}
    above: defaultdict[str, list[Party]] = defaultdict(list)
    for measure in raw:
        found: list[Reading] = []
        own: dict[str, Party] = {}
        carried = ""
        for statement in measure.statements:
            if by_person and statement in by_person:
                found += [Reading(statement, clause, parties) for clause, parties in by_person[statement]]
                own |= _named(parties for _, parties in by_person[statement])
                continue
            for clause in statement.clauses:
                # What a sentence or a line leaves out does not stand in the one before.
                before = "" if statement.rule in _BY_THEMSELVES else carried
                parties, after = read_parties(folded, clause.start, clause.end, before)
                carried = carried if statement.rule in _BY_THEMSELVES else after
                same = [party.name for party in parties.parties] == [SAME]
                parties = resolve_references(parties, above[clause.role] if same else (own or named).values(), issuers)
                found.append(Reading(statement, clause, parties))
                own |= _named([parties])
        readings.append(found)
        named = own or named
        above = defaultdict(list)
        for reading in found:
            above[reading.clause.role] += reading.parties.parties
    return readings


def _named(lists: Iterable[PartyList]) -> dict[str, Party]:
    """The parties of some lists, each once."""
    return {party.name: party for parties in lists for party in parties.parties}


def _unused(
    statements: Sequence[Statement], raw: Sequence[RawMeasure], readings: Sequence[list[Reading]]
) -> Iterator[Miss]:
    """The statements that no measure was made of."""
    held = {statement for measure in raw for statement in measure.statements}
    read = {reading.statement for found in readings for reading in found if reading.parties.parties}
    for statement in {*statements, *held} - read:
        reason = statement.reason or ("names-unknown" if statement in held else "item-has-other")
        yield Miss(statement.rule, statement.start, statement.end, reason)


def _account(
    document: Document,
    logical: Logical,
    folded: str,
    statements: Sequence[Statement],
    raw: Sequence[RawMeasure],
    readings: Sequence[list[Reading]],
    placed: Sequence[Placed],
) -> tuple[tuple[Entry, ...], tuple[Unread, ...]]:
    """The ledger of all statements that measures were made of, and all that was not read."""
    unread = [*document.unread]
    unread += [Unread(logical.evidence(s.start, s.end), s.reason) for s in statements if s.reason]
    known = sorted([*statements, *(entry.statement for entry in placed)], key=lambda statement: statement.start)
    unread += find_suspects(logical, folded, known)
    entries: list[Entry] = []
    for measure, found in zip(raw, readings, strict=True):
        lists: defaultdict[int, list[PartyList]] = defaultdict(list)
        for reading in found:
            lists[id(reading.statement)].append(reading.parties)
        for statement in measure.statements:
            kept, missed = account_for(logical, folded, statement, lists[id(statement)])
            entries += kept
            unread += missed
    return tuple(entries), tuple(sorted(unread, key=lambda entry: entry.passage.start))


def _issuer_names(folded: str, info: About) -> list[str]:
    lists = [read_parties(folded, start, end)[0].parties for start, end in info.issuers]
    return [
        *(party.name for parties in lists for party in parties),
        *(squeeze(fold(name)) for name in info.issuer_names),
    ]


def _issuers(folded: str, info: About, setting: Setting) -> tuple[Body, ...]:
    bodies: dict[str, Body] = {}
    for start, end in info.issuers:
        parties, _ = read_parties(folded, start, end)
        for body in make_bodies(parties.parties, setting):
            bodies.setdefault(body.key, body)
    for name in info.issuer_names:
        body = make_body(squeeze(fold(name)), setting)
        bodies.setdefault(body.key, body)
    return tuple(bodies.values())


def _keys(raw: Sequence[RawMeasure]) -> list[str]:
    """Plain numbers where the notice numbers its measures through; paths through the outline where it does not."""
    paths = {measure.path for measure in raw}
    last = slice(-1 if len({path[-1:] for path in paths}) == len(paths) else 0, None)
    return [".".join(map(str, each.path[last])) + (f"-{each.part}" if each.part else "") for each in raw]
