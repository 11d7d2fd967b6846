"""What the server says when it refuses, in the language that is asked for."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import servers
from policygraph.errors import QueryError
from policygraph.server.messages import pack, receive
from policygraph.server.negotiation import negotiate_language
from policygraph.web.refusals import RefusedError

from .conftest import Served

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "en"),
        ("zh", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-Hant-TW", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0.3, zh-CN;q=0.4", "zh"),
        ("ZH ; Q=1 , en ; q=0.5", "zh"),
        ("de", "en"),
        ("*", "en"),
        ("*, en;q=0", "zh"),
        ("zh;q=0", "en"),
        ("zh, en", "en"),
        ("zhx, ,;;q=1,zh;q=nonsense", "en"),
    ],
)
def test_the_language_of_a_header(header: str, lang: str) -> None:
    assert negotiate_language(header) == lang


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        (
            "/sparql?query=SELECT",
            "第 1 行第 7 列：不是有效的 SPARQL：",
            "line 1, column 7: not valid SPARQL: ",
        ),
        (
            "/sparql?query=ASK{}&query=ASK{}",
            "一个请求应有一个 query，现有 2 个",
            "a request must have one 'query', not 2",
        ),
        ("/graphs?graph=http://e/none", "没有图 http://e/none", "there is no graph http://e/none"),
        ("/nothing", "没有这个地址", "there is nothing at this address"),
        ("/assets/nothing", "没有这个地址", "there is nothing at this address"),
        ("/api/queries/workload?limit=0", "limit 应是整数", "limit must be an integer"),
        ("/sparql?query=ASK{SERVICE<http://x/>{}}", "本服务只访问", "this endpoint only calls hosts"),
    ],
)
def test_a_problem_is_told_in_the_language_of_the_request(server: Served, path: str, zh: str, en: str) -> None:
    for header, lang, told in (("zh-CN,zh;q=0.9", "zh", zh), ("en-US", "en", en), ("fr", "en", en)):
        answer = server.ask(path, Accept_Language=header)
        problem = json.loads(answer.body)
        assert told in problem["title"]
        assert problem["status"] == answer.status >= 400
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Content-Language"] == lang
        assert answer.headers["Vary"].startswith("Accept, Accept-Language")
    assert en in json.loads(server.ask(path).body)["title"]


def test_the_field_goes_before_the_header(server: Served) -> None:
    path = "/api/queries/workload?offset=1"
    for field, header, told in (
        ("zh", "en", "offset 要与 limit 一起使用"),
        ("en", "zh", "offset needs a limit"),
        ("fr", "zh", "lang 应是 zh 或 en"),
    ):
        address = path if field != "fr" else "/api/queries/workload?"
        answer = server.ask(f"{address}&lang={field}", Accept_Language=header)
        assert json.loads(answer.body) == {"title": told, "status": 400}


def test_a_method_that_is_not_taken(server: Served) -> None:
    answer = server.ask("/health", method="DELETE", Accept_Language="zh")
    assert (answer.status, json.loads(answer.body)["title"]) == (405, "此地址不接受 DELETE 请求")
    assert "GET" in answer.headers["Allow"]


def test_what_the_writer_refuses_is_told_in_both_languages(writable: Served) -> None:
    double = "INSERT { ?s ?p 1 } USING <http://e/g> WHERE { ?s ?p ?o }"
    both = "更新中的 USING 或 WITH 与请求中的 using-graph-uri 不能同时使用"
    given = ("using-graph-uri", "http://e/g")
    assert both in writable.update(double, given, Accept_Language="zh").text
    assert "USING or WITH" in writable.update(double, given, Accept_Language="en").text
    assert "第 1 行第 7 列：不是有效的 SPARQL：" in writable.update("INSERT", Accept_Language="zh").text
    broken = writable.ask("/graphs", data=b"<x", method="POST", Content_Type="text/turtle", Accept_Language="zh")
    assert (broken.status, "内容有误：" in broken.text) == (400, True)
    assert "令牌不正确" in writable.update("INSERT", Accept_Language="zh", Authorization="Bearer none").text


def test_a_message_between_processes_has_both_languages() -> None:
    sent = RefusedError(400, "query_not_run", reason=QueryError("using_twice"))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(pack(sent))
        told = receive(theirs)
        ours.close()
        with pytest.raises(EOFError):
            receive(theirs)
    assert (told.status, told.names, told.headers) == (400, sent.names, {})
    assert told.names.zh.startswith("查询无法执行：") and "USING" in told.names.zh
    assert str(told) == told.names.en


@pytest.mark.skipif(sys.platform != "linux", reason="serve runs on Linux only")
@pytest.mark.parametrize(
    ("lang", "begun", "kept", "reloaded", "stopped"),
    [
        ("zh", "服务地址：http", "图谱没有重新加载，仍使用原来的图谱：", "已重新加载：1 条四元组", "服务已停止"),
        ("en", "serving at http", "the graph was not reloaded", "reloaded: 1 quad", "the server has stopped"),
    ],
)
def test_the_log_is_in_the_language_of_the_command(
    tmp_path: Path, lang: str, begun: str, kept: str, reloaded: str, stopped: str
) -> None:
    path, log = tmp_path / "data.nt", tmp_path / "log"
    whole = '<http://e/a> <http://e/b> "c" .\n'
    path.write_text(whole)
    port = servers.free_port()
    command = [sys.executable, "-m", "policygraph.cli.main", "serve", str(path), "--port", str(port), "--lang", lang]

    def until(words: str) -> None:
        end = time.monotonic() + 60
        while words not in log.read_text(encoding="utf-8"):
            assert time.monotonic() < end, log.read_text(encoding="utf-8")
            time.sleep(0.05)

    with log.open("w") as told, subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told) as process:
        try:
            servers.wait(f"http://127.0.0.1:{port}/health", 90, process)
            for text, words in (("<broken", kept), (whole, reloaded)):
                path.write_text(text)
                os.kill(process.pid, signal.SIGHUP)
                until(words)
        finally:
            process.terminate()
            process.wait(40)
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith(f"policygraph: {begun}") and lines[-1] == f"policygraph: {stopped}"
    assert [bool(CHINESE.search(line)) for line in lines] == [lang == "zh"] * 5


def test_a_page_of_an_error_is_there_for_people(server: Served) -> None:
    page = server.ask("/nothing", Accept="text/html", Accept_Language="en")
    assert page.status == 404 and page.headers["Vary"].startswith("Accept")
    assert "没有这个地址" in page.text and "There is nothing at this address" in page.text
