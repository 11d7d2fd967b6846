"""Do locally what a release does, and say which steps passed: ``make release-check``.

    python tools/release_check.py [--without STEP ...] [--output DIR]
    python tools/release_check.py --try WHEEL

From the last commit: sdist, the wheel from it, their checks, the wheel in an empty environment of every Python found,
the bill of materials, the container. With ``--try`` only: install a wheel with this Python and use it. Exit 1 if a step
fails.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SBOM = "policygraph.cdx.json"
#: Pythons looked for on the path, and under pyenv.
NAMES = tuple(f"python3.{minor}" for minor in range(11, 16))
#: Statements of responsibility in the bundled example (examples/README.md).
RESPONSIBILITIES = 106
STEPS = ("tree", "version", "sdist", "wheel", "checks", "pythons", "sbom", "container")


class StepError(Exception):
    """A step failed."""


@dataclass(frozen=True)
class Step:
    """What became of a step."""

    name: str
    passed: bool
    note: str
    seconds: float


def run(command: Sequence[str | Path], cwd: Path = ROOT, **env: str) -> str:
    """Run a program with nothing of the checkout in its environment.

    Args:
        command: Program and arguments.
        cwd: Where it runs.
        env: What is added to its environment.

    Returns:
        Its standard output.

    Raises:
        StepError: It failed; the text is the end of what it said.
    """
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=clean | env, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-1500:]
        raise StepError(f"{Path(words[0]).name} {' '.join(words[1:4])}: exit {done.returncode}\n{said}")
    return done.stdout


def find_pythons() -> Iterator[tuple[str, str]]:
    """Find the supported Pythons of this machine.

    Yields:
        The version and the path of each, one for each minor version.
    """
    found: dict[str, str] = {}
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for path in (*NAMES, *(str(path) for name in NAMES for path in sorted(pyenv.glob(f"*/bin/{name}")))):
        code = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
        try:
            version = run([path, "-c", code]).strip()
        except (OSError, StepError):
            continue
        found.setdefault(version, path)
    yield from sorted(found.items(), key=lambda item: int(item[0].partition(".")[2]))


# --- the steps: each returns a note -----------------------------------------------------------------------------------


def check_tree() -> str:
    """Check that everything is committed.

    Returns:
        The commit.

    Raises:
        StepError: Files are changed or new.
    """
    if changed := run(["git", "status", "--porcelain"]).splitlines():
        raise StepError(f"{len(changed)} files are not committed: {', '.join(line[3:] for line in changed[:5])}")
    return run(["git", "log", "-1", "--format=%h %s"]).strip()


def check_version() -> str:
    """Check that the files name one version, and the tag of the commit, if it has one.

    Returns:
        The version and the tag.

    Raises:
        StepError: They differ, or the citation is not valid.
    """
    tags = [tag for tag in run(["git", "tag", "--points-at", "HEAD"]).split() if tag.startswith("v")]
    version = run([sys.executable, "tools/version.py", *(word for tag in tags for word in ("--tag", tag))]).strip()
    run([_program("check-jsonschema"), "--builtin-schema", "citation-file-format", "CITATION.cff"])
    return f"{version}, {'tag ' + tags[0] if tags else 'no tag here'}; CITATION.cff is valid, .zenodo.json agrees"


def build_sdist(output: Path) -> str:
    """Build the sdist of the last commit.

    Args:
        output: The folder it goes to.

    Returns:
        Its name and size.

    Raises:
        StepError: It cannot be built.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        run(["git", "archive", "--output", f"{folder}/source.tar", "HEAD"])
        with tarfile.open(f"{folder}/source.tar") as archive:
            archive.extractall(source, filter="data")
        run([sys.executable, "-m", "build", "--no-isolation", "--sdist", "--outdir", output, "."], cwd=source)
    return _describe(next(output.glob("policygraph-*.tar.gz")))


