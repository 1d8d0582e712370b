"""One bad scan never delays another, nothing is asked again and again, and a stop is a stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from station.core.models import Held
from station.store.batches import Batch
from station.store.reads import Reads
from station.store.writer import Settled
from station.sync.aside import MOST, Aside
from station.sync.client import TrackingClient
from station.sync.loop import SyncLoop
from station.sync.size import REMEMBERED_S, BatchSize
from tests.store.drafts import draft
from tests.sync.test_loop import Line, _quick, centre

__all__ = ["_quick"]


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


def test_a_token_that_is_mended_is_used_though_the_alarm_would_last_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    tokens = {"now": "old"}
    with centre(lambda _: "401" if tokens["now"] == "old" else "ok") as moody:
        line = Line(tmp_path, moody.url, 5)
        line.loop._client = TrackingClient(moody.url, "old", new_token=lambda: tokens["now"])
        with line:
            line.until(lambda: line.loop.status().alarm, "the alarm")
            time.sleep(0.3)
            assert moody.requests == 1

            tokens["now"] = "new"
            line.until(lambda: line.backlog() == (0, 0), "the drain, well within SOON")


def test_nobody_is_asked_before_the_time_that_the_centre_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    with centre(lambda _: "later") as moody, Line(tmp_path, moody.url, 5) as line:
        line.until(lambda: "503" in line.loop.status().words, "the answer")
        line.store.commit(draft(parcel_id="P6"))
        line.loop.wake()
        time.sleep(0.5)

        assert moody.requests == 1


class _Endless:
    """A record whose scans never leave it, and a client that counts."""

    url = "http://127.0.0.1:1"

    def __init__(self, answer: tuple[int, dict[str, str], bytes]) -> None:
        self.answer, self.posts = answer, 0

    def next_batch(self, limit: int, *, without: frozenset[str] = frozenset()) -> Batch | None:
        scans = [str(n) for n in range(100_000) if str(n) not in without][:limit]
        return Batch("e", 1, len(scans), None, tuple({"scan_id": scan_id} for scan_id in scans))

    def __enter__(self) -> _Endless:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def epochs_kept(self) -> tuple[str, ...]:
        return ()

    def prepare(self, batch: dict[str, Any]) -> None:
        pass

    def post_batch(self, batch: dict[str, Any], meanwhile: Callable[[], None]) -> tuple[int, dict[str, str], bytes]:
        self.posts += 1
        meanwhile()
        status, headers, body = self.answer
        return status, headers, body.replace(b"BATCH", batch["batch_id"].encode())

    def look(self) -> int:
        return 200

    def parcel(self, parcel_id: str) -> tuple[int, dict[str, str], bytes]:
        return 404, {}, b""

    def held(self, station_id: str, epoch: str) -> Held | None:
        return None

    def renew(self) -> bool:
        return False

    def hang_up(self) -> None:
        pass

    def close(self) -> None:
        pass


JSON = {"content-type": "application/json"}


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
    endless = _Endless(answer)

    def settle(receipts: Sequence[object], held: object) -> Settled:
        return Settled(0, len(receipts) if answer[0] != 200 else 0)

    loop = SyncLoop(lambda: endless, endless, settle, "test-1", 500, 1.2, lambda _: None)
    rounds = 0
    while time.monotonic() >= loop._not_before and loop._send_next(endless):
        rounds += 1
        assert rounds < 100

    assert loop._not_before > time.monotonic()


def test_aside_is_bounded_and_forgets_what_got_through() -> None:
    aside = Aside()
    aside.put(map(str, range(MOST)), 0.0, 0.5)
    before = aside.full
    aside.put(["more"], 0.0, 0.5)
    overflowing = aside.full
    aside.got_through(["more"])
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
