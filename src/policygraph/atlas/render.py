"""Render templates into pages: texts in both languages, links between pages, escaping.

A page is rendered either for its own file, with links relative to it, or as a section of one file that holds them all.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from ..model import level_rank
from ..numbering import add_number
from ..texts import Bilingual, filled, named, texts
from ..web.assets import load_vis_network
from ..web.html import create_environment, mark_up
from .content import Content

__all__ = ["Renderer"]


class Renderer:
    """Renders templates; ``single`` makes links within one file."""

    def __init__(self, content: Content, *, single: bool = False, sections: tuple[str, ...] = ()) -> None:
        """``sections`` are the paths of the pages in the head's navigation."""
        self.content, self.single, self.sections = content, single, sections
        self._root = self._path = ""
        self._said: dict[str, Markup] = {}
        self._bodies: dict[tuple[str, bool], Markup] = {}
        self._environment = create_environment("policygraph.atlas")
        self._environment.globals.update(
            t=filled,
            say=self.say,
            link=self.link,
            anchor=self.anchor,
            body=self.body,
            measure=self.measure,
            policy=self.policy,
            named=named,
            level_rank=level_rank,
            numbered=add_number,
            content=content,
            sections=sections,
            single=single,
            vis=load_vis_network().name,
        )

    def page(self, template: str, path: str, title: Bilingual, **values: Any) -> str:
        """A whole page, or in a single file its section. ``path`` is its address without ``.html``."""
        root = "" if self.single else "../" * path.count("/")
        if root != self._root:
            self._bodies.clear()
        self._root, self._path = root, path
        found = self._environment.get_template(template)
        return found.render(root=root, path=path, title=title, layout=self._layout, **values)

    def wrap(self, template: str, **values: Any) -> str:
        """The frame of a single file."""
        self._root = self._path = ""
        return self._environment.get_template(template).render(root="", path="", **values)

    @property
    def _layout(self) -> str:
        return "section.html" if self.single else "base.html"

    # --- what templates call ------------------------------------------------------------------------------

    def say(self, key: str, **values: Any) -> Markup:
        """A text of the pages in both languages."""
        if values:
            return mark_up(filled(key, **values))
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = mark_up(texts()[key])
        return said

    def link(self, path: str, fragment: str = "") -> str:
        """The address of a page from the one that is being rendered."""
        if self.single:
            return f"#!{quote(path)}" + (f"!{quote(fragment, safe='/=&+')}" if fragment else "")
        tail = f"#{quote(fragment, safe='/=&+')}" if fragment else ""
        return f"{self._root}{quote(path)}.html{tail}"

    def anchor(self, fragment: str) -> str:
        """The id of an anchor on the page; in a single file it names the page too."""
        return f"!{self._path}!{fragment}" if self.single else fragment

    def body(self, iri: str, *, full: bool = False) -> Markup:
        """A link to a body's detail page, under its short or its full name."""
        key = (iri, full)
        made = self._bodies.get(key)
        if made is None:
            names = self.content.bodies[iri].names if full else self.content.names[iri]
            address = self.link(self.content.path(iri))
            made = self._bodies[key] = Markup(f'<a class="link" href="{escape(address)}">{mark_up(names)}</a>')
        return made

    def measure(self, iri: str) -> Markup:
        """A link to a measure in its policy's page."""
        found = self.content.measures[iri]
        name = escape(add_number(found.number, found.label))
        return Markup(
            f'<a class="link" href="{escape(self.link(*self.content.place(iri)))}"><bdi lang="zh">{name}</bdi></a>'
        )

    def policy(self, iri: str) -> Markup:
        """A link to a policy's page."""
        found = self.content.policies
        address = escape(self.link(self.content.path(iri)))
        return Markup(f'<a class="link" href="{address}"><bdi lang="zh">{escape(found[iri].heading)}</bdi></a>')
