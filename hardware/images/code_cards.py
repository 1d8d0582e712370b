"""Cards with a name and its text as Code 128 and QR: what a hub prints and cuts apart."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import cv2
import numpy as np
import zxingcpp

from hardware.images.snapshot import save_picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hardware.images.pixels import Pixels

PAGE = (2339, 1654)
"""Rows and columns of an A4 page at 200 dots an inch."""
COLUMNS, ROWS = 2, 6
_WHITE, _GREY = 255, 160
_BARS_HIGH = 90
_MARGIN = 24


def code_cards(cards: Sequence[tuple[str, str]], columns: int = COLUMNS) -> list[Pixels]:
    """Grey pixels of as many pages as it takes, a card for each (name, text). Printable ASCII."""
    most = columns * ROWS
    return [_page(cards[first : first + most], columns) for first in range(0, len(cards), most)]


def card_files(path: Path, pages: int) -> list[Path]:
    """Where `save_cards` writes: one file for a PDF, else one for each page, NAME, NAME-2, NAME-3."""
    if path.suffix.lower() == ".pdf":
        return [path]
    return [path, *(path.with_stem(f"{path.stem}-{number}") for number in range(2, pages + 1))]


def save_cards(pages: Sequence[Pixels], path: Path) -> None:
    """Write the pages of `code_cards` as a PDF of A4, else as the pictures that the file's suffix says.

    ValueError for another suffix, OSError from the disk.
    """
    if path.suffix.lower() != ".pdf":
        for page, file in zip(pages, card_files(path, len(pages)), strict=True):
            save_picture(page, file)
        return
    from fpdf import FPDF

    pdf = FPDF(unit="mm", format="A4")
    pdf.set_creator("Parcel Station")
    pdf.set_auto_page_break(auto=False)
    for page in pages:
        pdf.add_page()
        _, picture = cv2.imencode(".png", page)
        pdf.image(BytesIO(picture.tobytes()), x=0, y=0, w=pdf.w)
    path.write_bytes(pdf.output())


def _page(cards: Sequence[tuple[str, str]], columns: int) -> Pixels:
    page = np.full(PAGE, _WHITE, np.uint8)
    high, wide = PAGE[0] // ROWS, PAGE[1] // columns
    for number, (name, text) in enumerate(cards):
        row, column = divmod(number, columns)
        _draw(page[row * high : (row + 1) * high, column * wide : (column + 1) * wide], name, text)
    return page


def _draw(card: Pixels, name: str, text: str) -> None:
    cv2.rectangle(card, (0, 0), (card.shape[1] - 1, card.shape[0] - 1), _GREY, 1)
    square = _code(text, zxingcpp.BarcodeFormat.QRCode, 5)
    bars = _code(text, zxingcpp.BarcodeFormat.Code128, 2)
    bars = np.repeat(bars[:1], _BARS_HIGH, axis=0)
    _put(card, square, _MARGIN, card.shape[1] - square.shape[1] - _MARGIN)
    _put(card, bars, card.shape[0] - _BARS_HIGH - _MARGIN - 24, (card.shape[1] - bars.shape[1]) // 2)
    cv2.putText(card, name, (_MARGIN + 16, 120), cv2.FONT_HERSHEY_SIMPLEX, 1.8, 0, 4, cv2.LINE_AA)
    cv2.putText(card, text, (_MARGIN + 16, card.shape[0] - 16), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 1, cv2.LINE_AA)


def _code(text: str, form: zxingcpp.BarcodeFormat, scale: int) -> Pixels:
    return np.asarray(zxingcpp.create_barcode(text, form).to_image(scale=scale, add_quiet_zones=True), np.uint8)


def _put(card: Pixels, picture: Pixels, top: int, left: int) -> None:
    card[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
