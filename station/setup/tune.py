"""Which settings of a camera read best: one control after another is tried, over live pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hardware.picture_contract import PictureFigures

FRAMES = 12
"""Pictures that are looked at with each value."""
COARSE, FINE = 9, 5
"""Values of a control that are tried first, and then around the best one."""


class Limits(Protocol):
    """What a control takes."""

    @property
    def low(self) -> int: ...
    @property
    def high(self) -> int: ...
    @property
    def step(self) -> int: ...


class Knobs(Protocol):
    """The controls of a camera."""

    def ranges(self) -> Mapping[str, Limits]: ...
    def get(self, name: str) -> int | None: ...
    def set(self, name: str, value: int | None) -> None: ...


@dataclass(frozen=True, slots=True)
class Measured:
    """What a reader made of some pictures."""

    looked: int
    read: int
    ms: float
    """Of one look, on average."""
    figures: PictureFigures | None

    @property
    def score(self) -> tuple[float, float]:
        """More is better: the read rate, then how far sharpness and light are from what still reads."""
        seen = self.figures
        if seen is None or not self.looked:
            return 0.0, 0.0
        light = min(seen.brightest, 2 * (255 - seen.brightest) + 200) / 255 - 3 * seen.clipped
        return round(self.read / self.looked, 2), seen.sharpness / 100 + light


@dataclass(frozen=True, slots=True)
class Try:
    """One value of one control, and what came of it."""

    name: str
    value: int
    measured: Measured


def tune(knobs: Knobs, measure: Callable[[int], Measured], frames: int = FRAMES) -> Iterator[Try]:
    """Try values of each control that there is, focus first, and leave the best of each. Every try is told.

    Whoever stops half way has the controls as they were last: put them back with `restored`.
    """
    ranges = knobs.ranges()
    for name in ("focus", "exposure", "gain"):
        if name not in ranges:
            continue
        tries: list[Try] = []
        for value in (*_coarse(name, ranges[name]), *[None] * FINE):
            wanted = value if value is not None else _beside(name, ranges[name], tries)
            if wanted is None:
                continue
            knobs.set(name, wanted)
            tries.append(Try(name, wanted, measure(frames)))
            yield tries[-1]
        knobs.set(name, best(tries).value)


def best(tries: Sequence[Try]) -> Try:
    """The one that reads best; of equals the lower value: a shorter exposure, less gain."""
    return max(tries, key=lambda each: (each.measured.score, -each.value))


def _coarse(name: str, limits: Limits) -> list[int]:
    """Values over the whole range; of an exposure each is a multiple of the one before."""
    low, high = limits.low, limits.high
    places = [place / (COARSE - 1) for place in range(COARSE)]
    if name == "exposure":
        first = max(1, low)
        return _rounded([first * (high / first) ** place for place in places], limits)
    return _rounded([low + (high - low) * place for place in places], limits)


def _rounded(values: Sequence[float], limits: Limits) -> list[int]:
    steps = [limits.low + round((value - limits.low) / limits.step) * limits.step for value in values]
    return list(dict.fromkeys(min(limits.high, each) for each in steps))


def _beside(name: str, limits: Limits, tries: Sequence[Try]) -> int | None:
    """Half way between the best and a neighbour, the wider gap first; None: there is no value between."""
    tried, top = sorted({each.value for each in tries}), best(tries).value
    place = tried.index(top)
    gaps = [(tried[i], tried[i + 1]) for i in (place - 1, place) if 0 <= i < len(tried) - 1]
    middle = [(low * high) ** 0.5 if name == "exposure" and low > 0 else (low + high) / 2 for low, high in gaps]
    free = [each for each in _rounded(middle, limits) if each not in tried]
    return max(free, key=lambda value: min(abs(value - each) for each in tried), default=None)
