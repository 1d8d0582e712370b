"""A station that another process runs, for looking at: its record by connections that cannot write, its status by its
socket. It has no way to ask anything of the station.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.assembly.station import store_path
from station.record import Reads
from station.runtime import DeparturesFile, FiguresDesk, ask, status_of, unknown_status

if TYPE_CHECKING:
    from config import Config
    from station.core import Status
    from station.record import DeadScan


class WatchedStation:
    """`look`, `refused` and the figures may wait; `status` is what the last look found."""

    def __init__(self, config: Config) -> None:
        self.station_id, self.in_test = config.station.id, config.station.in_test
        self._folder, self._record = config.station.data_dir, store_path(config)
        departures = DeparturesFile(config.alarm.departures)
        self.figures = FiguresDesk(self._record, config.shift.target_per_hour, departures)
        self.answers = False
        self._status = unknown_status(self.station_id)

    def look(self) -> None:
        """Ask the station that runs."""
        report = ask(self._folder)
        told = status_of(report) if report is not None else None
        self.answers, self._status = told is not None, told or unknown_status(self.station_id)

    def status(self) -> Status:
        """As the last look found it."""
        return self._status

    def refused(self, count: int) -> tuple[DeadScan, ...]:
        """The scans that the centre refused, oldest first. StoreError."""
        with Reads(self._record) as reads:
            return reads.refused(count)
