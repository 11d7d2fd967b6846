"""Write a ledger as an Excel workbook with XlsxWriter.

A workbook has a sheet to work with (督办台账: filters, drop-down, colours, one row per task), a sheet to print
(任务分解表: merged headings), instructions, and a hidden sheet by which ``status`` recognises it. The working sheet has
no merged cells, because Excel neither sorts nor filters ranges that have them; repeated headings are grey there. The
same rows give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ..registry.states import TaskState, states
from ..texts import named, text
from .cells import MAX_CELL, clean, column_letter, count_lines, finish_links, name_sheet
from .columns import COLUMNS, Column
from .marks import AS_WRITTEN, CREATED, LISTED, META_SHEET, STATES
from .packages import repack
from .printing import LINE, lay_out, measure_title
from .reported import digest
from .rows import Row

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Sheet", "write_workbook"]

_FONT = {"zh": "宋体", "en": "Calibri"}
_TITLE_FONT = {"zh": "方正小标宋简体", "en": "Calibri"}
_DATE = {"zh": 'yyyy"年"m"月"d"日"', "en": "yyyy-mm-dd"}
#: Rows above the first task: title, note, headings.
_TOP = 3
#: A task is due if at most this number of days is left.
_DUE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a ledger.

    Attributes:
        name: The name of the sheet.
        title: The title above the table.
        rows: The rows.
        body: The name of the body whose tasks these are; empty for the tasks of all.
    """

    name: str
    title: str
    rows: Sequence[Row]
    body: str = ""


