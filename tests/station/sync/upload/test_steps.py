"""The upload's steps alone: any order of scans, faults, waits, stops and crashes, without thread, disk or socket."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from station.sync.upload import facts
from station.sync.upload.facts import Fact
from station.sync.upload.loop import SyncLoop
from station.sync.upload.state import Pace, Step, Upload
from station.sync.upload.steps import step
from tests.station.sync.link import Line, centre
from tests.station.sync.moody_centre import FAULTS as FAULTS_ON_A_SOCKET
from tests.station.sync.upload.memory_hub import FAULTS, MemoryHub
from tests.station.sync.upload.stepped import Stepped, Steps

MOST_REQUESTS = 60
"""Between two rests, while nothing leaves the queue."""
LINE = st.sampled_from((None,) * len(FAULTS) + FAULTS)


class StepsMachine(RuleBasedStateMachine):
    steps: Steps = staticmethod(step)

    def __init__(self) -> None:
        super().__init__()
        self.hub = MemoryHub()
        self.station = Stepped(self.hub, self.steps)
        self.confirmed: set[str] = set()
        self.in_vain = 0

    @rule(count=st.integers(1, 30))
    def scan(self, count: int) -> None:
        self.hub.commit(count)
        self.confirmed |= set(self.hub.queued)

    @rule()
    def scan_what_the_centre_dislikes(self) -> None:
        self.scan(1)
        self.hub.unwelcome.add(next(reversed(self.hub.queued)))

    @rule(faults=st.lists(LINE, min_size=1, max_size=8))
    def send(self, faults: list[str | None]) -> None:
        for fault in faults:
            before = len(self.hub.queued)
            self.station.round(fault)
            rested = self.station.rounds.rest is not None
            self.in_vain = 0 if rested or len(self.hub.queued) < before else self.in_vain + 1
            assert self.in_vain < MOST_REQUESTS, "it sends again and again"
            self.check()

    @rule()
    def crash(self) -> None:
        self.hub.told.clear()
        self.station.start()

    @rule()
    def stop_and_start(self) -> None:
        self.station.stop()

    @rule(seconds=st.floats(0.0, 90.0))
    def time_passes(self, seconds: float) -> None:
        self.station.now += seconds

    @invariant()
    def check(self) -> None:
        hub = self.hub
        assert set(hub.queued) | hub.acknowledged | hub.refused == self.confirmed, "a scan is gone"
        assert hub.acknowledged <= set(hub.there), "acknowledged, and not at the centre"
        assert set(hub.there.values()) <= {1}
        assert hub.refused <= hub.unwelcome | hub.blamed, "refused for good, though the centre takes it"
        assert not hub.sent_again, "sent though its verdict had come"

    def teardown(self) -> None:
        for _ in range(500):
            if not self.hub.queued:
                break
            self.station.round(None)
            self.hub.commit(1)  # others get through, so that it is seen who is to blame
            self.confirmed |= set(self.hub.queued)
        for _ in range(3 * len(self.hub.queued) + 20):
            self.station.round(None)
        self.check()
        assert set(self.hub.queued) <= self.hub.unwelcome, "not everything arrives"


QUICK = settings(max_examples=60, stateful_step_count=30, deadline=None, database=None, phases=[Phase.generate])


@pytest.mark.parametrize("examples", [60, pytest.param(3000, marks=pytest.mark.soak)])
def test_any_story_ends_with_every_scan_at_the_centre_once(examples: int) -> None:
    run_state_machine_as_test(StepsMachine, settings=settings(QUICK, max_examples=examples))


def forgets_what_is_not_booked(state: Upload, fact: Fact, now: float, chance: float) -> Step:
    late = isinstance(fact, facts.Sent | facts.Stopped)
    return step(replace(state, unbooked=None) if late else state, fact, now, chance)


def drops_scans_on_an_error(state: Upload, fact: Fact, now: float, chance: float) -> Step:
    if isinstance(fact, facts.Answered) and fact.raw[0] >= 500 and state.under_way is not None:
        results = ",".join(f'{{"scan_id":"{each}","status":"stored"}}' for each in state.under_way.scan_ids())
        body = f'{{"batch_id":"{fact.batch_id}","results":[{results}]}}'.encode()
        fact = facts.Answered((200, {"content-type": "application/json"}, body), fact.batch_id)
    return step(state, fact, now, chance)


def never_waits(state: Upload, fact: Fact, now: float, chance: float) -> Step:
    state, actions = step(state, fact, now, chance)
    if state.not_before > now and isinstance(fact, facts.Answered | facts.NoAnswer):
        return replace(state, not_before=0.0), (facts.TakeBatch(state.size.now, frozenset()),)
    return state, actions


@pytest.mark.parametrize("broken", [forgets_what_is_not_booked, drops_scans_on_an_error, never_waits])
def test_the_laws_find_a_step_that_is_wrong(broken: Steps) -> None:
    """The control: the same rules and invariants."""

    class Broken(StepsMachine):
        steps = staticmethod(broken)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(Broken, settings=settings(QUICK, max_examples=3000, derandomize=True))


@pytest.mark.usefixtures("short_pauses")
def test_how_much_faster_it_is_than_with_a_thread_a_disk_and_a_socket(tmp_path: Path) -> None:
    """Prints requests a second of both, a third of them faulty; asserts that both bring everything there."""
    chance, requests = random.Random(7), 5000
    hub = MemoryHub()
    station = Stepped(hub, linger_s=0.0)
    began = time.perf_counter()
    while hub.requests < requests:
        hub.commit(2)
        station.round(chance.choice(FAULTS) if chance.random() < 0.35 else None)
    while hub.queued:
        station.round(None)
    pure = hub.requests / (time.perf_counter() - began)

    moods = [chance.choice(FAULTS_ON_A_SOCKET) if chance.random() < 0.35 else "ok" for _ in range(10_000)]
    with centre(moods.__getitem__) as moody, Line(tmp_path, moody.url, 400, batch=4) as line:
        began = time.perf_counter()
        line.until(lambda: line.backlog() == (0, 0), "an empty queue")
        threaded = moody.requests / (time.perf_counter() - began)
        assert set(moody.stored) == set(line.ids)
    print(f"\nrequests a second: steps alone {pure:,.0f}, thread with record and socket {threaded:,.0f}")
    assert hub.acknowledged | hub.refused <= set(hub.there) | hub.blamed


def test_the_thread_on_the_same_hub_brings_everything_there(monkeypatch: pytest.MonkeyPatch) -> None:
    hub, stop = MemoryHub(), threading.Event()
    hub.faults = [None, "lost_after", None, "half_answered"]
    hub.commit(100)
    loop = SyncLoop(lambda: hub, hub, hub.settle, "test-1", 8, Pace(0.05), lambda _: None)
    thread = threading.Thread(target=loop.run, args=(stop,))
    thread.start()
    deadline = time.monotonic() + 30
    while hub.queued and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()
    loop.hang_up()
    thread.join()
    assert hub.acknowledged == set(hub.there)
    assert len(hub.there) == 100
