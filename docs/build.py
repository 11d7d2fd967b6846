"""Build the documentation site into ``site``: each language, the start page that chooses, and the ontology's pages.

    python docs/build.py [--draft] [-o FOLDER] [LANG ...]

A link that leads nowhere is an error; with ``--draft`` it is a warning, so that pages can be seen while others are
missing. Needs the extra ``docs``, and no connection.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SITE = Path("site")
LANGS = ("en", "zh")


def build_language(lang: str, folder: Path, *, strict: bool = True) -> None:
    """Build the pages of a language.

    Args:
        lang: ``en`` or ``zh``.
        folder: The folder of the site; the language has its own in it.
        strict: Whether a warning is an error.

    Raises:
        mkdocs.exceptions.Abort: There were warnings.
    """
    import jieba
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    jieba.setLogLevel(logging.WARNING)
    config = load_config(str(HERE / "site" / f"{lang}.yml"), strict=strict, site_dir=str(folder.resolve() / lang))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)


def write_start(folder: Path) -> None:
    """Write the page that leads to the reader's language, and the one for a wrong address."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("index.html", "404.html"):
        shutil.copy(HERE / "site" / name, folder / name)


def main() -> int:
    """Build the languages and the pages of the ontology, each in a process of its own; exit 1 if one fails."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("langs", nargs="*", choices=[[], *LANGS], metavar="LANG", help="languages to build; default: all")
    ask.add_argument("-o", "--output", type=Path, default=SITE, metavar="FOLDER", help="default: site")
    ask.add_argument("--draft", action="store_true", help="warn of broken links and go on")
    given = ask.parse_args()
    if len(given.langs) == 1:
        logging.basicConfig(format=f"{given.langs[0]}: %(levelname)s %(message)s", level=logging.WARNING)
        from mkdocs.exceptions import Abort

        try:
            build_language(given.langs[0], given.output, strict=not given.draft)
        except Abort as error:
            print(f"{given.langs[0]}: {error}", file=sys.stderr)
            return 1
        return 0
    start = time.perf_counter()
    options = ["-o", str(given.output), *(["--draft"] if given.draft else [])]
    each = [subprocess.Popen([sys.executable, __file__, *options, lang]) for lang in given.langs or LANGS]
    if not given.langs:
        each.append(
            subprocess.Popen([sys.executable, str(HERE / "ontology" / "generate.py"), str(given.output / "def")])
        )
    failed = [process.args for process in each if process.wait()]
    write_start(given.output)
    if not failed:
        print(f"wrote {given.output}/index.html in {time.perf_counter() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
