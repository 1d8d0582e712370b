"""Names of scans: UUIDs of version 7 (RFC 9562, 5.7), random but for the time in front.

Neighbours in the record are neighbours in every index, here and at the centre, and share bytes on the wire. The order
is no promise (the clock may be set back): scans are ordered by their number alone.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime, timedelta

from station.core import utc_text

_START = datetime(1970, 1, 1, tzinfo=UTC)
_VERSION_7, _VARIANT_10 = 7 << 76, 2 << 62


def new_scan_id(scanned_at: str) -> uuid.UUID:
    """A name for a scan of this time (ISO 8601 with its offset); its 74 random bits alone make it one of a kind."""
    since = datetime.fromisoformat(scanned_at) - _START
    milliseconds = (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000
    random = secrets.randbits(74)
    low = (random >> 62) << 64 | _VARIANT_10 | (random & ((1 << 62) - 1))
    return uuid.UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | _VERSION_7 | low)


def time_of(scan_id: bytes) -> str | None:
    """The time (UTC, milliseconds) that a name tells, that of its entry; None: it is none of version 7."""
    if scan_id[6] >> 4 != _VERSION_7 >> 76:
        return None
    return utc_text(_START + timedelta(milliseconds=int.from_bytes(scan_id[:6])))
