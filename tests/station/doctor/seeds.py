"""Every seeded fault, and how it is looked at: with the station stopped, and beside it while it runs."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from station.assembly import build_station
from station.doctor import running
from station.doctor.finding import Finding
from tests.station.doctor.device_seeds import CAMERA, SCALE
from tests.station.doctor.devices import Cameras
from tests.station.doctor.other_seeds import CENTRE, LISTS
from tests.station.doctor.record_seeds import RECORD
from tests.station.doctor.rig import Rig, Seed
from tests.station.sync.authority import Authority


@contextlib.contextmanager
def rigged(folder: Path, cameras: Cameras, authority: Callable[[], Authority]) -> Iterator[Rig]:
    folder.mkdir(parents=True)
    with contextlib.ExitStack() as stack:
        yield Rig(folder, stack, cameras, authority)


def says_all(finding: Finding, says: tuple[str, ...]) -> bool:
    """Whether the finding is none of a healthy station and names each; `a|b` is one of two."""
    text = finding.words.lower()
    return finding.state != "ok" and all(any(each.lower() in text for each in one.split("|")) for one in says)


SEEDS: dict[str, tuple[Seed, ...]] = {
    "camera": CAMERA,
    "scale": SCALE,
    "centre": CENTRE,
    "lists": LISTS,
    "record": RECORD,
}


def stopped(seed: Seed, rig: Rig) -> Finding:
    """What the doctor finds with no station running."""
    config = seed.make(rig)
    return seed.check(config, running.running_station(config))


def beside(seed: Seed, rig: Rig, patience_s: float = 15.0) -> Finding:
    """What the doctor finds beside a running station, as soon as that has seen the fault itself."""
    config = rig.recorded() if seed.late else seed.make(rig)
    with build_station(config):
        if seed.late:
            config = seed.make(rig)
        deadline = time.monotonic() + patience_s
        while True:
            now = running.running_station(config)
            finding = seed.check(config, now)
            answers = seed.alone or (now is not None and now.status is not None)
            if (answers and says_all(finding, seed.says)) or time.monotonic() > deadline:
                return finding
            time.sleep(0.1)
