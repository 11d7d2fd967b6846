"""Write the ledger of a graph: the task table that offices send out and that comes back with reports.

``tasks`` lists the tasks of a graph, ``columns`` and ``rows`` define the content of a table, ``reported`` fills in the
latest reports, ``workbook`` and ``word`` write files, ``members`` names the bodies that belong to a class of bodies.
``sheets``, ``headings``, ``returns`` and ``changes`` read what comes back, ``status_file`` keeps it, ``brief`` and
``brief_files`` draft a briefing of it. ``write_ledger`` is all that other packages need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..errors import StoreError, UsageError
from ..files import replace_folder, write_atomically
from ..graph.status import read_reports
from ..registry.states import states
from ..texts import text
from .cells import RELATIVE
from .marks import FORMAT
from .members import find_members, read_members, resolve_members
from .naming import name_policies, shorten_for_sheet
from .reported import LatestReports
from .rows import make_rows
from .tasks import Task, assign, list_tasks
from .word import write_document
from .workbook import Sheet, write_workbook

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["write_ledger"]


def write_ledger(
    graph: Graph,
    target: Path | str,
    *,
    by: str | None = None,
    lang: str = "zh",
    atlas: str | None = None,
    members: Path | Mapping[str, Sequence[str]] | None = None,
    template: Path | None = None,
    own_states: Path | None = None,
    **conditions: Any,
) -> list[Path]:
    """Write the task table of a graph.

    Args:
        graph: What ``open_graph`` or ``build`` gives. If it has reports, the latest ones are filled in.
        target: An .xlsx or .docx file, or with ``by`` a new or empty folder.
        by: ``body`` for one list for each body: a file for each in a folder, or a sheet for each in an .xlsx file.
        lang: The language of headings, ``zh`` or ``en``.
        atlas: The address or folder of the atlas of the same graph, to which quotes are linked.
        members: The bodies that belong to each class of bodies, or the file that lists them.
        template: An office's own .docx file, for a .docx file (``word.write_document``).
        own_states: An office's own states, in addition.
        **conditions: Conditions on tasks, as ``list_tasks`` takes them.

    Returns:
        The files.

    Raises:
        StoreError: The graph has no task that meets the conditions, or a file cannot be written.
        UsageError: A condition names nothing in the graph, the target has another suffix, or the folder is not empty.

    Example:
        >>> import tempfile
        >>> from policygraph import build
        >>> from policygraph.resources import examples_dir
        >>> made = build(examples_dir() / "fujian-relocation-2020.txt")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [path.name for path in write_ledger(made.dataset, Path(folder) / "tasks.xlsx")]
        ...     len(write_ledger(made.dataset, Path(folder) / "lists", by="body", level="provincial"))
        ['tasks.xlsx']
        14
    """
    target = Path(target)
    if by not in (None, "body"):
        raise UsageError("ledger_by", by=by)
    suffix = target.suffix.lower()
    if suffix not in ((".xlsx", ".docx") if by is None else (".xlsx", "")):
        raise UsageError("ledger_suffix", path=target)
    if template is not None and suffix != ".docx":
        raise UsageError("template_suffix", path=target)
    tasks = list_tasks(graph, **conditions)
    if not tasks:
        raise StoreError("ledger_empty")
    link = _linker(tasks, atlas, target) if atlas else None
    known = read_members(members) if isinstance(members, Path) else members or {}
    if known:  # by all tasks: that a name is of one class alone must not depend on the conditions
        known, _ = resolve_members(
            known, (part for task in list_tasks(graph) for part in task.measure.responsibilities)
        )
    meta = {"format": str(FORMAT), "program": f"policygraph {__version__}"}
    of_tasks = states(own_states)
    reported = LatestReports(read_reports(graph), lang, of_tasks)
    write = partial(write_workbook, lang=lang, link=link, known=of_tasks)
    try:
        if suffix == ".docx":
            title = text("ledger_print_title", lang, title=name_policies((task.policy for task in tasks), lang))
            write_atomically(target, write_document(title, make_rows(tasks, lang, reported), lang, template))
            return [target]
        if by is None:
            return [_write_whole(tasks, target, meta, lang, reported, write)]
        return _write_lists(tasks, target, meta, lang, reported, write, known)
    except OSError as error:
        raise StoreError("ledger_not_written", path=target, reason=error) from error


def _write_whole(
    tasks: Sequence[Task],
    target: Path,
    meta: Mapping[str, str],
    lang: str,
    reported: LatestReports,
    write: Callable[..., bytes],
) -> Path:
    rows, title = make_rows(tasks, lang, reported), name_policies((task.policy for task in tasks), lang)
    working = Sheet(text("ledger_sheet", lang), text("ledger_title", lang, title=title), rows)
    printed = Sheet(text("ledger_print_sheet", lang), text("ledger_print_title", lang, title=title), rows)
    write_atomically(target, write([working], dict(meta), printed=printed))
    return target


def _write_lists(
    tasks: Sequence[Task],
    target: Path,
    meta: Mapping[str, str],
    lang: str,
    reported: LatestReports,
    write: Callable[..., bytes],
    members: Mapping[str, Sequence[str]],
) -> list[Path]:
    """Write one file or one sheet for each body."""
    lists = assign(tasks, partial(find_members, members))
    sheets, files = [], []
    for name, listed in lists.items():
        tab = file = shown = name
        if lang == "en" and not listed[0].is_member:  # a member has the name that the office gave it
            body = listed[0].responsibility.body
            tab, file, shown = shorten_for_sheet(body.short_en), body.short_en, body.names.en
        sheets.append(Sheet(tab, text("ledger_body_title", lang, body=shown), make_rows(listed, lang, reported), name))
        files.append(file)
    if target.suffix:
        write_atomically(target, write(sheets, dict(meta)))
        return [target]
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError("ledger_folder", path=target)
    target.parent.mkdir(parents=True, exist_ok=True)
    names = _file_names(files)
    with replace_folder(target) as folder:
        for sheet, name in zip(sheets, names, strict=True):
            data = write([sheet], {**meta, "body": sheet.body})
            (folder / name).write_bytes(data)
    return [target / name for name in names]


def _file_names(bodies: Sequence[str]) -> list[str]:
    """Make a file name for each body that all systems accept and that is unique regardless of case."""
    found: list[str] = []
    for body in bodies:
        clean = (
            "".join("_" if each in '<>:"/\\|?*' or ord(each) < 32 else each for each in body).strip(" .")[:60] or "_"
        )
        name, number = clean, 1
        while f"{name}.xlsx".casefold() in {each.casefold() for each in found}:
            number += 1
            name = f"{clean}({number})"
        found.append(f"{name}.xlsx")
    return found


def _linker(tasks: Sequence[Task], atlas: str, target: Path) -> Callable[[str], str]:
    """Make the function that gives the address of a measure in the atlas."""
    import os
    from urllib.parse import quote

    from ..web.paths import Paths, find_base

    policies = {task.measure.iri: task.policy.iri for task in tasks}
    paths = Paths(find_base(policies.values()))
    if atlas.startswith(("http://", "https://")):
        root = atlas.rstrip("/")
    else:
        folder = os.path.relpath(Path(atlas), target.parent if target.suffix else target)
        root = RELATIVE + quote(Path(folder).as_posix())

    def link(measure: str) -> str:
        policy = policies[measure]
        return f"{root}/{paths.of(policy)}.html#{measure.removeprefix(policy).lstrip('/')}"

    return link
