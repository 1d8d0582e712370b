"""What was announced and not seen, against plain lists: scans, voids, losses, and other numbers of a parcel."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from station.core import Code, Refusal
from station.core.bag_requests import ReportLost
from station.core.outcomes import Done
from station.core.requests import VoidScan
from station.record import Store
from station.record.lists import manifest_import
from station.reports import expected
from tests.lane_of_keys import number as s10_number
from tests.station.record.drafts import draft
from tests.station.requests.doing import do

NUMBERS = [s10_number(n) for n in range(1, 9)]
ALIAS = {each: f"LP0000000000000{n}" for n, each in enumerate(NUMBERS)}
LATER = "2099-01-01T00:00:00.000Z"
"""After every import: what came before it may have been announced by another manifest."""
WAYS = st.sampled_from(["read", "stopped", "damaged", "void", "lost", "by its other number"])
STORIES = st.lists(st.tuples(st.sampled_from(NUMBERS), WAYS), max_size=12)


def recorded(store: Store, story: list[tuple[str, str]]) -> dict[str, str]:
    """The scans; what each number came to, from plain lists of what stands."""
    stands: list[tuple[str, str]] = []
    lost: set[str] = set()
    codes = {"stopped": Code.HOLD, "damaged": Code.DAMAGED}
    for number, way in story:
        name = ALIAS[number] if way.startswith("by") else number
        scan = store.commit(draft(name, at=LATER, decision=Refusal(codes[way], (), "REJECT") if way in codes else None))
        if way == "void":
            do(store, VoidScan(scan.seq, "Ana", "wrong"))
            continue
        stands.append((name, way if way in codes else "accepted"))
        if way == "lost" and isinstance(do(store, ReportLost(number, "Ana", "gone")), Done):
            lost.add(number)
    fates = {}
    for number in NUMBERS:
        ways = {name: [way for of, way in stands if of == name] for name in (number, ALIAS[number])}
        own, other = ways.values()
        if number in lost:
            fates[number] = "lost"
        elif "accepted" in own + other:
            fates[number] = "accepted"
        elif own:
            fates[number] = own[-1]
    return fates


@given(st.sets(st.sampled_from(NUMBERS), min_size=1), STORIES)
def test_each_announced_parcel_is_told_as_the_last_word_on_it_says(
    announced: set[str], story: list[tuple[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        with Store.open(path, "lane-1") as store:
            fates = recorded(store, story)
        put(path, announced)
        found = expected(path, None, None, lambda *_: None)
    assert found is not None
    told = {odd.parcel_id: odd.state for odd in found.odd if odd.state != "over"}
    assert told == {number: fate for number in announced if (fate := fates.get(number, "missing")) != "accepted"}
    assert found.announced == len(announced) == sum(count for state, count in found.states.items() if state != "over")
    over = {odd.parcel_id for odd in found.odd if odd.state == "over"}
    names = {ALIAS[number] if way.startswith("by") else number for number, way in story if way != "void"}
    assert over == {name for name in names if name not in announced and name not in {ALIAS[each] for each in announced}}


def put(database: Path, numbers: set[str], **more: Any) -> None:
    """The manifest with these parcels, each with its other number; `more`: columns of all."""
    file = database.with_name("manifest.csv")
    head = ",".join(["parcel_id", "alt_ids", *more])
    rows = [",".join([number, ALIAS[number], *more.values()]) for number in sorted(numbers)]
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    assert manifest_import.import_manifest(database, file, lambda *_: None)[0].count == 0


def test_a_bag_alone_is_compared_and_without_a_manifest_there_is_nothing_to_compare(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        store.commit(draft(NUMBERS[0], at=LATER))
        store.commit(draft("RR999999995CN", at=LATER))
    assert expected(path, None, None, lambda *_: None) is None
    put(path, set(NUMBERS[:3]), bag_id="CNSHAABRRIOAACC60001001000123")
    found = expected(path, "CNSHAABRRIOAACC60001001000123", None, lambda *_: None)
    other = expected(path, "CNSHAABRRIOAACC60001001000124", None, lambda *_: None)
    assert found is not None
    assert other is not None
    assert (dict(found.states), other.announced) == ({"accepted": 1, "missing": 2}, 0)
