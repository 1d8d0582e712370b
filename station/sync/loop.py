"""The loop that empties the outbox: one request in flight, on start, on every commit and on a timer.

It keeps no state on disk: what is queued is what the record says. Batches that are refused as a whole are bisected in
memory until the one scan to blame is found; it gets the server's words and the others go on.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Protocol

from station.clock import Clock
from station.core.events import SyncMoved, SyncStatus
from station.core.models import Held, Receipt
from station.core.printable import printable
from station.store.errors import StoreError
from station.sync.answers import Alarm, Answer, Bisect, Later, Receipts, TooLarge, judge
from station.sync.backoff import ALARM_S, Backoff
from station.sync.client import LineError
from station.sync.resent import ASKS_AGAIN, Resent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Self

    from station.core.models import ClockReading
    from station.store.reads import Batch
    from station.store.writer import Settled

REFUSED_WHOLE = "batch_refused"
"""Code of a scan that the centre refused without a verdict of its own."""


class Queue(Protocol):
    """Where batches come from: `station.store.reads.Reads`."""

    def next_batch(self, limit: int) -> Batch | None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...


class Client(Protocol):
    """Who carries them: `station.sync.client.TrackingClient`."""

    url: str

    def post_batch(self, batch: dict[str, Any]) -> tuple[int, dict[str, str], bytes]: ...

    def look(self) -> int: ...

    def parcel(self, parcel_id: str) -> tuple[int, dict[str, str], bytes]: ...

    def close(self) -> None: ...


class SyncLoop:
    """Runs in a thread of the station; `status` and `wake` may be called from any."""

    def __init__(
        self,
        reads_factory: Callable[[], Queue],
        client: Client,
        settle: Callable[[Sequence[Receipt], Held | None], Settled],
        station_id: str,
        batch_size: int,
        heartbeat_s: float,
        notify: Callable[[SyncMoved], None],
        clock: Callable[[], ClockReading] | None = None,
    ) -> None:
        self._reads_factory = reads_factory
        self._client = client
        self._settle = settle
        self._station_id = station_id
        self._batch_size = batch_size
        self._limit = batch_size
        self._heartbeat_s = heartbeat_s
        self._notify = notify
        self._clock = clock or Clock().read
        self._wake = threading.Event()
        self._backoff = Backoff()
        self._not_before = 0.0
        self._resent = Resent()
        self._line_down = False
        """The last look found nobody: the first look that succeeds ends the wait."""
        self._status = SyncStatus(client.url, None, "not tried yet")

    def wake(self) -> None:
        """There may be something to send."""
        self._wake.set()

    def status(self) -> SyncStatus:
        """The line as it was at the last try; the backlog is the record's to tell."""
        return self._status

    def run(self, stop: threading.Event) -> None:
        """Send until `stop`."""
        with self._reads_factory() as reads:
            while not stop.is_set():
                if time.monotonic() >= self._not_before and self._send_next(reads):
                    continue
                self._rest(stop)
        self._client.close()

    # -- one batch

    def _send_next(self, reads: Queue) -> bool:
        """Send the oldest queued scans; True: look again at once."""
        self._wake.clear()
        try:
            batch = reads.next_batch(self._limit)
        except StoreError as error:
            self._postpone(Later(f"the queue could not be read: {error}"))
            return False
        if batch is None:
            self._limit = self._batch_size
            return False
        answer = self._post(batch, batch.scans)
        if isinstance(answer, Receipts):
            return self._book(answer, batch.epoch)
        if isinstance(answer, TooLarge) and len(batch.scans) > 1:
            self._limit = max(1, len(batch.scans) // 2)
            return True
        if isinstance(answer, Bisect | TooLarge):
            return self._find_to_blame(batch, answer)
        self._postpone(answer)
        return False

    def _post(self, batch: Batch, scans: tuple[dict[str, object], ...]) -> Answer | None:
        """The meaning of the answer; None: no whole answer came."""
        batch_id = str(uuid.uuid4())
        body: dict[str, Any] = {
            "batch_id": batch_id,
            "station_id": self._station_id,
            "epoch": batch.epoch,
            "first_seq": scans[0]["seq"],
            "last_seq": scans[-1]["seq"],
            "clock": asdict(self._clock()),
            "scans": scans,
        }
        if scans[-1]["seq"] == batch.last_seq and batch.head is not None:
            body["head"] = batch.head
        try:
            status, headers, answer = self._client.post_batch(body)
        except LineError as error:
            self._offline(str(error))
            return None
        return judge(status, headers, answer, batch_id, frozenset(str(scan["scan_id"]) for scan in scans))

    def _find_to_blame(self, batch: Batch, answer: Bisect | TooLarge) -> bool:
        """Book what stands alone in a refused batch; a gateway that refuses everything blames nobody."""
        blamed: list[Receipt] = []
        went_on = self._halve(batch, batch.scans, answer, blamed)
        foreign = not answer.own and len(blamed) == len(batch.scans)
        if foreign and (len(blamed) > 1 or isinstance(answer, TooLarge)):
            self._postpone(Alarm(f"something on the line refuses every scan: {answer.words}"))
            return False
        booked = self._book(Receipts(tuple(blamed)), batch.epoch) if blamed else went_on
        return went_on and booked

    def _halve(
        self, batch: Batch, scans: tuple[dict[str, object], ...], answer: Bisect | TooLarge, blamed: list[Receipt]
    ) -> bool:
        """Halve until the scans to blame stand alone; what is accepted on the way is booked. False: stop for now."""
        if len(scans) == 1:
            blamed.append(Receipt(str(scans[0]["scan_id"]), "rejected", REFUSED_WHOLE, answer.words))
            return True
        middle = len(scans) // 2
        for half in (scans[:middle], scans[middle:]):
            found = self._post(batch, half)
            if isinstance(found, Bisect | TooLarge):
                went_on = self._halve(batch, half, found, blamed)
            elif isinstance(found, Receipts):
                went_on = self._book(found, batch.epoch)
            else:
                self._postpone(found)
                went_on = False
            if not went_on:
                return False
        return True

    def _book(self, answer: Receipts, epoch: str) -> bool:
        """Have the core write the verdicts; True when something moved and more may wait."""
        if not answer.receipts:
            self._postpone(Later("the centre answered without a verdict on any scan"))
            return False
        try:
            if (wait_s := self._resent.pause_s(answer, time.monotonic())) > 0:
                self._postpone(Later(ASKS_AGAIN, wait_s))
                return False
            held = None if answer.high_water is None else Held(epoch, answer.high_water, answer.missing)
            settled = self._settle(answer.receipts, held)
            self._resent = self._resent.after(settled, time.monotonic())
            while held is not None and settled.rest:
                held = replace(held, missing=settled.rest, gone=settled.gone)
                settled = self._settle(answer.receipts, held)
                self._resent = self._resent.after(settled, time.monotonic())
        except StoreError as error:
            self._postpone(Later(f"the centre's verdicts could not be written: {error}"))
            return False
        self._backoff, self._not_before = Backoff(), 0.0
        self._online(settled)
        return True

    # -- waiting

    def _postpone(self, answer: Answer | None) -> None:
        """Wait before the next try; None: the line failed and `_offline` has said why."""
        retry_after = None
        if isinstance(answer, Alarm):
            retry_after = ALARM_S
            self._say(online=True, words=answer.words, alarm=True)
        elif isinstance(answer, Later):
            retry_after = answer.retry_after
            self._say(online=True, words=answer.words, alarm=False)
        self._backoff = self._backoff.failed()
        chance = random.random()  # noqa: S311  # jitter, not a secret
        self._not_before = time.monotonic() + self._backoff.wait_s(chance, retry_after)

    def _rest(self, stop: threading.Event) -> None:
        """Until woken with something to send, the end of a back-off, or the next look at the line."""
        waiting = self._not_before - time.monotonic()
        pause = self._heartbeat_s * (0.75 + 0.5 * random.random())  # noqa: S311  # jitter, not a secret
        if waiting > 0:
            stop.wait(min(waiting, pause))
        elif self._wake.wait(pause):
            return
        if not stop.is_set():
            self._look()

    def _look(self) -> None:
        """A look at the line while nothing is sent; any answer at all means that it is up."""
        try:
            self._client.look()
            if self._status.online is not True or (self._status.alarm and time.monotonic() >= self._not_before):
                self._greet()
        except LineError as error:
            self._line_down = True
            self._offline(str(error))
            return
        if self._line_down:
            self._line_down, self._not_before = False, 0.0

    def _greet(self) -> None:
        """Learn whether the token is taken before there is a scan to send. LineError."""
        status, headers, body = self._client.parcel("-")
        meaning = judge(status, headers, body, "", frozenset())
        if status in (401, 403) and isinstance(meaning, Alarm):
            self._postpone(meaning)
        else:
            self._say(online=True, words="", alarm=False)

    # -- words

    def _offline(self, words: str) -> None:
        self._say(online=False, words=f"{printable(words)}; scans wait on disk", alarm=False)

    def _online(self, settled: Settled) -> None:
        self._status = replace(self._status, online=True, words="", alarm=False)
        self._notify(SyncMoved(settled.acknowledged, settled.refused, online=True))

    def _say(self, *, online: bool, words: str, alarm: bool) -> None:
        changed = self._status.online is not online
        self._status = replace(self._status, online=online, words=words, alarm=alarm)
        if changed:
            self._notify(SyncMoved(0, 0, online=online))
