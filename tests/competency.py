"""The questions of the catalogue on the examples: what is asked, and the answers as files.

    python tests/competency.py      writes the answers anew; read the difference before you keep it

``tests/sparql/answers/EXAMPLE/QUERY.csv`` (``.nt`` for triples, ``.json`` for yes and no) is the exact answer. A query
with parameters is asked with those of ``parameters.yaml``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from policygraph.corpus import build
from policygraph.resources import examples_dir
from policygraph.sparql import CatalogueQuery, Results, catalogue, run

if TYPE_CHECKING:
    from rdflib import Dataset

ANSWERS = Path(__file__).parent / "sparql" / "answers"
#: Each example and its sources.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "fujian": ("fujian-relocation-2020.txt",),
    "anhui": ("anhui-cold-chain-2020.txt", "hefei-cold-chain-2022.txt", "wuhu-cold-chain-2023.txt"),
}
FORMATS = {"SELECT": "csv", "ASK": "json", "CONSTRUCT": "nt", "DESCRIBE": "nt"}


@cache
def dataset(example: str) -> Dataset:
    return build([examples_dir() / name for name in EXAMPLES[example]]).dataset


def parameters(example: str, query: str) -> dict[str, str]:
    given = yaml.safe_load((ANSWERS / "parameters.yaml").read_text(encoding="utf-8"))
    return {name: str(value) for name, value in given[example].get(query, {}).items()}


def answer_file(example: str, query: CatalogueQuery) -> Path:
    return ANSWERS / example / f"{query.name}.{FORMATS[query.form]}"


def written(results: Results) -> str:
    """An answer as its file has it, with plain line ends."""
    format_ = FORMATS[results.query.form]
    text = (results.serialize(format_) or b"").decode().replace("\r\n", "\n")
    return "".join(sorted(set(text.splitlines(keepends=True)))) if format_ == "nt" else text


def ask(example: str, query: CatalogueQuery) -> str:
    return written(run(dataset(example), query, parameters(example, query.name), lang="zh"))


if __name__ == "__main__":
    for example in EXAMPLES:
        (ANSWERS / example).mkdir(parents=True, exist_ok=True)
        for query in catalogue().values():
            answer_file(example, query).write_text(ask(example, query), encoding="utf-8")
