"""The reading of the annotated notices, held against the annotation: no figure may fall below its floor.

The comparison is the annotation's own, ``../shared/gold/score.py``; here it is fed in this process.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from gold_scorer import gold_scorer
from policygraph.columns import parse_columns
from policygraph.corpus import read
from policygraph.errors import NoMeasureError

#: F1 of bodies with their roles, in hundredths, by document. Raise a floor when the reading improves.
FLOORS = {
    "00": 100, "01": 100, "09": 100, "11": 99, "18": 100, "24": 100, "27": 100, "31": 100, "33": 100,
    "104": 94, "113": 99, "114": 100, "117": 98, "120": 97, "123": 99, "125": 100, "131": 100, "147": 100,
    "148": 100, "149": 100, "166": 100,
}  # fmt: skip
#: Of all documents together, in hundredths: F1 with roles, levels that are right, deadlines and quotes that are found.
WHOLE = {"role": 99, "level": 99, "deadline": 97, "quote": 100}

#: Of a hundred distinct names of bodies that are read, how many may occur nowhere in the annotation of their document.
INVENTED = 2


@cache
def _counts(shared: Path, name: str) -> Counter[str]:
    """What the scorer counts in one document."""
    scorer = gold_scorer(shared)
    (document,) = (shared / "documents").glob(f"{name}-*")
    columns = json.loads((shared / "gold" / "columns.json").read_text(encoding="utf-8"))
    try:
        measures = read(document, columns=parse_columns(columns.get(name))).measures
    except NoMeasureError:
        measures = ()
    found = [
        {
            "number": measure.number,
            "title": measure.title,
            "units": [
                {
                    "name": duty.name,
                    "role": duty.role,
                    "level": duty.body.level,
                    "kind": duty.body.kind,
                    "deadline": measure.due_of(duty).value,
                    "quote": duty.evidence.quote,
                }
                for duty in measure.responsibilities
            ],
        }
        for measure in measures
    ]
    text = re.sub(r"<[^>]+>", "", document.read_text(encoding="utf-8", errors="replace"))
    counts: Counter[str] = Counter()
    gold = scorer.read_gold(shared / "gold" / f"{name}.jsonl")
    scorer.compare(gold, found, counts, lambda *_: None, scorer.fold(html.unescape(text)))
    annotated = [unit for measure in gold for unit in (*measure["units"], *measure["implicit"])]
    known = {form for unit in annotated for form in scorer.name_forms(unit["normalized"], unit.get("aliases") or ())}
    names = {scorer.fold(duty.name) for measure in measures for duty in measure.responsibilities}
    counts["names"] = len(names)
    counts["invented"] = sum(known.isdisjoint(scorer.name_forms(name)) for name in names)
    return counts


def _f1(counts: Counter[str]) -> float:
    return 200 * counts["role"] / (counts["gold"] + counts["found"])


@pytest.mark.parametrize("name", FLOORS)
def test_no_document_is_read_worse_than_it_was(name: str, shared: Path) -> None:
    assert _f1(_counts(shared, name)) >= FLOORS[name]


def test_all_documents_together_are_read_no_worse_than_they_were(shared: Path) -> None:
    total = sum((_counts(shared, name) for name in FLOORS), Counter[str]())
    figures = {
        "role": _f1(total),
        "level": 100 * total["level"] / total["who"],
        "deadline": 100 * total["deadline"] / total["deadlines"],
        "quote": 100 * total["quoted"] / total["quotes"],
    }
    assert {name: figure for name, figure in figures.items() if figure < WHOLE[name]} == {}
    assert 100 * total["invented"] / total["names"] <= INVENTED
