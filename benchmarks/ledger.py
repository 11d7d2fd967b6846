"""A ledger of 5,000 tasks and 60 bodies: written, filled in by all and read back, beside openpyxl on the same cells.

    python benchmarks/ledger.py [TASKS]

Fifty notices of our own invention; each task has a lead and two supporters. Every body fills in a third of its rows.
openpyxl writes and reads the values of the same cells, without formats, filters, matching or history.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from measure import Used, run
from openpyxl import load_workbook

ARGUMENTS = ["5000"]
#: Enough to see that this works: ``run.py --small``.
SMALL = ["300"]
#: Processor seconds on one core to write the lists and to read them back, MB of memory.
WRITE, READ, MEMORY = 20.0, 60.0, 500.0
NOTICES = 50
_CITIES = ("合肥市", "芜湖市", "蚌埠市", "淮南市", "马鞍山市", "安庆市")
_ORGANS = ("财政局", "教育局", "公安局", "民政局", "司法局", "审计局", "水利局", "商务局", "统计局", "农业农村局")
_STATES = ("已完成", "进行中", "未启动", "申请延期")
#: What the peer does, in a process of its own.
_PEER = """
import sys
from pathlib import Path
from openpyxl import Workbook, load_workbook
for path in Path(sys.argv[1]).iterdir():
    rows = [row for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    if len(sys.argv) > 2:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(Path(sys.argv[2]) / path.name)
"""


def main() -> int:
    """Print the table; exit 1 where a promise is broken."""
    tasks = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph, lists, again = folder / "graph.nq", folder / "lists", folder / "again"
        _write_notices(folder / "notices", tasks)
        program = Path(sys.executable).with_name("policygraph")
        subprocess.run([program, "build", folder / "notices", "-o", graph], check=True, capture_output=True)
        used = {
            "write one ledger": run([program, "ledger", graph, "-o", folder / "tasks.xlsx"], 1),
            "write a list for each body": run([program, "ledger", graph, "--by", "body", "-o", lists], 1),
        }
        files = sorted(lists.iterdir())
        filled = sum(map(_fill, files))
        command = [program, "status", *files, "--graph", graph, "-o", folder / "status.trig"]
        used["read the lists back"] = _run_quietly(command)
        used["write the lists with reports"] = run(
            [program, "ledger", graph, folder / "status.trig", "--by", "body", "-o", again], 1
        )
        (folder / "peer").mkdir()
        used["openpyxl: read the same files"] = run([sys.executable, "-c", _PEER, lists], 1)
        used["openpyxl: read and write the same cells"] = run([sys.executable, "-c", _PEER, lists, folder / "peer"], 1)
        reports = (folder / "status.trig").read_text(encoding="utf-8").count("StatusReport")
    print(f"{tasks:,} tasks, {len(files)} bodies, {filled:,} rows filled in\n")
    print("| work | wall s | processor s | MB |\n|---|---|---|---|")
    for work, each in used.items():
        print(f"| {work} | {each.wall:.1f} | {each.cpu:.1f} | {each.memory:.0f} |")
    lists_, back = used["write a list for each body"], used["read the lists back"]
    assert reports >= filled, "reports are missing"
    most = max(each.memory for work, each in used.items() if "openpyxl" not in work)
    print(f"\nratio: processor seconds to write the lists: {lists_.cpu:.1f} ≤ {WRITE}")
    print(f"ratio: processor seconds to read the lists back: {back.cpu:.1f} ≤ {READ}")
    print(f"ratio: writing / openpyxl: {lists_.cpu / used['openpyxl: read and write the same cells'].cpu:.2f}")
    print(f"ratio: MB of memory: {most:.0f} ≤ {MEMORY:.0f}")
    print(f"ratio: reading back / openpyxl: {back.cpu / used['openpyxl: read the same files'].cpu:.2f}")
    return 0 if lists_.cpu <= WRITE and back.cpu <= READ and most <= MEMORY else 1


def _run_quietly(command: list[str | Path]) -> Used:
    """Run ``status``, whose exit code 1 says that reports contradict each other, as they do here."""
    return run(["sh", "-c", '"$@" > /dev/null 2>&1 || test $? = 1', "sh", *command], 1)


def _write_notices(folder: Path, tasks: int) -> None:
    bodies = [f"{city}{organ}" for city, organ in product(_CITIES, _ORGANS)]
    folder.mkdir()
    for number in range(NOTICES):
        lines = [f"关于印发第{number + 1}号重点工作任务分工方案的通知", ""]
        for at in range(number, tasks, NOTICES):
            lead, *support = (bodies[(at * step + step) % len(bodies)] for step in (1, 7, 11))
            names = "、".join(dict.fromkeys(body for body in support if body != lead))
            day = date(2025, 1, 1) + timedelta(days=at % 700)
            until = f"{day.year}年{day.month}月{day.day}日前完成"
            words = f"推进第{at + 1}项建设任务。加强统筹，明确责任，{until}。"
            lines.append(f"{at // NOTICES + 1}.{words}牵头单位：{lead}；配合单位：{names}")
        (folder / f"notice-{number + 1}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _fill(path: Path) -> int:
    """Fill in every third row of a list."""
    book = load_workbook(path)
    page = book.worksheets[0]
    columns = {str(cell.value): int(cell.column or 0) for cell in page[3]}
    filled = 0
    for row in range(4, page.max_row + 1, 3):
        page.cell(row, columns["状态"]).value = _STATES[row % len(_STATES)]
        page.cell(row, columns["进展情况"]).value = f"{path.stem}第{row}行：已按计划推进，完成投资{row}万元。"
        filled += 1
    book.save(path)
    return filled


if __name__ == "__main__":
    sys.exit(main())
