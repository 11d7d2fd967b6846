"""Only the browser with the token may ask, and only pages of this server may change anything."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from policygraph.review.access import TOKEN_HEADER, make_token

from .conftest import OWN, PORT, TOKEN, Page

PATHS = ["/", "/review/notice", "/assets/site.js", "/api/documents", "/api/documents/notice", "/download/graph.trig"]
POSTS = ["/api/documents/notice/actions", "/api/documents/notice/undo", "/api/files?name=a.txt", "/api/stop"]


@pytest.fixture
def stranger(page: Page) -> TestClient:
    """A browser without the token."""
    return TestClient(page.client.app, base_url=OWN, raise_server_exceptions=False, follow_redirects=False)


@pytest.mark.parametrize("path", PATHS)
def test_without_a_token_nothing_is_shown(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 403
    assert stranger.get(path, headers={TOKEN_HEADER: "wrong"}).status_code == 403
    assert stranger.get(path, params={"token": "wrong"}).status_code == 403
    assert stranger.get(path, headers={"Cookie": f"policygraph-review-{PORT + 1}={TOKEN}"}).status_code == 403


def test_the_token_of_the_address_becomes_a_cookie(stranger: TestClient) -> None:
    answer = stranger.get("/review/notice", params={"token": TOKEN, "a": "b&c"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/review/notice?a=b%26c")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    assert stranger.get("/api/documents").status_code == 200


@pytest.mark.parametrize("path", ["//evil.example/", "/%2f%2fevil.example", "/\\evil.example"])
def test_the_token_leads_to_no_other_site(stranger: TestClient, path: str) -> None:
    answer = stranger.get(f"{OWN}{path}?token={TOKEN}")
    assert answer.status_code in (303, 404)
    location = answer.headers.get("location", "/")
    assert location.startswith("/") and not location.startswith(("//", "/\\"))


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {TOKEN_HEADER: TOKEN},
        {"Origin": OWN},
        {TOKEN_HEADER: "wrong", "Origin": OWN},
        {TOKEN_HEADER: TOKEN, "Origin": "https://evil.example"},
        {TOKEN_HEADER: TOKEN, "Origin": "null"},
        {TOKEN_HEADER: TOKEN, "Origin": f"http://127.0.0.1:{PORT + 1}"},
        {TOKEN_HEADER: TOKEN, "Origin": f"https://127.0.0.1:{PORT}"},
        {TOKEN_HEADER: TOKEN, "Origin": f"http://localhost:{PORT}"},
    ],
)
def test_another_site_cannot_post(page: Page, path: str, headers: dict[str, str]) -> None:
    # The cookie is there, as it is in the reviewer's browser.
    assert page.client.post(path, headers=headers, content=b"{}").status_code == 403
    assert page.stopped == []


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", "", "[::1]"])
@pytest.mark.parametrize("path", ["/", "/api/documents", f"/?token={TOKEN}"])
def test_another_host_is_refused(page: Page, host: str, path: str) -> None:
    assert page.client.get(path, headers={"Host": host}).status_code == 403
    answer = page.client.post("/api/stop", headers={"Host": host, TOKEN_HEADER: TOKEN, "Origin": f"http://{host}"})
    assert answer.status_code == 403 and page.stopped == []


def test_localhost_is_a_name_of_this_machine(page: Page) -> None:
    own = {"Host": f"localhost:{PORT}", TOKEN_HEADER: TOKEN}
    assert page.client.get("/api/documents", headers=own).status_code == 200
    assert page.client.post("/api/stop", headers={**own, "Origin": f"http://localhost:{PORT}"}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_load_parts(page: Page, site: str) -> None:
    asked = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
    for path in PATHS:
        assert page.client.get(path, headers=asked).status_code == 403
    # A link elsewhere may lead here.
    assert page.client.get("/", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_are_refused(page: Page, method: str) -> None:
    answer = page.client.request(method, "/api/documents", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", [*PATHS, "/none"])
def test_every_response_has_the_headers(page: Page, path: str) -> None:
    for client in (page.client, TestClient(page.client.app, base_url=OWN)):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store" and headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin" and headers["x-frame-options"] == "DENY"
        policy = headers["content-security-policy"]
        assert "script-src 'self';" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy


def test_a_refusal_is_json_for_scripts_and_text_for_people(stranger: TestClient) -> None:
    assert set(stranger.get("/api/documents").json()["error"]) == {"zh", "en"}
    page = stranger.get("/", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/plain") and "令牌" in page.text and "token" in page.text


def test_tokens_differ() -> None:
    assert make_token() != make_token() and len(make_token()) >= 32
