"""What was not understood: passages that look like statements and were not read."""

from __future__ import annotations

from pyoxigraph import NamedNode

from ..texts import text
from .notices import find_notice
from .results import Lang, UnreadFound, UnreadPassage
from .source import Link, Source, clean, cut, read_rows

__all__ = ["list_unread"]

_COLUMNS = ("policy", "passage", "reason", "start", "end")
_UNREAD = """
SELECT DISTINCT ?policy ?passage ?reason ?start ?end WHERE {
  %s
  ?unread a pg:UnreadPassage ; pg:inPolicy ?policy ; rdfs:label ?passage ; pg:reason ?reason ; pg:evidence ?evidence .
  FILTER(LANG(?reason) = "%s")
  ?evidence oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end .
} ORDER BY ?policy ?start LIMIT %d OFFSET %d"""


async def list_unread(
    source: Source, notice: str | None, lang: Lang, offset: int, limit: int, link: Link
) -> UnreadFound:
    """List passages that were not read.

    Args:
        source: The graph.
        notice: Only those of this notice: its IRI, identifier or a part of its heading.
        lang: The language of the reasons.
        offset: The first.
        limit: The most.
        link: Finds the pages of things.

    Returns:
        The passages in the order of the notices.

    Raises:
        UsageError: There is no such notice.
    """
    chosen = f"VALUES ?policy {{ {NamedNode(await find_notice(source, notice))} }}" if notice else ""
    rows = read_rows(_COLUMNS, await source.select(_UNREAD % (chosen, lang, limit + 1, offset)))
    headings = (await source.known()).headings
    more = len(rows) > limit
    return UnreadFound(
        lang=lang,
        passages=[
            UnreadPassage(
                notice=str(row["policy"]),
                heading=headings.get(str(row["policy"]), ""),
                passage=str(cut(row["passage"])),
                reason=clean(str(row["reason"])),
                start=int(str(row["start"])),
                end=int(str(row["end"])),
                link=link(str(row["policy"])),
            )
            for row in rows[:limit]
        ],
        offset=offset,
        more=more,
        next_offset=offset + limit if more else None,
        note="" if rows else text("assist_nothing_unread", lang),
    )
