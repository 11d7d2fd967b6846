from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from policygraph.documents import read_bytes
from policygraph.documents.docx_styles import write_number
from policygraph.errors import SourceError
from policygraph.model import Document

Make = Callable[..., bytes]


def saved(word: Any) -> Document:
    stream = io.BytesIO()
    word.save(stream)
    document = read_bytes(stream.getvalue(), "通知.docx")
    for row in (row for table in document.tables for row in table.rows):
        assert all(document.text[c.start : c.end] == c.text for c in row)
    return document


def xml(markup: str) -> Any:
    from docx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head, rest = markup.split(">", 1) if not markup.split(">", 1)[0].endswith("/") else (markup[:-2], "")
    return parse_xml(f'{head} xmlns:w="{space}"' + (f">{rest}" if rest else "/>"))


def test_paragraphs_and_tables_in_their_order(make_docx: Make) -> None:
    rows = [["任务", "单位"], ["甲", "县教育局\n县财政局"]]
    document = read_bytes(make_docx(["一、总则", "", "　　甲\t乙", rows, "附则"]), "通知.docx")
    assert document.text == "一、总则\n甲 乙\n任务\t单位\n甲\t县教育局\n县财政局\n附则\n"
    assert document.tables[0].header == ("任务", "单位")
    assert document.name == "通知"
    assert document.media_type.startswith("application/vnd.openxmlformats-officedocument.wordprocessingml")


