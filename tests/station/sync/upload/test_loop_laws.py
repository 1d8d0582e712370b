"""One bad scan never delays another, nothing is asked again and again, and a stop is a stop."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.models import Held, Receipt
from station.record.reads import Reads
from station.record.writer import Settled, Store
from station.sync.centre_holdings import held_of
from station.sync.transport.backoff import Backoff
from station.sync.transport.client import TrackingClient
from station.sync.upload.answers import Receipts
from station.sync.upload.batch_size import REMEMBERED_S, BatchSize
from station.sync.upload.facts import Began
from station.sync.upload.gap_check import Account
from station.sync.upload.loop import SyncLoop
from station.sync.upload.quarantine import MOST, Quarantine
from station.sync.upload.state import Pace
from tests.station.record.drafts import draft
from tests.station.sync.link import Line, centre
from tests.station.sync.rounds import Rounds
from tests.station.sync.upload.endless_record import JSON, Endless, LeavingScans, PlannedCentre

pytestmark = pytest.mark.usefixtures("short_pauses")


@pytest.mark.parametrize("place", [0, 250, 499])
def test_one_poisoned_scan_among_500_costs_a_few_requests_and_no_other_scan(place: int, tmp_path: Path) -> None:
    with centre() as moody:
        line = Line(tmp_path, moody.url, 500, batch=500)
        moody.poison = frozenset({line.ids[place]})
        with line:
            line.until(lambda: line.backlog() == (0, 1), "all but one")

        assert set(moody.stored) == set(line.ids) - moody.poison
        assert moody.requests <= 30


@pytest.mark.parametrize("bad", [1, 7])
def test_what_a_firewall_dislikes_is_found_and_the_others_go_on(bad: int, tmp_path: Path) -> None:
    with centre() as moody:
        line = Line(tmp_path, moody.url, 100, batch=100)
        moody.firewall = set(line.ids[40 : 40 + bad])
        with line:
            line.until(lambda: line.backlog() == (0, bad), "all but the disliked ones")
            with Reads(line.store.path) as reads:
                refused = reads.refused(10)

        assert set(moody.stored) == set(line.ids) - moody.firewall
        assert {scan.scan_id for scan in refused} == moody.firewall
        assert all("Blocked by rule 942" in scan.message for scan in refused)


def test_a_scan_alone_that_a_firewall_refuses_waits_for_another_to_tell_whose_fault_it_is(tmp_path: Path) -> None:
    with centre() as moody:
        line = Line(tmp_path, moody.url, 1)
        moody.firewall = set(line.ids)
        with line:
            line.until(lambda: moody.requests >= 6 and line.loop.status().alarm, "the alarm and more tries")
            assert line.backlog() == (1, 0)

            with line.lock:
                line.store.commit(draft(parcel_id="P2"))
            line.loop.wake()
            line.until(lambda: line.backlog() == (0, 1), "the verdict")

        assert len(moody.stored) == 1


def test_scans_that_the_centre_never_names_stay_queued_and_delay_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    with centre() as moody:
        line = Line(tmp_path, moody.url, 60)
        moody.silent = set(line.ids[:30])
        with line:
            line.until(lambda: line.backlog() == (30, 0), "the named ones")
            before = moody.requests
            time.sleep(0.5)
            assert moody.requests - before <= 10
            with line.lock:
                one_more = line.store.commit(draft(parcel_id="P61")).scan_id
            line.loop.wake()
            line.until(lambda: one_more in moody.stored, "the fresh one")

            moody.silent = set()
            line.until(lambda: line.backlog() == (0, 0), "an empty queue")

        assert sorted(moody.order) == list(range(1, 62))


def test_stopping_ends_a_request_whose_answer_drips(tmp_path: Path) -> None:
    with centre(lambda _: "drip") as moody:
        line = Line(tmp_path, moody.url, 5)
        line.loop._client = TrackingClient(moody.url, "token")
        thread = threading.Thread(target=line.loop.run, args=(line.stop,))
        thread.start()
        try:
            line.until(lambda: moody.requests > 0, "the request")
        finally:
            line.stop.set()
            line.loop.hang_up()
            thread.join(timeout=10)
            line.store.close()

        assert not thread.is_alive()  # by itself the request would last 15 s


@pytest.mark.parametrize("mood", ["422", "413"])
def test_a_centre_that_refuses_everything_settles_nothing_and_all_goes_on_when_it_is_mended(
    mood: str, tmp_path: Path
) -> None:
    moods = {"now": mood}
    with centre(lambda _: moods["now"]) as moody, Line(tmp_path, moody.url, 40) as line:
        line.until(
            lambda: moody.requests > 60 and "every scan" in line.loop.status().words, "the alarm, and more tries"
        )
        assert line.backlog() == (40, 0)
        assert line.loop.status().alarm
        assert "Call the supervisor" in line.loop.status().words

        moods["now"] = "ok"
        line.until(lambda: line.backlog() == (0, 0), "an empty queue by itself")
        assert set(moody.stored) == set(line.ids)
        assert not line.loop.status().alarm


@given(
    outages=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 15)), max_size=2),
    poisoned=st.sets(st.integers(0, 29), max_size=3),
    batch=st.sampled_from([1, 3, 30]),
)
@settings(max_examples=60)
def test_no_scan_is_refused_for_good_that_the_centre_takes(
    outages: list[tuple[int, int]], poisoned: set[int], batch: int
) -> None:
    """Outages in which everything is refused, by number of good requests before and of refusals in them."""
    assert _refused_for_good(outages, poisoned, batch) <= {str(n) for n in poisoned}


def test_the_law_finds_a_loop_that_believes_the_first_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.sync.upload.quarantine.ENOUGH", 0)
    assert _refused_for_good([(0, 15)], set(), 30)


def _refused_for_good(outages: list[tuple[int, int]], poisoned: set[int], batch: int) -> set[str]:
    """Drive a loop without waiting: each scan that is left without a verdict is due at once."""
    plan = [status for good, bad in outages for status in [200] * good + [422] * bad]
    queue, dead = LeavingScans(30), set[str]()

    def settle(receipts: Sequence[Receipt], held: Held | None) -> Settled:
        for receipt in receipts:
            queue.scans.pop(receipt.scan_id, None)
            if receipt.status == "rejected":
                dead.add(receipt.scan_id)
        return Settled(len(receipts), 0)

    client = PlannedCentre(plan, {str(n) for n in poisoned})
    loop = SyncLoop(lambda: queue, client, settle, "test-1", batch, Pace(1.0), lambda _: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Backoff, "wait_s", lambda *_: 0.0)
        rounds = Rounds(loop._advance, lambda action: loop._done(action, queue))
        for round_ in range(len(plan) + 200):
            rounds.one(Began())
            if round_ % 5 == 0:
                queue.scans[f"new {round_}"] = None
    assert len(queue.scans) <= len(poisoned) + 5, "healthy scans do not get through"
    return dead


ACCOUNTS: list[tuple[dict[str, Any] | None, bool]] = [
    (None, False),
    ({"high_water": 40, "gaps": []}, False),
    ({"stored": 3, "high_water": 40, "gaps": []}, False),
    ({"stored": 3, "high_water": 40, "gaps": [[4, 39]]}, False),
    ({"stored": 40, "high_water": 40, "gaps": []}, True),
    ({"stored": 38, "high_water": 40, "gaps": [[4, 5]]}, True),
]


@pytest.mark.parametrize(("account", "believed"), ACCOUNTS)
def test_the_record_has_lost_scans_only_by_an_account_that_adds_up(
    account: dict[str, Any] | None, believed: bool, tmp_path: Path
) -> None:
    class Teller(Endless):
        def held(self, station_id: str, epoch: str) -> Held | None:
            return held_of(json.dumps(account).encode(), epoch) if account is not None else None

    with Store.open(tmp_path / "station.db", "test-1") as store:
        scan_id = store.commit(draft()).scan_id
        with Reads(store.path) as reads:
            batch = reads.next_batch(10)
            assert batch is not None
            answer = Receipts((Receipt(scan_id, "stored"),), 40)
            assert Account().is_needed(batch, answer, now=1.0)
            told = Account().updated(Teller((200, JSON, b"")).held("test-1", batch.epoch))
            settled = store.settle(answer.receipts, told.held(batch, answer))
            assert settled.acknowledged == 1
            assert (settled.lost is not None, bool(reads.alarms())) == (believed, believed)
            assert held_of(b"{}", "e") is None


@pytest.mark.parametrize(
    "answer",
    [
        *[(status, {}, b"<html>") for status in (200, 204, 302, 400, 401, 403, 404, 408, 413, 422, 429, 500, 503, 599)],
        *[(status, JSON, b"{}") for status in (200, 400, 403, 413, 422, 503)],
        (200, JSON, b'{"batch_id":"BATCH","results":[]}'),
        (200, JSON, b'{"batch_id":"BATCH","results":[{"scan_id":"0","status":"stored"}]}'),
    ],
    ids=lambda value: str(value)[:40],
)
def test_no_answer_whatever_is_asked_for_again_and_again(
    answer: tuple[int, dict[str, str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A circuit: until the loop waits, it sends a bounded number of requests though nothing ever leaves the queue."""
    monkeypatch.undo()
    endless = Endless(answer)

    def settle(receipts: Sequence[object], held: object) -> Settled:
        return Settled(0, len(receipts) if answer[0] != 200 else 0)

    loop = SyncLoop(lambda: endless, endless, settle, "test-1", 500, Pace(1.2), lambda _: None)
    assert loop.work(Began(), endless) is not None

    assert endless.posts < 100
    assert loop.state.not_before > time.monotonic()


def test_the_quarantine_is_bounded_and_forgets_what_got_through() -> None:
    aside = Quarantine().put(map(str, range(MOST)), 0.0, 0.5)
    before = aside.full
    aside = aside.put(["more"], 0.0, 0.5)
    overflowing = aside.full
    aside = aside.got_through(["more"])
    assert (before, overflowing, aside.full) == (False, True, False)
    assert "more" not in aside.scan_ids()
    assert aside.not_due(1e9) == frozenset()


def test_a_413_is_remembered_for_a_while_and_a_400_is_not() -> None:
    size = BatchSize.of(500).too_large(500, at=0.0)
    for at in (1.0, 2.0, 3.0):
        size = size.taken(at)
        assert size.now == 250
    assert size.taken(REMEMBERED_S + 1).now == 500
    assert BatchSize.of(500).refused(500).taken(1.0).now == 500
    assert BatchSize.of(500).refused(3).now == 1
