"""Write a briefing as Markdown, HTML or Word, and deadlines as a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ..analysis.progress import Standing, find_standings
from ..errors import StoreError, UsageError
from ..files import write_atomically
from ..graph.read import read_policies
from ..graph.status import read_reports
from ..resources import load_templates
from ..tabular import escape_markdown
from ..texts import join_words
from .brief import Brief, compose
from .cells import replace_forbidden
from .marks import CREATED
from .word import add_paragraph, save_document

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["SUFFIXES", "write_brief", "write_calendar"]

#: The suffixes of briefings.
SUFFIXES = (".md", ".html", ".docx")
#: The days before a deadline on which a calendar gives an alarm.
_ALARMS = (30, 7)
#: The fixed time stamp of calendar entries: the current time would make each copy differ.
_STAMP = CREATED.replace(tzinfo=UTC)


def write_brief(
    graph: Graph,
    target: Path | str,
    day: date,
    lang: str = "zh",
    *,
    within: int = 30,
    since: date | None = None,
) -> list[Path]:
    """Draft a briefing, with a calendar of the deadlines beside it.

    Args:
        graph: What ``open_graph`` gives for the notices and the file of reports.
        target: The file: .md, .html or .docx.
        day: The day that it describes; later reports are left out; the briefing states their number.
        lang: The language, ``zh`` or ``en``.
        within: A task is due soon if its deadline is at most this number of days away.
        since: The first day of what is new; by default seven days before.

    Returns:
        The briefing, and the calendar beside it: ``brief.ics`` for ``brief.docx``.

    Raises:
        UsageError: The target has another suffix.
        StoreError: The graph has no policy, or a file cannot be written.
    """
    target = Path(target)
    if target.suffix.lower() not in SUFFIXES:
        raise UsageError("brief_suffix", path=target)
    policies = read_policies(graph, strict=False)
    if not policies:
        raise StoreError("no_policy")
    measures = {measure.iri for policy in policies for measure in policy.measures}
    reports = [each for each in read_reports(graph) if each.measure in measures]
    known = [each for each in reports if each.day <= day]
    standings = find_standings(policies, known)
    brief = compose(standings, day, lang, within=within, since=since, later=len(reports) - len(known))
    write = {".md": _markdown, ".html": _html, ".docx": _docx}[target.suffix.lower()]
    calendar = target.with_suffix(".ics")
    data = write(brief, lang)
    try:
        write_atomically(target, data)
        write_atomically(calendar, write_calendar(standings, lang))
    except OSError as error:
        raise StoreError("ledger_not_written", path=target, reason=error) from error
    return [target, calendar]


def _markdown(brief: Brief, lang: str) -> bytes:
    lines = [f"# {escape_markdown(brief.title)}", ""]
    for section in brief.sections:
        lines += [f"## {escape_markdown(section.heading)}", "", escape_markdown(section.lead), ""]
        for entry in section.entries:
            lines += [
                f"**{escape_markdown(entry.sentence)}**",
                "",
                *(f"- {escape_markdown(line)}" for line in entry.details),
                "",
            ]
    return "\n".join([*lines, "---", "", escape_markdown(brief.note), ""]).encode()


def _html(brief: Brief, lang: str) -> bytes:
    page = load_templates("policygraph.ledger").get_template("brief.html")
    return page.render(brief=brief, lang=lang).encode()


def _docx(brief: Brief, lang: str) -> bytes:
    """Write a Word file in the fonts of official documents (GB/T 9704): 小标宋, headings 黑体, text 仿宋 16 pt."""
    try:
        from docx import Document
        from docx.shared import Pt
    except ImportError:
        raise UsageError("extra_missing", extra="ledger", library="python-docx") from None
    document = Document()
    fonts = {"title": ("方正小标宋简体", 22), "heading": ("黑体", 16), "text": ("仿宋_GB2312", 16)}

    def add(words: str, kind: str) -> None:
        name, size = fonts[kind]
        font = (name, size if lang == "zh" else size * 0.75)
        is_title = kind == "title"
        paragraph = add_paragraph(
            document, replace_forbidden(words), font, lang, bold=kind == "heading", centred=is_title
        )
        paragraph.paragraph_format.first_line_indent = Pt(32) if lang == "zh" and not is_title else None
        paragraph.paragraph_format.line_spacing = 1.5

    add(brief.title, "title")
    for section in brief.sections:
        add(section.heading, "heading")
        add(section.lead, "text")
        for entry in section.entries:
            add(entry.sentence, "text")
            for line in entry.details:
                add(line, "text")
    add(brief.note, "text")
    return save_document(document)


def write_calendar(standings: Iterable[Standing], lang: str = "zh") -> bytes:
    """Write the deadlines of tasks that are not completed as an iCalendar file (RFC 5545).

    Args:
        standings: The tasks.
        lang: The language.

    Returns:
        The file: an all-day event for each task and deadline with those responsible, with alarms thirty and seven days
        before.
    """
    try:
        from icalendar import Alarm, Calendar, Event
    except ImportError:
        raise UsageError("extra_missing", extra="ledger", library="icalendar") from None
    calendar = Calendar()
    calendar.add("prodid", "-//policygraph//")
    calendar.add("version", "2.0")
    of_task: dict[tuple[str, date], list[Standing]] = {}
    for each in standings:
        if each.deadline and not each.is_completed:
            of_task.setdefault((each.measure.iri, each.deadline), []).append(each)
    for (iri, day), group in sorted(of_task.items(), key=lambda item: (item[0][1], item[0][0])):
        event = Event()
        event.add("uid", f"{iri}#{day.isoformat()}")
        event.add("dtstamp", _STAMP)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", group[0].measure.name)
        names = list(dict.fromkeys(each.reporter for each in group))
        event.add("description", join_words(names, lang))
        for days in _ALARMS:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", group[0].measure.name)
            alarm.add("trigger", timedelta(days=-days))
            event.add_component(alarm)
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data
