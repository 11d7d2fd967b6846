"""The page of all commands and options, from the help of the program itself; in Chinese by ``commands-zh.yaml``."""

from __future__ import annotations

import html
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import yaml

from policygraph.cli.main import COMMANDS, _policygraph

from .questions import flat, table

__all__ = ["find_untranslated", "write_commands"]

NOTE = "<!-- Written by docs/generate.py: change the source, then run `make docs`. -->\n"
CHINESE = Path(__file__).resolve().parent / "commands-zh.yaml"

#: The words of the page: Chinese, English.
WORDS = {
    "title": ("命令", "Commands"),
    "language": (
        "命令按 `--lang` 指定的语言输出信息；不指定时看系统语言（依次看 `LC_ALL`、`LC_MESSAGES`、`LANG`，Windows\n"
        "上看界面语言），英文用英文，其他一律用中文。错误信息也用同一语言。结果写到标准输出，其他信息写到标准错误。",
        "Commands print messages in the language of `--lang`. Without it they use English or Chinese according to the\n"
        "locale (`LC_ALL`, `LC_MESSAGES`, `LANG`: the first that is set; on Windows the language of the user\n"
        "interface), and Chinese for any other locale. Error messages are in the same language. Results go to\n"
        "standard output, everything else to standard error.",
    ),
    "codes": (
        "退出码：0 完成；1 数据未通过检查；2 用法错误或文件无法读取。",
        "Exit codes: 0 done; 1 the data fails a check; 2 wrong usage or unreadable input.",
    ),
    "help": (
        "`policygraph 命令 --help` 显示命令的帮助（英文）。",
        "`policygraph COMMAND --help` shows the help of a command.",
    ),
    "command": ("命令", "command"),
    "task": ("用途", "task"),
    "option": ("选项", "option"),
    "meaning": ("含义", "meaning"),
    "value": ("取值", "value"),
    "required": ("必填", "required"),
    "default": ("默认 {}", "default {}"),
}


def write_commands(lang: str) -> dict[str, str]:
    """Write the page of the commands.

    Args:
        lang: ``zh`` or ``en``.

    Returns:
        Its text by its name.
    """
    said = [_say(key, lang) + "\n" for key in ("language", "codes", "help")]
    rows = [(f"[{name}](#{name})", _escape(_translate(short, lang))) for name, (_, short) in COMMANDS.items()]
    listed = table((_say("command", lang), _say("task", lang)), rows)
    parts = [f"# {_say('title', lang)}\n", NOTE, *said, listed]
    for name in COMMANDS:
        parts += [f"## {name}\n", *_describe(_command(name), lang)]
    return {"commands.md": "\n".join(parts)}


def find_untranslated() -> list[str]:
    """Return the texts of the help that ``commands-zh.yaml`` lacks, and those that it has for nothing."""
    used = {text for name in COMMANDS for text in _texts(_command(name))}
    return sorted(used ^ set(_chinese()))


def _command(name: str) -> click.Command:
    command = _policygraph.get_command(_context(_policygraph), name)
    assert command is not None
    return command


def _context(command: click.Command) -> click.Context:
    return click.Context(command, info_name=f"policygraph {command.name}", show_default=True)


def _describe(command: click.Command, lang: str) -> Iterator[str]:
    """Yield the usage of a command, what it does, and its options."""
    words = " ".join(command.collect_usage_pieces(_context(command)))
    yield f"```text\npolicygraph {command.name} {words}\n```\n"
    for part in _paragraphs(command):
        # An example stays as it is.
        yield (
            f"```console\n{part.strip()}\n```\n" if part.startswith("    ") else _escape(_translate(part, lang)) + "\n"
        )
    rows = [
        (_code(names), _escape(_translate(meaning, lang)), "; ".join(_value(each, lang) for each in values))
        for names, meaning, values in _options(command)
    ]
    if rows:
        yield table([_say(key, lang) for key in ("option", "meaning", "value")], rows)


def _paragraphs(command: click.Command) -> list[str]:
    """Return the paragraphs of the help as one line each; an example is indented."""
    parts = re.split(r"\n\s*\n", inspect.cleandoc(command.help or ""))
    return [part if part.startswith("    ") else flat(part) for part in parts]


def _options(command: click.Command) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the names, the help and what is said of the value of each option."""
    context = _context(command)
    for option in command.params:
        if isinstance(option, click.Option) and (record := option.get_help_record(context)):
            meaning, _, said = record[1].partition("  [")
            yield record[0], meaning, [each for each in said.removesuffix("]").split("; ") if each]


def _texts(command: click.Command) -> Iterator[str]:
    """Yield what is to be translated."""
    yield from (part for part in _paragraphs(command) if not part.startswith("    "))
    for _, meaning, values in _options(command):
        yield meaning
        yield from (each[9:].strip("()") for each in values if " " in each.removeprefix("default: "))


def _value(said: str, lang: str) -> str:
    """Say a default, a range, or that an option is required."""
    if said == "required":
        return _say("required", lang)
    if said.startswith("default: "):
        value = said[9:].strip("()")
        return _say("default", lang).format(_escape(_translate(value, lang)) if " " in value else _code(value))
    return _code(said)


def _say(key: str, lang: str) -> str:
    return WORDS[key][lang == "en"]


@cache
def _chinese() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(CHINESE.read_text(encoding="utf-8"))
    return found


def _translate(text: str, lang: str) -> str:
    """Return a text of the help in a language; one that was not translated yet stays English."""
    return text if lang == "en" else _chinese().get(text, text)


def _code(text: str) -> str:
    """Write code that may have a bar, which would end a cell."""
    return f"<code>{html.escape(text, quote=False).replace('|', '&#124;')}</code>" if "|" in text else f"`{text}`"


def _escape(text: str) -> str:
    return re.sub(r"([|*_<>\[\]])", r"\\\1", text)
