"""``policygraph``: the commands, found without importing them, and one way for all of them to fail."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from .. import __version__
from ..errors import PolicyGraphError, UsageError, reason_of
from ..texts import text
from .language import Language, asked_language
from .streams import OutputError, guard
from .usage import in_words, usage

__all__ = ["COMMANDS", "main"]

#: Each command's module and function, and the first line of its help: the list of commands needs no other import.
COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build:build", "Turn notices into an RDF graph."),
    "query": ("query:query", "Ask a graph a question of the catalogue, or one of your own."),
    "queries": ("queries:queries", "List the questions of the catalogue, or show one."),
    "validate": ("validate:validate", "Check graphs against the shapes."),
    "atlas": (
        "atlas:atlas",
        "Write an offline website of the graph into DIR; its first page is DIR/index.html.",
    ),
    "analyze": ("analyze:analyze", "Say what stands out in a graph: overload, gaps, brokers."),
    "why": ("why:why", "Show everything that links two bodies, with quotes."),
    "whatif": ("whatif:whatif", "Say what would change without a body, or with two merged."),
    "compare": (
        "compare:compare",
        "Say what the second graph has that the first has not, and the other way round.",
    ),
    "publish": ("publish:publish", "Put a graph into another triple store, or into a release folder."),
    "serve": ("serve:serve", "Serve graphs over HTTP: a page for people at /, SPARQL at /sparql, liveness at /health."),
    "demo": ("demo:demo", "Run everything on the bundled example."),
    "version": ("version:version", "Print the version."),
}


class _LazyGroup(click.Group):
    """Commands by table: the one that is called is imported, and no other."""

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
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="policygraph", message="%(prog)s %(version)s")
def _policygraph() -> None:
    """From a government notice to a graph of who must do what, with whom, at which level."""


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 the data fail a check, 2 wrong use or unreadable input, 130 interrupted.

    A failure is one line on standard error. 141: whoever read standard output wants no more of it.
    """
    guard()
    lang = asked_language(sys.argv[1:] if args is None else args)
    try:
        code = _run(args, lang)
        sys.stdout.flush()
    except OutputError as error:
        code = 141 if error.left else _failed(error.names.of(lang), 2)
    sys.exit(code)


def _run(args: Sequence[str] | None, lang: Language) -> int:
    try:
        code = _policygraph.main(args=args, prog_name="policygraph", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.UsageError as error:
        click.echo(usage(error, lang), err=True)
        return 2
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _failed(text("interrupted", lang), 130)
    except click.ClickException as error:
        return _failed(in_words(error.format_message(), lang), 2)
    except PolicyGraphError as error:
        return _failed(error.names.of(lang), 2)
    except OSError as error:
        named = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, (str, bytes)) else ""
        return _failed(f"{named}{reason_of(error).of(lang)}", 2)
    return code if isinstance(code, int) else 0


def _failed(message: str, code: int) -> int:
    click.echo(f"policygraph: {' '.join(message.split())}", err=True)
    return code


if __name__ == "__main__":
    main()
