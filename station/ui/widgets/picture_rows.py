"""The figures of a picture as rows: histogram, bars, and one sentence of advice each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language import FIGURES, advice_text
from station.language import setup as texts
from station.ui.safe_text import pad, say
from station.ui.widgets.bars import EIGHTHS
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from textual.content import Content

    from hardware.picture_contract import Advice, PictureFigures
    from station.core.set_up import CameraLook

BAR = 20
"""Columns of the bar of sharpness."""


def figure_rows(look: CameraLook) -> list[Content]:
    """Size, rate, histogram, sharpness with its peak, what was read."""
    seen = look.figures
    if seen is None:
        return [say(tr(texts.NO_PICTURE))]
    return [
        say((f"{seen.width} x {seen.height} {look.fourcc}", "bold")),
        say((f"{look.fps:.1f} ", "bold"), tr(texts.RATE)),
        say((tr(texts.BRIGHTNESS), "$text-quiet")),
        *histogram_rows(seen),
        say(f"{tr(texts.BLACK, share=f'{seen.dark:.2f}')}   {tr(texts.BURNT, share=f'{seen.clipped:.2f}')}"),
        sharpness_row(seen.sharpness, look.best),
        say((tr(texts.SHARPEST, best=round(look.best)), "$text-quiet")),
        *(
            [say(tr(texts.READ_OF, read=look.read, looked=look.looked, ms=f"{look.read_ms:.0f}"))]
            if look.looked
            else []
        ),
    ]


def _read_rows(look: CameraLook) -> list[Content]:
    told = tr(texts.READ_OF, read=look.read, looked=look.looked, ms=f"{look.read_ms:.0f}")
    return [say(told)] if look.looked else []


def histogram_rows(seen: PictureFigures) -> list[Content]:
    """Two rows of columns, a column for each span of grey; a span of a third of the picture fills them."""
    eighths = [min(16, round(share * 48)) or (1 if share > 0 else 0) for share in seen.histogram]
    upper = "".join(EIGHTHS[max(0, each - 8)] for each in eighths)
    lower = "".join(EIGHTHS[min(8, each)] for each in eighths)
    return [say((upper, "$state-up")), say((lower, "$state-up"))]


def sharpness_row(now: float, best: float) -> Content:
    """A bar from 0 to 100, with a mark where it was best."""
    filled, peak = round(BAR * now / 100), min(BAR - 1, round(BAR * best / 100))
    cells = ["█" if place < filled else "░" for place in range(BAR)]
    if peak >= filled:
        cells[peak] = "│"
    return say(f"{tr(FIGURES['sharpness'])} ", ("".join(cells), "$state-up"), (f" {now:.0f}", "bold"))


def advice_rows(advice: tuple[Advice, ...]) -> list[Content]:
    """A sentence each, what has to be done marked."""
    width = max((len(tr(FIGURES[each.figure])) for each in advice), default=0)
    return [
        say(
            ("✓ " if each.good else "! ", "$state-up" if each.good else "bold $state-wait"),
            (f"{pad(tr(FIGURES[each.figure]), width)}  ", "$text-quiet"),
            (advice_text(each.about, spoken()), "" if each.good else "bold $state-wait"),
        )
        for each in advice
    ]
