"""The labels of one parcel or one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import badge_text, printable
from station.language import ENGLISH, exception_term, language
from station.reports.zpl import MARGIN, bars, field, on_paper

if TYPE_CHECKING:
    from station.core import Badge, RecentScan

SMALL = 609
"""Dots of 3 inches: what is not stuck over a whole label."""
_LONGEST = 40


def exception_slip(scan: RecentScan, station_id: str) -> str:
    """Why a parcel stopped, to be put on it."""
    code = scan.code or ""
    number = scan.parcel_id
    rows = [
        field(MARGIN, 30, 150, code),
        field(MARGIN + 260, 40, 50, printable(exception_term(code, language(ENGLISH)), _LONGEST)),
        field(MARGIN + 260, 110, 50, printable(f"-> {scan.bin}" if scan.bin else "", _LONGEST)),
        bars(210, 160, number) if number is not None and number.isascii() else field(MARGIN, 260, 60, "not read"),
        field(MARGIN, 390, 40, printable(number or "", _LONGEST)),
        field(MARGIN, 460, 34, f"{scan.scanned_at[:10]} {scan.scanned_at[11:19]} UTC"),
        field(MARGIN, 510, 34, printable(f"{station_id}, scan {scan.seq}", _LONGEST)),
    ]
    return on_paper(rows, SMALL)


def parcel_label(number: str, replaced: str | None, station_id: str) -> str:
    """A new label for a parcel: the number that counts, and the one that it replaces for people alone."""
    rows = [
        bars(40, 260, number),
        field(MARGIN, 330, 56, printable(number, _LONGEST)),
        field(MARGIN, 430, 34, printable(f"replaces {replaced}" if replaced else "label printed again", 60)),
        field(MARGIN, 480, 34, printable(station_id, _LONGEST)),
    ]
    return on_paper(rows, SMALL)


def badge_label(badge: Badge, key: bytes) -> str:
    """A badge to log in with, to be stuck on a card."""
    rows = [
        field(MARGIN, 30, 60, printable(badge.operator, _LONGEST)),
        field(MARGIN, 110, 40, f"{badge.role} {badge.number}"),
        bars(200, 220, badge_text(badge, key)),
    ]
    return on_paper(rows, SMALL)


def trial_label(printer: str, station_id: str) -> str:
    """That a printer prints, and that its bars can be read."""
    rows = [field(MARGIN, 40, 70, "TEST"), bars(150, 200, f"TEST-{printer}"), field(MARGIN, 390, 40, f"{station_id}")]
    return on_paper(rows, SMALL)
