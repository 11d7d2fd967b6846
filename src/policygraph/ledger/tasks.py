"""List the tasks of a ledger: measures with the bodies responsible, in the order of the documents, each with a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ..analysis import Incidence, narrow
from ..deadline import Deadline
from ..errors import StoreError
from ..folding import fold_width
from ..graph.read import read_policies
from ..model import Body, Measure, Policy, Responsibility, level_rank
from ..numbering import join_number
from .naming import add_each, name_lists, named_body

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["GROUPS", "Assignment", "Task", "TaskIndex", "assign", "list_tasks", "make_key", "split_key"]

#: The columns of bodies and the roles whose bodies stand in each.
GROUPS: dict[str, tuple[str, ...]] = {
    "lead": ("lead",),
    "responsible": ("responsible", "joint"),
    "support": ("support",),
}

#: Separates the task from the body in a key; no IRI path has it.
_SEPARATOR = "@"


@dataclass(frozen=True, slots=True)
class Task:
    """A measure of a policy as a row of a ledger.

    Attributes:
        policy: The policy.
        measure: The measure, with all its responsibilities.
        chosen: The responsibilities that meet the conditions of a list.
    """

    policy: Policy
    measure: Measure
    chosen: tuple[Responsibility, ...] = ()

    @property
    def key(self) -> str:
        """The key of the row: the IRI of the measure below the policy's part of the namespace."""
        return make_key(self.measure.iri)

    @property
    def headings(self) -> str:
        """The headings above the measure, outermost first."""
        above = self.measure.category.chain if self.measure.category else ()
        return " / ".join(join_number(each.number, each.title) if each.title else each.number for each in above)

    @property
    def words(self) -> str:
        """The number, the title and the text of the measure, without repetition."""
        measure = self.measure
        title = join_number(measure.number, measure.title)
        if not measure.text or measure.text in measure.title:
            return title
        if measure.text.startswith(measure.title):
            return join_number(measure.number, measure.text)
        return f"{title}\n{measure.text}"

    @property
    def quotes(self) -> tuple[str, ...]:
        """The statements of responsibility, word for word, each once."""
        return tuple(dict.fromkeys(each.evidence.quote for each in self.measure.responsibilities))

    def names(self, group: str) -> tuple[str, ...]:
        """Return the bodies of a column as the text names them.

        Args:
            group: A key of ``GROUPS``.

        Returns:
            The names, each once, in the order of the text.
        """
        roles = GROUPS[group]
        parts = (each for each in self.measure.responsibilities if each.role in roles)
        return tuple(dict.fromkeys(_name_in_text(each) for each in parts))


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task of one body.

    Attributes:
        task: The task.
        responsibility: The first responsibility that the body has for it.
        name: The name of the body, or of the member that stands in for a class of bodies.
        is_member: Whether it is such a member.
    """

    task: Task
    responsibility: Responsibility
    name: str
    is_member: bool = False

    @property
    def key(self) -> str:
        """The key of the row: the key of the task and the body."""
        return make_key(self.task.measure.iri, self.responsibility.body.key)

    @property
    def due(self) -> Deadline:
        """The body's own deadline, else that of the measure."""
        return self.task.measure.due_of(self.responsibility)


def make_key(measure: str, body: str = "") -> str:
    """Make the key of a row.

    Args:
        measure: The IRI of the measure.
        body: The path of the body, for a row of one body.

    Returns:
        The key; it is the same for every ledger of the same graph.

    Example:
        >>> make_key("https://w3id.org/policygraph/id/policy/a/measure/3", "body/350000/finance")
        'a/measure/3@body/350000/finance'
    """
    task = measure.rpartition("policy/")[2] or measure
    return f"{task}{_SEPARATOR}{body}" if body else task


def split_key(key: str) -> tuple[str, str]:
    """Split a key.

    Args:
        key: What ``make_key`` returned.

    Returns:
        The key of the task and the path of the body, which is empty for a row of no single body.

    Example:
        >>> split_key("a/measure/3@body/350000/finance")
        ('a/measure/3', 'body/350000/finance')
    """
    task, _, body = key.strip().partition(_SEPARATOR)
    return task, body