def test_merged_cells_count_in_every_place() -> None:
    import docx

    word = docx.Document()
    table = word.add_table(4, 3)
    texts = [["分工表", "", ""], ["类别", "任务", "单位"], ["教育", "办学", "教育局"], ["", "助学", ""]]
    for row, values in zip(table.rows, texts, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(2, 2).merge(table.cell(3, 2))
    found = saved(word).tables[0]
    assert found.caption == "分工表"
    assert found.header == ("类别", "任务", "单位")
    assert [[c.text for c in row] for row in found.rows] == [["教育", "办学", "教育局"], ["教育", "助学", "教育局"]]
    assert found.rows[0][0] is found.rows[1][0]


def test_a_table_of_one_cell_is_text() -> None:
    import docx

    word = docx.Document()
    cell = word.add_table(1, 1).cell(0, 0)
    cell.text = "甲"
    cell.add_paragraph("乙")
    document = saved(word)
    assert (document.text, document.tables) == ("甲\n乙\n", ())


def test_a_table_in_a_cell_is_text_of_the_cell() -> None:
    import docx

    word = docx.Document()
    table = word.add_table(2, 2)
    for i, text in enumerate(["任务", "单位", "甲", "乙"]):
        table.cell(i // 2, i % 2).text = text
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "丙", "丁"
    assert saved(word).tables[0].rows[0][1].text == "乙\n丙 丁"


LEVELS = """<w:abstractNum w:abstractNumId="77">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>"""


def numbered(levels: list[int | None]) -> list[str]:
    import docx

    word = docx.Document()
    root = word.part.numbering_part.element
    root.insert(0, xml(LEVELS))
    root.append(xml('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    root.append(
        xml(
            '<w:num w:numId="78"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        )
    )
    for level in levels:
        paragraph = word.add_paragraph("文" if level != 9 else "")
        if level is None:
            continue
        key = 78 if level >= 10 else 77
        properties = paragraph._p.get_or_add_pPr()
        properties.append(xml(f'<w:numPr><w:ilvl w:val="{level % 10 % 9}"/><w:numId w:val="{key}"/></w:numPr>'))
    return saved(word).text.splitlines()


def test_numbers_that_word_keeps_out_of_the_text_are_restored() -> None:
    assert numbered([0, 1, None, 1, 2, 2, 0, 1, 3, 4]) == [
        "一、文",
        "（一）文",
        "文",
        "（二）文",
        "1.文",
        "2.文",
        "二、文",
        "（一）文",
        "2.1 文",
        "文",
    ]


def test_a_list_may_start_again_and_counts_empty_paragraphs() -> None:
    assert numbered([0, 10, 10, 9, 0]) == ["一、文", "五、文", "六、文", "八、文"]


def test_a_style_may_carry_the_number() -> None:
    import docx

    word = docx.Document()
    root = word.part.numbering_part.element
    root.insert(0, xml(LEVELS.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="Heading2"/>')))
    root.append(xml('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    style = word.styles["Heading 1"].element.get_or_add_pPr()
    style.append(xml('<w:numPr><w:numId w:val="77"/></w:numPr>'))
    word.add_paragraph("总则", style="Heading 1")
    word.add_paragraph("目的", style="Heading 2")
    off = word.add_paragraph("附则", style="Heading 1")._p.get_or_add_pPr()
    off.append(xml('<w:numPr><w:numId w:val="0"/></w:numPr>'))
    assert saved(word).text == "一、总则\n（一）目的\n附则\n"


@pytest.mark.parametrize(
    ("name", "number", "text"),
    [
        ("decimalZero", 3, "03"),
        ("decimalEnclosedCircleChinese", 3, "③"),
        ("decimalFullWidth", 12, "１２"),
        ("ideographDigital", 2020, "二〇二〇"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("ideographTraditional", 3, "丙"),
        ("chineseCounting", 110, "一百一十"),
        ("hebrew1", 3, "3"),
    ],
)
def test_formats_of_numbers(name: str, number: int, text: str) -> None:
    assert write_number(number, name) == text


def test_tracked_changes_fields_and_text_boxes() -> None:
    import docx

    word = docx.Document()
    paragraph = word.add_paragraph("由")._p
    run = "<w:r><w:t>{}</w:t></w:r>"
    for markup in (
        f"<w:ins>{run.format('省教育厅')}</w:ins>",
        "<w:del><w:r><w:delText>省财政厅</w:delText></w:r></w:del>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        f"<w:sdt><w:sdtContent>{run.format('牵头')}</w:sdtContent></w:sdt>",
        f"<w:r><w:pict><w:txbxContent><w:p>{run.format('框')}</w:p></w:txbxContent></w:pict></w:r>",
        "<w:r><w:br/></w:r>",
        run.format("下行"),
    ):
        paragraph.append(xml(markup))
    block = xml(f"<w:sdt><w:sdtContent><w:p>{run.format('控件')}</w:p></w:sdtContent></w:sdt>")
    word.element.body.insert(1, block)
    assert saved(word).text == "由省教育厅牵头\n下行\n框\n控件\n"


def test_what_is_no_word_file(make_docx: Make) -> None:
    whole = make_docx(["甲"])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "甲")
    for data, words in [
        (b"", "is empty"),
        (whole[: len(whole) // 2], "is damaged or not a valid Word"),
        (whole.replace(b"PK\x05\x06", b"PK\x05\x07"), "is damaged or not a valid Word"),
        ("一、总则".encode(), "is damaged or not a valid Word"),
        (stream.getvalue(), r"is not a valid Word \(.docx\) file"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not a valid Office 97 file"),
        (make_docx([]), "is empty"),
    ]:
        with pytest.raises(SourceError, match=words):
            read_bytes(data, "通知.docx")


def changed(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return stream.getvalue()


def test_a_relationship_to_a_part_that_is_not_there_is_nothing(make_docx: Make) -> None:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    dangling = b'<Relationship Id="rId99" Type="' + kind + b'" Target="../NULL"/></Relationships>'
    data = changed(
        make_docx(["一、总则"]),
        "word/_rels/document.xml.rels",
        lambda part: part.replace(b"</Relationships>", dangling),
    )
    assert read_bytes(data, "通知.docx").text == "一、总则\n"


def test_strict_open_xml_is_read(make_docx: Make) -> None:
    data = make_docx(["一、总则", [["任务", "单位"], ["甲", "县教育局"]]])
    for part in ("word/document.xml", "word/styles.xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        data = changed(
            data,
            part,
            lambda part: re.sub(
                rb"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument)/2006/",
                rb"http://purl.oclc.org/ooxml/\1/",
                part,
            ),
        )
    document = read_bytes(data, "通知.docx")
    assert document.text == "一、总则\n任务\t单位\n甲\t县教育局\n"
    assert len(document.tables) == 1


def test_a_word_file_under_another_suffix(make_docx: Make) -> None:
    assert read_bytes(make_docx(["甲"]), "通知.doc").text == "甲\n"


def test_without_the_library(make_docx: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_docx(["甲"])
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(SourceError, match=r'python-docx, .* pip install "policygraph\[formats\]"'):
        read_bytes(data, "通知.docx")


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run(text)}</w:p>"


def table(*rows: str) -> str:
    """A table; a row's cells are parted by |, and a cell may be markup."""
    made = [
        "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row.split("|"))
        for row in rows
    ]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def body(*blocks: str, parts: dict[str, tuple[str, bytes]] | None = None) -> Document:
    """What is read of a document that has these blocks, and other files by the id of their relationship."""
    import docx
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    word = docx.Document()
    for block in blocks:
        space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        word.element.body.insert_element_before(xml(block.replace(" r:", f' xmlns:r="{space}" r:', 1)), "w:sectPr")
    for key, (kind, data) in (parts or {}).items():
        part = Part(PackURI(f"/word/{key}.docx"), kind, data, word.part.package)
        word.part.rels.add_relationship(f"http://schemas.openxmlformats.org/x/{key}", part, key)
    return saved(word)


HIDDEN = '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (run("甲") + run("乙", "<w:vanish/>") + run("丙"), "甲丙\n"),
        (run("甲") + run("乙", '<w:vanish w:val="0"/>'), "甲乙\n"),
        (run("甲") + run("乙", '<w:rStyle w:val="Gone"/>'), "甲\n"),
    ],
)
def test_hidden_text_is_not_read(markup: str, text: str) -> None:
    import docx

    word = docx.Document()
    word.styles.element.append(xml(HIDDEN))
    word.element.body.insert_element_before(xml(f"<w:p>{markup}</w:p>"), "w:sectPr")
    assert saved(word).text == text


def test_a_style_based_on_a_hidden_one_is_hidden() -> None:
    import docx
    from docx.enum.style import WD_STYLE_TYPE

    word = docx.Document()
    styles = [word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in ("Hidden", "Below", "Shown")]
    styles[0].font.hidden = True
    styles[1].base_style = styles[2].base_style = styles[0]
    styles[2].font.hidden = False
    for style in styles:
        word.add_paragraph(style.name, style=style)
    assert saved(word).text == "Shown\n"


def test_a_hidden_row_is_not_read() -> None:
    hidden = table("任务|单位", "甲|乙", "丙|丁").replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>", 2)
    shown = hidden.replace("<w:trPr><w:hidden/></w:trPr>", "", 1)
    assert [[cell.text for cell in row] for row in body(shown).tables[0].rows] == [["丙", "丁"]]


DELETED = "<w:rPr><w:del/></w:rPr>"


def test_paragraphs_whose_mark_is_deleted_go_on_in_the_next() -> None:
    document = body(paragraph("甲", DELETED), paragraph("乙", DELETED), paragraph("丙"), paragraph("丁", DELETED))
    assert document.text == "甲乙丙\n丁\n"
    cell = paragraph("县财", DELETED) + paragraph("政局")
    assert body(table("任务|单位", f"甲|{cell}")).tables[0].rows[0][1].text == "县财政局"


def test_the_table_in_a_table_that_lays_out_is_a_table() -> None:
    inner = table("任务|单位", "甲|县教育局", "乙|县财政局")
    for outer in (table(paragraph("附件") + inner + "<w:p/>"), table("题|注", f"附件|{inner}<w:p/>")):
        document = body(outer)
        assert [[cell.text for cell in row] for row in document.tables[0].rows] == [
            ["甲", "县教育局"],
            ["乙", "县财政局"],
        ]
        assert "附件\n任务\t单位" in document.text


def test_files_that_a_document_takes_in_are_read(make_docx: Make) -> None:
    page = "<meta charset=utf-8><p>乙</p><table><tr><td>任务<td>单位<tr><td>丙<td>县教育局</table>".encode()
    inner = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    document = body(
        paragraph("甲"),
        '<w:altChunk r:id="a"/>',
        '<w:altChunk r:id="b"/>',
        '<w:altChunk r:id="c"/>',
        parts={"a": ("text/html", page), "b": (inner, make_docx(["丁"])), "c": ("text/plain", "戊".encode())},
    )
    assert document.text == "甲\n乙\n任务\t单位\n丙\t县教育局\n丁\n戊\n"
    assert len(document.tables) == 1
    assert not document.unread


def test_a_file_that_cannot_be_taken_in_is_told() -> None:
    document = body(paragraph("甲"), '<w:altChunk r:id="a"/>', '<w:altChunk r:id="z"/>', parts={"a": ("x/rtf", b"x")})
    assert document.text == "甲\n"
    assert [(entry.reason, entry.detail) for entry in document.unread] == [
        ("file-taken-in", "a.docx"),
        ("file-taken-in", "altChunk"),
    ]
