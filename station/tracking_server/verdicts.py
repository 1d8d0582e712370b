"""What becomes of a sent scan, given what is held already; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.tracking_server.quarters import Counted

STATUSES = ("stored", "duplicate", "conflict", "rejected")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one scan."""

    status: str
    """stored, duplicate, conflict or rejected."""
    code: str | None = None
    message: str | None = None


STORED = Verdict("stored")
DUPLICATE = Verdict("duplicate")
ID_REUSED = Verdict("conflict", "scan_id_reused", "another scan is held under this scan_id")
SEQ_REUSED = Verdict("conflict", "seq_reused", "another scan of this station and epoch is held under this seq")


def rejected(code: str, message: str) -> Verdict:
    """The verdict on a scan that will never be stored as it is."""
    return Verdict("rejected", code, message)


@dataclass(frozen=True, slots=True)
class Checked:
    """A scan that may be stored."""

    scan_id: str
    """Lower case."""
    seq: int
    scanned_at: str
    parcel_id: str | None
    decision: str | None
    body: str
    """Canonical JSON: keys sorted, no spaces."""
    content_hash: bytes
    """SHA-256 of the body in UTF-8."""
    is_scan: bool = True
    """False: an entry of another kind, which is held and counts as no scan."""
    accepts: int = 0
    """What it adds to the accepted parcels: 1 for an accepted scan and a lifted stop, -1 for one that is taken back."""
    counted: Counted | None = None
    """What it adds to the counts of a quarter hour; None: nothing."""


class Known:
    """What is held under the ids and numbers of a batch, growing as its scans are judged."""

    def __init__(self, hashes: dict[str, bytes], seqs: set[int]) -> None:
        """`hashes` by scan_id, wherever it came from; `seqs` of the batch's station and epoch."""
        self._hashes = hashes
        self._seqs = seqs

    def judge(self, scan: Checked) -> Verdict:
        """The verdict on the next scan; a stored one counts as held from then on."""
        held = self._hashes.get(scan.scan_id)
        if held is not None:
            return DUPLICATE if held == scan.content_hash else ID_REUSED
        if scan.seq in self._seqs:
            return SEQ_REUSED
        self._hashes[scan.scan_id] = scan.content_hash
        self._seqs.add(scan.seq)
        return STORED
