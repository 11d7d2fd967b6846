"""What the GitHub Action does (action.yml): build, validate, annotations with file and line, a summary of the job.

Its inputs are the variables SOURCES, OUTPUT, OPTIONS, STRICT, VALIDATE and UI_LANGUAGE; GitHub gives GITHUB_OUTPUT and
GITHUB_STEP_SUMMARY. Exit 1 if the data fails a check, 2 if it cannot be read.
"""

from __future__ import annotations

import json
import os
import secrets
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

#: GitHub shows at most ten annotations of a kind for a step; the summary has all up to this number.
SHOWN = 100
TITLES = {
    "en": {
        "unread": "Not read",
        "violation": "Not valid",
        "warning": "Look again",
        "failure": "File not read",
        "heads": ("where", "what"),
        "counts": "{documents} notices, {measures} measures, {responsibilities} responsibilities, {unread} unread",
        "none": "Everything was read.",
        "more": "… and {n} more",
    },
    "zh": {
        "unread": "未读出",
        "violation": "不合规范",
        "warning": "请核对",
        "failure": "文件无法读取",
        "heads": ("位置", "内容"),
        "counts": "{documents} 份文件，{measures} 条措施，{responsibilities} 项责任，{unread} 处未读出",
        "none": "全部读出。",
        "more": "……另有 {n} 处",
    },
}


@dataclass(frozen=True)
class Finding:
    """Something to look at: ``kind`` is a key of ``TITLES``, ``error`` whether it fails the job."""

    kind: str
    error: bool
    message: str
    path: str = ""
    line: int = 0

    def command(self, lang: str) -> str:
        r"""Return the line that GitHub turns into an annotation.

        Args:
            lang: Language of the title.

        Returns:
            The command, with all text from files escaped.

        Example:
            >>> Finding("unread", True, "100%\n::error::no", "a,b.txt", 3).command("en")
            '::error title=Not read,file=a%2Cb.txt,line=3::100%25%0A::error::no'
        """
        fields = {"title": str(TITLES[lang][self.kind]), "file": self.path, "line": str(self.line or "")}
        given = ",".join(f"{name}={_escape(value, ':,')}" for name, value in fields.items() if value)
        return f"::{'error' if self.error else 'warning'} {given}::{_escape(self.message)}"


def _escape(text: str, more: str = "") -> str:
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def find_sources(given: str) -> list[str]:
    """Split the input ``sources``.

    Args:
        given: Lines; a line that names no file is split at spaces.

    Returns:
        What ``policygraph build`` takes: files, folders, patterns; in order and once each.
    """
    lines = [line.strip() for line in given.splitlines() if line.strip()]
    words = [word for line in lines for word in ([line] if Path(line).exists() else line.split())]
    return list(dict.fromkeys(words))


def run_build(sources: list[str], environment: Mapping[str, str]) -> int:
    """Run ``policygraph build`` in this process; it prints what it has to say.

    Args:
        sources: Files and folders.
        environment: The inputs.

    Returns:
        The exit code without ``--strict``: this script has its own.
    """
    from policygraph.cli.main import main

    words = ["build", "--output", environment["OUTPUT"], "--report", environment["REPORT"]]
    words += ["--lang", environment["UI_LANGUAGE"], *shlex.split(environment.get("OPTIONS", "")), "--", *sources]
    # What the build says quotes notices: until the token comes GitHub takes no line of it as a command.
    token = secrets.token_hex(16)
    click.echo(f"::stop-commands::{token}")
    try:
        main(words)
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        click.echo(f"::{token}::")
    return 0


