"""Pages whose commands are run as shown: files written, commands run in order, and their output compared.

In such a page

- a fenced block with a title (```` ```yaml title="words.yaml" ````) is a file that is written;
- an indented block is a list of commands, run by the shell; a line that is no command of ours is not run;
- a block ```` ```text ```` behind it is what they print. A line ``…`` stands for any number of lines, ``…`` within a
  line for any characters, ``$ echo $?`` and a number for the exit code of the last command;
- a table whose first heading is ``File`` or ``文件`` says what a department enters into a returned list.

    PYTHONPATH=tests:. python tests/shown_sessions.py docs/en/tutorials/corpus.md     # print what the commands print
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Block", "blocks", "matches", "play"]

ROOT = Path(__file__).resolve().parents[1]
_FENCE = re.compile(r"^```(\w*)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?:    [^\n]*\n|\n(?=    ))+")
_TABLE = re.compile(r"^\| (?:File|文件) \|.*\n\|[-| ]+\n((?:\|.*\n)+)", re.MULTILINE)
_COMMAND = re.compile(r"    ((?:policygraph|python|cp) .*?)(?:\s{2,}#.*)?$", re.MULTILINE)
#: What serves until it is stopped is shown, but not run.
_SERVES = re.compile(r"policygraph (?:serve|review(?!.* --(?:compare|export|propose-words|add-word)))\b")
#: The task in a list, and the columns that departments fill in.
_COLUMNS = {"zh": ("工作任务", "进展情况", "状态", "完成日期"), "en": ("Task", "Progress", "State", "Completed on")}


@dataclass(frozen=True, slots=True)
class Block:
    """A file, commands, their output, or entries of a list: ``kind`` is file, commands, output or entries."""

    kind: str
    text: str
    name: str = ""


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a page in order."""
    found: list[tuple[int, Block]] = []
    for fence in _FENCE.finditer(page):
        if fence[2]:
            found.append((fence.start(), Block("file", fence[3], fence[2])))
        elif fence[1] == "text":
            found.append((fence.start(), Block("output", fence[3])))
    outside = _FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), page)
    found += [(at.start(), Block("commands", at[0])) for at in _INDENTED.finditer(outside) if _COMMAND.search(at[0])]
    found += [(at.start(), Block("entries", at[1])) for at in _TABLE.finditer(outside)]
    yield from (block for _, block in sorted(found, key=lambda pair: pair[0]))


def matches(shown: str, printed: str) -> bool:
    """Tell whether a program printed what a page shows.

    Example:
        >>> matches("a\\n…\\nwrote … files\\n", "a\\nb\\nc\\nwrote 3 files\\n"), matches("a\\n", "a\\nb\\n")
        (True, False)
    """
    pattern = ""
    for line in shown.splitlines():
        piece = r"(?:.*\n)*?" if line.strip() == "…" else ".*?".join(map(re.escape, line.rstrip().split("…"))) + r" *\n"
        pattern += piece
    return re.fullmatch(pattern, printed) is not None


def play(page: str, lang: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Do what a page shows.

    Args:
        page: Its text.
        lang: The language of the commands' messages.
        folder: Where to run them.

    Yields:
        Commands, the output that the page shows (empty if none), and what they printed, with the last exit code.
    """
    locale = {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8"}[lang]
    env = {**os.environ, "LC_ALL": locale, "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    waiting: tuple[str, str, int] | None = None
    found = list(blocks(page))
    last = max((at for at, block in enumerate(found) if block.kind == "output"), default=-1)
    # What comes after the last output shown is what a reader does next, with files of their own.
    for block in found[: last + 1]:
        if block.kind != "output" and waiting:
            yield waiting[0], "", _told(waiting, "")
            waiting = None
        if block.kind == "file":
            (folder / block.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.name).write_text(block.text, encoding="utf-8")
        elif block.kind == "entries":
            _enter(block.text, folder)
        elif block.kind == "commands":
            lines = [line for line in _COMMAND.findall(block.text) if not _SERVES.match(line)]
            if not lines:
                continue
            done = [
                subprocess.run(
                    ["sh", "-c", line], cwd=folder, env=env, text=True, encoding="utf-8",
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                )
                for line in lines
            ]  # fmt: skip
            waiting = "\n".join(lines), "".join(each.stdout for each in done), done[-1].returncode
        elif waiting:
            yield waiting[0], block.text, _told(waiting, block.text)
            waiting = None
    if waiting:
        yield waiting[0], "", _told(waiting, "")


def _told(run: tuple[str, str, int], shown: str) -> str:
    """What was printed, with the exit code where the page shows it, or where it is not 0 and nothing is shown."""
    _, printed, code = run
    return f"{printed}$ echo $?\n{code}\n" if "$ echo $?" in shown or (code and not shown) else printed


def _enter(rows: str, folder: Path) -> None:
    """Enter what a table says into lists: file, first words of the task, then the yellow columns."""
    from openpyxl import load_workbook

    for row in rows.splitlines():
        name, task, *values = (cell.strip(" `") for cell in row.strip().strip("|").split("|"))
        book = load_workbook(folder / name)
        lines = [[str(cell.value or "") for cell in line] for line in book.worksheets[0].iter_rows()]
        heading = next(line for line in lines if _COLUMNS["zh"][0] in line or _COLUMNS["en"][0] in line)
        task_column, *columns = [
            heading.index(each) for each in _COLUMNS["zh" if _COLUMNS["zh"][0] in heading else "en"]
        ]
        at = next(number for number, line in enumerate(lines, 1) if line[task_column].startswith(task))
        for column, value in zip(columns, values, strict=True):
            if value:
                book.worksheets[0].cell(at, column + 1, value)
        book.save(folder / name)


def main() -> None:
    """Print what the commands of pages print."""
    for name in sys.argv[1:]:
        lang = "zh" if "/zh/" in name else "en"
        with tempfile.TemporaryDirectory() as folder:
            for commands, shown, printed in play(Path(name).read_text(encoding="utf-8"), lang, Path(folder)):
                mark = "" if not shown else "  [as shown]" if matches(shown, printed) else "  [NOT AS SHOWN]"
                print(f"\n>>> {commands}{mark}\n{printed}", end="")


if __name__ == "__main__":
    main()
