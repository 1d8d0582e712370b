"""The station over simulated devices: it differs from a real one in this room alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.assembly.devices import scale_opener
from station.assembly.first_record import fill_record
from station.assembly.station import assemble, store_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config import Config
    from hardware.simulated import SimulatedTable
    from station.service import Station


def simulated_station(config: Config, table: SimulatedTable, holds: Sequence[str] = ()) -> Station:
    """The station over a simulated table whose scale is plugged in. A new record gets the example plan; `holds` are ids
    that customs wants to see.
    """
    plugged = config.model_copy(update={"scale": config.scale.model_copy(update={"port": table.scale.port})})
    fill_record(store_path(config), config.station.id, holds)
    return assemble(config, lambda: table.camera, scale_opener(plugged), table.rearm_s)
