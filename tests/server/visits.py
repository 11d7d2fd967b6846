"""The query page of a server, opened in a browser that reaches nothing but that server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

__all__ = ["Opened", "visiting"]


@dataclass
class Opened:
    """A page, what it said, and which other servers it asked for."""

    page: Page
    away: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def wait(self, condition: str) -> None:
        """Until a condition holds (Playwright's own way of waiting is what the page's security policy forbids)."""
        for _ in range(1200):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never came true: {condition}; {self.console}")

    def settled(self) -> None:
        """Until an answer, or a problem, is there."""
        self.page.locator("#run").wait_for()
        self.wait(
            "/\\d/.test(document.getElementById('status').textContent) || !document.getElementById('problem').hidden"
        )

    @property
    def faults(self) -> list[str]:
        """What the console says, but for the styles that Chromium itself would put into edited text and may not."""
        return [each for each in self.console if "Applying inline style" not in each]

    @property
    def query(self) -> str:
        return str(self.page.evaluate("page.text()"))

    def write(self, text: str) -> None:
        """Put a text in the place of the query, as by the keyboard."""
        place = self.page.locator("#editor textarea, #editor .cm-content")
        place.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    @property
    def rows(self) -> list[list[str]]:
        found: list[list[str]] = self.page.evaluate(
            "[...document.querySelectorAll('#table tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))"
        )
        return found


@contextmanager
def visiting(browser: Browser, home: str) -> Iterator[Callable[..., Opened]]:
    """A function that opens the page of a server, given what is behind its ``?`` and its ``#``."""
    contexts = []

    def opened(address: str = "", search: str = "", **options: Any) -> Opened:
        options = {"viewport": {"width": 1360, "height": 1000}, "reduced_motion": "reduce", **options}
        context = browser.new_context(accept_downloads=True, **options)
        contexts.append(context)
        found = Opened(context.new_page())

        def route(route: Any) -> None:
            if route.request.url.startswith((home, "blob:", "data:")):
                route.continue_()
            else:
                found.away.append(route.request.url)
                route.abort()

        context.route("**/*", route)
        found.page.on("console", lambda message: found.console.append(f"{message.type}: {message.text}"))
        found.page.on("pageerror", lambda error: found.console.append(f"error: {error}"))

        def refuse(dialog: Dialog) -> None:
            found.console.append("dialog")
            dialog.dismiss()

        found.page.on("dialog", refuse)
        found.page.set_default_timeout(60_000)
        found.page.goto(f"{home}/{search}#{address}")
        return found

    yield opened
    for context in contexts:
        context.close()
