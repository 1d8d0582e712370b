"""A simulated scale: a real port, a load that settles, and any protocol between them."""

from __future__ import annotations

from hardware.simulated.scale.simulated_scale import SimulatedScale

__all__ = ["SimulatedScale"]
