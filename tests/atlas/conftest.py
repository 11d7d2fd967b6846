"""A page in a real browser, cut off from everything but its own folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page


@dataclass
class Opened:
    """A page, and what it said and asked for."""

    page: Page
    requests: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, int]:
        """Nodes and edges that vis-network holds."""
        found = self.page.evaluate("[atlas.network.body.data.nodes.length, atlas.network.body.data.edges.length]")
        return found[0], found[1]

    def spot(self, point: str) -> tuple[float, float]:
        """Where a point of the drawing, written with ``at(name of a node)``, is in the window."""
        x, y = self.page.evaluate(
            """() => {
                const shorts = atlas.view().bodies.map(body => body < 0 ? "" : atlas.data.bodies[body].short[0]);
                const places = atlas.network.getPositions();
                const at = name => places[typeof name === "number" ? name : shorts.indexOf(name)];
                const dom = atlas.network.canvasToDOM(POINT);
                const frame = document.getElementById("network").getBoundingClientRect();
                return [frame.x + dom.x, frame.y + dom.y];
            }""".replace("POINT", point)
        )
        return x, y

    def wait(self, condition: str) -> None:
        """Until a condition holds (Playwright's own way of waiting is what the page's security policy forbids)."""
        for _ in range(1200):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never came true: {condition}")

    def node(self, name: str) -> tuple[float, float]:
        return self.spot(f"at({name!r})")

    def edge(self, a: str, b: str) -> tuple[float, float]:
        return self.spot(f"({{x: (at({a!r}).x + at({b!r}).x) / 2, y: (at({a!r}).y + at({b!r}).y) / 2}})")

    def text(self, selector: str) -> str:
        """What a reader sees there."""
        return self.page.locator(selector).inner_text()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Opened]]:
    contexts = []

    def opened(path: Path, address: str = "", page: str = "networks", **options: Any) -> Opened:
        options = {"viewport": {"width": 1400, "height": 1000}, "reduced_motion": "reduce", **options}
        context = browser.new_context(**options)
        contexts.append(context)
        found = Opened(context.new_page())
        folder = path.parent.as_uri() + "/"

        def route(route: Any) -> None:
            url = route.request.url
            if url.startswith(folder):
                route.continue_()
            else:
                found.blocked.append(url)
                route.abort()

        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("console", lambda message: found.console.append(f"{message.type}: {message.text}"))
        found.page.on("pageerror", lambda error: found.console.append(f"error: {error}"))

        def refuse(dialog: Dialog) -> None:
            found.console.append("dialog")
            dialog.dismiss()

        found.page.on("dialog", refuse)
        context.route("**/*", route)
        found.page.goto((path.parent / f"{page}.html").as_uri() + (f"#{address}" if address else ""))
        found.page.set_default_timeout(60_000)
        if page == "networks":
            found.wait("performance.getEntriesByName('atlas-drawn').length > 0")
        return found

    yield opened
    for context in contexts:
        context.close()
