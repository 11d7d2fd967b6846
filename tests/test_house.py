"""The structure of the code: layers, size of modules, imports; and the pages of documentation agree with it."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from doc_pages import blocks, commands
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

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")),
    ROOT / "examples" / "README.md",
    ROOT / "examples" / "gold" / "README.md",
    *(ROOT / "docs").rglob("*.md"),
]


generate = import_module("docs.generate")


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


@pytest.mark.parametrize("folder", sorted(generate.PAGES))
def test_generated_pages_are_fresh(folder: str) -> None:
    written = generate.PAGES[folder]()
    found = {
        name: path.read_text(encoding="utf-8") for name in written if (path := ROOT / "docs" / folder / name).exists()
    }
    assert found == written, "run: make docs"
    if folder.endswith("/questions"):
        assert {path.name for path in (ROOT / "docs" / folder).iterdir()} == set(written), "run: make docs"


def test_the_help_of_every_command_is_there_in_chinese() -> None:
    find_untranslated = import_module("docs.commands").find_untranslated
    assert not find_untranslated(), "docs/commands-zh.yaml lacks these, or has them and no command does"


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
        for number, words in commands(page.read_text(encoding="utf-8")):
            if words[0] != "pip" and len(words) > 1:
                yield f"{page.relative_to(ROOT)}:{number}: {' '.join(words)}", words


def test_links_in_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_paths_in_pages_exist() -> None:
    found = 0
    for page in PAGES:
        for path in re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:md|py|toml|ttl|yaml))`", page.read_text(encoding="utf-8")):
            found += 1
            if path.startswith("policygraph-demo/"):
                continue  # what `policygraph demo` writes
            assert any((folder / path).exists() for folder in (ROOT, SOURCE, page.parent)), f"{page.name}: {path}"
    assert found > 20


#: Pages made from notebooks: other tests run these.
NOTEBOOKS = {path.stem for path in (ROOT / "examples").glob("*.ipynb")}


def examples(page: Path) -> str:
    """The page as doctest reads it: the end of a block is no output."""
    return re.sub(r"^ *```.*$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)


PYTHON_PAGES = [page for page in PAGES if re.search(r"^(?: {4})?>>> ", examples(page), flags=re.MULTILINE)]


@pytest.mark.parametrize("page", PYTHON_PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_tell_the_truth_in_python(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(examples(page), {}, page.name, str(page), 0)
    result = doctest.DocTestRunner().run(test)
    assert result.attempted > 2
    assert not result.failed


def test_the_readme_is_among_the_pages_with_python() -> None:
    assert ROOT / "README.md" in PYTHON_PAGES


def test_python_without_output_compiles_and_uses_public_names() -> None:
    import policygraph

    for page in PAGES:
        if page.stem in NOTEBOOKS:
            continue
        for block in blocks(page.read_text(encoding="utf-8")):
            if block.language in ("python", "py"):
                where = f"{page.relative_to(ROOT)}:{block.line}"
                code = compile("\n".join(block.lines), where, "exec")
                assert code is not None
                names = set(re.findall(r"\b(?:policygraph|pg)\.(\w+)\b(?!\.)", "\n".join(block.lines)))
                assert names <= {*policygraph.__all__, "__version__"}, where
