"""What a seeded fault may use, and what it is."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config import Config
from hardware.simulated.scale.simulated_scale import SimulatedScale
from station.doctor.finding import Finding
from station.doctor.running import Running
from station.record.writer import Store
from tests.station.doctor.centres import FakeCentre
from tests.station.doctor.devices import Cameras, Talker
from tests.station.record.drafts import draft
from tests.station.sync.authority import Authority

Check = Callable[[Config, Running | None], Finding]
PAIRS = threading.Lock()
SPOKEN = "2026-11-22T10:00:00.000Z"


@dataclass
class Rig:
    """What a seed may use: a folder of its own, what lives while it is looked at, and what all share."""

    folder: Path
    stack: contextlib.ExitStack
    cameras: Cameras
    authority: Callable[[], Authority]

    def config(self, **sections: dict[str, Any]) -> Config:
        """A station with nothing but what is said."""
        quiet: dict[str, dict[str, Any]] = {
            "station": {"id": "lane-1", "data_dir": self.folder / "data"},
            "camera": {"enabled": False},
            "scale": {"enabled": False},
            "sync": {"enabled": False},
        }
        return Config.model_validate(
            {name: quiet.get(name, {}) | sections.get(name, {}) for name in {**quiet, **sections}}
        )

    def camera(self, source: str) -> Config:
        return self.config(camera={"enabled": True, "source": source})

    def scale(self, port: str, **keys: Any) -> Config:
        return self.config(scale={"enabled": True, "port": port, **keys})

    def simulated(self, grams: float | None = None, unit: str | None = None, **keys: Any) -> Config:
        """A simulated scale, told to the station as it should be, but for `unit`."""
        made = self.stack.enter_context(SimulatedScale(**keys))
        if grams is not None:
            made.place(grams)
        settings = dict(made.settings) | ({"unit": unit} if unit else {})
        return self.scale(made.port, protocol=keys.get("protocol", "mt-sics"), settings=settings)

    def talker(self, message: bytes, **keys: Any) -> Config:
        return self.scale(self.stack.enter_context(Talker(message)).port, **keys)

    def centre(self, made: FakeCentre, **keys: Any) -> Config:
        there = self.stack.enter_context(made)
        return self.config(sync={"enabled": True, "url": there.url, **keys})

    def pair(self, **what: Any) -> tuple[Path, Path]:
        """A certificate and its key; the openssl command makes one at a time."""
        with PAIRS:
            return self.authority().pair(**what)

    def tls(self, ca: bool = True, **pair: Any) -> Config:
        """A centre with a certificate such as `pair` says."""
        return self.centre(FakeCentre(pair=self.pair(**pair)), **({"ca_file": self.authority().ca_file} if ca else {}))

    def file(self, name: str, content: bytes = b"", mode: int = 0o600) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        path.chmod(mode)
        return path

    @property
    def database(self) -> Path:
        return self.folder / "data" / "station.db"

    def recorded(self, station_id: str = "lane-1", scans: int = 40, at: str = SPOKEN) -> Config:
        """A station whose record holds some scans."""
        self.database.parent.mkdir(exist_ok=True)
        with Store.open(self.database, station_id) as store:
            for _ in range(scans):
                store.commit(draft(at=at))
        return self.config()


@dataclass(frozen=True)
class Seed:
    """`late`: seeded once the station runs, because it would not start so or would mend it at its start."""

    name: str
    check: Check
    says: tuple[str, ...]
    """Culprit and cure: each is part of what the finding says."""
    make: Callable[[Rig], Config]
    late: bool = False
    alone: bool = False
    """A running station cannot be asked any more, and is known only by what its process has open."""
    never: Mapping[str, str] = field(default_factory=dict)
    """Why it cannot be seeded so: `running` or `stopped` -> the reason."""


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
