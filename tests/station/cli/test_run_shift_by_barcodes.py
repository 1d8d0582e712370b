"""A whole shift by barcodes alone on a real terminal: log-in, parcels with every kind of exception, bags, despatch.

What each bag holds is compared with what the worker saw, and each figure of the despatch documents with the entries.
"""

from __future__ import annotations

import csv
import io
import time
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
from tests.station.cli.barcode_parcels import BY_POSTCODE, HEAVY_G, ROUNDS, kind_of, stopped, work
from tests.station.cli.barcode_worker import SEED, Worker
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ANA = Badge("Ana", "worker", "00000001")
IN_CLOSED = 3
"""So many parcels are shown again from closed bags."""
DUPLICATE_S = 36
ARRIVING = "CNSHAABRRIOAACC60001001000123"
MANIFEST = "parcel_id,weight_g,customs_flag,status,bag_id"
POSTCODES = "8,,,{carrier},,,99,,20000,2024-01-01,,D09,By postcode,example-1,"
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
duplicate_hours = 0.01
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


def prepared(folder: Path, worker_parcels: list[Any], parcels: int, every: int, most: int) -> Path:
    """Configuration, plan, manifest and hold list."""
    config = folder / "station.toml"
    config.write_text(CONFIG.format(folder=folder, rounds=ROUNDS, most=most))
    lines, holds = [MANIFEST], ["parcel_id,reason"]
    for number, parcel in enumerate(worker_parcels[:parcels]):
        kind = kind_of(number, every)
        if kind in {"UK", "RC"}:
            continue
        grams = {"WM": parcel.grams + 3000, "NP": HEAVY_G, "NB": HEAVY_G}.get(kind or "", parcel.grams)
        flag, status = ("customs_hold" if kind == "XR" else "", "cancelled" if kind == "CL" else "expected")
        lines.append(f"{parcel.parcel_id},{grams},{flag},{status},{ARRIVING if kind == 'MS' else ''}")
        if kind in {"HD", "lifted"}:
            holds.append(f"{parcel.parcel_id},police")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    (folder / "holds.csv").write_text("\n".join(holds) + "\n")
    (folder / "plan.csv").write_text(plan_with_limits())
    for what in ("plan", "manifest", "holds"):
        done = CliRunner().invoke(app, ["import", what, str(folder / f"{what}.csv"), "--config", str(config)])
        assert done.exit_code == 0, done.output
    return config


def plan_with_limits() -> str:
    """The example, up to 20 kg; two carriers have a bin by postcode too."""
    with (ROOT / "config" / "plan.example.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {**row, "weight_max_g": row["weight_max_g"] or (not row["function"] and "20000") or ""} for row in rows
    )
    return out.getvalue() + "".join(POSTCODES.format(carrier=each) + "\n" for each in BY_POSTCODE)


def from_closed_bags(worker: Worker) -> None:
    """The first parcels lie in closed bags by the record; they come again, later than a duplicate would be."""
    time.sleep(max(0.0, worker.began + DUPLICATE_S - time.monotonic()))
    numbers = {parcel.parcel_id: number for number, parcel in enumerate(worker.parcels)}
    for parcel_id in list(worker.truth)[:IN_CLOSED]:
        stopped(worker, numbers[parcel_id], "BC")


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
    grams |= {each["scan_id"]: grams[each["about"]] for each in entries if each["kind"] == "override"}
    held: dict[str, dict[str, Decimal | None]] = defaultdict(dict)
    for each in entries:
        told = each.get("details") or {}
        if each["kind"] == "receptacle" and told["is"] == "put":
            for bag in held.values():
                bag.pop(told["parcel_id"], None)
            held[told["bag"]][told["parcel_id"]] = grams[told["scan"]] and Decimal(grams[told["scan"]])
    return held


def documents_add_up(database: Path, despatch: str, entries: list[dict[str, Any]], at: Worker) -> None:
    """Every figure of the despatch from the entries, and what the worker saw."""
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


@pytest.mark.parametrize(
    ("parcels", "every", "most"), [(76, 4, 8), pytest.param(500, 9, 30, marks=pytest.mark.soak)], ids=["short", "long"]
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
    from_closed_bags(at)
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
    documents_add_up(database, despatch, entries, at)
    stops = Counter(each["code"] for each in entries if each["kind"] == "scan" and each.get("code"))
    assert stops == Counter(
        {code: times for code, times in at.codes.items() if code not in {"CD", "MR", "undo", "lifted"}}
    )
    assert at.alarms > 0
    assert at.codes["BC"] == IN_CLOSED
    assert at.codes["lifted"] > 0
    found = verify(database)
    assert not found.count, found.findings
    figure(
        f"{parcels} parcels by barcodes alone: {dict(at.codes)}, {len(at.filled)} bags, {at.alarms} put wrong, alarmed"
    )
