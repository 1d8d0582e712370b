"""A station's upload without a thread."""

from __future__ import annotations

import random
from collections.abc import Callable

from station.core import told_by
from station.record.log.errors import StoreError
from station.sync.transport.errors import LineError
from station.sync.upload import facts
from station.sync.upload.answers import Receipts, judge
from station.sync.upload.facts import Action, Fact
from station.sync.upload.state import Pace, Step, Upload
from station.sync.upload.steps import begun, step
from tests.station.sync.rounds import Rounds
from tests.station.sync.upload.memory_hub import MemoryHub

Steps = Callable[[Upload, Fact, float, float], Step]


class Stepped:
    """A station's upload without a thread: it acts on a hub in memory, and time is a number."""

    def __init__(self, hub: MemoryHub, steps: Steps = step, batch: int = 8, linger_s: float = 0.5) -> None:
        self.hub, self.steps, self.batch, self.linger_s = hub, steps, batch, linger_s
        self.now = 1000.0
        self.chance = random.Random(1)
        self.start()

    def start(self) -> None:
        self.state = begun(self.hub.url, self.batch, Pace(1.2, self.linger_s))
        self.rounds = Rounds(self.advance, self.do)

    def stop(self) -> None:
        """A clean end: verdicts are written, nothing else is begun."""
        self._act(self.advance(facts.Stopped()))
        assert not self.hub.told, "verdicts that came are not written when the station stops"
        self.start()

    def round(self, fault: str | None) -> bool:
        """Up to the next request and what follows from its answer; a rest first, when it rests. True if it sent."""
        self.hub.faults = [fault]
        self.hub.fault = fault if fault in ("unreadable", "not_written") else None
        rest = self.rounds.rest
        if rest is None:
            return self.rounds.one(facts.Began())
        if rest.wakes is None or self.hub.wakes < rest.wakes:
            self.now = max(self.now, rest.until)
        return self.rounds.one(facts.Rested(self.hub.wakes))

    def advance(self, fact: Fact) -> tuple[Action, ...]:
        self.state, actions = self.steps(self.state, fact, self.now, self.chance.random())
        return actions

    def _act(self, actions: tuple[Action, ...]) -> None:
        for action in actions:
            if isinstance(action, facts.Write | facts.TakeBatch | facts.Prepare):
                fact = self.do(action)
                self._act(self.advance(fact) if fact is not None else ())

    def do(self, action: Action) -> Fact | None:
        hub = self.hub
        try:
            match action:
                case facts.TakeBatch():
                    return facts.Taken(hub.next_batch(action.limit, without=action.without), hub.wakes)
                case facts.Post():
                    name = str(hub.requests)
                    body = {"batch_id": name, "scans": action.batch.scans}
                    sent = hub.post_batch(body, lambda: self._act(self.advance(facts.Sent())))
                    return facts.Answered(sent, name)
                case facts.Write():
                    return facts.Written(hub.settle(action.receipts, action.held))
                case facts.AskWitness():
                    return facts.WitnessTold(self._is_taken(action))
                case facts.Look():
                    return facts.LookAnswered(hub.look(), renewed=False)
                case facts.AskCentre():
                    return facts.CentreTold(hub.parcel("-"))
                case facts.AskGaps():
                    return facts.GapsTold(())
                case _:
                    return None
        except LineError as error:
            return facts.NoAnswer(error)
        except StoreError as error:
            told = told_by(error)
            return facts.Unreadable(told) if isinstance(action, facts.TakeBatch) else facts.NotWritten(told)

    def _is_taken(self, action: facts.AskWitness) -> bool:
        answer = self.hub.post_batch({"batch_id": "w", "scans": action.batch.scans}, lambda: None)
        return isinstance(judge(*answer, "w", frozenset(action.batch.scan_ids())), Receipts)
