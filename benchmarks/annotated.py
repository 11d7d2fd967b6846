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
from collections.abc import Iterator
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
_MADE = re.compile(r"^.*\d{4}-\d\d-\d\d.*$", re.MULTILINE)

#: The published documents: what they are, in Chinese and English.
PUBLISHED = {
    "00": ("福建十四部门易地扶贫搬迁后续扶持措施，2020", "Fujian, 14 bodies, support after relocation, 2020"),
    "01": ("国务院关于促进就业工作的若干意见，国发〔2018〕39号", "State Council, employment, 2018"),
    "09": ("广安市激发市场活力若干政策措施，2023", "Guang'an, market vitality, 2023"),
    "104": ("包头市数字政府建设考评办法，2022", "Baotou, evaluation of digital government, 2022"),
    "11": ("广安市社会信用体系建设工作实施方案，2017", "Guang'an, social credit system, 2017"),
    "113": ("北京市民政工作折子工程，2011", "Beijing, civil affairs, list of tasks, 2011"),
    "114": ("国务院食安委食品安全重点工作安排，2019", "State Council, food safety, 2019"),
    "117": ("五华县重点环境问题专项整治工作，2019", "Wuhua county, environmental problems, 2019"),
    "120": ("东城区中医药文化宣传周活动方案，2013", "Dongcheng, week of Chinese medicine, 2013"),
    "123": ("天津市优化营商环境责任清单，2023", "Tianjin, business environment, list of duties, 2023"),
    "125": ("赣州市政务服务“微改革”若干措施，2023", "Ganzhou, reforms of public services, 2023"),
    "131": ("吉林省医疗保障局营商环境建设实施方案，2023", "Jilin, Healthcare Security Administration, 2023"),
    "147": ("平顶山市重点工作任务分解，2013", "Pingdingshan, division of tasks, 2013"),
    "148": ("台湾防灾整备计划（繁体）", "Taiwan, disaster preparedness, traditional characters"),
    "149": ("国务院《政府工作报告》分工（英文），2019", "State Council, work report, English, 2019"),
    "166": ("合肥市优化营商环境行动方案，2023", "Hefei, business environment, 2023"),
    "18": ("广安市制造业企业“贡嘎培优”行动方案，2022", "Guang'an, manufacturing enterprises, 2022"),
    "24": ("石城县河长制考核细则（表格），2018", "Shicheng county, river chiefs, table, 2018"),
    "27": ("广东省数字经济任务表（JSON），2025", "Guangdong, digital economy, table in JSON, 2025"),
    "31": ("立山区重点工作任务分解，2023", "Lishan district, division of tasks, 2023"),
    "33": ("咸阳市“放管服”改革要点（繁体），2022", "Xianyang, streamlining, traditional characters, 2022"),
}

#: The words of the tables: Chinese, English.
WORDS = {
    "made": (
        "{day}，policygraph {version}；`benchmarks/annotated.py` 计算。",
        "{day}, policygraph {version}; computed by `benchmarks/annotated.py`.",
    ),
    "documents": ("文件", "documents"),
    "document": ("文件", "document"),
    "system": ("系统", "system"),
    "form": ("表述形式", "form"),
    "duties": ("责任", "responsibilities"),
    "measures": ("措施 F1", "measures F1"),
    "who": ("由谁负责：精确率 · 召回率 · F1", "who: precision · recall · F1"),
    "role": (
        "由谁以什么角色负责：精确率 · 召回率 · F1（95% 区间）",
        "who and role: precision · recall · F1 (95% interval)",
    ),
    "script": ("普通脚本", "plain script"),
    "bundled": ("自带的 {n} 份", "bundled, {n}"),
    "published": ("公开发布的 {n} 份", "published, {n}"),
    "by_form": (
        "自带的文件，按表述形式，“由谁以什么角色负责”的 F1（95% 区间）：",
        "The bundled documents by form, F1 of who and role (95% interval):",
    ),
    "by_document": ("公开发布的文件，“由谁以什么角色负责”的 F1：", "The published documents, F1 of who and role:"),
}  # fmt: skip


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

    def systems(name: str, results: Results) -> Iterator[list[str]]:
        for system, scores in zip(("policygraph", say("script")), results, strict=True):
            role = f"{_three(scores.role)}{_interval(scores.role, lang)}"
            number = say(name, n=scores.documents)
            figures = [f"{scores.measures.f1:.3f}", _three(scores.who), role]
            yield [number, str(scores.who.counts.wanted), system, *figures]

    published = None if bundled_only else score_published()
    rows = list(systems("bundled", score_bundled()))
    rows += systems("published", published) if published else []
    parts = [
        say("made", day=date.today().isoformat(), version=__version__),
        _table([say(name) for name in ("documents", "duties", "system", "measures", "who", "role")], rows),
        say("by_form"),
        _table(
            [say("form"), say("duties"), "policygraph", say("script")],
            (
                [f"`{name}`", str(one.counts.wanted), *(f"{f.f1:.3f}{_interval(f, lang)}" for f in (one, other))]
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


def _three(figure: Figure) -> str:
    return f"{figure.precision:.3f} · {figure.recall:.3f} · {figure.f1:.3f}"


def _interval(figure: Figure, lang: str) -> str:
    low, high = figure.interval or (figure.f1, figure.f1)
    return f" ({low:.3f}–{high:.3f})" if lang == "en" else f"（{low:.3f}–{high:.3f}）"


def _table(headings: list[str], rows: Iterator[list[str]] | list[list[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def find_stale(bundled_only: bool) -> list[str]:
    """The languages whose page has other figures; the day and version of the page do not matter."""
    stale = []
    for lang, page in PAGES.items():
        shown = _TABLES.search(page.read_text(encoding="utf-8"))
        made = _MADE.sub("", write_tables(lang, bundled_only)).splitlines()
        there = _MADE.sub("", shown[0]).splitlines() if shown else []
        # The page has the rows of published documents, too.
        if [line for line in made if line not in there] or (not bundled_only and made != there):
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
