"""From configuration to station."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import config as configuration
from station.assembly import sync
from station.assembly.devices import camera_judge, open_camera, scale_judge, scale_opener
from station.assembly.reading import open_reader
from station.assembly.rules import station_rules
from station.clock import Clock
from station.record import Store
from station.runtime import BackupRules, BackupThread, Devices, LaneThread, Sight
from station.service import Links, Station

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from config import Config
    from hardware.contract import Camera, Scale


def store_path(config: Config) -> Path:
    """The file of the record."""
    return config.station.data_dir / "station.db"


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
        lane_thread = LaneThread(store, station_rules(config, rearm_s), Clock())
        made = Station(
            config.station.id,
            Devices(partial(_sight, config, camera) if camera else None, scale, scale_judge(config)),
            lane_thread,
            Links(
                sync.sync_loop(config, lane_thread, client) if client is not None else None,
                sync.peers(config, store_path(config)),
                sync.downlink(config, lane_thread, client),
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


def _sight(config: Config, camera: Callable[[], Camera]) -> Sight:
    """The camera, the reader of its pictures, and what judges them."""
    from hardware.camera import focus

    reader = open_reader(config)
    return Sight(camera(), reader, focus, reader.warning, camera_judge(config))
