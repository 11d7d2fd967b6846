"""Compare two people's reviews of one document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..corpus.corrections_file import read_corrections
from ..model import Corrections
from .agreement import Agreement, measure_agreement, reviewed_by
from .differences import Difference, list_differences
from .notices import ParsedNotice
from .pairs import pair_up

__all__ = ["Comparison", "compare_reviews"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reviews of a document side by side.

    Attributes:
        document: The name of the document.
        measures: The number of measures.
        by_both: The number of measures that both have reviewed.
        agreement: The agreement on all measures; what neither has looked at is the same for both.
        reviewed: The agreement on the measures that both have reviewed.
        first: The first review against the reading without corrections.
        second: The second against it.
        differences: The differences of the two.
    """

    document: str
    measures: int
    by_both: int
    agreement: Agreement
    reviewed: Agreement
    first: Agreement
    second: Agreement
    differences: tuple[Difference, ...]


def compare_reviews(
    notice: ParsedNotice, first: Corrections | Path | str, second: Corrections | Path | str
) -> Comparison:
    """Compare the reviews of two people.

    Args:
        notice: The document. Corrections beside it are not used.
        first: The corrections of one person, or their file.
        second: Those of another.

    Returns:
        The comparison.

    Raises:
        SourceError: The document or a file cannot be read, or corrections are of another document.

    Example:
        >>> from policygraph.annotation import parse_notices
        >>> from policygraph.model import CorrectedBody, Correction
        >>> from policygraph.resources import examples_dir
        >>> [notice] = parse_notices([examples_dir() / "fujian-relocation-2020.txt"])
        >>> words = "责任单位:省自然资源厅,各有关市、县(区)自然资源部门"
        >>> mine = Corrections("", "", (Correction(words, (CorrectedBody("省自然资源厅", "lead"),), "(一)"),))
        >>> found = compare_reviews(notice, Corrections("", ""), mine)
        >>> [(each.body, each.first, each.second) for each in found.differences][:2]
        [('省自然资源厅', 'responsible', 'lead'), ('市自然资源部门', 'responsible', '')]
        >>> found.agreement.units, round(found.agreement.role.f1, 3)
        (106, 0.981)
    """
    given = (
        None,
        *(each if isinstance(each, Corrections) else read_corrections(Path(each)) for each in (first, second)),
    )
    pairs = pair_up([notice.read(corrections) for corrections in given])
    both = reviewed_by(pairs, 1) & reviewed_by(pairs, 2)
    return Comparison(
        notice.name,
        len({pair.place for pair in pairs}),
        len(both),
        measure_agreement(pairs, 1, 2),
        measure_agreement([pair for pair in pairs if pair.place in both], 1, 2),
        measure_agreement(pairs, 0, 1),
        measure_agreement(pairs, 0, 2),
        tuple(list_differences(pairs)),
    )
