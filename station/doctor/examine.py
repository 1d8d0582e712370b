"""All checks at the same time, so that the whole takes as long as the slowest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from station.doctor import (
    camera,
    centre,
    lists,
    machine,
    outputs,
    printer,
    record,
    recordings,
    running,
    scale,
    scanner,
    sound,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from config import Config
    from station.doctor.finding import Finding
    from station.doctor.running import Running

CHECKS: tuple[Callable[[Config, Running | None], Finding], ...] = (
    running.check_station,
    camera.check_camera,
    camera.check_reader,
    scale.check_scale,
    scale.check_port_users,
    scanner.check_scanners,
    printer.check_printers,
    sound.check_sound,
    outputs.check_light,
    outputs.check_display,
    record.check_record,
    record.check_sqlite,
    record.check_recovery,
    record.check_backups,
    recordings.check_recordings,
    lists.check_plan,
    lists.check_manifest,
    lists.check_lists,
    machine.check_disk,
    machine.check_disk_speed,
    machine.check_clock,
    machine.check_terminal,
    centre.check_centre,
    centre.check_peers,
)
"""In the order in which a technician would look."""


def examine(config: Config) -> list[Finding]:
    """Every finding. ConfigError when the configuration itself is wrong."""
    now = running.running_station(config)
    with ThreadPoolExecutor(len(CHECKS)) as pool:
        return list(pool.map(lambda check: check(config, now), CHECKS))
