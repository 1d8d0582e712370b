"""Metrics of the station for Prometheus: gauges of its status, and what was committed since it began."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

from station import __version__
from station.core import Health, ScanCommitted, printable
from station.core.counting import ReadClass, class_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client import Metric

    from station.core import Event, Scan, Status

LONGEST = 128
"""Characters of a label's value."""
SETTLE_S = (0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
VERDICT_S = (0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.0, 5.0)
CYCLE_S = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0, 20.0, 60.0)
PAUSE_S = 300.0
"""A longer time between two parcels is a pause, and no cycle."""
CLASSES = {
    ReadClass.FIRST_TIME: "first_time",
    ReadClass.AFTER_RETRIES: "after_retries",
    ReadClass.KEYED: "keyed",
    ReadClass.NOT_READ: "not_read",
}
disable_created_metrics()  # type: ignore[no-untyped-call]


class Gauged(Protocol):
    """A station, as far as its metrics tell of it."""

    @property
    def station_id(self) -> str: ...
    def status(self) -> Status: ...


class StationMetrics:
    """`heard` is a listener of the station: it runs in the lane's thread and waits for nothing."""

    def __init__(self, station: Gauged) -> None:
        self._station = station
        self.registry = CollectorRegistry()
        self._labels = {"station": label(station.station_id)}
        self._last_parcel: float | None = None
        self._scans = self._made(Counter, "scans", "Scans on the disk since the start.", "code")
        self._parcels = self._made(
            Counter, "presented", "Parcels presented since the start, by how their first scan was read.", "read"
        )
        times = (("settle", "From the load to the capture of its weight.", SETTLE_S),
                 ("verdict", "From the first frame that showed the label to the verdict.", VERDICT_S),
                 ("cycle", "From one parcel's verdict to the next one's; pauses do not count.", CYCLE_S))  # fmt: skip
        self._times = {name: self._histogram(name, about, buckets) for name, about, buckets in times}
        self._gauges = GaugesNow(station, self._labels)
        self.registry.register(self._gauges)

    def _made(self, kind: type[Counter], name: str, about: str, *labels: str) -> Counter:
        return kind(name, about, ("station", *labels), namespace="parcel_station", registry=self.registry)

    def _histogram(self, name: str, about: str, buckets: tuple[float, ...]) -> Histogram:
        made = Histogram(
            f"{name}_seconds", about, ("station",), namespace="parcel_station", buckets=buckets, registry=self.registry
        )
        return made.labels(**self._labels)

    def heard(self, event: Event) -> None:
        """A scan is on the disk."""
        if isinstance(event, ScanCommitted):
            self._count(event.scan, time.monotonic())

    def _count(self, scan: Scan, at: float) -> None:
        draft = scan.draft
        self._scans.labels(**self._labels, code=label(scan.code or "")).inc()
        if draft.capture is not None:
            self._times["settle"].observe(max(0.0, draft.capture.settle_ms / 1000))
        if draft.verdict_ms is not None:
            self._times["verdict"].observe(max(0.0, draft.verdict_ms / 1000))
        if draft.presentation is not None:
            return
        read = class_after(None, has_id=scan.parcel_id is not None, keyed=draft.keyed)
        self._parcels.labels(**self._labels, read=CLASSES[read]).inc()
        last, self._last_parcel = self._last_parcel, at
        if last is not None and at - last < PAUSE_S:
            self._times["cycle"].observe(at - last)


class GaugesNow:
    """Made anew of the status at each scrape."""

    def __init__(self, station: Gauged, labels: dict[str, str]) -> None:
        self._station, self._labels = station, labels

    def collect(self) -> Iterable[Metric]:
        """The gauges, each name once."""
        registry = CollectorRegistry()
        self._fill(self._station.status(), registry)
        return registry.collect()

    def _fill(self, status: Status, registry: CollectorRegistry) -> None:
        def gauge(name: str, about: str, value: float | None, **labels: str) -> None:
            """None: not known, and then there is no sample."""
            if name not in made:
                made[name] = Gauge(f"parcel_station_{name}", about, ("station", *labels), registry=registry)
            if value is not None:
                made[name].labels(**self._labels, **{key: label(text) for key, text in labels.items()}).set(value)

        made: dict[str, Gauge] = {}
        gauge("info", "The version that runs.", 1, version=__version__)
        gauge("failed", "Whether a part of the station has ended.", status.failed is not None)
        hour = status.hour
        for read, name in CLASSES.items():
            count = getattr(hour.read, read.name.lower())
            gauge("hour_presented", "Parcels of the last 60 minutes, by how they were read.", count, read=name)
        gauge("hour_accepted", "Parcels of the last 60 minutes that are in their bin.", hour.accepted)
        for code, count in hour.exceptions:
            gauge("hour_stopped", "Stopped scans of the last 60 minutes.", count, code=code)
        gauge("backlog", "Entries that wait for the centre.", status.sync.pending)
        gauge("refused", "Entries that the centre refused and nobody has resolved.", status.sync.dead)
        online = status.sync.online
        gauge("centre_online", "Whether the centre is reached.", None if online is None else float(online))
        for device in status.devices:
            up = None if device.health is Health.OFF else float(device.health is Health.UP)
            gauge("device_up", "Whether a device works.", up, device=device.key, kind=device.kind.value)
        for grave in (True, False):
            count = sum(each.grave == grave for each in status.troubles)
            gauge("troubles", "What is wrong now.", count, grave=str(grave).lower())
        gauge("clock_synced", "Whether the clock is held by NTP.", float(status.clock == "synced"))
        disk_s = None if status.disk_hours is None else 3600 * status.disk_hours
        gauge("disk_seconds", "For how long the disk has room for scans at this rate.", disk_s)
        gauge("open_bags", "Open bags and containers.", len(status.bags))
        seconds = None if status.read_ms is None else status.read_ms / 1000
        gauge("frame_read_seconds", "How long the newest frame took to read.", seconds)


def label(text: str) -> str:
    """A label's value: what could drive a terminal is written out; prometheus-client escapes the rest."""
    return printable(text, LONGEST)
