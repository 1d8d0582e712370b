"""Files of a record are deleted, emptied or cut, while it is written and at rest, and its writer is killed.

Run as a program, which has one thread and may fork: CASES SEED [blind], prints the figures as JSON. `blind`: a record
that does not look whether it is all there, for the control.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from station.record.log import connect
from station.record.log.errors import DamagedError, StoreError
from station.record.log.wal_watch import WalWatch
from station.record.reads import Reads
from station.record.recovery import lost_end
from station.record.recovery.verify import verify
from station.record.upkeep import alarms, ballast
from station.record.writer import Store
from tests.faults.memory import quick_folder
from tests.station.record.drafts import draft

STATION = "lane-1"
FILES = {"db": "", "log": "-wal", "shared memory": "-shm", "lock": ".lock", "end mark": ".end", "ballast": ".ballast"}
SETS: tuple[tuple[str, ...], ...] = (
    *(("log",), ("log",), ("log",), ("db",), ("db",), ("shared memory",), ("lock",), ("end mark",), ("ballast",)),
    ("log", "shared memory"),
    ("log", "shared memory", "lock"),
    ("log", "lock", "ballast"),
    ("db", "log"),
    ("db", "log", "shared memory", "lock"),
    ("db", "lock"),
    ("lock", "end mark"),
    ("end mark", "shared memory"),
)
"""What is taken away at once. The end mark and the log at rest together are not among them: nothing else knows."""
HOW = ("deleted", "emptied", "cut")
STOPPED, ENDED = 0, 3


@dataclass(slots=True)
class Figures:
    """Of all cases."""

    cases: int = 0
    confirmed: int = 0
    gone: int = 0
    """Confirmed scans that are not in the record after the next start."""
    told: int = 0
    """Cases with such scans in which the start and the record say so."""
    untold: int = 0
    verify_blind: int = 0
    """Cases with such scans in which `verify` found nothing before the start."""
    no_start: int = 0
    examples: list[str] | None = None


def blind() -> None:
    """Switch off what looks for missing files."""
    lost_end.without_file = lambda *_: None
    lost_end.behind = lambda *_: None
    WalWatch.is_whole = WalWatch.is_in_place = lambda _: True  # type: ignore[method-assign, assignment]


def scan_until_killed(database: Path, confirmed: int, orders: int) -> int:
    """The writer: tells the name of each scan once its commit has returned; ends when told to, or by damage."""
    store = Store.open(database, STATION)
    with Reads(database) as reads:
        ballast.take_on(database, 0.0)
        while not select.select([orders], [], [], 0)[0]:
            try:
                os.write(confirmed, store.commit(draft()).scan_id.encode())
                reads.recent(3)
            except DamagedError:
                store.close()
                return ENDED
            except StoreError:
                continue
    store.close()
    return STOPPED


def fork_writer(database: Path) -> tuple[int, int, int]:
    """Its process, where its confirmations come from, where it takes the order to stop."""
    (reading, writing), (ordered, orders) = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 70
        with suppress(BaseException):
            os.close(reading)
            os.close(orders)
            code = scan_until_killed(database, writing, ordered)
        os._exit(code)
    os.close(writing)
    os.close(ordered)
    return pid, reading, orders


def take_away(database: Path, names: tuple[str, ...], chance: Random) -> str:
    """Do it; what was done."""
    done = []
    for name in names:
        how, path = chance.choice(HOW), database.with_name(database.name + FILES[name])
        with suppress(OSError):
            size = path.stat().st_size
            if how == "deleted":
                path.unlink()
            else:
                os.truncate(path, 0 if how == "emptied" else chance.randrange(max(1, size)))
            done.append(f"{name} {how}")
    return ", ".join(done)


def one_case(folder: Path, chance: Random, figures: Figures) -> None:
    """Write, take away, kill or stop, start again, compare."""
    database, names = folder / "station.db", chance.choice(SETS)
    connect._DURABILITY["wal_autocheckpoint"] = chance.choice((20, 100, 1000))
    heard: list[str] = []
    for _ in range(chance.randint(1, 2)):  # a second life begins on what the first has left
        pid, confirmed, orders = fork_writer(database)
        hear(confirmed, heard, chance.randint(1, 120))
        last = bool(chance.randrange(2))
        running = last and chance.random() < 0.6
        done = take_away(database, names, chance) if running else ""
        if running:
            hear(confirmed, heard, chance.choice((0, 1, 30)))
        clean = chance.random() < 0.3
        os.close(orders) if clean else os.kill(pid, signal.SIGKILL)
        hear(confirmed, heard, 1 << 30)
        os.waitpid(pid, 0)
        os.close(confirmed)
        if not clean:
            os.close(orders)
        if last:
            break
    if not done:
        done = f"at rest: {take_away(database, names, chance)}"
    figures.cases += 1
    compare(database, set(heard), f"{done}, {'stopped' if clean else 'killed'}", figures)


def hear(confirmed: int, heard: list[str], count: int) -> None:
    """Up to so many confirmations; fewer when the writer ends, or refuses for a while."""
    for _ in range(count):
        if not select.select([confirmed], [], [], 0.3 if count < 1 << 30 else None)[0]:
            return
        name = os.read(confirmed, 36)
        if not name:
            return
        heard.append(name.decode())


def compare(database: Path, confirmed: set[str], done: str, figures: Figures) -> None:
    """Start on what is left; what is not there must be told, before the start and after it."""
    found_before = finds(database)
    with suppress(DamagedError):  # met only now: the next start saves what can be read
        works(database)
    try:
        with Store.open(database, STATION) as store, Reads(database) as reads:
            store.commit(draft())
            there = {str(scan["scan_id"]) for scan in reads.exported()}
            told = any(alarms.COPIED not in text for text in reads.alarms())
    except StoreError as error:
        figures.no_start += 1
        note(figures, f"no start ({error}): {done}")
        return
    gone = confirmed - there
    figures.confirmed += len(confirmed)
    figures.gone += len(gone)
    if not gone:
        return
    told = told and finds(database)
    figures.told += told
    figures.untold += not told
    figures.verify_blind += not found_before
    if not (told and found_before):
        note(figures, f"{len(gone)} of {len(confirmed)} gone, told {told}, verify {found_before}: {done}")


def works(database: Path) -> None:
    """A start, and a scan."""
    with Store.open(database, STATION) as store:
        store.commit(draft())


def finds(database: Path) -> bool:
    """Whether `verify` says that something is wrong."""
    try:
        return verify(database).count > 0
    except StoreError:
        return True


def note(figures: Figures, text: str) -> None:
    """Keep the first few."""
    figures.examples = [*(figures.examples or []), text][:5]


def main() -> None:
    """Every case in a folder of its own."""
    cases, seed, figures = int(sys.argv[1]), int(sys.argv[2]), Figures()
    if "blind" in sys.argv:
        blind()
    with quick_folder() as work:
        for number in range(cases):
            (folder := work / "station").mkdir()
            one_case(folder, Random(seed * 1_000_003 + number), figures)
            shutil.rmtree(folder)
    sys.stdout.write(json.dumps(asdict(figures)))


if __name__ == "__main__":
    main()
