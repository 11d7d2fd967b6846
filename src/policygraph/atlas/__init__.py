"""The atlas: a small website of a graph that works from a file, offline, in Chinese and English.

``write_atlas`` is all that other packages need. Inside, ``content`` reads what is shown; ``views`` selects the
networks, ``layout`` places their nodes, ``drawing`` draws them with pyvis, ``networks`` makes their page.
``reported`` joins tasks with reports; ``overview``, ``timeline``, ``progress``, ``comparison`` and ``detail_pages``
work out what the other pages show, ``render`` makes HTML of it, from ``templates``. The tables of bodies and measures
and the search are computed in the browser, by the scripts in ``assets``. ``script_data`` is what the scripts are
given, ``rdf_files`` what lies beside the pages.
``site`` combines it, ``folder`` writes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..store import AnyGraph

__all__ = ["write_atlas"]


def write_atlas(graph: AnyGraph, folder: Path | str, *, single_file: bool = False) -> Path:
    """Write the atlas into a folder, atomically; its first page is ``index.html``.

    A failure leaves what was there as it was. The same graph gives the same bytes. For an IRI
    ``BASE/body/350000/finance`` the page is ``body/350000/finance.html``, beside it ``.ttl`` and ``.jsonld``; a measure
    is an anchor in the page of its policy. If the graph holds reports about its tasks, there is a page of progress, as
    of the day of the latest report, and the other pages show the states; reports are marked as such everywhere.

    Args:
        graph: Policy graphs and vocabulary, with the graph of reports if there is one: one or several paths, a dataset,
            or what ``build``, ``read`` or ``open_graph`` returns.
        folder: Where the site goes; an atlas that is there is replaced, other things are not.
        single_file: ``index.html`` alone, with everything in it, to be sent by mail.

    Returns:
        The path of the first page.

    Raises:
        StoreError: The graph holds no policy or no responsibility, the folder holds other things than an atlas, or a
            file cannot be written.

    Example:
        >>> import tempfile
        >>> from policygraph import build
        >>> from policygraph.resources import examples_dir
        >>> made = build(examples_dir() / "fujian-relocation-2020.txt")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     page = write_atlas(made.dataset, folder)
        ...     page.name, (page.parent / "body/350000/finance.html").exists()
        ('index.html', True)
    """
    from ..store import as_dataset
    from .content import read_content
    from .folder import check_folder, write_folder
    from .site import write_single_file, write_site_files

    target = Path(folder)
    check_folder(target)
    dataset = as_dataset(graph)
    content = read_content(dataset)
    if single_file:
        write_folder(target, [("index.html", write_single_file(content))])
    else:
        write_folder(target, write_site_files(dataset, content))
    return target / "index.html"
