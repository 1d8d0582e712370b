"""The recogniser of one line of text: PP-OCRv6, whose weights the package `rapidocr` brings, run by onnxruntime.

Its output is decoded as CTC is (Graves et al. 2006): the best character of each column, repeated ones once, no blanks.
"""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hardware.print_contract import PrintedText

if TYPE_CHECKING:
    from hardware.images import Pixels

HEIGHT = 48
"""Rows of a strip."""
_MOST_COLUMNS = 1200
_INK, _PAPER, _FAINT = 10.0, 245.0, 20.0
"""Grey levels; the last is the least contrast that is stretched."""


def weights() -> Path | None:
    """The recogniser's file; None: the extra `ocr` is not installed."""
    if find_spec("onnxruntime") is None:
        return None
    package = find_spec("rapidocr")
    places = package.submodule_search_locations if package is not None else None
    found = sorted(Path(place) / "models" for place in places or ())
    return next((file for folder in found for file in sorted(folder.glob("*_rec_*.onnx"))), None)


class Recogniser:
    """Loaded with the first strip: 60 ms and 80 MB. One thread at a time."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        onnxruntime.set_default_logger_severity(3)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(str(self._file), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _letters(self) -> list[str]:
        """By their place in the output: blank first, and a space last."""
        listed = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        return ["", *listed, " "]

    def read(self, strip: Pixels) -> PrintedText:
        """What a strip (uint8, HEIGHT rows, dark on light) says."""
        plane = (strip[:, :_MOST_COLUMNS].astype(np.float32) / 127.5 - 1.0)[None, None]
        name = self._session.get_inputs()[0].name
        odds = self._session.run(None, {name: np.repeat(plane, 3, axis=1)})[0][0]
        best = odds.argmax(axis=1)
        sure = odds[np.arange(len(best)), best]
        text, each = "", list[float]()
        before = 0
        for place, value in zip(best.tolist(), sure.tolist(), strict=True):
            if place == before and place:
                each[-1] = max(each[-1], value)
            elif place:
                text, each = text + self._letters[place], [*each, value]
            before = place
        return PrintedText(text, tuple(each))


def stretched(strip: Pixels) -> Pixels:
    """A strip with paper nearly white and ink nearly black, whatever the light was."""
    low, high = np.percentile(strip, (1, 95))
    levels = (strip.astype(np.float32) - low) * (_PAPER - _INK) / max(_FAINT, float(high - low)) + _INK
    return np.asarray(np.clip(levels, 0, 255), np.uint8)
