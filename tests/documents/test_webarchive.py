"""Web archives of Safari."""

from __future__ import annotations

import plistlib
from typing import Any

import pytest

from documents.test_twins import LINES, NOTICE_DUTIES, duties
from policygraph.documents import read_bytes
from policygraph.errors import SourceError

PAGE = "<html><head><title>通知</title></head><body>" + "".join(f"<p>{line}</p>" for line in LINES) + "</body></html>"


def archive(fmt: plistlib.PlistFormat = plistlib.FMT_BINARY, **changes: Any) -> bytes:
    page = {
        "WebResourceData": PAGE.encode("gb18030"),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "GBK",
        "WebResourceURL": "https://example.org/a.html",
    }
    content = {"WebMainResource": page | changes, "WebSubresources": [{"WebResourceData": b"GIF8"}]}
    return plistlib.dumps(content, fmt=fmt)


@pytest.mark.parametrize("fmt", [plistlib.FMT_BINARY, plistlib.FMT_XML])
@pytest.mark.parametrize("name", ["通知.webarchive", "通知"])
def test_the_page_is_read(fmt: plistlib.PlistFormat, name: str) -> None:
    document = read_bytes(archive(fmt), name)
    assert document.text.splitlines() == LINES and duties(document) == NOTICE_DUTIES
    assert document.metadata == {"title": "通知", "url": "https://example.org/a.html"}


def test_archives_without_a_page() -> None:
    entity = b'<!DOCTYPE plist [<!ENTITY x "WebMainResource">]><plist version="1.0"><string>&x;</string></plist>'
    for data in (
        archive(WebResourceMIMEType="image/png"),
        archive(WebResourceData="text"),
        plistlib.dumps(["WebMainResource"]),
        archive()[:-20],
        entity,
    ):
        with pytest.raises(SourceError, match="webarchive") as caught:
            read_bytes(data, "a.webarchive")
        assert "\n" not in str(caught.value)
