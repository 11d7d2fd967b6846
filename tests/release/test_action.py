"""What users' repositories run: the GitHub Action, the hooks of pre-commit, the example of a repository."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from needs import lacking
from schemas import find_faults, load_yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION: dict[str, Any] = load_yaml(ROOT / "action.yml")
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
EXAMPLE = ROOT / "examples" / "repository"
UNREAD = "（一）修路。（责任单位：省财政厅、尽快落实到位）\n（二）架桥。（省水利厅负责）\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of the example."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "repository"))


def act(folder: Path, **inputs: str) -> tuple[int, list[str], str, str]:
    """Run the last step of the action; its exit code, annotations, summary and outputs."""
    temp = folder.parent / "temp"
    temp.mkdir(exist_ok=True)
    step = ACTION["runs"]["steps"][-1]
    given = (
        {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
        | {"sources": "notices"}
        | inputs
    )
    variables = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], str(value))
        for name, value in step["env"].items()
    }
    files = {name: temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("", encoding="utf-8")
    env = os.environ | variables | {name: str(file) for name, file in files.items()}
    env |= {
        "ACTION": str(ROOT),
        "RUNNER_TEMP": str(temp),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step["run"]],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert "Traceback" not in done.stderr, done.stderr
    # Between the two tokens GitHub listens to nothing.
    heard = re.sub(r"^::stop-commands::(\w+)\n.*?^::\1::\n", "", done.stdout, flags=re.MULTILINE | re.DOTALL)
    annotations = [line for line in heard.splitlines() if line.startswith("::")]
    texts = [file.read_text(encoding="utf-8") for file in files.values()]
    return done.returncode, annotations, texts[1], texts[0]


def test_the_action_follows_its_schema() -> None:
    assert find_faults(ACTION, "github-actions") == []
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name in ACTION["inputs"]:
        assert f"inputs.{name} " in text, name
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_action_builds_the_example(repository: Path) -> None:
    code, annotations, summary, outputs = act(repository)
    assert code == 0
    assert annotations == []
    assert "1 notices, 3 measures, 5 responsibilities, 0 unread" in summary and "Everything was read" in summary
    assert outputs == "unread=0\nviolations=0\n"
    assert (repository / "policies.ttl").is_file()


def test_the_action_annotates_what_is_unread(repository: Path) -> None:
    (repository / "notices" / "路桥, 一.txt").write_text(UNREAD, encoding="utf-8")
    code, annotations, summary, outputs = act(repository)
    assert code == 1 and "unread=1\n" in outputs
    assert annotations[0].startswith("::error title=Not read,file=notices/路桥%2C 一.txt,line=1::尽快落实到位 (")
    assert "| Not read | `notices/路桥, 一.txt`:1 | 尽快落实到位" in summary
    # The findings of validation have file and line too, and are told once.
    assert all(
        re.match(r"::warning title=Look again(,file=notices/路桥%2C 一\.txt(,line=\d)?)?::", a) for a in annotations[1:]
    )
    code, annotations, summary, _ = act(repository, strict="false", validate="false", lang="zh")
    assert code == 0
    assert [line.partition("::尽快")[0] for line in annotations] == [
        "::warning title=未读出,file=notices/路桥%2C 一.txt,line=1"
    ]
    assert "处未读出" in summary


def test_a_notice_gives_the_forge_no_orders(repository: Path) -> None:
    evil = "（一）修路。（责任单位：省财政厅、尽快::error file=a::落实<img src=x>|到位）\n::set-output name=a::b\n"
    (repository / "notices" / "a.txt").write_text(evil, encoding="utf-8")
    _, annotations, summary, outputs = act(repository)
    assert all(line.startswith(("::error title=", "::warning title=")) for line in annotations)
    assert "<img" not in summary
    assert re.fullmatch(r"unread=\d\nviolations=0\n", outputs)


def test_the_action_says_what_it_cannot_read(repository: Path) -> None:
    code, annotations, _, _ = act(repository, sources="nowhere.txt")
    assert code == 2 and len(annotations) == 1 and "nowhere.txt" in annotations[0]
    assert act(repository, sources=" ")[0] == 2


def run_hook(name: str, folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """Run a hook on files as pre-commit would, in the environment of the tests."""
    hook = HOOKS[name]
    wanted = [
        file for file in files if re.search(hook["files"], file) and not re.search(hook.get("exclude", "^$"), file)
    ]
    words = shlex.split(hook["entry"])
    program = Path(sys.executable).parent / words[0]
    return subprocess.run([program, *words[1:], *wanted], cwd=folder, capture_output=True, text=True, encoding="utf-8")


def test_the_hook_of_notices(repository: Path) -> None:
    names = ["README.md", "notices/chuzhou-school-meals-2024.txt", ".pre-commit-config.yaml"]
    before = sorted(repository.rglob("*"))
    assert run_hook("policygraph-build", repository, *names).returncode == 0
    (repository / "notices" / "b.txt").write_text(UNREAD, encoding="utf-8")
    assert run_hook("policygraph-build", repository, *names, "notices/b.txt").returncode == 1
    (repository / "notices" / "b.txt").unlink()
    assert sorted(repository.rglob("*")) == before


def test_the_hook_of_graphs(repository: Path) -> None:
    import policygraph

    graph = policygraph.build(repository / "notices", repository / "notices.ttl").path
    assert graph is not None
    assert run_hook("policygraph-validate", repository, "notices.ttl").returncode == 0
    text = graph.read_text(encoding="utf-8")
    graph.write_text(text.replace("cv:hasParticipant", "cv:hadParticipant"), encoding="utf-8")
    assert run_hook("policygraph-validate", repository, "notices.ttl").returncode == 1


def test_the_example_uses_the_action_and_the_hooks() -> None:
    workflow = load_yaml(EXAMPLE / ".github" / "workflows" / "notices.yml")
    assert find_faults(workflow, "github-workflows") == []
    (used,) = (step for step in workflow["jobs"]["graph"]["steps"] if "policygraph@" in step.get("uses", ""))
    assert set(used["with"]) <= set(ACTION["inputs"])
    config = load_yaml(EXAMPLE / ".pre-commit-config.yaml")
    assert {hook["id"] for repo in config["repos"] for hook in repo["hooks"]} == set(HOOKS)


@pytest.mark.slow
@pytest.mark.full
def test_pre_commit_installs_and_runs_the_hooks(repository: Path, tmp_path: Path) -> None:
    program = shutil.which("pre-commit", path=Path(sys.executable).parent)
    if program is None or not (ROOT / ".git").exists():
        lacking("needs pre-commit (extra dev) and a checkout of git")
    subprocess.run(["git", "init", "--quiet", repository], check=True)
    (repository / "notices" / "b.txt").write_text(UNREAD, encoding="utf-8")
    subprocess.run(["git", "add", "."], cwd=repository, check=True)
    env = os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    words = [program, "try-repo", str(ROOT), "policygraph-build", "--files"]
    runs = {
        name: subprocess.run([*words, name], cwd=repository, env=env, capture_output=True, text=True, encoding="utf-8")
        for name in ("notices/chuzhou-school-meals-2024.txt", "notices/b.txt")
    }
    good, bad = runs.values()
    assert good.returncode == 0 and "Passed" in good.stdout, good.stdout + good.stderr
    assert bad.returncode == 1 and "尽快落实到位" in bad.stdout


@pytest.mark.slow
@pytest.mark.full
def test_the_action_installs_itself(tmp_path: Path) -> None:
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("name") == "install policygraph")
    paths = tmp_path / "path"
    env = os.environ | {
        "ACTION": str(ROOT),
        "EXTRAS": "formats",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_PATH": str(paths),
    }
    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step["run"]], env=env | {"RUNNER_OS": "Linux"}, check=True)
    program = Path(paths.read_text(encoding="utf-8").strip()) / "policygraph"
    notice = EXAMPLE / "notices" / "chuzhou-school-meals-2024.txt"
    assert subprocess.run([program, "build", "--strict", notice], cwd=tmp_path).returncode == 0
