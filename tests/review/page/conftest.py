"""The review page as people use it: the real server, and a real browser that reaches nothing but the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from policygraph.corpus.corrections_file import read_corrections
from policygraph.model import Corrections

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

NOTICE = """福建省人民政府关于加强就业服务的通知

一、重点任务

1.加强就业服务。完善服务体系，省统计局建立月报制度。（省人力资源社会保障厅牵头，省财政厅、省教育厅配合）

2.健全统计。建立月报制度。（责任单位：省统计局、省财政厅）

3.加强宣传。扩大政策知晓面。（责任单位：省广播电视局、省财政厅）

二、保障措施

4.落实责任。坚持谁受益谁负责。（责任单位：省农业农村厅、尽快落实到位）
"""

#: Finds words in the notice and brings them into view: where they begin, their middle line, and where they end.
FIND = """([words, skip]) => {
  const point = (line, offset) => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (offset < node.data.length) return [node, offset];
      offset -= node.data.length;
    }
  };
  for (const line of document.querySelectorAll("#notice .line")) {
    const text = line.textContent;
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      if (skip-- > 0) continue;
      const range = document.createRange();
      range.setStart(...point(line, at));
      const [last, offset] = point(line, at + words.length - 1);
      range.setEnd(last, offset + 1);
      range.startContainer.parentElement.scrollIntoView({block: "center"});
      const boxes = [...range.getClientRects()].filter(box => box.width > 0);
      const [first, end] = [boxes[0], boxes[boxes.length - 1]];
      return [first.left, first.top + first.height / 2, end.right, end.top + end.height / 2];
    }
  }
  return null;
}"""


@dataclass
class Desk:
    """The page of a notice, what its console said, and which other servers it asked for.

    Attributes:
        actions: How often the mouse was used or a key pressed.
    """

    page: Page
    address: str
    notice: Path
    process: subprocess.Popen[str]
    away: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    actions: int = 0

    @property
    def home(self) -> str:
        return self.address.partition("?")[0]

    def wait(self, condition: str) -> None:
        """Until a condition holds (Playwright's own way of waiting is what the page's security policy forbids)."""
        for _ in range(600):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never came true: {condition}; {self.console}")

    def open(self) -> None:
        self.page.goto(f"{self.home}review/{self.notice.stem}?{self.address.partition('?')[2]}")
        self.wait("document.getElementById('notice')?.getAttribute('aria-busy') === 'false'")

    def saved(self) -> None:
        """Until nothing is on its way."""
        self.page.wait_for_timeout(20)
        self.wait("document.querySelector('.saved.done') !== null")

    def find(self, words: str, skip: int = 0) -> list[float]:
        found: list[float] | None = self.page.evaluate(FIND, [words, skip])
        assert found is not None, words
        return found

    def click(self, words: str, skip: int = 0) -> None:
        """Click on words of the notice."""
        left, top, *_ = self.find(words, skip)
        self.page.mouse.click(left + 6, top)
        self.actions += 1

    def double(self, words: str, skip: int = 0) -> None:
        left, top, *_ = self.find(words, skip)
        self.page.mouse.dblclick(left + 6, top)
        self.actions += 1

    def drag(self, words: str, skip: int = 0) -> None:
        """Select words of the notice."""
        left, top, right, bottom = self.find(words, skip)
        self.page.mouse.move(left + 1, top)
        self.page.mouse.down()
        self.page.mouse.move(right - 1, bottom, steps=5)
        self.page.mouse.up()
        self.actions += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.actions += 1

    def bodies(self) -> list[tuple[str, str]]:
        """The chosen statement's bodies as the page shows them, each with its role."""
        found: list[list[str]] = self.page.evaluate(
            """[...document.querySelectorAll(".bodies-of .body:not(.adding)")].map(row => row.matches(".open")
              ? [row.querySelector("input.name").value, row.querySelector("[aria-checked=true]").dataset.role]
              : [row.querySelector(".body-name").textContent,
                 row.querySelector(".role").className.replace("role r-", "")])"""
        )
        return [(name, role) for name, role in found]

    def corrections(self) -> Corrections:
        self.saved()
        path = self.notice.with_name(f"{self.notice.stem}.corrections.yaml")
        return read_corrections(path) if path.exists() else Corrections("", "")

    def written(self) -> list[tuple[str, list[tuple[str, str]] | None]]:
        """What the file of corrections says of statements."""
        return [
            (entry.statement, None if entry.bodies is None else [(body.name, body.role) for body in entry.bodies])
            for entry in self.corrections().entries
        ]

    @property
    def faults(self) -> list[str]:
        return [each for each in self.console if "Failed to load resource" not in each]


