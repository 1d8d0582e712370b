"""Look at everything that a station needs, all at once, and name what is wrong and what to do about it."""

from __future__ import annotations

import os
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Timer
from typing import TYPE_CHECKING

import config as configuration
from hardware.contract import DeviceError
from station import build, line
from station.clock import Clock
from station.nightly import newest, trouble, wall
from station.store.aside import set_aside
from station.store.errors import StoreError
from station.store.list_ages import is_stale, list_ages
from station.store.lock import running_writer
from station.store.manifest import Manifest
from station.store.reads import Reads
from station.store.room import room

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from config import Config
    from station.core.events import ListStatus

DEVICE_WAIT_S = 1.8
"""How long a device may take to say something; the whole examination stays under 3 s."""

QUICK_BYTES = 200 << 20
"""A larger record is not read whole: the examination has to be quick."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `state` is ok, warning or fault; `words` say what was seen, and for the other two what to do."""

    name: str
    state: str
    words: str


def examine(config: Config) -> list[Finding]:
    """All findings, in the order in which a technician would look."""
    checks: tuple[Callable[[Config], Finding], ...] = (
        _camera,
        _reader,
        _scale,
        _record,
        _recovery,
        _backups,
        _plan,
        _manifest,
        _lists,
        _disk,
        _clock,
        _line,
        _peers,
    )
    with ThreadPoolExecutor(len(checks)) as pool:
        return list(pool.map(lambda check: check(config), checks))


def _camera(config: Config) -> Finding:
    if not config.camera.enabled:
        return Finding("camera", "ok", "switched off in the configuration")
    camera = build.open_camera(config)
    try:
        camera.open()
        frame = camera.newest(0, DEVICE_WAIT_S)
        if frame is None:
            return Finding("camera", "fault", f"{camera.name}: opened, but sent no picture within {DEVICE_WAIT_S} s")
        height, width = frame.pixels.shape[:2]
        return Finding("camera", "ok", f"{camera.name}: {width}x{height}")
    except DeviceError as error:
        return _away(config, "camera", str(error))
    finally:
        camera.close()


def _away(config: Config, name: str, words: str) -> Finding:
    """A device that our own running station holds is no fault."""
    pid = running_writer(build.store_path(config))
    if pid is None:
        return Finding(name, "fault", words)
    return Finding(name, "warning", f"not tried: the station runs as pid {pid} and has it; its screen tells ({words})")


def _reader(config: Config) -> Finding:
    words = getattr(build.open_reader(config), "words", None)
    return Finding("reader", "warning" if words else "ok", words or "engines: " + ", ".join(config.reader.engines))


def _scale(config: Config) -> Finding:
    if not config.scale.enabled:
        return Finding("scale", "ok", "switched off in the configuration")
    scale = build.open_scale(config)
    try:
        scale.open()
        deadline = time.monotonic() + DEVICE_WAIT_S
        while time.monotonic() < deadline:
            weight = scale.read(0.2)
            if weight is not None and weight.kind == "weight":
                serial = scale.serial_number()
                number = f", serial number {serial}" if serial else ""
                return Finding("scale", "ok", f"{scale.name}: {weight.value} {weight.unit}{number}")
        return Finding("scale", "fault", f"{scale.name}: opened, but gave no weight; check protocol, baud rate, parity")
    except DeviceError as error:
        return _away(config, "scale", str(error))
    finally:
        scale.close()


def _record(config: Config) -> Finding:
    path = build.store_path(config)
    folder = _nearest(config.station.data_dir)
    if not os.access(folder, os.W_OK):
        return Finding(
            "record", "fault", f"{folder} cannot be written by this user; change its owner or station.data_dir"
        )
    if not path.exists():
        return Finding("record", "ok", f"{path}: not there yet, made at the first start")
    try:
        with Reads(path) as reads:
            if reads.station_id != config.station.id:
                words = f"{path} belongs to station {reads.station_id}, not to {config.station.id}"
                return Finding("record", "fault", f"{words}; change station.id or station.data_dir")
            backlog = reads.backlog()
            problem = reads.quick_check() if path.stat().st_size < QUICK_BYTES else None
    except (StoreError, sqlite3.Error) as error:
        return Finding("record", "fault", f"{path}: {error}")
    if problem:
        return Finding(
            "record",
            "fault",
            f"{path}: damaged ({problem}); the next start sets it aside and takes over what can be read",
        )
    waiting = f"{backlog.pending} waiting for the centre, {backlog.dead} refused by it"
    return Finding("record", "ok", f"{path}: {waiting} (SQLite {sqlite3.sqlite_version})")


def _recovery(config: Config) -> Finding:
    """What happened to the record and nobody has seen yet, and the files that were set aside then."""
    path = build.store_path(config)
    aside = ", ".join(str(one) for one in set_aside(path))
    kept = f"set aside, move away once nobody needs them: {aside}" if aside else "nothing was set aside"
    try:
        with Reads(path) as reads:
            alarms = reads.alarms()
    except StoreError:  # the record's own finding says so
        alarms = ()
    if alarms:
        return Finding("recovery", "fault", "; ".join((*alarms, kept, "when you know why: station verify --seen")))
    return Finding("recovery", "warning" if aside else "ok", kept)


