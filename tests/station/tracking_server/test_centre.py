"""Laws of what the centre knows beside the scans, the same on SQLite and PostgreSQL: chain, clocks, what it lacks."""

from __future__ import annotations

import hashlib
import json
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.record.log.wire import canonical, first_link, next_link
from station.tracking_server.centre import Centre, open_centre
from station.tracking_server.chain import beginning
from station.tracking_server.clocks import corrected
from station.tracking_server.envelope import BootClock, Envelope, clock_of, head_of
from station.tracking_server.results import held_seqs
from station.tracking_server.scans import LARGEST_SEQ
from tests.station.sync.centre import STATION, scan
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

NOW = "2026-02-01T00:00:00.000Z"
BOOT = "11111111-2222-4333-8444-555555555555"


@pytest.fixture(scope="module", params=BACK_ENDS)
def centre(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Centre]:
    held = open_centre(place_of(request.param, tmp_path_factory.mktemp("centre"), request))
    yield held
    held.close()


class Sender:
    """A station's epoch with its chain."""

    def __init__(self, centre: Centre, count: int) -> None:
        self.centre = centre
        self.epoch = str(uuid.uuid4())
        self.scans = [scan(seq) for seq in range(1, count + 1)]
        self.links = [first_link(STATION, self.epoch)]
        for one in self.scans:
            self.links.append(next_link(self.links[-1], canonical(one)))

    def send(self, first: int, last: int, head: bytes | None = None, sent: list[Any] | None = None) -> None:
        scans = sent if sent is not None else self.scans[first - 1 : last]
        head = self.links[last] if head is None else head
        self.centre.take(STATION, self.epoch, scans, NOW, Envelope(first, last, head))

    def told(self) -> tuple[int | None, str]:
        answer = self.centre.gaps(STATION, self.epoch)
        head = answer["head"]
        if head is None:
            return None, answer["chain"]
        assert head["head"] == self.links[head["seq"]].hex() or answer["chain"] == "broken"
        return head["seq"], answer["chain"]


def test_the_chain_begins_as_the_stations_does() -> None:
    assert beginning("hub-1", "an epoch") == first_link("hub-1", "an epoch")


def test_a_chain_sent_in_order_is_ok_also_when_batches_come_twice(centre: Centre) -> None:
    sender = Sender(centre, 9)
    assert sender.told() == (None, "unknown")
    for first, last in ((1, 3), (1, 3), (2, 6), (1, 3), (7, 9)):
        sender.send(first, last)

    assert sender.told() == (9, "ok")


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.data())
def test_one_changed_scan_breaks_the_chain_for_ever(
    centre: Centre, changed: int, cut: int, data: st.DataObject
) -> None:
    sender = Sender(centre, 12)
    before = centre.broken_chains()
    sent = [dict(one) for one in sender.scans]
    sent[changed - 1]["bin"] = data.draw(st.text(st.characters(codec="utf-8"), max_size=3))
    for first, last in ((1, cut), (cut + 1, 10)):
        sender.send(first, last, sent=sent[first - 1 : last])
    sender.send(11, 12)

    assert sender.told()[1] == "broken"
    assert centre.broken_chains() == before + 1


def test_a_hole_is_not_known_and_what_follows_it_is_ok_again(centre: Centre) -> None:
    sender = Sender(centre, 9)
    sender.send(1, 2)
    sender.send(4, 5)
    assert sender.told() == (5, "unknown")
    sender.send(3, 3)
    assert sender.told() == (5, "unknown")
    sender.send(6, 9)
    assert sender.told() == (9, "ok")


def test_another_head_for_a_number_that_has_one_is_a_broken_chain_and_refuses_nothing(centre: Centre) -> None:
    sender = Sender(centre, 3)
    sender.send(1, 3)
    sender.send(1, 3, head=hashlib.sha256(b"other").digest())

    assert sender.told() == (3, "broken")
    assert centre.gaps(STATION, sender.epoch)["stored"] == 3


