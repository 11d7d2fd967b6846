"""What validation finds in a graph: each finding with its place in the source, shown as one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..namespaces import compact
from ..texts import text

__all__ = ["Finding", "Severity", "SourcePlace"]

Severity = Literal["violation", "warning", "info"]


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A place in a source. ``start`` and ``end`` count code points of its text from 0, ``line`` counts from 1.

    ``policy`` is the identifier of the policy and ``heading`` what is printed on top of it; ``measure`` is the number
    of the measure as printed. What is not known is ``None``.
    """

    policy: str | None = None
    heading: str | None = None
    measure: str | None = None
    start: int | None = None
    end: int | None = None
    line: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a shape finds in a graph.

    ``focus`` is the IRI of the node it is about (``_:`` for a blank node); ``path`` the property path it goes by, in
    SPARQL's syntax with the project's prefixes (``eli:number``, ``^pg:hasMeasure``), empty where it is about the node
    itself; ``value`` the value that is wrong, empty where one is missing; ``shape`` the IRI of the shape; ``place``
    where in the source the node comes from, ``None`` where nothing leads there.
    """

    severity: Severity
    message_zh: str
    message_en: str
    focus: str
    path: str
    value: str
    shape: str
    place: SourcePlace | None = None

    def line(self, lang: str = "en") -> str:
        """Show the finding as one line.

        Args:
            lang: ``en`` or ``zh``.

        Returns:
            the line.

        Example:
            >>> place = SourcePlace("demo", "通知", "(三)", 812, 840, 35, "责任单位:省教育厅")
            >>> node = "https://w3id.org/policygraph/id/x"
            >>> finding = Finding("warning", "请核对。", "Look again.", node, "", "", "", place)
            >>> print(finding.line())
            WARNING measure (三) of demo, line 35, characters 812–840 “责任单位:省教育厅”: Look again. [id:x]
            >>> print(finding.line("zh"))
            警告 demo 措施(三)，第35行，字符812–840“责任单位:省教育厅”：请核对。〔id:x〕
        """
        about = " ".join(filter(None, (_name(self.focus), self.path, _short(_name(self.value)))))
        return text(
            "check_line",
            lang,
            severity=text(f"severity_{self.severity}", lang),
            where=_where(self.place, lang) if self.place else "",
            message=self.message_zh if lang == "zh" else self.message_en,
            about=about,
        )


def _where(place: SourcePlace, lang: str) -> str:
    parts = []
    if place.policy is not None:
        key = "check_measure" if place.measure else "check_policy"
        parts.append(text(key, lang, policy=place.policy, measure=place.measure))
    # Numbers of lines and characters are addresses: no separators in them.
    if place.line is not None:
        parts.append(text("check_row", lang, line=str(place.line)))
    if place.start is not None:
        parts.append(text("check_characters", lang, start=str(place.start), end=str(place.end)))
    found = text("check_separator", lang).join(parts)
    if place.quote:
        found += text("check_quote", lang, quote=_short(place.quote))
    return text("check_where", lang, place=found) if found else ""


def _name(value: str) -> str:
    """A value for people: an IRI in a known namespace is compact."""
    return compact(value) or value


def _short(text: str | None, length: int = 40) -> str:
    """The beginning of a text on one line."""
    line = " ".join((text or "").split())
    return line if len(line) <= length else line[: length - 1] + "…"
