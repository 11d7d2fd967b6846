"""Task tables: rows that are measures, columns that say who leads, is responsible, supports, and by when.

Columns are recognised by their headers, or given by the caller. A row whose number is a Chinese numeral among Arabic
ones, or that is one cell over all columns, is a heading for the rows below it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...errors import UsageError
from ...model import Category, Role, Table, TableCell
from ..forms.clauses import only_bodies, read_clauses
from ..forms.statements import Clause, Miss, RawMeasure, Statement
from ..text.folding import fold, legible, squeeze
from ..text.markers import HAN_ROW_NUMBER
from ..text.spans import LONGEST, skip_back
from .columns import FEW_ROWS, PARTS, find_columns

__all__ = ["SAME_AS_ABOVE", "find_near_tables", "read_tables"]

Row = Sequence[TableCell]
#: The words of a cell that repeats the one above.
SAME_AS_ABOVE = re.compile("(?:同上|同前|下同|〃|″)(?:行|列|栏)?|与上(?:行|栏)?(?:相)?同")


def read_tables(
    text: str, folded: str, tables: Sequence[Table], given: Mapping[str, Sequence[str]] | None = None
) -> tuple[list[RawMeasure], list[tuple[int, int]]]:
    """Read the measures of the task tables among ``tables``, and the spans of text that those tables fill."""
    found: list[RawMeasure] = []
    spans: list[tuple[int, int]] = []
    offset = 0
    for table in tables:
        table = replace(table, rows=_same_as_above(table.rows))
        columns = find_columns(table, given)
        if columns is None or not table.rows:
            continue
        measures = list(_rows(text, folded, table, columns, offset))
        if measures:
            found += measures
            offset = max(offset, *(measure.path[0] for measure in measures))
            cells = [cell for row in table.rows for cell in row]
            start = _find_header(text, min(cell.start for cell in cells), table.header)
            spans.append((start, max(cell.end for cell in cells)))
    if given and tables and not spans:
        names = sorted({column for columns in given.values() for column in columns})
        headers = " | ".join(", ".join(table.header) for table in tables)
        raise UsageError("no_table_columns", names=names, headers=headers)
    return found, spans


def _find_header(text: str, start: int, names: Sequence[str]) -> int:
    """Find the start of the header above the rows of a table; the start of the rows if the names are not above them."""
    for name in reversed(names):
        before = skip_back(text, start, " \n\t\u3000") + 1
        if not name or not text.endswith(name, 0, before):
            break
        start = before - len(name)
    return start


def find_near_tables(
    folded: str, tables: Sequence[Table], given: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Miss]:
    """Find tables that have bodies in a cell but whose columns are unknown."""
    for table in tables:
        if find_columns(table, given) is None:
            cells = [cell for row in table.rows[:FEW_ROWS] for cell in row if cell.text.strip()]
            if any(only_bodies(folded, cell.start, cell.end) for cell in cells if cell.end - cell.start <= LONGEST):
                yield Miss("table", min(c.start for c in cells), max(c.end for c in cells), "columns-unknown")


def _same_as_above(rows: Sequence[Row]) -> tuple[tuple[TableCell, ...], ...]:
    """Replace each cell that says 同上 by the cell above."""
    done: list[tuple[TableCell, ...]] = []
    for row in rows:
        above = done[-1] if done else row
        done.append(
            tuple(
                over if SAME_AS_ABOVE.fullmatch(squeeze(fold(cell.text))) else cell
                for over, cell in zip(above, row, strict=True)
            )
        )
    return tuple(done)


def _is_one_cell(row: Row) -> bool:
    """Tell whether one cell runs over all columns of a row."""
    return len({(cell.start, cell.end) for cell in row if cell.text.strip()}) == 1


def _is_heading(row: Row, columns: Mapping[str, list[int]], mixed: bool) -> bool:
    if _is_one_cell(row):
        return True
    number = next((row[index].text for index in columns.get("number", ())), "")
    return mixed and bool(HAN_ROW_NUMBER.fullmatch(squeeze(fold(number))))


def _rows(text: str, folded: str, table: Table, columns: Mapping[str, list[int]], offset: int) -> Iterator[RawMeasure]:
    numbers = [squeeze(fold(row[index].text)) for row in table.rows for index in columns.get("number", ())]
    mixed = any(HAN_ROW_NUMBER.fullmatch(number) for number in numbers) and any(number.isdigit() for number in numbers)
    heading: Category | None = None
    nested: dict[tuple[str, ...], Category] = {}
    last: dict[tuple[str, ...], int] = {}
    counts: Counter[int] = Counter()
    order = offset
    parts = [(role, index) for name, role in PARTS.items() for index in columns.get(name, ())]
    for task in _tasks(folded, table.rows, columns, parts, mixed):
        row = task[0]
        statements = _statements_of(folded, task, parts)
        above = _nested(row, columns, nested, last, order)
        if _is_heading(row, columns, mixed):
            title = _cell(row, columns, "measure") or next((legible(c.text) for c in row if c.text.strip()), "")
            number = _cell(row, columns, "number")
            order += 1
            heading = Category((order,), number, " ".join(title.split()))
            # A heading that runs over all columns names no body.
            if not statements or _is_one_cell(row):
                continue
            categories: tuple[Category, ...] = ()
            root, count = order, 0
        elif statements:
            categories = above or ((heading,) if heading else ())
            root = categories[-1].path[0] if categories else max(order, offset + 1)
            order = max(order, root)
            count = counts[root] + 1
        else:
            continue
        measure = _cell(row, columns, "measure")
        details = (legible(row[index].text) for index in columns.get("text", ()))
        detail = "\n".join(text for text in details if text.strip())
        title = _title(measure)
        for place, (deadline, rows) in enumerate(_by_deadline(task, columns), count):
            counts[root] = place
            cells = [cell for row in rows for cell in row if cell.text.strip()]
            yield RawMeasure(
                path=(root, place),
                number=_cell(row, columns, "number"),
                title=title.strip("。 ") or detail[:40],
                text=detail or (measure if title != measure else ""),
                start=min(cell.start for cell in cells),
                end=max(cell.end for cell in cells),
                categories=categories,
                statements=_statements_of(folded, rows, parts),
                deadline=deadline,
            )


def _title(measure: str) -> str:
    """Return a task's title: the words of its cell, or their first clause if they are too long for a title."""
    words = " ".join(measure.split())
    if len(words) <= 60 and not re.search("。.", words):
        return words
    title = re.split(r"[。\n]", measure.strip(), maxsplit=1)[0]
    cut = re.search(r"[,，;；]", title) if len(title) > 60 else None
    return title[: cut.start()] if cut and cut.start() > 3 else title


