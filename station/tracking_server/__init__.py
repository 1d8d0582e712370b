"""The reference central tracking API: scans in, each held once; what it holds out."""

from __future__ import annotations

from station.tracking_server.app import make_app
from station.tracking_server.centre import POSTGRES_URLS, Centre, open_centre
from station.tracking_server.connections import raise_file_limit
from station.tracking_server.embedded import CannotListenError, EmbeddedServer
from station.tracking_server.envelope import Envelope
from station.tracking_server.hub_alarms import AlarmPost
from station.tracking_server.schema import CentreAwayError, CentreError
from station.tracking_server.service import Service
from station.tracking_server.store import CentreStore
from station.tracking_server.tokens import TokenFile, TokensError

__all__ = [
    "POSTGRES_URLS",
    "AlarmPost",
    "CannotListenError",
    "Centre",
    "CentreAwayError",
    "CentreError",
    "CentreStore",
    "EmbeddedServer",
    "Envelope",
    "Service",
    "TokenFile",
    "TokensError",
    "make_app",
    "open_centre",
    "raise_file_limit",
]
