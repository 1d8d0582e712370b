"""What the stations of one hub tell each other without the centre."""

from __future__ import annotations

from station.sync.peers.messages import HubKey
from station.sync.peers.multicast import Group, Peers

__all__ = ["Group", "HubKey", "Peers"]
