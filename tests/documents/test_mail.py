"""Mail with its attachments, as programs in Chinese offices write it, and hostile mail."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from documents.test_twins import LINES, NOTICE_DUTIES, ROWS, TABLE_DUTIES, duties, html_rows
from policygraph.documents import read_bytes
from policygraph.errors import SourceError

Make = Callable[..., bytes]
WORD = "application", "vnd.openxmlformats-officedocument.wordprocessingml.document"


def mail(
    text: str = "",
    page: str = "",
    attachments: dict[str, bytes] | None = None,
    subject: str = "请查收",
    charset: str = "utf-8",
) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "office@example.org"
    message["Date"] = "Thu, 19 May 2022 09:30:00 +0800"
    message.set_content(text or "正文见附件。", charset=charset)
    if page:
        message.add_alternative(page, subtype="html", charset=charset)
    for name, data in (attachments or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def read(message: EmailMessage | bytes, name: str = "来信.eml"):  # type: ignore[no-untyped-def]
    return read_bytes(message if isinstance(message, bytes) else message.as_bytes(policy=SMTP), name)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
def test_the_text_and_the_subject(charset: str) -> None:
    document = read(mail("\n".join(LINES), subject=f"转发：{LINES[0]}", charset=charset))
    assert document.text.splitlines() == LINES
    assert duties(document) == NOTICE_DUTIES
    assert document.metadata == {"title": LINES[0]}
    assert document.media_type == "message/rfc822"


def test_the_page_counts_rather_than_the_plain_text() -> None:
    document = read(mail("任务 单位", html_rows()))
    assert duties(document) == TABLE_DUTIES and "任务 单位" not in document.text
    assert document.metadata == {}, "neither is the subject a title nor the day of sending that of the notice"


def test_attachments_are_read_in_their_order(make_docx: Make, make_xlsx: Make) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("附件3 补充.txt", "（九）督查。（县审计局负责）".encode("gb18030"))
    attachments = {
        "附件1 通知.docx": make_docx(LINES),
        "logo.png": b"\x89PNG",
        "附件2 任务表.xlsx": make_xlsx({"Sheet1": ROWS}),
        "打包.zip": packed.getvalue(),
        "材料.rar": b"Rar!",
    }
    document = read(mail(attachments=attachments))
    lines = document.text.splitlines()
    assert lines[: len(LINES) + 2] == ["正文见附件。", "附件1 通知.docx", *LINES]
    assert [lines.index(name) for name in ("附件2 任务表.xlsx", "附件3 补充.txt")] == sorted(
        lines.index(name) for name in ("附件2 任务表.xlsx", "附件3 补充.txt")
    )
    assert {*NOTICE_DUTIES, *TABLE_DUTIES} < set(duties(document))
    assert [each.detail for each in document.unread] == ["材料.rar"]


def test_a_message_in_a_message(make_docx: Make) -> None:
    message = mail("见转发的邮件。")
    message.add_attachment(mail(attachments={"通知.docx": make_docx(LINES)}, subject="=?gb2312?B?zajWqg==?="))
    lines = read(message).text.splitlines()
    assert lines == ["见转发的邮件。", "通知.eml", "正文见附件。", "通知.docx", *LINES]


@pytest.mark.parametrize(
    "name",
    [
        b'filename="=?gb2312?B?zajWqi50eHQ=?="',
        b"filename*=gb2312''%CD%A8%D6%AA.txt",
        b"filename*0*=utf-8''%E9%80%9A;\r\n filename*1*=%E7%9F%A5.txt",
        'filename="通知.txt"'.encode("gbk"),
        'filename="通知.txt"'.encode(),
    ],
)
def test_names_in_chinese_however_they_are_written(name: bytes) -> None:
    data = (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nmail\r\n'
        b"--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; " + name + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nw/a6zg==\r\n--b--\r\n"
    )
    assert read(data).text.splitlines()[:2] == ["mail", "通知.txt"]


def test_mail_that_only_its_program_opens() -> None:
    closed = mail()
    closed.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    document = read(closed)
    assert [each.detail for each in document.unread] == ["winmail.dat"]
    alone = EmailMessage()
    alone.set_content(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    with pytest.raises(SourceError, match="nothing but winmail"):
        read(alone)


def test_mail_saved_as_a_web_archive_has_its_attachments(make_docx: Make) -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content("<p>见附件。</p>", subtype="html")
    message.add_related(b"GIF8", "image", "gif")
    message.add_attachment(make_docx(LINES), *WORD, filename="通知.docx")
    assert read(message, "来信.mht").text.splitlines() == ["见附件。", "通知.docx", *LINES]


@pytest.mark.parametrize("kind", ["parts", "depth", "messages", "empty", "bytes", "bomb"])
def test_hostile_mail(kind: str) -> None:
    if kind == "parts":
        body = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 20_000
        data = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + body + b"--b--\r\n"
    elif kind == "depth":
        heads = (f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(2000))
        data = "".join(heads).encode() + b"Content-Type: text/plain\r\n\r\nx"
    elif kind == "messages":
        data = b"Content-Type: message/rfc822\r\n\r\n" * 2000 + b"x"
    elif kind == "empty":
        data = b"Subject: x\r\n\r\n"
    elif kind == "bytes":
        data = b"Subject: x\r\n\r\n\0\1\2"
    else:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", bytes(500 << 20))
        data = mail(attachments={"a.zip": packed.getvalue()}).as_bytes()
    try:
        document = read(data)
        assert [each.detail for each in document.unread] == ["a.zip"] if kind == "bomb" else document.text
    except SourceError as error:
        assert "\n" not in str(error)
