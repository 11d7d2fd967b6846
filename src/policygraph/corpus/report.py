"""The report of a build: the account of every statement, and what was not read."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..files import write_atomically
from ..model import Policy
from ..texts import unread_reason
from .building import Corpus
from .sources import Build
from .state import NAME, State

__all__ = ["write_corpus_report", "write_report"]

_COLUMNS = ("policy", "line", "start", "end", "kind", "text", "reason")


def write_report(made: Build, path: Path, lang: str = "zh") -> None:
    """Writes the report as JSON or CSV, by the file's ending.

    CSV has one row a run of characters: policy, line, start, end (code points of the text), kind, text, and for what
    is unread the reason, in the language ``lang``. JSON has the same by policy, with counts of characters by kind.
    Raises ``UsageError`` for another ending.
    """
    suffix = path.suffix.lower()
    if suffix == ".json":
        whole = {
            "policies": [_policy(policy, lang) for policy in made.policies],
            "failures": _failures(made, lang),
        }
        text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    elif suffix == ".csv":
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, _COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        for policy in made.policies:
            writer.writerows(_rows(policy, lang))
        text = buffer.getvalue()
    else:
        raise UsageError("build_report_suffix", path=path)
    write_atomically(path, text.encode())


def write_corpus_report(made: Corpus, path: Path, lang: str = "zh") -> None:
    """Writes what of a corpus was not read, as JSON or CSV by the file's ending: documents, and passages in documents.

    CSV has the columns document, line, start, text, reason (in the language ``lang``); a document that was not read has
    no line.
    Raises ``UsageError`` for another ending.
    """
    with State(made.path / NAME) as state:
        found = state.db.execute(
            "SELECT name, measures, duties, unread FROM document WHERE failure = '' ORDER BY name"
        ).fetchall()
    columns = ("line", "start", "text", "reason")
    documents = [
        (
            name,
            measures,
            duties,
            [(*place, unread_reason(reason, detail).of(lang)) for *place, reason, detail in json.loads(unread)],
        )
        for name, measures, duties, unread in found
    ]
    if path.suffix.lower() == ".json":
        whole = {
            "documents": [
                {
                    "document": name,
                    "measures": measures,
                    "responsibilities": duties,
                    "unread": [dict(zip(columns, row, strict=True)) for row in unread],
                }
                for name, measures, duties, unread in documents
            ],
            "failures": _failures(made, lang),
        }
        text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    elif path.suffix.lower() == ".csv":
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow(("document", *columns))
        writer.writerows((name, "", "", "", reason) for name, reason in _failures(made, lang).items())
        writer.writerows((name, *row) for name, _, _, unread in documents for row in unread)
        text = buffer.getvalue()
    else:
        raise UsageError("build_report_suffix", path=path)
    write_atomically(path, text.encode())


def _failures(made: Build | Corpus, lang: str) -> dict[str, str]:
    return {name: reason.of(lang) for name, reason in sorted(made.failures.items())}


def _rows(policy: Policy, lang: str) -> Iterator[dict[str, Any]]:
    text = policy.document.text
    reasons = {
        (entry.passage.start, entry.passage.end): unread_reason(entry.reason, entry.detail).of(lang)
        for entry in policy.unread
    }
    listed = set()
    for entry in policy.ledger:
        place = (entry.passage.start, entry.passage.end)
        listed.add(place)
        yield _row(policy.id, text, *place, entry.kind, entry.passage.quote, reasons.get(place, ""))
    for unread in policy.unread:
        place = (unread.passage.start, unread.passage.end)
        if place not in listed:
            yield _row(
                policy.id,
                text,
                *place,
                "unread",
                unread.passage.quote,
                unread_reason(unread.reason, unread.detail).of(lang),
            )


def _row(policy: str, text: str, start: int, end: int, kind: str, quote: str, reason: str) -> dict[str, Any]:
    values = (policy, text.count("\n", 0, start) + 1, start, end, kind, quote, reason)
    return dict(zip(_COLUMNS, values, strict=True))


def _policy(policy: Policy, lang: str) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for entry in policy.ledger:
        counts[entry.kind] += len(entry.passage.quote)
    return {
        "policy": policy.id,
        "characters": dict(sorted(counts.items())),
        "corrections": policy.corrections.name if policy.corrections else None,
        "statements": [{k: v for k, v in row.items() if k != "policy"} for row in _rows(policy, lang)],
    }
