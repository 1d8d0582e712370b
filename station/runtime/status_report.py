"""A status as plain values for JSON: what the socket of the station tells. The keys: docs/reference/status.md."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from station import __version__
from station.core import DeviceKind, printable, utc_text_of

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.contract import Frame, Notice
    from station.core import Bag, DeviceStatus, ListStatus, Status, SyncStatus, Trouble


LONGEST = 60
"""Characters of a scan that are told."""


@dataclass(frozen=True, slots=True)
class About:
    """What does not change while a station lives."""

    record: Path
    in_test: bool = False
    headless: bool = False
    started_at: str = field(default_factory=lambda: utc_text_of(time.time()))


def status_report(status: Status, about: About, frame: Frame | None) -> dict[str, Any]:
    """Every gauge; `frame` is the newest picture. Ages and times are seconds, times of day UTC."""
    hour = status.hour
    return {
        "station_id": status.station_id,
        "version": __version__,
        "pid": os.getpid(),
        "started_at": about.started_at,
        "at": utc_text_of(time.time()),
        "record": str(about.record),
        "in_test": about.in_test,
        "headless": about.headless,
        "operation": status.operation,
        "operator": status.operator,
        "log_in_first": status.log_in_first,
        "checking": None if status.checking is None else asdict(status.checking),
        "stopped_by_check": status.stopped_by_check,
        "devices": [_device(device, status, frame) for device in status.devices],
        "sync": _sync(status.sync),
        "lists": [_list(each) for each in status.lists],
        "plan_version": status.plan_version,
        "clock": status.clock,
        "disk_hours": status.disk_hours,
        "hour": {
            "scans": hour.scans,
            "presented": hour.read.presented,
            "first_time": hour.read.first_time,
            "after_retries": hour.read.after_retries,
            "keyed": hour.read.keyed,
            "not_read": hour.read.not_read,
            "accepted": hour.accepted,
            "weighed": hour.weighed,
            "exceptions": dict(hour.exceptions),
        },
        "bags": [_bag(each) for each in status.bags],
        "troubles": [_trouble(each, status.at) for each in status.troubles],
        "failed": status.failed,
    }


def _list(each: ListStatus) -> dict[str, Any]:
    told = asdict(each)
    del told["about"]
    return told | _error(each.about)


def _bag(bag: Bag) -> dict[str, Any]:
    """An open bag; a container has no bin. Amounts are texts."""
    full = bag.part
    return {
        "bag": bag.number,
        "bin": bag.bin,
        "destination": bag.destination,
        "count": bag.count,
        "net_g": format(bag.net_g, "f"),
        "full_percent": None if full is None else int(100 * full),
        "opened_at": bag.opened_at,
    }


def introduction(status: Status, about: About) -> str:
    """What runs, where its record is, and what it knows of the line, in one line."""
    sync = status.sync
    line = f"{sync.url}: {sync.words}" if sync.url else sync.words
    pid = f"process {os.getpid()}, version {__version__}"
    runs = "runs IN TEST" if about.in_test else "runs"
    return f"STATION {status.station_id} {runs} ({pid}); record {about.record}; line to the centre {line}"


def _device(device: DeviceStatus, status: Status, frame: Frame | None) -> dict[str, Any]:
    told = {
        "kind": device.kind.value,
        "name": device.name,
        "health": device.health.value,
        "words": device.words,
        **_error(device.about),
        "since_s": _age(device.since, status.at),
        "defects": [{"key": each.key, "grave": each.grave, **_coded(each.about)} for each in device.defects],
    }
    match device.kind:
        case DeviceKind.CAMERA:
            return told | _camera(status, frame)
        case DeviceKind.SCALE:
            return told | _scale(status)
        case DeviceKind.SCANNER:
            return told | _scanner(device, status)
        case DeviceKind.PRINTER:
            return told | asdict(next(each for each in status.printers if each.label == device.label))
        case _:
            return told


def _camera(status: Status, frame: Frame | None) -> dict[str, Any]:
    """None: not known, or the camera is away."""
    state = status.camera
    return {
        "width": state.width if state else None,
        "height": state.height if state else None,
        "fps": round(state.fps, 1) if state else None,
        "dropped": state.dropped if state else None,
        "pixel_format": state.fourcc if state else None,
        "frames": frame.number if frame else None,
        "picture_age_s": _age(frame.at, status.at) if frame else None,
        "focus": round(status.focus, 1) if status.focus is not None else None,
        "read_ms": round(status.read_ms, 1) if status.read_ms is not None else None,
    }


def _scale(status: Status) -> dict[str, Any]:
    """The newest message, however old; `value` is a decimal string, None when the scale gave no weight."""
    weight = status.live_weight
    return {
        "value": f"{weight.value:f}" if weight and weight.value is not None else None,
        "unit": weight.unit if weight else None,
        "stable": weight.stable if weight else None,
        "status": weight.status if weight else None,
        "age_s": _age(weight.at, status.at) if weight else None,
    }


def _scanner(device: DeviceStatus, status: Status) -> dict[str, Any]:
    """What it sent since the station began; None: nothing yet."""
    says = next(each for each in status.scanners if each.label == device.label)
    return {
        "label": says.label,
        "scans": says.scans,
        "dropped": says.dropped,
        "strange": says.strange,
        "last": printable(says.last, LONGEST) if says.at is not None else None,
        "age_s": _age(says.at, status.at) if says.at is not None else None,
        "locked": says.locked,
    }


def _sync(sync: SyncStatus) -> dict[str, Any]:
    return {
        "url": sync.url,
        "online": sync.online,
        "alarm": sync.alarm,
        "words": sync.words,
        **_error(sync.about),
        "pending": sync.pending,
        "oldest_pending": sync.oldest_pending,
        "dead": sync.dead,
    }


def _trouble(trouble: Trouble, at: float) -> dict[str, Any]:
    return {
        "key": trouble.key,
        "grave": trouble.grave,
        **_coded(trouble.about),
        "since_s": _age(trouble.since, at),
        "since": utc_text_of(time.time() - max(0.0, at - trouble.since)),
        "who": trouble.who.value,
        "do": trouble.do.value,
    }


def _coded(about: Notice) -> dict[str, Any]:
    """`station.language` makes `what` and `text` of it, for whoever reads them."""
    return {"code": about.code, "values": dict(about.values)}


def _error(about: Notice | None) -> dict[str, Any]:
    """What `words` say in English, as a code with values; null: they have none."""
    return {"code": about.code if about else None, "values": dict(about.values) if about else {}}


def _age(then: float, now: float) -> float:
    return round(max(0.0, now - then), 1)
