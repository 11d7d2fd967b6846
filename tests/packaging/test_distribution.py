"""What people install: built as for a release, installed alone in an empty environment, started from elsewhere."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

import policygraph
from needs import REQUIRE_ALL

pytestmark = [pytest.mark.packaging, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("ontology", "queries", "examples")


def run(command: Sequence[str | Path], cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing of this checkout in its environment."""
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean | env, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done


def travelling_files() -> set[str]:
    """Files of the folders of data, as paths from the top of the checkout."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.name != ".DS_Store" and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT], cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    (path,) = distributions.glob("policygraph-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and what it depends on, nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "env"
    run([sys.executable, "-m", "venv", "--without-pip", folder], cwd=folder.parent)
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", folder, "install", "--quiet", "--no-compile"]
    run([*pip, "--constraint", ROOT / "constraints.txt", wheel], cwd=folder.parent)
    return folder / "bin"


def test_the_wheel_carries_the_data_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    expected = {f"policygraph/_data/{name}" for name in travelling_files()}
    assert len(expected) > 20
    assert expected <= names
    assert "policygraph/py.typed" in names
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)
    assert {name.partition("/")[0] for name in names} == {
        "policygraph",
        f"policygraph-{policygraph.__version__}.dist-info",
    }


def test_the_query_page_has_an_editor_with_npm_and_without(distributions: Path, wheel: Path, tmp_path: Path) -> None:
    made = "policygraph/server/assets/codemirror.js"
    page = "policygraph/server/templates/query.html"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert page in names and not any("node_modules" in name or "package.json" in name for name in names)
        if REQUIRE_ALL:
            assert b"policygraphEditor" in archive.read(made) and b"MIT License" in archive.read(made)
    (sdist,) = distributions.glob("policygraph-*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    assert not (source / "src" / made).exists()
    # No npm on this path: the package is built all the same.
    nothing = str(tmp_path)
    run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, source],
        tmp_path,
        PATH=nothing,
    )
    (plain,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(plain) as archive:
        assert page in archive.namelist() and made not in archive.namelist()


def test_the_sdist_can_be_worked_on(distributions: Path) -> None:
    (path,) = distributions.glob("policygraph-*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert travelling_files() <= names
    assert {
        "Makefile",
        "constraints.txt",
        "editor/package-lock.json",
        "editor/hatch_build.py",
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "tests/test_house.py",
    } <= names


def test_help_and_version(installed: Path, tmp_path: Path) -> None:
    assert "Usage: policygraph" in run([installed / "policygraph", "--help"], cwd=tmp_path).stdout
    assert policygraph.__version__ in run([installed / "policygraph", "--version"], cwd=tmp_path).stdout


def test_the_demo_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = run([installed / "policygraph", "demo", "out"], cwd=tmp_path, HOME=str(home))
    named = [Path(word) for word in re.findall(r"out/\S+", done.stdout)]
    assert {Path("out/fujian.ttl"), Path("out/tasks.xlsx")} <= {*named}
    for path in named:
        assert (tmp_path / path).exists(), path
    graph = tmp_path / "out" / "fujian.ttl"
    asked: list[str | Path] = [installed / "policygraph", "query", "responsibilities", graph, "--format", "csv"]
    assert len(list(csv.DictReader(io.StringIO(run(asked, cwd=tmp_path, HOME=str(home)).stdout)))) == 106
    run([installed / "policygraph", "validate", graph], cwd=tmp_path, HOME=str(home))
    assert not list(home.iterdir())
