"""A hub under faults: many stations, one centre; kill -9 of either, a network split and healed; then all is right.

The stations are real records, upload loops and statuses in a few processes; the centre is `station tracking-server`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.request import urlopen

from station.bench.figures import Figure, figure
from station.bench.hub_check import Account, account, faults_of_account, faults_of_view
from station.bench.hub_stations import Machine, program, record_of
from station.bench.live import cpu_s, processes_of
from station.bench.server import server_on
from station.bench.split import Split
from station.core.counting import hub_rows
from station.record import Reads
from station.record.log import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

RIGHT_S = 45.0
"""So long after its network is healed may the hub view be wrong."""
START_S, GIVE_UP_S = 120.0, 150.0
STATUS_S = 15.0
LOOK_S = 0.5


@dataclass(frozen=True, slots=True)
class Size:
    """How large the hub is, and for how long it works."""

    stations: int = 50
    machines: int = 10
    """Processes that the stations are spread over: all of one are killed together."""
    rate: float = 5.0
    """Parcels a second of each station."""
    seconds: float = 40.0
    status_s: float = STATUS_S
    forgets: bool = False
    """Broken, for a control: see `Machine`."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of it."""

    account: Account
    right_after_s: float | None
    """From healing the network until the hub view was right; None: never."""
    faults: tuple[str, ...]
    """Why not."""
    kills: int
    seconds: float
    server_ms: float
    """CPU a scan."""
    database_ms: float | None
    """None: within the server, or on another machine."""
    waits_ms: list[float]
    """How long the hub view took to be told, each time."""


def run(seconds: int, seed: int, db: str | None = None, size: Size | None = None) -> tuple[list[Figure], str]:
    """So many seconds of work. Milliseconds are those of the hub view; the rest stands beside. Words: the faults."""
    size = replace(size or Size(), seconds=float(seconds))
    with tempfile.TemporaryDirectory(prefix="parcel-station-") as folder:
        ended = story(Path(folder), db or Path(folder) / "centre.db", size, seed)
    found, database = ended.account, ended.database_ms
    there = "" if database is None else f" + database {database:.3f} = {ended.server_ms + database:.3f}"
    right = "never right" if ended.right_after_s is None else f"right {ended.right_after_s:.1f} s after the split"
    note = (
        f"{size.stations} stations, {found.confirmed:,} confirmed ({found.confirmed / ended.seconds:.0f}/s), "
        f"{ended.kills} kills: {right}, {len(found.lost)} lost, {len(found.twice)} twice; "
        f"CPU ms a scan: server {ended.server_ms:.3f}{there}"
    )
    words = [*ended.faults, *faults_of_account(found)]
    return [figure("SQLite" if db is None else "PostgreSQL", ended.waits_ms, note)], "\n".join(words)


def story(folder: Path, db: Path | str, size: Size, seed: int) -> Ended:
    """Work, kill, split, heal, and wait until the hub view is right; then account for every scan."""
    with ExitStack() as stack:
        centre = stack.enter_context(_Centre(db))
        split = stack.enter_context(Split(centre.port))
        machines = [stack.enter_context(_Process(each)) for each in _machines(folder, size, centre.port, split, seed)]
        for machine in machines:
            machine.wait_for_scan()
        began = time.monotonic()
        kills = 0
        for at, what in _plan(size.seconds):
            time.sleep(max(0.0, began + at - time.monotonic()))
            if what == "centre":
                kills += centre.kill()
            elif what == "stations":
                kills += sum(machine.kill() for machine in machines[:: max(1, len(machines) - 1)])
            else:
                split.cut() if what == "cut" else split.heal()
        healed = time.monotonic()
        expected = _counted(folder, size)
        faults = _until_right(centre, lambda: expected, settled=False)
        after = None if faults else time.monotonic() - healed
        time.sleep(max(0.0, began + size.seconds - time.monotonic()))
        for machine in machines:
            machine.stop_scanning()
        seconds = time.monotonic() - began
        faults += _until_right(centre, lambda: _counted(folder, size), settled=True)
        recorded = _recorded(folder, size)
        confirmed = [scan_id for machine in machines for scan_id in machine.confirmed()]
        found = account(confirmed, [each for ids in recorded.values() for each in ids], centre.feed())
        server_s, database_s = centre.spent()
        scans = max(1, found.held) / 1000
        database_ms = None if database_s is None else database_s / scans
        return Ended(found, after, tuple(faults), kills, seconds, server_s / scans, database_ms, centre.waits_ms)


def _plan(seconds: float) -> list[tuple[float, str]]:
    """When, as a part of the time, what happens: the last is the healing."""
    parts = ((0.15, "centre"), (0.3, "cut"), (0.4, "stations"), (0.5, "centre"), (0.65, "stations"), (0.75, "heal"))
    return [(part * seconds, what) for part, what in parts]


