"""A drawn manifest imported and asked, and a drawn sort plan of 20,000 rules read, checked, stored and asked."""

from __future__ import annotations

import random
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from station.bench.figures import Figure, figure
from station.core.identify import gs1_digit, identify, s10_digit, ups_digit
from station.core.sort_plan import PlanIndex, check, parse_plan
from station.record import Reads, Store
from station.record.lists import Manifest, import_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

LOOK_UPS = 100_000
RULES = 20_000
TODAY = "2026-11-22"
_HEAD = (
    "parcel_id,alt_ids,carrier,service,origin_country,dest_country,dest_postcode,weight_g,value,currency,hs_codes,"
    "contents,customs_flag,status,expected_at,source\n"
)
_DIGITS = {"US": 5, "BR": 8, "ES": 5, "RU": 6, "IT": 5, "DE": 5, "FR": 5}
"""Of a postcode, by country."""
_COUNTRIES = tuple(_DIGITS)


def run(count: int, seed: int) -> list[Figure]:
    """The figures. StoreError, OSError."""
    with tempfile.TemporaryDirectory(prefix="parcel-station-") as name:
        folder = Path(name)
        ids, file = _ids(count), folder / "manifest.csv"
        with file.open("w", encoding="utf-8") as out:
            out.write(_HEAD)
            out.writelines(_lines(ids, random.Random(seed)))  # noqa: S311  # drawn data, no secret
        database = folder / "station.db"
        before = time.process_time()
        seconds = _seconds(lambda: import_manifest(database, file, lambda *_: None))
        busy = time.process_time() - before
        rate = f"{count / seconds:,.0f} parcels/s, {busy:.1f} s of one processor, {file.stat().st_size / 1e6:.0f} MB"
        return [
            figure(f"import of {count:,}", [seconds * 1000], rate),
            *_look_ups(database, ids, random.Random(seed + 1)),  # noqa: S311
            *_plan(database, ids, random.Random(seed + 2)),  # noqa: S311
        ]


def _ids(count: int) -> list[str]:
    """Seven of ten S10, two IMpb, one UPS."""
    found = []
    for number in range(count):
        serial, pic, ups = f"{number:08}", f"9261290{number:014}", f"999AA103{number:07}"
        kind = number % 10
        if kind < 7:
            found.append(f"{'LR'[kind % 2]}B{serial}{s10_digit(serial)}CN")
        else:
            found.append(pic + gs1_digit(pic) if kind < 9 else f"1Z{ups}{ups_digit(ups)}")
    return found


def _lines(ids: Sequence[str], draw: random.Random) -> Iterator[str]:
    for number, parcel_id in enumerate(ids):
        country, postcode = draw.choice(_COUNTRIES), draw.randrange(100_000)
        yield (
            f"{parcel_id},LP{number:014}|{8 * 10**15 + number},,,CN,{country},{postcode:0{_DIGITS[country]}},"
            f"{draw.randrange(10, 30000)},{draw.randrange(1, 50000) / 100},USD,851712,phone case,,"
            "expected,2026-11-30,bench\n"
        )


def _look_ups(database: Path, ids: Sequence[str], draw: random.Random) -> Iterator[Figure]:
    manifest = Manifest(database)
    asked = {
        "look-up by parcel id": [draw.choice(ids) for _ in range(LOOK_UPS)],
        "look-up by LP number": [f"LP{draw.randrange(len(ids)):014}" for _ in range(LOOK_UPS)],
        "look-up of a stranger": [f"LP{10**13 + number}" for number in range(LOOK_UPS)],
    }
    for name, numbers in asked.items():
        yield figure(name, [_seconds(partial(manifest.announced, number)) * 1000 for number in numbers])
    manifest.close()


def _plan(database: Path, ids: Sequence[str], draw: random.Random) -> Iterator[Figure]:
    lines = _plan_lines(draw)
    plan, _ = parse_plan(lines, "bench")
    if plan is None:
        return
    yield figure(f"plan of {RULES:,}: read", [_seconds(lambda: parse_plan(lines, "bench")) * 1000])
    with Store.open(database, "bench") as store:
        yield figure("plan: store", [_seconds(lambda: store.replace_plan(plan)) * 1000])
    with Reads(database) as reads:
        yield figure("plan: load and index", [_seconds(lambda: PlanIndex(reads.plan() or plan)) * 1000])
    yield figure("plan: check", [_seconds(lambda: check(plan, TODAY)) * 1000])
    index, manifest = PlanIndex(plan), Manifest(database)
    times = []
    for parcel_id in (draw.choice(ids) for _ in range(LOOK_UPS)):
        identity, announced = identify(parcel_id), manifest.announced(parcel_id)
        grams: Decimal | None = announced.weight_g if announced else None
        times.append(_seconds(partial(index.route, identity, grams, TODAY, announced)) * 1000)
    manifest.close()
    yield figure("plan: route", times)


def _plan_lines(draw: random.Random) -> list[str]:
    """By country and postal prefix, half of them in two bands of weight; a rule for all the rest."""
    lines = ["priority,country,carrier,postal_prefix,weight_min_g,weight_max_g,bin"]
    while len(lines) < RULES:
        country, prefix = draw.choice(_COUNTRIES), f"{len(lines):05}"[-draw.choice((3, 4, 5)) :]
        bands = ((",", 0),) if draw.random() < 0.5 else ((",2000", 1), ("2000.001,", 2))
        lines += [
            f"{10 + len(lines) % 2},{country},,{prefix},{band},B{len(lines) % 90 + place}" for band, place in bands
        ]
    lines = list({line.rsplit(",", 1)[0]: line for line in lines}.values())
    return [*lines[:RULES], "99,,,,,,Z99"]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
