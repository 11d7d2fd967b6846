"""OFD files, as different programs write them, and hostile ones."""

from __future__ import annotations

import io
import os
import subprocess
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from documents.notices import EXAMPLE, LONG
from documents.ofd_writer import NAMESPACE, Style, ofd_file
from documents.test_twins import LINES, NOTICE_DUTIES, ROWS, TABLE_DUTIES, duties
from policygraph.documents import ofd, read_bytes
from policygraph.errors import SourceError
from policygraph.model import Document
from scans import need_recognition, scan_picture
from servers import jars_of


def read(data: bytes, name: str = "通知.ofd") -> Document:
    return read_bytes(data, name)


def page(content: str, box: str = "0 0 210 297") -> str:
    return (
        f"<ofd:Page {{}}><ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
        f'<ofd:Content><ofd:Layer ID="1">{content}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def text(words: str, x: float = 20, y: float = 40, attributes: str = "", code: str = 'X="0" Y="4.3"') -> str:
    box = f'Boundary="{x} {y} 100 5"'
    return f'<ofd:TextObject {box} Size="5" {attributes}><ofd:TextCode {code}>{words}</ofd:TextCode></ofd:TextObject>'


def one_page(content: str, **options: str) -> bytes:
    return ofd_file(["甲"], parts={"Doc_0/Pages/Page_0/Content.xml": page(content), **options})


@pytest.mark.parametrize("style", ["deltas", "chars", "plain"])
def test_however_the_characters_are_set(style: Style) -> None:
    notice = read(ofd_file([*LINES[:-1], ROWS, LINES[-1]], style=style, numbered=True, widths=[14, 60, 45, 35]))
    (table,) = notice.tables
    assert notice.text.splitlines()[: len(LINES) - 1] == LINES[:-1]
    assert [list(table.header), *[[cell.text for cell in row] for row in table.rows]] == ROWS
    assert set(NOTICE_DUTIES) < set(duties(notice)) and set(TABLE_DUTIES) < set(duties(notice))


@pytest.mark.parametrize("options", [{"prefix": ""}, {"prefix": "o"}, {"absolute": True}, {"upper": True}])
def test_however_the_parts_are_named(options: dict[str, object]) -> None:
    data = ofd_file(LINES, **options)  # type: ignore[arg-type]
    for name in ("通知.ofd", "通知", "通知.txt"):
        assert read(data, name).text.splitlines() == LINES


def test_a_long_notice_goes_over_pages() -> None:
    document = read(ofd_file(LONG, numbered=True))
    assert document.text.splitlines() == LONG
    assert document.media_type == "application/ofd"


def test_a_table_goes_over_pages() -> None:
    rows = [ROWS[0], *[[str(n), f"推进第{n}项工作，落实资金", "县水利局", ""] for n in range(1, 60)]]
    (table,) = read(ofd_file([rows], widths=[14, 60, 45, 35], numbered=True)).tables
    assert [[cell.text for cell in row] for row in table.rows] == rows[1:]


def test_positions_follow_box_matrix_and_origin_of_the_page() -> None:
    turned = text("印", 60, 60, 'CTM="0 1 -1 0 0 0"')
    scaled = text("甲乙", 20, 40, 'CTM="0.5 0 0 0.5 0 0"', 'X="10" Y="8" DeltaX="5"')
    nested = f"<ofd:PageBlock><ofd:PageBlock>{text('丙', 30, 40)}</ofd:PageBlock></ofd:PageBlock>"
    assert read(one_page(scaled + nested + turned)).text == "甲乙丙\n"


@pytest.mark.parametrize(
    ("matrix", "place"), [("0 1 -1 0 0 0", (180, 30)), ("0 -1 1 0 0 0", (40, 270)), ("-1 0 0 -1 0 0", (190, 60))]
)
def test_a_page_whose_text_is_turned_is_turned_back(matrix: str, place: tuple[int, int]) -> None:
    turned = text("（一）修路。（县水利局负责）", *place, f'CTM="{matrix}"')
    assert read(one_page(turned + text("印章", 90, 150))).text == "（一）修路。（县水利局负责）\n"


def test_vertical_text_runs_from_the_right() -> None:
    columns = ["甲乙丙丁戊己庚辛壬癸子丑", "寅卯辰巳午未申酉戌亥"]
    words = [
        text(column, 150 - 10 * n, 40, 'ReadDirection="90"', 'X="0" Y="4.3" DeltaY="g 11 5"')
        for n, column in enumerate(columns)
    ]
    assert read(one_page("".join(words))).text.replace("\n", "") == "".join(columns)


def test_what_is_printed_twice_or_not_at_all() -> None:
    bold = text("甲乙", 20, 40, "", 'X="0" Y="4.3" DeltaX="5"') + text("甲乙", 20.2, 40, "", 'X="0" Y="4.3" DeltaX="5"')
    assert read(one_page(bold + text("丙", 50, 40, 'Visible="false"'))).text == "甲乙\n"


def test_text_that_the_xml_indents_begins_at_its_place() -> None:
    assert read(one_page(text("\n      甲 乙\n    ", code='X="0" Y="4.3" DeltaX="5 2.5"'))).text == "甲 乙\n"


def test_composite_objects_are_read_and_may_not_hold_themselves() -> None:
    resources = (
        '<ofd:Res {}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9"><ofd:Content>'
        f'{text("甲", 0, 0)}<ofd:CompositeObject ResourceID="9" Boundary="5 0 9 9"/>'
        "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    drawn = '<ofd:CompositeObject ResourceID="9" Boundary="20 40 90 9"/>'
    parts = {"Doc_0/PublicRes.xml": resources}
    assert set(read(one_page(drawn, **parts)).text.strip()) == {"甲"}


def test_tables_of_filled_boxes() -> None:
    def box(x: float, y: float, width: float, height: float) -> str:
        return (
            f'<ofd:PathObject Boundary="{x} {y} {width} {height}" Stroke="false" Fill="true"><ofd:AbbreviatedData>'
            f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    lines = [box(20, y, 100, 0.3) for y in (40, 50, 60)] + [box(x, 40, 0.3, 20) for x in (20, 70, 120)]
    cells = [
        text(words, x, y) for words, x, y in [("任务", 22, 43), ("单位", 72, 43), ("办学", 22, 53), ("教育局", 72, 53)]
    ]
    (table,) = read(one_page("".join(lines + cells))).tables
    assert (table.header, [cell.text for cell in table.rows[0]]) == (("任务", "单位"), ["办学", "教育局"])


def test_attached_files_are_read_after_the_pages(
    make_docx: Callable[..., bytes], make_xlsx: Callable[..., bytes]
) -> None:
    attached = {
        "任务表.xlsx": make_xlsx({"Sheet1": ROWS}),
        "印章.png": b"\x89PNG",
        "坏.docx": b"PK\x03\x04",
        "正文.docx": make_docx(LINES),
        "内.ofd": ofd_file(["六、附则", "（一）督查。（县审计局负责）"]),
    }
    document = read(ofd_file(LINES, attachments=attached))
    assert document.text.splitlines()[: len(LINES) + 1] == [*LINES, "任务表.xlsx"]
    assert document.text.splitlines()[-3:] == ["内.ofd", "六、附则", "（一）督查。（县审计局负责）"]
    assert "正文" not in document.text, "the same text again"
    cell = document.tables[0].rows[0][2]
    assert document.text[cell.start : cell.end] == ROWS[1][2]
    assert set(TABLE_DUTIES) < set(duties(document))
    (unread,) = document.unread
    assert (unread.reason, unread.detail) == ("attachment", "坏.docx")


def test_attachments_in_attachments_end() -> None:
    data = ofd_file(["甲"])
    for depth in range(6):
        data = ofd_file([f"第{depth}层"], attachments={f"{depth}.ofd": data})
    document = read(data)
    assert document.text.splitlines()[:3] == ["第5层", "5.ofd", "第4层"]
    assert len(document.unread) == 1


def test_a_title_counts_if_the_text_has_it() -> None:
    assert read(ofd_file(LINES, title=LINES[0])).metadata == {"title": LINES[0]}
    assert read(ofd_file(LINES, title="Microsoft Word - 文档1")).metadata == {}


def failure(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read(data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_cannot_be_read_is_told_in_one_line() -> None:
    picture = '<ofd:ImageObject ID="7" ResourceID="8" Boundary="0 0 210 297"/>'
    assert "its pages are pictures" in failure(one_page(picture))
    assert "do not identify characters" in failure(one_page(text("\ue000\ue001\ue002")))
    assert "is empty" in failure(one_page(""))
    path = "<ofd:AbbreviatedData>M 0 0 B 1 2 3 4 5 6</ofd:AbbreviatedData>"
    outlines = f'<ofd:PathObject Boundary="0 0 9 9">{path}</ofd:PathObject>'
    assert "pictures or outlines" in failure(one_page(outlines))
    whole = ofd_file(LINES)
    assert "not a complete ZIP archive" in failure(whole[: len(whole) // 2])
    assert "is encrypted" in failure(ofd_file(LINES, parts={"Encryptions.xml": "<a/>"}))
    broken = {"Doc_0/Pages/Page_0/Content.xml": "<ofd:Page {}><ofd:Content>"}
    assert "damaged or not a valid OFD file" in failure(ofd_file(["甲"], parts=broken))


def test_a_page_that_is_a_picture_is_told() -> None:
    picture = '<ofd:ImageObject ID="7" ResourceID="8" Boundary="0 0 210 297"/>'
    document = read(ofd_file(LONG, parts={"Doc_0/Pages/Page_1/Content.xml": page(picture)}))
    (unread,) = document.unread
    assert (unread.reason, unread.detail) == ("page-without-text", "2") and document.text.startswith(LONG[0])


def scanned(make_pdf: Callable[..., bytes], **options: Any) -> bytes:
    """A notice of two pages, the second a scan."""
    picture = '<ofd:ImageObject ID="7" ResourceID="8" CTM="210 0 0 297 0 0" Boundary="0 0 210 297"/>'
    medium = '<ofd:MultiMedia ID="8" Type="Image" Format="JPEG"><ofd:MediaFile>a.jpg</ofd:MediaFile></ofd:MultiMedia>'
    parts: dict[str, str | bytes] = {
        "Doc_0/Pages/Page_1/Content.xml": page(picture),
        "Doc_0/PublicRes.xml": f'<ofd:Res {{}} BaseLoc="Res"><ofd:MultiMedias>{medium}</ofd:MultiMedias></ofd:Res>',
        "Doc_0/Res/a.jpg": scan_picture(make_pdf([SCANNED], indent=0), "JPEG"),
    }
    return ofd_file(LONG, parts=parts | options)


SCANNED = "三、由省教育厅牵头，会同省财政厅制定办法。"


def test_a_page_that_is_a_picture_is_recognised(make_pdf: Callable[..., bytes]) -> None:
    need_recognition()
    document = read(scanned(make_pdf))
    assert SCANNED in document.text and document.text.startswith(LONG[0]) and not document.unread
    assert [step.kind for step in document.steps] == ["recognition"]
    assert document.recognition is not None and {line.page for line in document.recognition.lines} == {2}


def test_a_picture_that_is_not_recognised_is_told(
    make_pdf: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    need_recognition()
    data = scanned(make_pdf)
    never = read_bytes(data, "通知.ofd", ocr="never")
    assert [(each.reason, each.detail) for each in never.unread] == [("page-without-text", "2")]
    other = read(scanned(make_pdf, **{"Doc_0/Res/a.jpg": b"\x97JB2\r\n\x1a\n"}))
    assert [(each.reason, each.detail) for each in other.unread] == [("page-without-text", "2")]
    monkeypatch.setattr(ofd, "ocr_installed", lambda: False)
    assert [(each.reason, each.detail) for each in read(data).unread] == [("page-not-recognised", "2")]


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "甲"><!ENTITY y "&x;&x;">]>' + page(text("&y;"))
    assert "declares a document type" in failure(ofd_file(["甲"], parts={"Doc_0/Pages/Page_0/Content.xml": bomb}))


def test_encodings_of_the_xml() -> None:
    content = page(text("县水利局")).replace("{}", f'xmlns:ofd="{NAMESPACE}"')
    stream = io.BytesIO(ofd_file(["甲"]))
    for encoding in ("gbk", "utf-16", "utf-8-sig"):
        made = io.BytesIO()
        with zipfile.ZipFile(stream) as old, zipfile.ZipFile(made, "w") as new:
            for name in old.namelist():
                coded = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{content}'.encode(encoding)
                new.writestr(name, coded if name.endswith("Page_0/Content.xml") else old.read(name))
        assert read(made.getvalue()).text == "县水利局\n"


@pytest.mark.parametrize("kind", ["pages", "members", "size", "units", "steps"])
def test_bombs_end_soon(kind: str) -> None:
    parts: dict[str, str] = {}
    content = text("甲" * 20_000)
    if kind == "pages":  # ten thousand pages, and the first of them named once more
        listed = "".join(f'<ofd:Page BaseLoc="P/{n}.xml"/>' for n in (*range(10_000), 0))
        parts["Doc_0/Document.xml"] = f"<ofd:Document {{}}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        parts |= {f"Doc_0/P/{n}.xml": page(text(f"第{n}页")) for n in range(10_000)}
    elif kind == "members":
        content = "<ofd:PageBlock>" * 5_000 + "</ofd:PageBlock>" * 5_000
    elif kind == "size":
        content = f"<!-- {' ' * 40_000_000} -->"
    elif kind == "units":  # each holds the next ten times
        held = "".join(
            f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>'
            + f'<ofd:CompositeObject ResourceID="{n + 1}"/>' * 10
            + f"{text('甲')}</ofd:Content></ofd:CompositeGraphicUnit>"
            for n in range(14)
        )
        parts["Doc_0/PublicRes.xml"] = (
            f"<ofd:Res {{}}><ofd:CompositeGraphicUnits>{held}</ofd:CompositeGraphicUnits></ofd:Res>"
        )
        content = '<ofd:CompositeObject ResourceID="0"/>'
    else:
        content = text("甲" * 1000, code='X="0" Y="4" DeltaX="g 99999999999 1e308"')
    data = one_page(content, **parts)
    begin = time.process_time()
    try:
        read(data)
    except SourceError as error:
        assert "\n" not in str(error)
    assert time.process_time() - begin < 30


@pytest.mark.slow
def test_files_that_ofdrw_writes(tmp_path: Path, make_docx: Callable[..., bytes]) -> None:
    """An independent writer, of another language."""
    rows = [[text.replace("\n", "、") for text in row] for row in ROWS]
    attached = tmp_path / "附件.docx"
    attached.write_bytes(make_docx(["九、附则", "（一）督查。（县审计局负责）"]))
    for blocks in (LINES, LONG, EXAMPLE):
        document = read(write_with_ofdrw(tmp_path, blocks, attached))
        plain = read_bytes(
            "\n".join([*blocks, "附件.docx", "九、附则", "（一）督查。（县审计局负责）"]).encode(), "通知.txt"
        )
        assert duties(document) == duties(plain)
    table = read(write_with_ofdrw(tmp_path, ["\t".join(row) for row in rows])).tables[0]
    assert [list(table.header), *[[cell.text for cell in row] for row in table.rows]] == rows


def write_with_ofdrw(folder: Path, blocks: Sequence[str], *attached: Path) -> bytes:
    """Write paragraphs and rows of a table, and attach files."""
    given, made = folder / "given.txt", folder / "made.ofd"
    given.write_text("\n".join(blocks), encoding="utf-8")
    jars = os.pathsep.join(map(str, jars_of("org.ofdrw:ofdrw-layout:2.3.1", "org.apache.groovy:groovy:4.0.21")))
    script = Path(__file__).with_name("ofdrw.groovy")
    options = ["-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-cp", jars]
    command = ["java", *options, "groovy.ui.GroovyMain", str(script), str(given), str(made), *map(str, attached)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return made.read_bytes()
