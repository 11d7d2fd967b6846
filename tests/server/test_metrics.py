"""Figures for Prometheus, the log and the numbers of requests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

import servers

from .conftest import Served, started


def figures(server: Served) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for family in text_string_to_metric_families(server.ask("/metrics").text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sorted(sample.labels.items()))] = sample.value
    return found


def test_requests_are_counted(graph: Path) -> None:
    with started(graph, "--timeout", "3") as server:
        for _ in range(3):
            assert server.ask(query="ASK {}").status == 200
        assert server.ask(query="nonsense").status == 400
        for name in ("a", "b", "c"):
            server.ask(f"/nowhere-{name}")
        endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(40)) + " }"
        assert server.ask(query=endless).status in (422, 504)
        found = figures(server)
    requests = found["policygraph_requests_total"]
    assert requests[("method", "GET"), ("place", "/sparql"), ("status", "200")] == 3
    assert requests[("method", "GET"), ("place", "/sparql"), ("status", "400")] == 1
    # However many addresses are tried, there is one line for what is not there.
    assert requests[("method", "GET"), ("place", "other"), ("status", "404")] == 3
    assert found["policygraph_stopped_total"] == {(): 1}
    assert found["policygraph_statements"] == {(): 4} and found["policygraph_up"] == {(): 1}
    count = found["policygraph_request_seconds_count"][(("place", "/sparql"),)]
    buckets = {
        float(dict(labels)["le"]): value
        for labels, value in found["policygraph_request_seconds_bucket"].items()
        if dict(labels)["place"] == "/sparql"
    }
    assert [buckets[bound] for bound in sorted(buckets)] == sorted(buckets.values())
    assert buckets[float("inf")] == count == 5 > buckets[0.5]
    assert found["policygraph_request_seconds_sum"][(("place", "/sparql"),)] > 3


def test_a_request_keeps_its_number(server: Served) -> None:
    assert server.ask("/health", X_Request_ID="from-the-proxy.7").headers["X-Request-ID"] == "from-the-proxy.7"
    made = [server.ask("/health").headers["X-Request-ID"] for _ in range(2)]
    assert made[0] != made[1] and all(re.fullmatch("[0-9a-f]{16}", each) for each in made)
    refused = server.ask("/nowhere", X_Request_ID="x" * 200).headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{16}", refused)


@pytest.mark.parametrize("hostile", ["/health?a=%0A127.0.0.1", "/%22%0a"])
def test_every_request_is_one_line_of_the_log(graph: Path, hostile: str) -> None:
    port = servers.free_port()
    command = [sys.executable, "-m", "policygraph.cli.main", "serve", str(graph), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        servers.wait(f"http://127.0.0.1:{port}/health", 90, process)
        served = Served(f"http://127.0.0.1:{port}", process.pid)
        number = served.ask(hostile).headers["X-Request-ID"]
        process.terminate()
        lines = process.communicate(timeout=40)[0].decode().splitlines()
    pattern = r'\d{4}-\d\d-\d\dT\S+ 127\.0\.0\.1 "GET \S+" \d{3} \d+ \d+\.\d{3} \S+'
    assert all(re.fullmatch(pattern, line) for line in lines)
    assert len([line for line in lines if line.endswith(number)]) == 1
