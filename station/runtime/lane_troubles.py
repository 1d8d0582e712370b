"""What is wrong with the clock, the sort plan and the manifest, as the lane thread sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import Notice
from station.core import CLOCK, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAN = "plan"
DOUBTFUL = ("stepped", "unsynced")


def lane_troubles(clock_state: str, manifest: Notice | None, at: float, *, has_plan: bool) -> Iterator[Trouble]:
    """A clock that NTP does not hold is the technician's business; one that jumped is everybody's.

    `manifest`: why it cannot be used. `at`: monotonic seconds.
    """
    if clock_state in DOUBTFUL:
        yield Trouble(CLOCK, grave=False, about=Notice(f"clock_{clock_state}"), since=at)
    if not has_plan:
        yield Trouble(PLAN, grave=False, about=Notice("no_plan"), since=at)
    elif manifest is not None:
        yield Trouble(PLAN, grave=False, about=manifest, since=at)
