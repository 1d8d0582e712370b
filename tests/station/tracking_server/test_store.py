"""Laws of what the centre holds, without HTTP."""

from __future__ import annotations

import sqlite3
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.tracking_server import CentreStore
from station.tracking_server.centre import Centre, open_centre
from station.tracking_server.scans import check_scan
from station.tracking_server.schema import CentreError
from station.tracking_server.verdicts import Checked
from tests.station.sync.centre import EPOCH, STATION, scan
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = "2026-02-01T00:00:00.000Z"


@pytest.fixture(scope="module", params=BACK_ENDS)
def store(request: pytest.FixtureRequest) -> Iterator[Centre]:
    with TemporaryDirectory() as folder:
        held = open_centre(place_of(request.param, Path(folder), request))
        yield held
        held.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.integers(1, 40), max_size=15), max_size=4))
def test_gaps_and_held_seqs_are_together_every_seq_once(store: Centre, batches: list[set[int]]) -> None:
    epoch = str(uuid.uuid4())
    scans = {seq: scan(seq) for seqs in batches for seq in seqs}
    for seqs in batches:
        store.take(STATION, epoch, [scans[seq] for seq in sorted(seqs, reverse=True)], NOW)

    told = store.gaps(STATION, epoch)

    missing = [seq for first, last in told["gaps"] for seq in range(first, last + 1)]
    assert sorted([*missing, *scans]) == list(range(1, told["high_water"] + 1))
    assert told["high_water"] == store.high_water(STATION, epoch) == max(scans, default=0)
    assert told["stored"] == len(scans)
    assert all(last + 1 < later for (_, last), (later, _) in zip(told["gaps"], told["gaps"][1:], strict=False))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from("ab")), max_size=12), st.integers(1, 12)
)
def test_any_sequence_of_scans_gets_the_verdicts_of_the_model(
    store: Centre, sent: list[tuple[int, int, str]], size: int
) -> None:
    """However the scans are cut into batches."""
    epoch, ids = str(uuid.uuid4()), [str(uuid.uuid4()) for _ in range(4)]
    model: dict[int, tuple[int, str]] = {}
    expected = []
    for which, seq, content in sent:
        if which in model:
            expected.append("duplicate" if model[which] == (seq, content) else "conflict")
        elif seq in {held for held, _ in model.values()}:
            expected.append("conflict")
        else:
            model[which] = (seq, content)
            expected.append("stored")
    before = store.stored()
    scans = [{**scan(seq, bin=content), "scan_id": ids[which]} for which, seq, content in sent]

    told: list[str] = []
    for start in range(0, len(scans), size):
        told += [result["status"] for result in store.take(STATION, epoch, scans[start : start + size], NOW)]

    assert told == expected
    assert store.stored() - before == len(model)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("scan_id", "seq", "scanned_at", "operation", "parcel_id", "decision", "extra")


@given(json_values | st.dictionaries(st.sampled_from(KEYS), json_values))
def test_any_json_is_checked_without_an_error(changes: Any) -> None:
    bare = check_scan(changes, 1, 9)
    mixed = check_scan({**scan(1), **changes}, 1, 9) if isinstance(changes, dict) else bare

    for answer in (bare, mixed):
        assert isinstance(answer, Checked) or answer.status == "rejected"


def test_the_same_scan_after_a_restore_under_another_epoch_is_a_duplicate(store: Centre) -> None:
    one = scan(1)
    store.take(STATION, str(uuid.uuid4()), [one], NOW)

    assert store.take(STATION, str(uuid.uuid4()), [one], NOW)[0]["status"] == "duplicate"


def test_a_commit_that_fails_answers_nothing_and_stores_nothing(tmp_path: Path) -> None:
    path = tmp_path / "centre.db"
    with CentreStore(path) as store:
        store._connection.execute("PRAGMA busy_timeout = 0")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError):
            store.take(STATION, EPOCH, [scan(1)], NOW)
        other.execute("ROLLBACK")
        other.execute("CREATE TRIGGER full BEFORE INSERT ON scan WHEN new.seq = 3 BEGIN SELECT raise(ABORT, 'x'); END")
        with pytest.raises(sqlite3.IntegrityError):
            store.take(STATION, EPOCH, [scan(seq) for seq in (1, 2, 3)], NOW)
        other.close()

        assert store.stored() == 0
        assert store.take(STATION, EPOCH, [scan(1)], NOW)[0]["status"] == "stored"


def test_every_commit_is_on_disk_before_it_returns(tmp_path: Path) -> None:
    with CentreStore(tmp_path / "centre.db") as store:
        full, wal = 2, "wal"

        assert store._connection.execute("PRAGMA synchronous").fetchone()[0] == full
        assert store._connection.execute("PRAGMA journal_mode").fetchone()[0] == wal


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_two_servers_on_one_database_hold_each_scan_once(
    tmp_path: Path, request: pytest.FixtureRequest, back_end: str
) -> None:
    scans = [scan(seq) for seq in range(1, 301)]

    def send(store: Centre) -> list[str]:
        parts = [scans[start : start + 30] for start in range(0, 300, 30)]
        return [result["status"] for part in parts for result in store.take(STATION, EPOCH, part, NOW)]

    place = place_of(back_end, tmp_path, request)
    with closing(open_centre(place)) as one, closing(open_centre(place)) as other, ThreadPoolExecutor(2) as pool:
        verdicts = [verdict for told in pool.map(send, (one, other)) for verdict in told]

        assert Counter(verdicts) == {"stored": 300, "duplicate": 300}
        assert one.stored() == 300


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_what_is_held_outlives_the_process(tmp_path: Path, request: pytest.FixtureRequest, back_end: str) -> None:
    one, place = scan(1), place_of(back_end, tmp_path, request)
    with closing(open_centre(place)) as store:
        store.take(STATION, EPOCH, [one], NOW)
    with closing(open_centre(place)) as store:
        assert store.take(STATION, EPOCH, [one], NOW)[0]["status"] == "duplicate"


def foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.close()


def newer(path: Path) -> None:
    CentreStore(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)


@pytest.mark.parametrize("spoil", [foreign, newer, garbage, Path.mkdir])
def test_a_file_that_is_no_centre_is_refused_in_words_and_left_alone(tmp_path: Path, spoil: Any) -> None:
    path = tmp_path / "some.db"
    spoil(path)
    before = path.read_bytes() if path.is_file() else None

    with pytest.raises(CentreError, match=r"some\.db"):
        CentreStore(path)

    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_database_of_the_first_version_is_carried_over_with_its_scans(tmp_path: Path) -> None:
    path, one = tmp_path / "centre.db", scan(1)
    with CentreStore(path) as store:
        store.take(STATION, EPOCH, [one], NOW)
    old = sqlite3.connect(path)
    tables = ("chain", "boot_clock", "station_status", "quarterly")
    old.executescript("".join(f"DROP TABLE {name}; " for name in tables) + "PRAGMA user_version = 1;")
    old.close()

    with CentreStore(path) as store:
        assert store.take(STATION, EPOCH, [one, scan(2)], NOW)[0]["status"] == "duplicate"
        assert store.gaps(STATION, EPOCH)["stored"] == 2
