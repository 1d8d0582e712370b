"""How much is spent on a picture, and what the engines are asked of the whole frame when its regions gave too little.

Measured on noisy 1280 x 720 frames, 2 cores: zxing linear 7 ms, zxing matrix 10 ms smoothed and 30 ms on the sensor's
noise, zbar 31 ms smoothed and 90 ms on noise. So the matrix codes are read from the smoothed picture, and zbar last.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from hardware.reading.engines.families import LINEAR_FAMILY, MATRIX_FAMILY, MAXICODE_FAMILY, Family
from hardware.reading.view import ViewMaker, halved, inverted, quartered, smoothed, smoothed_if_small, turned, whole

Effort = Literal["quick", "thorough"]
"""`quick` for the frames of a camera, `thorough` for a still file that will not come again."""


BUDGETS_S: dict[Effort, tuple[float, float]] = {"quick": (0.2, 0.25), "thorough": (0.25, 0.5)}
"""Seconds of the thread's own time after which no new attempt is begun on a region of bars, and on the whole picture.

Not of the clock: what a still picture says must not depend on what else the machine does.
"""


class When(Enum):
    """On which condition a step is taken."""

    ALWAYS = "always"
    UNSETTLED = "no certain code that proves itself as the parcel's number"
    NOTHING = "no certain code at all"
    ALONE = "it is the only engine"


@dataclass(frozen=True, slots=True)
class Step:
    """Show one view to one engine and ask for one family."""

    engine: str
    view: ViewMaker
    family: Family
    when: When


def steps(engines: tuple[str, ...], effort: Effort, *, patient: bool = False) -> tuple[Step, ...]:
    """The steps for these engines, in their order; those that a patient look has beside them."""
    plan = _PATIENT if patient else _QUICK if effort == "quick" else _THOROUGH
    taken = [step for engine in engines for step in plan if step.engine == engine]
    taken = [step for step in taken if step.when is not When.ALONE or len(engines) == 1]
    return tuple(sorted(taken, key=lambda step: step.when is not When.ALWAYS))


_QUICK = (
    Step("zxing", whole, LINEAR_FAMILY, When.ALWAYS),
    # A large frame is looked at for what its regions cannot show: large modules, and codes amid a rough ground.
    Step("zxing", halved, MATRIX_FAMILY, When.NOTHING),
    Step("zxing", smoothed_if_small, MATRIX_FAMILY, When.NOTHING),
    Step("zbar", smoothed, MATRIX_FAMILY, When.ALONE),
    Step("zbar", smoothed_if_small, LINEAR_FAMILY, When.NOTHING),
)

_PATIENT = (
    Step("zxing", smoothed, MATRIX_FAMILY, When.NOTHING),
    Step("zbar", smoothed, LINEAR_FAMILY, When.NOTHING),
)

_TURNS = tuple(Step("zxing", turned(quarters), MAXICODE_FAMILY, When.NOTHING) for quarters in (1, 2, 3))

_THOROUGH = (
    Step("zxing", whole, LINEAR_FAMILY, When.ALWAYS),
    Step("zxing", whole, MATRIX_FAMILY, When.ALWAYS),
    Step("zbar", whole, MATRIX_FAMILY, When.ALWAYS),
    Step("zbar", smoothed, MATRIX_FAMILY, When.UNSETTLED),
    Step("zxing", smoothed, LINEAR_FAMILY, When.UNSETTLED),
    Step("zxing", smoothed, MATRIX_FAMILY, When.NOTHING),
    Step("zxing", inverted, LINEAR_FAMILY, When.UNSETTLED),
    Step("zbar", inverted, LINEAR_FAMILY, When.UNSETTLED),
    *_TURNS,
    *(
        Step(engine, view, family, When.NOTHING)
        for view in (halved, quartered)
        for engine, family in (("zxing", LINEAR_FAMILY), ("zxing", MATRIX_FAMILY), ("zbar", MATRIX_FAMILY))
    ),
)
