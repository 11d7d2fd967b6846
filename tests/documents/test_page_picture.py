"""The picture of a page: stamps, rulings and skew."""

from __future__ import annotations

from typing import Any

import pytest

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2")

from policygraph.documents.page_picture import erase_rulings, find_rulings, remove_stamps, straighten  # noqa: E402

DPI = 100.0
RED = (214, 36, 48)


def paper(width: int = 827, height: int = 1169) -> Any:
    return np.full((height, width, 3), 250, np.uint8)


def test_a_stamp_goes_and_black_text_under_it_stays() -> None:
    page = paper()
    cv2.circle(page, (400, 500), 83, RED, 5)
    cv2.circle(page, (400, 500), 25, RED, -1)
    cv2.rectangle(page, (380, 495), (420, 505), (20, 10, 10), -1)
    grey = remove_stamps(page, DPI)
    assert grey[500, 400] < 60  # text
    assert grey[485, 400] > 220 and grey[500, 400 - 83] > 220  # the star, the ring


def test_red_headings_and_rulings_are_content() -> None:
    page = paper()
    cv2.putText(page, "NOTICE OF THE CITY", (100, 200), cv2.FONT_HERSHEY_SIMPLEX, 1.6, RED, 6)
    cv2.line(page, (60, 260), (760, 260), RED, 4)
    grey = remove_stamps(page, DPI)
    assert grey[260, 400] < 140
    assert (grey[150:210] < 140).sum() > 500


def test_rulings_are_found_and_characters_are_not() -> None:
    page = np.full((1169, 827), 250, np.uint8)
    for y in (300, 360, 420):
        cv2.line(page, (100, y), (700, y), 30, 2)
    for x in (100, 400, 700):
        cv2.line(page, (x, 300), (x, 420), 30, 2)
    cv2.line(page, (120, 330), (140, 330), 30, 2)  # a stroke of a character
    cv2.rectangle(page, (100, 600), (700, 640), 30, -1)  # a black bar
    rulings, mask = find_rulings(page, DPI)
    across = sorted(round(each.at) for each in rulings if each.horizontal)
    down = sorted(round(each.at) for each in rulings if not each.horizontal)
    assert [abs(a - b) <= 2 for a, b in zip(across, (300, 360, 420), strict=True)] == [True] * 3
    assert [abs(a - b) <= 2 for a, b in zip(down, (100, 400, 700), strict=True)] == [True] * 3
    cleaned = erase_rulings(page, mask)
    assert cleaned[360, 250] > 200 and cleaned[330, 130] < 60 and cleaned[620, 300] < 60


@pytest.mark.parametrize("degrees", [2.0, -1.5])
def test_a_page_that_lies_askew_is_straightened(degrees: float) -> None:
    page = np.full((1169, 827), 250, np.uint8)
    cv2.line(page, (100, 500), (700, 500), 30, 3)
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    askew = cv2.warpAffine(page, turn, (width, height), borderValue=250)
    straight, _ = straighten(askew, degrees)
    rows = np.where((straight < 120).sum(axis=1) > 300)[0]
    assert len(rows) and abs(rows.mean() - 500) < 3
