"""Stack lights: lamps by a relay board on a serial line."""

from __future__ import annotations

from hardware.lights.relay_board import LAMPS, RelayLight, relay_command

__all__ = ["LAMPS", "RelayLight", "relay_command"]
