"""Make the IRIs of data: deterministic, ASCII, one path for each kind of thing.

The same source gives the same IRIs on every run and machine. All IRIs of data are made here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Body, Corrections, Evidence, Measure, NumberedItem, Place, Policy, ProcessingStep
from ..namespaces import ID

__all__ = ["Iris"]

_NOT_IN_NAMES = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs below one base.

    Example:
        >>> Iris().graph("demo")
        'https://w3id.org/policygraph/id/graph/demo'
    """

    base: str = ID

    def policy(self, policy_id: str) -> str:
        """The notice."""
        return f"{self.base}policy/{policy_id}"

    def graph(self, policy_id: str) -> str:
        """The named graph of one notice."""
        return f"{self.base}graph/{policy_id}"

    def activity(self, policy_id: str) -> str:
        """The run that made the graph."""
        return f"{self.base}activity/{policy_id}"

    def agent(self, version: str, software: str = "policygraph") -> str:
        """The program that ran.

        >>> Iris("").agent("7.4.7.2", "LibreOffice")
        'agent/libreoffice-7.4.7.2'
        """
        return f"{self.base}agent/{_NOT_IN_NAMES.sub('-', f'{software}-{version}'.lower()).strip('-')}"

    def step(self, policy_id: str, position: int) -> str:
        """What another program did before the text could be read; ``position`` counts from 1."""
        return f"{self.policy(policy_id)}/step/{position}"

    def file(self, step: ProcessingStep) -> str:
        """The file that a step was done to; named by its hash."""
        return f"{self.base}file/{step.sha256[:16]}"

    def is_own(self, policy_id: str, thing: str) -> bool:
        """Return whether a thing is described by this notice alone; bodies, places and the program are not.

        >>> iris = Iris()
        >>> iris.is_own("demo", iris.graph("demo")), iris.is_own("demo", iris.policy("demo") + "/measure/1")
        (True, True)
        >>> iris.is_own("demo", iris.agent("1.0")), iris.is_own("demo", iris.policy("demo.2"))
        (False, False)
        """
        if thing.startswith(f"{self.policy(policy_id)}/"):
            return True
        return thing in (self.policy(policy_id), self.graph(policy_id), self.activity(policy_id))

    def change(self, reform: str, place: str, level: str) -> str:
        """A reform as it reached one place and level; the place by its code."""
        return f"{self.base}change/{reform}/{place}/{level}"

    def measurement(self, analysis: str, metric: str, body: str) -> str:
        """One value of an analysis; the body by its IRI."""
        return f"{self.base}measurement/{analysis}/{metric}/{body.removeprefix(self.base)}"

    def text(self, policy: Policy) -> str:
        """The text that was read; named by its hash."""
        return f"{self.base}text/{policy.document.sha256[:16]}"

    def source(self, policy: Policy) -> str:
        """The page or file that was read."""
        seed = policy.source_url or policy.document.sha256
        return f"{self.base}source/{hashlib.sha256(seed.encode()).hexdigest()[:16]}"

    def corrections(self, corrections: Corrections) -> str:
        """A file of corrections that was applied; named by its hash."""
        return f"{self.base}corrections/{corrections.sha256[:16]}"

    def review(self, corrections: Corrections, reviewer: str, reviewed: str) -> str:
        """A person's review at one moment, as a file of corrections says it."""
        return f"{self.corrections(corrections)}/review/{_digest(f'{reviewer}|{reviewed}')}"

    def reviewer(self, name: str) -> str:
        """A person who reviews, by name."""
        return f"{self.base}agent/reviewer-{_digest(name)}"

    def scheme(self, policy_id: str) -> str:
        """The concept scheme of the notice's headings."""
        return f"{self.policy(policy_id)}/categories"

    def category(self, policy_id: str, path: Sequence[int]) -> str:
        """A heading, by its path."""
        return f"{self.policy(policy_id)}/category/{'.'.join(map(str, path))}"

    def measure(self, policy_id: str, measure: Measure) -> str:
        """A measure."""
        return f"{self.policy(policy_id)}/measure/{measure.key}"

    def item(self, policy_id: str, item: NumberedItem) -> str:
        """A numbered item with several measures in it."""
        return f"{self.policy(policy_id)}/item/{item.key}"

    def responsibility(self, policy_id: str, measure: Measure, position: int) -> str:
        """One body's part in a measure; ``position`` counts from 1."""
        return f"{self.measure(policy_id, measure)}/responsibility/{position}"

    def basis(self, policy_id: str, position: int) -> str:
        """A document that the notice is based on."""
        return f"{self.policy(policy_id)}/basis/{position}"

    def evidence(self, policy_id: str, evidence: Evidence) -> str:
        """A passage of the text."""
        return f"{self.policy(policy_id)}/evidence/{evidence.start}-{evidence.end}"

    def unread(self, policy_id: str, evidence: Evidence) -> str:
        """A passage that could not be read."""
        return f"{self.policy(policy_id)}/unread/{evidence.start}-{evidence.end}"

    def recognised(self, policy_id: str, evidence: Evidence) -> str:
        """A line that was recognised."""
        return f"{self.policy(policy_id)}/recognised/{evidence.start}-{evidence.end}"

    def body(self, body: Body) -> str:
        """A body or a class of bodies."""
        return f"{self.base}{body.key}"

    def place(self, place: Place) -> str:
        """A place. Places of the vocabulary keep its IRIs whatever the base."""
        return f"{ID if place.code.isdigit() else self.base}place/{place.code}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:12]
