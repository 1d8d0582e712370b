"""Pages of a PDF with Code 128, for labels and documents of despatches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import printable
from station.reports.bags.fonts import LATIN, font_for

if TYPE_CHECKING:
    from fpdf import FPDF

QUIET_MODULES = 10
"""Blank before and behind a bar code (ISO/IEC 15417)."""


def begin(width_mm: float, height_mm: float, margin_mm: float) -> FPDF:
    """A document without a page; texts are of the built-in font, others than Latin ones of the machine's."""
    from fpdf import FPDF

    pdf = FPDF(unit="mm", format=(width_mm, height_mm))
    pdf.set_margins(margin_mm, margin_mm, margin_mm)
    pdf.set_auto_page_break(auto=False)
    pdf.set_creator("Parcel Station")
    return pdf


def write(pdf: FPDF, at: tuple[float, float], text: str, size: float, *, bold: bool = False) -> None:
    """A line of text, its upper left corner at `at` (mm); a letter that no font here has is shown as ?."""
    shown = _set(pdf, text, size, bold=bold)
    pdf.set_xy(*at)
    if shown:  # the library takes no text of nothing
        pdf.cell(text=shown)


def write_fitting(pdf: FPDF, at: tuple[float, float], text: str, size: float, width_mm: float) -> None:
    """The same in bold, smaller where it would be wider than `width_mm`."""
    wide = pdf.get_string_width(_set(pdf, text, size, bold=True))
    write(pdf, at, text, size if wide <= width_mm else size * width_mm / wide, bold=True)


def _set(pdf: FPDF, text: str, size: float, *, bold: bool) -> str:
    """The font for a text, and the text as it can show it. Fonts of the machine are not bold."""
    family, shown = font_for(pdf, printable(text, 200))
    pdf.set_font(family, "B" if bold and family == LATIN else "", size)
    return shown


def draw_code128(pdf: FPDF, at: tuple[float, float], text: str, width_mm: float, height_mm: float) -> None:
    """Bars as wide as `width_mm` allows with the quiet zones within it; `text`: printable ASCII."""
    bars = modules(text)
    module = width_mm / (len(bars) + 2 * QUIET_MODULES)
    x = at[0] + QUIET_MODULES * module
    pdf.set_fill_color(0)
    start = 0
    while start < len(bars):
        end = next((i for i in range(start, len(bars)) if bars[i] != bars[start]), len(bars))
        if bars[start]:
            pdf.rect(x + start * module, at[1], (end - start) * module, height_mm, style="F")
        start = end


def modules(text: str) -> list[bool]:
    """The modules of the Code 128 of a text, without quiet zones; True: a bar."""
    import numpy as np
    import zxingcpp

    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    picture = np.array(symbol.to_image(scale=1, add_hrt=False, add_quiet_zones=False), dtype=np.uint8)
    return [bool(value) for value in picture[0] < 128]
