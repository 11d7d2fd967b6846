"""From a document to a policy: items and rows with a statement become measures, the headings above them categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..model import Body, Corrections, Document, Entry, Policy, Table, Unread
from ..texts import Bilingual
from .account import account_for, find_suspects
from .corrections import (
    NOTHING_GIVEN,
    AnyCorrection,
    Given,
    Lost,
    Placed,
    TextToRead,
    correct_measures,
    find_corrected_measures,
    list_passages,
    mark_reviewed,
    place_corrections,
    settle_rests,
)
from .document.heading import find_head_end
from .document.metadata import About, read_metadata
from .document.setting import find_setting
from .explaining import Explained, explain_reading, say_no_measure
from .forms.document_rules import DocumentRules
from .forms.finding import find_statements
from .forms.labelled import find_unknown_labels
from .forms.statements import Miss, RawMeasure, Statement
from .forms.unit_first import find_near_units
from .layout import restore
from .measures.items import read_items
from .measures.making import find_notice_year, make_bodies, make_measure
from .measures.reading import ReadMeasure, read_measures
from .names.parties import read_parties
from .names.party import Party, PartyList
from .phrases.labels import close_labels
from .tables.gridded import find_near_tables, read_tables
from .tables.line_tables import line_tables
from .text.folding import fold, squeeze
from .text.logical import Logical, move_table
from .text.outline import OutlineItem, read_outline
from .text.spans import blank, close_brackets

__all__ = ["extract"]


def extract(
    document: Document,
    policy_id: str,
    columns: Mapping[str, Sequence[str]] | None = None,
    corrections: Corrections | None = None,
    place: Bilingual | str = "",
    explain: list[Explained] | None = None,
    lost: list[AnyCorrection] | None = None,
) -> Policy:
    """Read the policy that a document's text and tables hold. Time is linear in the text.

    Args:
        document: The document as its reader returned it.
        policy_id: The identifier of the policy.
        columns: Columns of tables by field, if the headers alone do not identify them.
        corrections: A person's corrections, which replace the reading of the statements they name.
        place: The name of the document in messages; by default its own name.
        explain: A list that receives why each passage is read as it is, also if nothing can be read.
        lost: A list that receives corrections whose words are not in the text; without it they are errors.

    Returns:
        The policy with its measures, and an account of what could not be read.

    Raises:
        NoMeasureError: No statement of responsibility was found.
        SourceError: A correction names words that are not in the text.
        UsageError: No table has the columns that ``columns`` names.
    """
    place = place or document.name
    layout = _lay_out(document, columns)
    given = NOTHING_GIVEN
    if corrections is not None:
        gone = Lost(place, corrections.name, lost)
        given = place_corrections(layout.logical, layout.folded, layout.outline, corrections, gone)
    misses: list[Miss] = []
    statements = _find_statements(layout, given.statements, misses)
    raw, placed = _find_measures(layout, statements, given)
    issuers = [party.name for party in _find_issuers(layout)]
    found = read_measures(layout.folded, raw, {entry.statement: entry.lists for entry in placed}, issuers)
    kept = [each for each in found if each.is_measure]
    if explain is not None or not kept:
        misses += _find_near_misses(layout, statements, found, columns)
        told = explain_reading(layout.logical, (each for found in kept for each in found.raw.statements), misses)
        if explain is not None:
            explain += told
        if not kept:
            raise say_no_measure(place, told)
    account, unread = _account(document, layout, [*statements, *(entry.statement for entry in placed)], found, given)
    plain = _find_plain_paths(layout, statements, issuers) if placed or given.measures else set()
    policy = _make_policy(document, policy_id, layout, found, given, plain)
    return replace(policy, account=account, unread=unread, corrections=corrections)


class _Layout(NamedTuple):
    """A document prepared for reading: its logical text, its tables, its outline, and what it says about itself.

    ``rows`` are the measures of its task tables; ``torn`` are statements in rows whose cells cannot be told apart.
    ``running`` is the folded text without the spans ``filled`` by task tables.
    """

    logical: Logical
    folded: str
    tables: list[Table]
    rows: list[RawMeasure]
    torn: list[Statement]
    filled: list[tuple[int, int]]
    running: str
    outline: OutlineItem
    about: About


def _lay_out(document: Document, columns: Mapping[str, Sequence[str]] | None) -> _Layout:
    logical, flat = restore(document.text, _spans(document.tables))
    text = logical.text
    folded = close_brackets(close_labels(fold(text)))
    tables = [move_table(table, logical) for table in document.tables]
    tables += line_tables(text, _spans(tables))
    torn: list[Statement] = []
    for table, unread_rows in (each.placed(logical) for each in flat):
        tables.append(table)
        torn += unread_rows
    rows, filled = read_tables(text, folded, tables, columns)
    running = blank(folded, filled)
    outline = read_outline(running)
    about = read_metadata(replace(document, text=text), running, find_head_end(running, outline))
    return _Layout(logical, folded, tables, rows, torn, filled, running, outline, about)


def _spans(tables: Iterable[Table]) -> list[tuple[int, int]]:
    """Return the spans of the cells of some tables."""
    return [(cell.start, cell.end) for table in tables for row in table.rows for cell in row]


def _find_statements(layout: _Layout, placed: Sequence[Placed], misses: list[Miss]) -> list[Statement]:
    """Find the statements outside tables, and those in rows that cannot be told apart and that no person corrects."""
    torn = [each for each in layout.torn if not any(at.start < each.end and each.start < at.end for at in placed)]
    return [*find_statements(layout.running, misses), *torn]


def _find_measures(
    layout: _Layout, statements: Iterable[Statement], given: Given
) -> tuple[list[RawMeasure], list[Placed]]:
    """Find the items and rows with statements, in the order of the text, and the corrections at their places."""
    readable = [statement for statement in statements if not statement.reason]
    text = blank(layout.logical.text, layout.filled)
    placed = given.statements
    passages = list_passages(given.measures)
    if placed or passages:
        whole = TextToRead(text, layout.running, layout.logical.text, layout.folded, layout.outline, layout.rows)
        measures, placed = find_corrected_measures(whole, readable, placed, passages)
    else:
        measures = [*read_items(text, layout.running, layout.outline, readable), *layout.rows]
    return sorted(measures, key=lambda measure: measure.start), placed


def _find_near_misses(
    layout: _Layout,
    statements: Iterable[Statement],
    found: Sequence[ReadMeasure],
    columns: Mapping[str, Sequence[str]] | None,
) -> Iterator[Miss]:
    """Find the statements that became no measure, and passages that resemble a statement."""
    held = {statement for each in found for statement in each.raw.statements}
    read = {reading.statement for each in found for reading in each.readings if reading.parties.parties}
    for statement in {*statements, *held} - read:
        reason = statement.reason or ("names-unknown" if statement in held else "item-has-other")
        if statement.rule != "correction":
            yield Miss(statement.rule, statement.start, statement.end, reason)
    yield from find_unknown_labels(layout.running)
    yield from find_near_units(layout.running, layout.outline)
    yield from find_near_tables(layout.folded, layout.tables, columns)


def _account(
    document: Document,
    layout: _Layout,
    statements: Sequence[Statement],
    found: Iterable[ReadMeasure],
    given: Given,
) -> tuple[tuple[Entry, ...], tuple[Unread, ...]]:
    """Account for all statements of the items and rows, and list all passages that were not read."""
    logical, folded = layout.logical, layout.folded
    unread = [*document.unread]
    unread += [Unread(logical.evidence(s.start, s.end), s.reason) for s in statements if s.reason]
    unread += find_suspects(logical, folded, sorted(statements, key=lambda statement: statement.start))
    entries: list[Entry] = []
    for each in found:
        lists: defaultdict[int, list[PartyList]] = defaultdict(list)
        for reading in each.readings:
            lists[id(reading.statement)].append(reading.parties)
        for statement in each.raw.statements:
            if statement.rule == "correction" and not statement.clauses:
                continue  # A person says that nobody is responsible.
            kept, missed = account_for(logical, folded, statement, lists[id(statement)])
            entries += kept
            unread += missed
    if given.accepted:
        entries, unread = settle_rests(logical, entries, unread, given.accepted)
    return tuple(entries), tuple(sorted(unread, key=lambda entry: entry.passage.start))


def _make_policy(
    document: Document,
    policy_id: str,
    layout: _Layout,
    found: Sequence[ReadMeasure],
    given: Given,
    plain: set[tuple[int, ...]],
) -> Policy:
    """Make the policy of the measures that name bodies or that a person makes."""
    about, folded = layout.about, layout.folded
    named = [party for each in found for reading in each.readings for party in reading.parties.parties]
    setting = find_setting(policy_id, document, folded, about, named)
    rules = DocumentRules.found_in(folded, ((at, entry.rule) for at, entry in given.rules))
    notice_year = find_notice_year(about)
    kept = [each for each in found if each.is_measure]
    starts = {each.raw.start for each in kept}
    used = {c.path: c for each in found if each.raw.start in starts for c in each.raw.categories}
    measures = [
        make_measure(layout.logical, each.raw, key, each.readings, setting, rules, notice_year)
        for key, each in zip(_number_measures(kept, plain), kept, strict=True)
    ]
    if given.measures:
        pairs = list(zip((each.raw for each in kept), measures, strict=True))
        measures = correct_measures(pairs, given.measures, used.values(), notice_year, given.lost)
        used |= {measure.category.path: measure.category for measure in measures if measure.category}
    if given.statements or given.accepted or given.rules:
        measures = mark_reviewed(layout.logical, measures, [*given.statements, *given.accepted], given.rules)
    issuers: dict[str, Body] = {}
    for body in make_bodies(_find_issuers(layout), setting):
        issuers.setdefault(body.key, body)
    return Policy(
        id=policy_id,
        heading=about.heading,
        document=document,
        categories=tuple(category for _, category in sorted(used.items())),
        measures=tuple(measures),
        issuers=tuple(issuers.values()),
        based_on=about.based_on,
        title=about.title,
        number=about.number or None,
        dated=about.dated,
        issued=about.issued,
        source_name=about.source_name,
        source_url=about.source_url,
        place=setting.place,
    )


def _find_issuers(layout: _Layout) -> list[Party]:
    """Find the bodies that issue the document, in lists of issuers or by the names that its head gives."""
    listed = (read_parties(layout.folded, start, end)[0].parties for start, end in layout.about.issuers)
    return [
        *(party for parties in listed for party in parties),
        *(Party(squeeze(fold(name)), "named", 0, 0) for name in layout.about.issuer_names),
    ]


def _number_measures(kept: Iterable[ReadMeasure], plain: set[tuple[int, ...]]) -> Iterator[str]:
    """Number the measures: with plain numbers if these are unique in the notice, otherwise with paths in the outline.

    ``plain`` are the paths of the measures without corrections: their keys stay when a person corrects others.
    """
    measures = [each.raw for each in kept]
    paths = plain or {measure.path for measure in measures if not measure.key}
    last = slice(-1 if len({path[-1:] for path in paths}) == len(paths) else 0, None)
    for measure in measures:
        added = measure.path not in paths
        number = ".".join(map(str, measure.path if added else measure.path[last]))
        yield measure.key or ("added-" if added else "") + number + (f"-{measure.part}" if measure.part else "")


def _find_plain_paths(layout: _Layout, statements: Iterable[Statement], issuers: Sequence[str]) -> set[tuple[int, ...]]:
    """Find the paths of the measures as they are read without corrections."""
    raw = _find_measures(layout, statements, NOTHING_GIVEN)[0]
    return {each.raw.path for each in read_measures(layout.folded, raw, {}, issuers) if each.is_measure}
