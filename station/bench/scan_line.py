"""The whole line: simulated parcels as fast as the station takes them, and the commit alone."""

from __future__ import annotations

import tempfile
import time
from itertools import islice
from pathlib import Path

from config import Config
from hardware.simulated import SimulatedTable
from hardware.simulated.camera import make_parcels
from station.assembly import simulated_station
from station.bench.figures import Figure, figure
from station.core import Event, ScanCommitted
from station.demo import Worker

RATE = 50.0


def run(parcels: int, seed: int) -> list[Figure]:
    """Label and stable weight to the commit's return, and the pace that the line kept."""
    with tempfile.TemporaryDirectory(prefix="parcel-station-") as folder:
        config = Config.model_validate(
            {
                "station": {"id": "bench-1", "data_dir": Path(folder)},
                "weigh": {"min_load_g": 10},
                "sync": {"enabled": False},
            }
        )
        table = SimulatedTable(seed, RATE)
        table.scale.plug()
        committed: list[float] = []

        def count(event: Event) -> None:
            if isinstance(event, ScanCommitted):
                committed.append(time.monotonic())

        with simulated_station(config, table) as station:
            station.subscribe(count)
            worker = Worker(station, table, RATE)
            worker.run(islice(make_parcels(seed), parcels))
        table.scale.unplug()
    pace = (len(committed) - 1) / (committed[-1] - committed[0]) if len(committed) > 1 else 0.0
    return [figure("label + weight to record", list(worker.latencies), f"{pace:.1f} parcels/s, worker included")]
