"""Figures for print: what stands on the page, read from the figure and from the files."""

from __future__ import annotations

import io
import itertools
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pypdfium2
import pytest

from competency import dataset
from needs import lacking
from policygraph.analysis import Incidence, fonts, incidence, shared_network
from policygraph.analysis.colours import find_lightness
from policygraph.analysis.paper.changes import draw_changes
from policygraph.analysis.paper.matrix import draw_matrix
from policygraph.analysis.paper.methods import write_captions
from policygraph.analysis.paper.network import draw_network
from policygraph.analysis.paper.page import Drawing
from policygraph.analysis.paper.placing import place_labels, place_nodes
from policygraph.analysis.paper.style import WIDTHS, Width, grey, open_style, save_figure
from policygraph.analysis.paper.workload import draw_workload
from policygraph.analysis.tables import tabulate_bodies
from policygraph.model import LEVELS

PERIODS = [
    {
        "network": network,
        "period": str(year),
        "nodes": year != 2021 and 5,
        "ties": 3,
        "density": 0.1 * at,
        "modularity": None,
    }
    for network in ("shared", "lead-support")
    for at, year in enumerate(range(2019, 2024))
]


def many(bodies: int = 60) -> Incidence:
    """Many bodies of all levels, each sharing measures with the next and with the first."""
    parts = [(f"m{at}", f"body {at % bodies:02}", "lead") for at in range(2 * bodies)]
    parts += [(f"m{at}", f"body {(at * 7 + 1) % bodies:02}", "support") for at in range(2 * bodies)]
    made = Incidence.of([*parts, *((f"m{at}", "body 00", "joint") for at in range(0, 2 * bodies, 3))])
    levelled = [
        replace(body, label=f"第{at}级{LEVELS[at % 6]}人力资源和社会保障委员会", level=LEVELS[at % 6])
        for at, body in enumerate(made.bodies)
    ]
    return replace(made, bodies=levelled)


def drawings(found: Incidence, lang: str, width: Width) -> Iterator[Drawing]:
    rows, shared = tabulate_bodies(found), shared_network(found.named())
    for drawn in (
        draw_network(shared, rows, lang, width),
        draw_matrix(shared, rows, lang, width),
        draw_workload(rows, lang, width),
        draw_changes(PERIODS, lang, width),
    ):
        assert drawn is not None
        yield drawn


