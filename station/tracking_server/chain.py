"""The hash chain of a station's epoch as the centre sees it: the newest head that was told, and whether it is right.

A link is SHA-256 over the link before it and the canonical bytes of the scan; the first one follows SHA-256 over
`station_id`, a line feed and `epoch`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.tracking_server.verdicts import Checked

STATES = OK, BROKEN, UNKNOWN = "ok", "broken", "unknown"


@dataclass(frozen=True, slots=True)
class Chain:
    """What is known of the chain of one epoch."""

    seq: int = 0
    """The number that `head` belongs to; 0: no head was told."""
    head: bytes | None = None
    state: str = UNKNOWN
    """ok: the newest head follows from the head before it. unknown: scans between them came otherwise. broken: it
    does not follow, once is for ever."""


def beginning(station_id: str, epoch: str) -> bytes:
    """What the first scan of an epoch is chained to."""
    return hashlib.sha256(f"{station_id}\n{epoch}".encode()).digest()


def advanced(chain: Chain, first: bytes, scans: Sequence[Checked], last_seq: int, head: bytes | None) -> Chain:
    """The chain after a batch; `first` is the epoch's beginning, `head` the link told for `last_seq`."""
    if head is None or last_seq < chain.seq or last_seq not in {scan.seq for scan in scans}:
        return chain
    if last_seq == chain.seq:
        return chain if head == chain.head else Chain(chain.seq, chain.head, BROKEN)
    link = _rolled(first if chain.head is None else chain.head, chain.seq, scans, last_seq)
    follows = UNKNOWN if link is None else OK if link == head else BROKEN
    return Chain(last_seq, head, BROKEN if chain.state == BROKEN else follows)


def _rolled(link: bytes, after: int, scans: Sequence[Checked], last_seq: int) -> bytes | None:
    """The link at `last_seq`; None when not every scan since `after` is there."""
    new = sorted((scan for scan in scans if after < scan.seq <= last_seq), key=lambda scan: scan.seq)
    if [scan.seq for scan in new] != list(range(after + 1, after + 1 + len(new))):
        return None
    for scan in new:
        link = hashlib.sha256(link + scan.body.encode()).digest()
    return link
