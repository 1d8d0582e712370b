"""A simulated stack light: a relay board on a pseudo-terminal."""

from __future__ import annotations

from hardware.simulated.light.relay_board import SimulatedRelayBoard

__all__ = ["SimulatedRelayBoard"]