def texts_of(figure: Any) -> list[tuple[str, Any]]:
    """The texts that are drawn, each with its box in millimetres."""
    from matplotlib.text import Text

    figure.canvas.draw()
    scale = 25.4 / figure.dpi
    # Axes keep labels of ticks beyond their ends, which are not drawn.
    beyond = {
        id(label)
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        for label in (tick.label1, tick.label2)
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
    boxes = [
        (each.get_text(), each.get_window_extent().transformed(_scaled(scale)))
        for each in figure.findobj(Text)
        if each.get_visible() and each.get_text().strip() and id(each) not in beyond
    ]
    return [(text, box) for text, box in boxes if box.width]


def _scaled(scale: float) -> Any:
    from matplotlib.transforms import Affine2D

    return Affine2D().scale(scale)


@pytest.fixture(scope="module", autouse=True)
def style() -> Iterator[None]:
    bodies = [*many().bodies, *incidence(dataset("fujian")).bodies]
    with open_style("".join(body.label for body in bodies)):
        yield


@pytest.mark.parametrize(
    ("width", "lang"),
    [
        ("single", "en"),
        ("one-and-half", "zh"),
        *(pytest.param("double", lang, marks=pytest.mark.slow) for lang in ("en", "zh")),
    ],
)
@pytest.mark.parametrize("data", ["fujian", "many"])
def test_nothing_is_cut_and_no_words_overlap(data: str, lang: str, width: Width) -> None:
    found = many() if data == "many" else incidence(dataset("fujian"))
    for drawn in drawings(found, lang, width):
        page_width, page_height = (float(side) * 25.4 for side in drawn.figure.get_size_inches())
        assert page_width == pytest.approx(WIDTHS[width]) and page_height < 240
        seen = texts_of(drawn.figure)
        for text, box in seen:
            assert box.x0 > -0.1 and box.y0 > -0.1, text
            assert box.x1 < page_width + 0.1 and box.y1 < page_height + 0.1, text
        for (one, box), (other, at) in itertools.combinations(seen, 2):
            # Half a line may touch: the boxes of letters have empty room above and below.
            across = min(box.x1, at.x1) - max(box.x0, at.x0)
            along = min(box.y1, at.y1) - max(box.y0, at.y0)
            assert across < 0.3 or along < 0.9, (one, other)


def test_the_legend_says_what_is_drawn() -> None:
    rows = tabulate_bodies(many())
    drawn = draw_network(shared_network(many().named()), rows, "en", "double")
    assert drawn is not None and drawn.facts["fill"] == "level" and drawn.facts["shown"] + drawn.facts["left"] == 60
    words = {text for text, _ in texts_of(drawn.figure)}
    assert {"Area: measures", "Line: shared measures", "Level:", "National", "Other"} <= words
    assert str(max(row["load"] for row in rows)) in words
    assert sum(text.partition(" ")[0].isdigit() and " " in text for text in words) == drawn.facts["shown"]


def test_a_name_for_each_body_of_a_small_network() -> None:
    found = incidence(dataset("fujian"))
    drawn = draw_network(shared_network(found.named()), tabulate_bodies(found), "zh", "double")
    assert drawn is not None and drawn.facts == {"shown": 10, "isolated": 5, "left": 0, "fill": "community"}
    words = {text.replace("\n", "") for text, _ in texts_of(drawn.figure)}
    assert sum(text.startswith("福建省") for text in words) == 10


def test_of_a_dense_network_the_backbone_is_drawn() -> None:
    parts = [(f"m{a}-{b}", f"b{end:02}", "lead") for a, b in itertools.combinations(range(16), 2) for end in (a, b)]
    strong = [
        (f"n{at}-{again}", f"b{end:02}", "lead") for at in range(15) for again in range(9) for end in (at, at + 1)
    ]
    found = Incidence.of([*parts, *strong])
    drawn = draw_network(shared_network(found), tabulate_bodies(found), "en", "double")
    assert drawn is not None and drawn.facts["ties"] == 120 and 15 <= drawn.facts["drawn"] < 60
    lines = [line for line in drawn.figure.axes[0].get_lines() if line.get_zorder() == 1]
    assert len(lines) == drawn.facts["drawn"]
    said = write_captions({"network": drawn.facts}, {}, "en")
    assert f"the {drawn.facts['drawn']} of the noise-corrected backbone" in said and "[@coscia2017]" in said


def test_nothing_to_draw() -> None:
    alone = Incidence.of([("m", "a", "lead")])
    rows, shared = tabulate_bodies(alone), shared_network(alone)
    assert draw_network(shared, rows, "zh") is None and draw_matrix(shared, rows, "zh") is None
    assert draw_workload(tabulate_bodies(Incidence.of([])), "zh") is None
    assert draw_changes(PERIODS[:1], "zh") is None and draw_changes([], "zh") is None


def test_a_value_that_is_not_defined_is_a_gap() -> None:
    drawn = draw_changes(PERIODS, "en")
    assert drawn is not None and drawn.facts == {"periods": 5}
    density = drawn.figure.axes[1].get_lines()[0].get_ydata()
    assert str(density[2]) == "nan" and density[3] == pytest.approx(0.3)


def test_files_have_truetype_fonts_and_text() -> None:
    if not fonts.find_chinese_font():
        lacking("no font with Chinese characters here")
    found = incidence(dataset("fujian"))
    drawn = draw_workload(tabulate_bodies(found), "zh")
    assert drawn is not None
    files = save_figure(drawn.figure)
    assert files == save_figure(drawn.figure)
    assert b"Type3" not in files["pdf"] and b"Date" not in files["pdf"]
    streams = [_inflate(found[1]) for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", files["pdf"], re.S)]
    assert sum(stream.startswith(b"\x00\x01\x00\x00") for stream in streams) >= 1
    assert not [stream for stream in streams if stream.startswith((b"OTTO", b"ttcf"))]
    page = pypdfium2.PdfDocument(files["pdf"])[0]
    assert page.get_width() * 25.4 / 72 == pytest.approx(174, abs=0.01)
    text = page.get_textpage().get_text_range()
    assert "福建省农业农村厅" in text and "措施数" in text
    picture = page.render(scale=1).to_pil().convert("L")
    assert picture.getextrema()[0] < 100
    svg = files["svg"].decode()
    assert "<text" not in svg and "date" not in svg.lower() and 'width="493.' in svg


def _inflate(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return data


def test_stronger_is_darker() -> None:
    shades = [float(grey(at / 10)) for at in range(11)]
    assert shades == sorted(shades, reverse=True) and shades[1] - shades[10] > 0.5
    assert find_lightness("#000000") == 0


def test_a_label_moves_for_another() -> None:
    places: dict[Any, tuple[float, float]] = {1: (20, 20), 2: (27, 20)}
    boxes = place_labels(
        places, dict.fromkeys(places, 1.0), dict.fromkeys(places, (16.0, 3.0)), [(1, 2)], (0, 0, 47, 40)
    )
    assert boxes is not None
    (left, bottom, right, top), (left2, bottom2, right2, top2) = boxes.values()
    assert right < left2 or right2 < left or top <= bottom2 or top2 <= bottom


def test_components_stand_apart() -> None:
    graph = nx.disjoint_union_all([nx.complete_graph(5), nx.path_graph(3), nx.path_graph(2), nx.path_graph(2)])
    places, width, height = place_nodes(graph)
    assert all(0 <= x <= 1.0000001 and 0 <= y <= 1.0000001 for x, y in places.values())
    parts = [list(part) for part in nx.connected_components(graph)]
    for one, other in itertools.combinations(parts, 2):
        nearest = min(
            max(abs(places[a][0] - places[b][0]) * width, abs(places[a][1] - places[b][1]) * height)
            for a in one
            for b in other
        )
        assert nearest >= 0.99


def test_a_font_is_converted_with_its_characters() -> None:
    from fontTools.ttLib import TTFont
    from matplotlib import font_manager

    if not fonts.find_chinese_font():
        lacking("no font with Chinese characters here")
    before = list(font_manager.fontManager.ttflist)
    with fonts.open_print_font("财政厅A") as families:
        if families[0] == fonts.find_chinese_font()[0]:
            lacking("the Chinese font of this machine has outlines of TrueType already")
        made = TTFont(io.BytesIO(Path(font_manager.findfont(families[0])).read_bytes()))
        assert "glyf" in made and set(made.getBestCmap()) == set(map(ord, "财政厅A"))
    assert font_manager.fontManager.ttflist == before
