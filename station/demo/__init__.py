"""The demonstration: a simulated worker at a station that is real from the devices up."""

from __future__ import annotations

from station.demo.tour import Tour
from station.demo.worker import Worker, recorded

__all__ = ["Tour", "Worker", "recorded"]
