"""The container: what it is built from, and that it answers without rights and without writing. Slow."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools import container_check

from needs import lacking

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.packaging, pytest.mark.slow]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that .dockerignore lets through, and a wheel built from them alone."""
    folder = tmp_path_factory.mktemp("context")
    names = [line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if line.startswith("!")]
    assert {"src", "pyproject.toml", "constraints.txt"} <= set(names)
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        elif "*" not in name:
            shutil.copy(ROOT / name, folder / name)
    build: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--wheel",
        "--outdir",
        folder / "dist",
        folder,
    ]
    # Without npm: the editor of the query page is not what is tested here.
    done = subprocess.run(build, capture_output=True, text=True, env=os.environ | {"PATH": str(folder)})
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_context_has_what_a_wheel_needs(context: Path) -> None:
    (wheel,) = (context / "dist").glob("policygraph-*.whl")
    listed = subprocess.run([sys.executable, "-m", "zipfile", "--list", wheel], capture_output=True, text=True).stdout
    assert "policygraph/_data/ontology/policygraph.ttl" in listed and "policygraph/_data/queries/" in listed


def need_root() -> None:
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("setpriv") or not shutil.which("ip"):
        lacking("needs root on Linux, with setpriv (util-linux) and ip (iproute2)")


def test_the_server_needs_no_rights_and_writes_nothing(context: Path) -> None:
    need_root()
    (wheel,) = (context / "dist").glob("policygraph-*.whl")
    assert container_check.check_container(wheel, "stand-in") == "stand-in"


@pytest.mark.full
def test_the_image_is_built_and_answers(context: Path) -> None:
    need_root()
    if not shutil.which("buildah") or not shutil.which("mmdebstrap"):
        lacking("needs buildah and mmdebstrap")
    dist = ROOT / "dist"
    dist.mkdir(exist_ok=True)
    wheel = Path(shutil.copy(next((context / "dist").glob("policygraph-*.whl")), dist))
    assert container_check.check_container(wheel, "buildah") == "buildah"


def test_a_wrong_answer_is_not_taken_for_health() -> None:
    container_check.check_answer('{"status": "ok", "quads": 3}\nuser 10001\n')
    for said in ('{"status": "ok", "quads": 3}\nuser 0', '{"status": "ok", "quads": 0}\nuser 10001'):
        with pytest.raises(container_check.CheckError):
            container_check.check_answer(said)
