"""The thread that empties the outbox. It acts and nothing else: what is done, and when, `steps` decides."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from station.clock import Clock
from station.core import told_by
from station.record.log import StoreError
from station.sync.transport.backoff import chance
from station.sync.transport.errors import LineError
from station.sync.upload import facts
from station.sync.upload.answers import Receipts, judge
from station.sync.upload.envelope import Outgoing
from station.sync.upload.facts import Rest
from station.sync.upload.link_status import line_troubles
from station.sync.upload.resend_limit import settle_all
from station.sync.upload.station_status import notable, status_of
from station.sync.upload.steps import begun, step
from station.sync.upload.wakes import Wakes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from station.core import ClockReading, SyncMoved, SyncStatus, Trouble
    from station.record import Batch
    from station.sync.upload.facts import Action, Fact
    from station.sync.upload.ports import Client, Queue
    from station.sync.upload.resend_limit import Settle
    from station.sync.upload.state import Pace


class SyncLoop:
    """Runs in a thread of the station; `status`, `troubles`, `wake` and `hang_up` may be called from any."""

    step = staticmethod(step)

    def __init__(
        self,
        reads_factory: Callable[[], Queue],
        client: Client,
        settle: Settle,
        station_id: str,
        batch_size: int,
        pace: Pace,
        notify: Callable[[SyncMoved], None],
        clock: Callable[[], ClockReading] | None = None,
    ) -> None:
        self._reads_factory = reads_factory
        self._client = client
        self._settle = settle
        self._station_id = station_id
        self._notify = notify
        self._clock = clock or Clock().read
        self._wakes = Wakes()
        self._prepared: Outgoing | None = None
        self._stop = threading.Event()
        self._report: Callable[[], dict[str, Any]] | None = None
        self._reported: dict[str, Any] | None = None
        """What the centre was told last."""
        self.state = begun(client.url, batch_size, pace, repeatable=client.repeatable)

    def tell_status(self, report: Callable[[], dict[str, Any]]) -> None:
        """Have the centre told what `report` says of the station, as `status_of` makes it; call it before `run`."""
        self._report = report

    def wake(self) -> None:
        """There may be something to send."""
        self._wakes.add()

    def hang_up(self) -> None:
        """The station stops: end the request under way; its scans stay queued."""
        self._client.hang_up()
        self._wakes.add()

    def status(self) -> SyncStatus:
        """The line as it was at the last try; the backlog is the record's to tell."""
        return self.state.link

    def troubles(self) -> tuple[Trouble, ...]:
        """What is wrong with the line."""
        return line_troubles(self.state.link)

    def run(self, stop: threading.Event) -> None:
        """Send until `stop`. A request is on its way whenever this is not resting."""
        self._stop = stop
        with self._reads_factory() as queue:
            fact: Fact = facts.Began()
            while (until := self.work(fact, queue)) is not None:
                fact = self._rested(until)
            self._act(self._advance(facts.Stopped()), queue)
        self._client.close()

    def _rested(self, rest: Rest) -> Fact:
        """In parts, so that the end of the connection is noticed while there is nothing to send."""
        while True:
            until = min(rest.until, time.monotonic() + self.state.pace.heartbeat_s)
            wakes, cut = self._wakes.rest(until, rest.wakes, self._stop), self._client.is_cut()
            woken = rest.wakes is not None and wakes >= rest.wakes
            if cut or woken or self._stop.is_set() or time.monotonic() >= rest.until:
                return facts.Rested(wakes, cut)

    def work(self, fact: Fact, queue: Queue) -> Rest | None:
        """All that follows from a fact, up to the next rest; None: the station stops."""
        return self._act(self._advance(fact), queue)

    def _act(self, actions: Iterable[Action], queue: Queue) -> Rest | None:
        todo = deque(actions)
        while todo:
            action = todo.popleft()
            if self._stop.is_set() and not isinstance(action, facts.Write | facts.Tell):
                continue
            if isinstance(action, Rest):
                return action
            if (fact := self._done(action, queue)) is not None:
                todo.extendleft(reversed(self._advance(fact)))
        return None

    def _advance(self, fact: Fact) -> tuple[Action, ...]:
        self.state, actions = self.step(self.state, fact, time.monotonic(), chance())
        return actions

    def _done(self, action: Action, queue: Queue) -> Fact | None:
        match action:
            case facts.TakeBatch():
                return self._take(action, queue)
            case facts.Prepare():
                self._prepared = self._outgoing(action.batch)
                self._client.prepare(self._prepared.body)
            case facts.Post():
                return self._post(action.batch, queue)
            case facts.Write():
                return self._write(action)
            case facts.Tell():
                self._notify(action.moved)
            case facts.AskWitness():
                return facts.WitnessTold(self._is_taken(action.batch))
            case facts.Look() | facts.Report():
                return self._look(action, queue)
            case _:
                return self._ask(action, queue)
        return None

    def _take(self, action: facts.TakeBatch, queue: Queue) -> Fact:
        wakes = self._wakes.count  # before the look: what comes after it wakes again
        try:
            return facts.Taken(queue.next_batch(action.limit, without=action.without), wakes)
        except StoreError as error:
            return facts.Unreadable(told_by(error))

    def _post(self, batch: Batch, queue: Queue) -> Fact:
        prepared, self._prepared = self._prepared, None
        outgoing = prepared if prepared is not None and prepared.batch is batch else self._outgoing(batch)

        def sent() -> None:
            self._act(self._advance(facts.Sent()), queue)

        try:
            return facts.Answered(self._client.post_batch(outgoing.body, sent), outgoing.body["batch_id"])
        except LineError as error:
            return facts.NoAnswer(error)

    def _outgoing(self, batch: Batch) -> Outgoing:
        return Outgoing.of(batch, self._station_id, self._clock())

    def _write(self, action: facts.Write) -> Fact:
        try:
            return facts.Written(settle_all(self._settle, action.receipts, action.held))
        except StoreError as error:
            return facts.NotWritten(told_by(error))

    def _is_taken(self, witness: Batch) -> bool:
        """Whether the centre still answers that it holds this scan."""
        again = self._outgoing(witness)
        try:
            answer = self._client.post_batch(again.body, lambda: None)
        except LineError:
            return False
        meaning = judge(*answer, again.body["batch_id"], frozenset(witness.scan_ids()))
        return isinstance(meaning, Receipts) and meaning.holds_all(1)

    def _look(self, action: facts.Look | facts.Report, queue: Queue) -> Fact:
        renewed = False
        try:
            renewed = self._client.renew()
            if isinstance(action, facts.Look) or self._report is None:
                return facts.LookAnswered(self._client.look(), renewed)
            return self._tell(status_of(self._report(), _epochs(queue)), renewed, anyway=action.anyway or renewed)
        except LineError as error:
            return facts.NobodyThere(error, renewed)
        except OSError as error:
            return facts.TokenLost(str(error), getattr(error, "about", None))

    def _tell(self, status: dict[str, Any], renewed: bool, *, anyway: bool) -> Fact:
        now = notable(status)
        if now == self._reported and not anyway:
            return facts.Unchanged()
        raw = self._client.report(
            self._station_id, status | {"at": self._clock().utc, "every_s": self.state.reporting.longest_s}
        )
        self._reported = now if raw[0] == 200 else None
        return facts.Reported(raw, renewed)

    def _ask(self, action: Action, queue: Queue) -> Fact:
        """A question beside the batches. What fails is asked again later."""
        try:
            match action:
                case facts.AskHeld():
                    return facts.HeldTold(self._client.held(self._station_id, action.epoch))
                case facts.AskCentre():
                    return facts.CentreTold(self._client.parcel("-"))
                case facts.Refill():
                    return facts.Refilled(settle_all(self._settle, (), action.held))
                case _:
                    epochs = queue.epochs_kept()
                    return facts.GapsTold(tuple((each, self._client.held(self._station_id, each)) for each in epochs))
        except LineError as error:
            failed: dict[type, Fact] = {
                facts.AskHeld: facts.HeldTold(None), facts.AskCentre: facts.NobodyThere(error)
            }  # fmt: skip
            return failed.get(type(action), facts.GapsUnknown())
        except StoreError:
            return facts.GapsUnknown()


def _epochs(queue: Queue) -> tuple[str, ...]:
    """Those of which scans are kept; none when the record cannot be read now."""
    try:
        return queue.epochs_kept()
    except StoreError:
        return ()
