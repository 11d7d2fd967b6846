"""Work shared among processes comes out as if one had done it."""

from __future__ import annotations

import os

import pytest

from policygraph.atlas.shares import shared


def test_the_same_whoever_does_it() -> None:
    words = {at: f"第{at}项" for at in range(100)}

    def made(at: int) -> tuple[str, int]:
        return words[at], os.getpid()

    alone = list(shared(made, range(100), 1))
    together = list(shared(made, range(100), 2))
    assert [word for word, _ in alone] == list(words.values())
    assert sorted(word for word, _ in together) == sorted(words.values())
    assert {process for _, process in alone} == {os.getpid()}
    assert os.getpid() not in {process for _, process in together}


def test_an_error_of_one_is_everybody_s() -> None:
    def made(at: int) -> int:
        if at == 7:
            raise ValueError("number 7")
        return at

    with pytest.raises(ValueError, match="number 7"):
        list(shared(made, range(50), 2))


def test_one_process_is_this_one() -> None:
    assert set(shared(lambda _: os.getpid(), range(5), 1)) == {os.getpid()}
