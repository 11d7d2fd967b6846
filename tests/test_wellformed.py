"""XML holds the characters that XML allows, whatever wrote it."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.wellformed import WellFormed, wellformed


@given(st.text(st.characters(codec=None)), st.integers(1, 5))
def test_any_text_becomes_well_formed_and_the_same_in_pieces(text: str, size: int) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    xml = f"<a>{escaped}</a>".encode("utf-8", "surrogatepass")
    ElementTree.fromstring(wellformed(xml))
    out = io.BytesIO()
    file = WellFormed(out)
    for start in range(0, len(xml), size):
        file.write(xml[start : start + size])
    assert out.getvalue() == wellformed(xml)


@pytest.mark.parametrize("cut", range(1, 5))
def test_a_reference_that_is_cut_is_replaced(cut: int) -> None:
    out = io.BytesIO()
    file = WellFormed(out)
    for piece in (b"<a>" + b"&#2;"[:cut], b"&#2;"[cut:] + b"</a>"):
        file.write(piece)
    assert out.getvalue().decode() == "<a>\ufffd</a>"


@pytest.mark.parametrize("kept", ["完善", "\t\n\r", "\ufffd", "\U0001f680", "\x7f\x85", "&#10;&#x9;&amp;", "&#x1F680;"])
def test_what_xml_allows_stays(kept: str) -> None:
    assert wellformed(kept.encode()).decode() == kept


@pytest.mark.parametrize(
    "lost", ["\0", "\x02", "\x0b", "\x1f", "\ufffe", "\uffff", "&#0;", "&#x1f;", "&#65534;", "&#xD800;"]
)
def test_what_xml_does_not_allow_is_replaced(lost: str) -> None:
    assert wellformed(f"a{lost}b".encode()).decode() == "a\ufffdb"