anything = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70) | st.lists(st.none(), max_size=1)
)


@given(
    anything | st.dictionaries(st.sampled_from(["utc", "mono_ns", "boot_id", "state"]), anything | st.just("synced"))
)
def test_a_head_or_clock_that_is_none_counts_as_absent(value: Any) -> None:
    assert head_of(value) is None or bytes.fromhex(value) == head_of(value)
    assert clock_of(value) is None or value["state"] == "synced"


@given(
    st.integers(10**8, 7 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.integers(0, 10**15),
    st.integers(-(10**15), 10**15),
    st.sampled_from(["unsynced", "stepped"]),
)
def test_the_corrected_moment_is_the_clocks_less_what_passed_between(
    now: datetime, mono_ns: int, passed: int, state: str
) -> None:
    one = {"clock_state": state, "boot_id": BOOT, "mono_ns": mono_ns - passed}
    clock = BootClock(BOOT, now.isoformat(), mono_ns)
    moment = corrected(one, clock)

    assert moment is not None
    expected = now - timedelta(microseconds=passed / 1000)
    assert abs(datetime.fromisoformat(moment) - expected) <= timedelta(milliseconds=1)
    assert corrected({**one, "clock_state": "synced"}, clock) is None
    assert corrected({**one, "boot_id": "another"}, clock) is None


@given(st.integers() | st.none() | st.text(max_size=2), st.integers(0, LARGEST_SEQ))
def test_any_monotonic_time_is_borne(mono_ns: Any, now_ns: int) -> None:
    corrected({"clock_state": "unsynced", "boot_id": BOOT, "mono_ns": mono_ns}, BootClock(BOOT, NOW, now_ns))


def test_a_scan_made_before_the_time_was_known_is_told_with_both_times(centre: Centre) -> None:
    epoch, parcel_id, boot = str(uuid.uuid4()), uuid.uuid4().hex, uuid.uuid4().hex
    doubtful = {"parcel_id": parcel_id, "boot_id": boot, "clock_state": "unsynced", "mono_ns": 1_000_000_000}
    scans = [
        scan(1, scanned_at="1970-01-01T00:00:01.000Z", **doubtful),
        scan(2, **doubtful | {"clock_state": "synced"}),
    ]

    def sent_at(utc: str, mono_s: int, state: str) -> Envelope:
        clock = {"utc": utc, "mono_ns": mono_s * 10**9, "boot_id": boot, "state": state}
        return Envelope(clock=clock_of(clock))

    centre.take(STATION, epoch, scans, NOW, sent_at("1970-01-01T00:00:05.000Z", 5, "unsynced"))
    assert [one.get("scanned_at_corrected") for one in centre.parcel(parcel_id)] == [None, None]

    centre.take(STATION, epoch, [], NOW, sent_at("2026-02-01T10:00:00.000Z", 61, "synced"))
    centre.take(STATION, epoch, [], NOW, sent_at("2026-02-01T09:00:00.000Z", 11, "synced"))  # came late: older

    told = centre.parcel(parcel_id)
    assert [one.get("scanned_at_corrected") for one in told] == ["2026-02-01T09:59:00.000Z", None]
    assert [one["scanned_at"] for one in told] == [one["scanned_at"] for one in scans]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sets(st.integers(1, 30), min_size=1, max_size=8), min_size=1, max_size=5))
def test_what_is_missing_is_the_run_below_each_scan_of_the_batch(centre: Centre, batches: list[set[int]]) -> None:
    epoch, held = str(uuid.uuid4()), set[int]()
    for seqs in batches:
        centre.take(STATION, epoch, [scan(seq) for seq in seqs], NOW)
        held |= seqs
        standing = centre.standing(STATION, epoch, sorted(seqs))
        below = {
            max(one for one in held | {0} if one < seq) + 1: seq - 1 for seq in seqs if seq > 1 and seq - 1 not in held
        }

        assert standing.missing == tuple(sorted(below.items()))
        assert standing.high_water == max(held)


