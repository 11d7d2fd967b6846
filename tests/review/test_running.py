"""The command as users start it: one line with the address, and no accepted action is ever lost."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from policygraph.corpus.corrections_file import read_corrections
from policygraph.review.access import TOKEN_HEADER
from policygraph.review.places import Locator

NOTICE = "一、任务\n" + "".join(f"{n}.实施第{n}项工程。（省财政厅负责）\n" for n in range(1, 121))
WORDS = "（省财政厅负责）"


@dataclass
class Running:
    """A running command and its address."""

    process: subprocess.Popen[str]
    port: int
    token: str

    def ask(self, method: str, path: str, data: Any = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {TOKEN_HEADER: self.token, "Origin": f"http://127.0.0.1:{self.port}"}
        try:
            connection.request(
                method, path, data if data is None or isinstance(data, bytes) else json.dumps(data), headers
            )
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@contextmanager
def started(folder: Path, *words: str, **environment: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "policygraph.cli.main", "review", *words, "--no-browser"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder, env=os.environ | environment
    ) as process:
        try:
            assert process.stdout is not None and process.stderr is not None
            line = process.stdout.readline()
            assert line, process.stderr.read()
            address = urlsplit(line.strip())
            assert (address.scheme, address.hostname, address.path) == ("http", "127.0.0.1", "/")
            yield Running(process, address.port or 0, parse_qs(address.query)["token"][0])
        finally:
            process.kill()


@pytest.mark.parametrize("times", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_killing_the_server_loses_no_accepted_action(tmp_path: Path, times: int) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(NOTICE, encoding="utf-8")
    kept = notice.with_name("notice.corrections.yaml")
    accepted: set[tuple[int, int]] = set()
    chance = random.Random(22)
    waiting = [(at, at + len(WORDS)) for at in range(len(NOTICE)) if NOTICE.startswith(WORDS, at)]
    chance.shuffle(waiting)
    for _ in range(times):
        with started(tmp_path, "notice.txt") as server:
            revision = json.loads(server.ask("GET", "/api/documents/notice")[1])["revision"]
            killer = threading.Timer(chance.uniform(0.0, 0.5), os.kill, (server.process.pid, signal.SIGKILL))
            killer.start()
            try:
                while True:
                    start, end = waiting[0]
                    action = {"do": "accept", "start": start, "end": end}
                    sent = {"actions": [action], "revision": revision}
                    status, answer = server.ask("POST", "/api/documents/notice/actions", sent)
                    assert status == 200, answer
                    waiting.append(waiting.pop(0))
                    accepted.add((start, end))
                    revision = json.loads(answer)["revision"]
            except (OSError, http.client.HTTPException):
                pass  # killed
            killer.join()
        if kept.exists():
            # One that was not answered may be there, too.
            found = [Locator(NOTICE).find(entry) for entry in read_corrections(kept).entries]
            assert all(len(each) == 1 for each in found) and accepted <= {each[0] for each in found}
    assert accepted or times < 5
    with started(tmp_path, "notice.txt") as server:
        shown = json.loads(server.ask("GET", "/api/documents/notice")[1])
    assert accepted <= {(s["start"], s["end"]) for s in shown["statements"] if s["review"] == "accepted"}


def test_the_page_stops_the_command(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    with started(tmp_path, "notice.txt", "--reviewer", "李四", "--lang", "en") as server:
        assert server.ask("GET", "/")[0] == 200
        listed = json.loads(server.ask("GET", "/api/documents")[1])
        assert (listed["reviewer"], len(listed["documents"])) == ("李四", 1)
        assert server.ask("POST", "/api/stop")[0] == 200
        out, err = server.process.communicate(timeout=30)
    assert (server.process.returncode, out) == (0, "")
    assert err == "the review page has stopped; all corrections are saved\n"


def test_dropped_files_are_there_again_after_a_kill(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        assert server.ask("POST", "/api/files?name=notice.txt", NOTICE.encode())[0] == 200
        revision = json.loads(server.ask("GET", "/api/documents/notice")[1])["revision"]
        at = NOTICE.index(WORDS)
        action = {"do": "accept", "start": at, "end": at + len(WORDS)}
        sent = {"actions": [action], "revision": revision}
        assert server.ask("POST", "/api/documents/notice/actions", sent)[0] == 200
        server.process.kill()
    (tmp_path / "policygraph-review" / ".upload.left.txt").write_text("half", encoding="utf-8")
    with started(tmp_path) as server:
        listed = json.loads(server.ask("GET", "/api/documents")[1])["documents"]
        shown = json.loads(server.ask("GET", "/api/documents/notice")[1])
    assert [each["name"] for each in listed] == ["notice.txt"]
    assert [each["review"] for each in shown["statements"]].count("accepted") == 1


def test_ctrl_c_stops_the_command(tmp_path: Path) -> None:
    with started(tmp_path, "--lang", "zh", PYTHONIOENCODING="utf-8") as server:
        server.process.send_signal(signal.SIGINT)
        out, err = server.process.communicate(timeout=30)
    assert (server.process.returncode, out) == (0, "")
    assert err == "复核页面已停止，更正都已保存\n"


def test_files_are_dropped_onto_a_page_without_sources(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        headers = {TOKEN_HEADER: server.token, "Origin": f"http://127.0.0.1:{server.port}"}
        connection.request("POST", "/api/files?name=%E9%80%9A%E7%9F%A5.txt", NOTICE.encode(), headers)
        answer = connection.getresponse()
        id = json.loads(answer.read())["id"]
        connection.close()
        assert len(json.loads(server.ask("GET", f"/api/documents/{id}")[1])["statements"]) == 120
    assert (tmp_path / "policygraph-review" / "通知.txt").read_text(encoding="utf-8") == NOTICE


def test_a_missing_source_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "policygraph.cli.main", "review", "none.txt", "--no-browser", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "policygraph: none.txt does not exist: check the name\n"
