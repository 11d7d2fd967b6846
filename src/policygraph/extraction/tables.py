"""Task tables: rows that are measures, columns that say who leads, is responsible, supports, and by when.

Columns are recognised by their headers, or given by the caller. A row whose number is a Chinese numeral among Arabic
ones, or that is one cell across, is a heading for the rows below it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ..errors import UsageError
from ..model import Category, Role, Table, TableCell
from ..registry import lexicon
from .folding import fold, legible, squeeze
from .numerals import CHINESE_DIGITS
from .raw import RawMeasure
from .statements import LONGEST, Clause, Miss, Statement, clauses_in, only_bodies

__all__ = ["FIELDS", "SAME_AS_ABOVE", "columns_of", "near_tables", "table_measures"]

FIELDS = ("category", "number", "measure", "text", "lead", "responsible", "joint", "support", "deadline")
_PARTS: dict[str, Role] = {"lead": "lead", "responsible": "responsible", "joint": "joint", "support": "support"}
_UNIT = r"(?:单位|部门|机关|机构|主体|处室|科室)"

Row = Sequence[TableCell]
#: Headers of columns, tried in this order on the header without spaces and brackets.
_HEADERS: tuple[tuple[str, str], ...] = (
    ("person", r"领导|责任人|联系人|负责人|联络员|电话|姓名|签字"),
    ("lead", rf"(?:牵头|主办|主责|抓总)[^,、]*{_UNIT}|^牵头$|^lead"),
    ("support", rf"(?:配合|协办|协助|参与|参加|支持|协同)[^,、]*{_UNIT}|^(?:配合|协办)$|^support"),
    (
        "responsible",
        rf"(?:责任|负责|落实|实施|承办|承担|执行|主管|考核|分工|完成)+[^,、]*{_UNIT}|^{_UNIT}$|^(?:责任)?分工$",
    ),
    ("responsible", r"^(?:responsible|departments?|owners?)"),
    (
        "deadline",
        r"时限|期限|期程|节点|截止|(?:完成|办结|整改|落实|实施|推进|计划|预计)(?:时间|日期)|时间(?:要求|安排|进度|计划)|^时间$"
        r"|进度(?:安排|要求|计划)|^(?:deadline|due)",
    ),
    ("number", r"^(?:序号|编号|项号|号|序|No\.?|number)$"),
    (
        "category",
        r"类别|分类|类型|领域|板块|大项|一级|方面|所属|部分|模块|章节|工作类|任务类|^(?:sub)?(?:section|category)$",
    ),
    (
        "measure",
        r"任务|措施|项目|事项|举措|重点工作|工作名称|政策|指标名称|工作内容|目标|二级|名称|标题|^(?:title|task|measure)$",
    ),
    ("text", r"内容|要求|指标|说明|具体|细则|标准|描述|举措|成果|^(?:content|text|description)$"),
)
#: A cell that says what the one above says.
SAME_AS_ABOVE = re.compile("(?:同上|同前|下同|〃|″)(?:行|列|栏)?|与上(?:行|栏)?(?:相)?同")
_HAN_NUMBER = re.compile(rf"\(?[{CHINESE_DIGITS}]{{1,4}}[)、.]*")


def columns_of(table: Table, given: Mapping[str, Sequence[str]] | None = None) -> dict[str, list[int]] | None:
    """Which columns hold which field; ``None`` where the table is no table of tasks.

    ``given`` maps fields to names of columns and is then taken at its word: a column that is not there raises
    ``UsageError``.
    """
    header = [squeeze(fold(name)) for name in table.header]
    if given:
        return _given(table, header, given)
    found: dict[str, list[int]] = {}
    for index, name in enumerate(header):
        plain = re.sub(r"\(.*?\)", "", name)
        own = lexicon().own.labels.get(plain)
        if own is not None:
            found.setdefault(own, []).append(index)
            continue
        for column, pattern in _HEADERS:
            if plain and len(plain) <= 20 and re.search(pattern, plain, re.IGNORECASE):
                # The second column that could be the measure's holds its text.
                actual = "text" if column == "measure" and "measure" in found else column
                found.setdefault(actual, []).append(index)
                break
    main = [index for index in found.get("lead", ()) if "牵头" not in header[index]]
    if main and len(main) < len(found["lead"]):
        # 牵头部门 beside 主责单位: the second answers, the first leads.
        found["lead"] = [index for index in found["lead"] if index not in main]
        found.setdefault("responsible", []).extend(main)
    if "measure" not in found and "text" in found:
        found["measure"] = [found["text"].pop(0)]
    if found.get("text") and "measure" in found and _is_merged(table.rows, found["measure"][0], found["text"][0]):
        # A task that stands over several rows, each with a content of its own, is the heading of these.
        found.setdefault("category", []).extend(found.pop("measure"))
        found["measure"] = [found["text"].pop(0)]
    if "measure" not in found or not any(part in found for part in _PARTS):
        return None
    return found


def _is_merged(rows: Sequence[Row], upper: int, lower: int) -> bool:
    """Is a column's cell merged over rows that differ in another column?"""
    return any(
        above[upper] is row[upper]
        and above[lower] is not row[lower]
        and all(cell.text.strip() for cell in (row[upper], above[lower], row[lower]))
        for above, row in pairwise(rows)
    )


