"""Corrected scan times for stations whose clock was unsynchronised; reported alongside the original. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.tracking_server.envelope import BootClock

DOUBTFUL = ("unsynced", "stepped")
"""Values of `clock_state` whose time is no fact."""


def corrected(scan: Mapping[str, Any], clock: BootClock) -> str | None:
    """The scan's moment by a later look at the clocks of the same boot; None: none can be told."""
    mono_ns = scan.get("mono_ns")
    if scan.get("clock_state") not in DOUBTFUL or scan.get("boot_id") != clock.boot_id or type(mono_ns) is not int:
        return None
    try:
        moment = datetime.fromisoformat(clock.utc) - timedelta(microseconds=(clock.mono_ns - mono_ns) // 1000)
    except OverflowError:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
