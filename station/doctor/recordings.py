"""Recordings of the lane: whether they can be written, and how many pictures of labels lie here."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from station.assembly import recordings_folder
from station.doctor.finding import FAULT, OK, WARNING, Finding
from station.record.upkeep import WARN_FREE
from station.runtime.recorder import recordings_in

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config
    from station.doctor.running import Running


def check_recordings(config: Config, _: Running | None) -> Finding:
    """Off: what was left. On: whether the folder takes any."""
    folder, name = recordings_folder(config), "recordings"
    try:
        kept = recordings_in(folder)
        here = next(each for each in (folder, *folder.parents) if each.exists())
    except OSError as error:
        return Finding(name, FAULT, f"{folder}: {error.strerror}; give replay.folder to the station's user")
    left = f"{len(kept)} in {folder}, {_megabytes(kept):.0f} MB"
    if not config.replay.enabled:
        if kept:
            return Finding(name, WARNING, f"off, but pictures of labels are left: {left}; remove the folder")
        return Finding(name, OK, "off")
    if not here.is_dir() or not os.access(here, os.W_OK | os.X_OK):
        return Finding(name, FAULT, f"{here} cannot be written: name another replay.folder, or give it to the station")
    disk = shutil.disk_usage(here)
    if disk.free < WARN_FREE * disk.total:
        words = f"none is made: {disk.free / disk.total:.0%} of the disk of {here} is free, less than {WARN_FREE:.0%}"
        return Finding(name, WARNING, f"{words}; free some, or name a replay.folder on another disk")
    return Finding(name, OK, f"on, pictures of labels are kept: {left}; station replay list")


def _megabytes(kept: list[Path]) -> float:
    return sum(file.stat().st_size for each in kept for file in each.iterdir()) / 1e6
