"""The second display: the verdict in a browser, for reading only; what wearables are told at its address; and
the figures of station and hub in a browser.
"""

from __future__ import annotations

from station.web.display import Display, DisplayServer, make_display
from station.web.display_output import DisplayOutput
from station.web.feed import Feed
from station.web.metrics import StationMetrics
from station.web.metrics_server import MetricsServer
from station.web.watch_server import ServingMissingError, serving

__all__ = [
    "Display",
    "DisplayOutput",
    "DisplayServer",
    "Feed",
    "MetricsServer",
    "ServingMissingError",
    "StationMetrics",
    "make_display",
    "serving",
]
