"""What the station that runs on this record says of itself, and of the devices that it holds."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hardware.access import pids
from station import __version__
from station.assembly import open_camera, store_path
from station.doctor.finding import FAULT, OK, WARNING, Finding, of_texts
from station.language import ENGLISH, language, worded_report
from station.record.log import running_writer
from station.runtime import ask

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config

GRACE_S = 1.5
"""So long a process that writes the record may not answer."""
_KINDS = ("camera", "scale", "scanner", "printer")
_TOLD_ELSEWHERE = ("camera", "scale", "scanner", "printer", "speaker", "light", "display", "clock")
"""Troubles that the doctor looks at itself, by the beginning of their keys."""


@dataclass(frozen=True, slots=True)
class Running:
    """The process that has the record open for writing."""

    pid: int
    status: dict[str, Any] | None
    """What `station status` prints; None: it does not answer."""


def running_station(config: Config) -> Running | None:
    """The station that runs on the configured record; None: none does.

    One that has just begun, or a command that writes for a moment, gets some time.
    """
    path, deadline = store_path(config), time.monotonic() + GRACE_S
    while (pid := running_writer(path) or _writer_of_deleted(path)) is not None:
        status = ask(config.station.data_dir)
        if status is not None or time.monotonic() > deadline:
            return Running(pid, None if status is None else worded_report(status, language(ENGLISH)))
        time.sleep(0.1)
    return None


def _writer_of_deleted(record: Path) -> int | None:
    """The pid that still holds the lock of a record whose files were deleted under it."""
    return next(iter(pids(record.with_name(f"{record.name}.lock (deleted)"))), None)


def trouble_of(running: Running | None, key: str) -> str | None:
    """What the running station says under this key of its troubles; None: nothing, or none runs."""
    troubles = _dicts((running.status or {}).get("troubles")) if running is not None else []
    return next((str(each.get("text")) for each in troubles if each.get("key") == key), None)


def check_station(config: Config, running: Running | None) -> Finding:
    """Whether a running station answers, is the configured one, and what it has to complain of."""
    test = ("IN TEST: nothing is sent, the record is one of trials",) if config.station.in_test else ()
    if running is None:
        return Finding("station", OK, "; ".join((*test, "does not run; the devices are tried here")))
    pid, status = running.pid, running.status
    if status is None:
        cure = f"look at its screen or journal, then end it (kill {pid}) and start it again"
        return Finding("station", FAULT, f"runs as pid {pid} but does not answer: {cure}")
    faults = [str(status["failed"])] if status.get("failed") else []
    warnings = _other_than_configured(config, status)
    for trouble in _dicts(status.get("troubles")):
        if not str(trouble.get("key")).startswith(_TOLD_ELSEWHERE):
            text = f"{trouble.get('what')}: {trouble.get('text')}"
            (faults if trouble.get("grave") else warnings).append(text)
    state = FAULT if faults else WARNING if warnings else OK
    return Finding("station", state, "; ".join((f"runs as pid {pid}", *test, *faults, *warnings)))


def device_of(running: Running | None, kind: str) -> dict[str, Any] | None:
    """What the running station says of its camera or scale; None: none runs, or it does not tell."""
    return next(iter(devices_of(running, kind)), None)


def devices_of(running: Running | None, kind: str) -> list[dict[str, Any]]:
    """What the running station says of its devices of a kind; empty: none runs, or it does not tell."""
    status = running.status if running is not None else None
    return [device for device in _dicts((status or {}).get("devices")) if device.get("kind") == kind]


def of_running(device: dict[str, Any], pid: int, name: str, measures: str) -> Finding | None:
    """The finding on a device that the running station has; None: it has another one, or none, than `name`.

    `measures`: what an ok finding says of it.
    """
    kind, health, words = str(device.get("kind")), device.get("health"), str(device.get("words"))
    if health == "off" or device.get("name") != name:
        return None
    about = f"{name} (held by the running station, pid {pid})"
    if health == "up":
        defects = [(bool(each.get("grave")), str(each.get("text"))) for each in _dicts(device.get("defects"))]
        return of_texts(kind, about, measures, defects)
    if health == "starting":
        return Finding(kind, WARNING, f"{about}: has not answered yet; ask again in a few seconds")
    return Finding(kind, FAULT, f"{words} (the running station, pid {pid}, says so)")


def _other_than_configured(config: Config, status: dict[str, Any]) -> list[str]:
    """What the running station does that this file or this program does not say."""
    names = {"camera": open_camera(config).name if config.camera.enabled else None}
    names["scale"] = config.scale.port if config.scale.enabled else None
    several = {f"scanner {each.name}": each.port for each in config.scanner}
    several |= {f"printer {each.name}": each.port for each in config.printer}
    names |= several
    devices = [each for each in _dicts(status.get("devices")) if each.get("kind") in _KINDS]
    here = {_called(device): device.get("name") or None for device in devices}
    other = [
        f"its {name} is {here.get(name) or 'off'}, the configuration says {names.get(name) or 'off'}"
        for name in dict.fromkeys((*here, *several))
        if here.get(name) != names.get(name)
    ]
    if status.get("version") != __version__:
        other.append(f"it is version {status.get('version')}, installed is {__version__}")
    return [f"{', '.join(other)}: start it again to have it follow"] if other else []


def _called(device: dict[str, Any]) -> str:
    label = device.get("label")
    return f"{device.get('kind')} {label}" if label else str(device.get("kind"))


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
