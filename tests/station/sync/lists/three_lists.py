"""A centre with three lists."""

from __future__ import annotations

from pathlib import Path

from station.tracking_server.lists import Lists
from tests.station.sync.lists_folder import put

HEAD = "parcel_id,alt_ids,contents"


def kept(folder: Path) -> Lists:
    """A centre with three lists, read."""
    folder.mkdir()
    put(folder, "sort-plan.csv", "version,bin", "v1,B1")
    put(folder, "holds.csv", "parcel_id", "A1")
    put(folder, "manifest.csv", HEAD, *(f"P{n},LP{n},toy" for n in range(8)))
    lists = Lists(folder)
    lists.look()
    return lists


WHOLE = ("B1", {"A1"}, {f"P{n} LP{n} toy" for n in range(8)})
