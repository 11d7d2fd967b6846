"""What became of tasks: each responsibility with what its body reported last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..graph.status import latest_reports
from ..model import Measure, Policy, Responsibility
from ..status import StatusReport

__all__ = ["COMPLETED", "Standing", "find_standings"]

#: The token of the state of a completed task.
COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Standing:
    """One body's part in one measure, and what is known of it.

    Attributes:
        policy: The policy.
        measure: The measure.
        responsibility: The first responsibility of the body in the measure.
        reporter: The name of the body that reports, or of the body in the notice if nothing was reported.
        report: The latest report of the body, or on the whole task if that is completed; ``None`` without one.
        whole: The latest report on the whole task, in whatever state; ``None`` without one.
    """

    policy: Policy
    measure: Measure
    responsibility: Responsibility
    reporter: str
    report: StatusReport | None = None
    whole: StatusReport | None = None

    @property
    def deadline(self) -> date | None:
        """The body's own deadline, else that of the measure."""
        return self.measure.due_of(self.responsibility).day

    @property
    def state(self) -> str:
        """The token of the reported state; empty if none was reported."""
        return self.report.state if self.report else ""

    @property
    def is_completed(self) -> bool:
        """Whether the task is reported as completed."""
        return self.state == COMPLETED

    def days_left(self, day: date) -> int | None:
        """Return the days from a day to the deadline; negative if it has passed, ``None`` without a deadline."""
        return (self.deadline - day).days if self.deadline else None

    def is_overdue(self, day: date) -> bool:
        """Return whether the deadline has passed on a day and the task is not reported as completed."""
        return not self.is_completed and self.deadline is not None and self.deadline < day

    def is_due(self, day: date, within: int) -> bool:
        """Tell whether the deadline is within a number of days and the task is not reported as completed."""
        left = self.days_left(day)
        return not self.is_completed and left is not None and 0 <= left <= within


def find_standings(policies: Iterable[Policy], reports: Iterable[StatusReport]) -> list[Standing]:
    """Join responsibilities with the latest reports about them.

    Args:
        policies: What ``read_policies`` gives.
        reports: What ``read_reports`` gives; those after the day of interest should be left out by the caller.

    Returns:
        One standing for each body in each measure, in the order of the documents; for a class of bodies one for each
        member that reported, or one if none did. A task that is completed as a whole is completed for every body.

    Example:
        >>> from policygraph.corpus import build
        >>> from policygraph.graph.read import read_policies
        >>> from policygraph.resources import examples_dir
        >>> made = build(examples_dir() / "fujian-relocation-2020.txt")
        >>> standings = find_standings(read_policies(made.dataset), [])
        >>> len(standings), standings[0].reporter, standings[0].report
        (106, '福建省自然资源厅', None)
    """
    by_part: dict[tuple[str, str], list[StatusReport]] = defaultdict(list)
    for report in latest_reports(reports).values():
        by_part[report.measure, report.body].append(report)
    standings: list[Standing] = []
    for policy in policies:
        for measure in policy.measures:
            of_all = sorted(by_part[measure.iri, ""], key=lambda each: (each.state == COMPLETED, each.day))
            whole = of_all[-1] if of_all else None
            seen: set[str] = set()
            for part in measure.responsibilities:
                if part.body.iri in seen:
                    continue
                seen.add(part.body.iri)
                standings += _standings(policy, measure, part, whole, by_part[measure.iri, part.body.iri])
    return standings


def _standings(
    policy: Policy,
    measure: Measure,
    part: Responsibility,
    whole: StatusReport | None,
    reports: Sequence[StatusReport],
) -> list[Standing]:
    done = whole if whole and whole.state == COMPLETED else None
    if done or not reports:
        return [Standing(policy, measure, part, part.body.label, done, whole)]
    return [Standing(policy, measure, part, each.reporter or part.body.label, each, whole) for each in reports]
