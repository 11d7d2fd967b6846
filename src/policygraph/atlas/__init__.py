"""Offline HTML: the network of bodies joined by shared measures, in a page that opens from a file.

``write_atlas`` is all that other rooms need. Inside, one module after the other: ``data`` fetches the ``content``,
``views`` picks and joins, ``layout`` and ``packing`` place, ``network`` draws with pyvis, ``assets`` carries scripts
and styles, ``payload`` is what the scripts know, ``page`` puts it together. A new view is a module beside ``network``
and a script beside ``network.js``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StoreError
from ..files import write_aside

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["write_atlas"]


def write_atlas(dataset: Dataset, folder: Path | str) -> Path:
    """Write the page ``index.html`` into a folder, which is made where it does not exist.

    The page is written aside and then renamed: a failure leaves the page that was there as it was. The same graph gives
    the same bytes.

    Args:
        dataset: policy graphs and vocabulary, as ``open_graph`` gives them.
        folder: where the page goes.

    Returns:
        the path of the page.

    Raises:
        StoreError: the graph holds no policy or no responsibility, or the page cannot be written.

    >>> import tempfile
    >>> from policygraph import build
    >>> from policygraph.resources import examples_dir
    >>> made = build(examples_dir() / "fujian-relocation-2020.txt")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atlas(made.dataset, folder).name
    'index.html'
    """
    from .data import fetch
    from .page import render

    target = Path(folder) / "index.html"
    # "replace": a lone surrogate, which no encoding has, must not cost the user the page.
    content = render(fetch(dataset)).encode("utf-8", "replace")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_aside(target, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"cannot write the atlas to {target.parent}: {reason}; choose another folder with -o"
        ) from error
    return target