def write_workbook(
    sheets: Sequence[Sheet],
    meta: dict[str, str],
    lang: str = "zh",
    *,
    printed: Sheet | None = None,
    link: Callable[[str], str] | None = None,
    known: Mapping[str, TaskState] | None = None,
) -> bytes:
    """Write a workbook.

    Args:
        sheets: The sheets to work with.
        meta: Names and values by which ``status`` recognises the workbook.
        lang: The language of headings and instructions.
        printed: A sheet to print, with merged headings, without the columns that departments fill in and those
            that are empty.
        link: Gives the address of a measure's place in the atlas, by its IRI; a relative one begins with ``RELATIVE``.
        known: The states to choose from; by default those of ``states.ttl``.

    Returns:
        The bytes of the .xlsx file.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": sheets[0].title if sheets else "", "created": CREATED})
    writer = _Writer(workbook, lang, link, known or states())
    taken: set[str] = {META_SHEET}
    marks: dict[str, str] = {}
    for sheet in sheets:
        name = name_sheet(sheet.name, taken)
        writer.working_sheet(sheet, name)
        found = (digest(name, row.key, row.values) for row in sheet.rows)
        marks |= {AS_WRITTEN + mark: "1" for mark in found if mark}
        if sheet.body:
            marks |= {f"{LISTED}{name}!{row.key}": sheet.body for row in sheet.rows}
    if printed is not None:
        writer.printed_sheet(printed, name_sheet(printed.name, taken))
    writer.instructions(name_sheet(text("ledger_instructions", lang), taken))
    hidden = workbook.add_worksheet(META_SHEET)
    for at, pair in enumerate((meta | marks).items()):
        hidden.write_row(at, 0, pair)
    hidden.write_column(0, STATES, writer.states)
    hidden.very_hidden()
    workbook.close()
    return repack(buffer.getvalue(), finish_links) if link else buffer.getvalue()


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(
        self, workbook: Workbook, lang: str, link: Callable[[str], str] | None, known: Mapping[str, TaskState]
    ) -> None:
        self._workbook, self._lang, self._link, self._states = workbook, lang, link, known
        self.states = [clean(each.names.of(lang)) for each in known.values()]
        font = {"font_name": _FONT[lang], "font_size": 10.5}
        cell = {**font, "border": 1, "border_color": "#8c8c8c", "text_wrap": True, "valign": "vcenter"}
        make = workbook.add_format
        large = {"font_name": _TITLE_FONT[lang], "font_size": 18, "bold": True}
        self.title = make({**large, "align": "center", "valign": "vcenter", "text_wrap": True})
        self.note = make({**font, "valign": "vcenter", "text_wrap": True, "font_color": "#595959"})
        self.plain = make({**font, "text_wrap": True, "valign": "top"})
        self.heading = make({**cell, "bold": True, "align": "center", "bg_color": "#d9e2ef"})
        self.reported_heading = make({**cell, "bold": True, "align": "center", "bg_color": "#f6e7c9"})
        self.text = make(cell)
        self.centred = make({**cell, "align": "center"})
        self.date = make({**cell, "align": "center", "num_format": _DATE[lang]})
        self.link = make({**cell, "font_color": "#1f4e9c", "underline": 1})
        self.merged = make({**cell, "align": "center"})
        self.repeated = make({"font_color": "#a6a6a6"})
        self.overdue = make({"bg_color": "#f8cbc4", "font_color": "#8a1c10"})
        self.due = make({"bg_color": "#fde9b8", "font_color": "#6b4a00"})
        self.completed = make({"bg_color": "#d5ead3", "font_color": "#1e5a1b"})

    # --- the sheet to work with -------------------------------------------------------------------------------

    def working_sheet(self, sheet: Sheet, name: str) -> None:
        lang, page = self._lang, self._workbook.add_worksheet(name)
        first, *rest = (column.fit(row.values for row in sheet.rows) for column in COLUMNS)
        columns = [first, *([Column("role", 6)] if sheet.body else []), *rest]
        at = {column.field: place for place, column in enumerate(columns)}
        key, last = len(columns), _TOP + len(sheet.rows) - 1
        page.merge_range(0, 0, 0, key - 1, clean(sheet.title), self.title)
        page.set_row(0, measure_title(sheet.title, sum(14 * column.width + 15 for column in columns)))
        note = text("ledger_above_body" if sheet.body else "ledger_above", lang, body=sheet.body)
        page.merge_range(1, 0, 1, key - 1, clean(note), self.note)
        page.set_row(1, 20)
        for place, column in enumerate(columns):
            style = self.reported_heading if column.reported else self.heading
            page.write_string(_TOP - 1, place, column.heading.of(lang), style)
            page.set_column(place, place, column.width * 2 + 1.5)
        page.write_string(_TOP - 1, key, text("ledger_key", lang), self.heading)
        page.set_column(key, key, 12, None, {"hidden": True})
        for place, row in enumerate(sheet.rows, _TOP):
            self._row(page, place, row, columns)
            page.write_string(place, key, row.key)
        if sheet.rows:
            self._rules(page, at, last)
        page.autofilter(_TOP - 1, 0, max(last, _TOP - 1), key)
        page.freeze_panes(_TOP, at["task"])
        self._setup(page, key - 1, last)

    def _row(self, page: Worksheet, place: int, row: Row, columns: Sequence[Column]) -> None:
        height = 1
        for at, column in enumerate(columns):
            value: Any = (
                named("role", row.role).of(self._lang) if column.field == "role" else row.values.get(column.field)
            )
            if isinstance(value, date):
                page.write_datetime(place, at, datetime(value.year, value.month, value.day), self.date)
            elif isinstance(value, int):
                page.write_number(place, at, value, self.centred)
            elif not value:
                page.write_blank(place, at, None, self.date if column.field == "completed" else self.text)
            else:
                words = clean(value)
                address = self._link(row.measure) if self._link and column.field == "quote" and row.measure else ""
                if address:
                    page.write_url(place, at, address, self.link, words[:MAX_CELL])
                else:
                    page.write_string(place, at, words, self.text)
                height = max(height, count_lines(words, column.width))
        page.set_row(place, min(15 * height + 4, 409))

    def _rules(self, page: Worksheet, at: dict[str, int], last: int) -> None:
        """Add the drop-down of states, the check of dates, and the colours."""
        lang, first, known = self._lang, _TOP, self._states
        state, deadline, completed = at["state"], at["deadline"], at["completed"]
        letter = column_letter(STATES)
        page.data_validation(
            first,
            state,
            last,
            state,
            {
                "validate": "list",
                # A range: what stands in the rule itself has at most 255 characters and no commas.
                "source": f"={META_SHEET}!${letter}$1:${letter}${len(self.states)}",
                "error_type": "warning",
                "error_title": text("ledger_state", lang),
                "error_message": text("ledger_state_message", lang),
            },
        )
        page.data_validation(
            first,
            completed,
            last,
            completed,
            {
                "validate": "date",
                "criteria": ">=",
                "value": date(2000, 1, 1),
                "error_type": "warning",
                "error_title": text("ledger_completed", lang),
                "error_message": text("ledger_date_message", lang),
            },
        )
        row = first + 1
        cell_state, cell_deadline = f"${column_letter(state)}{row}", f"${column_letter(deadline)}{row}"
        done = known["completed"].names.of(lang).replace('"', '""')
        open_task = f'{cell_state}<>"{done}",ISNUMBER({cell_deadline})'
        for places, rule, style in (
            ((state, state), f'{cell_state}="{done}"', self.completed),
            ((deadline, deadline), f"AND({open_task},{cell_deadline}<TODAY())", self.overdue),
            ((state, state), f"AND({open_task},{cell_deadline}<TODAY())", self.overdue),
            ((deadline, deadline), f"AND({open_task},{cell_deadline}<=TODAY()+{_DUE_DAYS})", self.due),
        ):
            page.conditional_format(
                first, places[0], last, places[1], {"type": "formula", "criteria": f"={rule}", "format": style}
            )
        for name in ("role", "source", "category"):
            if name in at:
                letter = column_letter(at[name])
                rule = f"={letter}{row}={letter}{row - 1}"
                page.conditional_format(
                    first, at[name], last, at[name], {"type": "formula", "criteria": rule, "format": self.repeated}
                )

    # --- the sheet to print -----------------------------------------------------------------------------------

    def printed_sheet(self, sheet: Sheet, name: str) -> None:
        lang, page = self._lang, self._workbook.add_worksheet(name)
        title, heading = measure_title(sheet.title), LINE + 9
        source = 2 * LINE + 6
        layout = lay_out(sheet.rows, title + source, heading)
        width = len(layout.columns) - 1
        self._merge(page, 0, width, sheet.title, self.title)
        page.set_row(0, title)
        top = 1
        if layout.source:
            words = f"{text('ledger_source', lang)}{text('colon', lang)}{layout.source}"
            self._merge(page, 1, width, words, self.note)
            page.set_row(1, source)
            top = 2
        page.set_row(top, heading)
        for place, column in enumerate(layout.columns):
            page.write_string(top, place, column.heading.of(lang), self.heading)
            page.set_column_pixels(place, place, layout.widths[place])
        for at, row in enumerate(sheet.rows):
            self._row(page, top + 1 + at, row, layout.columns)
            page.set_row(top + 1 + at, layout.heights[at])
        for place, first, last, words in layout.runs:
            if last > first:
                page.merge_range(top + 1 + first, place, top + 1 + last, place, clean(words), self.merged)
        page.freeze_panes(top + 1, 0)
        self._setup(page, width, top + len(sheet.rows), heading=top)
        page.set_h_pagebreaks([top + 1 + first for first in layout.pages[1:]])

    @staticmethod
    def _merge(page: Worksheet, row: int, width: int, words: str, style: Format) -> None:
        if width > 0:
            page.merge_range(row, 0, row, width, clean(words), style)
        else:
            page.write_string(row, 0, clean(words), style)

    # --- instructions -----------------------------------------------------------------------------------------

    def instructions(self, name: str) -> None:
        page = self._workbook.add_worksheet(name)
        page.set_column(0, 0, 90)
        names = [each.names for each in self._states.values()]
        for at, line in enumerate(text("ledger_help", self._lang, states=names).split("\n")):
            page.write_string(at, 0, line, self.plain)

    def _setup(self, page: Worksheet, width: int, last: int, heading: int = _TOP - 1) -> None:
        """Print on A4 across, as wide as the page, with the headings on each page and page numbers below."""
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(0.4, 0.4, 0.6, 0.6)
        page.repeat_rows(heading)
        page.print_area(0, 0, max(last, heading), width)
        page.set_footer("&C&P / &N")
