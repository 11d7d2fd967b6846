from __future__ import annotations

import pytest

from policygraph.documents.page import Char, PageContent
from policygraph.documents.text_layer import needs_recognition

NOTICE = "由市教育局牵头，市财政局、市住房城乡建设局（县级）配合，2026年6月底前完成。"
ENGLISH = "The Ministry of Education shall take the lead, with the support of the NDRC and MOF, by June 2026."


def page(text: str, unknown: int = 0, pictures: float = 0.0, things: int = 0) -> PageContent:
    chars = [Char(char, 10.0 * i, 10.0 * i + 10, 0, 10, 10) for i, char in enumerate(text)]
    return PageContent(595, 842, chars, [], unknown, pictures, things)


@pytest.mark.parametrize(
    "text", [NOTICE, ENGLISH, "臺灣省政府教育廳、財政廳負責辦理。", "— 3 —", "附件1", NOTICE + "镕堃翀"]
)
def test_text_stays(text: str) -> None:
    assert not needs_recognition(page(text))


@pytest.mark.parametrize(
    "given",
    [
        page("", pictures=0.98),
        page("— 3 —", pictures=0.98),
        page("", things=400),
        page("", unknown=200),
        page(NOTICE, unknown=200),
        page("\ue001\ue002\ue105\ue2a1" * 20),
        page("Ã©Ô¿Æ÷ÑÔ" * 20),
        page("㐖䶮䲡㸆䃅" * 20),
        page("Fwxp zkqr tvbn mwrtg plkdf" * 5),
    ],
    ids=["scan", "number", "outlines", "no codes", "few codes", "private", "bytes", "rare", "no words"],
)
def test_what_is_no_text_is_recognised(given: PageContent) -> None:
    assert needs_recognition(given)


def test_a_text_behind_a_picture_stays_if_it_is_text() -> None:
    assert not needs_recognition(page(NOTICE, pictures=1.0))
