"""The parcels of a shift by barcodes: each case of a parcel that is not simply accepted, and what the worker does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from station.core import Badge, badge_text

if TYPE_CHECKING:
    from tests.station.cli.barcode_worker import Worker

BO = Badge("Bo", "supervisor", "00000002")
KINDS = (
    *("lifted", "HD", "XR", "CL", "UK", "WM", "OW", "NR", "CD", "DUP", "DM", "RC"),
    *("MR", "MS", "NP", "NB", "HOLD", "undo"),
)
ROUNDS = 2
BY_CARD = {"DM": "DAMAGED", "HOLD": "HOLD"}
BY_POSTCODE = ("china-post", "cainiao")
HEAVY_G = 25_000
"""Over the limit of every row of the plan, under that of the lane."""
ANOTHER_BAG = "CNSHAABRRIOAACC60001002000123"


def kind_of(number: int, every: int) -> str | None:
    """Each `every`-th parcel is a case of its own, in turn."""
    return KINDS[number // every % len(KINDS)] if number % every == every - 1 else None


def stopped(worker: Worker, number: int, code: str, grams: int | None = None) -> None:
    """It stops with this code, and goes away."""
    assert worker.shown(number, grams).code == code
    worker.codes[code] += 1
    worker.take_away()


def lifted(worker: Worker, number: int) -> None:
    """A hold that a supervisor lifts at the worker's screen; the parcel goes into the bag of its bin."""
    assert worker.shown(number).code == "HD"
    worker.codes["HD"] += 1
    worker.card("SUPERVISOR", "Scan the supervisor's badge")
    worker.scan(badge_text(BO, worker.key))
    worker.screen.shows("What is to be done?")
    worker.card("ONE", "Lift the stop HD of")
    worker.card("ONE", "into which bin")
    worker.card("ONE")
    row = worker.recorded("override")
    if row.bin not in worker.bags:
        worker.open(row.bin)
    worker.codes["lifted"] += 1
    worker.put(row, worker.parcels[number].grams)
    worker.take_away()


def is_for_no_bag(worker: Worker, number: int, kind: str | None) -> bool:
    """The parcel stops and goes away, or a supervisor decides; False: it is accepted."""
    match kind:
        case "HD" | "XR" | "CL" | "UK" | "WM":
            stopped(worker, number, kind)
        case "OW":
            stopped(worker, number, kind, grams=30_900)
        case "NP" | "NB":
            by_postcode = worker.parcels[number].carrier in BY_POSTCODE
            stopped(worker, number, "NP" if by_postcode else "NB", grams=HEAVY_G)
        case "RC":
            for code in ("UK",) * ROUNDS + ("RC",):
                stopped(worker, number, code)
        case "MS":
            worker.order(f"label {ANOTHER_BAG}")
            time.sleep(1)
            worker.take_away()
            stopped(worker, number, kind)
        case "lifted":
            lifted(worker, number)
        case _:
            return False
    return True


def before(worker: Worker, number: int, kind: str | None, earlier: int | None) -> None:
    """What goes wrong before the parcel is read."""
    match kind:
        case "NR":
            worker.order(f"weight {worker.parcels[number].grams}")
            worker.screen.shows("weighed")
            worker.card("NOREAD")
            assert worker.recorded("scan").code == "NR"
            worker.codes["NR"] += 1
            worker.take_away()
        case "MR":
            worker.order(f"two {number} {number + 1}")
            worker.screen.shows("Which one?")
            worker.codes["MR"] += 1
            worker.take_away()
        case "CD":
            worker.scan("RR123456786CN")
            worker.screen.shows("NOT SAVED")
            worker.codes["CD"] += 1
        case "DUP" if earlier is not None:
            stopped(worker, earlier, "DUP")
        case _:
            pass


def work(worker: Worker, number: int, kind: str | None, *, wrong: bool, earlier: int | None) -> None:
    """One parcel, with what is special about it."""
    if is_for_no_bag(worker, number, kind):
        return
    before(worker, number, kind, earlier)
    row = worker.shown(number)
    assert row.code is None, (number, kind, row)
    if kind in BY_CARD:
        worker.card(BY_CARD[kind])
        code = "HD" if kind == "HOLD" else kind
        assert worker.recorded("scan").code == code
        worker.codes[code] += 1
        worker.take_away()
        return
    if kind == "undo":
        worker.card("UNDO", "counts no more")
        worker.recorded("void")
        worker.take_away()
        row = worker.shown(number)
    worker.put(row, worker.parcels[number].grams, wrong=wrong)
    worker.take_away()
