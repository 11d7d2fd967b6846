"""Bodies by any name that people use for them."""

from __future__ import annotations

from ..ask.names import BodyMatch
from ..texts import text
from .results import BodiesFound, Body, Lang
from .source import Link, Source, clean

__all__ = ["find_body"]

#: Names of a body that are shown, and bodies.
_MOST_NAMES, _MOST_BODIES = 20, 20


async def find_body(source: Source, name: str, lang: Lang, link: Link) -> BodiesFound:
    """Find the bodies that a name may mean.

    Args:
        source: The graph.
        name: A name in any spelling, an alias, pinyin, English, or an IRI.
        lang: The language of the note.
        link: Finds the pages of things.

    Returns:
        The bodies, the best first, and how sure it is.
    """
    known = await source.known()
    found = await source.turn.run(known.names.find, name, _MOST_BODIES)
    if not found:
        return BodiesFound(lang=lang, found="none", bodies=[], note=text("assist_body_none", lang, name=clean(name)))
    if found[0].how == "similar":
        state, note = "similar", text("assist_body_similar", lang, name=clean(name))
    elif len(found) == 1:
        state, note = "one", text("assist_body_one", lang)
    else:
        state, note = "several", text("assist_body_several", lang, n=len(found))
    return BodiesFound.model_validate(
        {"lang": lang, "found": state, "bodies": [_show(each, link) for each in found], "note": note}
    )


def _show(match: BodyMatch, link: Link) -> Body:
    body = match.body
    others = sorted(clean(name) for name in body.names if name not in (body.zh, body.en))
    return Body(
        iri=body.iri,
        zh=clean(body.zh),
        en=clean(body.en),
        level=body.level,
        places=[clean(place) for place in dict.fromkeys(body.places)],
        kind="class" if body.is_group else "body",
        functions=sorted(set(body.functions)),
        names=others[:_MOST_NAMES],
        how=match.how,
        link=link(body.iri),
    )
