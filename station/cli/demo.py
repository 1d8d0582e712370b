"""`station demo`: simulated camera and scale, everything between them and the centre real."""

from __future__ import annotations

import json
import secrets
import tempfile
import threading
import time
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from config import Config
    from station.demo import Worker
    from station.service import Station

HEADLESS_RATE = 4.0
SCREEN_RATE = 0.5
MIN_LOAD_G = 10
"""Under the lightest simulated parcel, over the noise of the simulated scale."""
DRAIN_S = 60.0
"""Longest wait for the queue to empty, as long as the centre answers."""
OFFLINE_S = 8.0
"""Longest wait while it does not."""


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
) -> None:
    """Show the station at work without any hardware."""
    from station import build
    from station.cli.run import need_terminal, telling, told_to_stop

    headless = headless or events or as_json
    if not headless:
        need_terminal()
    pace = rate or (HEADLESS_RATE if headless else SCREEN_RATE)
    count = parcels or (200 if headless else None)
    with ExitStack() as stack:
        folder = dir or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parcel-station-")))
        folder.mkdir(parents=True, exist_ok=True)
        if server is None:
            server, token_file = _embedded(folder, stack)
        config = _config(folder, server, token_file, sound=not headless)
        table = build.simulated_table(seed, pace)
        stack.callback(table.scale.unplug)
        table.scale.plug()
        held = () if headless else [one.parcel_id for one in islice(build.simulated_parcels(seed), 4, 500, 9)]
        station = build.simulated_station(config, table, held)
        ended = told_to_stop() if headless else None
        stack.enter_context(telling(station, headless=headless, events=events))
        stack.enter_context(station)
        worker, thread = _start_worker(station, table, config, seed=seed, rate=pace, count=count)
        try:
            _watch(station, thread, ended)
        finally:
            worker.stop()
            thread.join()
        if headless:
            drain(station)
            summary = _summary(config, worker, seed, count or 0)
            _print(summary, as_json=as_json)
            if summary["committed"] != count or summary["pending"] or summary["dead"] or station.failure:
                raise typer.Exit(1)


def _embedded(folder: Path, stack: ExitStack) -> tuple[str, Path]:
    """Start the tracking server in this process, on this machine only."""
    from station.build import embedded_server

    token_file = folder / "token"
    if not token_file.exists():
        token_file.touch(mode=0o600)
        token_file.write_text(secrets.token_urlsafe(24))
    server = embedded_server(folder, token_file.read_text().strip())
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
        }
    )


def _start_worker(  # what the worker needs is what the command was told
    station: Station, table: Any, config: Config, *, seed: int, rate: float, count: int | None
) -> tuple[Worker[Any], threading.Thread]:
    from station.build import simulated_parcels, store_path
    from station.demo import Worker, recorded

    done = recorded(store_path(config)).parcel_ids
    wanted = islice(simulated_parcels(seed), count)
    worker = Worker(station, table, rate)

    def work() -> None:
        drain(station)
        worker.run(parcel for parcel in wanted if parcel.parcel_id not in done)

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    return worker, thread


def _watch(station: Station, thread: threading.Thread, ended: threading.Event | None) -> None:
    """Until the worker is through, or a signal; None: until the screen is quit."""
    from station.cli.run import show, wait

    if ended is None:
        show(station)
        return

    def follow() -> None:
        thread.join()
        ended.set()

    threading.Thread(target=follow, name="follow", daemon=True).start()
    wait(station, ended)


def drain(station: Station) -> None:
    """Wait until nothing is queued, as long as the centre answers."""
    began = time.monotonic()
    settled = 0
    while settled < 2 and station.failure is None:
        sync = station.status().sync
        waited = time.monotonic() - began
        if waited > (DRAIN_S if sync.online else OFFLINE_S):
            return
        settled = settled + 1 if sync.pending == 0 and sync.online is not None else 0
        time.sleep(0.6)


def _summary(config: Config, worker: Worker[Any], seed: int, count: int) -> dict[str, Any]:
    from station.build import simulated_parcels, store_path
    from station.demo import recorded
    from station.line import look_at_centre

    wanted = [parcel.parcel_id for parcel in islice(simulated_parcels(seed), count)]
    record = recorded(store_path(config))
    centre = look_at_centre(config, wanted)
    latencies = sorted(worker.latencies)
    return {
        "parcels": count,
        "committed": len(record.parcel_ids.intersection(wanted)),
        "read_rate": None if record.totals.read_rate is None else round(record.totals.read_rate, 4),
        "weighed": record.totals.weighed,
        "stored_at_centre": centre.stored if centre else None,
        "pending": record.backlog.pending,
        "dead": record.backlog.dead,
        "duplicates_at_centre": centre.duplicates if centre else None,
        "p50_ms": _share(latencies, 0.5),
        "p99_ms": _share(latencies, 0.99),
    }


def _share(ordered: list[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else None


def _print(summary: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(summary))
        return
    for key, value in summary.items():
        typer.echo(f"{key.replace('_', ' '):22} {value}")
