"""How long `policygraph --help` takes, against `python -c "import rdflib"` in the same run.

    python benchmarks/cold_start.py [RUNS]

The two are run in turn, so that a busy machine slows both. Both have their bytecode, as installed packages have. The
promise is a ratio under 0.5.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

#: Enough to see that this works: ``run.py --small``.
SMALL = ["3"]

HELP = [sys.executable, "-c", "from policygraph.cli.main import main; main(['--help'])"]
RDFLIB = [sys.executable, "-c", "import rdflib"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    """Wall time of one run of a command that must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return time.perf_counter() - start


def measure(runs: int = 9) -> tuple[float, float]:
    """Median seconds of the help and of the import of rdflib; one run of each beforehand fills the disk cache."""
    seconds(HELP), seconds(RDFLIB)
    pairs = [(seconds(HELP), seconds(RDFLIB)) for _ in range(runs)]
    shown, imported = zip(*pairs, strict=True)
    return statistics.median(shown), statistics.median(imported)


def main() -> None:
    """Print both medians and their ratio."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    shown, imported = measure(runs)
    print(f"policygraph --help        {shown * 1000:6.0f} ms   (median of {runs})")
    print(f"python -c 'import rdflib' {imported * 1000:6.0f} ms   (median of {runs})")
    print(f"ratio: policygraph --help against import rdflib: {shown / imported:.2f} ≤ 0.5")


if __name__ == "__main__":
    main()
