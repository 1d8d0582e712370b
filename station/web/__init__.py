"""The second display: the verdict in a browser, for reading only; and what wearables are told at its address."""

from __future__ import annotations

from station.web.display import Display, DisplayServer, make_display
from station.web.display_output import DisplayOutput
from station.web.feed import Feed

__all__ = ["Display", "DisplayOutput", "DisplayServer", "Feed", "make_display"]