def list_tasks(
    dataset: Graph,
    *,
    role: str | None = None,
    due_before: date | None = None,
    **parts: Any,
) -> list[Task]:
    """List the tasks of a graph.

    Args:
        dataset: What ``open_graph`` or ``build`` gives.
        role: Only tasks that a body has in this role: ``lead``, ``responsible``, ``joint`` or ``support``.
        due_before: Only tasks with a deadline on this day or earlier.
        **parts: Conditions on bodies and documents, as ``policygraph.analysis.narrow`` takes them: ``level``,
            ``function``, ``place``, ``policy``, ``category``, ``since``, ``until``. A task is listed, with all its
            bodies, if one of its bodies meets the conditions.

    Returns:
        The tasks in the order of the documents; a measure without a responsible body is a task as well, unless a
        condition on bodies is given.

    Raises:
        StoreError: The graph has no policy.
        UsageError: The graph has nothing that a condition names.
    """
    policies = read_policies(dataset, strict=False)
    if not policies:
        raise StoreError("no_policy")
    tasks = [Task(policy, measure, measure.responsibilities) for policy in policies for measure in policy.measures]
    given = {name: value for name, value in parts.items() if value is not None}
    if given:
        kept = narrow(Incidence.of_policies(policies), **given)
        found = {(kept.measures[measure].iri, kept.bodies[body].iri) for measure, body, _ in kept.entries()}
        tasks = [
            replace(task, chosen=chosen)
            for task in tasks
            if (chosen := tuple(each for each in task.chosen if (task.measure.iri, each.body.iri) in found))
        ]
    if role is not None:
        tasks = [
            replace(task, chosen=chosen)
            for task in tasks
            if (chosen := tuple(each for each in task.chosen if each.role == role))
        ]
    if due_before is not None:
        tasks = [task for task in tasks if any(day <= due_before for day in _deadlines(task))]
    return tasks


def _deadlines(task: Task) -> Iterable[date]:
    days = [task.measure.due.day, *(each.due.day for each in task.measure.responsibilities)]
    return (day for day in days if day is not None)


def assign(
    tasks: Iterable[Task], members: Callable[[Body], Sequence[str]] = lambda _: ()
) -> dict[str, list[Assignment]]:
    """Divide tasks by the bodies responsible.

    Args:
        tasks: The tasks.
        members: Gives the names of the bodies that belong to a class of bodies; a class without members is listed
            under its own name, with 各 if a notice says so.

    Returns:
        For each body that was chosen its tasks, those that it leads first, then in the order of the documents. Bodies
        are in the order of their levels from the top down.
    """
    order = {role: rank for rank, roles in enumerate(GROUPS.values()) for role in roles}
    found: dict[str, list[Assignment]] = {}
    rank: dict[str, tuple[int, str]] = {}
    tasks = list(tasks)
    of_class = name_lists(part for task in tasks for part in task.measure.responsibilities)
    for task in tasks:
        for responsibility in sorted(task.chosen, key=lambda each: order[each.role]):
            body = responsibility.body
            given = members(body) if body.kind == "class" else ()
            for name in given or (of_class.get(body.key) or named_body(body),):
                rank.setdefault(name, (level_rank(body.level), body.key))
                listed = found.setdefault(name, [])
                if all(each.task is not task for each in listed):
                    listed.append(Assignment(task, responsibility, name, bool(given)))
    for listed in found.values():
        listed.sort(key=lambda each: order[each.responsibility.role])
    return {name: found[name] for name in sorted(found, key=lambda name: (*rank[name], name))}


def _name_in_text(part: Responsibility) -> str:
    return add_each(part.name, part.evidence.quote) if part.body.kind == "class" else part.name


class TaskIndex:
    """The tasks of a graph by key (``by_key``), by the IRI of the measure (``by_iri``) and by words."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        """Index tasks."""
        self.by_key = {task.key: task for task in tasks}
        self.by_iri = {task.measure.iri: task for task in tasks}
        self._by_words: dict[str, list[Task]] = defaultdict(list)
        for task in tasks:
            for words in {fold_width(task.words), fold_width(task.measure.name), fold_width(task.measure.title)} - {""}:
                self._by_words[words].append(task)

    def find(self, words: str) -> Task | None:
        """Find the only task with these words.

        Args:
            words: The words of a task, or its number and title, or its title.

        Returns:
            The task; ``None`` if no task or more than one has these words.
        """
        found = self._by_words.get(fold_width(words), [])
        return found[0] if len(found) == 1 else None
