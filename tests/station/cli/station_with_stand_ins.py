"""The `station` command with what a test cannot have of a machine. A program: FOLDER ARGS.

NTP holds the clock unless FOLDER holds `unsynced`; with `set` in it, somebody set the clock. A backup is tried at once
and twice a second, where a station waits a minute and then an hour.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from station.assembly import station
from station.cli.main import main
from station.clock import Clock, Sources
from station.runtime import backup_thread as nightly

SET_NS = 10 * 10**9


def clock_of(folder: Path) -> Clock:
    def wall_ns() -> int:
        return time.time_ns() + (SET_NS if (folder / "set").exists() else 0)

    return Clock(Sources(wall_ns=wall_ns, synced=lambda: not (folder / "unsynced").exists()))


if __name__ == "__main__":
    stand_ins = Path(sys.argv.pop(1))
    setattr(station, "Clock", lambda: clock_of(stand_ins))  # noqa: B010  # it is a class there
    nightly.LOOK_S = nightly.TRY_AGAIN_S = 0.5
    main()
