"""``policygraph ledger``, ``status`` and ``brief``: the task table for the desk, what comes back, and what it says."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from ..terms import ROLES
from ..texts import text
from .language import language_option, note
from .options import FILE, PATH, graphs_argument

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["brief", "ledger", "status"]

_DAY = click.DateTime(["%Y-%m-%d"])
#: The most classes of the graph that a warning about an unknown class names.
_MOST_NAMED = 5


@click.command()
@graphs_argument
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE|DIR",
    required=True,
    type=PATH,
    help="An .xlsx or .docx file, or folder.",
)
@click.option("--by", type=click.Choice(["body"]), help="One list for each body: files in a folder, or sheets.")
@click.option("--atlas", metavar="DIR|URL", help="Link quotes to the atlas of the same graph.")
@click.option("--members", metavar="FILE", type=FILE, help="CSV table of the bodies that belong to classes of bodies.")
@click.option("--template", metavar="FILE", type=FILE, help="Word template of your own, for a .docx file.")
@click.option("--states", "own_states", metavar="FILE", type=FILE, help="Turtle file of further states.")
@click.option("--level", metavar="LEVEL", help="Only tasks of bodies of this level, such as provincial or county.")
@click.option("--function", metavar="NAME", help="Only tasks of bodies with this function, such as education.")
@click.option("--place", metavar="CODE", help="Only tasks of bodies of this place and of places within it.")
@click.option("--policy", metavar="ID", help="Only tasks of this document.")
@click.option("--category", metavar="IRI", help="Only tasks under this heading.")
@click.option("--role", type=click.Choice(ROLES), help="Only tasks with this role.")
@click.option("--due-before", metavar="DATE", type=_DAY, help="Only tasks with a deadline on this day or earlier.")
@language_option("headings and messages")
def ledger(
    graphs: tuple[Path, ...],
    target: Path,
    by: str | None,
    atlas: str | None,
    members: Path | None,
    template: Path | None,
    own_states: Path | None,
    due_before: datetime | None,
    lang: str,
    **conditions: str | None,
) -> None:
    """Write the task table of a graph as an Excel workbook or a Word document.

    The workbook has a sheet to work with, with filters, a drop-down for the state and colours for what is due and
    overdue, and a sheet to print. With --by body there is one list for each body, to be sent out and returned. If a
    GRAPH is a file of reports, what was reported last is filled in.

        policygraph ledger notice.ttl -o tasks.xlsx

        policygraph ledger notice.ttl status.trig -o tasks.xlsx

        policygraph ledger notice.ttl --by body -o lists/
    """
    from ..ledger import write_ledger
    from ..ledger.members import read_members
    from ..store import open_graph

    day = due_before.date() if due_before else None
    graph = open_graph(*graphs)
    known = read_members(members) if members else {}
    files = write_ledger(
        graph,
        target,
        by=by,
        lang=lang,
        atlas=atlas,
        members=known,
        template=template,
        own_states=own_states,
        due_before=day,
        **conditions,
    )
    if len(files) == 1:
        note("wrote", lang, path=files[0])
    else:
        note("ledger_wrote", lang, n=len(files), path=target)
    if known:
        _warn_of_strangers(graph, known, members, lang)


def _warn_of_strangers(graph: Dataset, known: dict[str, list[str]], table: Path | None, lang: str) -> None:
    """Warn of classes in a table of members that the graph does not have: a misspelt one would have no effect."""
    from ..ledger.members import list_similar, resolve_members
    from ..ledger.naming import name_lists
    from ..ledger.tasks import list_tasks

    parts = [each for task in list_tasks(graph) for each in task.measure.responsibilities]
    _, strangers = resolve_members(known, parts)
    if not strangers:
        return
    valid = list_similar(strangers, name_lists(parts).values())
    shown = "; ".join(valid[:_MOST_NAMED]) or text("members_known_none", lang)
    if len(valid) > _MOST_NAMED:
        shown = text("members_known_more", lang, names=shown, more=len(valid) - _MOST_NAMED)
    note("members_strangers", lang, path=table, n=len(strangers), names="; ".join(strangers), known=shown)


@click.command()
@click.argument("ledgers", metavar="LEDGER...", nargs=-1, required=True, type=FILE)
@click.option("--graph", "graphs", metavar="GRAPH", required=True, multiple=True, type=PATH, help="The graph.")
@click.option("-o", "--output", "target", metavar="FILE", required=True, type=FILE, help="The graph of reports.")
@click.option(
    "--date",
    "day",
    metavar="DATE",
    type=_DAY,
    help="Day of all these reports.  [default: the day that a ledger states, else that it was saved]",
)
@click.option("--states", "own_states", metavar="FILE", type=FILE, help="Turtle file of further states.")
@click.option("--members", metavar="FILE", type=FILE, help="CSV table of the bodies that belong to classes of bodies.")
@language_option("messages")
def status(
    ledgers: tuple[Path, ...],
    graphs: tuple[Path, ...],
    target: Path,
    day: datetime | None,
    own_states: Path | None,
    members: Path | None,
    lang: str,
) -> None:
    """Read returned ledgers into a graph of reports.

    Rows are matched by their key, else by task and body. What is contradictory, overwritten, unknown, unparseable or
    unexpected is printed with file, sheet and cell. Reports in FILE are kept; new ones are added. Exits 1 if anything
    was printed that must be looked at, 2 if a file cannot be read; then nothing is written.

        policygraph status lists/*.xlsx --graph notice.ttl -o status.trig
    """
    from ..ledger.changes import OutcomeKind
    from ..ledger.members import read_members
    from ..ledger.returns import read_returns
    from ..ledger.status_file import extend, open_reports
    from ..store import check_target, open_graph

    check_target(target)
    before = open_reports(target)
    found = read_returns(
        ledgers,
        open_graph(*graphs),
        before,
        day=day.date() if day else None,
        own_states=own_states,
        members=read_members(members) if members else None,
    )
    for outcome in found.outcomes:
        if outcome.kind not in ("added", "changed", "unchanged", "carried"):
            click.echo(f"{outcome.place}{text('colon', lang)}{outcome.message.of(lang)}")
    counts = {kind: found.count(kind) for kind in get_args(OutcomeKind)}
    click.echo(text("status_summary", lang, files=len(ledgers), **counts))
    if silent := sum(not (report.state or report.unparsed) for report in found.reports):
        click.echo(text("status_no_state", lang, n=silent))
    # Before the first report the file is empty, so that the commands that read it every month work from the start.
    if found.reports or not target.exists():
        extend(target, found)
        note("wrote", lang, path=target)
    else:
        note("status_kept", lang, path=target)
    if any(counts[kind] for kind in ("contradictory", "overwritten", "unknown", "unparseable", "unexpected")):
        raise click.exceptions.Exit(1)


@click.command()
@graphs_argument
@click.option("--status", "reports", metavar="FILE", type=FILE, help="The graph of reports; it can be a GRAPH as well.")
@click.option("--date", "day", metavar="DATE", type=_DAY, help="The day that the briefing describes.  [default: today]")
@click.option("--within", metavar="DAYS", type=click.IntRange(0), default=30, show_default=True, help="Due soon.")
@click.option("--since", metavar="DATE", type=_DAY, help="First day of what is new.  [default: seven days before]")
@click.option("-o", "--output", "target", metavar="FILE", required=True, type=FILE, help="An .md, .html or .docx file.")
@language_option("the briefing and messages")
def brief(
    graphs: tuple[Path, ...],
    reports: Path | None,
    day: datetime | None,
    within: int,
    since: datetime | None,
    target: Path,
    lang: str,
) -> None:
    """Draft a briefing: what is new, due and overdue, and who is responsible.

    Sentences rest on deadlines and reports, with the words of the notice; a person checks the draft. A calendar of the
    deadlines with alarms is written beside it: brief.ics for brief.docx.

        policygraph brief notice.ttl --status status.trig --date 2025-06-30 -o brief.docx
    """
    from ..graph.status import read_reports
    from ..ledger.brief_files import write_brief
    from ..store import open_graph

    graph = open_graph(*graphs, *([reports] if reports else []))
    described = (day or datetime.now()).date()
    first = since.date() if since else None
    if reports and not read_reports(graph):
        note("brief_no_reports", lang, path=reports)
    for path in write_brief(graph, target, described, lang, within=within, since=first):
        note("wrote", lang, path=path)
