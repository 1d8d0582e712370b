"""The number printed on a label, where its bars cannot be read: lines of text located, straightened and recognised."""

from __future__ import annotations

from hardware.contract import Notice
from hardware.reading.text.printed_lines import LineReader
from hardware.reading.text.recogniser import Recogniser, weights

NOT_INSTALLED = Notice("print_unread")
"""Print is to be read, and the extra `ocr` is not installed."""


def line_reader() -> LineReader | None:
    """The reader of print; None: the extra `ocr` is not installed."""
    file = weights()
    return None if file is None else LineReader(Recogniser(file))
