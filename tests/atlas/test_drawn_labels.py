"""Labels of the drawing in a browser: nearly all have room, none covers another, and they stay where they are."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from policygraph.atlas import write_atlas

from .graphs import Item, Notice, Party, dataset

pytestmark = pytest.mark.browser

_PARTS = (
    "教育",
    "财政",
    "发展改革",
    "人力资源社会保障",
    "市场监管",
    "文旅",
    "农业农村",
    "应急",
    "住房城乡建设",
    "税务",
)
_ENDS = ("厅", "局", "委", "中心", "集团")

#: Of each label: its dot, and its box relative to it.
PLACES = """() => Object.fromEntries([...atlas.eye.labels].map(([id, { box }]) => {
    const { x, y } = atlas.network.body.nodes[id];
    return [id, box.map((each, side) => Math.round((each - (side % 2 ? y : x)) * 10))];
}))"""


def crowd(size: int, seed: int) -> Notice:
    """Bodies with names of usual length; measures are shared in groups, and with a few busy bodies."""
    chance = random.Random(seed)
    parties = []
    for at in range(size):
        name = f"{chance.choice(_PARTS)}{chance.choice('一二三四五六七八九')}{chance.choice(_ENDS)}{at}"
        parties.append(
            Party(f"body/350000/b{at}", f"福建省{name}", f"Fujian Provincial Department of {at}", f"省{name}")
        )
    items = []
    for at in range(2 * size):
        group = parties[at % 7 :: 7] * 2 + parties[::9]
        bearers = dict.fromkeys([parties[at % size], *chance.choices(group, k=chance.choice([1, 1, 2, 3]))])
        items.append(Item(f"{at}", f"第{at}项", at % 6, [(party, "responsible") for party in bearers], "责任单位"))
    return Notice("crowd", "示例", ["甲", "乙", "丙", "丁", "戊", "己"], items)


def show(open_page: Callable[..., Any], path: Path, address: str = "ties=all") -> Any:
    """The page once labels have made room for each other, which the first picture does not wait for."""
    opened = open_page(path, address)
    opened.wait("document.documentElement.hasAttribute('data-drawn')")
    return opened


def meet(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_atlas(dataset(crowd(80, 3)), tmp_path_factory.mktemp("crowd"))


@pytest.mark.parametrize(("lang", "least"), [("zh", 0.98), ("en", 0.9)])
def test_nearly_all_bodies_are_named_and_no_label_covers_another(
    crowded: Path, open_page: Callable[..., Any], lang: str, least: float
) -> None:
    opened = show(open_page, crowded, f"ties=all&lang={lang}")
    seen = opened.page.evaluate("atlas.seenBoxes()")
    assert len(seen["dots"]) == 80
    assert len(seen["labels"]) >= least * 80
    for at, box in enumerate(seen["labels"]):
        assert not any(meet(box, other) for other in seen["labels"][:at])
        for left, top, right, low in seen["dots"]:
            x, y = (left + right) / 2, (top + low) / 2
            assert not (box[0] < x < box[2] and box[1] < y < box[3])
    assert opened.console == []


@pytest.mark.parametrize(("size", "seed"), [(24, 21), (55, 22), (130, 23)])
def test_a_drawing_fills_its_area_and_names_all_but_a_few(
    tmp_path: Path, open_page: Callable[..., Any], size: int, seed: int
) -> None:
    opened = show(open_page, write_atlas(dataset(crowd(size, seed)), tmp_path))
    seen = opened.page.evaluate("atlas.seenBoxes()")
    assert len(seen["dots"]) == size
    assert len(seen["labels"]) > 0.95 * size
    frame = opened.page.locator("#network").bounding_box()
    boxes = [*seen["dots"], *seen["labels"]]
    corners = np.array([(x, y) for left, top, right, low in boxes for x in (left, right) for y in (top, low)])
    assert ConvexHull(corners).volume >= 0.6 * frame["width"] * frame["height"]
    assert (corners > 0).all() and (corners < [frame["width"], frame["height"]]).all()


def test_labels_stay_in_place_while_the_drawing_is_moved_and_pointed_at(
    crowded: Path, open_page: Callable[..., Any]
) -> None:
    opened = show(open_page, crowded)
    before = opened.page.evaluate(PLACES)
    opened.page.evaluate("atlas.network.moveTo({ position: { x: 150, y: -80 }, animation: false })")
    opened.page.evaluate("atlas.network.redraw()")
    assert opened.page.evaluate(PLACES) == before
    opened.page.evaluate("atlas.drawing.hover(5, null)")
    assert opened.page.evaluate(PLACES) == before


def test_what_is_pointed_at_is_named_though_there_is_no_room(crowded: Path, open_page: Callable[..., Any]) -> None:
    opened = show(open_page, crowded)
    # All dots nearly on one point: most labels have no room.
    opened.page.evaluate("atlas.view().nodes.forEach(({ id }) => atlas.network.moveNode(id, id % 9, id % 7))")
    opened.page.evaluate("atlas.network.redraw()")
    hidden = opened.page.evaluate("atlas.view().nodes.map(({ id }) => id).find((id) => !atlas.eye.labels.has(id))")
    opened.page.evaluate(f"atlas.drawing.hover({hidden}, null)")
    opened.page.evaluate("atlas.network.redraw()")
    assert opened.page.evaluate(f"atlas.eye.labels.has({hidden})")
    boxes = opened.page.evaluate("atlas.seenBoxes().labels")
    assert not any(meet(one, other) for at, one in enumerate(boxes) for other in boxes[:at])


def test_each_label_has_a_place_of_its_own_unless_none_is_free(crowded: Path, open_page: Callable[..., Any]) -> None:
    """Of many random sets of places: no two that are chosen meet, and a label without one has no free place left."""
    opened = open_page(crowded)
    wrong = opened.page.evaluate(
        """() => {
            let seed = 7;
            const draw = (most) => (seed = (seed * 48271) % 2147483647) % most;
            const wrong = [];
            for (let round = 0; round < 300; round++) {
                const side = 40 + draw(160);
                const labels = Array.from({ length: 3 + draw(25) }, () => ({
                    places: Array.from({ length: 1 + draw(8) }, (_, cost) => {
                        const [x, y] = [draw(side), draw(side)];
                        return { box: [x, y, x + 5 + draw(40), y + 5 + draw(12)], cost };
                    }),
                }));
                const chosen = atlas.places.solve(labels);
                const taken = chosen.filter(Boolean);
                const meets = (one, at) => taken.slice(0, at).some((other) => atlas.places.meet(one.box, other.box));
                if (taken.some(meets)) wrong.push("meet");
                labels.forEach(({ places }, at) => {
                    const blocked = ({ box }) => taken.some((other) => atlas.places.meet(box, other.box));
                    if (chosen[at] ? !places.includes(chosen[at]) : !places.every(blocked)) wrong.push("room");
                });
            }
            return wrong;
        }"""
    )
    assert wrong == []


def test_a_label_breaks_into_other_lines_where_its_own_have_no_room(
    crowded: Path, open_page: Callable[..., Any]
) -> None:
    opened = show(open_page, crowded, "ties=all&lang=en")
    shapes = opened.page.evaluate(
        """[...atlas.eye.labels].map(([id, { lines }]) =>
            [atlas.labels.labelOf(id).join(" "), lines.join(" "), lines.length])"""
    )
    assert all(own == shown for own, shown, _ in shapes)
    assert len({count for *_, count in shapes}) > 1
