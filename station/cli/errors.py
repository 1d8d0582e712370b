"""How an error becomes words and an exit code."""

from __future__ import annotations

import sqlite3

from config import ConfigError
from hardware.contract import DeviceError
from station.cli.run import ScreenLostError
from station.core import printable
from station.requests import StoreError

NO, WRONG_USE, AWAY = 1, 2, 3
"""Exit codes: the answer is no; wrong use or configuration; a device or server is away."""


def exit_code(error: Exception) -> int:
    """The exit code for an error; `docs/reference/commands.md` lists them."""
    match error:
        case ConfigError():
            return WRONG_USE
        case DeviceError():
            return AWAY
        case _:
            return NO


def error_text(error: Exception) -> str:
    """What a person reads; what we did not foresee says how to get the details."""
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return printable(f"{error.filename}: {error.strerror}. Name another place, or check its owner and mode", 500)
    if isinstance(error, ConfigError | DeviceError | StoreError | OSError):
        return "\n".join(printable(line, 500) for line in str(error).splitlines())
    if isinstance(error, sqlite3.Error):
        return f"the record could not be read: {printable(str(error))}; station doctor tells more"
    if isinstance(error, ScreenLostError):
        return printable(f"the screen is gone: {error}. Start the station again", 500)
    kind = type(error).__name__
    return f"station: unforeseen error: {kind}: {printable(str(error))} (STATION_DEBUG=1 shows where)"
