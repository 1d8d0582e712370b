"""The weight as the scale says it now, and the one that was booked."""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from station.core import DeviceKind, Health, Presence
from station.core.weighing import to_grams
from station.language import screens as texts
from station.ui.letters import draw
from station.ui.safe_text import lines, say
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from hardware.contract import Weight
    from station.core import Status

OLD_S = 1.5
"""A message older than this is not the weight of now."""
LETTER_ROWS = 4
LOOKS = 5
"""Newest values that tell how steady a weight is: a second of them."""
STEPS_G = (Decimal(1), Decimal(5), Decimal(20), Decimal(100))
"""A weight that moves by more than the last of these within the looks has an empty bar, one that rests a full one."""


class WeightPanel(Widget):
    """One line in a small terminal; the live weight in block letters where there is room."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._shown: tuple[str, str, str] = ("", "", "")
        self._values: deque[Decimal] = deque(maxlen=LOOKS)

    def show(self, status: Status, booked: Decimal | None) -> None:
        """`booked`: the weight that was saved with the verdict on the screen; None: no verdict stands."""
        value, mark = live(status)
        if (bar := self._bar(status)) and value:
            mark = f"{bar} {mark}"
        captured = status.lane.captured_grams
        kept = tr(texts.SAVED, weight=spoken().grams(booked)) if booked is not None else ""
        shown = (
            value,
            mark,
            kept or (tr(texts.CAPTURED, weight=spoken().grams(captured)) if captured is not None else ""),
        )
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def _bar(self, status: Status) -> str:
        """How far a load has come to rest; empty while nothing settles."""
        weight = status.live_weight
        if status.lane.weigh_phase != "loading" or weight is None or weight.value is None:
            self._values.clear()
            return ""
        self._values.append(to_grams(weight.value, weight.unit) or weight.value)
        return steadiness(max(self._values) - min(self._values), len(self._values))

    def render(self) -> Content:
        """Value, mark, booked weight."""
        value, mark, booked = self._shown
        width, height = self.content_size
        block = draw(value, width, LETTER_ROWS) if height > LETTER_ROWS and value else None
        if block is None:
            return say(f"{tr(texts.WEIGHT)} ", (value, "bold"), "  ", mark, "   ", (booked, "bold"))
        return lines([*(Content(row) for row in block), say(mark, "   ", (booked, "bold"))])


def steadiness(spread_g: Decimal, looks: int) -> str:
    """A bar of five cells, full once a weight rests; `looks`: so many values were seen."""
    filled = min(looks, sum(spread_g <= step for step in STEPS_G) + (spread_g == 0))
    return "\u2588" * filled + "\u2591" * (LOOKS - filled)


def live(status: Status) -> tuple[str, str]:
    """The value with its unit, and in words how far it can be trusted."""
    scale = next((device for device in status.devices if device.kind is DeviceKind.SCALE), None)
    if scale is None or scale.health is Health.OFF:
        return "", tr(texts.NO_SCALE)
    weight = status.live_weight
    if scale.health is Health.DOWN or weight is None:
        return "", tr(texts.NO_MESSAGE if scale.health is Health.UP else texts.HEALTH[scale.health.value])
    phase = tr(texts.PHASES[status.lane.weigh_phase])
    if status.lane.weigh_phase == "loading" and status.lane.presence is Presence.DECIDED:
        phase = ""  # it is being taken off
    old = status.at - weight.at
    if old > OLD_S:
        return "", tr(texts.OLD, age=spoken().age(old))
    return value_text(weight), " · ".join(part for part in (stability(weight), phase) if part)


def value_text(weight: Weight) -> str:
    """Value and unit exactly as on the wire; empty when the scale gave none."""
    return "" if weight.value is None else f"{weight.value:f} {weight.unit or ''}".rstrip()


def stability(weight: Weight) -> str:
    """Stable or moving, or the fault that the scale reports."""
    if weight.status != "ok":
        return tr(texts.WEIGHT_STATUS[weight.status])
    if weight.stable is None:
        return ""
    return tr(texts.STABLE if weight.stable else texts.MOVING)
