"""The way down: sort plan, hold list and manifest of the centre."""

from __future__ import annotations

from station.sync.lists.downlink import Downlink

__all__ = ["Downlink"]
