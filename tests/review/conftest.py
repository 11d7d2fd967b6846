"""The review page of documents in a folder, asked as a browser asks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from policygraph.corpus import Options
from policygraph.model import Corrections

pytest.importorskip("starlette", reason="the extra server is not installed")
pytest.importorskip("uvicorn", reason="the extra server is not installed")

from starlette.testclient import TestClient

from policygraph.review.access import TOKEN_HEADER
from policygraph.review.app import create_application
from policygraph.review.session import Session

PORT = 43210
TOKEN = "the-token-of-this-test"
OWN = f"http://127.0.0.1:{PORT}"
TEXT = (
    "福建省人民政府关于印发重点任务的通知\n"
    "一、完善基础设施\n"
    "（一）建设农村公路。责任单位：省交通运输厅、省财政厅\n"
    "（二）推进河道治理。责任单位：省水利厅，福建安澜工程社等有关单位\n"
    "（三）开展职业培训。\n"
    "二、保障措施\n"
    "（四）安排专项资金。（省财政厅牵头，省审计厅配合）长期坚持。\n"
)


@dataclass
class Page:
    """A session and a browser that has its token."""

    session: Session
    client: TestClient
    stopped: list[bool]

    def get(self, path: str, **params: str) -> Any:
        answer = self.client.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def document(self, id: str) -> Any:
        return self.get(f"/api/documents/{id}")

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        sent = {TOKEN_HEADER: TOKEN, "Origin": OWN} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(path, content=content, headers=sent)

    def act(self, id: str, revision: str, *actions: dict[str, Any]) -> str:
        answer = self.post(f"/api/documents/{id}/actions", {"actions": actions, "revision": revision})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["revision"])


def make_page(
    folder: Path, sources: Sequence[Path], options: Options | None = None, proposals: Path | None = None
) -> Page:
    stopped: list[bool] = []
    session = Session(options or Options(), "张三", folder / "dropped", proposals)
    session.add(sources)
    app = create_application(session, TOKEN, PORT, lambda: stopped.append(True), folder / "dropped" / "words.yaml")
    client = TestClient(app, base_url=OWN, raise_server_exceptions=False)
    client.cookies.set(f"policygraph-review-{PORT}", TOKEN)
    return Page(session, client, stopped)


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """A notice of our own invention."""
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def page(tmp_path: Path, notice: Path) -> Page:
    """The review page of the notice."""
    return make_page(tmp_path, [notice])


def span(words: str, text: str = TEXT) -> dict[str, int]:
    """Where some words stand."""
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def entries(corrections: Corrections) -> list[tuple[str, list[str] | None]]:
    """What corrections say of statements: the words, and the names of bodies."""
    return [
        (entry.statement, None if entry.bodies is None else [body.name for body in entry.bodies])
        for entry in corrections.entries
    ]
