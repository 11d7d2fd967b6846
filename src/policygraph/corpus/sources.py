"""Sources → policies → dataset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..documents import read as read_document
from ..errors import SourceError, UsageError
from ..extraction import Explained, extract
from ..files import shown
from ..model import Policy
from ..namespaces import ID
from ..registry import OwnWords, using
from ..texts import Names
from .corrections import corrections_for
from .discovery import RESERVED, discover, slug
from .failures import of_all
from .own_words import own_words
from .record import Options, read_item

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Build", "build", "explain", "identifier_of", "read"]

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


def identifier_of(source: Path | str) -> str:
    """The identifier a source gets where none is given: its file name without the ending, in ASCII.

    A name with no ASCII letters to speak of is named by its hash, so that the same name gives the same
    identifier everywhere.

    >>> identifier_of("notices/Fujian relocation (2020).txt"), identifier_of("通知.html")
    ('fujian-relocation-2020', 'n-4b6ded8a7f')
    """
    return slug(Path(source).stem)


def read(
    source: Path | str,
    *,
    id: str | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    lexicon: OwnWords | Path | str | None = None,
) -> Policy:
    """Reads one notice into a policy.

    ``id`` names the policy in IRIs (ASCII letters, digits, ``.``, ``_`` and ``-``); it is made from the file name
    where absent. ``columns`` maps fields to the columns of a task table, ``lexicon`` adds words of the user's own
    (docs/reading.md). A file of corrections beside the source is followed. Raises ``SourceError`` where the file cannot
    be read and ``NoMeasureError`` where nobody is made responsible in it.

    >>> from policygraph.resources import examples_dir
    >>> policy = read(examples_dir() / "fujian-relocation-2020.txt")
    >>> len(policy.measures), len(policy.issuers)
    (24, 14)
    """
    if id is not None and (id in RESERVED or not _IDENTIFIER.fullmatch(id)):
        raise UsageError("identifier_invalid", id=id)
    document = read_document(Path(source))
    corrections = corrections_for(Path(source))
    with using(own_words(lexicon)):
        return extract(document, id or identifier_of(source), columns, corrections, shown(source))


@dataclass(frozen=True, slots=True)
class Build:
    """What a build made: the dataset, the policies in it, and the sources that could not be read with the reason."""

    dataset: Dataset
    policies: tuple[Policy, ...]
    failures: Mapping[str, Names] = field(default_factory=dict)


def build(
    sources: Path | str | Iterable[Path | str],
    *,
    id: str | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    base: str = ID,
    lexicon: OwnWords | Path | str | None = None,
) -> Build:
    """Builds the graph of one or several notices.

    Returns a ``Build`` whose ``dataset`` is an rdflib ``Dataset``: one named graph per policy, one of the concepts
    they use and, where several are built, one of the links between them (docs/corpora.md). Sources are what
    ``discover`` takes; all is held in memory, which ``build_corpus`` does not do. A source that cannot be read is left
    out and named in ``failures``; where none can be read the first one's ``SourceError`` is raised. The order of
    sources changes nothing in the result.

    >>> from policygraph.resources import examples_dir
    >>> made = build(examples_dir() / "fujian-relocation-2020.txt")
    >>> sum(len(measure.responsibilities) for measure in made.policies[0].measures)
    106
    """
    from ..graph import to_dataset
    from ..store import engine
    from .links import links_between

    paths = [sources] if isinstance(sources, (str, Path)) else list(sources)
    if id is not None and len(paths) != 1:
        raise UsageError("identifier_for_one")
    if not paths:
        raise UsageError("no_source")
    words = own_words(lexicon)
    policies: dict[str, Policy] = {}
    origin: dict[str, str] = {}
    failures: dict[str, Names] = {}
    first: SourceError | None = None
    for path in paths:
        try:
            if id is not None:
                policies[id] = read(path, id=id, columns=columns, lexicon=words)
                continue
            items = iter(discover([path]))
            while (item := next(items, None)) is not None:
                try:
                    policy = read_item(item, Options(columns, lexicon=words))
                except SourceError as error:
                    first = first or error
                    failures[item.key] = error.names
                    continue
                if policy.id in policies:
                    raise UsageError("same_identifier_of_two", path=item.key, first=origin[policy.id], id=policy.id)
                policies[policy.id], origin[policy.id] = policy, item.key
        except SourceError as error:
            first = first or error
            failures[shown(path)] = error.names
    if not policies and first is not None:
        raise type(first).of(of_all(failures))
    ordered = tuple(policies[name] for name in sorted(policies))
    dataset = to_dataset(ordered, base)
    engine(dataset).extend(links_between(ordered, base))
    return Build(dataset, ordered, failures)


def explain(
    sources: Iterable[Path | str], options: Options | None = None
) -> Iterator[tuple[str, list[Explained], Names | None]]:
    """Why the passages of each document are read as they are: its name, the passages, and why it cannot be read.

    >>> from policygraph.resources import examples_dir
    >>> name, passages, failure = next(explain([examples_dir() / "fujian-relocation-2020.txt"]))
    >>> passages[0].rule, failure
    ('labelled', None)
    """
    for item in discover(sources):
        found: list[Explained] = []
        failure = None
        try:
            read_item(item, options or Options(), found)
        except SourceError as error:
            failure = error.names
        yield item.key, found, failure
