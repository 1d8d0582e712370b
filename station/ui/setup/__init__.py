"""The set-up screens: from nothing to a station that can start."""

from __future__ import annotations

from station.ui.setup.app import SetUpApp

__all__ = ["SetUpApp"]
