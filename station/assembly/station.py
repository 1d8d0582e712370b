"""From configuration to station."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import config as configuration
from station.assembly import sync
from station.assembly.devices import camera_judge, open_camera, scale_judge, scale_opener
from station.assembly.hub import hub_of
from station.assembly.outputs import outputs_of
from station.assembly.pictures import picture_figures
from station.assembly.printers import printers_of
from station.assembly.reading import open_reader
from station.assembly.recorder import recorder_of
from station.assembly.rules import lane_of, station_rules
from station.assembly.scanners import scanner_setup
from station.assembly.sounds import sounds_of
from station.clock import Clock
from station.core import AlarmLimits, ScreenSettings
from station.record import ReportReads, Store
from station.requests import PinDesk
from station.runtime import (
    About,
    Active,
    ActiveShift,
    AlarmWatch,
    BackupRules,
    BackupThread,
    BadgeDesk,
    ControlDesk,
    DeparturesFile,
    Devices,
    DeviceThreads,
    FiguresDesk,
    Inbox,
    IntegrityThread,
    KeyedCheck,
    LanePorts,
    LaneThread,
    Links,
    Listeners,
    Parts,
    RequestDesk,
    Scanners,
    Sight,
    SupervisorDesk,
    nothing,
)
from station.service import Station

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from config import Config
    from hardware.contract import Camera, Scale
    from station.core.requests import AskedLane
    from station.runtime import StationRules
    from station.sync.upload import Client


def store_path(config: Config) -> Path:
    """The file of the record."""
    return config.station.data_dir / "station.db"


def key_path(config: Config) -> Path:
    """The file of the key that signs command barcodes."""
    return config.shift.key_file or config.station.data_dir / "command-barcodes.key"


def badge_desk(config: Config, requests: RequestDesk, shift: ActiveShift, inbox: Inbox) -> BadgeDesk:
    """Who may do what; wrong PINs are counted in the folder of the station."""
    pins = PinDesk(key_path(config), config.station.data_dir / "pin-tries.json", time.time)
    return BadgeDesk(key_path(config), pins, requests, shift, inbox.weight_told, kiosk=config.shift.kiosk)


def supervisor_desk(config: Config, database: Path, active: Active) -> SupervisorDesk:
    """What a supervisor may put right, and for which reasons."""
    said = config.shift
    return SupervisorDesk(database, active, said.override_reasons, said.reopen_reasons, said.difference_reasons)


def alarm_limits(config: Config) -> AlarmLimits:
    """Beyond which a figure is an alarm."""
    said = config.alarm
    return AlarmLimits(
        said.first_read_percent, said.no_read_percent, said.mismatch_percent, said.backlog_min, said.bag_open_h
    )


def backup_rules(config: Config) -> BackupRules:
    """Settings for the nightly backup."""
    folder = config.station.backup_dir or config.station.data_dir / "backups"
    return BackupRules(folder, config.station.backup_keep, config.station.backup_at)


def build_station(config: Config) -> Station:
    """The station that a configuration describes. StoreError when the record cannot be opened."""
    camera = partial(open_camera, config) if config.camera.enabled else None
    scale = scale_opener(config) if config.scale.enabled else None
    return assemble(config, camera, scale)


def assemble(
    config: Config, camera: Callable[[], Camera] | None, scale: Callable[[], Scale] | None, rearm_s: float = 0.3
) -> Station:
    """Everything but the devices; a simulated run and a real one differ above this line alone."""
    client = sync.centre_client(config) if config.sync.enabled else None
    store = Store.open(store_path(config), config.station.id)
    with ExitStack() as unless_made:
        unless_made.callback(store.close)
        devices = Devices(partial(_sight, config, camera) if camera else None, scale, scale_judge(config))
        parts = _parts(config, store, devices, station_rules(config, rearm_s), client)
        made = Station(
            config.station.id,
            parts,
            About(store.path, config.station.in_test),
            tuple(configuration.dump(config)),
            screen=ScreenSettings(
                config.screen.sound,
                config.screen.theme,
                config.screen.language,
                {str(code): text for code, text in config.screen.help.items()},
            ),
        )
        if parts.links.sync is not None:
            parts.links.sync.tell_status(made.report)
        made.keep_backups(BackupThread(store.path, backup_rules(config)))
        made.answer_status(config.station.data_dir)
        unless_made.pop_all()
    return made


def _parts(config: Config, store: Store, devices: Devices, rules: StationRules, client: Client | None) -> Parts:
    """Every part knows those that stand before it."""
    path, inbox, listeners = store.path, Inbox(), Listeners()
    active = Active(ActiveShift(rules.shift, required=config.shift.required))
    loop = sync.sync_loop(config, path, inbox, client, listeners.publish) if client is not None else None
    links = Links(loop, sync.peers(config, path), sync.downlink(config, path, inbox, active.plan, client))
    wake, clock, asked = loop.wake if loop is not None else nothing, Clock(), _asked_lane(config, links)
    requests = RequestDesk(path, asked, clock, inbox, active, listeners.publish, wake)
    badges = badge_desk(config, requests, active.shift, inbox)
    controls = ControlDesk(key_path(config), requests, badges, active, inbox.stop_by_hand, listeners.publish)
    recorder = recorder_of(config, path, rules.lane)
    taped = recorder.saw if recorder is not None else nothing
    threads = DeviceThreads(devices, inbox, listeners.publish, controls.without_controls, taped)
    scanners = Scanners(map(scanner_setup, config.scanner), inbox, listeners.publish, controls, badges.touched)
    ports = _ports(links, threads, scanners, listeners, wake)
    ports = ports if recorder is None else replace(ports, taped=recorder.stepped)
    lane = LaneThread(store, rules, clock, inbox, active, ports)
    _tell_of_lane(controls, requests, lane, inbox)
    figures = FiguresDesk(path, config.shift.target_per_hour, DeparturesFile(config.alarm.departures), hub_of(config))
    return Parts(
        database=path,
        inbox=inbox,
        listeners=listeners,
        lane_thread=lane,
        active=active,
        devices=threads,
        scanners=scanners,
        printers=printers_of(config, listeners.publish, controls),
        sounds=sounds_of(config, listeners.publish, active.plan.bins),
        requests=requests,
        controls=controls,
        badges=badges,
        supervisor=supervisor_desk(config, path, active),
        figures=figures,
        alarms=AlarmWatch(alarm_limits(config), figures.cut_offs, requests.ask, _alarms_before(path)),
        integrity=IntegrityThread(store),
        keyed=KeyedCheck(path, rules.lane.choice),
        links=links,
        outputs=(*outputs_of(config, listeners.publish), *(() if recorder is None else (recorder,))),
        recorder=recorder,
    )


def _alarms_before(record: Path) -> dict[str, str]:
    """How the log left the alarms: one that somebody has seen stays so over a restart."""
    with ReportReads(record) as reads:
        return reads.alarms_standing()


def _tell_of_lane(controls: ControlDesk, requests: RequestDesk, lane: LaneThread, inbox: Inbox) -> None:
    """What those need of the lane that were made before it."""

    def label_left() -> bool:
        wanted = lane.operation.relabels.front is not None
        if wanted:
            inbox.cancel_keyed()
        return wanted

    controls.left = label_left
    controls.presence, requests.applied = (lambda: lane.lane_status().presence), lane.operation.applied


def _ports(
    links: Links, threads: DeviceThreads, scanners: Scanners, listeners: Listeners, wake: Callable[[], None]
) -> LanePorts:
    """What the lane thread needs of the others."""
    loop = links.sync
    return LanePorts(
        publish=listeners.publish,
        judging=scanners.answers.judging,
        scale_serial=threads.scale_serial,
        store_weight=threads.store_weight,
        wake_sync=wake,
        online=(lambda: loop.status().online) if loop is not None else nothing,
        elsewhere=links.peers.elsewhere if links.peers is not None else nothing,
    )


def _asked_lane(config: Config, links: Links) -> AskedLane:
    """What this lane allows; the other lanes tell which bags are open there."""
    asked = lane_of(config)
    return asked if links.peers is None else replace(asked, open_elsewhere=links.peers.bag_elsewhere)


def _sight(config: Config, camera: Callable[[], Camera]) -> Sight:
    """The camera, the reader of its pictures, and what judges them."""
    from hardware.camera import focus

    reader = open_reader(config)
    memory = getattr(reader, "memory", None) if config.replay.enabled else None
    return Sight(camera(), reader, focus, reader.warning, camera_judge(config), picture_figures, memory)
