"""What commands leave for the running station: taken whole, deleted once it is in the database, never lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from station.core.models import Receipt
from station.core.sort_plan.index import SortPlan
from station.record.reads import Reads
from station.record.writer import Store, StoreError
from station.requests import handover
from station.requests.handover import take_over
from tests.station.record.drafts import draft

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAN = b"bin,country\nA01,BR\nB02,\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        yield store


@pytest.fixture
def reads(store: Store) -> Iterator[Reads]:
    with Reads(store.path) as reads:
        yield reads


def test_a_plan_and_a_hold_list_are_taken_and_deleted(store: Store, reads: Reads) -> None:
    handover.leave(store.path, handover.plan_name(Path("winter.csv")), PLAN)
    handover.leave(
        store.path, handover.holds_name(Path("h.csv")), b"\xef\xbb\xbfparcel_id,reason\nRR473124829CN,customs\n"
    )
    folder = handover.folder_of(store.path)

    assert take_over(store, folder) == ["sort plan winter.csv: 2 rules", "hold list: 1 parcels"]
    assert list(folder.iterdir()) == []
    plan = reads.plan()
    assert plan is not None
    assert (plan.version, [rule.bin for rule in plan.rules]) == ("winter.csv", ["A01", "B02"])
    hold = reads.facts("RR473124829CN", None, "2026-11-22").hold
    assert hold is not None
    assert hold.reason == "customs"
    assert take_over(store, folder) == []


def test_of_two_plans_the_later_counts(store: Store, reads: Reads) -> None:
    for name in ("z.csv", "a.csv"):
        handover.leave(store.path, handover.plan_name(Path(name)), PLAN)
    take_over(store, handover.folder_of(store.path))

    plan = reads.plan()
    assert plan is not None
    assert plan.version == "a.csv"


def test_a_file_dropped_in_by_hand_is_a_plan_too(store: Store, reads: Reads) -> None:
    folder = handover.folder_of(store.path)
    folder.mkdir()
    (folder / "plan.csv").write_bytes(PLAN)

    assert take_over(store, folder) == ["sort plan plan.csv: 2 rules"]


def test_json_lines_are_taken_by_their_name(store: Store, reads: Reads) -> None:
    folder = handover.folder_of(store.path)
    folder.mkdir()
    (folder / "plan.jsonl").write_bytes(b'{"bin": "A01", "function": "no_read"}\n{"bin": "B02"}\n')
    handover.leave(store.path, handover.holds_name(Path("h.ndjson")), b'{"parcel_id": "RR473124829CN"}\n')

    assert sorted(take_over(store, folder)) == ["hold list: 1 parcels", "sort plan plan.jsonl: 1 rules"]


def test_the_refused_are_queued_again(store: Store, reads: Reads) -> None:
    for _ in range(3):
        store.settle([Receipt(store.commit(draft()).scan_id, "rejected")])
    folder = handover.folder_of(store.path)

    handover.leave(store.path, handover.RETRY, handover.retry_request([2]))
    assert take_over(store, folder) == ["resend: 1 scans back in the queue"]
    assert (reads.backlog().pending, reads.backlog().dead) == (1, 2)
    handover.leave(store.path, handover.RETRY, handover.retry_request(None))
    assert take_over(store, folder) == ["resend: 2 scans back in the queue"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.csv", b"bin,country\nA01,Brazil\n"),
        ("plan.csv", b"\xff\xfe\x00"),
        ("holds.csv", b"reason\nno parcel\n"),
        ("retry.json", b"{"),
        ("retry.json", b'{"seqs": ["1"]}'),
        ("retry.json", b"[" * 100_000),
        ("letter.txt", b"hello"),
    ],
)
def test_what_cannot_be_used_is_set_aside_and_changes_nothing(
    store: Store, reads: Reads, name: str, content: bytes
) -> None:
    store.replace_plan(SortPlan("old", ()))
    store.settle([Receipt(store.commit(draft()).scan_id, "rejected")])
    handover.leave(store.path, name, content)
    folder = handover.folder_of(store.path)

    (words,) = take_over(store, folder)

    assert words.startswith(f"{name}: not taken over: ")
    assert list(folder.iterdir()) == []
    assert (handover.refused_folder_of(folder) / name).read_bytes() == content
    assert reads.plan() == SortPlan("old", ())
    assert reads.backlog().dead == 1


def test_a_full_disk_leaves_the_file_for_the_next_look(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = handover.leave(store.path, "plan.csv", PLAN)
    connection = store._live()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    rows = b"".join(b"B%d,%d\n" % (line, line) for line in range(5000))
    path.write_bytes(b"bin,postal_prefix\n" + rows)
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        take_over(store, path.parent)
    assert path.exists()

    connection.execute("PRAGMA max_page_count = 100000")
    assert take_over(store, path.parent) == ["sort plan plan.csv: 5000 rules"]
