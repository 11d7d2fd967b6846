"""How fast and how well scans are recognised.

    python benchmarks/recognition.py [--pages 20] [--gold RESOLUTION] [ID ...]

Invented notices and a task table are set on A4 pages, scanned at 200 pixels per inch askew, with noise and JPEG, and
read: seconds per page, most memory, and how many characters are right, at 150, 200 and 300 pixels per inch.

With ``--gold`` the annotated notices of ``../shared`` are printed by a browser, scanned, and read; the F1 of who does
what in which role is compared with that of the same notice read as text. All of them take about 130 pages of 3 seconds
of processor time for each resolution; IDs choose some.
"""

from __future__ import annotations

import argparse
import difflib
import html
import io
import json
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from policygraph.documents import read as read_document
from policygraph.documents import read_bytes

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

from measure import run  # noqa: E402
from notices import notices  # noqa: E402

from printed_gold import measure_f1, print_document  # noqa: E402
from scans import scan_pdf  # noqa: E402

#: Enough to see that this works: ``run.py --small``.
SMALL = ["--pages", "2"]
#: What is promised: seconds for a page on two idle cores, memory, and the share of the F1 of the text by resolution.
SECONDS, MEGABYTES = 5.0, 1500
SHARES = {300: 0.97, 200: 0.95, 150: 0.93}
SCAN = {"degrees": 0.8, "noise": 6.0, "quality": 75}
READ = "import sys; from policygraph.documents import read; read(sys.argv[1])"


def set_pages(texts: Sequence[str]) -> bytes:
    """Set paragraphs on A4 pages as official documents are set: 16 points, 28 characters a line."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=16, leading=28, wordWrap="CJK", firstLineIndent=32)
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4).build([Paragraph(html.escape(text), style) for text in texts])
    return stream.getvalue()


def cut_pages(pdf: bytes, count: int) -> bytes:
    """The first pages of a PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as whole, pypdfium2.PdfDocument.new() as some:
        some.import_pages(whole, list(range(min(count, len(whole)))))
        stream = io.BytesIO()
        some.save(stream)
    return stream.getvalue()


def share_right(truth: str, read: str) -> float:
    """The share of the characters of a text that are in what was read, in order; white space and width do not count."""
    a, b = ("".join(unicodedata.normalize("NFKC", text).split()) for text in (truth, read))
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(len(a), len(b), 1)


def measure_speed(pages: int) -> bool:
    """Print the time and memory of a scan of some pages, and its accuracy at three resolutions."""
    texts = [line for notice in islice(notices(40, seed=3), 40) for line in notice.text.splitlines() if line.strip()]
    pdf = cut_pages(set_pages(texts), pages)
    kept = True
    print(
        "| pixels per inch | seconds a page | processor seconds a page | MB | characters right |\n|---|---|---|---|---|"
    )
    for resolution in SHARES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "scan.pdf"
            path.write_bytes(scan_pdf(pdf, resolution, **SCAN))
            used = run([sys.executable, "-c", READ, path], 2)
            small = cut_pages(path.read_bytes(), 3)
        right = share_right(read_bytes(cut_pages(pdf, 3), "a.pdf").text, read_bytes(small, "b.pdf").text)
        seconds, megabytes = used.wall / pages, used.memory
        print(f"| {resolution} | {seconds:.1f} | {used.cpu / pages:.1f} | {megabytes:.0f} | {right:.4f} |")
        kept = kept and seconds < SECONDS and megabytes < MEGABYTES
        if resolution == 200:
            print(f"ratio: seconds to recognise a page of A4: {seconds:.1f} ≤ {SECONDS:.0f}")
            print(f"ratio: MB to recognise a scan: {megabytes:.0f} ≤ {MEGABYTES}")
    return kept


# --- the annotated notices --------------------------------------------------------------------------------------------


@cache
def browser() -> Any:
    """A browser that prints."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return sync_playwright().start().chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])


def measure_gold(resolution: int, chosen: Sequence[str]) -> bool:
    """Print the F1 of annotated notices read as text, from print and from the scan of the print."""
    shared = ROOT.parent / "shared"
    if not (shared / "gold").is_dir():
        print("no annotated notices beside this checkout (../shared/gold)", file=sys.stderr)
        return False
    mapped = json.loads((shared / "gold" / "columns.json").read_text(encoding="utf-8"))
    totals = [0.0, 0.0]
    print(f"\n{resolution} pixels per inch\n\n| notice | text | print | scan | scan / text |\n|---|---|---|---|---|")
    for gold in sorted((shared / "gold").glob("*.jsonl")):
        path = next(iter((shared / "documents").glob(f"{gold.stem}-*")), None)
        if path is None or path.suffix == ".json" or gold.stem in mapped or (chosen and gold.stem not in chosen):
            continue
        pdf = print_document(browser(), path)
        scan = scan_pdf(pdf, resolution, degrees=0.4, noise=4.0, quality=75)
        documents = read_document(path), read_bytes(pdf, "print.pdf"), read_bytes(scan, "scan.pdf")
        text, printed, scanned = (measure_f1(gold, document) for document in documents)
        totals = [totals[0] + text, totals[1] + scanned]
        shown = f"{scanned / text:.3f}" if text else ""
        print(f"| {gold.stem} | {text:.3f} | {printed:.3f} | {scanned:.3f} | {shown} |", flush=True)
    share = totals[1] / totals[0] if totals[0] else 0.0
    wanted = SHARES.get(resolution, 0.0)
    print(f"ratio: F1 of scans at {resolution} pixels per inch, of that of the text: {share:.3f} ≥ {wanted}")
    return share >= wanted


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--gold", type=int, action="append", default=[], metavar="RESOLUTION")
    parser.add_argument("ids", nargs="*")
    given = parser.parse_args()
    if given.gold:
        return 0 if all(measure_gold(resolution, given.ids) for resolution in given.gold) else 1
    return 0 if measure_speed(given.pages) else 1


if __name__ == "__main__":
    sys.exit(main())
