"""Stations of one hub over real multicast: what one accepted, another warns of; strangers are not heard."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.simulated.camera import make_parcels
from station.core import Shift
from station.core.events import RequestDone, ScanCommitted
from station.core.models import Accept, Scan
from station.core.outcomes import Done
from station.core.requests import AskedLane, OverrideStop, VoidScan
from station.demo.worker import Worker
from station.language import ENGLISH, language, trouble_texts
from station.record.recently_accepted import accepted_within, counting
from station.record.writer import Store
from station.sync.peers.messages import AT_ONCE, LARGEST, MAGIC, HubKey, Sighting
from station.sync.peers.multicast import Group, Peers, meet
from tests.station.hall import hall
from tests.station.record.drafts import OVERWEIGHT, draft
from tests.station.requests.doing import do
from tests.waiting import until

SECRET = b"the secret of this hub"
KEY = HubKey(SECRET)
LOOPBACK = "127.0.0.1"
sightings = st.builds(
    Sighting,
    st.text("0123456789abcdef", min_size=1, max_size=24),
    st.integers(0, 2**33),
    st.text(st.characters(codec="ascii", categories=("L", "N")), max_size=12),
)


def free_group() -> Group:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((LOOPBACK, 0))
        group = Group("239.255.80.83", int(probe.getsockname()[1]), LOOPBACK)
    try:
        meet(group).close()
    except OSError as error:
        pytest.skip(f"no multicast on this machine: {error}")
    return group


@contextmanager
def running(*stations: Peers) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=one.run, args=(stop,)) for one in stations]
    with ExitStack() as held:
        for thread in threads:
            thread.start()
            held.callback(thread.join)
        held.callback(stop.set)
        yield


def accepted(parcel: str, at: str) -> ScanCommitted:
    return ScanCommitted(Scan("id", 1, draft(parcel_id=parcel, at=at)))


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())


def test_what_one_accepts_the_others_know_and_not_itself() -> None:
    group = free_group()
    one, two, three = (Peers(KEY, group, f"lane-{n}", "sort", 24) for n in (1, 2, 3))
    with running(one, two, three):
        until(lambda: one.stations == {"lane-2", "lane-3"}, "the others")
        at = now()
        one.listen(accepted("RR473124829CN", at))
        for other in (two, three):
            until(lambda other=other: other.elsewhere("RR473124829CN") is not None, "the sighting")  # type: ignore[misc]
            found = other.elsewhere("RR473124829CN")
            assert found is not None
            assert (found.station_id, found.at[:19]) == ("lane-1", at[:19])
            assert other.elsewhere("RR473124832CN") is None
    assert one.elsewhere("RR473124829CN") is None


def test_what_one_takes_back_is_no_duplicate_at_the_others_in_whatever_order_it_is_heard() -> None:
    heard, at = Peers(KEY, Group("239.255.80.83", 1), "lane-1", "sort", 24), int(time.time())
    seen, gone = (Sighting(KEY.mark("sort", "P1"), at, place, gone=not place) for place in ("A1", ""))
    for first, second in ((seen, gone), (gone, seen)):
        heard.hear(KEY.seal("lane-2", (first,)))
        heard.hear(KEY.seal("lane-2", (second,)))
        assert heard.elsewhere("P1") is None
    heard.hear(KEY.seal("lane-3", (seen,)))
    heard.hear(KEY.seal("lane-2", (gone,)))
    found = heard.elsewhere("P1")
    assert found is not None
    assert found.station_id == "lane-3", "another station's word is its own"
    heard.hear(KEY.seal("lane-2", (replace(seen, at=at + 1),)))
    assert (found := heard.elsewhere("P1")) is not None
    assert found.station_id == "lane-2", "accepted anew"


def test_an_older_station_hears_what_stands_beside_what_was_taken_back() -> None:
    """It reads `seen` alone: three values a row."""
    both = (Sighting("m1", 1, "A1"), Sighting("m2", 2, "", gone=True))
    said = json.loads(KEY.seal("lane-2", both)[len(MAGIC) + 32 :])
    assert said == {"station": "lane-2", "seen": [["m1", 1, "A1"]], "gone": [["m2", 2]]}
    assert "gone" not in json.loads(KEY.seal("lane-2", both[:1])[len(MAGIC) + 32 :])


def asked(store: Store, peers: Peers, request: VoidScan | OverrideStop) -> None:
    outcome = do(store, request, AskedLane(shift=Shift("sort", "anna")))
    assert isinstance(outcome, Done)
    peers.listen(RequestDone(request, outcome))


def test_a_void_and_an_override_reach_the_other_lanes(tmp_path: Path) -> None:
    group = free_group()
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        now_counts = partial(counting, tmp_path / "station.db", 24)
        one = Peers(KEY, group, "lane-1", "sort", 24, (), now_counts)
        control = Peers(KEY, group, "lane-3", "sort", 24)
        two = Peers(KEY, group, "lane-2", "sort", 24)
        with running(one, two, control):
            until(lambda: two.stations == {"lane-1", "lane-3"}, "the others")
            for number, decision in (("P1", None), ("P2", OVERWEIGHT)):
                one.listen(ScanCommitted(store.commit(draft(number, at=now(), decision=decision))))
            control.listen(accepted("P3", now()))
            until(lambda: two.elsewhere("P1") is not None and two.elsewhere("P3") is not None, "the sightings")
            assert two.elsewhere("P2") is None

            asked(store, one, VoidScan(1, "Bo", "wrong parcel"))
            asked(store, one, OverrideStop(2, "B9", "Bo", "weighed again"))
            until(lambda: two.elsewhere("P1") is None and two.elsewhere("P2") is not None, "what changed")
            found = two.elsewhere("P2")
            assert found is not None
            assert found.bin == "B9"
            asked(store, one, VoidScan(4, "Bo", "slip"))
            until(lambda: two.elsewhere("P2") is None, "the override taken back")
            assert two.elsewhere("P3") is not None, "who is not told of the void goes on calling it a duplicate"


def test_a_void_of_a_stop_leaves_what_was_accepted(tmp_path: Path) -> None:
    group = free_group()
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        one = Peers(KEY, group, "lane-1", "sort", 24, (), partial(counting, tmp_path / "station.db", 24))
        two = Peers(KEY, group, "lane-2", "sort", 24)
        with running(one, two):
            until(lambda: two.stations == {"lane-1"}, "the other")
            for decision in (None, OVERWEIGHT):
                one.listen(ScanCommitted(store.commit(draft("P1", at=now(), decision=decision))))
            asked(store, one, VoidScan(2, "Bo", "shown twice"))
            one.listen(ScanCommitted(store.commit(draft("P2", at=now()))))
            until(lambda: two.elsewhere("P2") is not None, "what came after")
            assert two.elsewhere("P1") is not None


def test_who_comes_later_hears_what_was_told_before_and_a_restart_forgets_nothing(tmp_path: Path) -> None:
    group = free_group()
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        for n in range(AT_ONCE + 5):
            store.commit(draft(parcel_id=f"P{n}", at=now()))
        store.commit(draft(parcel_id="long ago", at="2020-01-01T00:00:00.000Z"))
    before = accepted_within(tmp_path / "station.db", 24)
    assert [parcel for parcel, _, _ in before] == [f"P{n}" for n in range(AT_ONCE + 5)]
    late = Peers(KEY, group, "lane-2", "sort", 24)
    with running(Peers(KEY, group, "lane-1", "sort", 24, before), late):
        until(lambda: late.elsewhere(f"P{AT_ONCE + 4}") is not None, "the second datagram")
        assert late.elsewhere("P0") is not None


def test_another_key_another_operation_or_an_old_time_warns_of_nothing() -> None:
    heard = Peers(KEY, free_group(), "lane-1", "sort", 24)
    at = int(time.time())
    for key, operation, when in (
        (HubKey(b"the secret of another hub"), "sort", at),
        (KEY, "dispatch", at),
        (KEY, "sort", at - 3 * 86400),
        (KEY, "sort", at + 3 * 86400),
    ):
        heard.hear(key.seal("lane-2", (Sighting(key.mark(operation, "P1"), when, "A1"),)))
    assert heard.elsewhere("P1") is None
    heard.hear(KEY.seal("lane-1", (Sighting(KEY.mark("sort", "P1"), at, "A1"),)))
    assert heard.elsewhere("P1") is None, "our own name is nobody else"
    heard.hear(KEY.seal("lane-2", (Sighting(KEY.mark("sort", "P1"), at, "A1"),)))
    assert heard.elsewhere("P1") is not None


def test_a_sighting_counts_for_its_hours_however_often_it_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Peers(KEY, Group("239.255.80.83", 1), "lane-1", "sort", 1)
    began, told = time.monotonic(), KEY.seal("lane-2", (Sighting(KEY.mark("sort", "P1"), int(time.time()), "A1"),))
    for hours, there in ((0, True), (0.9, True), (1.1, False)):
        monkeypatch.setattr(time, "monotonic", lambda hours=hours: began + hours * 3600)
        heard.hear(told)
        assert (heard.elsewhere("P1") is not None) is there


@given(st.lists(sightings, max_size=AT_ONCE), st.text("abc-123", min_size=1, max_size=64))
def test_what_is_sealed_is_unsealed(seen: list[Sighting], station: str) -> None:
    datagram = KEY.seal(station, tuple(seen))
    assert KEY.unseal(datagram) == (station, tuple(seen))
    assert len(datagram) <= LARGEST
    assert HubKey(b"another secret 16").unseal(datagram) is None


@given(st.binary(max_size=200), st.integers(0, 10_000), st.integers(1, 255))
def test_no_bytes_are_believed_or_raise(noise: bytes, at: int, flip: int) -> None:
    good = bytearray(KEY.seal("lane-2", (Sighting("aa", 1, "A1"),)))
    assert KEY.unseal(noise) is None
    assert KEY.unseal(MAGIC + noise) is None
    good[at % len(good)] ^= flip
    assert KEY.unseal(bytes(good)) is None


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=4)))
def test_who_has_the_key_and_talks_nonsense_is_not_believed_either(nonsense: object) -> None:
    heard = Peers(KEY, Group("239.255.80.83", 1), "lane-1", "sort", 24)
    words = json.dumps({"station": "lane-2", "seen": nonsense}).encode()
    heard.hear(MAGIC + KEY._sum(words) + words)
    assert heard._heard == {}


def test_the_worker_is_warned_of_a_parcel_that_another_station_had(tmp_path: Path) -> None:
    group = free_group()
    key_file = tmp_path / "hub.key"
    key_file.touch(mode=0o600)
    key_file.write_bytes(SECRET)
    settings = {"enabled": True, "key_file": key_file, "port": group.port, "interface": LOOPBACK}
    first, second = islice(make_parcels(7), 2)
    other = Peers(KEY, group, "lane-9", "sort", 24)
    with hall(tmp_path, peers=settings) as here, running(other):
        until(lambda: other.stations == {"test-1"}, "the station")
        other.listen(accepted(str(first.parcel_id), now()))
        known = here.station._links.peers
        assert known is not None
        until(lambda: known.elsewhere(str(first.parcel_id)) is not None, "the sighting")
        Worker(here.station, here.table, 8).run([first, second])
        notes = [event.scan.draft.decision for event in here.scans()]
        until(lambda: other.elsewhere(str(second.parcel_id)) is not None, "the answer")
    assert all(isinstance(one, Accept) for one in notes)
    warned, plain = (
        dict(one.notes[0].values).get("station") if one.notes else None for one in notes if isinstance(one, Accept)
    )
    assert (warned, plain) == ("lane-9", None)


def test_a_network_that_cannot_be_used_is_said_on_the_screen_and_scans_go_on(tmp_path: Path) -> None:
    key_file = tmp_path / "hub.key"
    key_file.touch(mode=0o600)
    key_file.write_bytes(SECRET)
    nowhere = {"enabled": True, "key_file": key_file, "interface": "192.0.2.1"}
    with hall(tmp_path, peers=nowhere) as here:
        until(lambda: any(each.key == "peers" for each in here.station.status().troubles), "the trouble")
        found = {each.key: each.about for each in here.station.status().troubles}
        Worker(here.station, here.table, 8).run([next(iter(make_parcels(7)))])
        assert len(here.scans()) == 1
    assert "check peers.interface" in trouble_texts(found["peers"], language(ENGLISH)).technician
