"""The second display: the verdict in a browser, for reading only."""

from __future__ import annotations

from station.web.display import Display, DisplayServer, make_display

__all__ = ["Display", "DisplayServer", "make_display"]
