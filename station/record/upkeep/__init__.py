"""Record upkeep: retention, clock correction, disk-space reserve."""

from __future__ import annotations

from station.record.upkeep.alarms import coded
from station.record.upkeep.ballast import take_on
from station.record.upkeep.disk_space import STOP_FREE, WARN_FREE, Room, room
from station.record.upkeep.size import Size

__all__ = ["STOP_FREE", "WARN_FREE", "Room", "Size", "coded", "room", "take_on"]
