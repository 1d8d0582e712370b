"""A station in test: what it does then instead of what its other keys say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.model import Config

FOLDER = "in-test"
"""In data_dir: everything that a station in test writes, beside the real record and never in it."""


def effective(config: Config) -> Config:
    """The values by which a station with this file works: in test it has a record of its own, tells nobody, and leaves
    no backup outside. To be called once: a second call would put the folder into itself.
    """
    station = config.station
    if not station.in_test:
        return config
    return config.model_copy(
        update={
            "station": station.model_copy(update={"data_dir": station.data_dir / FOLDER, "backup_dir": None}),
            "sync": config.sync.model_copy(update={"enabled": False}),
            "peers": config.peers.model_copy(update={"enabled": False}),
        }
    )
