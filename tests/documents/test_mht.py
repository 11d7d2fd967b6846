"""Web archives: the page in them is read."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from policygraph.documents import read_bytes
from policygraph.errors import SourceError

TABLE = "<table><tr><td>任务<td>单位<tr><td>甲<td>乙</table>"
PAGE = f"<html><meta charset=gbk><title>通知</title><p>责任单位：县教育局{TABLE}"


def archive(page: str, charset: str = "gb18030", encoding: str = "quoted-printable") -> bytes:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message["Snapshot-Content-Location"] = "http://example.org/a.html"
    message.set_content(page, subtype="html", charset=charset, cte=encoding)
    message.make_related()
    message.add_related(b"GIF8", "image", "gif")
    return message.as_bytes()


@pytest.mark.parametrize("name", ["通知.mht", "通知.mhtml", "通知.doc"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_the_page_is_read(name: str, encoding: str) -> None:
    document = read_bytes(archive(PAGE, encoding=encoding), name)
    assert document.text == "责任单位：县教育局\n任务\t单位\n甲\t乙\n"
    assert document.metadata == {"title": "通知", "url": "http://example.org/a.html"}
    assert len(document.tables) == 1


def test_an_archive_without_a_page_says_what_to_do() -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.add_related(b"GIF8", "image", "gif")
    with pytest.raises(SourceError, match=r"web archive \(\.mht\).*save it as \.html"):
        read_bytes(message.as_bytes(), "a.mht")