def test_a_scan_held_under_another_epoch_asks_for_nothing(centre: Centre) -> None:
    old, new = str(uuid.uuid4()), str(uuid.uuid4())
    one, again = scan(7), scan(3)
    centre.take(STATION, old, [one, scan(8)], NOW)
    centre.take(STATION, new, [one], NOW)
    assert centre.standing(STATION, new, [7]).missing == ()

    centre.take(STATION, new, [again], NOW)
    assert centre.standing(STATION, new, [3, 7]).missing == ((1, 2),)


@pytest.mark.parametrize("text", ["a\0b", "\x01", "\ufffe", "é'\"\\", "\U0001f4e6"])
def test_every_text_that_json_can_hold_is_held_as_it_is(centre: Centre, text: str) -> None:
    parcel_id = text + uuid.uuid4().hex
    one = scan(1, parcel_id=parcel_id, decision=text, operation=text, note=[text, 1e-300, -0.0])
    epoch = str(uuid.uuid4())

    assert [result["status"] for result in centre.take(STATION, epoch, [one], NOW)] == ["stored"]
    assert [result["status"] for result in centre.take(STATION, epoch, [one], NOW)] == ["duplicate"]
    (held,) = centre.parcel(parcel_id)
    assert json.dumps({key: held[key] for key in one}) == json.dumps(one)


def test_the_same_scans_under_many_epochs_at_once_are_held_once(centre: Centre) -> None:
    """Batches that share scans in opposite orders: neither twice nor a deadlock."""
    scans = [scan(seq) for seq in range(1, 121)]
    before, together = centre.stored(), threading.Barrier(6)

    def send(number: int) -> list[str]:
        epoch, told = str(uuid.uuid4()), []
        order = scans if number % 2 else scans[::-1]
        together.wait()
        for start in range(0, len(order), 30):
            told += [one["status"] for one in centre.take(STATION, epoch, order[start : start + 60], NOW)]
        return told

    with ThreadPoolExecutor(6) as pool:
        verdicts = Counter(verdict for told in pool.map(send, range(6)) for verdict in told)

    assert set(verdicts) == {"stored", "duplicate"}
    assert verdicts["stored"] == 120
    assert centre.stored() - before == 120


def test_only_held_scans_count_as_held() -> None:
    statuses = ("stored", "duplicate", "conflict", "rejected")
    results: list[Any] = [{"status": status} for status in statuses]

    assert held_seqs([scan(1), scan(2), scan(3), "no scan"], results) == [1, 2]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["a", "b", None]), st.booleans()), max_size=6), max_size=4
    )
)
def test_throughput_counts_each_scan_and_each_parcel_of_an_hour_once_however_they_are_cut(
    centre: Centre, batches: list[list[tuple[int, str | None, bool]]]
) -> None:
    """A parcel of one hour counts once there, in whichever batch and epoch of the station it comes."""
    station, seq = uuid.uuid4().hex, 0
    expected: dict[str, tuple[int, set[str], int]] = {}
    for sent in batches:
        scans = []
        for hour, parcel_id, stopped in sent:
            seq += 1
            at, decision = f"2026-01-31T0{hour}:59:59.5Z", "exception" if stopped else "accept"
            scans.append(scan(seq, scanned_at=at, parcel_id=parcel_id, decision=decision))
            count, parcels, exceptions = expected.get(at[:13], (0, set(), 0))
            parcels |= {parcel_id} if parcel_id else set()
            expected[at[:13]] = (count + 1, parcels, exceptions + stopped)
        for epoch in (f"{seq // 3}", "other"):
            centre.take(station, epoch, scans, NOW)

    told = [one for one in centre.throughput("2026-01-31T00:00:00.000Z") if one["station_id"] == station]
    assert told == [
        {
            "station_id": station, "hour": f"{hour}:00:00Z", "scans": count, "parcels": len(ids),
            "exceptions": stopped, "accepted": count - stopped,
        }
        for hour, (count, ids, stopped) in sorted(expected.items())
    ]  # fmt: skip
