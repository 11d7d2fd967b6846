"""How soon a page of the atlas can be used, beside pyvis's own page of the same graph; how long writing takes.

    python benchmarks/atlas.py [--sizes 500x3000 2000x12000] [--pyvis 500x3000] [--bodies 20000] [--documents 1000]

Promised: interactive within 1.5 s at 500 nodes and 3 s at 2,000 nodes with 12,000 edges, at least 5 times sooner than
pyvis; 20,000 bodies stay usable; the atlas of 1,000 documents is written within 120 s. "Interactive" is from the
beginning of the page to the first drawing after which a body can be selected and its panel is there. pyvis's page is
the one ``generate_html`` gives with its libraries in the page, until its progress bar is gone; given up after 150 s.
A busy machine makes all of it slower: the load is printed, and the processor's own time beside the clock's.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "atlas"))

from graphs import dataset, large
from playwright.sync_api import Error, sync_playwright

from policygraph.atlas import write_atlas

GIVEN_UP = 150.0


#: Enough to see that this works: ``run.py --small``.
SMALL = ["--sizes", "100x300", "--pyvis", "--bodies", "0", "--documents", "20"]


def written(graph: Any, folder: Path) -> tuple[Path, float, float]:
    """The site, and the seconds of the clock and of the processor it took."""
    clock, processor = time.perf_counter(), time.process_time()
    page = write_atlas(graph, folder)
    return page, time.perf_counter() - clock, time.process_time() - processor


def interactive(browser: Any, page: Path) -> tuple[float, float]:
    """Seconds to the first drawing, and until a selected body has its panel (from the beginning of the page)."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, reduced_motion="reduce")
    opened = context.new_page()
    opened.set_default_timeout(180_000)
    opened.goto(page.with_name("networks.html").as_uri(), wait_until="commit")
    # Told by the page itself: asking it again and again would take time from it.
    drawn = opened.evaluate(
        """() => new Promise(done => {
            const told = (list) => list.getEntriesByName("atlas-drawn").forEach(mark => done(mark.startTime / 1000));
            new PerformanceObserver(told).observe({ type: "mark", buffered: true });
        })"""
    )
    used = opened.evaluate(
        """() => {
            if (atlas.view().groups) atlas.openGroup(0);
            else atlas.selectBody(atlas.view().bodies[0], { by: "pointer" });
            return new Promise(done => {
                const look = () => document.querySelector("#panel .measure, #panel .ranking")
                    && (!atlas.view().groups) ? done(performance.now() / 1000) : setTimeout(look, 10);
                look();
            });
        }"""
    )
    context.close()
    return drawn, used


def pyvis_seconds(browser: Any, bodies: int, ties: int, folder: Path) -> float | None:
    """Until pyvis's page of the same graph has been drawn; None where it was given up."""
    from pyvis.network import Network

    notice = large(bodies, ties)
    network = Network(cdn_resources="in_line")
    index = {
        party.key: at for at, party in enumerate({p.key: p for item in notice.items for p, _ in item.bearers}.values())
    }
    network.add_nodes(list(index.values()), label=list(index))
    for item in notice.items:
        network.add_edge(*(index[party.key] for party, _ in item.bearers), title=item.title)
    path = folder / "pyvis.html"
    path.write_text(network.generate_html(), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    # Its page asks for Bootstrap from a server in every mode; offline that fails at once.
    context.route("http*://**", lambda route: route.abort())
    opened = context.new_page()
    begun = time.perf_counter()
    try:
        opened.goto(path.as_uri(), wait_until="commit", timeout=GIVEN_UP * 1000)
        opened.wait_for_function(
            "document.querySelector('#loadingBar') ? document.querySelector('#loadingBar').style.display === 'none'"
            " : Boolean(document.querySelector('canvas'))",
            timeout=GIVEN_UP * 1000,
        )
        return time.perf_counter() - begun
    except Error:
        return None
    finally:
        context.close()


def documents(count: int, folder: Path) -> None:
    """Write the atlas of so many invented notices."""
    from notices import notices

    from policygraph import build

    source = folder / "sources"
    source.mkdir()
    for notice in notices(count):
        (source / f"{notice.name}.txt").write_text(notice.text, encoding="utf-8")
    made = build(sorted(source.glob("*.txt")))
    page, clock, processor = written(made.dataset, folder / "documents")
    files = [path for path in page.parent.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"{count} documents: {clock:.1f} s ({processor:.1f} s of processor), {len(files)} files, {size:.0f} MB")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="*", default=["500x3000", "2000x12000"])
    parser.add_argument("--pyvis", nargs="*", default=["500x3000"])
    parser.add_argument("--bodies", type=int, default=20_000)
    parser.add_argument("--documents", type=int, default=1000)
    given = parser.parse_args()
    print("load of the machine:", *(f"{load:.1f}" for load in os.getloadavg()))
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        if given.documents:
            # First: a process that has drawn 20,000 bodies is gigabytes large, and slow to fork.
            documents(given.documents, folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        sizes = [tuple(map(int, size.split("x"))) for size in given.sizes]
        if given.bodies:
            sizes.append((given.bodies, 5 * given.bodies))
        for bodies, ties in sizes:
            page, clock, processor = written(dataset(large(bodies, ties)), folder / f"{bodies}")
            runs = sorted(interactive(browser, page) for _ in range(3))
            drawn, used = runs[1]
            line = f"{bodies} bodies, {ties} ties: drawn {drawn:.2f} s, interactive {used:.2f} s"
            print(f"{line}; written in {clock:.1f} s ({processor:.1f} s of processor)", flush=True)
            if f"{bodies}x{ties}" in given.pyvis:
                theirs = pyvis_seconds(browser, bodies, ties, folder)
                said = f"{theirs:.1f} s" if theirs else f"given up after {GIVEN_UP:.0f} s"
                print(f"  pyvis's own page: {said}; {(theirs or GIVEN_UP) / used:.0f} times as long", flush=True)
                longer = (theirs or GIVEN_UP) / used
                print(f"ratio: {bodies} bodies interactive, pyvis's own page against ours: {longer:.0f}")
        browser.close()


if __name__ == "__main__":
    main()
