"""A station as a process that is killed with -9 while it takes over a request: `killed_station.py FOLDER MOMENT`."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from station.assembly import build_station
from station.record.writer import Store
from station.requests import handover
from tests.station.requests.three_ways import config_of

MOMENTS = ("before", "after", "answered")
"""Before the request is applied, once that is on the disk, once the outcome is told."""


def die(*_: object, **__: object) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(act: Any) -> Any:
    """Do it, and die."""
    return lambda *given: (act(*given), die())


def main(folder: Path, moment: str) -> None:
    match moment:
        case "before":
            Store.apply = die  # type: ignore[method-assign]
        case "after":
            Store.apply = dying_after(Store.apply)  # type: ignore[method-assign]
        case _:
            handover._put = dying_after(handover._put)
    with build_station(config_of(folder, weak=False)):
        time.sleep(60)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
