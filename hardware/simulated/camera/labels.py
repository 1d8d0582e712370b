"""Parcel labels as a thermal printer makes them: what stands on one, and its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hardware.simulated.camera.page import Box, Page, Picture

if TYPE_CHECKING:
    from collections.abc import Callable

Symbology = Literal["Code128", "GS1-128", "QRCode", "EAN-13"]
Style = Literal["packet", "impb", "ups"]


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """One barcode of a label."""

    symbology: Symbology
    content: str
    """What is encoded; GS1-128 with its application identifiers in parentheses."""
    caption: str
    """The text printed at the bars."""


@dataclass(frozen=True, slots=True)
class LabelSpec:
    """What stands on a label."""

    style: Style
    """`packet` and `impb` are 100 x 100 mm, `ups` is 4 x 6 in."""
    main: PrintedCode
    """The barcode by which the parcel is sorted."""
    others: tuple[PrintedCode, ...]
    """References, products, links: what a station must not take for the parcel."""
    headline: str
    service: str
    mark: str
    """The big letters of the corner box: the country, the route."""
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    contents: tuple[str, ...]
    """Lines of the customs table."""


@dataclass(frozen=True, slots=True)
class RenderedLabel:
    """A label as a picture."""

    pixels: Picture
    """uint8, height x width, 0 ink, 255 paper."""
    main_box: Box
    """Where the bars of the main code are, in pixels."""
    pixels_per_mm: int


def render_label(spec: LabelSpec, pixels_per_mm: int = 8) -> RenderedLabel:
    """The picture of a label; 8 pixels a millimetre is a 203 dpi printer. Bars are whole pixels wide."""
    if pixels_per_mm < 4:
        raise ValueError(
            f"a label of {pixels_per_mm} pixels a millimetre cannot hold its bars: use 4 or more, 8 is usual"
        )
    draw, width_mm, height_mm = _STYLES[spec.style]
    page = Page(width_mm, height_mm, pixels_per_mm)
    main_box = draw(page, spec)
    return RenderedLabel(page.pixels, main_box, pixels_per_mm)


def _draw_packet(page: Page, spec: LabelSpec) -> Box:
    page.frame(1.5, 1.5, 97, 97, thick_mm=0.5)
    page.text(4, 9, spec.headline, 5.2, weight=800, width_mm=58)
    page.text(4, 14.5, spec.service, 3.2, weight=500, width_mm=58)
    _corner_mark(page, spec)
    page.line(1.5, 18, 98.5, 18)
    page.lines(4, 22, ("FROM", *spec.sender), 2.4, pitch_mm=3.3, width_mm=42)
    page.line(48, 18, 48, 45)
    page.text(50, 22, "TO / 收件人", 2.4, weight=700)
    page.lines(50, 27, spec.recipient, 3.2, pitch_mm=4.6, weight=600, width_mm=46)
    page.line(1.5, 45, 98.5, 45)
    main_box = page.linear(spec.main.symbology, spec.main.content, 50, 49, module_mm=0.5, height_mm=18)
    page.text_centred(50, 71.5, spec.main.caption, 3.8, weight=700)
    page.line(1.5, 74, 98.5, 74)
    _draw_others(page, spec, top_mm=75.5)
    return main_box


def _draw_impb(page: Page, spec: LabelSpec) -> Box:
    page.frame(1.5, 1.5, 97, 97, thick_mm=0.5)
    page.text(26, 8, spec.headline, 5.4, weight=900, width_mm=52)
    page.text(26, 14, spec.service, 3.2, weight=500, width_mm=52)
    page.text(7, 14, spec.mark, 13, weight=900)
    page.line(22, 1.5, 22, 18)
    page.line(1.5, 18, 98.5, 18, thick_mm=0.6)
    page.lines(4, 21.5, spec.sender, 2.3, pitch_mm=3.1, width_mm=50)
    page.text(4, 36, "SHIP TO:", 2.4, weight=700)
    page.lines(19, 36, spec.recipient, 3.0, pitch_mm=3.9, weight=600, width_mm=50)
    page.line(1.5, 50, 98.5, 50, thick_mm=1.0)
    page.text_centred(50, 53.8, "USPS TRACKING #", 3.0, weight=800)
    main_box = page.linear(spec.main.symbology, spec.main.content, 50, 55, module_mm=0.375, height_mm=18)
    page.text_centred(50, 76.5, spec.main.caption, 3.0, weight=700)
    page.line(1.5, 78, 98.5, 78, thick_mm=1.0)
    _draw_others(page, spec, top_mm=79.5, square_at=(76, 20))
    return main_box


def _draw_ups(page: Page, spec: LabelSpec) -> Box:
    page.frame(0.8, 1.5, 100, 149, thick_mm=0.4)
    page.lines(4, 6, spec.sender, 2.5, pitch_mm=3.4, width_mm=50)
    page.text(70, 7, spec.contents[-1], 4.0, weight=700)
    page.text(4, 28, "SHIP TO:", 3.0, weight=700)
    page.lines(8, 33, spec.recipient, 3.7, pitch_mm=5.0, weight=600, width_mm=60)
    page.line(0.8, 54, 100.8, 54, thick_mm=0.4)
    page.text(5, 68, spec.mark, 11, weight=900, width_mm=40)
    for code in spec.others:
        if code.symbology == "Code128":
            page.linear(code.symbology, code.content, 66, 60, module_mm=0.375, height_mm=12)
            page.text_centred(66, 58.5, code.caption, 2.6, weight=600)
    page.line(0.8, 76, 100.8, 76, thick_mm=2.0)
    page.text(4, 83, spec.headline, 6.5, weight=900, width_mm=70)
    page.text(4, 89, f"TRACKING #: {spec.main.caption}", 3.2, weight=600)
    page.block(85, 78.5, 13, 11)
    page.line(0.8, 92, 100.8, 92, thick_mm=0.4)
    main_box = page.linear(spec.main.symbology, spec.main.content, 50.8, 95, module_mm=0.375, height_mm=24)
    page.line(0.8, 122, 100.8, 122, thick_mm=2.0)
    page.lines(4, 128, ("BILLING: P/P", spec.service, *spec.contents), 2.8, pitch_mm=3.8, width_mm=60)
    for code in spec.others:
        if code.symbology == "QRCode":
            page.square(code.content, 78, 125, module_mm=0.5)
    return main_box


def _corner_mark(page: Page, spec: LabelSpec) -> None:
    page.line(64, 1.5, 64, 18)
    page.text(67, 14, spec.mark, 11, weight=900, width_mm=30)


def _draw_others(page: Page, spec: LabelSpec, top_mm: float, square_at: tuple[float, float] | None = None) -> None:
    """The bottom row: a link or a square code at the right, bars at the left, or else the customs table."""
    bars_drawn = False
    for code in spec.others:
        if code.symbology == "QRCode":
            x_mm, y_mm = square_at or (80, top_mm)
            page.square(code.content, x_mm, y_mm, module_mm=0.5)
        elif not bars_drawn:
            page.linear(code.symbology, code.content, 38, top_mm + 1, module_mm=0.375, height_mm=9.5)
            page.text_centred(38, top_mm + 13.2, code.caption, 2.5, weight=600)
            bars_drawn = True
    if bars_drawn:
        page.text(4, top_mm + 16.6, "  ".join(spec.contents), 2.2, width_mm=62)
    else:
        page.lines(4, top_mm + 4, ("CUSTOMS DECLARATION  CN 22", *spec.contents), 2.6, pitch_mm=4.2, width_mm=62)


_STYLES: dict[Style, tuple[Callable[[Page, LabelSpec], Box], float, float]] = {
    "packet": (_draw_packet, 100.0, 100.0),
    "impb": (_draw_impb, 100.0, 100.0),
    "ups": (_draw_ups, 101.6, 152.4),
}
