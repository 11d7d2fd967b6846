from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.documents import read, read_bytes
from policygraph.errors import SourceError
from policygraph.model import Document


def page(markup: str) -> Document:
    return read_bytes(markup.encode(), "page.html")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>一、总则</p><p>（一）<b>目的</b>。说明</p>", "一、总则\n（一）目的。说明\n"),
        ("甲<br>乙<br/>丙", "甲\n乙\n丙\n"),
        ("<div>甲<p>乙</p>丙</div>", "甲\n乙\n丙\n"),
        ("<p>&nbsp;&nbsp;&#12288;甲&nbsp;&amp;&lt;乙&gt; </p>", "甲 &<乙>\n"),
        ("<p>各有关市、\n      县(区)负责 and\n more</p>", "各有关市、县(区)负责 and more\n"),
        ("<p></p><p>&nbsp;</p><p>甲</p>", "甲\n"),
        ("<style>p{}</style><script>1</script><p>甲<!-- c --></p><noscript>x</noscript>", "甲\n"),
        ("<nav>首页</nav><header>站名</header><p>甲</p><footer>版权</footer>", "甲\n"),
        ("<article><header><h1>标题</h1></header><p>甲</p></article>", "标题\n甲\n"),
        ("<p hidden>x</p><p style='display: none'>y</p><p>甲</p>", "甲\n"),
        ("<pre>甲 \n乙</pre>", "甲\n乙\n"),
        ("<ul><li>甲<li>乙</ul>", "甲\n乙\n"),
    ],
)
def test_blocks_become_lines(markup: str, text: str) -> None:
    assert page(markup).text == text


def test_fields_of_the_page() -> None:
    document = page(
        '<title>通知_某某网</title><meta name="ArticleTitle" content="关于就业的通知">'
        '<meta name="PubDate" content="2022-03-01 10:00"><meta name="ContentSource" content=" ">'
        '<meta name="Author" content="省人社厅"><link rel="canonical" href="http://x.gov.cn/1.html"><p>甲</p>'
    )
    assert document.metadata == {
        "title": "关于就业的通知",
        "issued": "2022-03-01 10:00",
        "source": "省人社厅",
        "url": "http://x.gov.cn/1.html",
    }
    assert page("<title> 通知\n</title><p>甲</p>").metadata == {"title": "通知"}


def cells(document: Document, table: int = 0) -> list[list[str]]:
    for row in (row for t in document.tables for row in t.rows):
        for cell in row:
            assert document.text[cell.start : cell.end] == cell.text
    return [[cell.text for cell in row] for row in document.tables[table].rows]


def test_a_table_with_merged_cells() -> None:
    document = page(
        "<p>前</p><table><caption>分工</caption><thead><tr><th>序号<th>任务<th>责任单位</thead>"
        "<tr><td rowspan=2>1<td>甲<td rowspan=0><p>县教育局</p><p>县财政局</p><tr><td>乙"
        "<tr><td colspan=2>丙</table><p>后</p>"
    )
    assert document.tables[0].header == ("序号", "任务", "责任单位")
    assert document.tables[0].caption == "分工"
    both = "县教育局\n县财政局"
    assert cells(document) == [["1", "甲", both], ["1", "乙", both], ["丙", "丙", both]]
    assert document.text == f"前\n分工\n序号\t任务\t责任单位\n1\t甲\t{both}\n\t乙\n丙\n后\n"
    rows = document.tables[0].rows
    assert rows[0][2] is rows[1][2] is rows[2][2]


def test_a_title_row_is_the_caption_and_a_second_header_row_names_the_columns() -> None:
    document = page(
        "<table><tr><td colspan=3>任务分解表<tr><td rowspan=2>任务<td colspan=2>责任单位<tr><td>牵头<td>配合"
        "<tr><td>甲<td>乙<td>丙</table>"
    )
    assert document.tables[0].caption == "任务分解表"
    assert document.tables[0].header == ("任务", "责任单位 牵头", "责任单位 配合")
    assert cells(document) == [["甲", "乙", "丙"]]


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>甲</table>",
        "<table><tr><td>甲<td>乙</table>",
        "<table><tr><td>甲<tr><td>乙</table>",
        "<table><tr><td>甲<td>&nbsp;<tr><td>乙<td></table>",
        "<table><tr><td>栏<td>目<tr><td>" + "<p>正文正文正文</p>" * 20 + "<td>旁</table>",
        "<table><caption>名</caption></table>甲",
    ],
)
def test_a_table_that_only_lays_out_is_text(markup: str) -> None:
    document = page(markup)
    assert document.tables == ()
    assert "甲" in document.text or "正文" in document.text


def test_a_task_table_inside_a_layout_table() -> None:
    document = page(
        "<table><tr><td>导航<td><table><tr><td>任务<td>单位<tr><td>甲<td>乙</table>后<tr><td>底<td>部</table>"
    )
    assert document.text == "导航\n任务\t单位\n甲\t乙\n后\n底\n部\n"
    assert cells(document) == [["甲", "乙"]]


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "font", "p><b", "a", "section"])
def test_deep_nesting_is_read(tag: str) -> None:
    assert page(f"<{tag}>" * 20000 + "甲").text == "甲\n"


def test_spans_beyond_measure_are_bounded() -> None:
    document = page("<table><tr><td colspan=999999 rowspan=99999999>甲<td>乙<tr><td>丙<td>丁</table>")
    assert len(document.text) < 5000
    assert "甲" in document.text


def test_spans_do_not_fill_the_memory() -> None:
    document = page("<table>" + "<tr><td colspan=512 rowspan=4000>甲" * 10_000 + "</table>")
    assert document.text.count("甲") == 10_000
    # The cells ask for twenty thousand million places; those that stay empty share one cell.
    (table,) = document.tables
    assert len({id(cell) for row in table.rows for cell in row}) < 20_000


def test_cells_beyond_the_widest_table_are_not_lost() -> None:
    document = page("<table><tr>" + "<td>甲" * 600 + "<tr><td>乙</table>")
    assert document.text.count("甲") == 600


@pytest.mark.parametrize("markup", ["<p></p>", "<!-- 甲 -->", "<script>甲</script>", "<"])
def test_a_page_without_text_is_refused(markup: str) -> None:
    if markup == "<":
        assert page(markup).text == "<\n"
        return
    with pytest.raises(SourceError, match="is empty"):
        page(markup)


def test_the_published_table(shared: Path) -> None:
    document = read(next((shared / "documents").glob("24-*.html")))
    (table,) = document.tables
    assert table.header == ("序号", "考核项目", "各项分值", "考核指标", "负责考核部门")
    assert len(table.rows) == 30
    assert table.rows[2][4].text == "县河长办"
    assert cells(document)[7][4] == "县委宣传部\n县教育局\n县河长办"


def test_the_readings_over_a_name_are_no_part_of_it() -> None:
    ruby = "县<ruby>教<rp>(</rp><rt>jiào</rt><rp>)</rp>育<rt>yù</rt></ruby>局"
    assert page(f"<p>{ruby}").text == "县教育局\n"
    assert page(f"<table><tr><td>任务<td>单位<tr><td>甲<td>{ruby}</table>").tables[0].rows[0][1].text == "县教育局"
