"""A DWS in place of camera and scale: each parcel that it tells is decided on and at the centre, once."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from hardware.simulated.camera import make_parcels
from hardware.simulated.scanner import Passing, SimulatedMachine
from station.core import Health, ScanCommitted
from station.tracking_server import EmbeddedServer
from tests.station.scanner_lines import desk, free_port, rows
from tests.waiting import until

TEMPLATE = "{code},{weight_kg},{length_cm}x{width_cm}x{height_cm}"
SIZE = {"length_cm": Decimal(30), "width_cm": Decimal(20), "height_cm": Decimal("10.5")}
PARCELS = 200


def tunnel(port: str) -> dict[str, Any]:
    return {"name": "tunnel", "port": port, "prefix": "\x02", "suffix": "etx", "template": TEMPLATE}


def passing(number: str | None, grams: int) -> Passing:
    codes = (number, "https://shop.example/1") if number is not None else ()
    return Passing(codes, {"weight_kg": Decimal(grams) / 1000, **SIZE})


def belt(seed: int) -> list[Passing]:
    """One parcel in ten without a code, as heavy as the one before: no-reads are never one parcel shown again."""
    chance, numbers = random.Random(seed), (parcel.parcel_id for parcel in make_parcels(seed))
    grams = [chance.randint(100, 20_000) for _ in range(PARCELS)]
    return [
        passing(None if i % 10 == 3 else number, grams[i - 1] if i % 10 == 3 else grams[i])
        for i, number in enumerate(islice(numbers, PARCELS))
    ]


def at_the_centre(path: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return [json.loads(row[0]) for row in connection.execute("SELECT body FROM scan ORDER BY seq")]


def test_two_hundred_parcels_once_at_the_centre_and_as_many_no_reads_as_it_counts(tmp_path: Path) -> None:
    port, parcels = free_port(), belt(5)
    token = tmp_path / "token"
    token.touch(mode=0o600)
    token.write_text("a-token-of-a-tunnel")
    with (
        EmbeddedServer(tmp_path / "centre.db", "a-token-of-a-tunnel") as centre,
        SimulatedMachine(TEMPLATE) as machine,
        desk(
            tmp_path,
            tunnel(f"listen://127.0.0.1:{port}"),
            plan=True,
            sync={"url": centre.url, "token_file": token},
        ) as here,
    ):
        machine.connect(port)
        for number, parcel in enumerate(parcels):
            if number == PARCELS // 2:  # somebody pulls its cable
                until(lambda: len(here.of(ScanCommitted)) == machine.passed, "all that it told")
                machine.unplug()
                until(lambda: here.health("tunnel") is Health.DOWN, "red")
                machine.connect(port)
            machine.tell(parcel)
        until(lambda: len(here.of(ScanCommitted)) == PARCELS, "the verdicts")
        until(lambda: len(at_the_centre(tmp_path / "centre.db")) >= PARCELS, "the centre")
        until(lambda: here.station.status().hour.read.presented == PARCELS, "the counts")
        read = here.station.status().hour.read
        scans = [event.scan for event in here.of(ScanCommitted)]

    assert (read.not_read, read.keyed, read.first_time) == (machine.no_reads, 0, PARCELS - machine.no_reads)
    assert [scan.parcel_id for scan in scans] == [each.codes[0] if each.codes else None for each in parcels]
    assert sum(scan.code == "NR" for scan in scans) == machine.no_reads > 0
    assert sum(scan.code is None for scan in scans) > PARCELS // 2
    told = at_the_centre(tmp_path / "centre.db")
    assert [scan.get("parcel_id") for scan in told] == [scan.parcel_id for scan in scans]
    assert all(scan["weight"]["grams"] and scan["details"]["size_mm"] == ["300", "200", "105.0"] for scan in told)


def test_a_parcel_of_two_numbers_stops_and_one_that_was_not_weighed_too(tmp_path: Path) -> None:
    one, other, third = (parcel.parcel_id for parcel in islice(make_parcels(9), 3))
    with SimulatedMachine(TEMPLATE) as machine:
        port = machine.listen()
        with desk(tmp_path, tunnel(f"socket://127.0.0.1:{port}"), plan=True) as here:
            machine.tell(Passing((one, other), {"weight_kg": Decimal(1), **SIZE}))
            machine.tell(Passing((third,), SIZE))
            machine.send(b"\x02of another form\x03")
            machine.tell(Passing((other,), {"weight_kg": Decimal(1), **SIZE}))
            until(lambda: len(here.of(ScanCommitted)) == 3, "three parcels")
            codes = [event.scan.code for event in here.of(ScanCommitted)]
            says = here.station.status().scanners[0]
            defects = [each.about.code for each in here.station.status().devices[-1].defects]

    assert codes == ["MR", "NW", None]
    assert (says.scans, says.strange, defects) == (3, 1, ["scanner_strange"])
    assert [bool(row[0]) for row in rows(tmp_path, "parcel_id")] == [False, True, True]
