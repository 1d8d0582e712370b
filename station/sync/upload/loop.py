"""The loop that empties the outbox: one request in flight, on start, on every commit and on a timer.

It keeps no state on disk: what is queued is what the record says. Each round moves scans out of the queue, halves the
batch, sets scans aside or waits; so no answer makes it send again and again. A batch that is refused as a whole is
halved until the one scan to blame stands alone.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from station.clock import Clock
from station.core import Receipt, printable
from station.record.log import StoreError
from station.record.outbox import Settled
from station.sync.transport.backoff import ALARM_S, Backoff, chance, spread
from station.sync.transport.errors import LineError
from station.sync.upload.answers import Alarm, Answer, Bisect, Later, Receipts, TooLarge, judge
from station.sync.upload.batch_size import BatchSize
from station.sync.upload.envelope import Outgoing
from station.sync.upload.gap_check import Account, CentreCheck, GapCheck
from station.sync.upload.link_status import Said
from station.sync.upload.quarantine import Aside
from station.sync.upload.resend_limit import ASKS_AGAIN, Resent, settle_all
from station.sync.upload.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from station.core import ClockReading, Held, SyncMoved, SyncStatus
    from station.record import Batch
    from station.sync.upload.ports import Client, Queue
    from station.sync.upload.resend_limit import Settle

REFUSED_WHOLE = "batch_refused"
"""Code of a scan that the centre refused without a verdict of its own."""


class SyncLoop:
    """Runs in a thread of the station; `status`, `wake` and `hang_up` may be called from any."""

    def __init__(
        self,
        reads_factory: Callable[[], Queue],
        client: Client,
        settle: Settle,
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
        self._size = BatchSize.of(batch_size)
        self._heartbeat_s = heartbeat_s
        self._clock = clock or Clock().read
        self._wake = threading.Event()
        self._aside = Aside()
        self._witness = Witness(client, station_id, self._clock)
        self._backoff, self._not_before = Backoff(), 0.0
        self._resent = Resent()
        self._booked: Settled | None = None
        self._ahead: Outgoing | None = None
        self._unbooked: tuple[Batch, Receipts] | None = None
        """Verdicts that are written while the centre works on the next batch; lost, the scans go once more."""
        self._holes, self._check = GapCheck(client, settle, station_id), CentreCheck(client)
        self._account = Account(client, station_id)
        self._line_down = False
        """The last look found nobody, or no token: the first look that succeeds ends the wait."""
        self._said = Said(client.url, notify)

    def wake(self) -> None:
        """There may be something to send."""
        self._wake.set()

    def hang_up(self) -> None:
        """The station stops: end the request under way; its scans stay queued."""
        self._client.hang_up()
        self._wake.set()

    def status(self) -> SyncStatus:
        """The line as it was at the last try; the backlog is the record's to tell."""
        return self._said.now

    def run(self, stop: threading.Event) -> None:
        """Send until `stop`."""
        with self._reads_factory() as reads:
            while not stop.is_set():
                if time.monotonic() >= self._not_before and self._send_next(reads):
                    continue
                self._rest(stop, reads)
        self._book_late()
        self._client.close()

    def _send_next(self, reads: Queue) -> bool:
        """Send the oldest queued scans; True: look again at once."""
        self._wake.clear()
        outgoing = self._take_ahead()
        try:
            batch = outgoing.batch if outgoing is not None else self._next_batch(reads)
        except StoreError as error:
            self._postpone(Later(f"the queue could not be read: {error}"))
            return False
        if batch is None:
            self._backoff = Backoff() if self._aside.next_due() is None else self._backoff
            return False
        answer = self._post(outgoing or self._outgoing(batch), reads)
        ahead = self._take_ahead()
        self._book_late()
        if isinstance(answer, Receipts):
            if ahead is None or not answer.holds_all(len(batch.scans)):
                return self._book(batch, answer)
            self._ahead, self._unbooked = ahead, (batch, answer)
            return True
        if isinstance(answer, Bisect | TooLarge):
            return self._refused(batch, answer)
        self._postpone(answer)
        return False

    def _next_batch(self, reads: Queue) -> Batch | None:
        """What was set aside goes once nothing else waits, and its time has come."""
        batch = reads.next_batch(self._size.now, without=self._aside.scan_ids())
        due = self._aside.next_due()
        if batch is not None or due is None or due > time.monotonic():
            return batch
        batch = reads.next_batch(self._size.now, without=self._aside.not_due(time.monotonic()))
        if batch is None:  # they have left the queue on another way
            self._aside.forget()
        return batch

    def _post(self, outgoing: Outgoing, reads: Queue) -> Answer | None:
        """The meaning of the answer; None: no whole answer came."""
        scan_ids = frozenset(outgoing.batch.scan_ids())
        try:
            answer = self._client.post_batch(outgoing.body, lambda: self._meanwhile(reads, scan_ids))
        except LineError as error:
            self._said.offline(error)
            return None
        return judge(*answer, outgoing.body["batch_id"], scan_ids)

    def _meanwhile(self, reads: Queue, under_way: frozenset[str]) -> None:
        """While the centre works on a batch, write the verdicts on the last one and make the next one ready."""
        if not self._book_late():
            return
        try:
            batch = reads.next_batch(self._size.now, without=self._aside.scan_ids() | under_way)
        except StoreError:
            return  # asked again, and told, when it is its turn
        if batch is not None:
            self._ahead = self._outgoing(batch)
            self._client.prepare(self._ahead.body)

    def _outgoing(self, batch: Batch) -> Outgoing:
        return Outgoing.of(batch, self._station_id, self._clock())

    def _take_ahead(self) -> Outgoing | None:
        ahead, self._ahead = self._ahead, None
        return ahead

    def _book_late(self) -> bool:
        """Write the verdicts that are left from the last batch; True if nothing else changed meanwhile."""
        if self._unbooked is None:
            return True
        (batch, answer), self._unbooked = self._unbooked, None
        return self._book(batch, answer) and self._booked == Settled(len(batch.scans), 0)

    def _book(self, batch: Batch, answer: Receipts) -> bool:
        """Write the verdicts; scans without one wait, and the others go on."""
        if (pause_s := self._resent.pause_s(answer, time.monotonic())) > 0:
            self._postpone(Later(ASKS_AGAIN, pause_s))
            return False
        named = [receipt.scan_id for receipt in answer.receipts]
        silent = set(batch.scan_ids()).difference(named)
        again = silent <= self._aside.scan_ids()
        self._put_aside(silent)
        if not named:
            return again or self._vain(Later("the centre answers without a verdict on any scan"))
        if not self._write(answer.receipts, self._account.held(batch, answer)):
            return False
        self._aside.got_through(named)
        self._witness.keep(batch, answer)
        self._size = self._size.taken(time.monotonic())
        return self._not_too_many_aside()

    def _refused(self, batch: Batch, answer: Bisect | TooLarge) -> bool:
        """Halve; a scan alone stays queued until others got through where it did not: refusing all settles nothing."""
        scans = len(batch.scans)
        if scans > 1:
            large = isinstance(answer, TooLarge)
            self._size = self._size.too_large(scans, time.monotonic()) if large else self._size.refused(scans)
            return True
        (scan_id,), self._size = batch.scan_ids(), self._size.one_to_blame()
        takes_another = self._witness.is_taken(else_=self._aside.few_blamed)
        self._put_aside([scan_id], refused=takes_another)
        if self._aside.is_to_blame(scan_id):
            self._aside.blame(scan_id)
            return self._write((Receipt(scan_id, "rejected", REFUSED_WHOLE, answer.words),))
        who = "the centre" if answer.own else "something on the line"
        self._said.say(online=True, words=f"{who} refuses a scan: {answer.words}", alarm=True)
        alarm = Alarm(f"{who} refuses every scan: {answer.words}. Call the supervisor; scans wait on disk")
        return (takes_another or self._vain(alarm)) and self._not_too_many_aside()

    def _vain(self, meaning: Later | Alarm) -> bool:
        """One more round in vain; False: too many in a row, it is not the scans' fault."""
        if not self._aside.too_often_in_vain():
            return True
        self._postpone(meaning)
        return False

    def _put_aside(self, scan_ids: Iterable[str], *, refused: bool = False) -> None:
        self._aside.put(scan_ids, time.monotonic(), chance(), refused=refused)

    def _not_too_many_aside(self) -> bool:
        if not self._aside.full:
            return True
        self._aside.forget()
        self._postpone(Later("the centre leaves most scans without a verdict"))
        return False

    def _write(self, receipts: tuple[Receipt, ...], held: Held | None = None) -> bool:
        """Have the core write the verdicts; True if the queue changed."""
        try:
            settled = self._booked = settle_all(self._settle, receipts, held)
        except StoreError as error:
            self._postpone(Later(f"the centre's verdicts could not be written: {error}"))
            return False
        self._resent = self._resent.after(settled, time.monotonic())
        if settled.back:
            self._holes.ask_soon()
        if not settled.moved:
            self._postpone(Later("the centre's verdicts are on scans that wait no more"))
            return False
        self._backoff, self._not_before = Backoff(), 0.0
        self._said.moved(settled)
        return True

    def _postpone(self, answer: Answer | None) -> None:
        """Wait before the next try; None: the line failed and `_post` has said why."""
        retry_after = None
        if isinstance(answer, Alarm):
            retry_after = ALARM_S
            self._said.say(online=True, words=answer.words, alarm=True)
        elif isinstance(answer, Later):
            retry_after = answer.retry_after
            self._said.say(online=True, words=answer.words)
        self._check.centre_named_wait(named=isinstance(answer, Later) and retry_after is not None)
        self._backoff = self._backoff.failed()
        self._not_before = time.monotonic() + self._backoff.wait_s(chance(), retry_after)

    def _rest(self, stop: threading.Event, reads: Queue) -> None:
        """Until woken with something to send, the end of a wait, or the next look at the line."""
        now = time.monotonic()
        waiting, due = self._not_before - now, self._aside.next_due()
        pause = spread(self._heartbeat_s)
        if waiting > 0:
            stop.wait(min(waiting, pause))
        elif self._wake.wait(pause if due is None else min(pause, max(0.0, due - now))):
            return
        if not stop.is_set():
            self._look(reads)

    def _look(self, reads: Queue) -> None:
        """A look at the line while nothing is sent; any answer at all means that it is up."""
        try:
            if renewed := self._client.renew():
                self._not_before = 0.0
            waits = time.monotonic() < self._not_before
            looked = self._client.look()
            if renewed or self._check.is_due(self._said.now, looked, self._backoff.failures, waits=waits):
                trouble = self._check.trouble()
                if isinstance(trouble, Alarm):
                    self._postpone(trouble)
                else:
                    self._said.say(online=True, words=trouble.words if trouble is not None else "")
            if waits and self._check.ends_wait():
                self._not_before = 0.0
        except LineError as error:
            self._line_down = True
            self._said.offline(error)
            return
        except OSError as error:
            self._line_down = True
            self._said.say(online=True, words=printable(str(error)), alarm=True)
            return
        if self._line_down:
            self._line_down, self._not_before = False, 0.0
        if time.monotonic() >= self._not_before and self._holes.are_due():
            with suppress(LineError, StoreError):  # asked again in an hour
                self._fill_holes(reads)

    def _fill_holes(self, reads: Queue) -> None:
        if self._holes.sent_again(reads.epochs_kept()):
            self._wake.set()
