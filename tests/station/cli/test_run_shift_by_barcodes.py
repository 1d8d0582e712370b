"""A whole shift by barcodes alone on a real terminal: log-in, parcels with every kind of exception, bags, despatch.

What each bag holds is compared with what the worker saw, and each figure of the despatch documents with the entries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from hardware.simulated.camera import make_parcels
from station.cli.main import app
from station.core import Badge, badge_text
from station.record.reads import Reads
from station.record.recovery.verify import verify
from station.reports import despatch_json, despatch_of
from station.reports.bags import manifest_rows
from station.requests import hub_key_made
from tests.places import ROOT
from tests.station.cli.barcode_worker import SEED, Worker
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ANA = Badge("Ana", "worker", "00000001")
KINDS = ("HD", "XR", "CL", "UK", "WM", "OW", "NR", "CD", "DUP", "DM", "RC", "undo")
ROUNDS = 2
MANIFEST = "parcel_id,weight_g,customs_flag,status"
CONFIG = """
[station]
id = "lane-1"
data_dir = "{folder}/data"
[camera]
source = "simulated"
[weigh]
min_load_g = 10
max_weight_g = 30500
[lane]
unannounced = "stop"
max_rounds = {rounds}
[bags]
required = true
confirm_put = true
tare_g = 250
most_parcels = {most}
tolerance_g = 20
prefix = "HUB"
[shift]
required = true
[sync]
enabled = false
"""


def kind_of(number: int, every: int) -> str | None:
    """Each `every`-th parcel is a case of its own, in turn."""
    return KINDS[number // every % len(KINDS)] if number % every == every - 1 else None


def prepared(folder: Path, worker_parcels: list[Any], parcels: int, every: int, most: int) -> Path:
    """Configuration, plan, manifest and hold list."""
    config = folder / "station.toml"
    config.write_text(CONFIG.format(folder=folder, rounds=ROUNDS, most=most))
    lines, holds = [MANIFEST], ["parcel_id,reason"]
    for number, parcel in enumerate(worker_parcels[:parcels]):
        kind = kind_of(number, every)
        if kind in {"UK", "RC"}:
            continue
        grams = parcel.grams + (3000 if kind == "WM" else 0)
        flag, status = ("customs_hold" if kind == "XR" else "", "cancelled" if kind == "CL" else "expected")
        lines.append(f"{parcel.parcel_id},{grams},{flag},{status}")
        if kind == "HD":
            holds.append(f"{parcel.parcel_id},police")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    (folder / "holds.csv").write_text("\n".join(holds) + "\n")
    for what, file in (("plan", ROOT / "config" / "plan.example.csv"), ("manifest", None), ("holds", None)):
        path = file or folder / f"{what}.csv"
        done = CliRunner().invoke(app, ["import", what, str(path), "--config", str(config)])
        assert done.exit_code == 0, done.output
    return config


def stopped(worker: Worker, number: int, code: str, grams: int | None = None) -> None:
    """It stops with this code, and goes away."""
    assert worker.shown(number, grams).code == code
    worker.codes[code] += 1
    worker.take_away()


def before(worker: Worker, number: int, kind: str | None, earlier: int | None) -> bool:
    """What happens with the parcel before it goes into a bag; False: it does not."""
    match kind:
        case "HD" | "XR" | "CL" | "UK" | "WM":
            stopped(worker, number, kind)
            return False
        case "OW":
            stopped(worker, number, kind, grams=30_900)
            return False
        case "RC":
            for code in ("UK",) * ROUNDS + ("RC",):
                stopped(worker, number, code)
            return False
        case "NR":
            worker.order(f"weight {worker.parcels[number].grams}")
            worker.screen.shows("weighed")
            worker.card("NOREAD")
            assert worker.recorded("scan").code == "NR"
            worker.codes["NR"] += 1
            worker.take_away()
        case "CD":
            worker.scan("RR123456786CN")
            worker.screen.shows("NOT SAVED")
            worker.codes["CD"] += 1
        case "DUP" if earlier is not None:
            stopped(worker, earlier, "DUP")
        case _:
            pass
    return True


def work(worker: Worker, number: int, kind: str | None, *, wrong: bool, earlier: int | None) -> None:
    """One parcel, with what is special about it."""
    if not before(worker, number, kind, earlier):
        return
    row = worker.shown(number)
    assert row.code is None, (number, kind, row)
    if kind == "DM":
        worker.card("DAMAGED")
        assert worker.recorded("scan").code == "DM"
        worker.codes["DM"] += 1
        worker.take_away()
        return
    if kind == "undo":
        worker.card("UNDO", "counts no more")
        worker.recorded("void")
        worker.take_away()
        row = worker.shown(number)
    worker.put(row, worker.parcels[number].grams, wrong=wrong)
    worker.take_away()


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[[Path], Worker]]:
    held: list[Worker] = []

    def begin(config: Path) -> Worker:
        held.append(Worker.at(tmp_path, config, hub_key_made(tmp_path / "data" / "command-barcodes.key")))
        return held[0]

    yield begin
    for each in held:
        each.leave()


def inside(entries: list[dict[str, Any]]) -> dict[str, dict[str, Decimal | None]]:
    """Bag -> parcel -> grams, from the entries alone: scans tell the weight, `put` where the parcel went."""
    grams = {each["scan_id"]: each.get("weight", {}).get("grams") for each in entries if each["kind"] == "scan"}
    held: dict[str, dict[str, Decimal | None]] = defaultdict(dict)
    for each in entries:
        told = each.get("details") or {}
        if each["kind"] == "receptacle" and told["is"] == "put":
            for bag in held.values():
                bag.pop(told["parcel_id"], None)
            held[told["bag"]][told["parcel_id"]] = grams[told["scan"]] and Decimal(grams[told["scan"]])
    return held


@pytest.mark.parametrize(
    ("parcels", "every", "most"), [(60, 4, 8), pytest.param(500, 9, 30, marks=pytest.mark.soak)], ids=["short", "long"]
)
def test_a_shift_from_log_in_to_dispatch_by_barcodes_alone(
    tmp_path: Path,
    worker: Callable[[Path], Worker],
    figure: Callable[[str], None],
    parcels: int,
    every: int,
    most: int,
) -> None:
    config = prepared(tmp_path, list(islice(make_parcels(SEED), parcels)), parcels, every, most)
    at = worker(config)
    at.screen.shows("scan your badge")
    at.scan(badge_text(ANA, at.key))
    assert at.recorded("shift").details["is"] == "open"
    earlier = None
    for number in range(parcels):
        kind = kind_of(number, every)
        work(at, number, kind, wrong=number % 20 == 13, earlier=earlier)
        if at.parcels[number].parcel_id in at.truth:
            earlier = number
    for place in list(at.bags):
        at.close(at.bags.pop(place), first=False)
    at.card("LOAD", "LOAD")
    for bag in at.filled:
        at.scan(bag)
        assert at.recorded("receptacle").details["is"] == "loaded"
    at.card("DISPATCH", "Yes")
    at.card("YES")
    until(lambda: sum(row.details.get("is") == "dispatched" for row in at.rows()) == len(at.filled), "the despatch")
    despatch = str(next(row.details["despatch"] for row in at.rows() if row.details.get("is") == "dispatched"))
    at.card("OUT", "scan your badge")

    database = tmp_path / "data" / "station.db"
    with Reads(database) as reads:
        entries = list(reads.exported())
    left = despatch_of(database, despatch)
    assert left is not None
    document = despatch_json(left)
    held = inside(entries)
    assert {parcel: bag for bag, content in held.items() for parcel in content} == at.truth
    assert len(document["receptacles"]) == len(at.filled)
    for bag in document["receptacles"]:
        content = held[bag["bag"]]
        grams = sum((each or Decimal(0) for each in content.values()), Decimal(0))
        assert (bag["count"], Decimal(bag["net_g"])) == (len(content), grams) == (len(content), at.filled[bag["bag"]])
    assert document["totals"]["parcels"] == len(at.truth) == len({row["parcel_id"] for row in manifest_rows(left)})
    assert Decimal(document["totals"]["net_g"]) == sum(at.filled.values())
    assert Decimal(document["totals"]["gross_g"]) == sum(at.filled.values()) + 250 * len(at.filled)
    stops = Counter(each["code"] for each in entries if each["kind"] == "scan" and each.get("code"))
    assert stops == Counter({code: times for code, times in at.codes.items() if code not in {"CD", "undo"}})
    assert at.alarms > 0
    found = verify(database)
    assert not found.count, found.findings
    figure(
        f"{parcels} parcels by barcodes alone: {dict(at.codes)}, {len(at.filled)} bags, {at.alarms} put wrong, alarmed"
    )
