"""The line to the centre as it was seen last, in words for the screen. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core import printable
from station.sync.transport.errors import TrustError

if TYPE_CHECKING:
    from station.core import SyncStatus
    from station.sync.transport.errors import LineError


def up(link: SyncStatus, words: str = "", *, alarm: bool = False) -> SyncStatus:
    """Somebody answers; `words`: what is wrong nevertheless. `alarm`: a person has to act."""
    return replace(link, online=True, words=words, alarm=alarm)


def down(link: SyncStatus, error: LineError) -> SyncStatus:
    """The centre was not reached."""
    words = f"{printable(str(error))}; scans wait on disk"
    return replace(link, online=False, words=words, alarm=isinstance(error, TrustError))
