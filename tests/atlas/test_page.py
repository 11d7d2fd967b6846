"""The page as text: what is in it, that it is safe, and that it is written whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import Dataset

from policygraph.atlas import write_atlas
from policygraph.cli.atlas import atlas
from policygraph.errors import StoreError

from .graphs import dataset, hostile, small


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_atlas(dataset(small()), tmp_path_factory.mktemp("atlas")).read_text(encoding="utf-8")


class Elements(HTMLParser):
    """All elements with their attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] in ("script", "style") and data.strip():
            self.inline.append((*self.found[-1], data))


def data_of(page: str) -> dict[str, object]:
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    parsed: dict[str, object] = json.loads(found[1])
    return parsed


def test_every_script_and_style_is_allowed_by_its_hash_and_nothing_else(page: str) -> None:
    elements = Elements(page)
    rule = next(a["content"] for t, a in elements.found if a.get("http-equiv") == "Content-Security-Policy") or ""
    assert "unsafe" not in rule
    assert rule.startswith("default-src 'none'")
    hashes = set()
    for _tag, attributes, text in elements.inline:
        if attributes.get("type") == "application/json":
            continue
        hashes.add(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'")
    assert len(hashes) == 8
    assert hashes == set(re.findall(r"'sha256-[^']+'", rule))


def test_nothing_is_taken_from_elsewhere(page: str) -> None:
    for tag, attributes in Elements(page).found:
        assert "src" not in attributes, tag
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        if "href" in attributes:
            assert (attributes["href"] or "").startswith(("#", "data:image/svg+xml,")), attributes


def test_vis_network_keeps_its_licence_note(page: str) -> None:
    assert "@license" in page
    assert "The Apache 2.0 License" in page
    assert "sourceMappingURL" not in page


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</script><!--",
        '"><img src=x onerror="alert(1)">',
        "{{ 7 * 7 }}",
        "a\u2028b\u202ec",
    ],
)
def test_hostile_text_is_text(tmp_path: Path, text: str) -> None:
    clean = write_atlas(dataset(hostile("无害")), tmp_path / "clean").read_text(encoding="utf-8")
    page = write_atlas(dataset(hostile(text)), tmp_path / "hostile").read_text(encoding="utf-8")
    assert [tag for tag, _ in Elements(page).found] == [tag for tag, _ in Elements(clean).found]
    policies = data_of(page)["policies"]
    assert policies == [text]


def test_same_graph_same_bytes_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import graphs; from policygraph.atlas import write_atlas;"
        "write_atlas(graphs.dataset(graphs.large(40, 90)), sys.argv[2])"
    )
    pages = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent), str(folder)],
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        )
        pages.append((folder / "index.html").read_bytes())
    assert pages[0] == pages[1]


def test_tables_say_the_same_as_the_network(page: str) -> None:
    view = data_of(page)["views"][0]  # type: ignore[index]
    first = page.index('<table class="bodies">')
    bodies = page[first : page.index("</table>", first)]
    assert bodies.count('<th scope="row">') == len(view["nodes"]) == 5
    start = page.index('<table class="pairs">')
    pairs = page[start : page.index("</table>", start)]
    assert pairs.count('<th scope="row">') == len(view["edges"]) == 3
    assert "(二) 资助学生" in pairs


def test_no_policy_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no policy is in this graph"):
        write_atlas(Dataset(store="Oxigraph", default_union=True), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_no_responsibility_is_one_clear_line(tmp_path: Path) -> None:
    notice = replace(small(), items=[])
    with pytest.raises(StoreError, match="no body in this graph bears a responsibility"):
        write_atlas(dataset(notice), tmp_path)


def test_a_failure_leaves_the_page_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text("before")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left on device"):
        write_atlas(dataset(small()), tmp_path)
    assert (tmp_path / "index.html").read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_a_file_in_the_way_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match="cannot write the atlas"):
        write_atlas(dataset(small()), tmp_path / "taken")


def test_an_atlas_of_plain_rdflib_is_the_same(tmp_path: Path, page: str) -> None:
    plain = Dataset(default_union=True)
    for quad in dataset(small()).quads():
        plain.add(quad)
    assert write_atlas(plain, tmp_path).read_text(encoding="utf-8") == page


def test_command(tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    dataset(small()).serialize(graph, format="nquads")
    result = CliRunner().invoke(atlas, [str(graph), "-o", str(tmp_path / "out")], catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == f"wrote {tmp_path / 'out' / 'index.html'}\n"
    assert (tmp_path / "out" / "index.html").exists()


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = (
        "import sys, policygraph.atlas, policygraph.cli.atlas;"
        "print([name for name in ('rdflib', 'pyvis', 'IPython', 'networkx', 'jinja2') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"