def _tasks(
    folded: str, rows: Sequence[Row], columns: Mapping[str, list[int]], parts: list[tuple[Role, int]], mixed: bool
) -> Iterator[list[Row]]:
    """Group the rows by task: below the first row of a task only bodies and deadlines are new.

    The number and the task are merged over such rows, or stand only in the first one.
    """
    same = [index for field in ("category", "number", "measure", "text") for index in columns.get(field, ())]
    bearers = {index for _, index in parts}
    task: list[Row] = []
    for row in rows:
        held = {index for index, cell in enumerate(row) if cell.text.strip()}
        goes_on = (
            task
            and held & bearers
            and all(index not in held or row[index] is task[0][index] for index in same)
            and not _is_heading(task[0], columns, mixed)
            and (not _is_one_cell(row) or only_bodies(folded, row[min(held)].start, row[min(held)].end))
        )
        if task and not goes_on:
            yield task
            task = []
        task.append(row)
    if task:
        yield task


def _by_deadline(task: Sequence[Row], columns: Mapping[str, list[int]]) -> Iterator[tuple[str, list[Row]]]:
    """Split the rows of a task where another deadline begins."""
    stated, rows = "", list[Row]()
    for row in task:
        deadline = _cell(row, columns, "deadline")
        if stated and deadline not in ("", stated):
            yield stated, rows
            stated, rows = "", []
        stated = stated or deadline
        rows.append(row)
    yield stated, rows


def _cell(row: Row, columns: Mapping[str, list[int]], name: str) -> str:
    return next((text for index in columns.get(name, ()) if (text := legible(row[index].text).strip())), "")


def _nested(
    row: Row,
    columns: Mapping[str, list[int]],
    known: dict[tuple[str, ...], Category],
    last: dict[tuple[str, ...], int],
    order: int,
) -> tuple[Category, ...]:
    """Return the headings in the category columns of a row, outermost first; ``last`` has each level's last number."""
    titles = tuple(" ".join(legible(row[index].text).split()) for index in columns.get("category", ()))
    chain: list[Category] = []
    for depth in range(1, len(titles) + 1):
        key = titles[:depth]
        if not key[-1]:
            continue
        if key not in known:
            above = chain[-1].path if chain else ()
            last[key[:-1]] = last.get(key[:-1], 0 if above else order) + 1
            known[key] = Category((*above, last[key[:-1]]), "", key[-1])
        chain.append(known[key])
    return tuple(chain)


def _statements_of(folded: str, rows: Sequence[Row], parts: list[tuple[Role, int]]) -> tuple[Statement, ...]:
    """Return the statements of some rows; a cell that is merged over several of them makes one statement."""
    return tuple(dict.fromkeys(statement for row in rows for statement in _statements(folded, row, parts)))


def _statements(folded: str, row: Row, parts: list[tuple[Role, int]]) -> Iterator[Statement]:
    for role, index in parts:
        cell = row[index]
        if not cell.text.strip():
            continue
        if cell.end - cell.start > LONGEST:
            yield Statement("table", cell.start, cell.end, (), (), "cell-too-long")
            continue
        clauses, notes = read_clauses(folded, cell.start, cell.end, role)
        if clauses:
            yield Statement("table", cell.start, cell.end, tuple(_kept(clauses, role)), tuple(notes))


def _kept(clauses: list[Clause], role: Role) -> Iterator[Clause]:
    """Set the basis of clauses with the column's own role: the header states it."""
    for clause in clauses:
        stated = clause.basis if clause.role != role else "stated"
        yield Clause(clause.role, stated if role != "responsible" else clause.basis, clause.start, clause.end)
