"""The reference central tracking API: scans in, each held once; what it holds out."""

from __future__ import annotations

from station.tracking_server.app import make_app
from station.tracking_server.embedded import EmbeddedServer
from station.tracking_server.store import CentreStore

__all__ = ["CentreStore", "EmbeddedServer", "make_app"]
