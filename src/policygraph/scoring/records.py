"""What is compared: documents with their measures and the bodies in them, annotated or found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .names import fold_title, list_forms

__all__ = ["SAME_ROLE", "ScoredDocument", "ScoredMeasure", "ScoredUnit"]

#: Roles that the annotation does not tell apart.
SAME_ROLE: Mapping[str, str] = {"joint": "responsible", "implement": "responsible", "participant": "support"}


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A body with its role in one measure.

    Attributes:
        name: Its name, with what the text leaves out restored.
        role: ``lead``, ``responsible`` or ``support``; empty if it is not said.
        level: Its level; empty if it is not said.
        kind: ``named`` or ``class``; empty if it is not said.
        forms: The spellings of its names.
        roles: The roles that are right.
        levels: The levels that are right.
        deadline: The deadline that was found for it.
        words: The words of the text that name it, or the statement that a program quotes.
        line: The line of the document, from 1; 0 if it is not known.
    """

    name: str
    role: str
    level: str
    kind: str
    forms: frozenset[str]
    roles: frozenset[str]
    levels: frozenset[str]
    deadline: str = ""
    words: str = ""
    line: int = 0

    @classmethod
    def make(
        cls,
        name: str,
        role: str = "",
        level: str = "",
        kind: str = "",
        *,
        aliases: Iterable[str] = (),
        other_roles: Iterable[str] = (),
        other_levels: Iterable[str] = (),
        deadline: str = "",
        words: str = "",
        line: int = 0,
    ) -> ScoredUnit:
        """Make a unit; the fields are those of the class, with roles as the annotation has them.

        Args:
            name: See the class.
            role: See the class; ``joint`` is ``responsible``.
            level: See the class.
            kind: See the class.
            aliases: Other names.
            other_roles: Roles that are right too.
            other_levels: Levels that are right too.
            deadline: See the class.
            words: See the class.
            line: See the class.

        Returns:
            The unit.

        Example:
            >>> ScoredUnit.make("各县教育局", "joint").role
            'responsible'
        """
        one = SAME_ROLE.get(role, role)
        roles = frozenset((one, *(SAME_ROLE.get(other, other) for other in other_roles)))
        levels = frozenset((level, *other_levels))
        return cls(name, one, level, kind, list_forms(name, aliases), roles, levels, deadline, words, line)


@dataclass(frozen=True, slots=True)
class ScoredMeasure:
    """A measure with its bodies.

    Attributes:
        number: Its number, as printed.
        title: Its title.
        category: The headings above it.
        units: Its bodies.
        deadline: Its deadline, if the annotation has one.
        implied: Spellings of bodies that a sentence for the whole document implies: neither wanted nor wrong.
        form: The form of its statement, if the annotation names it.
        statement: The words that say who is responsible.
        titles: What its title is compared by.
    """

    number: str
    title: str
    category: str
    units: tuple[ScoredUnit, ...]
    deadline: str = ""
    implied: frozenset[str] = frozenset()
    form: str = ""
    statement: str = ""
    titles: tuple[str, ...] = ()

    @classmethod
    def make(
        cls,
        number: str,
        title: str,
        category: str,
        units: Iterable[ScoredUnit],
        *,
        deadline: str = "",
        implied: frozenset[str] = frozenset(),
        form: str = "",
        statement: str = "",
        other_titles: Iterable[str] = (),
    ) -> ScoredMeasure:
        """Make a measure; the fields are those of the class.

        Args:
            number: See the class.
            title: See the class.
            category: See the class.
            units: See the class.
            deadline: See the class.
            implied: See the class.
            form: See the class.
            statement: See the class.
            other_titles: Titles that are right too.

        Returns:
            The measure.

        Example:
            >>> ScoredMeasure.make("1.", "修路。", "", ()).titles
            ('修路',)
        """
        titles = tuple(dict.fromkeys(filter(None, map(fold_title, (title, *other_titles)))))
        return cls(number, title, category, tuple(units), deadline, implied, form, statement, titles)


@dataclass(frozen=True, slots=True)
class ScoredDocument:
    """A document with its measures.

    Attributes:
        id: Its identifier.
        measures: Its measures.
        text: Its text, if it is known.
    """

    id: str
    measures: tuple[ScoredMeasure, ...] = ()
    text: str = field(default="", repr=False)
