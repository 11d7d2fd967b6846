"""What docs/*/reference/errors.md lists is what the program says, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policygraph import errors
from policygraph.texts import texts

ROOT = Path(__file__).resolve().parents[1]
both = pytest.mark.parametrize("lang", ["zh", "en"])


def page(lang: str) -> str:
    return (ROOT / "docs" / lang / "reference" / "errors.md").read_text(encoding="utf-8")


def without_values(message: str) -> str:
    """A message with … for each value; of words chosen by a number the one for many."""
    return re.sub(r"\{\w+\}", "…", re.sub(r"\{\w+:[^|}]*\|([^}]*)\}", r"\1", message))


@both
def test_every_message_is_one_of_the_program(lang: str) -> None:
    known = {without_values(names.of(lang)) for names in texts().values()}
    listed = re.findall(r"(?m)^\| ([^`|-][^|]*) \| [^|]+ \| [^|]+ \|$", page(lang).partition("\n### ")[2])
    messages = [message for message in listed if message not in ("message", "信息")]
    assert len(messages) > 40
    assert [message for message in messages if message not in known] == []


@both
def test_every_class_is_listed_with_its_base(lang: str) -> None:
    listed = set(re.findall(r"(?m)^\| `(\w+)` \| `(\w+)` \|", page(lang)))
    classes = [getattr(errors, name) for name in errors.__all__ if name.endswith("Error")]
    assert listed == {(each.__name__, each.__base__.__name__) for each in classes}
