"""``policygraph``: find the command, run it, and report every failure in one line."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import NoReturn

import click

from .. import __version__
from ..errors import PolicyGraphError, UsageError, reason_of
from ..texts import Bilingual, section, text
from .language import Language, asked_language, note
from .streams import OutputError, guard

__all__ = ["COMMANDS", "main"]

#: The module, the function and the first line of the help of each command: listing commands imports no other module.
COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build:build", "Build an RDF graph from notices."),
    "query": ("query:query", "Run a query of the catalogue, or your own SPARQL."),
    "ask": ("ask:ask", "Answer a question in plain Chinese or English."),
    "queries": ("query:queries", "List the queries of the catalogue, or show one."),
    "validate": ("query:validate", "Validate graphs against the SHACL shapes."),
    "atlas": ("publish:atlas", "Write an offline website of a graph; its start page is DIR/index.html."),
    "analyze": ("analyze:analyze", "List findings about a graph: overload, gaps, brokers."),
    "why": ("query:why", "Show everything that links two bodies, with quotes."),
    "whatif": ("analyze:whatif", "Show what changes without a body, or with two bodies merged."),
    "compare": (
        "analyze:compare",
        "Compare two graphs or ledgers, by measures or functions, or by what was broken down.",
    ),
    "ledger": ("ledger:ledger", "Write the task table of a graph as an Excel workbook or a Word document."),
    "status": ("ledger:status", "Read returned ledgers into a graph of reports."),
    "brief": ("ledger:brief", "Draft a briefing: what is new, due and overdue, and who is responsible."),
    "publish": ("publish:publish", "Publish a graph to a triple store or to a release folder."),
    "serve": ("serve:serve", "Serve graphs over HTTP: query page at /, SPARQL at /sparql, health check at /health."),
    "mcp": ("mcp:mcp", "Serve graphs to an assistant over standard input and output (MCP)."),
    "review": ("review:review", "Check in the browser how notices were read, and correct it."),
    "score": ("score:score", "Score who does what, in which role, against annotated documents."),
    "demo": ("demo:demo", "Run everything on the bundled example."),
    "version": ("main:version", "Print the version."),
}

#: Former names of options, by command; removed with the next release.
RENAMED: dict[str, dict[str, str]] = {
    "analyze": {"--crowd": "--crowd-size"},
    "publish": {"--no-proof": "--no-verify"},
    "serve": {
        "--most": "--max-concurrent",
        "--queue": "--max-waiting",
        "--rows": "--max-rows",
        "--memory": "--max-memory",
        "--result": "--max-response",
        "--request": "--max-request",
        "--upload": "--max-upload",
        "--service": "--allow-service",
    },
}

_PLACE = re.compile(r"\{(\w+)\}")


class _LazyGroup(click.Group):
    """Commands by table: only the command that is called is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(f".{module}", __package__), function)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, 1)
            if near:
                raise UsageError("near_command", name=name, near=near[0])
            raise UsageError("no_such_command", name=name)
        return super().resolve_command(ctx, _rename_options(name, args))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in COMMANDS.items()])


def _rename_options(command: str, args: list[str]) -> list[str]:
    """Replace former names of options, with a notice."""
    renamed = RENAMED.get(command, {})
    words = []
    for word in args:
        old, equals, value = word.partition("=")
        if old in renamed:
            note("option_renamed", asked_language(args), old=old, new=renamed[old])
        words.append(renamed.get(old, old) + equals + value)
    return words


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="policygraph", message="%(prog)s %(version)s")
def _policygraph() -> None:
    """From a government notice to a graph of who must do what, with whom, at which level."""


@click.command()
def version() -> None:
    """Print the version.

    Also print the versions of Python and of the libraries that results depend on.
    """
    click.echo(f"policygraph {__version__}")
    # Imported here: they take as long as all the rest of --help.
    import platform
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    click.echo(f"python {platform.python_version()}")
    for package in ("rdflib", "pyoxigraph", "oxrdflib", "pyshacl", "networkx", "pyvis"):
        try:
            click.echo(f"{package} {version_of(package)}")
        except PackageNotFoundError:
            click.echo(f"{package} —")


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    The exit code is 0 (done), 1 (the data fails a check), 2 (wrong usage or unreadable input), 130 (interrupted) or
    141 (the reader of standard output is gone). A failure is one line on standard error.

    Args:
        args: The words after the program's name; those of the process if not given.
    """
    guard()
    lang = asked_language(sys.argv[1:] if args is None else args)
    try:
        code = _run(args, lang)
        sys.stdout.flush()
    except OutputError as error:
        code = 141 if error.left else _fail(error.names.of(lang), 2)
    sys.exit(code)


def _run(args: Sequence[str] | None, lang: Language) -> int:
    try:
        code = _policygraph.main(args=args, prog_name="policygraph", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.UsageError as error:
        click.echo(_usage_of(error, lang), err=True)
        return 2
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _fail(text("interrupted", lang), 130)
    except click.ClickException as error:
        return _fail(translate(error.format_message(), lang), 2)
    except PolicyGraphError as error:
        return _fail(error.names.of(lang), 2)
    except OSError as error:
        named = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, (str, bytes)) else ""
        return _fail(f"{named}{reason_of(error).of(lang)}", 2)
    return code if isinstance(code, int) else 0


def _fail(message: str, code: int) -> int:
    click.echo(f"policygraph: {' '.join(message.split())}", err=True)
    return code


def _usage_of(error: click.UsageError, lang: str) -> str:
    """Return the usage of the command, how to get help, and what was wrong."""
    problem = translate(error.format_message(), lang)
    if error.ctx is None:
        return text("usage_error", lang, problem=problem)
    words = " ".join(error.ctx.command.collect_usage_pieces(error.ctx))
    return text("usage_whole", lang, command=error.ctx.command_path, words=words, problem=problem)


def translate(message: str, lang: str) -> str:
    """Translate a message of the parser; the section ``parser`` of the texts has the parser's own English.

    Args:
        message: The message in English.
        lang: The language.

    Returns:
        The message in that language; in English if it is not in the texts.

    Example:
        >>> translate("Invalid value for '--top': 0 is not in the range x>=1.", "zh")
        "'--top' 的值无效：0 超出范围 x>=1"
        >>> translate("Something new.", "zh")
        'Something new.'
    """
    if lang == "en":
        return message
    for pattern, key in _patterns():
        if found := pattern.fullmatch(message):
            return text(key, lang, **{name: translate(part, lang) for name, part in found.groupdict().items()})
    return message


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(_pattern(names), key) for key, names in section("parser").items()]


def _pattern(names: Bilingual) -> re.Pattern[str]:
    pieces = _PLACE.split(names.en)
    pieces[::2] = map(re.escape, pieces[::2])
    pieces[1::2] = [f"(?P<{name}>.+?)" for name in pieces[1::2]]
    return re.compile("".join(pieces), re.DOTALL)


if __name__ == "__main__":
    main()