def build_wheel(output: Path) -> str:
    """Build the wheel from the sdist.

    Args:
        output: The folder with the sdist.

    Returns:
        Its name and size, and whether it has the editor of the query page.

    Raises:
        StepError: It cannot be built, or lacks the editor though npm is here.
    """
    sdist = next(output.glob("policygraph-*.tar.gz"))
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(sdist) as archive:
            archive.extractall(folder, filter="data")
        (source,) = Path(folder).iterdir()
        run([sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", output, source], cwd=source)
    wheel = next(output.glob("policygraph-*.whl"))
    listed = run([sys.executable, "-m", "zipfile", "--list", wheel])
    editor = "codemirror.js" in listed
    if shutil.which("npm") and not editor:
        raise StepError("npm is here, but the wheel lacks the editor of the query page (editor/hatch_build.py)")
    return f"{_describe(wheel)}, {'with' if editor else 'WITHOUT'} the editor of the query page"


def check_distributions(output: Path) -> str:
    """Check sdist and wheel as PyPI and other people would.

    Args:
        output: The folder with both.

    Returns:
        The checks.

    Raises:
        StepError: A check found something.
    """
    files = [*output.glob("policygraph-*.whl"), *output.glob("policygraph-*.tar.gz")]
    run([_program("twine"), "check", "--strict", *files])
    run([_program("check-wheel-contents"), files[0]])
    # The authors are a group without an address of mail.
    run([_program("pyroma"), "--min", "10", "--skip-tests", "AuthorEmail", files[1]])
    return "twine --strict, check-wheel-contents, pyroma 10/10 (but for an address of mail)"


def try_wheel(wheel: Path, python: str, environment: Path) -> str:
    """Install the wheel into an empty environment and use it from another folder.

    Args:
        wheel: The wheel.
        python: The interpreter.
        environment: The folder of the environment.

    Returns:
        What was done.

    Raises:
        StepError: Something failed.
    """
    run([python, "-m", "venv", environment])
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = [programs / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile"]
    run([*pip, "--constraint", ROOT / "constraints.txt", wheel.resolve()])
    policygraph = programs / "policygraph"
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        version = run([policygraph, "--version"], cwd=here).split()[-1]
        run([policygraph, "demo", "out"], cwd=here, PYTHONUTF8="1")
        asked = [policygraph, "query", "responsibilities", "out/fujian.ttl", "--format", "csv"]
        rows = list(csv.DictReader(io.StringIO(run(asked, cwd=here, PYTHONUTF8="1"))))
        if len(rows) != RESPONSIBILITIES:
            raise StepError(f"the example has {len(rows)} responsibilities, not {RESPONSIBILITIES}")
        run([policygraph, "validate", "out/fujian.ttl"], cwd=here)
        run([policygraph, "atlas", "out/fujian.ttl", "-o", "atlas"], cwd=here)
        if not (here / "atlas" / "index.html").stat().st_size:
            raise StepError("the atlas has an empty start page")
    return f"{version}: demo, query ({len(rows)} rows), validate, atlas"


def write_sbom(output: Path, environment: Path) -> str:
    """Write the bill of materials of what the wheel installs.

    Args:
        output: The folder it goes to.
        environment: An environment with the wheel and what it needs.

    Returns:
        The number of components.

    Raises:
        StepError: It cannot be written, or names a path of this machine.
    """
    file = output / SBOM
    python = environment / "bin" / "python"
    options = [
        "--pyproject",
        "pyproject.toml",
        "--output-reproducible",
        "--output-format",
        "JSON",
        "--output-file",
        file,
    ]
    run([_program("cyclonedx-py"), "environment", *options, python])
    bill = json.loads(file.read_text(encoding="utf-8"))
    # pip and the wheel itself are not what it needs; the wheel is named by a path of this machine.
    bill["components"] = [part for part in bill["components"] if part["name"] not in {"pip", "policygraph"}]
    names = {part["name"] for part in bill["components"]}
    if not {"rdflib", "pyoxigraph", "pyshacl"} <= {name.lower() for name in names}:
        raise StepError(f"the bill names only {', '.join(sorted(names))}")
    text = json.dumps(bill, ensure_ascii=False, indent=2) + "\n"
    if "file://" in text:
        raise StepError("the bill names a path of this machine")
    file.write_text(text, encoding="utf-8", newline="\n")
    return f"{SBOM}, CycloneDX {bill['specVersion']}: {len(names)} components"


def check_image(output: Path) -> str:
    """Build the container image, or its stand-in, and ask its health.

    Args:
        output: The folder with the wheel.

    Returns:
        How it was built.

    Raises:
        StepError: It does not answer.
    """
    # The image is built from the checkout, and the wheel must be in dist/ of it.
    dist = ROOT / "dist"
    dist.mkdir(exist_ok=True)
    wheel = Path(shutil.copy(next(output.glob("policygraph-*.whl")), dist))
    return run([sys.executable, "tools/container_check.py", wheel]).strip().replace("\n", "; ")


def _program(name: str) -> str:
    """The path of a program of the environment that runs this script."""
    found = shutil.which(name, path=Path(sys.executable).parent) or shutil.which(name)
    if found is None:
        raise StepError(f"{name} is not installed: pip install -e '.[release]'")
    return found


def _describe(path: Path) -> str:
    return f"{path.name}, {path.stat().st_size / 1e6:.1f} MB"


# --- the table --------------------------------------------------------------------------------------------------------


def do_step(name: str, step: Callable[[], str]) -> Step:
    """Do a step and print its line.

    Args:
        name: What it is called.
        step: The step.

    Returns:
        What became of it.
    """
    start = time.perf_counter()
    try:
        passed, note = True, step()
    except (StepError, OSError, StopIteration) as error:
        passed, note = False, str(error) or "an earlier step made no file"
    seconds = time.perf_counter() - start
    first, *rest = note.splitlines() or [""]
    print(f"{'passed' if passed else 'FAILED'}  {seconds:4.0f} s  {name:<12}  {first}", flush=True)
    for line in rest:
        print(f"{'':>28}{line}")
    return Step(name, passed, note, seconds)


def check_release(output: Path, without: Sequence[str] = ()) -> list[Step]:
    """Do all steps; a failure does not stop those that can be done without it.

    Args:
        output: The folder for sdist, wheel and bill of materials; it is emptied.
        without: Steps that are left out.

    Returns:
        The steps.
    """
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    done: list[Step] = []

    def step(kind: str, name: str, action: Callable[[], str]) -> None:
        if kind not in without:
            done.append(do_step(name, action))

    step("tree", "clean tree", check_tree)
    step("version", "version", check_version)
    step("sdist", "sdist", lambda: build_sdist(output))
    step("wheel", "wheel", lambda: build_wheel(output))
    step("checks", "checks", lambda: check_distributions(output))
    with tempfile.TemporaryDirectory() as folder:
        environments = {version: (path, Path(folder) / version) for version, path in find_pythons()}
        for version, (path, environment) in environments.items():

            def use(path: str = path, environment: Path = environment) -> str:
                return try_wheel(next(output.glob("policygraph-*.whl")), path, environment)

            step("pythons", f"Python {version}", use)
        made = [environment for _, environment in environments.values() if environment.exists()]
        step("sbom", "SBOM", lambda: write_sbom(output, next(iter(made))))
    step("container", "container", lambda: check_image(output))
    return done


def main() -> int:
    """Check a release; exit 1 if a step fails."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument(
        "--output", type=Path, default=ROOT / "build" / "release", help="where the files go; it is emptied"
    )
    ask.add_argument(
        "--without", nargs="+", default=[], choices=STEPS, metavar="STEP", help=f"leave out: {', '.join(STEPS)}"
    )
    ask.add_argument("--try", dest="wheel", type=Path, help="only install this wheel with this Python and use it")
    given = ask.parse_args()
    if given.wheel:
        with tempfile.TemporaryDirectory() as folder:
            use = do_step("try", lambda: try_wheel(given.wheel, sys.executable, Path(folder) / "env"))
        return 0 if use.passed else 1
    steps = check_release(given.output.resolve(), given.without)
    failed = [step.name for step in steps if not step.passed]
    print(f"{len(steps) - len(failed)} passed, {len(failed)} failed" + (f": {', '.join(failed)}" if failed else ""))
    return 1 if failed or not steps else 0


if __name__ == "__main__":
    sys.exit(main())
