"""All measurements, one after the other, into one page with a plot of growth, in English and Chinese.

    python benchmarks/run.py [-o FILE] [--small] [NAME ...]
    python benchmarks/run.py --pages

Without ``-o`` the pages are ``docs/en/reference/performance.md`` and the Chinese one; ``--pages`` measures nothing
and writes both anew from the figures of the first. A measurement is any module beside this one with a ``main``; see
README.md for what it may print. One that fails or breaks a promise is named on the page and makes this exit 1; the
others run all the same.
"""

from __future__ import annotations

import argparse
import ast
import os
import platform
import re
import subprocess
import sys
import time
from collections import defaultdict
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from page import MACHINE, Page, read_page, write_page

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs"
#: The page of each language in the documentation, and the plot on both.
PAGES = {lang: DOCS / lang / "reference" / "performance.md" for lang in ("en", "zh")}
PLOT = DOCS / "images" / "growth.svg"
LIBRARIES = ("rdflib", "pyoxigraph", "networkx", "pyvis", "numpy", "scipy", "pyspark")
RATIO = re.compile(r"^ratio: (?P<name>.+): (?P<value>[\d.]+)(?: (?P<sign>[≥≤]) (?P<wanted>[\d.]+))?\n?", re.MULTILINE)
GROWTH = re.compile(r"growth: (?P<name>.+) (?P<size>[\d.]+) (?P<seconds>[\d.]+)\n?")


def measurements(small: bool) -> dict[str, tuple[str, list[str]]]:
    """Name → first line of the docstring and arguments, of each module with a ``main``."""
    found = {}
    for path in sorted(HERE.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        if path.name in ("run.py", "notice_files.py", "annotated.py") or "main" not in names:
            continue
        given: dict[str, list[str]] = {}
        for node in tree.body:
            if isinstance(node, ast.Assign) and (name := getattr(node.targets[0], "id", "")) in ("ARGUMENTS", "SMALL"):
                given[name] = ast.literal_eval(node.value)
        arguments = given.get("SMALL" if small and "SMALL" in given else "ARGUMENTS", [])
        found[path.stem] = ((ast.get_docstring(tree) or path.stem).splitlines()[0], arguments)
    return found


def machine() -> str:
    """What it ran on."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.+)", info.read_text()) if info.exists() else None
    memory = Path("/proc/meminfo")
    size = re.search(r"MemTotal:\s*(\d+)", memory.read_text()) if memory.exists() else None
    parts = [model[1] if model else platform.processor() or platform.machine(), f"{os.cpu_count()} cores"]
    if size:
        parts.append(f"{int(size[1]) / 1e6:.0f} GB")
    parts += [platform.system(), f"Python {platform.python_version()}"]
    for library in LIBRARIES:
        try:
            parts.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            continue
    return ", ".join(parts)


def plot(growth: dict[str, list[tuple[float, float]]], path: Path) -> None:
    """Time by size, both logarithmic; a line of slope one is growth in proportion."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5), layout="constrained")
    for name, points in growth.items():
        axes.plot(*zip(*sorted(points), strict=True), marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="notices", ylabel="seconds")
    axes.grid(True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def _row(measurement: str, found: re.Match[str]) -> str:
    """A ratio as a row of the table."""
    value, sign, wanted = found["value"], found["sign"], found["wanted"]
    kept = "" if not sign else "yes" if (float(value) >= float(wanted)) == (sign == "≥") else "no"
    kept = "yes" if sign and float(value) == float(wanted) else kept
    return f"| {measurement}: {found['name']} | {value} | {f'{sign} {wanted}' if sign else ''} | {kept} |"


def main() -> int:
    """Run them and write the page."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("names", nargs="*", metavar="NAME")
    ask.add_argument("-o", "--output", type=Path, help="an English page elsewhere; default: the pages in docs")
    ask.add_argument("--small", action="store_true", help="small sizes: to see that all works, not to measure")
    ask.add_argument("--pages", action="store_true", help="measure nothing: write the pages from the English one")
    given = ask.parse_args()
    known = measurements(given.small)
    if unknown := set(given.names) - set(known):
        ask.error(f"no measurement is called {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    output = given.output or PAGES["en"]
    page = read_page(output) if given.names or given.pages else Page()
    broken = [] if given.pages else measure(given.names or list(known), known, page, output)
    page.small = given.small
    if given.output:
        write_page(page, output)
    else:
        for lang, path in PAGES.items():
            write_page(page, path, lang)
    print(f"wrote {output}", file=sys.stderr)
    return 1 if broken else 0


def measure(names: list[str], known: dict[str, tuple[str, list[str]]], page: Page, output: Path) -> list[str]:
    """Run measurements and put what they print on the page; return those that break a promise."""
    broken = []
    growth: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for name in names:
        title, arguments = known[name]
        print(f"--- {name}", file=sys.stderr, flush=True)
        busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        start = time.perf_counter()
        command = [sys.executable, str(HERE / f"{name}.py"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        taken = time.perf_counter() - start
        for point in GROWTH.finditer(done.stdout):
            growth[point["name"]].append((float(point["size"]), float(point["seconds"])))
        page.rows[name] = [_row(name, found) for found in RATIO.finditer(done.stdout)]
        text = RATIO.sub("", GROWTH.sub("", done.stdout)).strip()
        body = text if "|---" in text else f"```text\n{text}\n```"
        if done.returncode:
            broken.append(name)
            last = done.stderr.strip().splitlines()[-1:] if "Traceback" in done.stderr else []
            body += f"\n\n**Not all promises kept** (exit {done.returncode}){': ' + last[0] if last else ''}."
        when = f"`{name}` took {taken:.0f} s on {date.today().isoformat()}; load when it began: {busy:.1f}."
        page.sections[name] = f"## {name}\n\n{title}\n\n{body}\n\n{when}\n\n{MACHINE}{machine()}.\n"
        print(text, flush=True)
    if growth:
        picture = output.with_name("growth.svg") if output != PAGES["en"] else PLOT
        plot(growth, picture)
        page.plot = Path(os.path.relpath(picture, output.parent)).as_posix()
    return broken


if __name__ == "__main__":
    sys.exit(main())
