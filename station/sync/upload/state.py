"""What the upload knows between two facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station.core import SyncStatus
from station.sync.transport.backoff import Backoff
from station.sync.upload.gap_check import Account, CentreCheck, GapCheck
from station.sync.upload.quarantine import Quarantine
from station.sync.upload.reporting import Reporting
from station.sync.upload.resend_limit import Resent

if TYPE_CHECKING:
    from station.core import Receipt
    from station.record import Batch
    from station.sync.upload.answers import Bisect, Receipts, TooLarge
    from station.sync.upload.batch_size import BatchSize
    from station.sync.upload.facts import Action, Answered, NoAnswer


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the upload speaks to the centre."""

    heartbeat_s: float
    """Between two looks at the line while nothing is sent, seconds, a quarter more or less."""
    linger_s: float = 0.0
    """So long a fresh scan waits for others to go with it, seconds; 0: it goes alone."""
    status_s: float = 0.0
    """Between two reports of the station's status, seconds; 0: none."""


@dataclass(frozen=True, slots=True)
class Booking:
    """Verdicts that came and are not written yet. `batch` None: our own verdict on a scan that was refused alone."""

    batch: Batch | None
    receipts: tuple[Receipt, ...]
    answer: Receipts | None


@dataclass(frozen=True, slots=True)
class Accused:
    """A scan that was refused alone, while the centre is asked whether it takes another one."""

    scan_id: str
    answer: Bisect | TooLarge


@dataclass(frozen=True, slots=True)
class Upload:
    """The state between two facts. Nothing of it is on disk: what is queued is what the record says."""

    pace: Pace
    repeatable: bool
    """The same scan may be sent again, and the centre answers that it holds it."""
    link: SyncStatus
    """The line as it was at the last try; the backlog is the record's to tell."""
    size: BatchSize
    quarantine: Quarantine = field(default_factory=Quarantine)
    backoff: Backoff = field(default_factory=Backoff)
    not_before: float = 0.0
    """Nothing is sent before, monotonic seconds; 0: nothing has failed since the queue was looked at last."""
    resent: Resent = field(default_factory=Resent)
    retries: bool = False
    """The queue is asked for what was set aside and is due."""
    wakes: int = 0
    """Commits heard of before the queue was looked at last and its scans were sent."""
    gather_until: float | None = None
    """Fresh scans wait for others until then."""

    under_way: Batch | None = None
    ahead: Batch | None = None
    """Taken while another one is under way; sent next if that is held whole, else forgotten."""
    unbooked: Booking | None = None
    """Verdicts that are written while the centre works on the next batch; lost, the scans go once more."""
    booking: Booking | None = None
    """Verdicts that are being written, or wait for the centre's account of their epoch."""
    answer: Answered | NoAnswer | None = None
    """Came while older verdicts were not written: its turn is after them."""
    accused: Accused | None = None
    witness: Batch | None = None
    """A scan that the centre took not long ago. Sent once more, it changes nothing there."""

    account: Account = field(default_factory=Account)
    centre: CentreCheck = field(default_factory=CentreCheck)
    gaps: GapCheck = field(default_factory=GapCheck)
    reporting: Reporting = field(default_factory=Reporting)
    line_down: bool = False
    """The last look found nobody, or no token: the first look that succeeds ends the wait."""


Step = tuple[Upload, tuple["Action", ...]]
"""The state afterwards, and what to do, in this order."""
