"""The atlas: a small website of a graph that works from a file, offline, in Chinese and English.

``write_atlas`` is all that other packages need. Inside, one module after the other: ``content`` reads what is shown and
puts together what belongs together; ``views``, ``kinds`` and ``groups`` pick the networks, ``layout`` and ``boxes``
place them, ``network`` draws with pyvis. ``overview``, ``things``, ``timeline`` and
``comparison`` work out what pages show, ``render`` makes HTML of it, ``payload`` is what the scripts know, ``rdf`` what
lies beside the pages. ``site`` puts it together and ``swap`` into place; ``single`` makes one file of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["write_atlas"]


def write_atlas(dataset: Dataset, folder: Path | str, *, single_file: bool = False) -> Path:
    """Write the site into a folder, which is made where it does not exist; its first page is ``index.html``.

    All of it is written aside and then put in place: a failure leaves what was there as it was. The same graph gives
    the same bytes. For an IRI ``BASE/body/350000/finance`` the page is ``body/350000/finance.html``, beside it
    ``.ttl`` and ``.jsonld``; a measure is an anchor in the page of its policy.

    Args:
        dataset: policy graphs and vocabulary, as ``open_graph`` gives them.
        folder: where the site goes; an atlas that is there is replaced, other things are not.
        single_file: ``index.html`` alone, with everything in it, to be sent by mail.

    Returns:
        the path of the first page.

    Raises:
        StoreError: the graph holds no policy or no responsibility, the folder holds other things than an atlas, or a
            file cannot be written.

    >>> import tempfile
    >>> from policygraph import build
    >>> from policygraph.resources import examples_dir
    >>> made = build(examples_dir() / "fujian-relocation-2020.txt")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = write_atlas(made.dataset, folder)
    ...     page.name, (page.parent / "body/350000/finance.html").exists()
    ('index.html', True)
    """
    from .content import read_content
    from .site import site
    from .swap import check_folder, write_folder

    target = Path(folder)
    check_folder(target)
    content = read_content(dataset)
    if single_file:
        from .single import single

        write_folder(target, [("index.html", single(content))])
    else:
        write_folder(target, site(dataset, content))
    return target / "index.html"
