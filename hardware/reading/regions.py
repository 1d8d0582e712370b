"""Regions that may be codes, as shapes: a parallelogram of bars, a box of a matrix code."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

_LIKELY = 0.75
"""Height of a region by its length."""
_ASIDE = 0.1
"""Sine below which bars run along a side of the frame, and never leave it there."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A region of parallel bars, in pixels of the frame."""

    x: float
    y: float
    """Its middle."""
    angle: float
    """Radians from the x axis to the direction across the bars, in which they are read; or the opposite one."""
    slant: float
    """How far the rows of the code go along the bars for each pixel across them: 0 unless it is seen from aside."""
    length: float
    """Along that direction."""
    height: float
    """Along the bars."""
    strength: float
    """Sum of the gradient energy: what is worth trying first."""

    @property
    def density(self) -> float:
        """Gradient energy by area."""
        return self.strength / (self.length * self.height)

    @property
    def likely(self) -> bool:
        """Whether it has the shape of a code: longer than high."""
        return self.height < _LIKELY * self.length


@dataclass(frozen=True, slots=True)
class CodeRegions:
    """Where codes may be, the most promising first."""

    bars: list[Bars]
    squares: list[Box]
    """Left, top, right, bottom in pixels of the frame: dense in both directions, as matrix codes are."""
    busy: bool
    """Whether there is anything but an even ground."""
    more_bars: Sequence[Bars] = ()
    more_squares: Sequence[Box] = ()
    """Those that are worth a look only where most of the first ones are codes."""


def joined(pieces: list[Bars]) -> list[Bars]:
    """Pairs that may be one code: in line, with something between them that blur or a lamp wiped out."""
    found = []
    for one, other in itertools.combinations(pieces, 2):
        ux, uy = math.cos(one.angle), math.sin(one.angle)
        along, beside = _off(one, other)
        turn = abs(math.remainder(one.angle - other.angle, math.pi))
        gap = abs(along) - (one.length + other.length) / 2
        low, high = sorted((one.height, other.height))
        if turn > 0.12 or abs(beside) > 0.4 * low or high > 2 * low or not -0.2 * high < gap < 0.5 * one.length:
            continue
        start = min(-one.length / 2, along - other.length / 2)
        stop = max(one.length / 2, along + other.length / 2)
        middle = (start + stop) / 2
        found.append(
            replace(
                one,
                x=one.x + middle * (ux - one.slant * uy),
                y=one.y + middle * (uy + one.slant * ux),
                length=stop - start,
                strength=one.strength + other.strength,
            )
        )
    return found


def without_twins(found: list[Bars]) -> list[Bars]:
    """Without the weaker ones that another sector has found as well."""
    kept: list[Bars] = []
    for bars in found:
        if not any(_same(bars, other) for other in kept):
            kept.append(bars)
    return kept


def inside(bars: Bars, width: int, height: int) -> Bars:
    """Without the rows that leave the frame, where it is not most of them."""
    ux, uy = math.cos(bars.angle), math.sin(bars.angle)
    low, high = -bars.height / 2, bars.height / 2
    for end in (-bars.length / 2, bars.length / 2):
        x, y = bars.x + end * (ux - bars.slant * uy), bars.y + end * (uy + bars.slant * ux)
        # Along the bars the frame lies between these.
        for at, step, most in ((x, -uy, width - 1), (y, ux, height - 1)):
            if abs(step) > _ASIDE and 0 <= at <= most:
                first, last = sorted((-at / step, (most - at) / step))
                low, high = max(low, first), min(high, last)
    if high - low < bars.height / 2:
        return bars
    middle = (low + high) / 2
    return replace(bars, x=bars.x - middle * uy, y=bars.y + middle * ux, height=high - low)


def in_frame(bars: Bars, scale: float) -> Bars:
    """From the reduced copy's pixels to the frame's."""
    shift = scale / 2 - 0.5
    return replace(
        bars,
        x=(bars.x - 0.5) * scale + 0.5 + shift,
        y=(bars.y - 0.5) * scale + 0.5 + shift,
        length=bars.length * scale,
        height=bars.height * scale,
    )


def together(boxes: list[Box]) -> list[Box]:
    """What boxes that lie over each other cover together: a long PDF417 is found in pieces."""
    groups: list[Box] = []
    for box in boxes:
        left, top, right, bottom = box
        apart = []
        for other in groups:
            if other[0] < right and left < other[2] and other[1] < bottom and top < other[3]:
                left, top = min(left, other[0]), min(top, other[1])
                right, bottom = max(right, other[2]), max(bottom, other[3])
            else:
                apart.append(other)
        groups = [*apart, (left, top, right, bottom)]
    return [_roomier(group) for group in groups]


def _same(one: Bars, other: Bars) -> bool:
    turn = abs(math.remainder(one.angle - other.angle, math.pi))
    along, beside = _off(one, other)
    alike = 0.6 < one.length / other.length < 1.6 and 0.5 < one.height / other.height < 2
    # Two thin codes one above the other lie near each other along their rows alone.
    near = abs(along) < 0.3 * min(one.length, other.length)
    return turn < 0.35 and alike and near and abs(beside) < 0.5 * min(one.height, other.height)


def _off(one: Bars, other: Bars) -> tuple[float, float]:
    """How far another region lies off across the bars of one, and along them."""
    ux, uy, right, down = math.cos(one.angle), math.sin(one.angle), other.x - one.x, other.y - one.y
    return right * ux + down * uy, down * ux - right * uy - one.slant * (right * ux + down * uy)


def _roomier(box: Box) -> Box:
    """With its start and stop pattern, whose bars all point one way."""
    left, top, right, bottom = box
    room = max(right - left, bottom - top) // 8
    return left - room, top - room, right + room, bottom + room
