"""An EPCIS 2.0 repository as the centre."""

from __future__ import annotations

from station.sync.epcis.client import LARGEST_CAPTURE, EpcisClient
from station.sync.epcis.events import Event, declared_wrong, events_of, write_document
from station.sync.epcis.naming import Naming

__all__ = ["LARGEST_CAPTURE", "EpcisClient", "Event", "Naming", "declared_wrong", "events_of", "write_document"]
