"""Make the values of the detail pages of policies and bodies."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..model import Body, Measure, Policy, Responsibility
from ..numbering import add_number
from .content import Content

__all__ = ["Segment", "build_body_page", "build_policy_page", "split_at_marks"]


def build_policy_page(content: Content, policy: Policy) -> dict[str, Any]:
    """Make the page of a policy.

    Args:
        content: The content of the atlas.
        policy: The policy.

    Returns:
        The values of the template ``policy.html``.
    """
    groups: list[dict[str, Any]] = []
    for measure in policy.measures:
        heading = _heading(measure)
        if not groups or groups[-1]["heading"] != heading:
            groups.append({"heading": heading, "measures": []})
        groups[-1]["measures"].append(_measure(content, policy, measure))
    bodies = {part.body.iri: part.body for each in policy.measures for part in each.responsibilities}
    kinds = Counter(body.kind for body in bodies.values())
    return {
        "each": policy,
        "groups": groups,
        "responsibilities": sum(len(measure.responsibilities) for measure in policy.measures),
        "named_bodies": kinds["named"],
        "classes": kinds["class"],
        "dated": sum(measure.deadline_kind == "dated" for measure in policy.measures),
        "whole": _whole(content, policy),
        "doubtful": _doubtful(policy),
    }


def _heading(measure: Measure) -> str:
    """Join the headings above a measure and the numbered item that it is a part of."""
    item = add_number(measure.item.number, measure.item.title) if measure.item else ""
    return Content.join_headings(measure, *([item] if item else []))


def _measure(content: Content, policy: Policy, measure: Measure) -> dict[str, Any]:
    roles: dict[str, dict[str, str]] = {}
    for part in measure.responsibilities:
        roles.setdefault(part.role, {})[part.body.iri] = part.due.label
    passages = [part.evidence[1:] for part in measure.responsibilities]
    text, (_, start, end) = policy.document.text, measure.span
    shown = split_at_marks(text, passages, start, end) if text and end else []
    return {
        "measure": measure,
        "anchor": content.place(measure.iri)[1],
        "roles": [(role, list(bodies.items())) for role, bodies in roles.items()],
        "segments": shown,
        "quotes": _quotes(measure.responsibilities),
    }


def _quotes(parts: Iterable[Responsibility]) -> list[str]:
    return list(dict.fromkeys(part.evidence.quote for part in parts if part.evidence.quote))


def _whole(content: Content, policy: Policy) -> list[dict[str, Any]]:
    """Divide the text into segments; evidence links to its measure."""
    place = {
        part.evidence[1:]: content.place(measure.iri)
        for measure in policy.measures
        for part in measure.responsibilities
        if part.evidence.end
    }
    segments = split_at_marks(policy.document.text, place) if policy.document.text else []
    return [
        {"text": each.text, "place": place[each.marks[0]] if each.marks else None} for each in segments if each.text
    ]


def _doubtful(policy: Policy) -> list[dict[str, Any]]:
    """List the lines whose recognition is doubtful, each with its picture as the address of an image."""
    recognition = policy.document.recognition
    return [
        {
            "text": line.passage.quote,
            "page": line.page,
            "confidence": f"{line.confidence:.2f}",
            "image": f"data:image/png;base64,{b64encode(line.picture).decode()}" if line.picture else "",
        }
        for line in (recognition.doubtful if recognition else ())
    ]


def build_body_page(content: Content, body: Body) -> dict[str, Any]:
    """Make the page of a body.

    Args:
        content: The content of the atlas.
        body: The body.

    Returns:
        The values of the template ``body.html``.
    """
    own: dict[str, list[Responsibility]] = {}
    for measure, part in content.of_body[body.iri]:
        own.setdefault(measure.iri, []).append(part)
    groups: list[dict[str, Any]] = []
    dues = []
    for iri, parts in own.items():
        measure = content.measures[iri]
        if not groups or groups[-1]["policy"] != measure.policy:
            groups.append({"policy": measure.policy, "measures": []})
        own_dues = list(dict.fromkeys(filter(None, map(measure.due_of, parts))))
        dues += [(due.value, due.label, iri) for due in own_dues if due.kind == "dated"]
        groups[-1]["measures"].append(
            {
                "measure": measure,
                "heading": _heading(measure),
                "roles": list(dict.fromkeys(part.role for part in parts)),
                "dues": [due.label for due in own_dues],
                "quotes": _quotes(parts),
                "others": [other for other in content.bodies_of(iri) if other != body.iri],
            }
        )
    roles = Counter(role for parts in own.values() for role in {part.role for part in parts})
    sharing = content.list_sharing(body.iri)
    kinds = Counter(content.bodies[iri].kind for iri, _ in sharing)
    return {
        "each": body,
        "measures": len(own),
        "by_role": {"lead": roles["lead"], "support": roles["support"]},
        "partners": kinds["named"],
        "sharing": sharing,
        "sharing_classes": kinds["class"],
        "groups": groups,
        "dues": sorted(dues),
        "progress": content.reported.summarise(content.reported.of_body(body.iri))
        if own and content.reported
        else None,
        "issued": [policy.iri for policy in content.issued.get(body.iri, ())],
    }


# --- passages of a text -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a text; ``marks`` are the passages (start, end) that it belongs to."""

    text: str
    start: int
    marks: tuple[tuple[int, int], ...]


def split_at_marks(
    text: str, passages: Iterable[tuple[int, int]], start: int = 0, end: int | None = None
) -> list[Segment]:
    """Cut a text into segments, in which no passage begins or ends.

    Args:
        text: The text.
        passages: Start and end of each; they may overlap, and what lies outside the text is left out.
        start: Where the part that is wanted begins.
        end: Where it ends; the end of the text by default.

    Returns:
        The segments; joined, they are the part that is wanted.

    Example:
        >>> [(each.text, len(each.marks)) for each in split_at_marks("abcdef", [(1, 3), (2, 4)])]
        [('a', 0), ('b', 1), ('c', 2), ('d', 1), ('ef', 0)]
    """
    end = len(text) if end is None else min(end, len(text))
    wanted = sorted({(max(a, start), min(b, end), a, b) for a, b in passages if a < b and a < end and b > start})
    cuts = sorted({start, end, *(at for a, b, _, _ in wanted for at in (a, b))})
    found = []
    for left, right in pairwise(cuts):
        marks = tuple((a0, b0) for a, b, a0, b0 in wanted if a <= left and right <= b)
        found.append(Segment(text[left:right], left, marks))
    return found
