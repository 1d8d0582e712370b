"""From configuration to station."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import config as configuration
from station.assembly import sync
from station.assembly.devices import camera_judge, open_camera, open_scale, scale_judge
from station.assembly.reading import open_reader
from station.assembly.rules import station_rules
from station.clock import Clock
from station.record import Store
from station.runtime import BackupRules, BackupThread, Devices, LaneThread
from station.service import Links, Station

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config
    from hardware.contract import Camera, Reader, Scale


def store_path(config: Config) -> Path:
    """The file of the record."""
    return config.station.data_dir / "station.db"


def backup_rules(config: Config) -> BackupRules:
    """Settings for the nightly backup."""
    folder = config.station.backup_dir or config.station.data_dir / "backups"
    return BackupRules(folder, config.station.backup_keep, config.station.backup_at)


def build_station(config: Config) -> Station:
    """The station that a configuration describes. StoreError when the record cannot be opened."""
    camera = open_camera(config) if config.camera.enabled else None
    scale = open_scale(config) if config.scale.enabled else None
    return assemble(config, camera, scale)


def assemble(config: Config, camera: Camera | None, scale: Scale | None, rearm_s: float = 0.3) -> Station:
    """Everything but the devices; a simulated run and a real one differ above this line alone."""
    reader = open_reader(config)
    client = sync.centre_client(config) if config.sync.enabled else None
    store = Store.open(store_path(config), config.station.id)
    with ExitStack() as unless_made:
        unless_made.callback(store.close)
        lane_thread = LaneThread(store, station_rules(config, rearm_s), Clock(), config.station.data_dir / "incoming")
        made = Station(
            config.station.id,
            _devices(config, camera, reader, scale),
            lane_thread,
            Links(
                sync.sync_loop(config, lane_thread, client) if client is not None else None,
                sync.peers(config, store_path(config)),
                sync.downlink(config, lane_thread),
            ),
            tuple(configuration.dump(config)),
            sound=config.screen.sound,
            theme=config.screen.theme,
            in_test=config.station.in_test,
        )
        made.keep_backups(BackupThread(store.path, backup_rules(config)))
        made.answer_status(config.station.data_dir)
        unless_made.pop_all()
    return made


def _devices(config: Config, camera: Camera | None, reader: Reader, scale: Scale | None) -> Devices:
    """The devices, and what judges them."""
    from hardware.camera import focus

    return Devices(camera, reader, scale, focus, reader.warning, camera_judge(config), scale_judge(config))