def _machines(folder: Path, size: Size, port: int, split: Split, seed: int) -> Iterator[Machine]:
    """Every other one behind the split."""
    names = [f"bench-{number:02}" for number in range(size.stations)]
    for number in range(size.machines):
        url = f"http://127.0.0.1:{split.port if number % 2 else port}"
        mine = names[number :: size.machines]
        yield Machine(str(folder), url, mine, size.rate, size.status_s, seed, size.forgets)


def _recorded(folder: Path, size: Size) -> dict[str, list[str]]:
    """Ids in the record of each station that has one."""
    found: dict[str, list[str]] = {}
    for number in range(size.stations):
        name = f"bench-{number:02}"
        with suppress(StoreError), closing(Reads(record_of(folder, name))) as reads:
            found[name] = [str(entry["scan_id"]) for entry in reads.exported()]
    return found


def _counted(folder: Path, size: Size) -> dict[str, int]:
    return {name: len(ids) for name, ids in _recorded(folder, size).items()}


def _until_right(centre: _Centre, expected: Callable[[], dict[str, int]], *, settled: bool) -> list[str]:
    """What is wrong with the hub view at the end of the patience; empty: it is right."""
    until = time.monotonic() + GIVE_UP_S
    while True:
        faults = faults_of_view(*centre.view(), expected(), settled=settled)
        if not faults or time.monotonic() > until:
            return faults
        time.sleep(LOOK_S)


class _Centre:
    """The tracking server on one port and one database, however often it is killed."""

    def __init__(self, db: Path | str) -> None:
        self._db, self._database = db, processes_of(db)
        self._before = cpu_s(self._database or [])
        self._ended_s, self.waits_ms = 0.0, list[float]()

    def __enter__(self) -> Self:
        self._life, self.port = ExitStack(), 0
        self._start()
        return self

    def _start(self) -> None:
        """What starting costs does not count."""
        self.port, self._pid = self._life.enter_context(server_on(self._db, self.port))
        self._ended_s -= cpu_s([Path(f"/proc/{self._pid}")])

    def __exit__(self, *exc: object) -> None:
        self._life.close()

    def kill(self) -> int:
        """Kill -9, and again a server on the same port."""
        self._ended_s += cpu_s([Path(f"/proc/{self._pid}")])
        os.kill(self._pid, signal.SIGKILL)
        self._life.close()
        self._start()
        return 1

    def spent(self) -> tuple[float, float | None]:
        """CPU seconds of server and database."""
        server = self._ended_s + cpu_s([Path(f"/proc/{self._pid}")])
        return server, None if self._database is None else cpu_s(self._database) - self._before

    def view(self) -> tuple[Sequence[Any], dict[str, int]]:
        """The rows of the hub view, and how many entries of each station are held without a gap."""
        began = time.monotonic()
        told = self._get("/v1/stations")["stations"]
        self.waits_ms.append((time.monotonic() - began) * 1000)
        return hub_rows(told), {each["station_id"]: sum(e["high_water"] for e in each["epochs"]) for each in told}

    def feed(self) -> list[str]:
        """Ids of all entries, in the order of storing."""
        ids, cursor, more = list[str](), "", True
        while more:
            page = self._get(f"/v1/scans?limit=1000&after={cursor}")
            ids += [entry["scan_id"] for entry in page["scans"]]
            cursor, more = page["cursor"], page["more"]
        return ids

    def _get(self, path: str) -> Any:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:  # our own server
            return json.load(answer)


@dataclass
class _Process:
    """The stations of one machine, however often they are killed; keeps what they confirmed."""

    machine: Machine
    _told: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._process.kill()
        self._hear_out()

    def _start(self) -> None:
        streams: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(program(self.machine), **streams)  # noqa: S603  # our own command
        self._ear = threading.Thread(target=self._listen, args=(self._process,))
        self._ear.start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            if line.endswith("\n"):
                self._told.append(line.split()[1])

    def _hear_out(self) -> None:
        self._process.wait()
        self._ear.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def wait_for_scan(self) -> None:
        """RuntimeError when it does not scan."""
        until = time.monotonic() + START_S
        while not self._told:
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{self.machine.stations[0]} does not scan")
            time.sleep(0.02)

    def kill(self) -> int:
        """Kill -9; what it said before is heard to the end; then it starts again."""
        self._process.kill()
        self._hear_out()
        self._start()
        return 1

    def stop_scanning(self) -> None:
        """Go on sending; returns at once."""
        if self._process.stdin is not None:
            self._process.stdin.write("stop\n")
            self._process.stdin.flush()

    def confirmed(self) -> list[str]:
        """Ids of which it said that they are recorded."""
        return list(self._told)
