"""An empty database of the centre, of either kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.station.tracking_server.cluster import Cluster

BACK_ENDS = ("sqlite", "postgresql")


def place_of(back_end: str, folder: Path, request: pytest.FixtureRequest) -> Path | str:
    """Where an empty database is."""
    if back_end == "sqlite":
        return folder / "centre.db"
    running: Cluster = request.getfixturevalue("postgres")
    return running.new_database()
