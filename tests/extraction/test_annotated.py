"""The reading of the annotated notices, held against the annotation: no figure may fall below its floor.

The scores are those of ``policygraph score``; ``tests/scoring/test_reference.py`` compares it with the annotation's own
scorer, ``../shared/gold/score.py``.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from policygraph.scoring import Scores, score
from policygraph.scoring.names import fold_words

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
def _scores(shared: Path) -> Scores:
    scored = score(shared / "gold", [shared / "documents"], by="document")
    assert not scored.missing and not scored.failures
    return scored.scores


@pytest.mark.parametrize("name", FLOORS)
def test_no_document_is_read_worse_than_it_was(name: str, shared: Path) -> None:
    f1 = {group.name: group.role.f1 for group in _scores(shared).groups}
    assert f1.keys() == FLOORS.keys()
    assert 100 * f1[name] >= FLOORS[name]


def test_all_documents_together_are_read_no_worse_than_they_were(shared: Path) -> None:
    scores = _scores(shared)
    assert scores.quotes is not None
    shares = {"level": scores.level, "deadline": scores.deadlines, "quote": scores.quotes}
    figures = {"role": scores.role.f1, **{name: share.right / share.of for name, share in shares.items()}}
    assert {name: figure for name, figure in figures.items() if 100 * figure < WHOLE[name]} == {}


def test_hardly_a_name_is_invented(shared: Path) -> None:
    known: dict[str, set[str]] = defaultdict(set)
    names: dict[tuple[str, str], frozenset[str]] = {}
    for outcome in _scores(shared).outcomes:
        if outcome.wanted is not None:
            known[outcome.document] |= outcome.wanted.implied
            known[outcome.document].update(form for unit in outcome.wanted.units for form in unit.forms)
        if outcome.found is not None:
            names.update({(outcome.document, fold_words(unit.name)): unit.forms for unit in outcome.found.units})
    invented = [key for key, forms in names.items() if forms.isdisjoint(known[key[0]])]
    assert len(names) > 300
    assert 100 * len(invented) <= INVENTED * len(names), invented
