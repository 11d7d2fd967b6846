"""Build the container image and see that it answers: rootless, without network, with a read-only file system.

    python tools/container_check.py WHEEL [--by podman|docker|buildah|stand-in]

Without ``--by`` it takes the first of these that the machine has:

1. podman or docker: the base image comes from a registry;
2. buildah and mmdebstrap, as root: the base image is a Debian made here; nothing comes from a registry of images;
3. a stand-in, as root: the wheel in a virtual environment, started by an unprivileged user. No image is built.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
#: The Debian and the wheels that go into an image are kept between runs.
KEPT = ROOT / "build" / "container"
EXTRAS = "fast,formats,ledger,mcp,server"
NOTICE = ROOT / "examples" / "anhui-cold-chain-2020.txt"
USER = "10001"
IMAGE = "policygraph-check"
NAMESPACES = ("unshare", "--mount", "--net", "--pid", "--fork")


class CheckError(Exception):
    """The image cannot be built, or does not do what it should."""


def run(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> str:
    """Run a program in the checkout.

    Args:
        command: Program and arguments.
        env: What is added to its environment.

    Returns:
        Its standard output.

    Raises:
        CheckError: It failed; the text is the end of what it said.
    """
    words = [str(word) for word in command]
    done = subprocess.run(
        words, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=os.environ | dict(env or {})
    )
    if done.returncode:
        raise CheckError(
            f"{' '.join(words[:5])} …: exit {done.returncode}: {(done.stdout + done.stderr).strip()[-1500:]}"
        )
    return done.stdout


def choose_way() -> str:
    """Choose how the image is run.

    Returns:
        ``podman``, ``docker``, ``buildah`` or ``stand-in``.

    Raises:
        CheckError: The machine has none of them.
    """
    for program in ("podman", "docker"):
        if shutil.which(program) and not subprocess.run([program, "info"], capture_output=True).returncode:
            return program
    tools = {name for name in ("buildah", "mmdebstrap", "unshare", "chroot", "setpriv", "ip") if shutil.which(name)}
    if os.name == "posix" and os.geteuid() == 0 and {"unshare", "ip"} <= tools:
        if {"buildah", "mmdebstrap", "chroot"} <= tools:
            return "buildah"
        if "setpriv" in tools:
            return "stand-in"
    raise CheckError(
        "needs podman or docker; or, as root, buildah and mmdebstrap; or, as root, unshare, setpriv and ip"
    )


def write_graph(folder: Path) -> None:
    """Write a graph that any user can read.

    Args:
        folder: The folder that is mounted at /data; the graph is the store ``graph`` in it.
    """
    code = "import sys, policygraph; policygraph.build(sys.argv[1], sys.argv[2], jobs=1)"
    run([sys.executable, "-c", code, NOTICE, folder / "graph"])
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def check_answer(said: str) -> None:
    """Check what ``container_inside.sh`` printed.

    Args:
        said: The answer of /health, and the user.

    Raises:
        CheckError: The server has no statements, or runs as another user.
    """
    answer, _, user = said.strip().rpartition("\n")
    if user != f"user {USER}":
        raise CheckError(f"the server ran as {user}")
    health = json.loads(answer.splitlines()[-1])
    if health["status"] != "ok" or not health["quads"]:
        raise CheckError(f"/health says {health}")


# --- with podman or docker ------------------------------------------------------------------------------------------


def check_by_engine(engine: str, wheel: Path, data: Path) -> None:
    """Build and run the image with podman or docker.

    Args:
        engine: The program.
        wheel: The wheel, in the checkout.
        data: The folder with the graph.

    Raises:
        CheckError: The image cannot be built or does not answer.
    """
    form = ["--format", "docker"] if engine == "podman" else []
    source = f"SOURCE={wheel.relative_to(ROOT)}"
    run([engine, "build", *form, "--build-arg", source, "--file", "Containerfile", "--tag", IMAGE, "."])
    options = ["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
    mount = ["--volume", f"{data}:/data:ro", "--publish", "127.0.0.1::8000"]
    container = run([engine, "run", "--detach", *options, *mount, IMAGE]).strip()
    try:
        address = run([engine, "port", container, "8000"]).split()[-1]
        user = run([engine, "exec", container, "id", "-u"]).strip()
        check_answer(f"{_wait(f'http://{address}/health')}\nuser {user}")
    finally:
        run([engine, "rm", "--force", container])


def _wait(url: str, seconds: int = 90) -> str:
    for second in range(seconds):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError as error:
            if second == seconds - 1:
                raise CheckError(f"{url}: {error}") from error
            time.sleep(1)
    raise AssertionError


# --- with buildah and a Debian made here ----------------------------------------------------------------------------


def check_by_buildah(wheel: Path, data: Path) -> None:
    """Build the image in a chroot on a Debian of our own, and run it there.

    Args:
        wheel: The wheel, in the checkout.
        data: The folder with the graph.

    Raises:
        CheckError: The image cannot be built or does not answer.
    """
    suite = platform.freedesktop_os_release().get("VERSION_CODENAME", "stable")
    base = KEPT / f"{suite}.tar"
    if not base.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        slim = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in ("doc", "man", "locale")]
        part = base.with_suffix(".part.tar")
        run(["mmdebstrap", "--variant=minbase", "--include=python3,python3-venv", *slim, suite, part])
        part.replace(base)
    with tempfile.TemporaryDirectory(prefix="policygraph-image-") as folder:
        store = Path(folder)
        buildah: list[str | Path] = ["buildah", "--root", store / "root", "--runroot", store / "run"]
        env = {"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}
        empty = run([*buildah, "from", "scratch"], env).strip()
        try:
            run([*buildah, "add", "--quiet", empty, base, "/"], env)
            python = run([*buildah, "run", empty, "--", "python3", "-c", PRINT_VERSION], env).strip()
            run([*buildah, "commit", "--quiet", empty, "localhost/base"], env)
            _build_image(buildah, env, wheel, _collect_wheels(wheel, python), store)
            _run_image(buildah, env, data)
        finally:
            run([*buildah, "rm", "--all"], env)


PRINT_VERSION = "import sys; print('.'.join(map(str, sys.version_info[:2])))"


def _collect_wheels(wheel: Path, python: str) -> Path:
    """Collect what the image installs, since it has no connection: as wheels for its Python."""
    wheels = KEPT / f"wheels-{python}"
    machine = platform.machine()
    tags = [f"manylinux{name}_{machine}" for name in ("_2_34", "_2_28", "_2_17", "2014", "2010", "1")]
    chosen = [word for tag in tags for word in ("--platform", tag)]
    pip: list[str | Path] = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", wheels]
    pip += ["--only-binary", ":all:", "--python-version", python, "--implementation", "cp", *chosen]
    run([*pip, "--constraint", "constraints.txt", f"{wheel}[{EXTRAS}]"])
    for copy in wheels.glob("policygraph-*.whl"):
        copy.unlink()
    return wheels


def _build_image(buildah: Sequence[str | Path], env: Mapping[str, str], wheel: Path, wheels: Path, store: Path) -> None:
    settings = store / "pip.conf"
    settings.write_text("[global]\nno-index = true\nfind-links = /wheels\n", encoding="utf-8")
    given = ["--build-arg", "BASE=localhost/base", "--build-arg", f"SOURCE={wheel.relative_to(ROOT)}"]
    mounts = ["--volume", f"{wheels}:/wheels:ro", "--volume", f"{settings}:/etc/pip.conf:ro"]
    options = ["--quiet", "--pull-never", "--isolation", "chroot", "--format", "docker", "--file", "Containerfile"]
    run([*buildah, "bud", *options, *given, *mounts, "--tag", IMAGE, "."], env)


def _run_image(buildah: Sequence[str | Path], env: Mapping[str, str], data: Path) -> None:
    image: dict[str, Any] = json.loads(run([*buildah, "inspect", "--type", "image", f"localhost/{IMAGE}"], env))[
        "Docker"
    ]
    settings = image["config"]
    kind, *health = settings["Healthcheck"]["Test"]
    wanted = {"User": f"{USER}:{USER}", "Entrypoint": ["policygraph"], "WorkingDir": "/data"}
    if kind != "CMD" or any(settings[name] != value for name, value in wanted.items()):
        raise CheckError(f"the image has other settings: {settings}")
    path = dict(each.split("=", 1) for each in settings["Env"])["PATH"]
    container = run([*buildah, "from", "--pull-never", f"localhost/{IMAGE}"], env).strip()
    root = run([*buildah, "mount", container], env).strip()
    size = sum(file.lstat().st_size for file in Path(root).rglob("*") if file.is_file() and not file.is_symlink())
    print(f"the files of the image are {size / 1e6:.0f} MB")
    check_answer(run([*NAMESPACES, "bash", "tools/container_inside.sh", "image", root, data, path, *health]))


# --- the stand-in ---------------------------------------------------------------------------------------------------


def check_by_stand_in(wheel: Path, data: Path) -> None:
    """Run the wheel as the image would: an unprivileged user, everything read-only.

    Args:
        wheel: The wheel.
        data: The folder with the graph.

    Raises:
        CheckError: It cannot be installed or does not answer.
    """
    # The Python of the system: one below a home folder is closed to other users.
    python = next(
        (path for path in ("/usr/bin/python3", "/usr/local/bin/python3") if _is_supported(path)), sys.executable
    )
    with tempfile.TemporaryDirectory(prefix="policygraph-environment-") as folder:
        Path(folder).chmod(0o755)
        run([python, "-m", "venv", "--without-pip", folder])
        install = [sys.executable, "-m", "pip", "--python", folder, "install", "--quiet"]
        run([*install, "--constraint", "constraints.txt", f"{wheel}[{EXTRAS}]"])
        check_answer(run([*NAMESPACES, "bash", "tools/container_inside.sh", "stand-in", folder, data]))


def _is_supported(python: str) -> bool:
    code = "import sys, venv; sys.exit(sys.version_info < (3, 11))"
    return Path(python).exists() and not subprocess.run([python, "-c", code], capture_output=True).returncode


def check_container(wheel: Path, way: str | None = None) -> str:
    """Build the image and see that it answers.

    Args:
        wheel: The wheel, in the checkout.
        way: How, or ``None`` for the best that the machine has.

    Returns:
        How it was done.

    Raises:
        CheckError: It does not work.
    """
    way = way or choose_way()
    with tempfile.TemporaryDirectory(prefix="policygraph-data-") as folder:
        data = Path(folder)
        write_graph(data)
        if way == "stand-in":
            check_by_stand_in(wheel.resolve(), data)
        elif way == "buildah":
            check_by_buildah(wheel.resolve(), data)
        else:
            check_by_engine(way, wheel.resolve(), data)
    return way


def main() -> int:
    """Check the image; exit 1 if it fails."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("wheel", type=Path, help="the wheel that the image installs, in dist/ of the checkout")
    ask.add_argument(
        "--by", choices=["podman", "docker", "buildah", "stand-in"], help="how; default: the best there is"
    )
    given = ask.parse_args()
    try:
        way = check_container(given.wheel, given.by)
    except CheckError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"/health answers ({way})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
