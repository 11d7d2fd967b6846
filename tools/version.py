"""The version of the package, which stands in several files.

python tools/version.py                     check that all files name the same version
python tools/version.py --tag v0.2.0        check also that the tag names it and the changelog describes it
python tools/version.py --notes             print what the changelog says of it
python tools/version.py --set 0.2.0         write a version, and today as the day of its release, into all files
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHANGELOG = "CHANGELOG.md"
#: Where the version stands: the file, and what stands before and behind it.
PLACES = {
    "src/policygraph/__init__.py": r'^(__version__ = ")([^"]+)(")',
    "CITATION.cff": r"^(version: )(\S+)()$",
    ".zenodo.json": r'^(  "version": ")([^"]+)(")',
    "recipe/recipe.yaml": r'^(  version: ")([^"]+)(")',
    "server.json": r'^( +"version": ")([^"]+)(")',
    "docs/en/reference/cite.md": r"(\bversion (?:= \{)?)(\d+(?:\.\w+)+)()",
    "docs/zh/reference/cite.md": r"(\bversion (?:= \{)?)(\d+(?:\.\w+)+)()",
}
RELEASED = re.compile(r"^date-released: (\S+)\n", re.MULTILINE)
#: A version by PEP 440: the release, and a, b or rc with a number.
VERSION = re.compile(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?")


def read_versions(root: Path = ROOT) -> dict[str, str]:
    """Read the version that each file names.

    Args:
        root: The top of the checkout.

    Returns:
        The version by file; empty text where a file names none.
    """
    found = {}
    for name, pattern in PLACES.items():
        match = re.search(pattern, (root / name).read_text(encoding="utf-8"), re.MULTILINE)
        found[name] = match[2] if match else ""
    return found


def set_version(version: str, day: datetime.date, root: Path = ROOT) -> None:
    """Write a version into all files.

    Args:
        version: The version.
        day: The day of its release, for the citation.
        root: The top of the checkout.

    Raises:
        ValueError: The version is not of the form 1.2.3 or 1.2.3rc1.
    """
    if not VERSION.fullmatch(version):
        raise ValueError(f"{version!r} is no version; write it as 1.2.3 or 1.2.3rc1")
    for name, pattern in PLACES.items():
        path = root / name
        text = path.read_text(encoding="utf-8")
        text = re.sub(pattern, rf"\g<1>{version}\g<3>", text, flags=re.MULTILINE)
        if name == "CITATION.cff":
            text = RELEASED.sub("", text)
            text = re.sub(r"^(version: .*\n)", rf"\g<1>date-released: {day.isoformat()}\n", text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8", newline="\n")


def read_section(version: str, root: Path = ROOT) -> tuple[str, str]:
    """Read what the changelog says of a version.

    Args:
        version: The version.
        root: The top of the checkout.

    Returns:
        The day of the release and the text below the heading; both empty if the changelog does not have the version.
    """
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    heading = re.search(rf"^## {re.escape(version)} \((\S+)\)\n", text, re.MULTILINE)
    if heading is None:
        return "", ""
    following = re.compile(r"^## ", re.MULTILINE).search(text, heading.end())
    return heading[1], text[heading.end() : following.start() if following else None].strip()


def find_problems(tag: str | None = None, root: Path = ROOT) -> list[str]:
    """Find where the version is not what it must be.

    Args:
        tag: The tag of the release; without it only the files are compared.
        root: The top of the checkout.

    Returns:
        A line for each problem.
    """
    versions = read_versions(root)
    first, version = next(iter(versions.items()))
    problems = [f"{name} says {said!r}, {first} {version!r}" for name, said in versions.items() if said != version]
    if tag is None:
        return problems
    if tag != f"v{version}":
        problems.append(f"the tag is {tag!r}; the version {version!r} needs the tag 'v{version}'")
    day, section = read_section(version, root)
    if not section:
        problems.append(f"{CHANGELOG} has no section '## {version} (day)'; run: make release-prepare VERSION={version}")
    released = RELEASED.search((root / "CITATION.cff").read_text(encoding="utf-8"))
    if (released[1] if released else "") != day:
        problems.append(f"date-released in CITATION.cff must be {day or 'the day of the release'}")
    left = [path.name for path in sorted((root / "changes").glob("*.md")) if path.name != "README.md"]
    if left:
        problems.append(f"changes/ still has {', '.join(left)}")
    return problems


def main() -> int:
    """Do what the options say; exit 1 if the files do not agree."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--tag", help="the tag of the release")
    ask.add_argument("--notes", action="store_true", help="print the section of the changelog")
    ask.add_argument("--set", metavar="VERSION", help="write a version into all files")
    given = ask.parse_args()
    if given.set:
        try:
            set_version(given.set, datetime.datetime.now(datetime.UTC).date())
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        return 0
    version = next(iter(read_versions().values()))
    if given.notes:
        _, section = read_section(version)
        print(section)
        return 0 if section else 1
    problems = find_problems(given.tag)
    print("\n".join(problems) or version)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
