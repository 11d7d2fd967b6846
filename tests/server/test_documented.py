"""What docs/*/reference/http.md lists is what the server has: addresses, limits, statuses, metrics."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from policygraph.cli.serve import serve
from policygraph.formats import media_type
from policygraph.server import Limits
from policygraph.server.catalogue import FORMATS
from policygraph.server.negotiation import GRAPHS, RESULTS

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "src" / "policygraph" / "server"
PAGES = {lang: (ROOT / "docs" / lang / "reference" / "http.md").read_text(encoding="utf-8") for lang in ("zh", "en")}
both = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


def code() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(SERVER.rglob("*.py")))


@both
def test_every_address_is_listed(page: str) -> None:
    routes = set(re.findall(r'Route\("(/[^"{]*)', (SERVER / "app.py").read_text(encoding="utf-8")))
    assert len(routes) >= 9
    told = set(re.findall(r"(?m)^\| `(/[^`]*)`", page.partition("\n## SPARQL")[0]))
    assert {route.rstrip("/") for route in routes} <= {address.replace("NAME", "").rstrip("/") for address in told}


@both
def test_every_limit_is_listed_with_its_default(page: str) -> None:
    options = {option.name: option for option in serve.params if isinstance(option, click.Option)}
    shown = {"services": "", "workers": ""}
    for field in fields(Limits):
        option = options[field.name]
        default = shown.get(field.name, str(option.default).removesuffix(".0"))
        rows = re.findall(rf"(?m)^\| .+? \| `{option.opts[0]}[ `][^|]*\| ([^|]+) \|", page)
        assert default in {row.replace(",", "") for row in rows} or (default == "" and rows), field.name


@both
def test_every_status_is_explained(page: str) -> None:
    refused = set(re.findall(r"RefusedError\((\d{3})", code()))
    assert len(refused) > 10
    rows = re.findall(r"(?m)^\| ([\d, 、]+) \| .+ \| .* \|$", page)
    assert refused <= {status for row in rows for status in re.findall(r"\d{3}", row)}


@both
def test_every_metric_and_format_is_listed(page: str) -> None:
    made = set(re.findall(r'"(policygraph_\w+)"', (SERVER / "middleware.py").read_text(encoding="utf-8")))
    told = {name.removesuffix("_total") for name in re.findall(r"`(policygraph_\w+)`", page)}
    assert made | {"policygraph_info"} == told
    assert all(f"`{kind}`" in page for kind in {*RESULTS, *GRAPHS} | {media_type(each) for each in ("csv", "tsv")})
    assert all(f"`{each}`" in page for each in FORMATS)
