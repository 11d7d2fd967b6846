"""The notebooks run, their committed outputs are what they give, and their pages are fresh."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from needs import lacking

ROOT = Path(__file__).resolve().parents[1]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notebooks", ROOT / "docs" / "notebooks.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def notebooks() -> ModuleType:
    try:
        return load()
    except ImportError:
        lacking("no nbclient, nbformat or ipykernel: install the extra dev")


NAMES = sorted(path.stem for path in (ROOT / "examples").glob("*.ipynb"))
#: The one that make test runs; the others are slow.
QUICK = "notebook-tour"
#: Beginnings of paths on this or another machine, and what only a browser shows.
LOCAL = re.compile(r"/home/|/root/|/tmp/|/Users/|[A-Z]:\\\\|site-packages|<iframe|" + re.escape(str(ROOT)))


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def plain(notebook: Any) -> list[str]:
    """The outputs as text; pictures depend on the versions of libraries."""
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    return [output["text"] if "text" in output else output["data"]["text/plain"] for output in outputs]


def test_there_are_notebooks(notebooks: ModuleType) -> None:
    assert QUICK in NAMES == notebooks.find_notebooks()


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_in_chinese_too(name: str, notebooks: ModuleType) -> None:
    for cell in notebooks.read(name).cells:
        if cell.cell_type == "markdown":
            chinese = cell.metadata["zh"]
            assert re.search("[\u4e00-\u9fff]", chinese), cell.id
            levels = [re.findall("(?m)^#+(?= )", text) for text in (cell.source, chinese)]
            assert levels[0] == levels[1], cell.id


@pytest.mark.parametrize("name", NAMES)
def test_committed_outputs_are_complete_and_of_no_machine(name: str, notebooks: ModuleType) -> None:
    notebook = notebooks.read(name)
    cells = code(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [output for cell in cells for output in cell.outputs if output.output_type == "error"]
    text = (ROOT / "examples" / f"{name}.ipynb").read_text(encoding="utf-8")
    assert not LOCAL.search(text)
    assert len(text) < 400_000


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_fresh(name: str, notebooks: ModuleType) -> None:
    for path, content in notebooks.write_page(name).items():
        found = (ROOT / "docs" / path).read_bytes()
        if not path.endswith(".png"):
            found = found.replace(b"\r\n", b"\n")
        assert found == content, f"run: make notebooks ({path})"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == QUICK else pytest.mark.slow) for name in NAMES]
)
def test_running_a_notebook_gives_its_outputs(name: str, notebooks: ModuleType) -> None:
    committed = notebooks.read(name)
    assert plain(notebooks.run(notebooks.read(name))) == plain(committed), "run: make notebooks"


def test_a_cell_that_fails_is_an_error(notebooks: ModuleType) -> None:
    from nbclient.exceptions import CellExecutionError

    wrong = notebooks.read(QUICK)
    wrong.cells = code(wrong)[:1]
    wrong.cells[0].source = "1 / 0"
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        notebooks.run(wrong)
