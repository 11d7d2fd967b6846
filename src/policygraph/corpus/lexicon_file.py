"""Read the user's own words from a lexicon file, ``--lexicon words.yaml``.

The file has the format of ``ontology/lexicon.yaml``::

    endings:
      书屋: {is: Institute}
    labels:
      认领单位: lead
    aliases:
      市局: 广安市公安局
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from ..errors import UsageError
from ..extraction.text.folding import fold, squeeze
from ..files import decode_name
from ..model import ROLES, Role
from ..registry import Ending, OwnWords, lexicon
from ..texts import filled
from .yaml_faults import place_of, valid_yaml

if TYPE_CHECKING:
    from yaml import Node

__all__ = ["load_words", "parse_words", "read_words"]

V = TypeVar("V")
#: Characters of names and labels; others separate the names of a list, or are not part of a label.
_WORD = re.compile(r"[\w()·—-]+")
_FLAGS = {"true": True, "false": False}
_FIELDS = ("is", "organ", "full", "en", "slug")


def load_words(given: OwnWords | Path | str | None) -> OwnWords | None:
    """Read words if they are given as a file.

    Args:
        given: Words, their file, or ``None``.

    Returns:
        The words, if any.
    """
    return given if given is None or isinstance(given, OwnWords) else read_words(given)


def read_words(path: Path | str) -> OwnWords:
    r"""Read a lexicon.

    Args:
        path: The file.

    Returns:
        Its words.

    Raises:
        UsageError: The file is not in the format above; the message names the line.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder) / "words.yaml"
        ...     _ = file.write_text("labels:\n  認領單位: lead\n", encoding="utf-8")
        ...     read_words(file).labels
        {'认领单位': 'lead'}
    """
    name = decode_name(path)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError("path_unreadable", path=name, reason=error) from None
    except UnicodeDecodeError:
        raise UsageError("lexicon_encoding", path=name) from None
    return parse_words(name, text)


def parse_words(name: str, text: str) -> OwnWords:
    """Read a lexicon from a text.

    Args:
        name: Its name in messages.
        text: Its YAML.

    Returns:
        Its words.

    Raises:
        UsageError: The text is not in the format above; the message names the line.

    Example:
        >>> parse_words("words.yaml", "aliases: {市局: 广安市公安局}").aliases
        {'市局': '广安市公安局'}
    """
    return _Lexicon(name, text).words()


class _Lexicon:
    """A file of words, read node by node so that errors name the line."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text

    def words(self) -> OwnWords:
        root = self._root()
        if root is None:
            return OwnWords()
        sections: dict[str, Mapping[str, Any]] = {}
        kinds: Mapping[str, Callable[[str, Node], Any]] = {
            "endings": self._ending,
            "labels": self._role,
            "aliases": self._full_name,
        }
        for name, key, value in self._entries(root):
            if name not in kinds:
                self._wrong(key, "lexicon_section", name=name, known=tuple(kinds))
            sections[name] = self._section(name, value, kinds[name])
        return OwnWords(**sections)

    def _root(self) -> Node | None:
        import yaml

        with valid_yaml(self.name, UsageError):
            return yaml.compose(self.text, Loader=yaml.SafeLoader)

    def _section(self, name: str, node: Node, read: Callable[[str, Node], V]) -> dict[str, V]:
        found: dict[str, V] = {}
        for written, key, value in self._entries(node):
            word = squeeze(fold(written))
            if not _WORD.fullmatch(word) or (name != "endings" and len(word) < 2):
                self._wrong(key, "lexicon_word", word=written)
            if word in found:
                self._wrong(key, "lexicon_twice", word=written)
            found[word] = read(word, value)
        return found

    def _entries(self, node: Node) -> Iterator[tuple[str, Node, Node]]:
        """Yield the entries of a mapping: the key as text, its node, the value; an empty value has no entries."""
        if node.tag == "tag:yaml.org,2002:null":
            return
        if node.id != "mapping":
            self._wrong(node, "lexicon_mapping")
        for key, value in node.value:
            yield self._text(key), key, value

    def _text(self, node: Node) -> str:
        if node.id != "scalar" or not node.value.strip():
            self._wrong(node, "lexicon_text")
        return str(node.value).strip()

    def _ending(self, word: str, node: Node) -> Ending:
        said: dict[str, str] = {}
        known = sorted({ending.type for ending in lexicon().endings.values()})
        if node.id != "mapping":
            self._wrong(node, "lexicon_class", word=word, known=known)
        for name, key, value in self._entries(node):
            if name not in _FIELDS:
                self._wrong(key, "lexicon_field", name=name, known=_FIELDS)
            said[name] = self._text(value)
        if said.get("is") not in known:
            self._wrong(node, "lexicon_class", word=word, known=known)
        if said.get("organ", "false") not in _FLAGS:
            self._wrong(node, "lexicon_organ", word=word)
        full = squeeze(fold(said.get("full", word)))
        organ = _FLAGS[said.get("organ", "false")]
        return Ending(word, said["is"], organ, full, en=said.get("en", ""), slug=said.get("slug", ""))

    def _role(self, word: str, node: Node) -> Role:
        role = next((role for role in ROLES if role == self._text(node)), None)
        return role or self._wrong(node, "lexicon_role", word=word, known=tuple(ROLES))

    def _full_name(self, word: str, node: Node) -> str:
        name = squeeze(fold(self._text(node)))
        if name == word or len(name) < 2 or name.isdecimal() or not _WORD.fullmatch(name):
            self._wrong(node, "lexicon_alias", word=word)
        return name

    def _wrong(self, node: Node, key: str, **values: Any) -> NoReturn:
        raise UsageError("about", what=place_of(self.name, node.start_mark), reason=filled(key, **values))
