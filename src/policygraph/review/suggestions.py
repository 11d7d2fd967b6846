"""Known bodies that complete what a person types: by name, by alias, or by pinyin in full or initials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..extraction.text.folding import fold, squeeze
from ..model import Body, Level, Place, Policy
from ..registry import Setting, ends_like_name, functions, lexicon, make_body
from ..registry.pinyin import spell

__all__ = ["Directory", "setting_of"]

_MOST = 12
#: The word before a name at each level, and the language of ``Function.names`` that has the name.
_TIERS: tuple[tuple[Level, str, str], ...] = (
    ("national", "", "national"),
    ("provincial", "省", "provincial"),
    ("municipal", "市", "municipal"),
    ("county", "县", "local"),
)


def setting_of(policy: Policy | None, id: str) -> Setting:
    """Return where the bodies of a document stand, as far as its reading tells.

    Args:
        policy: The reading.
        id: The identifier of the document.

    Returns:
        The setting.
    """
    place = policy.place if policy else None
    return Setting(id, place.level if place else "provincial", place, policy.day if policy else None)


@dataclass(frozen=True, slots=True)
class _Known:
    """A name that can be offered, with what it is found by."""

    name: str
    label: str
    label_en: str
    aliases: tuple[str, ...]
    rank: int


class Directory:
    """The bodies that may be meant in one document.

    Example:
        >>> from policygraph.registry import places
        >>> directory = Directory(Setting("demo", "provincial", places()["350000"]), None)
        >>> [offer["name"] for offer in directory.find("省财政")], directory.find("czb")[0]["name"]
        (['省财政厅'], '财政部')
    """

    def __init__(self, setting: Setting, policy: Policy | None) -> None:
        """Collect them.

        Args:
            setting: The place and level of the document.
            policy: The reading, whose own bodies come first.
        """
        self._setting = setting
        found: dict[str, _Known] = {}
        for known in (*_in_document(policy), *_in_vocabulary(setting)):
            found.setdefault(known.name, known)
        self._known = list(found.values())

    def find(self, words: str) -> list[dict[str, str]]:
        """Find the bodies for what was typed.

        Args:
            words: A part of a name, an alias, or its pinyin.

        Returns:
            At most 12 offers, the best first: ``name`` (as it is written in the notice), ``label``, ``labelEn``, and
            ``why`` it was found.
        """
        typed = squeeze(fold(words)).lower()[:60]
        if not typed:
            return []
        found: list[tuple[int, int, int, str, _Known]] = []
        if (own := self._resolve(typed)) is not None:
            found.append((0, 0, 0, "alias", own))
        for known in self._known:
            why, fit = _match(known, typed)
            if why:
                found.append((fit, known.rank, len(known.name), why, known))
        offers: dict[str, dict[str, str]] = {}
        for _, _, _, why, known in sorted(found, key=lambda each: each[:3]):
            offer = {"name": known.name, "label": known.label, "labelEn": known.label_en, "why": why}
            offers.setdefault(known.name, offer)
            if len(offers) == _MOST:
                break
        return list(offers.values())

    def _resolve(self, typed: str) -> _Known | None:
        """Find the body that a whole name, such as an alias, stands for."""
        if len(typed) < 2 or typed.isascii() or not ends_like_name(typed):
            return None
        body = make_body(typed, self._setting)
        if not body.functions or squeeze(body.label) == typed:
            return None
        return _Known(typed, body.label, body.names.en, (), 0)


def _match(known: _Known, typed: str) -> tuple[str, int]:
    """Tell how a name fits the typed words, and how well; empty if it does not."""
    for why, names in (("name", (known.name, known.label)), ("alias", known.aliases)):
        for name in names:
            at = name.lower().find(typed)
            if at >= 0:
                return why, (1 if at == 0 else 2) + 2 * (why == "alias")
    if typed.isascii():
        if typed in known.label_en.lower().replace(" ", ""):
            return "name", 3
        for name in (known.name, known.label):
            full, initials = _spell(name)
            for spelt, fit in ((initials, 1), (full, 1)):
                at = spelt.find(typed.replace(" ", "").replace("'", ""))
                if at >= 0:
                    return "pinyin", fit + (at > 0) + 3 * (len(typed) < 2)
    return "", 0


@lru_cache(maxsize=1 << 14)
def _spell(name: str) -> tuple[str, str]:
    return spell(name, errors=str.lower)


def _in_document(policy: Policy | None) -> Iterator[_Known]:
    parts = (part for measure in (policy.measures if policy else ()) for part in measure.responsibilities)
    for part in parts:
        yield _known(part.name, part.body, (part.surface, *part.body.aliases), 0)


def _known(name: str, body: Body, aliases: Iterable[str], rank: int) -> _Known:
    return _Known(name, body.label, body.names.en, tuple(alias for alias in aliases if len(alias) <= 30), rank)


def _in_vocabulary(setting: Setting) -> Iterator[_Known]:
    """Yield the bodies of every function at the levels that the document may name."""
    nicknames: dict[str, list[str]] = {}
    for alias, full in lexicon().aliases.items():
        nicknames.setdefault(full, []).append(alias)
    for function in functions().values():
        if function.valid_until and setting.dated and setting.dated > function.valid_until:
            continue
        for rank, (level, word, tier) in enumerate(_TIERS, 1):
            name = next((value for (at, lang), value in function.names.items() if (at, lang) == (tier, "zh")), "")
            if name and "{" not in name:
                body = make_body(word + name, setting, level)
                aliases = (*function.stems, *function.whole, *nicknames.get(name, ()))
                yield _known(word + name, body, aliases, rank + 10 * (not _reaches(setting.place, level)))


def _reaches(place: Place | None, level: Level) -> bool:
    """Tell whether a document of a place may name bodies of a level: its own, those above, and the next one below."""
    order: list[Level] = ["national", "provincial", "municipal", "county", "township"]
    return place is None or place.level not in order or order.index(level) <= order.index(place.level) + 1
