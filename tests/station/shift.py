"""A shift at the real screen: parcels come, devices and centre come and go, and what the screen says is looked at."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from config import Config
from hardware.simulated.camera.parcels import make_parcels
from hardware.simulated.table import SimulatedTable
from station.assembly.simulated import simulated_station
from station.core.events import Presence, ScanCommitted
from station.tracking_server import EmbeddedServer
from station.ui.app import StationApp
from station.ui.verdicts import Mood, Verdict, of_scan
from station.ui.widgets.verdict import VerdictPanel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hardware.simulated.camera.parcels import SimulatedParcel
    from station.core.events import Event, Status
    from station.service import Station

RATE = 1.0
LOOK_S = 0.02
HANDS_S = 0.25
"""From the verdict to the parcel in hand, and from there to the next one."""
ASKED_S = 0.5
PATIENCE_S = 30.0
"""A parcel without a verdict is taken away after so long."""
LONG_S = 10.0
"""So long no verdict stands over the next parcel, whatever the machine has to do beside: 3 s are its own."""
MOODS = (Mood.ACCEPT, Mood.EXCEPTION)


@dataclass
class Seen:
    """What was seen on the screen."""

    looks: int = 0
    with_own: set[str] = field(default_factory=set)
    """Parcels whose verdict was on the screen while they lay there."""
    over_another: list[str] = field(default_factory=list)
    """A verdict on the screen though the station knew, when it drew it, that another parcel lies there."""
    too_long: set[str] = field(default_factory=set)
    longest_s: float = 0.0
    """For so long a verdict stood after the next parcel was put down: the station has to see it first."""
    wrong: list[str] = field(default_factory=list)
    """Scans of another number than the one that lay there."""


class Shift:
    """`work` presents the parcels in a thread of its own, `look` is called in the app's."""

    def __init__(self, folder: Path, count: int, seed: int = 3) -> None:
        self.server: EmbeddedServer = EmbeddedServer(folder / "centre.db", "a-token-of-a-shift")
        self.server.start()
        token = folder / "token"
        token.touch(mode=0o600)
        token.write_text("a-token-of-a-shift")
        config = Config.model_validate(
            {
                "station": {"id": "shift-1", "data_dir": folder},
                "camera": {"source": "simulated"},
                "weigh": {"min_load_g": 10},
                "sync": {"url": self.server.url, "token_file": token},
            }
        )
        self.table: SimulatedTable = SimulatedTable(seed, RATE, folder / "scale")
        self.table.scale.plug()
        self.station: Station = simulated_station(config, self.table)
        self.parcels: Sequence[SimulatedParcel] = tuple(islice(make_parcels(seed), count))
        self.seen = Seen()
        self.over = threading.Event()
        self._random = random.Random(seed)
        self._verdict = threading.Event()
        self._lies: str | None = None
        self._put_at = 0.0
        self._of: dict[Verdict, str | None] = {}
        """Whose verdict it is: the parcel that lay there when it was booked."""
        self._tell = self.station.status
        self._status: Status | None = None
        """What the screen was told last."""
        self._shown: tuple[Verdict, float] | None = None

    def app(self) -> StationApp:
        """The screen over the station; what it is told is kept. The thread that tells the centre asks as well."""
        here = threading.get_ident()

        def status() -> Status:
            told = self._tell()
            if threading.get_ident() == here:
                self._status = told
            return told

        self.station.status = status  # type: ignore[method-assign]  # only listened to
        self.station.subscribe(self._heard)
        return StationApp(self.station)

    def work(self) -> None:
        """Put one parcel after the other down, take it away after its verdict."""
        for parcel in self.parcels:
            began = time.monotonic()
            self._verdict.clear()
            while not self._verdict.is_set() and time.monotonic() - began < PATIENCE_S:
                self._lies, self._put_at = parcel.parcel_id, time.monotonic()
                self.table.place(parcel)
                self._wait()
                time.sleep(HANDS_S)
                self.table.remove()
                self._lies = None
                time.sleep(HANDS_S)
            time.sleep(max(0.0, 1 / RATE - (time.monotonic() - began)))
        self.over.set()

    def _wait(self) -> None:
        """For the verdict, or to be asked to clear the scale, as after it was unplugged under a parcel."""
        asked = 0.0
        while not self._verdict.wait(0.1) and asked < ASKED_S and time.monotonic() - self._put_at < PATIENCE_S:
            asked = asked + 0.1 if self._tell().lane.prompt_kind == "clear" else 0.0

    def come_and_go(self) -> None:
        """The scale is unplugged and plugged, the centre stopped and started, at any moment."""
        while not self.over.is_set():
            self._gone_for(self._random.uniform(2, 6))
            self.table.scale.unplug(halfway=self._random.random() < 0.5)
            self._gone_for(self._random.uniform(0.2, 3))
            if self._random.random() < 0.5:
                self.server.stop()
            self.table.scale.plug()
            self._gone_for(self._random.uniform(0.5, 3))
            self.server.start()

    def _gone_for(self, seconds: float) -> None:
        self.over.wait(seconds)

    def _heard(self, event: Event) -> None:
        if isinstance(event, ScanCommitted):
            lies, scan = self._lies, event.scan
            self._of[of_scan(scan)] = lies
            if scan.parcel_id is not None and scan.parcel_id != lies:
                self.seen.wrong.append(f"{scan.parcel_id} booked while {lies} lay there")
            self._verdict.set()

    def look(self, app: StationApp) -> None:
        """What stands on the screen now."""
        if not app.worker_screen.standing:
            return
        status, now = self._status, time.monotonic()
        verdict = app.worker_screen.query_one(VerdictPanel).verdict
        self.seen.looks += 1
        if verdict.mood not in MOODS or status is None:
            self._shown = None
            return
        if self._shown is None or self._shown[0] is not verdict:
            self._shown = verdict, now
        whose, lies, since = self._of.get(verdict), self._lies, self._put_at
        if whose is not None and whose == lies:
            self.seen.with_own.add(whose)
        if status.lane.at > self._shown[1] and status.lane.presence is Presence.OPEN:
            self.seen.over_another.append(f"{verdict.giant} of {whose} over {lies or status.lane.parcel_in_view}")
        elif whose is not None and lies is not None and whose != lies:
            self.seen.longest_s = max(self.seen.longest_s, now - since)
            if now - since > LONG_S:
                lane = f"{status.lane.presence}, {status.lane.weigh_phase}, {status.lane.prompt}"
                self.seen.too_long.add(f"{verdict.giant} of {whose} over {lies}: {lane}")

    def close(self) -> None:
        """Unplug everything."""
        self.table.scale.unplug()
        self.server.stop()