def _backups(config: Config) -> Finding:
    path, rules = build.store_path(config), build.backup_rules(config)
    if not rules.keep:
        return Finding("backups", "warning", "none are made: station.backup_keep is 0")
    if not path.exists():
        return Finding("backups", "ok", "nothing to back up yet")
    try:
        now = wall()
        words, old = trouble(path, rules, now), newest(path, rules.folder, now) is not None
    except OSError as error:
        return Finding("backups", "fault", f"{rules.folder}: {error}")
    if words is None:
        return Finding("backups", "ok", f"the newest is younger than three days, in {rules.folder}")
    return Finding("backups", "fault" if old else "warning", words)


def _plan(config: Config) -> Finding:
    path = build.store_path(config)
    if not path.exists():
        return Finding("sort plan", "warning", "none yet: every parcel would stop with NB; station import plan FILE")
    try:
        with Reads(path) as reads:
            plan = reads.plan()
    except (StoreError, sqlite3.Error) as error:
        return Finding("sort plan", "fault", f"cannot be read: {error}")
    if plan is None or not plan.rules:
        return Finding("sort plan", "warning", "none: every parcel stops with NB; station import plan FILE")
    return Finding("sort plan", "ok", f"version {plan.version}, {len(plan.rules)} rules")


def _manifest(config: Config) -> Finding:
    manifest = Manifest(build.store_path(config))
    facts = manifest.look()
    manifest.close()
    if manifest.trouble is not None:
        return Finding("manifest", "fault", manifest.trouble)
    if facts is None:
        return Finding("manifest", "ok", "none: no parcel is expected or missed; station import manifest FILE")
    return Finding("manifest", "ok", f"{facts.source}: {facts.parcels} parcels, imported {facts.imported_at}")


def _lists(config: Config) -> Finding:
    """Whether the centre has confirmed its lists not too long ago."""
    path = build.store_path(config)
    if not path.exists() or line.downlink_is_off(config):
        return Finding("lists", "ok", "not fetched from the centre" if path.exists() else "none yet")
    try:
        with Reads(path) as reads:
            found = list_ages(reads, datetime.now(UTC))
    except (StoreError, sqlite3.Error) as error:
        return Finding("lists", "fault", f"cannot be read: {error}")
    limit = config.sync.lists_stale_h * 3600
    words = ", ".join(map(_list_words, found))
    if any(is_stale(one, limit) for one in found):
        return Finding("lists", "warning", f"not confirmed for long: {words}; check the line and the centre's lists")
    return Finding("lists", "ok", words)


def _list_words(each: ListStatus) -> str:
    """`holds 2026-11-23T13:00:00.000Z (0.2 h ago)`."""
    if each.at is None:
        return f"{each.name} none"
    ago = "age unknown: check the clock" if each.age_s is None else f"{each.age_s / 3600:.1f} h ago"
    hand = "" if each.of_centre else " by hand, until the centre changes its own" if each.kept_by_centre else " by hand"
    return f"{each.name} {each.at} ({ago}){hand}"


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    while not folder.exists():
        folder = folder.parent
    return folder


def _disk(config: Config) -> Finding:
    folder, path = _nearest(config.station.data_dir), build.store_path(config)
    in_file = 0
    with suppress(StoreError, sqlite3.Error):  # the record's own finding says what is wrong with it
        if path.exists():
            with Reads(path) as reads:
                in_file = reads.size().free
    left = room(folder / path.name, in_file)
    words = f"{left.free / 2**30:.1f} GiB free at {folder}"
    return Finding("disk", "fault" if left.stops else "warning" if left.words else "ok", left.words or words)


def _clock(config: Config) -> Finding:  # noqa: ARG001  # every check has the same form
    reading = Clock().read()
    if reading.state == "synced":
        return Finding("clock", "ok", f"synchronised, {reading.utc}")
    return Finding("clock", "warning", f"not synchronised by NTP, {reading.utc}; scans are marked `{reading.state}`")


def _line(config: Config) -> Finding:
    if not config.sync.enabled:
        return Finding("centre", "ok", "sync is switched off in the configuration")
    state, words = line.try_line(config)
    return Finding("centre", state, words)


def _peers(config: Config) -> Finding:
    """Whether another station of the hub is heard, in the time in which each speaks at least once."""
    try:
        peers = line.peers(config)
    except configuration.ConfigError as error:
        return Finding("peers", "fault", str(error))
    if peers is None:
        return Finding("peers", "ok", "switched off in the configuration")
    stop = Event()
    Timer(DEVICE_WAIT_S, stop.set).start()
    peers.run(stop)
    if peers.trouble is not None:
        return Finding("peers", "fault", peers.trouble)
    heard = ", ".join(sorted(peers.stations))
    return Finding("peers", "ok" if heard else "warning", f"heard: {heard or 'nobody'}")
