"""Keeps each version of the configuration file that was in force."""

from __future__ import annotations

import getpass
import os
import time
from typing import TYPE_CHECKING

from config import keep, path_in_use
from station.core import printable, utc_text_of

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config


def keep_version(file: Path | None, config: Config, why: str, who: str = "") -> str:
    """Keep the file in use as it is now. A history that cannot be written is told, and stops nobody; else empty.

    `who`: empty: the user of this process.
    """
    used = path_in_use(file)
    if used is None:
        return ""
    try:
        keep(config.station.data_dir, used.read_text(encoding="utf-8"), utc_text_of(time.time()), who or _who(), why)
    except OSError as error:
        return printable(f"the history of the configuration is not kept: {error}", 500)
    return ""


def _who() -> str:
    """Of sudo, the person behind it."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return str(os.geteuid())
