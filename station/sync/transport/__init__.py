"""HTTP to the centre: whom the station trusts, how it asks, how long it waits."""

from __future__ import annotations

from station.sync.transport.client import CONNECT_S, TrackingClient
from station.sync.transport.errors import AddressError, LineError, TrustError
from station.sync.transport.token import TokenError, read_secret, read_token
from station.sync.transport.trust import Papers, last_moment
from station.sync.transport.webhook_post import WebhookPost

__all__ = [
    "CONNECT_S",
    "AddressError",
    "LineError",
    "Papers",
    "TokenError",
    "TrackingClient",
    "TrustError",
    "WebhookPost",
    "last_moment",
    "read_secret",
    "read_token",
]
