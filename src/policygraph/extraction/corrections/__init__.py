"""A person's corrections: finding their places in the text, and replacing what the program reads."""

from __future__ import annotations

from .applying import TextToRead, find_corrected_measures
from .given import NOTHING_GIVEN, Given, place_corrections
from .measures import correct_measures, list_passages
from .places import AnyCorrection, Lost
from .review import mark_reviewed, settle_rests
from .statements import Placed

__all__ = [
    "NOTHING_GIVEN",
    "AnyCorrection",
    "Given",
    "Lost",
    "Placed",
    "TextToRead",
    "correct_measures",
    "find_corrected_measures",
    "list_passages",
    "mark_reviewed",
    "place_corrections",
    "settle_rests",
]
