"""Draft a briefing (督查通报): what is new, due and overdue, who is responsible, and in which words.

``compose`` makes the sections, ``brief_files`` writes them as Markdown, HTML or Word. Every sentence is based on
reports and deadlines; nothing is judged. A person checks the draft before it is sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from ..analysis.progress import Standing
from ..registry.states import name_state, states
from ..status import StatusReport, split_unparsed
from ..texts import join_words, named, text
from .cells import join_lines
from .naming import name_lists, name_policies

__all__ = ["Brief", "Entry", "Section", "compose"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One task in a section.

    Attributes:
        sentence: The task with its deadline.
        details: A line for each body, and the words of the notice.
    """

    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a briefing: its heading, a sentence with figures, and its tasks."""

    heading: str
    lead: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A briefing.

    Attributes:
        title: Its title.
        day: The day that it describes.
        sections: Its sections.
        note: A note for readers: that this is a draft, and what it is based on.
    """

    title: str
    day: date
    sections: tuple[Section, ...]
    note: str


def compose(
    standings: Sequence[Standing],
    day: date,
    lang: str = "zh",
    *,
    within: int = 30,
    since: date | None = None,
    later: int = 0,
) -> Brief:
    """Compose a briefing.

    Args:
        standings: The tasks with what was reported about them until that day.
        day: The day that the briefing describes.
        lang: The language, ``zh`` or ``en``.
        within: A task is due soon if its deadline is at most this number of days away.
        since: The first day of what is new; by default seven days before.
        later: How many reports are later than that day and therefore left out; the briefing says so.

    Returns:
        The briefing. A report without a readable state counts as one to be checked, with its words; a report on the
        whole task appears once, not for each body.
    """
    since = since or day - timedelta(days=7)
    writer = _Writer(day, lang, name_lists(each.responsibility for each in standings))
    title = text("brief_title", lang, title=name_policies((each.policy for each in standings), lang))
    new = [each for each in standings if any(said and said.day >= since for said in (each.report, each.whole))]
    due = [each for each in standings if each.is_due(day, within)]
    late = [each for each in standings if each.is_overdue(day)]
    asking = [each for each in standings if "extension-requested" in (each.state, each.whole and each.whole.state)]
    sections = (
        writer.overall(standings, later),
        writer.section("new", new, partial(writer.reported, since=since), since=writer.date(since)),
        writer.section("due", due, writer.left, days=within),
        writer.section("late", late, writer.late),
        writer.section("extension", asking, partial(writer.reported, state="extension-requested")),
        Section(text("brief_heading_silent", lang), writer.silent(standings)),
    )
    return Brief(title, day, sections, text("brief_note", lang, day=writer.date(day)))


