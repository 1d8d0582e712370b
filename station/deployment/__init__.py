"""A station, or the centre, as a service of the machine."""

from __future__ import annotations

from station.deployment.units import Deployment, Service, next_commands, unit_files

__all__ = ["Deployment", "Service", "next_commands", "unit_files"]
