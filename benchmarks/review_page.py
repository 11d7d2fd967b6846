"""How fast the review page opens a long notice and responds to a reviewer.

    python benchmarks/review_page.py [--measures 325] [--clicks 20]

An invented notice of some 60,000 characters in which 325 measures have four responsible bodies each is opened in a real
browser from the real server: seconds until its text is drawn, milliseconds from a click or a key to the next frame, and
from an action until the page has it as saved and read again.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: Enough to see that this works: ``run.py --small``.
SMALL = ["--measures", "30", "--clicks", "3"]
#: What is promised: seconds to open, milliseconds to respond.
OPEN, RESPOND = 2.0, 100.0

BODIES = ("市教育局", "市财政局", "市水利局", "市交通运输局", "市农业农村局", "市林业局", "市商务局", "市审计局")
#: Waits for the frame after what a click or key has changed.
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
READY = "document.getElementById('notice')?.getAttribute('aria-busy') === 'false'"
SAVED = "document.querySelector('.saved.done') !== null"


def make_notice(measures: int) -> str:
    """A notice with so many measures."""
    lines = ["关于印发重点任务分工方案的通知\n"]
    for number in range(1, measures + 1):
        if number % 25 == 1:
            lines.append(f"（{number // 25 + 1}）综合保障\n")
        named = "、".join(BODIES[(number + offset) % len(BODIES)] for offset in range(4))
        text = "完善工作机制，细化任务措施，加强协调联动，推动各项工作落地见效。" * 5
        lines.append(f"{number}.推进第{number}项任务。{text}（责任单位：{named}）\n")
    return "\n".join(lines)


@contextlib.contextmanager
def serve(notice: Path) -> Iterator[str]:
    """The review server of a notice; its address."""
    command = [sys.executable, "-m", "policygraph.cli.main", "review", str(notice), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=notice.parent) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def wait_for(page: Any, condition: str) -> None:
    """Until a condition holds on the page, whose security policy forbids the browser's own way to wait."""
    while not page.evaluate(condition):
        page.wait_for_timeout(5)


def respond(page: Any, act: Any) -> float:
    """Milliseconds from an event to the frame that shows what it changed."""
    page.evaluate(
        "() => { for (const kind of ['mousedown', 'keydown']) addEventListener(kind, "
        "() => { window.begun = performance.now(); }, { capture: true, once: true }); }"
    )
    act()
    return float(page.evaluate(FRAME)) - float(page.evaluate("window.begun"))


def measure(page: Any, address: str, notice: Path, clicks: int) -> tuple[float, list[float], list[float], list[float]]:
    """Seconds to open; milliseconds to choose statements, to change them, and until a change is saved and read."""
    page.goto(address)
    start = time.perf_counter()
    page.goto(f"{address.partition('?')[0]}review/{notice.stem}")
    wait_for(page, READY)
    opened = time.perf_counter() - start
    chosen, changed, saved = [], [], []
    bodies = page.locator("#notice .b")
    step = max(1, bodies.count() // clicks)
    for number in range(clicks):
        body = bodies.nth(number * step)
        body.scroll_into_view_if_needed()
        chosen.append(respond(page, lambda body=body: body.click()))
        start = time.perf_counter()
        changed.append(respond(page, lambda: page.keyboard.press("1")))
        wait_for(page, SAVED)
        saved.append((time.perf_counter() - start) * 1000)
    return opened, chosen, changed, saved


def main() -> int:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measures", type=int, default=325)
    parser.add_argument("--clicks", type=int, default=20)
    given = parser.parse_args()
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        notice = Path(folder) / "notice.txt"
        notice.write_text(make_notice(given.measures), encoding="utf-8")
        shown = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        with serve(notice) as address:
            page = shown.new_page(viewport={"width": 1400, "height": 900})
            opened, chosen, changed, saved = measure(page, address, notice, given.clicks)
        size = len(notice.read_text(encoding="utf-8"))
    print(f"{size:,} characters, {4 * given.measures:,} responsibilities\n")
    print("| | median ms | slowest ms |\n|---|---|---|")
    for name, times in (
        ("a body is chosen", chosen),
        ("its role is changed", changed),
        ("saved and read again", saved),
    ):
        print(f"| {name} | {statistics.median(times):.0f} | {max(times):.0f} |")
    slowest = max(*chosen, *changed)
    print(f"ratio: seconds to open a notice on the review page: {opened:.2f} ≤ {OPEN:.0f}")
    print(f"ratio: milliseconds until a click or key shows, the slowest: {slowest:.0f} ≤ {RESPOND:.0f}")
    return 0 if opened <= OPEN and slowest <= RESPOND else 1


if __name__ == "__main__":
    sys.exit(main())
