"""Find documents: files, folders, patterns, archives (zip, tar) and line-delimited JSON.

Only one document at a time is in memory. Archives are read sequentially, once for each pass.
"""

from __future__ import annotations

import glob
import hashlib
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath, PurePosixPath

from ..documents import SUFFIXES
from ..errors import SourceError, UsageError
from ..files import decode_name
from ..texts import Bilingual, filled
from .corrections_file import find_corrections
from .identifiers import check_identifier, make_slug
from .page_folders import LINES, find_page_folders, is_page_part

__all__ = ["LINES", "InputDocument", "Sources", "discover", "is_document_name", "is_hidden", "make_line_document"]

_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
#: Suffixes of files with several documents.
_MORE = (*LINES, *_ARCHIVES)
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class InputDocument:
    """One document.

    Attributes:
        name: The name for people, usually a path.
        id: The identifier in IRIs.
        data: The bytes.
        corrections: The corrections file.
        place: The position within a file that holds several documents, for messages.
        failure: The error if there are no bytes.
        path: The file, if the document is a whole file.
    """

    name: str
    id: str
    data: bytes
    corrections: Path | None = None
    place: Bilingual | None = None
    failure: Bilingual | None = None
    path: Path | None = None

    @property
    def where(self) -> Bilingual | str:
        """The name of the document in messages."""
        return self.place or self.name

    @property
    def hash(self) -> str:
        """The hash of the bytes and the corrections."""
        found = hashlib.sha256(self.data)
        if self.corrections is not None:
            found.update(b"\0" + self.corrections.read_bytes())
        return found.hexdigest()[:32]


def discover(sources: Iterable[Path | str]) -> Iterator[InputDocument]:
    r"""Find every document in some sources, in an order that depends only on the sources.

    Args:
        sources: Each a file, a folder (files of known formats below it, without the parts of saved pages), a pattern
            (``notices/**/*.docx``), a zip or tar archive, or a file of line-delimited JSON with ``id``, ``title``,
            ``date``, ``url`` and ``text`` or ``html``. Documents in a folder or archive are named by their path in it,
            lines by their ``id``.

    Yields:
        The documents. It is not checked whether they can be read.

    Raises:
        SourceError: A source is missing or an archive is damaged.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = (Path(folder) / "all.jsonl").write_text('{"id": "fj-1", "text": "…"}\n{"text": "…"}\n')
        ...     [document.id for document in discover([folder])]
        ['fj-1', 'all-603f659d1e']
    """
    for source in sources:
        if Path(source).is_dir():
            yield from _folder(Path(source))
            continue
        # Path.glob takes no absolute pattern.
        found = [str(source)] if Path(source).exists() else sorted(glob.glob(str(source), recursive=True))  # noqa: PTH207
        if not found:
            raise SourceError("pattern_fits_nothing" if _PATTERN.search(str(source)) else "file_missing", path=source)
        for path in map(Path, found):
            if not path.is_dir():
                yield from _file(path, path.stem)


def _folder(path: Path) -> Iterator[InputDocument]:
    """Find files of known formats below a folder; skip hidden files, lock files, and the parts of saved pages."""
    # Paths compare without regard to case on some systems; their parts are in one order everywhere.
    files = sorted(path.rglob("*"), key=lambda each: each.parts)
    pages = find_page_folders(found.relative_to(path) for found in files)
    for found in files:
        within = found.relative_to(path)
        wanted = is_document_name(found.name, _MORE) and not is_hidden(within)
        if not wanted or not found.is_file() or is_page_part(within, pages):
            continue
        try:
            yield from _file(found, _name(within))
        except SourceError as error:
            # One file that cannot be read must not stop the rest.
            yield InputDocument(decode_name(found), make_slug(_name(within)), b"", failure=error.names)


def _name(within: PurePath) -> str:
    r"""Name a document below a folder, the same on every system.

    >>> from pathlib import PureWindowsPath
    >>> _name(PureWindowsPath("福建\\通知.txt"))
    '福建/通知'
    """
    return within.with_suffix("").as_posix()


def is_document_name(name: str, also: Iterable[str] = ()) -> bool:
    """Tell whether a file name is that of a document.

    Args:
        name: The name.
        also: Further suffixes to accept.

    Returns:
        Whether it has the suffix of a document and is not that of a corrections file.
    """
    name = name.lower()
    return name.endswith((*SUFFIXES, *also)) and ".corrections." not in name


def is_hidden(path: PurePath) -> bool:
    """Tell whether a file or one of its folders is hidden, or is a lock file of an office program.

    Args:
        path: The path.

    Returns:
        Whether it is.

    Example:
        >>> [is_hidden(Path(name)) for name in ("通知.docx", ".git/notice.txt", "~$通知.docx")]
        [False, True, True]
    """
    return any(part.startswith((".", "~$")) for part in path.parts)


