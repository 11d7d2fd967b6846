"""Files that users write: the corrections of a document, and a lexicon of their own words.

``NOTICE.corrections.yaml`` beside ``NOTICE.txt`` is a list of entries with ``statement`` (the exact words), ``bodies``
(a list of ``name`` and ``role``) and, where the same words are in several measures, ``measure`` (its printed number).
``NOTICE.corrections.csv`` has the columns ``statement``, ``name``, ``role`` and ``measure``, a row per body; a row
without a name says that the statement makes nobody responsible.

A lexicon, ``--lexicon words.yaml``, has the form of ``ontology/lexicon.yaml``::

    endings:
      书屋: {is: Institute}
    labels:
      认领单位: lead
    aliases:
      市局: 广安市公安局
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from ..errors import PolicyGraphError, SourceError, UsageError
from ..extraction.text.folding import fold, squeeze
from ..files import decode_name
from ..model import ROLES, Correction, Corrections, Role
from ..registry import Ending, OwnWords, lexicon
from ..texts import Message, filled

if TYPE_CHECKING:
    from yaml import Mark, Node

__all__ = ["find_corrections", "load_words", "read_corrections", "read_words"]

V = TypeVar("V")
_SUFFIXES = (".corrections.yaml", ".corrections.yml", ".corrections.csv")
#: Letters of names and labels; anything else separates the names of a list, or is no part of a label.
_WORD = re.compile(r"[\w()·—-]+")
_FLAGS = {"true": True, "false": False}
_FIELDS = ("is", "organ", "full", "en", "slug")


@contextmanager
def _valid_yaml(path: Path, error: type[PolicyGraphError], key: str) -> Iterator[None]:
    """Turn an error of the YAML parser into one that names the line."""
    import yaml

    try:
        yield
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        place = _place(path, mark) if mark else decode_name(path)
        raise error(key, path=place, reason=getattr(fault, "problem", None) or fault) from None


def _place(path: Path, mark: Mark) -> Message:
    return filled("at_line", path=decode_name(path), line=str(mark.line + 1), column=mark.column + 1)


# --- corrections ------------------------------------------------------------------------------------------


def find_corrections(source: Path) -> Path | None:
    """Find the corrections of a source.

    Args:
        source: The path of a document.

    Returns:
        The path of its corrections, if there are any.
    """
    paths = (source.with_name(source.stem + suffix) for suffix in _SUFFIXES)
    return next((path for path in paths if path.is_file()), None)


def read_corrections(path: Path) -> Corrections:
    """Read a file of corrections.

    Args:
        path: The file.

    Returns:
        The corrections.

    Raises:
        SourceError: The file is not of the form above; the message names the entry.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError("corrections_encoding", path=path) from None
    records = _from_csv(text) if path.suffix == ".csv" else _from_yaml(path, text)
    entries = tuple(_correction(path, number, record) for number, record in enumerate(records, 1))
    return Corrections(decode_name(path.name), hashlib.sha256(data).hexdigest(), entries)


def _from_csv(text: str) -> Iterable[Mapping[str, Any]]:
    grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        bodies = grouped.setdefault((row.get("statement") or "", row.get("measure") or ""), [])
        if row.get("name"):
            bodies.append({"name": row["name"], "role": row.get("role") or "responsible"})
    for (statement, measure), bodies in grouped.items():
        yield {"statement": statement, "measure": measure, "bodies": bodies}


def _from_yaml(path: Path, text: str) -> Iterable[Mapping[str, Any]]:
    import yaml

    with _valid_yaml(path, SourceError, "corrections_no_yaml"):
        # Every value stays text: 3. is the number of a measure, and no number of Python.
        loaded = yaml.load(text, Loader=yaml.BaseLoader)
    if loaded is None:
        return []
    if not isinstance(loaded, list) or not all(isinstance(entry, Mapping) for entry in loaded):
        raise SourceError("corrections_no_list", path=path)
    return loaded


def _correction(path: Path, number: int, record: Mapping[str, Any]) -> Correction:
    statement, bodies = record.get("statement"), record.get("bodies", [])
    if not isinstance(statement, str) or not statement.strip() or not isinstance(bodies, list):
        raise SourceError("corrections_entry", path=path, number=str(number))
    found: list[tuple[str, Role]] = []
    for body in bodies:
        given: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
        name, role = given.get("name"), given.get("role", "responsible")
        if not isinstance(name, str) or not name.strip() or role not in ROLES:
            raise SourceError("corrections_body", path=path, number=str(number), roles=tuple(ROLES))
        found.append((name.strip(), role))
    return Correction(statement.strip(), tuple(found), str(record.get("measure") or ""))


# --- the lexicon ------------------------------------------------------------------------------------------


def load_words(given: OwnWords | Path | str | None) -> OwnWords | None:
    """Read words where they are given as a file.

    Args:
        given: Words, their file, or none.

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
        UsageError: The file is not of the form above; the message names the line.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder) / "words.yaml"
        ...     _ = file.write_text("labels:\n  認領單位: lead\n", encoding="utf-8")
        ...     read_words(file).labels
        {'认领单位': 'lead'}
    """
    return _Lexicon(Path(path)).words()


class _Lexicon:
    """A file of words, read node by node so that errors name the line."""

    def __init__(self, path: Path) -> None:
        self.path = path

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

        try:
            with _valid_yaml(self.path, UsageError, "lexicon_no_yaml"):
                return yaml.compose(self.path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
        except OSError as error:
            raise UsageError("path_unreadable", path=decode_name(self.path), reason=error) from None
        except UnicodeDecodeError:
            raise UsageError("lexicon_encoding", path=decode_name(self.path)) from None

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
        """Yield the entries of a mapping: the key as text, its node, the value; an empty value has none."""
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
        raise UsageError("about", what=_place(self.path, node.start_mark), reason=filled(key, **values))
