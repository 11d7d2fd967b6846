"""Write the pages of the ontology: a page and RDF files for each term, each concept, each place and each version.

    python docs/ontology/generate.py site/def

The page of https://w3id.org/policygraph/def/Policy is ``site/def/Policy.html``; beside it are ``.ttl``, ``.jsonld``,
``.nt`` and ``.rdf``. Places are beside the folder, in ``site/id/place``. ``w3id/.htaccess`` leads from IRIs to pages.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from docs.ontology import alignment, history  # noqa: E402
from docs.ontology.content import Writer  # noqa: E402
from docs.ontology.facts import PG, PLACES, SHAPES, Facts, compact, is_own  # noqa: E402
from docs.ontology.pages import Page, path_of, relative, words  # noqa: E402
from docs.ontology.writing import FORMATS, write_copies, write_graph  # noqa: E402

#: The IRIs whose RDF is a whole file.
WHOLE = {**{iri: name for name, iri in history.VERSIONED.items()}, PLACES: "places"}
SCHEMES = ("levels", "roles", "states", "review-statuses", "functions", "metrics")


class Site:
    """The pages of the ontology below the root of a site.

    Attributes:
        root: The folder that ``def`` and ``id`` are in.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.facts = Facts(sorted(history.CURRENT.glob("*.ttl")))
        self.writer = Writer(self.facts)
        self.things = [iri for iri in self.facts.source if is_own(iri) and not self.writer.is_county(iri)]
        self._folders: set[Path] = set()

    @cached_property
    def templates(self) -> Environment:
        """The templates, with what all of them use."""
        found = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        found.globals.update(formats=list(FORMATS), relative=relative, compact=compact, county=self.writer.is_county)
        return found

    def write(self) -> int:
        """Write all pages and files.

        Returns:
            The number of pages.

        Raises:
            OSError: The folder cannot be written, or does not tell upper from lower case.
        """
        self._folder(self.root / "def")
        self._refuse_folded_case()
        for name in ("pages.css", "pages.js"):
            shutil.copy(HERE / "assets" / name, self.root / "def" / name)
        count = 0
        for iri in self.things:
            path = self._target(path_of(iri))
            if iri in WHOLE:
                write_copies(history.CURRENT / f"{WHOLE[iri]}.ttl", path)
            else:
                described = [iri, *self.writer.counties(iri)]
                write_graph((triple for each in described for triple in self.facts.describe(each)), path)
            if iri != PG:
                self._render(
                    "thing.html",
                    path_of(iri),
                    page=self.writer.page(iri),
                    members=list(self._members(iri)),
                    earlier=self._earlier(iri),
                )
            count += 1
        self._render("data.html", "id/index")
        self._write_index()
        return count + self._write_versions() + 2

    def _refuse_folded_case(self) -> None:
        """Refuse a file system where pg:Function and pg:function would be one file."""
        probe = self.root / "def" / "Case"
        probe.touch()
        try:
            if (self.root / "def" / "cASE").exists():
                raise OSError(f"{self.root}: the file system does not tell Function.html from function.html")
        finally:
            probe.unlink()

    def _folder(self, folder: Path) -> None:
        if folder not in self._folders:
            folder.mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)

    def _target(self, path: str) -> Path:
        target = self.root / path
        self._folder(target.parent)
        return target

    def _render(self, template: str, path: str, **values: Any) -> None:
        text = self.templates.get_template(template).render(path=path, **values)
        self._target(path + ".html").write_text(text, encoding="utf-8", newline="\n")

    def _members(self, iri: str) -> Iterator[Page]:
        """Yield what a page lists: concepts of a scheme, provinces, node shapes, counties of a place."""
        if iri == PLACES:
            for each in self.facts.subjects(iri, "skos:inScheme"):
                if each.endswith("0000"):
                    yield self.writer.page(each)
        elif iri == SHAPES:
            for each in self.things:
                if "sh:NodeShape" in self.facts.kinds(each):
                    yield self.writer.page(each)
        elif "skos:ConceptScheme" in self.facts.kinds(iri):
            for each in self.facts.subjects(iri, "skos:inScheme"):
                yield self.writer.page(each)
        for each in self.writer.counties(iri):
            yield self.writer.page(each)

    def _earlier(self, iri: str) -> list[str]:
        """Return the kept versions of a scheme, the latest first; they are served as files."""
        name = WHOLE.get(iri)
        return (
            [history.show_version(each) for each in reversed(history.kept(name))] if name in history.VERSIONED else []
        )

    def _write_index(self) -> None:
        pages = [self.writer.page(iri) for iri in self.things if self.facts.source[iri] == "policygraph" and iri != PG]
        groups: dict[str, list[Page]] = {}
        for page in sorted(pages, key=lambda page: page.name.lower()):
            groups.setdefault(page.kind["en"], []).append(page)
        order = ["class", "object property", "datatype property", "annotation property"]
        schemes = [
            (self.writer.page(iri), len(self.facts.subjects(iri, "skos:inScheme")))
            for iri in [*(history.VERSIONED[name] for name in SCHEMES), PLACES]
        ]
        self._render(
            "index.html",
            "def/index",
            page=self.writer.page(PG),
            groups=[(groups[name][0].kind, groups[name]) for name in order],
            schemes=schemes,
            shapes=self.writer.page(SHAPES),
            alignments=alignment.alignments(self.facts),
            reused=alignment.reused(self.facts),
            claims=alignment.CLAIMS,
            vocabularies=words()["vocabularies"],
            value=lambda iri: self.writer.value(iri, "def/index"),
            versions=self._versions(),
        )

    def _versions(self) -> list[dict[str, Any]]:
        """Return each version of the ontology with its notes, the latest first."""
        notes: dict[str, dict[str, str]] = {}
        for value in self.facts.objects(PG, "skos:historyNote"):
            number, _, text = value.value.replace("：", ":", 1).partition(":")  # type: ignore[union-attr]
            notes.setdefault(number, {})[value.language] = text.strip()  # type: ignore[union-attr, index]
        latest = reversed(history.versions("policygraph"))
        return [{"number": history.show_version(each), "notes": notes[history.show_version(each)]} for each in latest]

    def _write_versions(self) -> int:
        """Write the page and the files of each version of the ontology; the files of those of schemes and shapes."""
        for name in history.VERSIONED:
            for version, path in history.versions(name).items():
                number = history.show_version(version)
                if name in ("policygraph", "shapes"):
                    write_copies(path, self._target(f"def/{'shape/' if name == 'shapes' else ''}{number}"))
                else:
                    shutil.copy(path, self._target(f"def/{name}/{number}.ttl"))
        for version, path in history.versions("policygraph").items():
            number = history.show_version(version)
            old = Facts([path])
            terms = sorted((iri for iri in old.source if iri != PG), key=str.lower)
            self._render(
                "version.html",
                f"def/{number}",
                number=number,
                old=old,
                terms=terms,
                ontology=PG,
                current=self.writer,
                versions=self._versions(),
            )
        return len(history.versions("policygraph"))


def main() -> int:
    """Write the pages; say how many, and how long it took."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("folder", nargs="?", type=Path, default=ROOT / "site" / "def", help="a folder named def")
    folder = ask.parse_args().folder.resolve()
    if folder.name != "def":
        ask.error("the folder must be named def, as in the IRIs; places are written beside it")
    start = time.perf_counter()
    try:
        count = Site(folder.parent).write()
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"wrote {count} pages of the ontology in {time.perf_counter() - start:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
