"""The same requests by screen, by command and by handover, each on a record of its own."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from config import Config, parse
from station.assembly import build_station, lane_of
from station.core import Held, Receipt
from station.core.outcomes import Outcome
from station.core.requests import Request
from station.record import Reads, Store
from station.requests import ask, named
from tests.station.record.drafts import OVERWEIGHT, draft

_NO_TIME = re.compile(r"20\d\d-[-0-9T:.]*Z")
NOW = "2026-11-22T11:00:00.000Z"
_SAME = {
    "scan": "seq, operation, parcel_id, kind, carrier, bin, code, keyed, operator, corrected_by, correction_reason, "
    "entry, about IS NULL, details",
    "outbox": "seq",
    "refused": "seq, code",
    "resolution": "seq, how, who, why, successor",
    "request": "kind, who, why, done, reason, details",
    "plan_rule": "line, bin, country",
    "plan": "version",
    "hold": "parcel_id, reason",
    "shift": "operation, operator, opened_at IS NULL, locked_at IS NULL",
    "bag": "number, bin, state, count, net_g, unweighed, gross_g, seal, container, despatch",
    "bagged": "bag, parcel_id, seq, grams, has_left",
    "lost": "parcel_id, grams",
    "seal": "seal, bag",
    "epoch": "why",
}
"""What two records have in common; names and times are each its own."""


def config_of(folder: Path, weak: bool) -> Config:
    """A lane without devices; `weak`: it takes bare numbers of fedex."""
    off = "[camera]\nenabled = false\n[scale]\nenabled = false\n[sync]\nenabled = false\n"
    lane = '[lane]\nweak_carriers = ["fedex"]\n' if weak else ""
    return parse(f'[station]\nid = "lane-1"\ndata_dir = "{folder}"\n{off}{lane}', "station.toml")


def record(folder: Path) -> Path:
    """Scan 1 to 3 are rejected, 4 is stored, 5 is too heavy, 6 not read, both wait; the end was lost once."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "station.db"
    with Store.open(path, "lane-1", now=lambda: NOW) as store:
        scans = [store.commit(draft(f"RR{n}")) for n in range(4)]
        scans += [store.commit(draft("RR4", decision=OVERWEIGHT)), store.commit(draft(None, decision=OVERWEIGHT))]
        rejected = [Receipt(scan.scan_id, "rejected", "bad", "no") for scan in scans[:3]]
        store.settle([*rejected, Receipt(scans[3].scan_id, "stored")], Held(store.epoch, 99))
    return path


def held_in(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the record holds, but for names and times."""
    with closing(sqlite3.connect(path)) as connection:
        terms = dict(connection.execute("SELECT id, text FROM term"))
        found = {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()
            for table, columns in _SAME.items()
        }
    at = [
        _SAME["scan"].split(", ").index(name) for name in ("operation", "kind", "carrier", "operator", "corrected_by")
    ]
    found["scan"] = [
        tuple(terms.get(value, value) if i in at else value for i, value in enumerate(row)) for row in found["scan"]
    ]
    found["scan"] = [(*row[:-1], _NO_TIME.sub("", row[-1] or "")) for row in found["scan"]]
    found["request"] = [(*row[:-1], _NO_TIME.sub("", str(row[-1]))) for row in found["request"]]
    found["epoch"] = [(why.split(" in the epoch")[0],) for (why,) in found["epoch"]]
    return found


def by_screen(folder: Path, config: Config, wishes: Sequence[Request]) -> list[Outcome]:
    """The running station is asked itself, past the desk that asks for a badge."""
    with build_station(config) as station:
        return [station._parts.requests.ask(named(wish)) for wish in wishes]


def by_command(folder: Path, config: Config, wishes: Sequence[Request]) -> list[Outcome]:
    """Nobody runs."""
    return [ask(folder / "station.db", "lane-1", wish, lane_of(config)) for wish in wishes]


def by_handover(folder: Path, config: Config, wishes: Sequence[Request]) -> list[Outcome]:
    """A command, which knows nothing of the lane, beside the running station."""
    with build_station(config):
        return [ask(folder / "station.db", "lane-1", wish) for wish in wishes]


WAYS: tuple[Callable[[Path, Config, Sequence[Request]], list[Outcome]], ...] = (by_screen, by_command, by_handover)


def _without_time(outcome: Outcome) -> Outcome:
    """Since when a shift is open differs from record to record."""
    return replace(outcome, values={key: value for key, value in outcome.values.items() if key != "since"})


def outcomes(
    folder: Path, wishes: Sequence[Request], weak: bool
) -> list[tuple[str, list[Outcome], dict[str, list[tuple[object, ...]]]]]:
    """Each way, what came of the wishes, and what its record holds then."""
    found = []
    for way in WAYS:
        here = folder / way.__name__
        path = record(here)
        came = [_without_time(outcome) for outcome in way(here, config_of(here, weak), wishes)]
        found.append((way.__name__, came, held_in(path)))
        with Reads(path) as reads:
            assert reads.quick_check() is None
    return found