def _given(table: Table, header: list[str], given: Mapping[str, Sequence[str]]) -> dict[str, list[int]] | None:
    found: dict[str, list[int]] = {}
    for name, columns in given.items():
        if name not in FIELDS:
            raise UsageError("no_table_field", name=name, known=tuple(FIELDS))
        for column in columns:
            wanted = squeeze(fold(column))
            if wanted not in header:
                return None
            found.setdefault(name, []).append(header.index(wanted))
    return found


def table_measures(
    text: str, folded: str, tables: Sequence[Table], given: Mapping[str, Sequence[str]] | None = None
) -> tuple[list[RawMeasure], list[tuple[int, int]]]:
    """The measures of the task tables among ``tables``, and the spans of text that those tables fill."""
    found: list[RawMeasure] = []
    spans: list[tuple[int, int]] = []
    offset = 0
    for table in tables:
        table = replace(table, rows=_same_as_above(table.rows))
        columns = columns_of(table, given)
        if columns is None or not table.rows:
            continue
        measures = list(_rows(text, folded, table, columns, offset))
        if measures:
            found += measures
            offset = max(offset, *(measure.path[0] for measure in measures))
            cells = [cell for row in table.rows for cell in row]
            spans.append((min(cell.start for cell in cells), max(cell.end for cell in cells)))
    if given and tables and not spans:
        names = sorted({column for columns in given.values() for column in columns})
        headers = " | ".join(", ".join(table.header) for table in tables)
        raise UsageError("no_table_columns", names=names, headers=headers)
    return found, spans


#: Rows that are looked at for bodies.
_FEW = 5


def near_tables(
    folded: str, tables: Sequence[Table], given: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Miss]:
    """Tables with bodies in a column whose columns are not known."""
    for table in tables:
        if columns_of(table, given) is None:
            cells = [cell for row in table.rows[:_FEW] for cell in row if cell.text.strip()]
            if any(only_bodies(folded, cell.start, cell.end) for cell in cells if cell.end - cell.start <= LONGEST):
                yield Miss("table", min(c.start for c in cells), max(c.end for c in cells), "columns-unknown")


def _same_as_above(rows: Sequence[Row]) -> tuple[tuple[TableCell, ...], ...]:
    """The rows, with the cell above where one says 同上."""
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


def _is_heading(row: Row, columns: Mapping[str, list[int]], mixed: bool) -> bool:
    spans = {(cell.start, cell.end) for cell in row if cell.text.strip()}
    if len(spans) == 1:
        return True
    number = next((row[index].text for index in columns.get("number", ())), "")
    return mixed and bool(_HAN_NUMBER.fullmatch(squeeze(fold(number))))


