"""The language between the upload's pure steps and the thread that acts: facts go in, actions come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hardware.contract import Notice
    from station.core import Held, Receipt, SyncMoved
    from station.record import Batch
    from station.record.outbox import Settled
    from station.sync.transport.errors import LineError

Raw = tuple[int, dict[str, str], bytes]
"""Status, headers with lower-case names, and body of an HTTP answer."""


# -- facts


@dataclass(frozen=True, slots=True)
class Began:
    """The thread runs, or what kept it from working is over."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the queue holds next; None: nothing. `wakes`: commits heard of before it was looked at."""

    batch: Batch | None
    wakes: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The queue could not be read."""

    about: Notice


@dataclass(frozen=True, slots=True)
class Sent:
    """The batch is on its way whole; the centre works on it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The centre, or somebody on the way, answered the batch under way."""

    raw: Raw
    batch_id: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """No whole answer came to the batch under way."""

    error: LineError


@dataclass(frozen=True, slots=True)
class Written:
    """The record took the verdicts."""

    settled: Settled


@dataclass(frozen=True, slots=True)
class NotWritten:
    """The record could not take them."""

    about: Notice


@dataclass(frozen=True, slots=True)
class HeldTold:
    """The centre's account of the epoch whose verdicts wait for it; None: it does not tell."""

    held: Held | None


@dataclass(frozen=True, slots=True)
class WitnessTold:
    """Whether the centre still answers that it holds a scan that it took before."""

    taken: bool


@dataclass(frozen=True, slots=True)
class Rested:
    """A rest is over. `wakes`: commits heard of until now. `cut`: the other side has ended the connection meanwhile."""

    wakes: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class LookAnswered:
    """Somebody answered a look at the line with this status. `renewed`: the token is another one than before."""

    status: int
    renewed: bool


@dataclass(frozen=True, slots=True)
class Reported:
    """The answer to the station's status."""

    raw: Raw
    renewed: bool


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The status is what the centre was told last: it was not sent."""


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """A look, or the question after it, found nobody."""

    error: LineError
    renewed: bool = False


@dataclass(frozen=True, slots=True)
class TokenLost:
    """The token cannot be read."""

    text: str
    about: Notice | None = None


@dataclass(frozen=True, slots=True)
class CentreTold:
    """The answer to a question that needs the token."""

    raw: Raw


@dataclass(frozen=True, slots=True)
class GapsTold:
    """What the centre holds, by epoch of which scans are kept here; None: it does not tell."""

    held: tuple[tuple[str, Held | None], ...]


@dataclass(frozen=True, slots=True)
class GapsUnknown:
    """The question for gaps, or what followed from it, failed."""


@dataclass(frozen=True, slots=True)
class Refilled:
    """What the centre lacks is in the queue again, as far as it is here."""

    settled: Settled


@dataclass(frozen=True, slots=True)
class Stopped:
    """The station stops: what is not written yet is written now, nothing else is begun."""


Fact = (
    Began | Taken | Unreadable | Sent | Answered | NoAnswer | Written | NotWritten | HeldTold | WitnessTold | Rested
    | LookAnswered | Reported | Unchanged | NobodyThere | TokenLost | CentreTold | GapsTold | GapsUnknown | Refilled
    | Stopped
)  # fmt: skip


# -- actions: each but `Prepare` and `Tell` is answered by a fact


@dataclass(frozen=True, slots=True)
class TakeBatch:
    """Look what is queued: at most so many scans, none of these. Taken, Unreadable."""

    limit: int
    without: frozenset[str]


@dataclass(frozen=True, slots=True)
class Prepare:
    """Pack this batch: it is sent next."""

    batch: Batch


@dataclass(frozen=True, slots=True)
class Post:
    """Send this batch. Sent, then Answered or NoAnswer."""

    batch: Batch


@dataclass(frozen=True, slots=True)
class Write:
    """Have verdicts written, and what the centre told of its holdings. Written, NotWritten."""

    receipts: tuple[Receipt, ...]
    held: Held | None


@dataclass(frozen=True, slots=True)
class AskHeld:
    """Ask the centre for its account of an epoch. HeldTold."""

    epoch: str


@dataclass(frozen=True, slots=True)
class AskWitness:
    """Send this scan, which the centre holds, once more. WitnessTold."""

    batch: Batch


@dataclass(frozen=True, slots=True)
class Look:
    """Read the token again and look whether anybody answers. LookAnswered, NobodyThere, TokenLost."""


@dataclass(frozen=True, slots=True)
class Report:
    """Read the token again and tell the centre the station's status; `anyway`: though it is what it was told last.
    Reported, Unchanged, NobodyThere, TokenLost.
    """

    anyway: bool


@dataclass(frozen=True, slots=True)
class AskCentre:
    """Ask the centre something that needs the token. CentreTold, NobodyThere."""


@dataclass(frozen=True, slots=True)
class AskGaps:
    """Ask what the centre lacks. GapsTold, GapsUnknown."""


@dataclass(frozen=True, slots=True)
class Refill:
    """Put what the centre lacks back into the queue. Refilled, GapsUnknown."""

    held: Held


@dataclass(frozen=True, slots=True)
class Rest:
    """Wait until this monotonic second, or until so many commits were heard of in all; None: whatever is. Rested."""

    until: float
    wakes: int | None


@dataclass(frozen=True, slots=True)
class Tell:
    """Publish what changed."""

    moved: SyncMoved


Action = (
    TakeBatch
    | Prepare
    | Post
    | Write
    | AskHeld
    | AskWitness
    | Look
    | Report
    | AskCentre
    | AskGaps
    | Refill
    | Rest
    | Tell
)