class _Writer:
    """Writes sentences in one language."""

    def __init__(self, day: date, lang: str, of_class: Mapping[str, str]) -> None:
        self._day, self._lang, self._of_class = day, lang, of_class

    def overall(self, standings: Sequence[Standing], later: int) -> Section:
        """Write the numbers of tasks, bodies and states, and the reports whose state is to be checked."""
        known = states()
        reported = Counter(each.state for each in standings if each.report)
        parts = [
            text("brief_count", self._lang, state=self._named(token), n=reported[token])
            for token in (*known, *sorted(set(reported) - set(known) - {""}))
            if reported[token]
        ]
        if reported[""]:
            parts.append(text("brief_count_unread", self._lang, n=reported[""]))
        silent = sum(not each.report for each in standings)
        parts.append(text("brief_count_silent", self._lang, n=silent))
        lead = text(
            "brief_figures",
            self._lang,
            day=self.date(self._day),
            tasks=len({each.measure.iri for each in standings}),
            bodies=len({each.responsibility.body.iri for each in standings}),
            parts=len(standings),
            states=self._list(parts),
        )
        if later:
            lead += (" " if self._lang == "en" else "") + text("brief_later", self._lang, n=later)
        unread = [
            each for each in standings if any(said and (said.unparsed or not said.state) for said in _reports_of(each))
        ]
        entries = self._entries(unread, partial(self.reported, unread=True))
        return Section(text("brief_heading_overall", self._lang), lead, entries)

    def section(
        self, key: str, chosen: Sequence[Standing], tell: Callable[[Sequence[Standing]], list[str]], **values: object
    ) -> Section:
        """Make a section with an entry for each task."""
        entries = self._entries(chosen, tell)
        lead = text(f"brief_lead_{key}" if entries else "brief_none", self._lang, n=len(entries), **values)
        return Section(text(f"brief_heading_{key}", self._lang), lead, entries)

    def _entries(
        self, chosen: Iterable[Standing], tell: Callable[[Sequence[Standing]], list[str]]
    ) -> tuple[Entry, ...]:
        return tuple(self._entry(list(group), tell) for _, group in groupby(chosen, lambda each: each.measure.iri))

    def _entry(self, group: Sequence[Standing], tell: Callable[[Sequence[Standing]], list[str]]) -> Entry:
        measure = group[0].measure
        quotes = dict.fromkeys(join_lines(each.responsibility.evidence.quote) for each in group)
        words = [text("brief_quote", self._lang, quote=quote) for quote in quotes]
        labels = dict.fromkeys(filter(None, (measure.due_of(each.responsibility).label for each in group)))
        sentence = measure.name
        if labels:
            sentence = text("brief_task", self._lang, task=measure.name, deadline=self._list(labels))
        return Entry(sentence, (*tell(group), *words))

    def reported(
        self, group: Sequence[Standing], since: date = date.min, state: str = "", unread: bool = False
    ) -> list[str]:
        """List who reported what; a report on the whole task appears once."""
        lines: dict[str, None] = {}
        for each in group:
            for said in _reports_of(each):
                wanted = said.day >= since and state in ("", said.state)
                if wanted and (not unread or said.unparsed or not said.state):
                    lines[self._report(each, said)] = None
        return [*lines]

    def _report(self, each: Standing, said: StatusReport) -> str:
        done = text("brief_completed", self._lang, day=self.date(said.completed)) if said.completed else ""
        # An unreadable day is kept as words even if the state was read.
        kept = split_unparsed(said.unparsed).get("completed", "")
        kept = text("brief_unread_day", self._lang, words=kept) if kept else ""
        parts = [self._state(said), done, kept, *(words.rstrip("。；;. ") for words in (said.progress, said.note))]
        what = text("brief_comma", self._lang).join(filter(None, parts))
        day = self.date(said.day)
        if said.body:
            return text("brief_reported", self._lang, who=self._who(each), day=day, what=what)
        who = said.reporter or text("ledger_sheet", self._lang)
        return text("brief_whole", self._lang, who=who, day=day, what=what)

    def left(self, group: Sequence[Standing]) -> list[str]:
        """List who has how many days left."""
        return self._days("brief_left", group, 1)

    def late(self, group: Sequence[Standing]) -> list[str]:
        """List who is how many days late."""
        return self._days("brief_days_late", group, -1)

    def _days(self, key: str, group: Sequence[Standing], sign: int) -> list[str]:
        """Write a sentence for each body that reported, and one for all others with the same number of days."""
        lines: dict[tuple[object, ...], list[str]] = {}
        for each in group:
            days = sign * (each.days_left(self._day) or 0)
            mark = (days, self._state(each.report), each.report and each.report.subject)
            lines.setdefault(mark, []).append(self._who(each))
        said = dict.fromkeys(self._report(each, each.whole) for each in group if each.whole)
        return [
            *said,
            *(text(key, self._lang, who=self._list(names), n=mark[0], state=mark[1]) for mark, names in lines.items()),
        ]

    def silent(self, standings: Iterable[Standing]) -> str:
        """List the bodies that reported on none of their tasks."""
        spoke = {each.responsibility.body.iri for each in standings if each.report}
        names = dict.fromkeys(self._name(each) for each in standings if each.responsibility.body.iri not in spoke)
        if not names:
            return text("brief_none", self._lang)
        return text("brief_lead_silent", self._lang, n=len(names), names=list(names))

    def _who(self, each: Standing) -> str:
        role = named("role", each.responsibility.role)
        return text("brief_who", self._lang, name=self._name(each), role=role)

    def _name(self, each: Standing) -> str:
        reported = each.report is not None and each.report.body
        body = each.responsibility.body
        if reported:
            return each.reporter
        return self._of_class.get(body.key, body.label) if self._lang == "zh" else body.names.en

    def date(self, day: date) -> str:
        """Write a day in the form of the language."""
        return f"{day.year}年{day.month}月{day.day}日" if self._lang == "zh" else day.isoformat()

    def _list(self, words: Iterable[str]) -> str:
        return join_words(words, self._lang)

    def _named(self, token: str) -> str:
        return name_state(token, states()).of(self._lang)

    def _state(self, said: StatusReport | None) -> str:
        """Name the state of a report; if it is unreadable, quote its words."""
        if said is None:
            return text("reported_none", self._lang)
        if said.state:
            return self._named(said.state)
        words = split_unparsed(said.unparsed).get("state", "")
        return text("brief_unread", self._lang, words=words) if words else text("ledger_no_state", self._lang)


def _reports_of(each: Standing) -> list[StatusReport]:
    """List the report of the body and that on the whole task, each once."""
    return list({id(said): said for said in (each.whole, each.report) if said}.values())
