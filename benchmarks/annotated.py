"""How well who is responsible for what is read in annotated documents, beside a plain script.

    python benchmarks/annotated.py [--bundled] [--write | --check]

The scores are those of ``policygraph score``; the script is that of ``extraction.py``: one regular expression for
headings and statements, lists cut at commas. The bundled documents are in ``examples/``, the published ones in
``../shared``, if it is there; they are named and not distributed. ``--write`` puts the tables into the pages of the
documentation, ``--check`` exits 1 if they are not those of the pages.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from extraction import script_rows
from policygraph import __version__
from policygraph.documents import read as read_document
from policygraph.scoring import By, Figure, Scores, score

ROOT = Path(__file__).resolve().parents[1]
PAGES = {lang: ROOT / "docs" / lang / "reference" / "annotation.md" for lang in ("en", "zh")}
#: Enough to see that this works: ``run.py --small``.
SMALL = ["--bundled"]
_TABLES = re.compile(r"(?<=<!-- results -->\n).*(?=<!-- end of results -->)", re.DOTALL)
_MADE = re.compile(r"^\d{4}-\d\d-\d\d.*$", re.MULTILINE)

#: The published documents: their titles with number or day in Chinese, and what they are in English.
PUBLISHED = {
    "00": (
        "福建十四部门推出24条措施 加大易地扶贫搬迁后续扶持工作（中国福建，2020-05-11）",
        "Fujian, 14 bodies, support after relocation, 2020",
    ),
    "01": (
        "国务院关于做好当前和今后一个时期促进就业工作的若干意见（国发〔2018〕39号）",
        "State Council, employment, 2018",
    ),
    "09": (
        "广安市激发市场活力推动经济持续回升和提质增效的若干政策措施（2023-11-13）",
        "Guang'an, market vitality, 2023",
    ),
    "104": (
        "包头市2022年数字政府建设考评办法（包府办发〔2022〕43号）",
        "Baotou, evaluation of digital government, 2022",
    ),
    "11": ("广安市社会信用体系建设工作实施方案（2017-03-21）", "Guang'an, social credit system, 2017"),
    "113": ("2011年北京市民政工作折子工程（2011-03-15）", "Beijing, civil affairs, list of tasks, 2011"),
    "114": ("国务院食品安全委员会2019年食品安全重点工作安排（2019-05-30）", "State Council, food safety, 2019"),
    "117": ("五华县2019年第一季度十大重点环境问题专项整治工作（2019）", "Wuhua county, environmental problems, 2019"),
    "120": (
        "第六届北京中医药文化宣传周暨第五届地坛中医药健康文化节活动方案（东政办发〔2013〕8号）",
        "Dongcheng, week of Chinese medicine, 2013",
    ),
    "123": ("天津市2023年优化营商环境责任清单（2023-01-06）", "Tianjin, business environment, list of duties, 2023"),
    "125": (
        "赣州市推行政务服务便民利企“微改革”若干措施（赣市府办字〔2023〕52号）",
        "Ganzhou, reforms of public services, 2023",
    ),
    "131": (
        "吉林省医疗保障局2023年度营商环境建设实施方案（2023-03-22）",
        "Jilin, Healthcare Security Administration, 2023",
    ),
    "147": ("平顶山市2013年重点工作任务分解（平政办〔2013〕11号）", "Pingdingshan, division of tasks, 2013"),
    "148": ("台湾灾害防救计划“整备计划”一章（繁体）", "Taiwan, disaster preparedness, traditional characters"),
    "149": (
        "国务院2019年《政府工作报告》任务分工（英文报道，2019-04-09）",
        "State Council, work report, English, 2019",
    ),
    "166": ("合肥市优化营商环境行动方案（2023版）（合政秘〔2023〕19号）", "Hefei, business environment, 2023"),
    "18": ("广安市制造业企业“贡嘎培优”行动方案（2022-09-28）", "Guang'an, manufacturing enterprises, 2022"),
    "24": (
        "石城县2018年度河长制湖长制工作乡镇目标管理（绩效）考核细则（表格）",
        "Shicheng county, river chiefs, table, 2018",
    ),
    "27": ("广东省数字经济工作任务（JSON 表格，2025）", "Guangdong, digital economy, table in JSON, 2025"),
    "31": (
        "立山区政府2023年重点工作任务分解和责任分工方案（鞍立政发〔2023〕2号）",
        "Lishan district, division of tasks, 2023",
    ),
    "33": ("咸阳市2022年“放管服”改革工作要点（节选，繁体）", "Xianyang, streamlining, traditional characters, 2022"),
}

#: The words of the tables: Chinese, English.
WORDS = {
    "made": (
        "{day}，policygraph {version}；`benchmarks/annotated.py` 计算。",
        "{day}, policygraph {version}; computed by `benchmarks/annotated.py`.",
    ),
    "document": ("文件", "document"),
    "form": ("表述形式", "form"),
    "duties": ("责任", "responsibilities"),
    "measures": ("措施 F1", "measures F1"),
    "who": ("由谁 F1", "who F1"),
    "precision": ("精确率", "precision"),
    "recall": ("召回率", "recall"),
    "f1": ("F1", "F1"),
    "interval": ("95% 区间", "95% interval"),
    "whole": (
        "各份文件合计；精确率、召回率、F1 和区间均为“由谁以什么角色负责”：",
        "All documents together; precision, recall, F1 and interval are those of who and role:",
    ),
    "script": ("普通脚本", "plain script"),
    "bundled": ("{system}，自带的 {n} 份", "{system}, {n} bundled"),
    "published": ("{system}，公开发布的 {n} 份", "{system}, {n} published"),
    "by_form": (
        "自带的文件，按表述形式，“由谁以什么角色负责”的 F1（95% 区间）：",
        "The bundled documents by form, F1 of who and role (95% interval):",
    ),
    "by_document": ("公开发布的文件，“由谁以什么角色负责”的 F1：", "The published documents, F1 of who and role:"),
}


#: The rows of the first table; the first has no title.
ROWS = ("", "duties", "measures", "who", "precision", "recall", "f1", "interval")


class Results(NamedTuple):
    """The scores of policygraph and of the script on a collection."""

    ours: Scores
    script: Scores


def score_both(gold: Path, folder: Path, by: By) -> Results:
    """Score both on the annotated documents in a folder."""
    ours = score(gold, [folder], by=by)
    assert not ours.missing, ours.missing
    assert not ours.failures, ours.failures
    with tempfile.TemporaryDirectory() as place:
        rows = Path(place) / "rows.jsonl"
        with rows.open("w", encoding="utf-8") as file:
            for name, path in find_texts(gold, folder):
                # The script gets the text that policygraph reads from the file, with its lines.
                for row in script_rows(read_document(path).text):
                    file.write(json.dumps({"policy": name, **row}, ensure_ascii=False) + "\n")
        return Results(ours.scores, score(gold, predictions=rows, by=by).scores)


def find_texts(gold: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """The documents of some annotation."""
    from policygraph.scoring.readings import find_documents

    yield from find_documents([path.stem for path in sorted(gold.glob("*.jsonl"))], [folder]).items()


@cache
def score_bundled() -> Results:
    """Score both on the bundled documents."""
    return score_both(ROOT / "examples" / "gold", ROOT / "examples", "form")


@cache
def score_published() -> Results | None:
    """Score both on the published documents, if they are there."""
    shared = ROOT.parent / "shared"
    if not (shared / "documents").is_dir():
        return None
    return score_both(shared / "gold", shared / "documents", "document")


def write_tables(lang: str, bundled_only: bool = False) -> str:
    """Write the tables of results as Markdown."""

    def say(key: str, **values: object) -> str:
        return WORDS[key][lang == "en"].format(**values)

    def columns(name: str, results: Results) -> Iterator[list[str]]:
        for system, scores in zip(("policygraph", say("script")), results, strict=True):
            role = scores.role
            figures = (scores.measures.f1, scores.who.f1, role.precision, role.recall, role.f1)
            shown = [f"{figure:.3f}" for figure in figures]
            heading = say(name, n=scores.documents, system=system)
            yield [heading, str(scores.who.counts.wanted), *shown, _interval(role)]

    published = None if bundled_only else score_published()
    titles = [say(name) if name else "" for name in ROWS]
    whole = [titles, *columns("bundled", score_bundled()), *(columns("published", published) if published else ())]
    headings, *rows = zip(*whole, strict=True)
    parts = [
        say("made", day=date.today().isoformat(), version=__version__),
        say("whole"),
        _table(headings, rows),
        say("by_form"),
        _table(
            [say("form"), say("duties"), "policygraph", say("script")],
            (
                [f"`{name}`", str(one.counts.wanted), *(f"{f.f1:.3f} ({_interval(f)})" for f in (one, other))]
                for name, one, other in _side_by_side(score_bundled())
            ),
        ),
    ]
    if published:
        parts += [
            say("by_document"),
            _table(
                [say("document"), say("duties"), "policygraph", say("script")],
                (
                    [PUBLISHED[name][lang == "en"], str(one.counts.wanted), f"{one.f1:.3f}", f"{other.f1:.3f}"]
                    for name, one, other in _side_by_side(published)
                ),
            ),
        ]
    return "\n" + "\n\n".join(parts) + "\n\n"


def _side_by_side(results: Results) -> Iterator[tuple[str, Figure, Figure]]:
    """The figures of both by group: what only one found outside the annotation is no group."""
    other = {group.name: group.role for group in results.script.groups}
    for group in results.ours.groups:
        if group.name:
            yield group.name, group.role, other[group.name]


def _interval(figure: Figure) -> str:
    low, high = figure.interval or (figure.f1, figure.f1)
    return f"{low:.3f}–{high:.3f}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def find_stale(bundled_only: bool) -> list[str]:
    """The languages whose page has other figures; the day and version of the page do not matter."""
    stale = []
    for lang, page in PAGES.items():
        shown = _TABLES.search(page.read_text(encoding="utf-8"))
        made = _MADE.sub("", write_tables(lang, bundled_only)).splitlines()
        there = _MADE.sub("", shown[0]).splitlines() if shown else []
        # The page has the figures of published documents, too: further columns and another table.
        begun = all(any(line.startswith(each.removesuffix("|")) for line in there) for each in made)
        if not begun or (not bundled_only and made != there):
            stale.append(lang)
    return stale


def main() -> int:
    """Print, write or check the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundled", action="store_true", help="only the bundled documents")
    parser.add_argument("--write", action="store_true", help="put the tables into the documentation")
    parser.add_argument("--check", action="store_true", help="exit 1 if the documentation has others")
    given = parser.parse_args()
    if given.check:
        stale = find_stale(given.bundled)
        print(f"stale: {', '.join(stale)}; run: make scores" if stale else "fresh")
        return 1 if stale else 0
    if given.write:
        if score_published() is None:
            print("no annotated documents beside this checkout (../shared)", file=sys.stderr)
            return 1
        for lang, page in PAGES.items():
            text = page.read_text(encoding="utf-8")
            tables = write_tables(lang)
            page.write_text(_TABLES.sub(lambda _, tables=tables: tables, text), encoding="utf-8")
            print(f"wrote {page.relative_to(ROOT)}")
        return 0
    print(write_tables("en", given.bundled).strip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
