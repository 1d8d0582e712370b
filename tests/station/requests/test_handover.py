"""What commands leave for the running station: taken whole, deleted once it is in the database, never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.core.models import Receipt
from station.core.sort_plan.index import SortPlan
from station.record.reads import Reads
from station.record.writer import Store, StoreError
from station.requests import handover
from tests.station.record.drafts import draft
from tests.station.requests.doing import taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    handover.leave(store.path, "plan.winter.csv", PLAN)
    handover.leave(store.path, "holds.h.csv", b"\xef\xbb\xbfparcel_id,reason\nRR473124829CN,customs\n")
    folder = handover.folder_of(store.path)

    assert taken(store) == ["sort plan winter.csv: 2 rules", "hold list: 1 parcel"]
    assert list(folder.iterdir()) == []
    plan = reads.plan()
    assert plan is not None
    assert (plan.version, [rule.bin for rule in plan.rules]) == ("winter.csv", ["A01", "B02"])
    hold = reads.facts("RR473124829CN", None, "2026-11-22").hold
    assert hold is not None
    assert hold.reason == "customs"
    assert taken(store) == []


def test_of_two_plans_the_later_counts(store: Store, reads: Reads) -> None:
    for name in ("z.csv", "a.csv"):
        handover.leave(store.path, f"plan.{name}", PLAN)
    taken(store)

    plan = reads.plan()
    assert plan is not None
    assert plan.version == "a.csv"


def test_a_file_dropped_in_by_hand_is_a_plan_too(store: Store, reads: Reads) -> None:
    folder = handover.folder_of(store.path)
    folder.mkdir()
    (folder / "plan.csv").write_bytes(PLAN)

    assert taken(store) == ["sort plan plan.csv: 2 rules"]


def test_json_lines_are_taken_by_their_name(store: Store, reads: Reads) -> None:
    folder = handover.folder_of(store.path)
    folder.mkdir()
    (folder / "plan.jsonl").write_bytes(b'{"bin": "A01", "function": "no_read"}\n{"bin": "B02"}\n')
    handover.leave(store.path, "holds.h.ndjson", b'{"parcel_id": "RR473124829CN"}\n')

    assert sorted(taken(store)) == ["hold list: 1 parcel", "sort plan plan.jsonl: 1 rule"]


def test_the_refused_are_queued_again(store: Store, reads: Reads) -> None:
    for _ in range(3):
        store.settle([Receipt(store.commit(draft()).scan_id, "rejected")])

    handover.leave(store.path, "retry.json", b'{"seqs": [2]}')
    assert taken(store) == ["1 scan back in the queue"]
    assert (reads.backlog().pending, reads.backlog().dead) == (1, 2)
    handover.leave(store.path, "retry.json", b'{"seqs": null}')
    assert taken(store) == ["2 scans back in the queue"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.csv", b"bin,country\nA01,Brazil\n", "1 bad row, nothing was changed: plan.csv:2: country"),
        ("plan.csv", b"\xff\xfe\x00", "invalid start byte"),
        ("holds.csv", b"reason\nno parcel\n", "bad row"),
        ("retry.json", b"{", "Expecting property name"),
        ("retry.json", b'{"seqs": ["1"]}', "seqs of ResendRejected has a wrong value"),
        ("retry.json", b"[" * 100_000, "this is no request"),
        ("letter.txt", b"hello", "only plan.csv, holds.csv, retry.json"),
        ("request-1.json", b"{}", "only plan.csv"),
        ("request-11111111-2222-4333-8444-555555555555.json", b"[]", "no JSON object with id"),
    ],
)
def test_what_cannot_be_used_is_set_aside_and_changes_nothing(
    store: Store, reads: Reads, name: str, content: bytes, said: str
) -> None:
    store.replace_plan(SortPlan("old", ()))
    store.settle([Receipt(store.commit(draft()).scan_id, "rejected")])
    handover.leave(store.path, name, content)
    folder = handover.folder_of(store.path)

    (words,) = taken(store)

    assert said in words
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
        taken(store)
    assert path.exists()

    connection.execute("PRAGMA max_page_count = 100000")
    assert taken(store) == ["sort plan plan.csv: 5000 rules"]
