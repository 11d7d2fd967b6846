"""The former module for the files that users write: its names warn and redirect to their new modules."""

from __future__ import annotations

from ..renamed import redirect

__all__: list[str] = []

_HOMES = {
    "find_corrections": "corrections_file",
    "read_corrections": "corrections_file",
    "load_words": "lexicon_file",
    "read_words": "lexicon_file",
}
__getattr__ = redirect(__name__, {name: f"policygraph.corpus.{home}.{name}" for name, home in _HOMES.items()})
