"""The changelog is made of fragments, and a release is prepared in one step: versions, day, section."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tools import version as tool

from needs import lacking

ROOT = Path(__file__).resolve().parents[2]
TYPES = [
    kind["directory"]
    for kind in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["towncrier"]["type"]
]
DAY = datetime.date(2031, 5, 6)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What a release changes, apart from the checkout, without the fragments of today."""
    for name in [*tool.PLACES, "pyproject.toml", "CHANGELOG.md", "changes/README.md"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def towncrier(folder: Path, *options: str) -> str:
    program = Path(sys.executable).parent / "towncrier"
    if not program.exists():
        lacking("towncrier is not installed (extra release)")
    done = subprocess.run(
        [program, "build", "--dir", folder, *options], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_all_files_name_one_version() -> None:
    assert tool.find_problems() == []


def test_fragments_have_a_known_type_and_plain_text() -> None:
    for path in (ROOT / "changes").iterdir():
        if path.name != "README.md":
            assert re.fullmatch(rf"(\d+|\+[\w-]+)\.({'|'.join(TYPES)})(\.\d+)?\.md", path.name), path.name
            text = path.read_text(encoding="utf-8").strip()
            assert text and not text.startswith(("-", "*", "#")), path.name
    table = (ROOT / "changes" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == TYPES


def test_a_release_moves_fragments_to_the_changelog(copy: Path) -> None:
    old = (copy / "CHANGELOG.md").read_text(encoding="utf-8")
    (copy / "changes" / "7.added.md").write_text("The atlas sings.\n", encoding="utf-8")
    (copy / "changes" / "+scans.fixed.md").write_text("Scans stay silent.\n", encoding="utf-8")
    tool.set_version("0.9.0rc1", DAY, copy)
    assert "date-released" in "\n".join(tool.find_problems("v0.9.0rc1", copy))
    subprocess.run(["git", "init", "--quiet", copy], check=True)
    towncrier(copy, "--yes", "--version", "0.9.0rc1", "--date", DAY.isoformat())
    day, section = tool.read_section("0.9.0rc1", copy)
    assert day == "2031-05-06"
    added, fixed = (
        section.index("### Added\n\n- The atlas sings. ([#7](https://"),
        section.index("### Fixed\n\n- Scans"),
    )
    assert added < fixed
    # Nothing of the old text is lost, and the next release goes above this one.
    head, marker, rest = old.partition("<!-- towncrier release notes start -->\n")
    new = (copy / "CHANGELOG.md").read_text(encoding="utf-8")
    assert new.startswith(head + marker) and new.endswith(rest.lstrip("\n"))
    assert [path.name for path in (copy / "changes").iterdir()] == ["README.md"]
    assert tool.find_problems("v0.9.0rc1", copy) == []


def test_a_tag_that_does_not_fit_is_found(copy: Path) -> None:
    tool.set_version("1.2.3", DAY, copy)
    assert set(tool.read_versions(copy).values()) == {"1.2.3"}
    assert "date-released: 2031-05-06\n" in (copy / "CITATION.cff").read_text(encoding="utf-8")
    (copy / "changes" / "+left.added.md").write_text("Left.", encoding="utf-8")
    problems = "\n".join(tool.find_problems("v1.2.4", copy))
    assert "needs the tag 'v1.2.3'" in problems and "no section" in problems and "+left.added.md" in problems
    citation = copy / "CITATION.cff"
    citation.write_text(citation.read_text(encoding="utf-8").replace("1.2.3", "1.2.2"), encoding="utf-8")
    assert tool.find_problems(root=copy) == ["CITATION.cff says '1.2.2', src/policygraph/__init__.py '1.2.3'"]
    with pytest.raises(ValueError, match="write it as"):
        tool.set_version("v1.2", DAY, copy)


def test_setting_a_version_twice_leaves_one_day(copy: Path) -> None:
    tool.set_version("1.0.0", DAY, copy)
    tool.set_version("1.0.1", DAY + datetime.timedelta(days=1), copy)
    assert (copy / "CITATION.cff").read_text(encoding="utf-8").count("date-released:") == 1
