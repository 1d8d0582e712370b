"""The envelope tells the clock at the moment of sending, so that the centre can date what a wrong clock stamped."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from station.clock import Clock
from station.core.models import Held, Receipt
from station.record.reads import Reads
from station.record.writer import Store
from station.sync.upload.loop import SyncLoop
from station.sync.upload.state import Pace
from tests.station.machine_clock import Machine
from tests.station.record.drafts import draft

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from station.record.writer import Settled


class Listening:
    """A line that keeps what is sent and never answers."""

    url = "http://127.0.0.1"
    repeatable = True

    def __init__(self, machine: Machine, stop: threading.Event) -> None:
        self.sent: list[dict[str, Any]] = []
        self._machine, self._stop = machine, stop

    def prepare(self, batch: dict[str, Any]) -> None:
        pass

    def post_batch(self, batch: dict[str, Any], meanwhile: Callable[[], None]) -> tuple[int, dict[str, str], bytes]:
        self.sent.append(batch)
        self._machine.run(5)
        if len(self.sent) == 2:
            self._stop.set()
        return 413, {}, b""

    def look(self) -> int:
        return 200

    def report(self, station_id: str, status: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        return 404, {}, b"{}"

    def is_cut(self) -> bool:
        return False

    def parcel(self, parcel_id: str) -> tuple[int, dict[str, str], bytes]:
        return 404, {}, b"{}"

    def held(self, station_id: str, epoch: str) -> Held | None:
        return None

    def renew(self) -> bool:
        return False

    def hang_up(self) -> None:
        """Nothing is open."""

    def close(self) -> None:
        pass


def test_each_sending_tells_its_own_moment_and_never_touches_the_scans(tmp_path: Path) -> None:
    machine, stop = Machine(wall=0, ntp=False), threading.Event()
    line = Listening(machine, stop)
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        scans = [store.commit(draft()) for _ in range(2)]

        def settle(receipts: Sequence[Receipt], held: Held | None = None) -> Settled:
            return store.settle(receipts, held)

        loop = SyncLoop(
            lambda: Reads(store.path),
            line,
            settle,
            "lane-1",
            10,
            Pace(1.0),
            lambda _: None,
            Clock(machine.sources).read,
        )
        loop.run(stop)

    first, second = line.sent
    assert first["clock"] == {
        "utc": "1970-01-01T00:00:00.000Z",
        "mono_ns": 50 * 10**9,
        "boot_id": "boot-1",
        "state": "unsynced",
    }
    assert (second["clock"]["utc"], second["clock"]["mono_ns"]) == ("1970-01-01T00:00:05.000Z", 55 * 10**9)
    assert [one["scan_id"] for one in first["scans"]] == [scan.scan_id for scan in scans]
    assert second["scans"] == first["scans"][:1], "the same bytes again, halved"
