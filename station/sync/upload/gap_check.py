"""What the station asks the centre beside its batches: whether the token is taken, and what is lacking there."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from station.core import Held
from station.sync.transport.backoff import spread
from station.sync.transport.errors import LineError
from station.sync.upload.answers import Alarm, Later, judge
from station.sync.upload.resend_limit import settle_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.core import SyncStatus
    from station.record.outbox import Batch
    from station.sync.upload.answers import Receipts
    from station.sync.upload.ports import Client
    from station.sync.upload.resend_limit import Settle

CHECK_S = 60.0
HOLES_EVERY_S, HOLES_AGAIN_S = 3600.0, 60.0
"""Seconds between two questions: when nothing was lacking, and, doubled each time, when something was."""
IN_VAIN_S = 86_400.0
"""Minimum interval before resending for an unchanged gap report, seconds."""


class CentreCheck:
    """Whether the centre itself answers and would take a scan, before there is one to send: not some page, not 401."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._due_at = 0.0
        self._waits_from: float | None = None
        """Since when nothing is sent because the centre named a time."""

    def is_due(self, line: SyncStatus, looked: int, failures: int, *, waits: bool) -> bool:
        """When the line comes back or may be let off an alarm; else now and then, and by the status of a look or the
        words of the line when in doubt, but not while sending fails: then the next scan tells it.
        """
        if line.online is not True or (line.alarm and not waits):
            return True
        doubt = bool(line.words) or 300 <= looked < 404 or looked >= 500
        return failures == 0 and (doubt or time.monotonic() >= self._due_at)

    def trouble(self) -> Alarm | Later | None:
        """What would keep a scan from being taken. LineError."""
        status, headers, body = self._client.parcel("-")
        self._due_at = time.monotonic() + CHECK_S
        meaning = judge(status, headers, body, "", frozenset())
        if status in (401, 403):
            return meaning if isinstance(meaning, Alarm) else None
        kind = headers.get("content-type", "").lower()
        if status in (404, 405) and "html" in kind:
            return meaning if isinstance(meaning, Alarm) else None  # a web server that is no centre
        is_page = status == 200 and "json" not in kind
        if is_page or 300 <= status < 400 or status >= 500:
            return meaning if isinstance(meaning, Later) else None
        return None

    def centre_named_wait(self, *, named: bool) -> None:
        """Nothing is sent for some time; `named`: because the centre said so."""
        self._waits_from = time.monotonic() if named else None

    def ends_wait(self) -> bool:
        """Whether a centre that named a time, a minute ago or more, would take a scan now: it was mended. LineError."""
        now = time.monotonic()
        if self._waits_from is None or now < self._waits_from + CHECK_S:
            return False
        self._waits_from = now
        return self.trouble() is None


class Account:
    """How far the centre holds the scans of an epoch. Its word in an answer to a batch is not enough for more numbers
    than were sent: they are believed once its account of the epoch names them as well.
    """

    def __init__(self, client: Client, station_id: str) -> None:
        self._client = client
        self._station_id = station_id
        self._proven: dict[str, int] = {}
        """By epoch, the highest number of an account that adds up."""
        self._ask_at = 0.0

    def held(self, batch: Batch, answer: Receipts) -> Held | None:
        """What can be believed of the answer; None: it tells nothing."""
        if answer.high_water is None:
            return None
        if answer.high_water > max(batch.last_seq, self._proven.get(batch.epoch, 0)):
            self._ask(batch.epoch)
        high_water = min(answer.high_water, max(batch.last_seq, self._proven.get(batch.epoch, 0)))
        return Held(batch.epoch, high_water, answer.missing)

    def _ask(self, epoch: str) -> None:
        if time.monotonic() < self._ask_at:
            return
        self._ask_at = time.monotonic() + CHECK_S
        with suppress(LineError):  # asked again in a minute
            if (held := self._client.held(self._station_id, epoch)) is not None:
                self._proven[epoch] = held.high_water


class GapCheck:
    """Periodic gap check: a centre restored from a backup may be missing more than its next answer shows.

    Asked about every epoch of which scans are kept here: nothing more is ever sent of an older one.
    """

    def __init__(self, client: Client, settle: Settle, station_id: str) -> None:
        self._client = client
        self._settle = settle
        self._station_id = station_id
        self._due_at = 0.0
        self._again_s = HOLES_AGAIN_S
        self._lacking: dict[str, tuple[object, float]] = {}
        """By epoch, what was lacking when it was asked last, and since when. What is lacking still was sent in vain: it
        is held under another number (a copied disk), or the centre does not tell the truth.
        """

    def ask_soon(self) -> None:
        """The centre has lost something: there may be more."""
        self._due_at = 0.0

    def are_due(self) -> bool:
        """Whether it is time to ask."""
        return time.monotonic() >= self._due_at

    def sent_again(self, epochs: Sequence[str]) -> int:
        """How many scans of these epochs went back into the queue as the centre lacks them. LineError, StoreError."""
        self._ask_in(HOLES_EVERY_S)
        back = sum(self._of(epoch) for epoch in epochs)
        self._again_s = min(2 * self._again_s, HOLES_EVERY_S) if back else HOLES_AGAIN_S
        if back:
            self._ask_in(self._again_s)  # a long list is told in parts; a centre that never has enough has to wait
        return back

    def _of(self, epoch: str) -> int:
        held = self._client.held(self._station_id, epoch)
        missing, since = self._lacking.get(epoch, (None, 0.0))
        if held is None or (held.missing == missing and time.monotonic() < since + IN_VAIN_S):
            return 0
        back = settle_all(self._settle, (), held).back
        self._lacking[epoch] = held.missing, time.monotonic()
        return back

    def _ask_in(self, seconds: float) -> None:
        self._due_at = time.monotonic() + spread(seconds)
