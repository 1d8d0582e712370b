"""A bag label in ZPL II."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.reports.bags.label import LabelText, label_of
from station.reports.zpl import MARGIN, bars, field, on_paper

if TYPE_CHECKING:
    from station.reports.bags.despatch import Held

_LINE = 44


def zpl_label(held: Held, station_id: str) -> str:
    """The label as the printer takes it."""
    told = label_of(held, station_id)
    head = (field(MARGIN, 40, 60, told.title), field(MARGIN, 120, 110, told.large))
    number = (bars(270, 240, told.number), field(MARGIN, 530, 40, told.spaced))
    rows = (field(MARGIN, 620 + row * _LINE, 34, text) for row, text in enumerate(_rows(told)))
    return on_paper((*head, *number, *rows))


def _rows(told: LabelText) -> list[str]:
    return [f"{name}: {value}" for name, value in told.rows]