def _rows(text: str, folded: str, table: Table, columns: Mapping[str, list[int]], offset: int) -> Iterator[RawMeasure]:
    numbers = [squeeze(fold(row[index].text)) for row in table.rows for index in columns.get("number", ())]
    mixed = any(_HAN_NUMBER.fullmatch(number) for number in numbers) and any(number.isdigit() for number in numbers)
    heading: Category | None = None
    nested: dict[tuple[str, ...], Category] = {}
    last: dict[tuple[str, ...], int] = {}
    counts: Counter[int] = Counter()
    order = offset
    parts = [(role, index) for name, role in _PARTS.items() for index in columns.get(name, ())]
    for task in _tasks(folded, table.rows, columns, parts, mixed):
        row = task[0]
        statements = _statements_of(folded, task, parts)
        above = _nested(row, columns, nested, last, order)
        if _is_heading(row, columns, mixed):
            title = _cell(row, columns, "measure") or next((legible(c.text) for c in row if c.text.strip()), "")
            number = _cell(row, columns, "number")
            order += 1
            heading = Category((order,), number, " ".join(title.split()))
            # A heading that runs over all columns names nobody.
            if not statements or len({(cell.start, cell.end) for cell in row if cell.text.strip()}) == 1:
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
    """A task's title: what its cell says, or the first clause of it where that is more than a title."""
    words = " ".join(measure.split())
    if len(words) <= 60 and not re.search("。.", words):
        return words
    title = re.split(r"[。\n]", measure.strip(), maxsplit=1)[0]
    cut = re.search(r"[,，;；]", title) if len(title) > 60 else None
    return title[: cut.start()] if cut and cut.start() > 3 else title


def _tasks(
    folded: str, rows: Sequence[Row], columns: Mapping[str, list[int]], parts: list[tuple[Role, int]], mixed: bool
) -> Iterator[list[Row]]:
    """The rows, those of one task together: below its first row only bodies and deadlines are new.

    The number and the task are merged over such rows, or stand in the first one only.
    """
    same = [index for field in ("category", "number", "measure", "text") for index in columns.get(field, ())]
    bearers = {index for _, index in parts}
    task: list[Row] = []
    for row in rows:
        held = {index for index, cell in enumerate(row) if cell.text.strip()}
        alone = len({(row[index].start, row[index].end) for index in held}) == 1
        goes_on = (
            task
            and held & bearers
            and all(index not in held or row[index] is task[0][index] for index in same)
            and not _is_heading(task[0], columns, mixed)
            and (not alone or only_bodies(folded, row[min(held)].start, row[min(held)].end))
        )
        if task and not goes_on:
            yield task
            task = []
        task.append(row)
    if task:
        yield task


def _by_deadline(task: Sequence[Row], columns: Mapping[str, list[int]]) -> Iterator[tuple[str, list[Row]]]:
    """The rows of a task, cut where another deadline begins."""
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
    """The headings that the category columns of a row give, outermost first; ``last`` holds the number given last."""
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
    """The statements of some rows; a cell that is merged over several of them makes one."""
    return tuple(dict.fromkeys(statement for row in rows for statement in _statements(folded, row, parts)))


def _statements(folded: str, row: Row, parts: list[tuple[Role, int]]) -> Iterator[Statement]:
    for role, index in parts:
        cell = row[index]
        if not cell.text.strip():
            continue
        if cell.end - cell.start > LONGEST:
            yield Statement("table", cell.start, cell.end, (), (), "cell-too-long")
            continue
        clauses, notes = clauses_in(folded, cell.start, cell.end, role)
        if clauses:
            yield Statement("table", cell.start, cell.end, tuple(_kept(clauses, role)), tuple(notes))


def _kept(clauses: list[Clause], role: Role) -> Iterator[Clause]:
    """A column's own role is stated by its header."""
    for clause in clauses:
        stated = clause.basis if clause.role != role else "stated"
        yield Clause(clause.role, stated if role != "responsible" else clause.basis, clause.start, clause.end)
