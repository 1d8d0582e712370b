"""The files that make a station or the centre a service of systemd, as text. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from hardware.access import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUPS = ("dialout", "video", "input", "audio", "lp")
"""Of Debian: serial ports, cameras, keyboards that are grabbed, sound, printers."""
FOLDER = Path("/etc/parcel-station")
SYSTEMD = Path("/etc/systemd/system")


class Service(Enum):
    """What is installed."""

    SCREEN = "screen"
    HEADLESS = "headless"
    TRACKING_SERVER = "tracking-server"

    @property
    def unit(self) -> str:
        """Its name at systemd."""
        return "parcel-station-tracking.service" if self is Service.TRACKING_SERVER else "parcel-station.service"


@dataclass(frozen=True, slots=True)
class Deployment:
    """What differs from machine to machine."""

    service: Service
    program: Path
    """The `station` command, absolute."""
    config: Path = FOLDER / "station.toml"
    user: str = "parcel-station"
    tty: str = "tty1"
    database: str = "/var/lib/parcel-station-tracking/tracking.db"
    writes: tuple[Path, ...] = ()
    """Folders outside /var/lib/parcel-station that it has to write."""


def unit_files(wanted: Deployment) -> Mapping[Path, str]:
    """Path and text of each file: the unit, its user, and of a station the udev rules of its devices."""
    is_station = wanted.service is not Service.TRACKING_SERVER
    groups = GROUPS if is_station else ()
    values = {
        "program": str(wanted.program),
        "config": str(wanted.config),
        "folder": str(FOLDER),
        "user": wanted.user,
        "tty": wanted.tty,
        "database": wanted.database,
        "groups": " ".join(groups),
        "members": "\n".join(f"m {wanted.user} {group}" for group in groups),
    }
    values["writes"] = "".join(f"ReadWritePaths={folder}\n" for folder in wanted.writes)
    values["hardening"] = _text("hardening.conf", values)
    values["devices"] = _text("devices.conf", values)
    made = {
        SYSTEMD / wanted.service.unit: _text(f"{wanted.service.value}.service", values),
        Path("/etc/sysusers.d/parcel-station.conf"): _text("sysusers.conf", values),
    }
    if is_station:
        made[Path("/etc/udev/rules.d") / RULES.name] = RULES.read_text(encoding="utf-8")
    return made


def next_commands(wanted: Deployment) -> tuple[str, ...]:
    """What puts the files into force."""
    reload_ = ("systemd-sysusers", "systemctl daemon-reload", "udevadm control --reload", "udevadm trigger")
    return (*reload_, f"systemctl enable --now {wanted.service.unit}")


def _text(name: str, values: Mapping[str, str]) -> str:
    return Template(files("station.deployment").joinpath(name).read_text(encoding="utf-8")).substitute(values)
