"""Draft a briefing (督查通报): what is new, due and overdue, who is responsible, and in which words.

``compose`` works out the sections, ``render`` makes Markdown, HTML or Word of them. Every sentence rests on reports and
deadlines; nothing is judged. A person checks the draft before it is sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from ..analysis.progress import Standing
from ..registry.states import states
from ..texts import named, text

__all__ = ["Brief", "Entry", "Section", "compose"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One task in a section.

    Attributes:
        sentence: What is to be said of it.
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
        note: What a reader must know: that it is a draft, and what it rests on.
    """

    title: str
    day: date
    sections: tuple[Section, ...]
    note: str


def compose(
    standings: Sequence[Standing], day: date, lang: str = "zh", *, within: int = 30, since: date | None = None
) -> Brief:
    """Compose a briefing.

    Args:
        standings: The tasks with what was reported about them until that day.
        day: The day that the briefing describes.
        lang: The language, ``zh`` or ``en``.
        within: A task is due soon if its deadline is within so many days.
        since: The first day of what is new; by default seven days before.

    Returns:
        The briefing.
    """
    since = since or day - timedelta(days=7)
    writer = _Writer(day, lang)
    titles = list(dict.fromkeys(each.policy.title or each.policy.heading for each in standings))
    named = titles[0] if len(titles) == 1 else text("ledger_documents", lang, n=len(titles))
    new = [each for each in standings if each.report and each.report.day >= since]
    due = [each for each in standings if each.is_due(day, within)]
    late = [each for each in standings if each.is_overdue(day)]
    asking = [each for each in standings if each.state == "extension-requested"]
    sections = (
        Section(text("brief_heading_overall", lang), writer.overall(standings)),
        writer.section("new", new, writer.reported, since=writer.date(since)),
        writer.section("due", due, writer.left, days=within),
        writer.section("late", late, writer.late),
        writer.section("extension", asking, writer.reported),
        Section(text("brief_heading_silent", lang), writer.silent(standings)),
    )
    return Brief(text("brief_title", lang, title=named), day, sections, text("brief_note", lang, day=writer.date(day)))


class _Writer:
    """Writes sentences in one language."""

    def __init__(self, day: date, lang: str) -> None:
        self._day, self._lang = day, lang

    def overall(self, standings: Sequence[Standing]) -> str:
        """The numbers of tasks, bodies and states."""
        counts = Counter(each.state for each in standings)
        parts = [
            text("brief_count", self._lang, state=state.names, n=counts[token])
            for token, state in states().items()
            if counts[token]
        ]
        parts.append(text("brief_count_silent", self._lang, n=counts[""]))
        return text(
            "brief_figures",
            self._lang,
            day=self.date(self._day),
            tasks=len({each.measure.iri for each in standings}),
            bodies=len({each.responsibility.body.iri for each in standings}),
            parts=len(standings),
            states=text("list_separator", self._lang).join(parts),
        )

    def section(
        self, key: str, chosen: Sequence[Standing], detail: Callable[[Standing], str], **values: object
    ) -> Section:
        """A section with an entry for each task."""
        tasks = [list(group) for _, group in groupby(chosen, lambda each: each.measure.iri)]
        lead = text(f"brief_lead_{key}" if tasks else "brief_none", self._lang, n=len(tasks), **values)
        return Section(
            text(f"brief_heading_{key}", self._lang), lead, tuple(self._entry(group, detail) for group in tasks)
        )

    def _entry(self, group: Sequence[Standing], detail: Callable[[Standing], str]) -> Entry:
        measure = group[0].measure
        quotes = dict.fromkeys(each.responsibility.evidence.quote for each in group)
        words = [text("brief_quote", self._lang, quote=" ".join(quote.split())) for quote in quotes]
        labels = dict.fromkeys(measure.due_of(each.responsibility).label or "—" for each in group)
        due = text("list_separator", self._lang).join(labels)
        sentence = text("brief_task", self._lang, task=measure.name, deadline=due)
        return Entry(sentence, (*map(detail, group), *words))

    def reported(self, each: Standing) -> str:
        """Who reported what."""
        assert each.report is not None
        said = text("list_separator", self._lang).join(
            filter(None, (self._state(each), each.report.progress, each.report.note))
        )
        return text("brief_reported", self._lang, who=self._who(each), day=self.date(each.report.day), what=said)

    def left(self, each: Standing) -> str:
        """Who has how many days left."""
        return text("brief_left", self._lang, who=self._who(each), n=each.days_left(self._day), state=self._state(each))

    def late(self, each: Standing) -> str:
        """Who is how many days late."""
        days = -(each.days_left(self._day) or 0)
        return text("brief_days_late", self._lang, who=self._who(each), n=days, state=self._state(each))

    def silent(self, standings: Iterable[Standing]) -> str:
        """The bodies that reported on none of their tasks."""
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
        return each.reporter if reported else each.responsibility.body.names.of(self._lang)

    def date(self, day: date) -> str:
        """A day as the language writes it."""
        return f"{day.year}年{day.month}月{day.day}日" if self._lang == "zh" else day.isoformat()

    def _state(self, each: Standing) -> str:
        known = states().get(each.state)
        return known.names.of(self._lang) if known else each.state or text("brief_not_reported", self._lang)