@contextmanager
def served(
    *sources: Path, folder: Path, port: int = 0, proposals: Path | None = None
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The server of some notices; its address."""
    command = [sys.executable, "-m", "policygraph.cli.main", "review", *map(str, sources), "--no-browser"]
    command += ["--reviewer", "张三", "--folder", str(folder), "--port", str(port)]
    command += ["--proposals", str(proposals)] if proposals else []
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told, text=True, env=os.environ) as process,
    ):
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(40)
        told.seek(0)
        assert b"Traceback" not in (text := told.read()), text.decode()


@dataclass
class Shelf:
    """A server that all tests share, and the folder in which it keeps their notices."""

    address: str
    process: subprocess.Popen[str]
    folder: Path
    notices: int = 0

    def add(self, text: str) -> Path:
        """Add a notice, as a page does on which a file is dropped."""
        self.notices += 1
        name = f"notice-{self.notices}.txt"
        home, _, token = self.address.partition("?token=")
        answer = httpx.post(
            f"{home}api/files",
            params={"name": name},
            content=text.encode(),
            headers={"X-Policygraph-Token": token, "Origin": home.rstrip("/")},
        )
        assert answer.status_code == 200, answer.text
        return self.folder / name


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("shelf")
    with served(folder=folder) as (address, process):
        yield Shelf(address, process, folder)


@pytest.fixture
def visit(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Desk]]:
    """Opens the page of a notice; with ``home`` the list of documents. With ``own`` its server has no other notice."""
    contexts: list[BrowserContext] = []
    servers = []

    def opened(
        text: str = NOTICE,
        *,
        home: bool = False,
        own: bool = False,
        corrections: str = "",
        proposals: Path | None = None,
        **options: Any,
    ) -> Desk:
        if own or home or corrections or proposals:
            notice = tmp_path / "notice.txt"
            notice.write_text(text, encoding="utf-8")
            if corrections:
                notice.with_name("notice.corrections.yaml").write_text(corrections, encoding="utf-8")
            serving = served(notice, folder=tmp_path / "dropped", proposals=proposals)
            address, process = serving.__enter__()
            servers.append(serving)
        else:
            shelf: Shelf = request.getfixturevalue("shelf")
            notice, address, process = shelf.add(text), shelf.address, shelf.process
        usual: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce"}
        context = browser.new_context(**(usual | options))
        contexts.append(context)
        desk = Desk(context.new_page(), address, notice, process)
        listen(desk, context)
        if home:
            desk.page.goto(address)
            desk.wait("document.getElementById('documents').getAttribute('aria-busy') === 'false'")
        else:
            desk.open()
        return desk

    yield opened
    for context in contexts:
        context.close()
    for serving in servers:
        serving.__exit__(None, None, None)


def listen(desk: Desk, context: BrowserContext) -> None:
    def route(route: Any) -> None:
        if route.request.url.startswith((desk.home, "blob:", "data:")):
            route.continue_()
        else:
            desk.away.append(route.request.url)
            route.abort()

    def refuse(dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            dialog.accept()
            return
        desk.console.append("dialog")
        dialog.dismiss()

    context.route("**/*", route)
    desk.page.on("console", lambda message: desk.console.append(f"{message.type}: {message.text}"))
    desk.page.on("pageerror", lambda error: desk.console.append(f"error: {error}"))
    desk.page.on("dialog", refuse)
    desk.page.set_default_timeout(20_000)
