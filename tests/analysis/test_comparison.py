"""Versions of a document by their measures, and graphs by their functions."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from competency import dataset
from policygraph import api, build
from policygraph.analysis import Incidence, compare, compare_functions, incidence
from policygraph.analysis.tables import tabulate_bodies, tabulate_pairs
from policygraph.deadline import Deadline
from policygraph.model import Level


def titled(parts: list[tuple[str, str, str]], titles: dict[str, str]) -> Incidence:
    whole = Incidence.of(parts)
    return replace(whole, measures=[replace(measure, title=titles[measure.iri]) for measure in whole.measures])


def test_a_reworded_title_is_the_same_measure() -> None:
    first = titled([("1", "a", "lead"), ("2", "b", "lead")], {"1": "完善冷链运输网络", "2": "加强人才培养"})
    second = titled([("8", "a", "lead"), ("9", "c", "lead")], {"8": "进一步完善冷链运输网络", "9": "支持企业融资"})
    found = compare(first, second)
    (change,) = found.changed
    assert change.retitled and (change.joined, change.left, change.roles) == ((), (), ())
    assert [measure.title for measure in found.added] == ["支持企业融资"]
    assert [measure.title for measure in found.dropped] == ["加强人才培养"]


def test_a_measure_that_was_cut_into_parts_is_changed_and_its_other_parts_are_added() -> None:
    before = titled([("3", "a", "lead"), ("3", "b", "lead")], {"3": "办实事"})
    after = titled([("3-1", "a", "lead"), ("3-2", "b", "lead")], {"3-1": "办实事", "3-2": "建学校"})
    found = compare(before, after)
    assert ([measure.iri for measure in found.added], found.dropped) == (["3-2"], ())
    assert [(change.after.iri, change.joined, change.left) for change in found.changed] == [("3-1", (), ("b",))]


def test_of_like_titles_the_likest_are_paired() -> None:
    first = titled([("1", "a", "lead"), ("2", "a", "lead")], {"1": "建设产地冷库一批", "2": "建设销地冷库一批"})
    second = titled([("8", "a", "lead"), ("9", "a", "lead")], {"8": "建设销地冷库二批", "9": "建设产地冷库二批"})
    pairs = {(change.before.iri, change.after.iri) for change in compare(first, second).changed}
    assert pairs == {("1", "9"), ("2", "8")}


def test_white_space_and_marks_do_not_make_another_title() -> None:
    first = titled([("1", "a", "lead")], {"1": "“一网通办”改革"})
    second = titled([("1", "a", "lead")], {"1": "一网通办 改革。"})
    found = compare(first, second)
    assert found.same == 1
    assert [(old.title, new.title) for old, new in found.unchanged] == [("“一网通办”改革", "一网通办 改革。")]


def worded(text: str, day: date | None = None, words: str = "") -> Incidence:
    whole = titled([("1", "a", "lead")], {"1": "完善冷链运输网络"})
    return replace(whole, measures=[replace(whole.measures[0], text=text, deadline=day, deadline_text=words)])


def test_another_deadline_is_a_change() -> None:
    first, second = worded("", date(2023, 7, 31), "2023年7月底前"), worded("", date(2024, 3, 31), "2024年3月底前")
    (change,) = compare(first, second).changed
    assert change.deadline == ("2023-07-31", "2024-03-31") and not change.reworded
    (change,) = compare(worded("", words="长期坚持"), worded("")).changed
    assert change.deadline == ("长期坚持", "")
    assert compare(first, worded("", date(2023, 7, 31), "7月底前")).same == 1, "the same day in other words"


def test_another_deadline_of_one_body_is_a_change() -> None:
    first, second = (
        replace(worded(""), dues={("1", "a"): Deadline(day)}) for day in (date(2023, 7, 31), date(2024, 3, 31))
    )
    (change,) = compare(first, second).changed
    assert (change.deadline, change.deadlines) == (None, (("a", "2023-07-31", "2024-03-31"),))


def test_another_text_is_a_change_but_not_other_white_space_and_marks() -> None:
    (change,) = compare(worded("新建冷库３座。"), worded("新建冷库5座。")).changed
    assert change.reworded and change.deadline is None
    assert compare(worded("新建冷库3座。"), worded("新建 冷库３座")).same == 1
    assert compare(worded("新建冷库3座。"), worded("")).same == 1, "a graph without texts"


def test_measures_without_titles_are_compared_by_their_iris() -> None:
    first, second = Incidence.of([("m1", "a", "lead")]), Incidence.of([("m2", "a", "lead")])
    found = compare(first, second)
    assert (len(found.added), len(found.dropped)) == (1, 1)
    assert compare(Incidence.of([]), Incidence.of([])).same == 0


def test_functions_side_by_side() -> None:
    def bodies(parts: list[tuple[str, str, str]], functions: dict[str, tuple[str, ...]]) -> Incidence:
        whole = Incidence.of(parts)
        return replace(whole, bodies=[replace(b, functions=functions[b.iri]) for b in whole.bodies])

    one = bodies(
        [("m1", "a", "lead"), ("m1", "b", "support"), ("m2", "a", "lead"), ("m3", "c", "responsible")],
        {"a": ("finance",), "b": ("education",), "c": ("finance", "tax")},
    )
    other = bodies(
        [("n1", "x", "support"), ("n1", "y", "lead"), ("n1", "z", "support")],
        {"x": ("finance",), "y": ("education",), "z": ("health",)},
    )
    rows = {row.function: row for row in compare_functions(one, other)}
    finance = rows["finance"]
    assert (finance.measures, finance.leads) == ((3, 1), (2, 0))
    assert (finance.partners, finance.partners_first, finance.partners_second) == (
        ("education",),
        ("tax",),
        ("health",),
    )
    assert rows["health"].measures == (0, 1) and rows["tax"].measures == (1, 0)
    assert compare_functions(one, other)[0].function == "finance", "the largest difference first"


def test_a_graph_beside_itself_has_the_same_functions() -> None:
    whole = incidence(dataset("fujian"))
    rows = compare_functions(whole, whole)
    assert len(rows) >= 14
    for row in rows:
        assert row.measures[0] == row.measures[1] and not row.partners_first and not row.partners_second


def test_comparison_of_a_graph_with_itself() -> None:
    whole = incidence(dataset("anhui"))
    found = compare(whole, whole)
    assert (found.added, found.dropped, found.changed) == ((), (), ()) and found.same == len(whole.measures)


def test_comparison_of_two_versions() -> None:
    from policygraph.corpus import build
    from policygraph.resources import examples_dir

    text = (examples_dir() / "anhui-cold-chain-2020.txt").read_text(encoding="utf-8")
    newer = (
        text.replace("（二）完善运输网络", "（二）完善线上网络")
        .replace("配合单位：省财政厅、扶贫办", "责任单位：省财政厅、省水利厅")
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "newer.txt").write_text(newer, encoding="utf-8")
        after = incidence(build(Path(folder) / "newer.txt").dataset)
    before = incidence(build(examples_dir() / "anhui-cold-chain-2020.txt").dataset)
    found = compare(before, after)
    assert [measure.title for measure in found.added] == ["完善线上网络"]
    assert [measure.title for measure in found.dropped] == ["完善运输网络"]
    (change,) = found.changed
    assert change.after.title == "建设产地冷库"
    assert (change.joined, change.left) == (("安徽省水利厅",), ("安徽省扶贫开发办公室",))
    assert change.roles == (("安徽省财政厅", "support", "responsible"),)


def test_deadlines_and_texts_of_graphs_are_compared(tmp_path: Path) -> None:
    words = "福建省教育厅通知\n\n一、任务\n（一）建设冷库。{due}，新建冷库三座。（责任单位：省财政厅、省教育厅）\n"
    made = []
    for name, due in (("old", "2023年7月底前"), ("new", "2024年3月底前")):
        source = tmp_path / f"{name}.txt"
        source.write_text(words.format(due=due), encoding="utf-8")
        made.append(build(source, id="notice").dataset)
    found = api.compare(made[0], made[1])
    (change,) = found.changed
    assert change.deadline == ("2023-07-31", "2024-03-31") and change.reworded
    assert "2023-07-31 → 2024-03-31" in found._repr_html_()


def test_bodies_that_join_are_named_from_the_top_level_down() -> None:
    levels: dict[str, Level] = {"a": "county", "b": "municipal", "c": "national", "d": "provincial"}

    def levelled(parts: list[tuple[str, str, str]]) -> Incidence:
        whole = titled(parts, dict.fromkeys("18", "完善冷链运输网络"))
        return replace(whole, bodies=[replace(each, level=levels[each.iri]) for each in whole.bodies])

    first = levelled([("1", "d", "lead")])
    second = levelled([("8", body, "support") for body in "abcd"])
    (change,) = compare(first, second).changed
    assert [name.rpartition("/")[2] for name in change.joined] == ["c", "b", "a"]


def test_equal_rows_of_tables_go_from_the_top_level_down() -> None:
    levels: dict[str, Level] = {"a": "county", "b": "municipal", "c": "national"}
    whole = Incidence.of([("1", body, "responsible") for body in levels])
    whole = replace(whole, bodies=[replace(each, level=levels[each.iri]) for each in whole.bodies])
    assert [row["body"] for row in tabulate_bodies(whole)] == ["c", "b", "a"]
    assert [(row["body"], row["other"]) for row in tabulate_pairs(whole, 0)] == [("c", "b"), ("c", "a"), ("b", "a")]
