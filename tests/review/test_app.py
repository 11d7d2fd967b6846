"""The API: what is read is shown, what a person does is written at once and read again, two windows do not collide."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
import yaml

from policygraph import read
from policygraph.corpus.corrections_file import read_corrections
from policygraph.review.actions import Action
from policygraph.review.readings import Readings

from .conftest import TEXT, Page, entries, make_page, span

STATEMENT = "责任单位：省交通运输厅、省财政厅"


def corrections(page: Page, notice: Path) -> Path:
    return notice.with_name("notice.corrections.yaml")


def test_documents_are_listed_and_read_in_the_background(page: Page) -> None:
    listed = page.get("/api/documents")
    assert listed["reviewer"] == "张三"
    (line,) = listed["documents"]
    assert (line["id"], line["name"], line["read"], line["status"]) == ("notice", "notice.txt", False, "unseen")
    reading = threading.Thread(target=page.session.read_ahead, daemon=True)
    reading.start()
    page.document("notice")
    page.session.stop()
    reading.join(20)
    (line,) = page.get("/api/documents")["documents"]
    assert (line["read"], line["statements"], line["reviewed"], line["failure"]) == (True, 3, 0, None)


def test_a_document_is_shown_as_it_is_read(page: Page, notice: Path) -> None:
    shown, policy = page.document("notice"), read(notice)
    assert shown["text"] == policy.document.text == TEXT
    assert [measure["key"] for measure in shown["measures"]] == [measure.key for measure in policy.measures]
    first = shown["statements"][0]
    assert TEXT[first["start"] : first["end"]] == STATEMENT
    assert [(body["name"], body["role"], body["level"]) for body in first["bodies"]] == [
        ("省交通运输厅", "responsible", "provincial"),
        ("省财政厅", "responsible", "provincial"),
    ]
    for statement in shown["statements"]:
        for body in statement["bodies"]:
            assert TEXT[body["start"] : body["end"]] == body["surface"]
    assert shown["marks"] == [[entry.kind, entry.passage.start, entry.passage.end] for entry in policy.account]
    assert (shown["canUndo"], shown["canRedo"], shown["failure"], shown["lost"]) == (False, False, None, [])


@pytest.mark.parametrize("path", ["/review/nosuch", "/nothing", "/download/corrections/notice"])
def test_a_person_is_led_back_from_where_nothing_is(page: Page, path: str) -> None:
    answer = page.client.get(path, headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("text/html")
    assert 'href="/"' in answer.text and "All documents" in answer.text
    assert page.client.get(path).json()["error"]["zh"]
    assert page.client.get("/api/documents/nosuch", headers={"Accept": "text/html"}).json()["error"]["zh"]


def test_an_action_is_in_the_file_when_it_is_answered(page: Page, notice: Path) -> None:
    shown = page.document("notice")
    revision = page.act("notice", shown["revision"], {"do": "accept", **span(STATEMENT)})
    written = yaml.safe_load(corrections(page, notice).read_text(encoding="utf-8"))
    assert [entry["words"] for entry in written["statements"]] == [STATEMENT]
    assert written["statements"][0]["reviewer"] == "张三"
    again = page.document("notice")
    assert again["revision"] == revision
    first = again["statements"][0]
    assert (first["review"], first["reviewer"], first["reviewed"][:2]) == ("accepted", "张三", "20")
    assert not [item for item in again["queue"] if item["statement"] == first["id"]]


def test_bodies_are_set_and_taken_away(page: Page) -> None:
    shown = page.document("notice")
    bodies = [
        {"name": "省发展和改革委员会", "role": "lead"},
        {"name": "省财政厅", "role": "support", "deadline": "6月底前"},
    ]
    revision = page.act("notice", shown["revision"], {"do": "set", **span(STATEMENT), "bodies": bodies})
    first = page.document("notice")["statements"][0]
    assert [(body["name"], body["role"], body["basis"]) for body in first["bodies"]] == [
        ("省发展和改革委员会", "lead", "corrected"),
        ("省财政厅", "support", "corrected"),
    ]
    assert first["review"] == "corrected" and first["bodies"][1]["given"]["deadline"] == "6月底前"
    page.act("notice", revision, {"do": "set", **span(STATEMENT), "bodies": []})
    shown = page.document("notice")
    nobody = next(each for each in shown["statements"] if TEXT[each["start"] : each["end"]] == STATEMENT)
    assert (nobody["bodies"], nobody["review"]) == ([], "corrected")
    changed = page.get("/api/changes", document="notice")
    assert {(row["body"], row["before"], row["after"]) for row in changed} == {
        ("福建省交通运输厅", "responsible", ""),
        ("福建省财政厅", "responsible", ""),
    }


def test_one_request_is_one_step_of_undo(page: Page, notice: Path) -> None:
    shown = page.document("notice")
    spans = [{"start": each["start"], "end": each["end"]} for each in shown["statements"]]
    page.act("notice", shown["revision"], *({"do": "accept", **each} for each in spans))
    (line,) = page.get("/api/documents")["documents"]
    assert page.document("notice")["canUndo"]
    assert [each["status"] for each in page.get("/api/documents")["documents"]] == ["done"], line
    back = page.post("/api/documents/notice/undo").json()["revision"]
    assert back == shown["revision"] and not corrections(page, notice).exists()
    assert page.document("notice")["canRedo"]
    page.post("/api/documents/notice/redo")
    assert len(read_corrections(corrections(page, notice)).entries) == len(spans)
    assert page.post("/api/documents/notice/redo").status_code == 200  # nothing to do again


def test_two_windows_change_different_places(page: Page, notice: Path) -> None:
    seen = page.document("notice")["revision"]
    page.act("notice", seen, {"do": "accept", **span(STATEMENT)})
    page.act("notice", seen, {"do": "set", **span("（省财政厅牵头，省审计厅配合）"), "bodies": []})
    found = entries(read_corrections(corrections(page, notice)))
    assert found == [(STATEMENT, None), ("（省财政厅牵头，省审计厅配合）", [])]


@pytest.mark.parametrize("undone", [False, True])
def test_the_same_place_changed_in_another_window_is_refused(page: Page, notice: Path, undone: bool) -> None:
    seen = page.document("notice")["revision"]
    page.act("notice", seen, {"do": "accept", **span(STATEMENT)})
    seen_later = page.act("notice", seen, {"do": "rule", **span("印发"), "rule": "none"})
    if undone:
        page.post("/api/documents/notice/undo")
        page.post("/api/documents/notice/undo")
        seen = seen_later
    action = {"do": "set", **span("省交通运输厅、省财政厅"), "bodies": []}
    answer = page.post("/api/documents/notice/actions", {"actions": [action], "revision": seen})
    assert answer.status_code == 409
    assert set(answer.json()["error"]) == {"zh", "en"}


def test_a_file_edited_by_hand_is_taken_in_and_not_overwritten(page: Page, notice: Path) -> None:
    seen = page.document("notice")["revision"]
    by_hand = "version: 2\nstatements:\n- words: （省财政厅牵头，省审计厅配合）\n  bodies: []\n"
    corrections(page, notice).write_text(by_hand, encoding="utf-8")
    action = {"do": "set", **span("（省财政厅牵头，省审计厅配合）"), "bodies": [{"name": "甲局", "role": "lead"}]}
    assert page.post("/api/documents/notice/actions", {"actions": [action], "revision": seen}).status_code == 409
    page.act("notice", seen, {"do": "accept", **span(STATEMENT)})
    assert entries(read_corrections(corrections(page, notice))) == [
        (STATEMENT, None),
        ("（省财政厅牵头，省审计厅配合）", []),
    ]
    page.post("/api/documents/notice/undo")
    assert entries(read_corrections(corrections(page, notice))) == [("（省财政厅牵头，省审计厅配合）", [])]


def test_a_broken_file_of_corrections_is_left_as_it_is(page: Page, notice: Path) -> None:
    seen = page.document("notice")["revision"]
    corrections(page, notice).write_text("version: 2\nstatements: [", encoding="utf-8")
    shown = page.document("notice")
    assert shown["text"] == TEXT and "notice.corrections.yaml" in shown["failure"]["zh"]
    answer = page.post(
        "/api/documents/notice/actions", {"actions": [{"do": "accept", **span(STATEMENT)}], "revision": seen}
    )
    assert answer.status_code == 422 and "notice.corrections.yaml" in answer.json()["error"]["en"]
    assert corrections(page, notice).read_text(encoding="utf-8") == "version: 2\nstatements: ["
    corrections(page, notice).unlink()
    assert page.document("notice")["failure"] is None


def test_a_window_older_than_the_server_may_change_what_nobody_changed(tmp_path: Path, notice: Path) -> None:
    first = make_page(tmp_path, [notice])
    seen = first.document("notice")["revision"]
    first.act("notice", seen, {"do": "accept", **span(STATEMENT)})
    second = make_page(tmp_path, [notice])
    assert second.document("notice")["statements"][0]["review"] == "accepted"
    action = {"do": "set", **span(STATEMENT), "bodies": []}
    answer = second.post("/api/documents/notice/actions", {"actions": [action], "revision": seen})
    assert answer.status_code == 409
    second.act("notice", seen, {"do": "accept", **span("（省财政厅牵头，省审计厅配合）")})
    assert len(read_corrections(corrections(second, notice)).entries) == 2


def test_a_changed_source_is_read_again_and_old_offsets_are_refused(page: Page, notice: Path) -> None:
    seen = page.document("notice")["revision"]
    notice.write_text("（新）" + TEXT, encoding="utf-8")
    answer = page.post(
        "/api/documents/notice/actions", {"actions": [{"do": "accept", **span(STATEMENT)}], "revision": seen}
    )
    assert answer.status_code == 409
    shown = page.document("notice")
    assert shown["text"].startswith("（新）")
    page.act("notice", shown["revision"], {"do": "accept", **span(STATEMENT, shown["text"])})


def test_bodies_marked_in_a_document_make_it_readable(tmp_path: Path) -> None:
    text = "工作通知\n一、办好第一件事\n这件事请春风书屋尽快去做。\n"
    path = tmp_path / "odd.txt"
    path.write_text(text, encoding="utf-8")
    page = make_page(tmp_path, [path])
    shown = page.document("odd")
    assert shown["failure"] and shown["text"] == text
    body = {"name": "春风书屋", "role": "responsible"}
    page.act("odd", shown["revision"], {"do": "set", **span("春风书屋", text), "bodies": [body]})
    again = page.document("odd")
    assert again["failure"] is None
    assert [body["name"] for statement in again["statements"] for body in statement["bodies"]] == ["春风书屋"]
    assert [measure["title"] for measure in again["measures"]] == ["办好第一件事"]


@pytest.mark.parametrize("words", ["（省财政厅牵头，省审计厅配合）", None])
def test_a_correction_whose_words_changed_waits_for_a_decision(page: Page, notice: Path, words: str | None) -> None:
    lost = "（省财政厅牵头，省教育厅配合）"
    corrections(page, notice).write_text(
        f"version: 2\nstatements:\n- words: {lost}\n  bodies: [{{name: 省财政厅, role: lead}}]\n", encoding="utf-8"
    )
    shown = page.document("notice")
    (entry,) = shown["lost"]
    assert (entry["kind"], entry["words"], entry["entry"]["bodies"][0]["name"]) == ("statement", lost, "省财政厅")
    item = shown["queue"][0]
    assert (item["kind"], item["lost"], item["severity"]) == ("lost", entry["id"], 10)
    page.act("notice", shown["revision"], {"do": "resolve", "lost": entry["id"], "words": words})
    again = page.document("notice")
    assert again["lost"] == [] and again["failure"] is None
    found = entries(read_corrections(corrections(page, notice))) if words else []
    assert found == ([(words, ["省财政厅"])] if words else []) and corrections(page, notice).exists() == bool(words)


def test_files_of_other_kinds_open_or_say_why_not(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    page = make_page(tmp_path, [tmp_path])
    for line in page.get("/api/documents")["documents"]:
        shown = page.document(line["id"])
        assert shown["text"] == "" and shown["failure"]["zh"] and shown["queue"] == []


def test_two_documents_of_one_name_are_two(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "notice.txt").write_text(TEXT, encoding="utf-8")
    page = make_page(tmp_path, [tmp_path / "a" / "notice.txt", tmp_path / "b" / "notice.txt"])
    assert [line["id"] for line in page.get("/api/documents")["documents"]] == ["notice", "notice-2"]


def test_a_reading_is_made_once_for_each_revision(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    read_one = Readings._read

    def counted(self: Readings, reading: object, fault: object) -> object:
        made.append(reading.revision)  # type: ignore[attr-defined]
        return read_one(self, reading, fault)  # type: ignore[arg-type]

    monkeypatch.setattr(Readings, "_read", counted)
    shown = page.document("notice")
    page.document("notice")
    page.act("notice", shown["revision"], {"do": "accept", **span(STATEMENT)})
    assert len(made) == 1  # an action does not read
    page.document("notice")
    page.post("/api/documents/notice/undo")
    page.document("notice")
    assert len(made) == len(set(made)) == 2


def test_an_action_does_not_wait_for_a_reading(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = page.document("notice")
    page.act("notice", shown["revision"], {"do": "accept", **span(STATEMENT)})
    begun, go_on = threading.Event(), threading.Event()
    read_one = Readings._read

    def slow(self: Readings, reading: object, fault: object) -> object:
        begun.set()
        assert go_on.wait(30)
        return read_one(self, reading, fault)  # type: ignore[arg-type]

    monkeypatch.setattr(Readings, "_read", slow)
    reading = threading.Thread(target=page.session.view("notice").content)
    reading.start()
    assert begun.wait(30)
    try:
        page.act("notice", shown["revision"], {"do": "accept", **span("（省财政厅牵头，省审计厅配合）")})
        assert page.get("/api/documents")["documents"]
    finally:
        go_on.set()
        reading.join(30)


def test_many_windows_at_once_lose_nothing(tmp_path: Path) -> None:
    text = "一、任务\n" + "".join(f"{n}.第{n}项工程。（省财政厅负责）\n" for n in range(60))
    path = tmp_path / "notice.txt"
    path.write_text(text, encoding="utf-8")
    # Two servers of one folder, each with two windows.
    pages = [make_page(tmp_path, [path]) for _ in range(2)]
    seen = pages[0].document("notice")["revision"]
    spans = [{"start": at, "end": at + 8} for at in range(len(text)) if text.startswith("（省财政厅负责）", at)]
    wrong: list[str] = []

    def review(number: int) -> None:
        notice = pages[number % 2].session.view("notice").notice
        for at in spans[number::4]:
            try:
                notice.apply([Action("accept", at["start"], at["end"])], seen)
            except Exception as error:
                wrong.append(repr(error))

    threads = [threading.Thread(target=review, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not wrong
    assert len(read_corrections(tmp_path / "notice.corrections.yaml").entries) == len(spans) == 60


def test_files_are_saved(page: Page) -> None:
    for name, magic in (("ledger.xlsx", b"PK"), ("atlas.zip", b"PK"), ("graph.trig", b"@base")):
        answer = page.client.get(f"/download/{name}")
        assert answer.status_code == 200 and answer.content.startswith(magic), answer.text[:300]
        assert f'filename="{name}"' in answer.headers["content-disposition"]
    assert page.client.get("/download/corrections/notice").status_code == 404
    page.act("notice", page.document("notice")["revision"], {"do": "accept", **span(STATEMENT)})
    answer = page.client.get("/download/corrections/notice")
    assert answer.status_code == 200 and STATEMENT in answer.text


def test_without_documents_there_is_nothing_to_save(tmp_path: Path) -> None:
    page = make_page(tmp_path, [])
    assert page.get("/api/documents")["documents"] == []
    assert page.client.get("/download/ledger.xlsx").status_code == 409


def test_bodies_are_suggested(page: Page) -> None:
    assert [offer["why"] for offer in page.get("/api/bodies", q="sjtyst", document="notice")][:1] == ["pinyin"]
    assert page.get("/api/bodies", q="", document="notice") == []


def test_stopping_is_passed_on(page: Page) -> None:
    assert page.post("/api/stop").status_code == 200
    assert page.stopped == [True]


def test_pages_and_assets_load(page: Page) -> None:
    for path in ("/", "/review/notice"):
        answer = page.client.get(path)
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
        for source in {part.split('"')[0] for part in answer.text.split('"/assets/')[1:]}:
            assert page.client.get(f"/assets/{source}").status_code == 200, source


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/documents/none", 404),
        ("GET", "/review/none", 404),
        ("GET", "/assets/../app.py", 404),
        ("GET", "/assets/%2e%2e%2fapp.py", 404),
        ("GET", "/download/none.xlsx", 404),
        ("GET", "/api/bodies?q=a&document=none", 404),
        ("GET", "/api/documents/notice/pages/1.png", 404),
        ("GET", "/api/documents/notice/actions", 405),
        ("PUT", "/api/documents", 405),
        ("POST", "/api/documents/none/actions", 404),
        ("POST", "/api/documents/notice/actions", 400),
    ],
)
def test_what_is_refused_is_one_sentence(page: Page, method: str, path: str, status: int) -> None:
    answer = page.post(path) if method == "POST" else page.client.request(method, path)
    assert answer.status_code == status
    error = json.loads(answer.content)["error"]
    assert error["zh"] and error["en"] and "\n" not in error["zh"] + error["en"]


def test_what_cannot_be_written_is_told(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    shown = page.document("notice")
    monkeypatch.setattr("policygraph.review.notice.write_corrections", full)
    answer = page.post(
        "/api/documents/notice/actions",
        {"actions": [{"do": "accept", **span(STATEMENT)}], "revision": shown["revision"]},
    )
    assert answer.status_code == 500 and answer.json()["error"]["en"].startswith("Not saved: ")
    assert page.document("notice")["revision"] == shown["revision"]