def read_report(path: Path, strict: bool) -> tuple[dict[str, int], dict[str, str], list[Finding]]:
    """Read the report of a build.

    Args:
        path: The report, as JSON.
        strict: Whether what is unread is an error.

    Returns:
        Counts, the file of each policy, and what was not read.
    """
    report = json.loads(path.read_text(encoding="utf-8"))
    counts = {"documents": len(report["policies"]), "measures": 0, "responsibilities": 0, "unread": 0}
    files: dict[str, str] = {}
    found = [Finding("failure", strict, str(reason), name) for name, reason in report["failures"].items()]
    for policy in report["policies"]:
        files[policy["policy"]] = policy["document"]
        counts["measures"] += policy["measures"]
        counts["responsibilities"] += policy["responsibilities"]
        for passage in policy["statements"]:
            if passage["kind"] == "unread":
                counts["unread"] += 1
                message = f"{' '.join(passage['text'].split())} ({passage['reason']})"
                found.append(Finding("unread", strict, message, policy["document"], passage["line"] or 0))
    return counts, files, found


def validate_graph(graph: str, files: Mapping[str, str], lang: str) -> Iterator[Finding]:
    """Validate the graph.

    Args:
        graph: The graph.
        files: The file of each policy.
        lang: Language of the messages.

    Yields:
        Each result, with file and line where it has a place in a source.
    """
    import policygraph

    for result in policygraph.validate(graph):
        # What is unread is in the report already, with its reason.
        if result.severity == "info" or "/unread/" in result.focus:
            continue
        place = result.place
        path = files.get(place.policy or "", "") if place else ""
        line = (place.line or 0) if place else 0
        yield Finding(result.severity, result.severity == "violation", result.line(lang), path, line)


def summarise(counts: Mapping[str, int], findings: Iterable[Finding], lang: str) -> str:
    """Write the summary of the job.

    Args:
        counts: What was read.
        findings: What to look at.
        lang: Language.

    Returns:
        Markdown.
    """
    words = TITLES[lang]
    rows = list(findings)
    lines = [f"### policygraph\n\n{str(words['counts']).format(**counts)}\n"]
    if rows:
        lines += ["| | {} | {} |".format(*words["heads"]), "|---|---|---|"]
        for each in rows[:SHOWN]:
            place = f"`{each.path}`" + (f":{each.line}" if each.line else "") if each.path else ""
            lines.append(f"| {words[each.kind]} | {place.replace('|', '¦')} | {_plain(each.message)} |")
        if len(rows) > SHOWN:
            lines.append("\n" + str(words["more"]).format(n=len(rows) - SHOWN))
    else:
        lines.append(str(words["none"]))
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Text from a file as text in a table of Markdown: neither markup nor HTML."""
    return "".join(f"&#{ord(sign)};" if sign in "|<>&`*_[]\\!~#@" else sign for sign in " ".join(text.split()))


def main() -> int:
    """Do what the inputs say.

    Returns:
        The exit code.
    """
    lang = "zh" if os.environ.get("UI_LANGUAGE") == "zh" else "en"
    strict = os.environ.get("STRICT", "true").lower() == "true"
    sources = find_sources(os.environ.get("SOURCES", ""))
    if not sources:
        click.echo("::error::the input 'sources' names nothing")
        return 2
    report = Path(os.environ.get("RUNNER_TEMP", ".")) / "policygraph-report.json"
    report.unlink(missing_ok=True)
    code = run_build(sources, os.environ | {"REPORT": str(report), "UI_LANGUAGE": lang})
    if code or not report.exists():
        click.echo(f"::error title=policygraph build::exit {code}: {_escape(' '.join(sources))}")
        return code or 2
    counts, files, findings = read_report(report, strict)
    violations = ""
    if os.environ.get("VALIDATE", "true").lower() == "true":
        results = list(validate_graph(os.environ["OUTPUT"], files, lang))
        violations = str(sum(result.error for result in results))
        findings += results
    findings.sort(key=lambda each: (not each.error, each.path, each.line))
    for each in findings:
        click.echo(each.command(lang))
    _append("GITHUB_OUTPUT", f"unread={counts['unread']}\nviolations={violations}\n")
    _append("GITHUB_STEP_SUMMARY", summarise(counts, findings, lang))
    return 1 if any(each.error for each in findings) else 0


def _append(variable: str, text: str) -> None:
    if path := os.environ.get(variable):
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)


if __name__ == "__main__":
    sys.exit(main())
