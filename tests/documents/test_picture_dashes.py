"""Dashes that stand alone on the picture of a page."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2")

from policygraph.documents.page import Ruling  # noqa: E402
from policygraph.documents.picture_dashes import find_dashes  # noqa: E402
from policygraph.documents.picture_lines import FoundLine  # noqa: E402

DPI = 200.0
#: Lines of type of 44 pixels; their boxes are 63 high.
LINES = [FoundLine(200, 900, 300, 363), FoundLine(200, 700, 500, 563)]


def find(
    *strokes: tuple[int, int, int, int], rulings: tuple[Ruling, ...] = (), grey: int = 30
) -> list[tuple[int, int]]:
    page = np.full((2339, 1654), 250, np.uint8)
    for line in LINES:
        for x in range(int(line.left), int(line.right) - 40, 50):
            cv2.rectangle(page, (x, int(line.top) + 10), (x + 36, int(line.bottom) - 10), 30, 3)
    for left, top, width, height in strokes:
        cv2.rectangle(page, (left, top), (left + width - 1, top + height - 1), grey, -1)
    found = find_dashes(page, DPI, LINES, rulings)
    assert all(dash.read.text == "—" for dash in found)
    return [(round(dash.left), round((dash.top + dash.bottom) / 2)) for dash in found]


def test_a_dash_on_a_line_of_its_own_is_found() -> None:
    assert find((200, 430, 44, 4)) == [(200, 432)]
    assert find((202, 430, 88, 4)) == [(202, 432)]  # of two characters
    assert find((528, 430, 44, 4)) == [(528, 432)]  # centred under the first line


def test_a_dash_in_a_cell_is_found_wherever_it_stands() -> None:
    cell = (Ruling(False, 1100, 380, 480), Ruling(False, 1400, 380, 480))
    assert find((1230, 430, 44, 4)) == []
    assert find((1230, 430, 44, 4), rulings=cell) == [(1230, 432)]


@pytest.mark.parametrize(
    "strokes",
    [
        [(330, 430, 44, 4)],  # out of line with everything: dirt
        [(200, 430, 44, 14)],  # a bar
        [(200, 430, 300, 4)],  # a line
        [(200, 430, 8, 4)],  # a dot
        [(200, 430, 44, 4), (200, 446, 44, 4)],  # an equals sign, or a part of a character
        [(200, 430, 44, 4), (250, 420, 30, 30)],  # in a line that the program did not find
        [(200, 330, 44, 4)],  # within a line that it found
    ],
)
def test_other_strokes_are_no_dashes(strokes: list[tuple[int, int, int, int]]) -> None:
    assert find(*strokes) == []


def test_what_is_left_of_a_stamp_is_no_dash() -> None:
    assert find((200, 430, 44, 4), grey=100) == [(200, 432)]  # a thin stroke of text at a low resolution
    assert find((200, 430, 44, 4), grey=190) == []


def test_a_page_without_lines_has_no_dashes() -> None:
    assert find_dashes(np.full((200, 200), 250, np.uint8), DPI, [], ()) == []
