"""A status of what another process told on its socket, as far as its figures are shown elsewhere."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hardware.contract import Notice
from station.core import Bag, DeviceKind, DeviceStatus, Health, HourCounts, LaneStatus, Status, SyncStatus, Trouble
from station.core.counting import ReadCounts

if TYPE_CHECKING:
    from collections.abc import Mapping

CLASSES = ("not_read", "keyed", "after_retries", "first_time")


def status_of(report: Mapping[str, Any]) -> Status | None:
    """None: it was told in another form, by a station of another version."""
    try:
        return _status(report, time.monotonic())
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError):
        return None


def unknown_status(station_id: str) -> Status:
    """Of a station that does not answer."""
    return Status(time.monotonic(), station_id, (), LaneStatus(), None, None, None, None, SyncStatus("", None, ""))


def _status(report: Mapping[str, Any], now: float) -> Status:
    return Status(
        at=now,
        station_id=str(report["station_id"]),
        devices=tuple(_device(each, now) for each in report["devices"]),
        lane=LaneStatus(),
        live_weight=None,
        camera=None,
        focus=None,
        read_ms=None,
        sync=_sync(report["sync"]),
        hour=_hour(report["hour"]),
        clock=str(report["clock"]),
        disk_hours=None if report["disk_hours"] is None else float(report["disk_hours"]),
        operation=str(report["operation"]),
        operator=str(report["operator"]),
        failed=report["failed"],
        troubles=tuple(_trouble(each, now) for each in report["troubles"]),
        bags=tuple(_bag(each) for each in report["bags"]),
    )


def _device(told: Mapping[str, Any], now: float) -> DeviceStatus:
    kind, health = DeviceKind(told["kind"]), Health(told["health"])
    return DeviceStatus(kind, str(told["name"]), health, str(told["words"]), now - float(told["since_s"]))


def _sync(told: Mapping[str, Any]) -> SyncStatus:
    names = ("url", "online", "words", "pending", "oldest_pending", "dead", "alarm")
    return SyncStatus(**{name: told[name] for name in names})


def _hour(told: Mapping[str, Any]) -> HourCounts:
    read = ReadCounts(**{name: int(told[name]) for name in CLASSES})
    exceptions = tuple((str(code), int(count)) for code, count in told["exceptions"].items())
    return HourCounts(int(told["scans"]), int(told["accepted"]), int(told["weighed"]), read, exceptions)


def _trouble(told: Mapping[str, Any], now: float) -> Trouble:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in told["values"].items()}
    about = Notice(str(told["code"]), tuple(sorted(values.items())))
    return Trouble(str(told["key"]), grave=bool(told["grave"]), about=about, since=now - float(told["since_s"]))


def _bag(told: Mapping[str, Any]) -> Bag:
    """How full it is was told as a percentage: as if a hundred parcels went into it."""
    full = told["full_percent"]
    return Bag(
        str(told["bag"]),
        told["bin"],
        destination=told["destination"],
        count=int(told["count"]),
        net_g=Decimal(told["net_g"]),
        most_parcels=max(1, round(100 * int(told["count"]) / full)) if full else None,
    )
