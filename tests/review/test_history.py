"""Undo and redo, and what was changed since a revision."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policygraph.model import Corrections
from policygraph.review.history import History
from policygraph.review.places import Place


def state(number: int) -> Corrections:
    return Corrections("a", str(number))


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=30))
def test_undo_and_redo_lead_through_the_states(steps: list[str]) -> None:
    history = History(state(0), "r0")
    done, undone, number = [state(0)], list[Corrections](), 0
    for step in steps:
        back = step == "undo"
        if step == "do":
            number += 1
            history.add(state(number), f"r{number}", [])
            done.append(state(number))
            undone.clear()
        elif (target := history.target(back)) is not None:
            (undone if back else done).append((done if back else undone).pop())
            assert target == done[-1]
            history.moved(back, target, f"r{target.sha256}")
        assert history.current == done[-1]
        assert (history.can_undo, history.can_redo) == (len(done) > 1, bool(undone))


def test_an_undone_step_has_changed_its_places_again() -> None:
    place = Place("statement", 3, 9)
    history = History(state(0), "r0")
    history.add(state(1), "r1", [place])
    history.moved(True, state(0), "r0")
    assert history.changed_since("r1") == {place}
    assert history.changed_since("r0") == set()
    assert history.changed_since("r9") is None
