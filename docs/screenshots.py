"""Take the pictures in docs/images of the bundled examples in a headless Chromium.

    python docs/screenshots.py [NAME...]

Needs Chromium (its path in the environment variable CHROMIUM, or on the path) and Playwright; the pictures of the
ledger need LibreOffice (soffice) and pypdfium2. Pictures keep all colours: a palette would show a state in a wrong one.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from policygraph import build
from policygraph.atlas import write_atlas
from policygraph.resources import examples_dir
from policygraph.store import dump

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from rdflib import Dataset

IMAGES = Path(__file__).resolve().parent / "images"

#: name: (site, page, address, language, scheme, width, height); the site "served" is a server of the first example, the
#: site "reported" has reports on the tasks of all
SHOTS = {
    "overview-zh": ("several", "index", "", "zh", "light", 1360, 900),
    "overview-zh-dark": ("several", "index", "", "zh", "dark", 1360, 900),
    "overview-en": ("one", "index", "", "en", "light", 1360, 900),
    "overview-en-dark": ("one", "index", "", "en", "dark", 1360, 900),
    "network-zh": ("one", "networks", "body=body/350000/development-reform", "zh", "light", 1360, 980),
    "network-zh-dark": ("one", "networks", "body=body/350000/development-reform", "zh", "dark", 1360, 980),
    "network-en": ("one", "networks", "body=body/350000/development-reform", "en", "light", 1360, 980),
    "network-en-dark": ("one", "networks", "body=body/350000/development-reform", "en", "dark", 1360, 980),
    "levels-zh": ("one", "networks", "view=vertical", "zh", "light", 1360, 980),
    "measures-en": ("one", "networks", "view=measures", "en", "light", 1360, 980),
    "matrix-zh": ("one", "matrices", "order=near", "zh", "light", 1360, 900),
    "matrix-en-dark": ("several", "matrices", "kind=bodies&order=near&level=provincial+named", "en", "dark", 1360, 900),
    "tables-en": ("several", "tables", "table=duties", "en", "light", 1360, 800),
    "policy-zh": ("several", "policy/anhui-cold-chain-2020", "", "zh", "light", 1360, 980),
    "dossier-en": ("one", "body/350000/finance", "", "en", "light", 1360, 980),
    "timeline-zh-dark": ("several", "timeline", "", "zh", "dark", 1360, 820),
    "comparison-en": ("several", "comparison", "", "en", "light", 1360, 900),
    "progress-zh": ("reported", "progress", "", "zh", "light", 1360, 980),
    "progress-en": ("reported", "progress", "", "en", "light", 1360, 980),
    "network-states-zh": ("reported", "networks", "view=municipal&colour=state", "zh", "light", 1360, 1220),
    "network-states-en-dark": ("reported", "networks", "view=municipal&colour=state", "en", "dark", 1360, 1220),
    "query-zh": ("served", "", "question=body-pairs&view=network", "zh", "light", 1360, 1160),
    "ask-zh": ("served", "", "ask=省财政厅和谁一起承担任务？", "zh", "light", 1360, 900),
    "query-en-dark": ("served", "", "question=workload", "en", "dark", 1360, 980),
    "phone-zh": ("one", "networks", "", "zh", "light", 390, 844),
}

#: name: (language, scheme, what is done on the page: keys, or words of the notice to select)
REVIEWS = {
    "review-zh": ("zh", "light", ("j", "j", "]")),
    "review-en": ("en", "light", ("j", "j", "j", "“尽快落实到位”")),
    "review-en-dark": ("en", "dark", ("j", "j", "j", "“尽快落实到位”")),
}

#: name: (language, what was filled in for the first tasks: progress, state, day of completion)
LEDGERS = {
    "ledger-zh": (
        "zh",
        (
            ("三处冷库全部建成。", "已完成", date(2022, 12, 20)),
            ("已完成两轮抽检。", "进行中", None),
            ("", "申请延期", None),
        ),
    ),
    "ledger-en": (
        "en",
        (
            ("All three stores are built.", "completed", date(2022, 12, 20)),
            ("Two rounds of checks are done.", "in progress", None),
            ("", "extension requested", None),
        ),
    ),
}


#: What every body reported about its tasks in turn: state, progress, day of completion; then it reports nothing.
REPORTED = (
    ("进行中", "已完成选址，正在办理手续。", ""),
    ("已完成", "任务全部完成。", "2023-02-20"),
    ("未启动", "", ""),
    ("申请延期", "设备尚未到货。", ""),
    ("进行中", "完成投资六成。", ""),
    ("逾期", "资金尚未到位。", ""),
    ("已完成", "已经验收。", "2023-05-12"),
    ("", "", ""),
    ("", "", ""),
)
#: The days on which they reported; each time the next third of them.
ROUNDS = (date(2023, 3, 31), date(2023, 4, 28), date(2023, 6, 30))


def report_tasks(sources: list[Path]) -> Dataset:
    """Build the notices, let bodies fill in their lists, and read these into the graph."""
    from openpyxl import load_workbook

    from policygraph.graph.engine import engine
    from policygraph.graph.status import report_quads
    from policygraph.ledger import write_ledger
    from policygraph.ledger.returns import read_returns

    graph = build(sources).dataset
    with tempfile.TemporaryDirectory() as folder:
        [path] = write_ledger(graph, Path(folder) / "lists.xlsx", by="body")
        reports = []
        for number, day in enumerate(ROUNDS):
            book = load_workbook(path)
            said = 0
            for page in book.worksheets[number : -2 : len(ROUNDS)]:
                for row in range(4, page.max_row + 1):
                    state, progress, completed = REPORTED[(said + 2 * number) % len(REPORTED)]
                    page[f"K{row}"], page[f"L{row}"], page[f"M{row}"] = progress, state, completed
                    said += 1
            returned = Path(folder) / f"{day}.xlsx"
            book.save(returned)
            reports += read_returns([returned], graph, day=day).reports
    engine(graph).bulk_extend(report_quads(reports))
    return graph


def draw_ledger(name: str) -> None:
    """Write the ledger of an example, fill it in, and draw it as LibreOffice prints it: the upper half of a page."""
    from openpyxl import load_workbook
    from pypdfium2 import PdfDocument

    from policygraph.ledger import write_ledger

    lang, said = LEDGERS[name]
    with tempfile.TemporaryDirectory() as folder:
        graph = build(examples_dir() / "hefei-cold-chain-2022.txt").dataset
        [path] = write_ledger(graph, Path(folder) / f"{name}.xlsx", lang=lang)
        book = load_workbook(path)
        page = book.worksheets[0]
        for row, values in enumerate(said, 4):
            for column, value in zip("JKL", values, strict=True):
                if value:
                    page[f"{column}{row}"] = value
        book.save(path)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        picture = PdfDocument(path.with_suffix(".pdf"))[0].render(scale=1.8).to_pil()
    picture = picture.crop((0, picture.height // 16, picture.width, picture.height // 2))  # the rest is empty
    save_picture(picture, name)


def save_picture(picture: Image.Image, name: str) -> None:
    """Save a picture in true colour; the compression tries hard."""
    picture.convert("RGB").save(IMAGES / f"{name}.png", optimize=True)
    print(f"wrote docs/images/{name}.png", file=sys.stderr)


@contextmanager
def served(source: Path, atlas: Path) -> Iterator[str]:
    """Serve an example with its atlas; yield the address."""
    graph = atlas.with_name("served.ttl")
    dump(build(source).dataset, graph)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "policygraph.cli.main", "serve", str(graph), "--atlas", str(atlas), "--port", port]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/health").close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


#: Selects words of the notice, as by the mouse.
SELECT = """words => {
  for (const span of document.querySelectorAll("#notice span")) {
    const at = span.textContent.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(span.firstChild, at);
    range.setEnd(span.firstChild, at + words.length);
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
    return;
  }
}"""


@contextmanager
def reviewed(source: Path) -> Iterator[str]:
    """Serve the review page of a copy of an example; yield the address."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(source, folder)
        command = [sys.executable, "-m", "policygraph.cli.main", "review", str(copy), "--no-browser"]
        command += ["--reviewer", "reviewer", "--folder", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                yield process.stdout.readline().strip()
            finally:
                process.terminate()


def draw_review(name: str, browser: Browser, address: str, page: str) -> None:
    """Draw the review page after some actions."""
    lang, scheme, actions = REVIEWS[name]
    context = browser.new_context(viewport={"width": 1360, "height": 860}, color_scheme=scheme, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(address)
    opened.goto(f"{address.partition('?')[0]}review/{page}#lang={lang}")
    opened.locator(".item").first.wait_for()
    for action in actions:
        if action.startswith("“"):
            opened.evaluate(SELECT, action.strip("“”"))
        else:
            opened.keyboard.press(action)
        opened.wait_for_timeout(400)
    picture = Image.open(io.BytesIO(opened.screenshot()))
    save_picture(picture, name)
    context.close()


def main(names: list[str]) -> None:
    """Take the given pictures, or all."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    IMAGES.mkdir(exist_ok=True)
    for name in LEDGERS:
        if not names or name in names:
            draw_ledger(name)
    if names and not set(names) - set(LEDGERS):
        return
    one = examples_dir() / "fujian-relocation-2020.txt"
    sites = {"one": [one], "several": sorted(examples_dir().glob("*.txt"))}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, ExitStack() as stack:
        indexes = {name: write_atlas(build(each).dataset, Path(folder) / name) for name, each in sites.items()}
        cold_chain = sorted(examples_dir().glob("*-cold-chain-*.txt"))
        indexes["reported"] = write_atlas(report_tasks(cold_chain), Path(folder) / "reported")
        home = stack.enter_context(served(one, indexes["one"].parent))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (site, page, address, lang, scheme, width, height) in SHOTS.items():
            if names and name not in names:
                continue
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
            )
            opened = context.new_page()
            tail = "&".join(part for part in (address, f"lang={lang}") if part)
            place = home if site == "served" else (indexes[site].parent / f"{page}.html").as_uri()
            opened.goto(f"{place}#{tail}")
            if address.startswith("ask="):
                # The first sentence takes longer: words and names are read.
                opened.locator("#understood code").wait_for()
            opened.wait_for_timeout(1200)
            picture = Image.open(io.BytesIO(opened.screenshot()))
            save_picture(picture, name)
            context.close()
        notice = examples_dir() / "hefei-cold-chain-2022.txt"
        for name in REVIEWS:
            if not names or name in names:
                with reviewed(notice) as address:
                    draw_review(name, browser, address, notice.stem)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
