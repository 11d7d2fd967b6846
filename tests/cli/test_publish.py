"""``publish`` as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import servers
from policygraph.cli.publish import _print_failure as print_failure
from policygraph.cli.publish import _print_verification as print_verification
from policygraph.cli.publish import _to_json as to_json
from policygraph.errors import PublishError
from policygraph.publish import Outcome, Verification
from policygraph.publish.transfer import FailedGraph
from policygraph.publish.verification import QueryCheck
from policygraph.sparql import catalogue
from policygraph.texts import filled

from .conftest import Run


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.empty_oxigraph(tmp_path_factory.mktemp("store")) as url:
        yield url


@pytest.fixture
def store(database: str) -> str:
    """The address of a database that holds nothing when the test begins."""
    change(database, "DROP ALL")
    return database


def change(store: str, update: str) -> None:
    kind = {"content-type": "application/sparql-update"}
    httpx.post(f"{store}/update", content=update, headers=kind).raise_for_status()


def test_dry_run_publish_again_and_report(run: Run, graph: Path, tmp_path: Path, store: str) -> None:
    dry = run("publish", graph, "--to", store, "--dry-run")
    assert dry.returncode == 0 and "2 to add" in dry.stderr
    assert "add https://w3id.org/policygraph/def/" in dry.stdout.splitlines()
    done = run("publish", graph, "--to", store, "--report", "report.json")
    assert done.returncode == 0, done.stderr
    assert "2 graphs" in done.stderr and f"{len(catalogue())} questions: the same" in done.stderr
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert told["store"] == "oxigraph" and told["proof"]["holds"] is True
    assert {step["action"] for step in told["plan"]} == {"add"} and len(told["proof"]["questions"]) >= 45
    again = run("publish", graph, "--to", store)
    assert again.returncode == 0 and "2 there already" in again.stderr and again.stdout == ""


def test_into_a_folder(run: Run, graph: Path, tmp_path: Path) -> None:
    done = run("publish", graph, "--to", "release")
    assert (done.returncode, done.stdout) == (0, "") and "wrote release" in done.stderr
    sums = [servers.need("sha256sum", "install coreutils"), "--check", "--quiet", "SHA256SUMS"]
    check = subprocess.run(sums, cwd=tmp_path / "release", capture_output=True)
    assert check.returncode == 0


def test_a_difference_is_exit_1(run: Run, graph: Path, store: str) -> None:
    run("publish", graph, "--to", store)
    name = "https://w3id.org/policygraph/id/graph/fujian-relocation-2020"
    # A store that takes everything and keeps something else: what was there is changed behind its back.
    done = run("publish", graph, "--to", store, "--dry-run")
    assert "there already" in done.stderr
    extra = f"INSERT DATA {{ GRAPH <{name}> {{ <urn:a> <urn:b> <urn:c> }} }}"
    change(store, extra)
    assert f"replace {name}" in run("publish", graph, "--to", store, "--dry-run").stdout
    assert run("publish", graph, "--to", store).returncode == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["GRAPH", "--to", "http://127.0.0.1:9"], "cannot connect"),
        (["GRAPH", "--to", "http://127.0.0.1:9", "--store", "oracle"], "unknown store 'oracle'"),
        (["GRAPH", "--to", "http://me:word@127.0.0.1:9"], "must not carry a password"),
        (["absent.ttl", "--to", "out"], "no such file"),
        (["GRAPH", "--to", "."], "other content than a release"),
    ],
)
def test_errors_are_one_line(words: list[str], message: str, run: Run, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = run("publish", *(str(graph) if word == "GRAPH" else word for word in words))
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "policygraph: http://x/：没有剩余空间（507）\n已完成 0 个图；urn:g：图不完整；0 个未尝试"),
        (
            "en",
            "policygraph: http://x/: has no space left (507)\n"
            "0 graphs done; urn:g: the graph is incomplete; 0 not tried",
        ),
    ],
)
def test_a_transfer_that_failed_is_told_in_both_languages(
    lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reason = PublishError("about", what="http://x/", reason=filled("status_no_room")).names
    outcome = Outcome((), (FailedGraph("urn:g", "neither", reason),))
    print_failure(outcome, lang)
    assert capsys.readouterr().err.startswith(said)
    assert to_json(outcome)["failed"][0]["reason"] == [reason.zh, reason.en]


def test_a_question_that_failed_is_told_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    fault = PublishError("no_answer", url="http://x/", seconds="1").names
    verification = Verification((), (QueryCheck("workload", 1, 0, fault=fault),))
    assert not verification.holds and to_json(verification)["questions"][0]["fault"] == [fault.zh, fault.en]
    print_verification(verification, "zh")
    assert "不同：问题 workload：http://x/：1 秒内没有应答；可用 --timeout 放宽" in capsys.readouterr().out


SECRET = "s3cret-Wort"


def test_credentials_are_seen_nowhere(run: Run, graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in what is printed or written, nor in the list of processes, where the store refuses them."""
    ps = servers.need("ps", "install procps")
    monkeypatch.setenv("POLICYGRAPH_USER", "somebody")
    monkeypatch.setenv("POLICYGRAPH_PASSWORD", SECRET)
    refusing = (
        "import http.server as h, sys, time\n"
        "class H(h.BaseHTTPRequestHandler):\n"
        "    def any(self):\n"
        "        time.sleep(0.5)\n"
        "        self.rfile.read(int(self.headers.get('Content-Length', 0)))\n"
        "        self.send_response(401); self.send_header('Content-Length', '0'); self.end_headers()\n"
        "    do_GET = do_POST = do_PUT = any\n"
        "h.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), H).serve_forever()\n"
    )
    port = servers.free_port()
    with servers.running([sys.executable, "-c", refusing, str(port)], f"http://127.0.0.1:{port}", tmp_path / "log"):
        command = [sys.executable, "-m", "policygraph.cli.main", "publish", str(graph), "--store", "fuseki"]
        command += ["--to", f"http://127.0.0.1:{port}", "--report", "r.json"]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=tmp_path, stdout=pipe, stderr=pipe) as process:
            listed = ""
            while str(graph) not in listed and process.poll() is None:
                listed = subprocess.run([ps, "-eo", "args", "-ww"], capture_output=True, text=True).stdout
            out, err = process.communicate(timeout=60)
    assert str(graph) in listed and SECRET not in listed
    assert process.returncode == 2 and b"POLICYGRAPH_USER" in err
    assert SECRET.encode() not in out + err
    assert not any(SECRET in path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file())
