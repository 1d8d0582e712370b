"""`station demo`: simulated camera and scale, everything between them and the centre real."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer

from station.cli.measuring import MetricsOption, measuring, with_metrics
from station.cli.process_start import begin
from station.cli.run import LanguageOption, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import Event

    from config import Config
    from hardware.contract import Notice
    from station.cli.bounded_output import LineWriter
    from station.demo import Tour, Worker
    from station.service import Station

HEADLESS_RATE = 4.0
SCREEN_RATE = 0.5
MIN_LOAD_G = 10
"""Under the lightest simulated parcel, over the noise of the simulated scale."""
DRAIN_S = 60.0
"""Longest wait for the queue to empty, as long as the centre answers."""
OFFLINE_S = 8.0
"""Longest wait while it does not."""
SETTLED_LOOKS = 10
"""So many looks in a row, over two rounds of the gauges, have to find nothing queued."""


def demo(
    headless: Annotated[bool, typer.Option(help="Without the screen; a summary at the end.")] = False,
    parcels: Annotated[int | None, typer.Option(min=1, help="How many; else 200 headless, endless on screen.")] = None,
    rate: Annotated[float | None, typer.Option(min=0.01, max=50, help="Parcels a second, at most.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same parcels.")] = 1,
    dir: Annotated[Path | None, typer.Option(help="Keep the record here; a second run goes on.")] = None,
    server: Annotated[str | None, typer.Option(help="A tracking server elsewhere, not the embedded one.")] = None,
    token_file: Annotated[Path | None, typer.Option(help="Its bearer token.")] = None,
    events: Annotated[bool, typer.Option(help="Print a JSON line after each commit.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The summary as JSON.")] = False,
    tour: Annotated[bool, typer.Option("--tour", help="Five minutes in which you do what a worker does.")] = False,
    language: LanguageOption = None,
    metrics: MetricsOption = None,
) -> None:
    """Show the station at work without any hardware."""
    begin()
    from hardware.simulated import SimulatedTable
    from hardware.simulated.camera import make_parcels
    from station.assembly import simulated_station
    from station.cli.run import need_terminal, show, telling, told_to_stop, wait
    from station.demo import Tour, Worker

    headless = headless or events or as_json
    if tour and headless:
        raise typer.BadParameter("the tour is shown on the screen: leave --headless, --events and --json away")
    if not headless:
        need_terminal()
    pace = rate or (HEADLESS_RATE if headless else SCREEN_RATE)
    count = parcels or (200 if headless else None)
    with ExitStack() as stack:
        folder = dir or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parcel-station-")))
        folder.mkdir(parents=True, exist_ok=True)
        if server is None:
            server, token_file = _embedded(folder, stack)
        config = with_metrics(speaking(_config(folder, server, token_file, sound=not headless), language), metrics)
        table = SimulatedTable(seed, pace, folder / "scale")
        stack.callback(table.scale.unplug)
        table.scale.plug()
        held = () if headless else [one.parcel_id for one in islice(make_parcels(seed), 1 if tour else 4, 500, 9)]
        station = simulated_station(config, table, held)
        told = told_to_stop() if headless else None
        results = stack.enter_context(telling(station, headless=headless, events=events))
        stack.enter_context(station)
        stack.enter_context(measuring(config, station))
        if tour:
            with _touring(Tour(station, table, make_parcels(seed))) as guide:
                show(station, guide)
            return
        worker = Worker(station, table, pace)
        with _Presenting(worker, station, config, islice(make_parcels(seed), count)) as work:
            if told is None:
                show(station)
                return
            wait(station, lambda: told.is_set() or results.gone.is_set() or work.is_over)
        _conclude(station, config, work, results, told, count=count or 0, as_json=as_json)


def _conclude(
    station: Station, config: Config, work: _Presenting, results: LineWriter, told: Event, *, count: int, as_json: bool
) -> None:
    """The summary; exit code 1 when a parcel is missing, but not because a person ended it before.

    Nobody there who reads it: an end as in any pipe.
    """
    if results.gone.is_set() and station.failure is None:
        return
    drain(station, told.is_set)
    summary = _summary(config, work, count, told.is_set)
    if summary["pending"] and station.status().sync.online:  # an alarm was noted a moment ago
        drain(station, told.is_set)
        summary = _summary(config, work, count, told.is_set)
    lines = [json.dumps(summary)] if as_json else [f"{k.replace('_', ' '):22} {v}" for k, v in summary.items()]
    for line in lines:
        results.put(line)
    results.drain(told.is_set)
    missing = (summary["committed"] != count or summary["pending"]) and not told.is_set()
    if missing or summary["dead"] or station.failure:
        raise typer.Exit(1)


def _embedded(folder: Path, stack: ExitStack) -> tuple[str, Path]:
    """Start the tracking server in this process, on this machine only."""
    import secrets

    from station.tracking_server import EmbeddedServer

    token_file = folder / "token"
    if not token_file.exists():
        token_file.touch(mode=0o600)
        token_file.write_text(secrets.token_urlsafe(24))
    server = EmbeddedServer(folder / "centre.db", token_file.read_text().strip())
    server.start()
    stack.callback(server.stop)
    return server.url, token_file


def _config(folder: Path, server: str, token_file: Path | None, *, sound: bool) -> Config:
    from config import Config

    return Config.model_validate(
        {
            "station": {"id": "demo-1", "data_dir": folder, "operator": "demo"},
            "camera": {"source": "simulated"},
            "weigh": {"min_load_g": MIN_LOAD_G},
            "sync": {"url": server, "token_file": token_file},
            "screen": {"sound": sound},
            "bags": {"prefix": "DEMO"},
        }
    )


@contextmanager
def _touring(tour: Tour[Any]) -> Iterator[Callable[[], Notice | None]]:
    """The tour at work in a thread; what it says now."""
    thread = threading.Thread(target=tour.run, name="tour")
    thread.start()
    try:
        yield lambda: tour.step
    finally:
        tour.stop()
        thread.join()


class _Presenting:
    """The worker at work, in a thread; leaving the `with` block ends it after the parcel in hand."""

    def __init__(self, worker: Worker[Any], station: Station, config: Config, parcels: Iterator[Any]) -> None:
        self._worker, self._station, self._config, self._parcels = worker, station, config, parcels
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker")
        self.parcel_ids: list[str] = []
        """Presented now, or recorded by an earlier run."""

    @property
    def is_over(self) -> bool:
        """All were presented."""
        return not self._thread.is_alive()

    @property
    def latencies(self) -> list[float]:
        """Milliseconds, in order."""
        return sorted(self._worker.latencies)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._worker.stop()
        self._thread.join()

    def _run(self) -> None:
        drain(self._station, self._stop.is_set)
        self._worker.run(self._not_recorded())

    def _not_recorded(self) -> Iterator[Any]:
        from station.assembly import store_path
        from station.demo import recorded

        done = recorded(store_path(self._config)).parcel_ids
        for parcel in self._parcels:
            if self._stop.is_set():
                return
            self.parcel_ids.append(parcel.parcel_id)
            if parcel.parcel_id not in done:
                yield parcel


def drain(station: Station, given_up: Callable[[], bool]) -> None:
    """Wait until nothing is queued, as long as the centre answers."""
    began, settled = time.monotonic(), 0
    while settled < SETTLED_LOOKS and station.failure is None and not given_up():
        sync = station.status().sync
        waited = time.monotonic() - began
        if waited > (DRAIN_S if sync.online else OFFLINE_S):
            return
        settled = settled + 1 if sync.pending == 0 and sync.online is not None else 0
        time.sleep(0.1)


def _summary(config: Config, work: _Presenting, count: int, given_up: Callable[[], bool]) -> dict[str, Any]:
    from station.assembly import look_at_centre, store_path
    from station.demo import recorded

    record = recorded(store_path(config))
    centre = None if given_up() else look_at_centre(config, takewhile(lambda _: not given_up(), work.parcel_ids))
    latencies = work.latencies
    return {
        "parcels": count,
        "committed": len(record.parcel_ids.intersection(work.parcel_ids)),
        "read_rate": _share_of(record.totals.read.read, record.totals.read.presented),
        "weighed": record.totals.weighed,
        "stored_at_centre": centre.stored if centre and not given_up() else None,
        "pending": record.backlog.pending,
        "dead": record.backlog.dead,
        "duplicates_at_centre": centre.duplicates if centre and not given_up() else None,
        "p50_ms": _share(latencies, 0.5),
        "p99_ms": _share(latencies, 0.99),
    }


def _share_of(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _share(ordered: list[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else None
