"""Names that were renamed work for one release, with a warning that says the new one."""

from __future__ import annotations

from importlib import import_module

import pytest

from policygraph.model import Entry, Evidence, Policy

RENAMED = {
    "analysis.Bearer": "model.Body",
    "analysis.Task": "model.Measure",
    "corpus.user_files.find_corrections": "corpus.corrections_file.find_corrections",
    "corpus.user_files.load_words": "corpus.lexicon_file.load_words",
    "corpus.user_files.read_corrections": "corpus.corrections_file.read_corrections",
    "corpus.user_files.read_words": "corpus.lexicon_file.read_words",
    "graph.place": "graph.share_quads",
    "graph.validate.Finding": "graph.validate.ValidationResult",
    "model.Item": "model.NumberedItem",
    "publish.Source": "publish.Publication",
}


def find(name: str) -> object:
    module, _, attribute = f"policygraph.{name}".rpartition(".")
    return getattr(import_module(module), attribute)


@pytest.mark.parametrize("old", RENAMED)
def test_an_old_name_is_the_new_thing_and_warns(old: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"policygraph.{old} is now policygraph.{RENAMED[old]}") as warned:
        assert find(old) is find(RENAMED[old])
    assert warned[0].filename == __file__, "the warning is at the line that uses the old name"


@pytest.mark.parametrize("module", sorted({name.rpartition(".")[0] for name in RENAMED}))
def test_a_name_that_never_was_is_missing(module: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'policygraph.{module}' has no attribute 'nothing'"):
        find(f"{module}.nothing")


def test_the_account_of_a_policy_was_its_ledger() -> None:
    policy = Policy("a", "通知", account=(Entry("role", Evidence("负责", 0, 2)),))
    with pytest.warns(DeprecationWarning, match=r"Policy\.ledger is now Policy\.account"):
        assert policy.ledger == policy.account
