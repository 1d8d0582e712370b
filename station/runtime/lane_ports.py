"""What the lane thread needs of the other parts of the station."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.core import Elsewhere, Event
    from station.core.lane import LaneStep


def nothing(*_: object) -> None:
    """There is no such part."""


@dataclass(frozen=True, slots=True)
class LanePorts:
    """Called by the lane thread; none of them may wait. A part that the station lacks answers None."""

    publish: Callable[[Event], None] = nothing
    wake_sync: Callable[[], None] = nothing
    """Send what was committed."""
    online: Callable[[], bool | None] = nothing
    """Whether the centre was reached at the last try."""
    scale_serial: Callable[[], str | None] = nothing
    store_weight: Callable[[], None] = nothing
    """Have the scale store its weight in its alibi memory."""
    judging: Callable[[str | None], None] = nothing
    """Whose scan is judged from now on, by name of the scanner; None: nobody's."""
    elsewhere: Callable[[str, str | None], Elsewhere | None] = nothing
    """Where another station accepted a parcel in an operation."""
    taped: Callable[[LaneStep], None] = nothing
    """What the lane has just done."""
