"""Add a word to a user's lexicon file without changing anything else in it, comments included."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..errors import UsageError
from ..files import decode_name, sync_folder, write_atomically
from ..registry import OwnWords
from .lexicon_file import parse_words
from .yaml_scalars import write_scalar

if TYPE_CHECKING:
    from yaml import MappingNode, Node

__all__ = ["LexiconSection", "add_word", "check_word", "write_word"]

LexiconSection = Literal["endings", "labels", "aliases"]
_INDENT = 2


def add_word(text: str, section: LexiconSection, word: str, value: str, name: str = "words.yaml") -> str:
    r"""Add a word to the text of a lexicon.

    Args:
        text: The YAML; empty for a new file.
        section: The section.
        word: The ending, label or alias.
        value: The class of body of an ending, the role of a label, the full name for an alias.
        name: What messages call the file.

    Returns:
        The new text; the same if the word is there with this value.

    Raises:
        UsageError: The text is no lexicon, the word has another value in it, or word or value are not allowed.

    Example:
        >>> print(add_word("# mine\naliases:\n  市局: 市公安局   # ask\n", "aliases", "区局", "区公安局"))
        # mine
        aliases:
          市局: 市公安局   # ask
          区局: 区公安局
        <BLANKLINE>
    """
    scalar = write_scalar(value)
    entry = f"{write_scalar(word)}: " + (f"{{is: {scalar}}}" if section == "endings" else scalar)
    [(word, wanted)] = getattr(parse_words(f"{word}={value}", f"{section}:\n  {entry}"), section).items()
    known = getattr(parse_words(name, text), section)
    if word in known:
        same = known[word].type == wanted.type if section == "endings" else known[word] == wanted
        if same:
            return text
        raise UsageError("lexicon_has_word", path=name, word=word)
    added = _insert(text, section, entry)
    if getattr(_reread(name, added), section) != {**known, word: wanted}:
        # An unusual style, such as anchors or complex keys.
        raise UsageError("lexicon_style", path=name, section=section, entry=entry)
    return added


def _reread(name: str, text: str) -> OwnWords:
    try:
        return parse_words(name, text)
    except UsageError:
        return OwnWords()


def write_word(path: Path, section: LexiconSection, word: str, value: str) -> bool:
    """Add a word to a lexicon file, atomically.

    Args:
        path: The file, which is created if it is missing.
        section: See ``add_word``.
        word: See ``add_word``.
        value: See ``add_word``.

    Returns:
        Whether the file was changed.

    Raises:
        UsageError: See ``add_word``, or the file cannot be read.
        OSError: The file cannot be written.
    """
    mark, text = _load(path)
    added = add_word(text, section, word, value, decode_name(path))
    if added == text:
        return False
    write_atomically(path, mark + added.encode("utf-8"))
    sync_folder(path.resolve().parent)
    return True


def check_word(path: Path, section: LexiconSection, word: str, value: str) -> bool:
    """Tell whether ``write_word`` would change a file, without changing it.

    Args:
        path: See ``write_word``.
        section: See ``add_word``.
        word: See ``add_word``.
        value: See ``add_word``.

    Returns:
        Whether it would.

    Raises:
        UsageError: See ``write_word``.
    """
    _, text = _load(path)
    return add_word(text, section, word, value, decode_name(path)) != text


def _load(path: Path) -> tuple[bytes, str]:
    """Read the byte order mark of a file, if it has one, and the text."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        data = b""
    except OSError as error:
        raise UsageError("path_unreadable", path=decode_name(path), reason=error) from None
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        return mark, data[len(mark) :].decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("lexicon_encoding", path=decode_name(path)) from None


def _insert(text: str, section: str, entry: str) -> str:
    """Insert an entry after the last one of its section, in the style of the section."""
    import yaml

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    ending = "\r\n" if "\r\n" in text else "\n"
    if root is None or root.id != "mapping":
        return _append(text, f"{section}:{ending}{' ' * _INDENT}{entry}", ending)
    found = next(((key, value) for key, value in root.value if key.value == section), None)
    if found is None:
        if root.flow_style:
            return _into_flow(text, root, f"{section}: {{{entry}}}")
        behind = _last_end(root) if root.value else 0
        return _behind_line(text, behind, f"{section}:{ending}{' ' * _INDENT}{entry}", ending)
    key, value = found
    if value.id != "mapping":
        # The section is empty: its value is missing or null.
        at, end = value.start_mark.index, value.end_mark.index
        return _behind_line(text[:at].rstrip(" ") + text[end:], key.end_mark.index, f"{' ' * _INDENT}{entry}", ending)
    if value.flow_style:
        return _into_flow(text, value, entry)
    column = value.value[0][0].start_mark.column
    return _behind_line(text, _last_end(value), f"{' ' * column}{entry}", ending)


def _last_end(node: Node) -> int:
    """Find the end of the last value of a mapping, before the comments and empty lines after it."""
    while node.id == "mapping" and not node.flow_style and node.value:
        node = node.value[-1][1]
    return int(node.end_mark.index)


def _behind_line(text: str, at: int, lines: str, ending: str) -> str:
    """Insert lines after the line of a position."""
    # The end of a text of several lines is the start of the next one.
    end = text.find("\n", at if not at or text[at - 1] != "\n" else at - 1)
    if end < 0:
        return _append(text, lines, ending)
    return f"{text[: end + 1]}{lines}{ending}{text[end + 1 :]}"


def _append(text: str, lines: str, ending: str) -> str:
    return f"{text}{ending if text and not text.endswith(chr(10)) else ''}{lines}{ending}"


def _into_flow(text: str, node: MappingNode, entry: str) -> str:
    """Insert an entry before the closing bracket of a mapping in flow style."""
    at = node.end_mark.index - 1
    before = text[:at].rstrip()
    comma = "" if before.endswith(("{", ",")) else ","
    return f"{before}{comma}{'' if before.endswith('{') else ' '}{entry}{text[at:]}"
