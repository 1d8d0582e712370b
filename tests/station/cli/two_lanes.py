"""Two lanes of one hub, each a process of its own: `lane-1` keeps a journal, `lane-2` has its screen on a terminal.

What surrounds them has the same troubles for both. They begin with four: a record that is a copy, no plan, a group of
peers that cannot be met, no place for backups.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware.simulated.scale.simulated_scale import SimulatedScale
from station.core.models import Held, Receipt
from station.record.writer import Store
from tests.painted import Screen
from tests.places import ROOT
from tests.station.cli.headless import Centre, Running, running_command
from tests.station.cli.programs import ENVIRONMENT, PROGRAM
from tests.station.doctor.devices import Cameras
from tests.station.record.drafts import draft

Pair = tuple[Path, Path]
NAMES = ("lane-1", "lane-2")
DISK_BYTES = 120 << 20
CONFIG = """
[station]
id = "{name}"
data_dir = "{folder}/{name}/data"
backup_dir = "{folder}/{name}/backups"
[camera]
source = "{camera}"
[reader]
engines = ["zxing"]
[scale]
port = "{folder}/{name}/scale"
[sync]
url = "{url}"
token_file = "{folder}/token"
heartbeat_s = 1
lists = false
{tls}
[peers]
enabled = true
key_file = "{folder}/hub.key"
port = {peers}
interface = "127.0.0.1"
"""
START = """
mount -t tmpfs -o size="$1" parcel "$2" 2>/dev/null
cp -r "$3/." "$2" && shift 3 && exec "$@"
"""


@dataclass
class Lanes:
    """What can be done to both."""

    folder: Path
    centre: Centre
    cameras: Cameras
    scales: list[SimulatedScale]
    group: socket.socket
    """Holds the port of the peers."""
    journal: Running
    screen: Screen
    own_disk: bool
    """Each record lies on a small disk of its own."""

    def files(self, name: str) -> list[Path]:
        """This file in the data folder of each: also on a disk that only its process sees."""
        places = zip(self.processes(), NAMES, strict=True)
        return [Path(f"/proc/{each.pid}/root{self.folder}/{lane}/data/{name}") for each, lane in places]

    def processes(self) -> tuple[subprocess.Popen[Any], ...]:
        return self.journal.process, self.screen.terminal.process

    def run(self, *command: str) -> None:
        """A Python program on each record in turn, `{config}` and `{record}` filled in, where its station sees it."""
        for process, name in zip(self.processes(), NAMES, strict=True):
            config, record = self.folder / f"{name}.toml", self.folder / name / "data" / "station.db"
            words = [word.format(config=config, record=record) for word in command]
            inside = ["nsenter", "--target", str(process.pid), "--mount"] if self.own_disk else []
            program = [*inside, sys.executable, *words]
            answer = subprocess.run(program, capture_output=True, text=True, env=ENVIRONMENT, check=False, timeout=60)
            assert answer.returncode == 0, answer.stderr

    def command(self, *words: str) -> None:
        """A `station` command for each."""
        self.run("-c", PROGRAM, *words, "--config", "{config}")

    def reopen_centre(self, status: int, kind: str, body: bytes) -> None:
        self.centre = Centre(self.centre.port)
        self.centre.answer = (status, kind, body)


def small_disks() -> bool:
    """Whether a process may have a disk of its own."""
    command = ["unshare", "-m", "sh", "-c", "mount -t tmpfs parcel /mnt"]
    return (
        shutil.which("unshare") is not None and not subprocess.run(command, capture_output=True, check=False).returncode
    )


def record_before(folder: Path, name: str) -> None:
    """A record in `before`, which is a copy where it is copied to; the centre has said that it lacks scans."""
    with Store.open(folder / name / "before" / "station.db", name) as store:
        scan = store.commit(draft())
        store.settle([Receipt(scan.scan_id, "stored")], Held(store.epoch, 99))


@contextmanager
def two_lanes(folder: Path, cameras: Cameras, pair: Pair | None = None, ca_file: Path | None = None) -> Iterator[Lanes]:
    """Both, once they are up. `pair`: the centre's certificate and key, which it has of the authority of `ca_file`."""
    own_disk = small_disks()
    cameras.now["hub"] = "no label"
    (folder / "token").write_text("of-this-hub\n")
    (folder / "token").chmod(0o600)
    (folder / "hub.key").write_text("the secret of this hub")
    (folder / "hub.key").chmod(0o600)
    with ExitStack() as life:
        group = life.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        group.bind(("0.0.0.0", 0))
        centre = Centre(pair=pair)
        url = f"{'https' if pair else 'http'}://127.0.0.1:{centre.port}"
        tls = f'ca_file = "{ca_file}"' if ca_file else ""
        scales, commands = [], []
        for name in NAMES:
            (folder / name / "data").mkdir(parents=True)
            (folder / name / "backups").write_text("no folder")
            record_before(folder, name)
            scales.append(life.enter_context(SimulatedScale(link=folder / name / "scale")))
            config = folder / f"{name}.toml"
            places = {"folder": folder, "name": name, "camera": cameras.url("hub"), "url": url, "tls": tls}
            config.write_text(CONFIG.format(**places, peers=group.getsockname()[1]))
            alone = ["unshare", "-m"] if own_disk else []
            size = str(DISK_BYTES) if own_disk else "none"
            start = ["sh", "-c", START, "sh", size, str(folder / name / "data"), str(folder / name / "before")]
            program = [sys.executable, "-m", "tests.station.cli.station_with_stand_ins", str(folder)]
            commands.append([*alone, *start, *program, "run", "--config", str(config)])
        journal = life.enter_context(running_command([*commands[0], "--headless"], cwd=ROOT))
        screen = life.enter_context(Screen(commands[1]))
        lanes = Lanes(folder, centre, cameras, scales, group, journal, screen, own_disk)
        life.callback(lambda: lanes.centre.close())  # noqa: PLW0108  # the newest one
        journal.waits_for("^UP camera: ")
        screen.shows("F10 Quit")
        yield lanes
