"""What MkDocs does differently for this site: shared pictures, pages of questions, the page in the other language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

from policygraph.sparql import catalogue
from policygraph.sparql.header import AUDIENCES

SITE = Path(__file__).resolve().parent
IMAGES = SITE.parent / "images"
#: A picture shared by both languages, as a page links it: it works on GitHub and in editors.
SHARED = re.compile(r"((?:\.\./)+)images/([\w.-]+\.(?:png|svg|webp))")
#: The same with the text beside it: where a picture was taken in the light and in the dark, a page shows both in turn.
PICTURE = re.compile(r"!\[([^\]]*)\]\(((?:\.\./)+images/)([\w-]+?)(?:-dark)?\.png\)")
#: Chinese characters and punctuation, and code, whose lines stay as they are.
_HAN = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_BROKEN = re.compile(rf"<pre.*?</pre>|(?<={_HAN})\n(?={_HAN})", re.DOTALL)
OTHER = {"en": "zh", "zh": "en"}
NAMES = {"en": "English", "zh": "中文"}


def on_config(config: Any) -> Any:
    """Add the pages of the questions to the navigation, by who asks."""
    # The page for a wrong address is that of the whole site.
    config.theme.static_templates.discard("404.html")
    index = "reference/questions/index.md"
    lang = config.theme["language"]
    listed = [
        {label[lang]: [f"reference/questions/{each.name}.md" for each in catalogue().values() if each.audience == name]}
        for name, label in AUDIENCES.items()
    ]
    for section in config.nav:
        for parts in section.values():
            if index in parts:
                parts[parts.index(index)] = {{"en": "Questions", "zh": "问题目录"}[lang]: [index, *listed]}
    return config


def on_files(files: Files, *, config: Any) -> Files:
    """Add our styles and the shared pictures."""
    added = {f"images/{path.name}": path for path in IMAGES.iterdir()}
    added |= {f"assets/{path.name}": path for path in (SITE / "assets").iterdir()}
    for place, path in sorted(added.items()):
        files.append(File.generated(config, place, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Files) -> str:
    """Let a link to a shared picture lead into this site."""
    depth = page.file.src_uri.count("/")

    def place(found: re.Match[str]) -> str:
        # From docs/en/guides two steps up is docs: one less here, where pictures are in the folder of the language.
        return f"{'../' * depth}images/{found[2]}" if found[1].count("../") == depth + 1 else found[0]

    return SHARED.sub(place, PICTURE.sub(pair_pictures, markdown))


def pair_pictures(found: re.Match[str]) -> str:
    """Replace a picture by that of the light and that of the dark, of which the theme shows one."""
    text, folder, name = found.groups()
    if not all((IMAGES / f"{name}{scheme}.png").exists() for scheme in ("", "-dark")):
        return found[0]
    return f"![{text}]({folder}{name}.png#only-light)![{text}]({folder}{name}-dark.png#only-dark)"


def on_page_context(context: Any, *, page: Any, config: Any, nav: Any) -> Any:
    """Name the same page in the other language for the template of the header."""
    other = OTHER[config.theme["language"]]
    context["other_language"] = {"link": f"../{other}/{page.url}", "lang": other, "name": NAMES[other]}
    return context


def on_page_content(html: str, *, page: Any, **kwargs: Any) -> str:
    """Join lines between Chinese characters, where browsers show a space; make the empty corner of a table no heading.

    The page of a question is marked for its styles.
    """
    html = _BROKEN.sub(lambda found: found[0].strip("\n"), html)
    html = re.sub(r"<th(?: [^>]*)?></th>", "<td></td>", html)
    asked = page.file.src_uri.startswith("reference/questions/") and not page.file.src_uri.endswith("index.md")
    return f'<div class="site-question">{html}</div>' if asked else html


def on_post_page(output: str, *, page: Any, config: Any) -> str:
    """Name the dialog of the search for those who hear the page."""
    name = {"en": "Search", "zh": "搜索"}[config.theme["language"]]
    return output.replace('role="dialog"', f'role="dialog" aria-label="{name}"', 1)
