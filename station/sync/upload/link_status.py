"""The line to the centre as it was seen last, and what is wrong with it. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core import CENTRE, Trouble, caused, line_text, printable
from station.sync.transport.errors import TrustError

if TYPE_CHECKING:
    from hardware.contract import Notice
    from station.core import SyncStatus
    from station.sync.transport.errors import LineError


def up(link: SyncStatus, about: Notice | None = None, *, alarm: bool = False) -> SyncStatus:
    """Somebody answers; `about`: what is wrong nevertheless. `alarm`: a person has to act."""
    return replace(link, online=True, words=line_text(about) if about else "", about=about, alarm=alarm)


def down(link: SyncStatus, error: LineError) -> SyncStatus:
    """The centre was not reached."""
    words = f"{printable(str(error))}; scans wait on disk"
    return replace(link, online=False, words=words, about=error.about, alarm=isinstance(error, TrustError))


def dated(before: SyncStatus, after: SyncStatus, now: float) -> SyncStatus:
    """Since when it is away, useless or refused; `now`: monotonic seconds."""
    since = 0.0 if after.is_well else now if before.is_well else before.since
    return after if after.since == since else replace(after, since=since)


def line_troubles(link: SyncStatus) -> tuple[Trouble, ...]:
    """The centre is away, does not take what it is sent, or a person has to act."""
    if link.is_well:
        return ()
    code = "centre_refuses" if link.alarm else "centre_useless" if link.online else "centre_offline"
    about = caused(code, link.words, link.about)
    return (Trouble(CENTRE, grave=link.alarm, about=about, since=link.since),)
