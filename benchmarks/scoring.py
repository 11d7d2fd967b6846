"""How right the reading of a corpus is: invented notices of known truth, built, asked, compared row by row.

    python benchmarks/scoring.py [COUNT]

The notices are text, web pages, tables in CSV and Excel and lines of JSON, in folders by place and year. A row is
(notice, measure, name, role, level). Precision is the part of what was read that is true, recall the part of what is
true that was read. The notices are of our own invention: this measures that nothing is lost or mixed up at size, not
how well real notices are read.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from collections import Counter
from pathlib import Path

from notice_files import write
from notices import notices

from policygraph import build
from policygraph.sparql import run

ARGUMENTS = ["300"]
#: Enough to see that this works: ``run.py --small``.
SMALL = ["40"]


def main() -> int:
    """Print the table; exit 1 where a score is under 0.99."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    truth: Counter[tuple[str, ...]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "notices"
        for name, duties in write(notices(count), source):
            truth.update((name, duty.measure, duty.name, duty.role, duty.level) for duty in duties)
        made = build(source, Path(folder) / "store")
        out = io.BytesIO()
        run(made.dataset, "responsibilities").serialize("csv", out)
    rows = csv.DictReader(io.StringIO(out.getvalue().decode()))
    columns = ("policy", "number", "name", "role", "level")
    read = Counter(tuple(row[column].rpartition("/")[2] for column in columns) for row in rows)
    both = (read & truth).total()
    precision, recall = both / read.total(), both / truth.total()
    print("| notices | rows true | rows read | precision | recall |\n|---|---|---|---|---|")
    print(f"| {made.documents:,} | {truth.total():,} | {read.total():,} | {precision:.4f} | {recall:.4f} |")
    for name, wrong in (("read and not true", read - truth), ("true and not read", truth - read)):
        for row, _ in wrong.most_common(3):
            print(f"\n{name}: {', '.join(row)}")
    return 0 if min(precision, recall) >= 0.99 else 1


if __name__ == "__main__":
    sys.exit(main())
