"""The bag label, the despatch bill and the manifest as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.reports.bags.despatch import offices
from station.reports.bags.fonts import finished
from station.reports.bags.label import day_of, kilograms, label_of
from station.reports.bags.pages import begin, draw_code128, write, write_fitting

if TYPE_CHECKING:
    from fpdf import FPDF

    from station.reports.bags.despatch import Despatch, Held

LABEL_MM = (101.6, 152.4)
"""4 x 6 inches."""
PAGE_MM = (210.0, 297.0)
"""A4."""
_MARGIN = 12.0
_ROW = 5.0
_BOTTOM = 280.0
_BILL = (("receptacle", 12.0), ("to", 88.0), ("parcels", 112.0), ("net", 127.0), ("gross", 147.0), ("seal", 167.0))
_MANIFEST = (("parcel", 20.0), ("weight", 110.0))


def label_pdf(held: Held, station_id: str) -> bytes:
    """The label of a bag, 4 x 6 inches."""
    told = label_of(held, station_id)
    pdf = begin(*LABEL_MM, 5)
    pdf.add_page()
    write(pdf, (5, 5), told.title, 20, bold=True)
    write_fitting(pdf, (5, 16), told.large, 44, LABEL_MM[0] - 10)
    draw_code128(pdf, (2, 38), told.number, LABEL_MM[0] - 4, 32)
    write_fitting(pdf, (5, 72), told.spaced, 13, LABEL_MM[0] - 10)
    for row, (name, value) in enumerate(told.rows):
        write(pdf, (5, 82 + 6 * row), f"{name}:", 11)
        write(pdf, (34, 82 + 6 * row), value, 11, bold=True)
    return finished(pdf)


def despatch_pdf(despatch: Despatch) -> bytes:
    """The despatch bill, then the manifest: every parcel once, sums by bag and over all."""
    pages = _Pages(begin(*PAGE_MM, _MARGIN), despatch)
    pages.new("DESPATCH BILL")
    draw_code128(pages.pdf, (100, 10), despatch.number, 98, 16)
    route = offices(despatch.number)
    told = [("despatch", despatch.number), ("station", despatch.station_id), ("left", day_of(despatch.left_at))]
    for name, value in told + ([("from, to", " - ".join(route))] if route else []):
        pages.row(((_MARGIN, f"{name}: {value}"),), bold=True)
    pages.head(_BILL)
    for each in despatch.held:
        pages.bag(each)
    sums = f"{len(despatch.held)} receptacles, {despatch.parcels} parcels"
    weights = f"net {kilograms(despatch.net_g)}, gross {kilograms(despatch.gross_g)}"
    missing = f", {despatch.unweighed} parcels not weighed" if despatch.unweighed else ""
    pages.row(((_MARGIN, f"total: {sums}, {weights}{missing}"),), bold=True)
    pages.new("MANIFEST")
    for each in despatch.bags:
        pages.parcels(each)
    pages.row(((_MARGIN, f"total: {despatch.parcels} parcels, net {kilograms(despatch.net_g)}"),), bold=True)
    return finished(pages.pdf)


class _Pages:
    """Rows of text that go on on the next page."""

    def __init__(self, pdf: FPDF, despatch: Despatch) -> None:
        self.pdf = pdf
        self._despatch = despatch.number
        self._title = ""
        self._y = 0.0

    def new(self, title: str) -> None:
        """Begin a part on a page of its own."""
        self._title = title
        self._turn()

    def _turn(self) -> None:
        self.pdf.add_page()
        write(self.pdf, (_MARGIN, 10), self._title, 18, bold=True)
        write(self.pdf, (_MARGIN, 20), f"{self._despatch}, page {self.pdf.page_no()}", 8)
        self._y = 30.0

    def row(self, cells: tuple[tuple[float, str], ...], *, bold: bool = False) -> None:
        """Texts by their left edge, mm."""
        if self._y > _BOTTOM:
            self._turn()
        for x, text in cells:
            write(self.pdf, (x, self._y), text, 9, bold=bold)
        self._y += _ROW

    def head(self, columns: tuple[tuple[str, float], ...]) -> None:
        """Names of columns, under a blank row."""
        self._y += _ROW
        self.row(tuple((x, name) for name, x in columns), bold=True)

    def bag(self, each: Held) -> None:
        """A row of the bill."""
        bag = each.bag
        gross = "-" if bag.gross_g is None else kilograms(bag.gross_g)
        inside = f" in {bag.container}" if bag.container else ""
        held = str(len(each.parcels)) if bag.bin is not None else f"{bag.count} bags"
        told = (bag.number + inside, bag.destination or "", held, kilograms(bag.net_g), gross, bag.seal or "")
        self.row(tuple((x, text) for (_, x), text in zip(_BILL, told, strict=True)))

    def parcels(self, each: Held) -> None:
        """The parcels of a bag, and their sum."""
        self.row(((_MARGIN, f"{each.bag.number}  seal {each.bag.seal or '-'}"),), bold=True)
        for parcel, grams in each.parcels:
            weight = "not weighed" if grams is None else kilograms(grams)
            self.row(tuple((x, text) for (_, x), text in zip(_MANIFEST, (parcel, weight), strict=True)))
        self.row(((20.0, f"{len(each.parcels)} parcels"), (110.0, kilograms(each.bag.net_g))), bold=True)
