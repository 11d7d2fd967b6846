"""``policygraph version``: the versions that a report of a fault should name."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

import click

from .. import __version__

__all__ = ["version"]


@click.command()
def version() -> None:
    """Print the version.

    Also the versions of Python and of the libraries that answers depend on.
    """
    click.echo(f"policygraph {__version__}")
    click.echo(f"python {platform.python_version()}")
    for package in ("rdflib", "pyoxigraph", "oxrdflib", "pyshacl", "networkx", "pyvis"):
        try:
            click.echo(f"{package} {version_of(package)}")
        except PackageNotFoundError:
            click.echo(f"{package} —")
