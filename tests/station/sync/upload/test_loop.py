"""Laws of the loop, over the real record and a real socket: nothing lost, nothing twice, no scan delays another."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from station.record.reads import Reads
from station.sync.transport.backoff import FIRST_S, LONGEST_S, Backoff
from station.sync.transport.client import TrackingClient
from station.sync.transport.errors import AddressError
from tests.station.record.drafts import draft
from tests.station.sync.link import Line, centre
from tests.station.sync.moody_centre import FAULTS, MoodyCentre

pytestmark = pytest.mark.usefixtures("short_pauses")


@pytest.mark.parametrize("fault", FAULTS)
def test_after_each_fault_every_scan_is_at_the_centre_once(fault: str, tmp_path: Path) -> None:
    with centre(lambda number: fault if number <= 2 else "ok") as moody, Line(tmp_path, moody.url, 50) as line:
        line.until(lambda: line.backlog() == (0, 0), "an empty queue")

        assert set(moody.stored) == set(line.ids)
        assert sorted(moody.order) == list(range(1, 51))
        assert moody.redirected == 0


def test_a_third_of_requests_faulty_in_every_way_loses_and_doubles_nothing(tmp_path: Path) -> None:
    chance = random.Random(7)
    moods = [chance.choice(FAULTS) if chance.random() < 0.35 else "ok" for _ in range(10_000)]
    with centre(moods.__getitem__) as moody, Line(tmp_path, moody.url, 400, batch=10) as line:
        line.until(lambda: line.backlog() == (0, 0), "an empty queue")

        assert set(moody.stored) == set(line.ids)
        assert sorted(moody.order) == list(range(1, 401))


def test_poison_that_refuses_whole_batches_is_found_and_delays_no_other(tmp_path: Path) -> None:
    with centre() as moody:
        line = Line(tmp_path, moody.url, 60)
        poison = {line.ids[0], line.ids[17], line.ids[59]}
        moody.poison = frozenset(poison)
        with line:
            line.until(lambda: line.backlog() == (0, 3), "all but three")

            assert set(moody.stored) == set(line.ids) - poison
            with Reads(line.store.path) as reads:
                refused = reads.refused(10)
            assert {dead.scan_id for dead in refused} == poison
            assert all("bad batch" in dead.message for dead in refused)


def test_a_scan_with_a_verdict_against_it_is_kept_with_the_words(tmp_path: Path) -> None:
    with centre() as moody:
        line = Line(tmp_path, moody.url, 10)
        moody.rejected = {line.ids[4]}
        with line:
            line.until(lambda: line.backlog() == (0, 1), "one refused")
            with Reads(line.store.path) as reads:
                dead = reads.refused(1)[0]

    assert (dead.scan_id, dead.code, dead.message) == (line.ids[4], "bad", "not this one")


def test_a_batch_too_large_is_halved_until_it_fits(tmp_path: Path) -> None:
    with centre() as moody:
        moody.largest = 3
        with Line(tmp_path, moody.url, 40) as line:
            line.until(lambda: line.backlog() == (0, 0), "an empty queue")


@pytest.mark.parametrize("mood", ["401", "404", "gateway", "gateway413"])
def test_what_only_a_person_can_mend_raises_an_alarm_and_keeps_everything(mood: str, tmp_path: Path) -> None:
    moods = {"now": mood}
    with centre(lambda _: moods["now"]) as moody, Line(tmp_path, moody.url, 5) as line:
        line.until(lambda: line.loop.status().alarm, "the alarm")

        assert line.backlog() == (5, 0)

        moods["now"] = "ok"
        line.until(lambda: line.backlog() == (0, 0), "recovery by itself")

        assert not line.loop.status().alarm


def test_verdicts_that_cannot_be_written_leave_the_scans_queued(tmp_path: Path) -> None:
    with centre() as moody:
        line = Line(tmp_path, moody.url, 5)
        line.broken = True
        with line:
            line.until(lambda: len(moody.stored) == 5, "the delivery")

            assert line.backlog() == (5, 0)

            line.broken = False
            line.until(lambda: line.backlog() == (0, 0), "an empty queue")


@pytest.mark.parametrize("last", ["ok", "503"])
def test_every_verdict_that_came_is_written_when_the_station_stops_or_the_line_breaks(
    last: str, tmp_path: Path
) -> None:
    lines: list[Line] = []

    def mood(number: int) -> str:
        if number < 4:
            return "ok"
        lines[0].stop.set()
        return last

    with centre(mood) as moody:
        line = Line(tmp_path, moody.url, 100, batch=10)
        lines.append(line)
        line.thread.start()
        line.thread.join()

        assert line.backlog() == (100 - len(moody.stored), 0)
        assert len(moody.stored) >= 30
        line.store.close()


def test_a_centre_that_stops_and_starts_is_seen_and_drained_without_new_scans(tmp_path: Path) -> None:
    with centre() as moody:
        url = moody.url
        line = Line(tmp_path, url, 5)
        with line:
            line.until(lambda: line.backlog() == (0, 0), "an empty queue")
            moody.close()
            line.until(lambda: line.loop.status().online is False, "offline while idle")

            assert "wait on disk" in line.loop.status().words

            with line.lock:
                line.store.commit(draft(parcel_id="P6"))
            again = MoodyCentre(port=moody.port)
            line.until(lambda: line.backlog() == (0, 0), "the drain after the centre came back")
            again.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://tracking.example", "https"),
        ("ftp://127.0.0.1", "no http"),
        ("nonsense", "no http"),
        ("http://", "no http"),
    ],
)
def test_an_address_that_would_leak_the_token_is_refused(url: str, words: str) -> None:
    with pytest.raises(AddressError, match=words):
        TrackingClient(url, "token")


def test_back_off_grows_with_jitter_and_honours_the_centre(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    backoff, ceilings = Backoff(), []
    for _ in range(12):
        backoff = backoff.failed()
        ceilings.append(backoff.wait_s(0.999999))
        assert FIRST_S / 2 <= backoff.wait_s(0.0) <= backoff.wait_s(0.5) <= LONGEST_S
    assert ceilings == sorted(ceilings)
    assert ceilings[-1] == pytest.approx(LONGEST_S, rel=1e-3)
    assert 30 <= backoff.wait_s(0.7, retry_after=30) <= 37.5


def test_a_refused_token_is_an_alarm_before_there_is_anything_to_send(tmp_path: Path) -> None:
    with centre() as moody:
        moody.parcels_status = 401
        with Line(tmp_path, moody.url, 0) as line:
            line.until(lambda: line.loop.status().alarm, "the alarm")
            assert "token_file" in line.loop.status().words

            moody.parcels_status = 404
            line.until(lambda: not line.loop.status().alarm, "the all-clear once the token is right")
