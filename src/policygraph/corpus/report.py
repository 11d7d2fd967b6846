"""The result of a build, and its report: the account of every statement, and the documents that could not be read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import SourceError, UsageError
from ..files import write_atomically
from ..model import Policy
from ..tabular import shorten, write_html_table
from ..texts import Bilingual, text, unread_reason
from .discovery import Sources
from .record import Account
from .state import NAME, BuildState

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Build", "group_failures", "make_unreadable_error", "write_report"]

_COLUMNS = ("policy", "document", "line", "start", "end", "kind", "text", "reason", "page", "confidence")
#: The maximum number of documents that are named if several share a reason.
_NAMED = 5
#: The name of a line of JSON, see the text ``at_line``.
_LINE = re.compile(r".+?(?:, line [0-9]+(?=\W)| 第 [0-9]+ 行)")


@dataclass(frozen=True, slots=True, repr=False)
class Build:
    """The result of a build; its length is the number of documents.

    Attributes:
        documents: The number of documents read.
        measures: The number of measures.
        responsibilities: The number of responsibilities.
        unread: The number of passages that were not read.
        failures: The documents that could not be read, and why.
        path: The file or directory that was written.
        built: The number of documents that were read in this build, not in an earlier one.
        removed: The number of documents that were removed from the graph.
        policies: The policies in the order of their identifiers; empty if the build went into a directory.
    """

    documents: int
    measures: int
    responsibilities: int
    unread: int
    failures: Mapping[str, Bilingual] = field(default_factory=dict)
    path: Path | None = None
    built: int = 0
    removed: int = 0
    policies: tuple[Policy, ...] = ()
    _dataset: Dataset | None = field(default=None, repr=False)
    _accounts: tuple[Account, ...] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return self.documents

    def __repr__(self) -> str:
        where = f" in {shorten(self.path, 60)}" if self.path else ""
        counts = f"{self.documents} documents, {self.measures} measures, {self.responsibilities} responsibilities"
        return f"<Build{where}: {counts}, {self.unread} passages unread, {len(self.failures)} documents failed>"

    def _repr_html_(self) -> str:
        rows = [
            *((each.id, each.heading, each.day, len(each.measures), "") for each in self.policies),
            *((name, "", "", "", reason.en) for name, reason in self.failures.items()),
        ]
        return write_html_table(repr(self)[1:-1], ("policy", "heading", "day", "measures", "failure"), rows)

    @property
    def dataset(self) -> Dataset:
        """The graph: one named graph per policy, one of the concepts they use, one of the links between them."""
        if self._dataset is not None:
            return self._dataset
        from ..store import open_graph

        assert self.path is not None
        return open_graph(self.path)

    def accounts(self) -> Iterator[Account]:
        """Yield the account of each document, by name."""
        if self._accounts is not None:
            yield from self._accounts
            return
        assert self.path is not None
        with BuildState(self.path / NAME) as state:
            yield from state.accounts()


def write_report(made: Build, path: Path, lang: str = "zh") -> None:
    """Write the report of a build as JSON or CSV, by the suffix.

    CSV has a row of the kind ``failed`` for each document that could not be read, a row for each run of characters of
    the statements in the others, and a row of the kind ``doubtful`` for each line whose recognition is doubtful. JSON
    has the same by policy, with the numbers of characters by kind.

    Args:
        made: The build.
        path: The file.
        lang: The language of reasons.

    Raises:
        UsageError: The suffix is neither .json nor .csv.
    """
    pieces = {".json": _json, ".csv": _csv}.get(path.suffix.lower())
    if pieces is None:
        raise UsageError("build_report_suffix", path=path)
    write_atomically(path, (piece.encode() for piece in pieces(made, lang)))


def _csv(made: Build, lang: str) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, _COLUMNS, "", lineterminator="\r\n")
    writer.writeheader()
    for name, reason in sorted(made.failures.items()):
        writer.writerow({"document": name, "kind": "failed", "reason": reason.of(lang)})
    for account in made.accounts():
        for row in (*_rows(account, lang), *_doubtful(account, lang)):
            writer.writerow({"policy": account.policy, "document": account.document, **row})
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _json(made: Build, lang: str) -> Iterator[str]:
    failures = {name: reason.of(lang) for name, reason in sorted(made.failures.items())}
    yield f'{{"failures": {json.dumps(failures, ensure_ascii=False, indent=1)},\n"policies": ['
    separator = "\n"
    for account in made.accounts():
        counts: Counter[str] = Counter()
        for span in account.spans:
            counts[span.kind] += len(span.text)
        whole = {
            "policy": account.policy,
            "document": account.document,
            "measures": account.measures,
            "responsibilities": account.responsibilities,
            "characters": dict(sorted(counts.items())),
            "corrections": account.corrections or None,
            "statements": list(_rows(account, lang)),
            "recognised_lines": account.recognised,
            "doubtful_lines": [line._asdict() for line in account.doubtful],
        }
        yield separator + json.dumps(whole, ensure_ascii=False, indent=1)
        separator = ",\n"
    yield "\n]}\n"


def _rows(account: Account, lang: str) -> Iterator[dict[str, Any]]:
    for span in account.spans:
        reason = unread_reason(span.reason, span.detail).of(lang) if span.reason else ""
        yield {
            "line": span.line,
            "start": span.start,
            "end": span.end,
            "kind": span.kind,
            "text": span.text,
            "reason": reason,
        }


def _doubtful(account: Account, lang: str) -> Iterator[dict[str, Any]]:
    for line in account.doubtful:
        reason = text("doubtful_line", lang, page=str(line.page), confidence=f"{line.confidence:.2f}")
        yield {**line._asdict(), "kind": "doubtful", "reason": reason}


def group_failures(failures: Mapping[str, Bilingual], lang: str) -> list[str]:
    """Describe failures by reason: one document by its message, several by their number and the first names.

    Args:
        failures: Documents and why they could not be read.
        lang: The language.

    Returns:
        A line for each reason.

    Example:
        >>> both = {name: Bilingual(f"{name}：没有措施", f"{name}: no measure") for name in ("a.txt", "b.txt")}
        >>> group_failures({**both, "c.pdf": Bilingual("c.pdf 已损坏", "c.pdf is damaged")}, "en")
        ['2 documents: no measure: a.txt, b.txt', 'c.pdf is damaged']
        >>> group_failures(both, "zh")
        ['2 份文件（a.txt、b.txt）：没有措施']
    """
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    messages = ((source, failure.of(lang)) for source, failure in failures.items())
    for source, failure in sorted(messages, key=lambda each: _natural(each[1])):
        # A line of JSON is named by its number.
        line = _LINE.match(failure)
        name = source if failure.startswith(source) else line[0] if line else ""
        found[failure.removeprefix(name)].append((name or source, failure))
    return [_line(reason, documents, lang) for reason, documents in found.items()]


def make_unreadable_error(
    sources: Sources, failures: Mapping[str, Bilingual], kind: type[SourceError] = SourceError
) -> SourceError:
    """Make the error of a build in which no document could be read.

    Args:
        sources: The sources of the build.
        failures: The documents, and why they could not be read.
        kind: The type of the error.

    Returns:
        The error.
    """
    whole = {**failures, **{name: error.names for name, error in sources.failures.items()}}
    if not whole:
        return SourceError("no_known_document", sources=sources.sources)
    return kind.of(Bilingual(_describe_unreadable(whole, "zh"), _describe_unreadable(whole, "en")))


def _describe_unreadable(failures: Mapping[str, Bilingual], lang: str) -> str:
    lines = group_failures(failures, lang)
    if len(failures) == 1:
        return lines[0]
    more = len(lines) - _NAMED
    key = "none_readable_more" if more > 0 else "none_readable"
    reasons = text("semicolon", lang).join(lines[:_NAMED])
    return text(key, lang, n=len(failures), reasons=reasons, more=more)


def _natural(text: str) -> list[tuple[int, str]]:
    """Return a key that sorts line 9 before line 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split("([0-9]{1,9})", text[:300])]


def _line(reason: str, documents: list[tuple[str, str]], lang: str) -> str:
    if len(documents) == 1:
        return documents[0][1]
    more = len(documents) - _NAMED
    key = "shared_reason_more" if more > 0 else "shared_reason"
    names = [name for name, _ in documents[:_NAMED]]
    return text(key, lang, n=len(documents), reason=reason.strip(":： "), names=names, more=more)