def _file(path: Path, name: str) -> Iterator[InputDocument]:
    lowered, shown = path.name.lower(), decode_name(path)
    try:
        if lowered.endswith(LINES):
            with path.open("rb") as file:
                yield from _json_lines(shown, name, file)
        elif lowered.endswith(_ARCHIVES):
            yield from _archive(path)
        else:
            yield InputDocument(shown, make_slug(name), path.read_bytes(), find_corrections(path), path=path)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, RuntimeError, NotImplementedError) as error:
        raise SourceError("archive_unreadable", path=shown, reason=error) from error
    except OSError as error:
        raise SourceError("path_unreadable", path=shown, reason=error) from error


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Decode a member's name: without the UTF-8 flag it is in the code page of the machine that packed it."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return member.filename


def _archive(path: Path) -> Iterator[InputDocument]:
    """Find the documents in an archive, read from front to back."""
    if path.name.lower().endswith(".zip"):
        with zipfile.ZipFile(path) as packed:
            pages = find_page_folders(PurePosixPath(_zip_name(entry)) for entry in packed.infolist())
            for entry in packed.infolist():
                yield from _member(path, _zip_name(entry), partial(packed.read, entry), pages)
    else:
        with tarfile.open(path, "r|*") as tar:
            pages = set()  # a page that comes after the folder beside it is not known in time
            for member in tar:
                if member.isfile() and (file := tar.extractfile(member)):
                    pages |= find_page_folders([PurePosixPath(member.name)])
                    yield from _member(path, member.name, file.read, pages)


def _member(archive: Path, name: str, read: Callable[[], bytes], pages: set[PurePath]) -> Iterator[InputDocument]:
    hidden = any(part.startswith((".", "__MACOSX")) for part in Path(name).parts)
    if hidden or not is_document_name(name, _MORE) or is_page_part(PurePosixPath(name), pages):
        return
    stem, path = name.rsplit(".", 1)[0], f"{decode_name(archive)}/{decode_name(name)}"
    if name.lower().endswith(LINES):
        yield from _json_lines(path, stem, read().splitlines(keepends=True))
    else:  # also for an archive in the archive, which the reader refuses
        yield InputDocument(path, make_slug(stem), read())


def _json_lines(path: str, name: str, lines: Iterable[bytes]) -> Iterator[InputDocument]:
    stem = make_slug(name)
    yield from (make_line_document(path, stem, line, number) for number, line in enumerate(lines, 1) if line.strip())


def make_line_document(path: str, stem: str, line: bytes, number: int | None = None) -> InputDocument:
    """Make a document of one line of JSON. Its name is its ``id``, else its hash, so the order of lines has no effect.

    Args:
        path: The name of the file.
        stem: The beginning of the identifiers of lines without ``id``.
        line: The line.
        number: Its number, if that is known.

    Returns:
        The document.
    """
    import json

    line = line.rstrip(b"\r\n")
    try:
        record = json.loads(line)
        given = record.get("id") if isinstance(record, dict) else None
    except (ValueError, RecursionError):
        given = None  # the reader reports the error in the line
    named = isinstance(given, str | int) and str(given).strip()
    identifier = make_slug(str(given)) if named else f"{stem}-{hashlib.sha256(line).hexdigest()[:10]}"
    place = None if number is None else filled("at_line", path=path, line=str(number))
    return InputDocument(f"{path}#{identifier}.json", identifier, line, place=place)


class Sources:
    """The documents of a build, each once. Iterating again gives the same documents.

    Attributes:
        failures: The sources that cannot be opened, and the documents whose identifier is already in use.
    """

    def __init__(self, sources: Path | str | Iterable[Path | str], id: str | None = None) -> None:
        """Prepare a search.

        Args:
            sources: Sources as for ``discover``, or one source.
            id: The identifier of the only document.

        Raises:
            UsageError: There is no source, or one identifier for several sources.
        """
        self.sources = [sources] if isinstance(sources, (str, Path)) else list(sources)
        check_identifier(id)
        if not self.sources:
            raise UsageError("no_source")
        if id is not None and len(self.sources) > 1:
            raise UsageError("identifier_for_one")
        self._id = id
        self.failures: dict[str, SourceError] = {}

    def __iter__(self) -> Iterator[InputDocument]:
        names: dict[str, str] = {}
        for document in self._find():
            if self._id and names:
                raise UsageError("identifier_for_one")
            document = replace(document, id=self._id or document.id)
            first = names.get(document.id)
            if first is None:
                names[document.id] = document.name
                yield document
            elif first != document.name:
                clash = SourceError("same_identifier", path=document.name, id=document.id, first=first)
                self.failures[document.name] = clash

    def _find(self) -> Iterator[InputDocument]:
        for source in self.sources:
            try:
                yield from discover([source])
            except SourceError as error:
                self.failures[decode_name(source)] = error
