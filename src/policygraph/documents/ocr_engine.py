"""Find and recognise the lines of a picture with RapidOCR, whose wheel contains its models: nothing is downloaded.

This is the only module that uses RapidOCR.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from threading import Lock
from typing import Any

from .page import Box, Picture

__all__ = ["SURE", "LineText", "OcrEngine", "ocr_engine", "ocr_installed", "ocr_version"]

# The maximum size of a picture in which lines are found (145 dpi for A4): a larger one takes more time and gives no
# more lines.
_SIDE = 1696
#: From this confidence of a character on, no alternatives are considered.
SURE = 0.97
_POSSIBLE = 0.03  # a character with a smaller share is no alternative


@dataclass(frozen=True, slots=True)
class LineText:
    """The text of a line, and for each character its place from 0 to 1 along the line and its confidence.

    ``others`` are the alternatives of each character with their confidence; empty if the program is sure.
    """

    text: str
    places: tuple[float, ...]
    confidences: tuple[float, ...]
    others: tuple[tuple[tuple[str, float], ...], ...] = ()


def ocr_installed() -> bool:
    """Tell whether the libraries of the extra ``ocr`` are installed."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


def ocr_version() -> str:
    """Return the version of RapidOCR; empty if the extra is not installed."""
    return version("rapidocr") if ocr_installed() else ""


@cache
def ocr_engine() -> OcrEngine:
    """Return the engine of this process; loading it takes a second."""
    return OcrEngine()


class OcrEngine:
    """Finds lines and recognises their text. It may be called by several threads: each call uses one core."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self._page, self._lock, self._listens = Lock(), Lock(), False
        self._engine: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.return_word_box": True,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def find_lines(self, picture: Picture) -> list[Box]:
        """Find the lines.

        Args:
            picture: The page in grey.

        Returns:
            The four corners of each line, clockwise from the top left.
        """
        import cv2
        import numpy as np
        from rapidocr.main import RapidOCRError

        scale = min(1.0, _SIDE / max(picture.shape[:2]))
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        try:
            # One page at a time: two would need half as much memory again.
            with self._page:
                _, found = self._engine.detect_and_crop(cv2.cvtColor(small, cv2.COLOR_GRAY2RGB), {})
        except RapidOCRError:
            return []  # no line at all
        return [(box / scale).astype(np.float32) for box in found.boxes]

    def is_upside_down(self, lines: Sequence[Picture]) -> bool:
        """Tell whether most of some lines are upside down.

        Args:
            lines: Pictures of lines.

        Returns:
            Whether they do.
        """
        _, found = self._engine.cls_and_rotate([_colour(line) for line in lines])
        turned = sum(confidence for label, confidence in found.cls_res if label == "180")
        return bool(turned > sum(confidence for label, confidence in found.cls_res if label == "0"))

    def read_lines(self, lines: Sequence[Picture]) -> list[LineText]:
        """Recognise the text of lines.

        Args:
            lines: Pictures of lines.

        Returns:
            The text of each.
        """
        if not lines:
            return []
        with self._lock:
            if not self._listens:
                self._engine.recognize_txt([_colour(lines[0][:, :1])])  # loads the model
                reader = self._engine.text_rec
                reader.postprocess_op = _Decoder(reader.postprocess_op)
                self._listens = True
        found = self._engine.recognize_txt([_colour(line) for line in lines])
        return [_line_text(text, words) for text, words in zip(found.txts, found.word_results, strict=True)]


def _colour(line: Picture) -> Picture:
    import cv2

    return cv2.cvtColor(line, cv2.COLOR_GRAY2RGB)


def _line_text(text: str, words: Any) -> LineText:
    """Combine the places of the words' characters with the confidences of all characters."""
    if not text.strip():
        return LineText("", (), ())
    others: tuple[tuple[tuple[str, float], ...], ...] = words.others
    columns = iter([column for word in words.word_cols for column in word])
    places: list[float] = []
    for char in text:
        column = None if char.isspace() else next(columns, None)
        places.append(-1.0 if column is None else (column + 0.5) / words.line_txt_len)
    for i, place in enumerate(places):
        if place < 0:
            # A space has no place; it lies between its neighbours.
            after = next((other for other in places[i:] if other >= 0), 1.0)
            places[i] = ((places[i - 1] if i else 0.0) + after) / 2
    return LineText(text, tuple(places), tuple(float(each) for each in words.confs), others)


class _Decoder:
    """The engine's own decoder, which also keeps the alternatives of each character."""

    def __init__(self, plain: Any) -> None:
        self.plain = plain

    def __call__(self, shares: Any, *args: Any, **more: Any) -> Any:
        """Decode the shares of all characters in each column of each line."""
        lines, words = self.plain(shares, *args, **more)
        best = shares.argmax(axis=2)
        for at, line in enumerate(words):
            line.others = tuple(self._list_others(shares[at], best[at]))
        return lines, words

    def _list_others(self, shares: Any, best: Any) -> Iterator[tuple[tuple[str, float], ...]]:
        """Yield the alternatives for each column that begins a character: not blank, and unlike the column before."""
        import numpy as np

        for column in np.flatnonzero((best != 0) & (best != np.concatenate(([0], best[:-1])))):
            row = shares[column]
            if row[best[column]] >= SURE:
                yield ()
                continue
            likely = np.flatnonzero(row >= _POSSIBLE)
            yield tuple((self.plain.character[i], float(row[i])) for i in likely if i not in (0, best[column]))
