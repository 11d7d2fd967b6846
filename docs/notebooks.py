"""Run the notebooks in ``examples`` and write each as a page of the tutorials, with its outputs.

    python docs/notebooks.py [NAME…]

The committed notebooks hold their outputs: an interactive drawing as a still picture, and nothing that depends on the
machine. A cell of text is in English; the key ``zh`` of its metadata is the same in Chinese, for the Chinese page.
"""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "examples"
NOTE = "<!-- Written by docs/notebooks.py: change examples/{name}.ipynb, then run `make notebooks`. -->"
#: The last line of a page.
SOURCE = {
    "en": "This page is the notebook `examples/{name}.ipynb` with its outputs.",
    "zh": "本页是笔记本 `examples/{name}.ipynb` 及其输出。",
}


def find_notebooks() -> list[str]:
    """Return the names of the notebooks."""
    return sorted(path.stem for path in EXAMPLES.glob("*.ipynb"))


def read(name: str) -> Any:
    """Read a notebook."""
    return nbformat.read(EXAMPLES / f"{name}.ipynb", as_version=4)


def run(notebook: Any, folder: Path = EXAMPLES) -> Any:
    """Run a notebook in a folder and tidy it. A cell that fails is an error."""
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", record_timing=False)
    client.execute(cwd=str(folder))
    return tidy(notebook)


def tidy(notebook: Any) -> Any:
    """Leave out what depends on the machine and what only a browser can show."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells):
        # Names that stay the same from run to run.
        cell.id = f"cell-{number}"
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in ("tags", "zh")}
        for output in cell.get("outputs", ()):
            output.metadata = {} if "metadata" in output else output.get("metadata")
            data = output.get("data", {})
            if "<iframe" in data.get("text/html", ""):
                del data["text/html"]
            if output.output_type not in ("execute_result", "display_data"):
                output.pop("metadata", None)
    return notebook


def write_page(name: str) -> dict[str, bytes]:
    """Return the pages of a notebook in both languages and its pictures, by their paths in docs."""
    files: dict[str, bytes] = {}
    parts: dict[str, list[str]] = {lang: [] for lang in SOURCE}
    for cell in read(name).cells:
        shown = [f"```python\n{cell.source}\n```\n"] if cell.cell_type == "code" else []
        for output in cell.get("outputs", ()):
            shown += _show(output, name, files)
        for lang, page in parts.items():
            page += shown or [(cell.metadata.get(lang) or cell.source) + "\n"]
    for lang, page in parts.items():
        # The title comes first: the site takes it for the navigation.
        title, _, rest = "\n".join(page).partition("\n")
        text = f"{title}\n\n{NOTE.format(name=name)}\n{rest}\n---\n\n{SOURCE[lang].format(name=name)}\n"
        files[f"{lang}/tutorials/{name}.md"] = text.encode()
    return files


def _show(output: Any, name: str, files: dict[str, bytes]) -> Iterator[str]:
    """Return an output as Markdown; a picture becomes a file."""
    data = output.get("data", {})
    if "image/svg+xml" in data or "image/png" in data:
        still = "image/svg+xml" in data
        path = f"images/{name}-{len(files) + 1}.{'svg' if still else 'png'}"
        files[path] = _text(data["image/svg+xml"]).encode() if still else base64.b64decode(data["image/png"])
        yield f"![{_text(data['text/plain']).strip('<>')}](../../{path})\n"
    elif "text/html" in data:
        # A page of documentation has its own styles; pandas adds some for a notebook.
        html = re.sub(
            r"<style.*?</style>|\s(?:border|style|class)=\"[^\"]*\"|</?div>", "", _text(data["text/html"]), flags=re.S
        )
        yield re.sub(r">\s+<", "><", html.strip()).replace("<tr>", "\n<tr>") + "\n"
    else:
        yield f"```text\n{_text(data.get('text/plain') or output.get('text', '')).rstrip()}\n```\n"


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def main(names: list[str]) -> None:
    """Run notebooks and write them and their pages."""
    for name in names or find_notebooks():
        nbformat.write(run(read(name)), EXAMPLES / f"{name}.ipynb")
        for path, text in write_page(name).items():
            (HERE / path).parent.mkdir(parents=True, exist_ok=True)
            (HERE / path).write_bytes(text)
            print(f"wrote docs/{path}")


if __name__ == "__main__":
    main(sys.argv[1:])
