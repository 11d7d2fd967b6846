"""The structure of the code: layers, size of modules, imports; and the pages of documentation agree with it."""

from __future__ import annotations

import doctest
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from policygraph.cli.main import COMMANDS, _policygraph
from policygraph.sparql import catalogue

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "policygraph"

#: Slow to import, so imported only where they are used.
HEAVY = {
    "rdflib",
    "pyoxigraph",
    "oxrdflib",
    "pyvis",
    "IPython",
    "matplotlib",
    "fontTools",
    "networkx",
    "numpy",
    "scipy",
    "pyshacl",
    "rich",
    "SPARQLWrapper",
    "pyspark",
}

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "examples" / "README.md", *(ROOT / "docs").rglob("*.md")]


def load(path: Path) -> ModuleType:
    """Load a script of the checkout as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = load(ROOT / "docs" / "generate.py")


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)


def test_each_layer_imports_only_from_below() -> None:
    done = python("from importlinter.cli import lint_imports_command as run; run(['--no-cache'])")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 kept, 0 broken" in done.stdout


def test_modules_are_short() -> None:
    modules = list(SOURCE.rglob("*.py"))
    assert len(modules) > 20
    long = {
        str(module.relative_to(ROOT)): count
        for module in modules
        if (count := len(module.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long


def test_help_imports_nothing_heavy() -> None:
    done = python(
        "import sys\n"
        "from policygraph.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print('\\nLOADED', *sys.modules)\n"
    )
    assert done.returncode == 0, done.stderr
    shown, loaded = done.stdout.rsplit("LOADED", 1)
    assert "Usage: policygraph" in shown
    assert not HEAVY & {name.partition(".")[0] for name in loaded.split()}


def test_importing_the_package_imports_nothing_heavy() -> None:
    done = python("import sys, policygraph; print(*sys.modules)")
    assert done.returncode == 0, done.stderr
    assert not HEAVY & {name.partition(".")[0] for name in done.stdout.split()}


def test_every_command_has_help() -> None:
    for name, (_, short) in COMMANDS.items():
        command = _policygraph.get_command(click.Context(_policygraph), name)
        assert command is not None, name
        help_ = command.help or ""
        # The list of commands has a copy of this line, so that it needs no import.
        assert " ".join(help_.split("\n\n")[0].split()) == short, name
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} {option.opts[0]}"


@pytest.mark.parametrize("page", sorted(generate.PAGES))
def test_generated_pages_are_fresh(page: str) -> None:
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == generate.PAGES[page](), "run: make docs"


def test_the_commands_that_pages_show_exist() -> None:
    shown = list(shown_commands())
    assert len(shown) > 15
    for where, words in shown:
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M), where
            continue
        assert words[1] in COMMANDS or words[1].startswith("--"), where
        command = _policygraph.get_command(click.Context(_policygraph), words[1])
        options = {option for parameter in command.params for option in parameter.opts} if command else set()
        assert {word for word in words[2:] if word.startswith("-") and word != "-"} <= options | {"--help"}, where
        if words[1] == "query" and words[2].islower() and words[2].replace("-", "").isalpha():
            assert words[2] in catalogue(), where


def shown_commands() -> Iterator[tuple[str, list[str]]]:
    """Yield the commands in the code blocks of the pages, each with its place."""
    for page in PAGES:
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            if found := re.match(r"    ((?:policygraph|make) .*?)(?:\s{2,}.*|\s+#.*)?$", line):
                yield f"{page.name}:{number}: {line.strip()}", found[1].split()


def test_links_in_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_paths_in_pages_exist() -> None:
    found = 0
    for page in PAGES:
        for path in re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:md|py|toml|ttl|yaml))`", page.read_text(encoding="utf-8")):
            found += 1
            assert any((folder / path).exists() for folder in (ROOT, SOURCE, page.parent)), f"{page.name}: {path}"
    assert found > 20


PYTHON_PAGES = [page for page in PAGES if "\n    >>> " in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", PYTHON_PAGES, ids=lambda page: page.name)
def test_pages_tell_the_truth_in_python(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted > 2
    assert not result.failed


def test_the_readme_is_among_the_pages_with_python() -> None:
    assert ROOT / "README.md" in PYTHON_PAGES
