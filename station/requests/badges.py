"""Badges that were lost: their numbers stand in a file beside the key of the hub, a line each."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from station.requests.hub_key import HubKeyError

if TYPE_CHECKING:
    from pathlib import Path


def is_revoked(key_file: Path, number: str) -> bool:
    """Whether a badge does nothing any more. HubKeyError: nobody can tell."""
    return number in _numbers(_file(key_file))


def revoke(key_file: Path, number: str) -> bool:
    """The badge does nothing from now on; False: it was revoked before. HubKeyError."""
    path = _file(key_file)
    if number in _numbers(path):
        return False
    try:
        with path.open("a", encoding="ascii") as file:
            file.write(f"\n{number}\n")  # whole, also behind a line that was cut off
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise HubKeyError(f"{path}: the revoked badges cannot be written: {error.strerror}") from None
    return True


def _file(key_file: Path) -> Path:
    return key_file.with_name(f"{key_file.name}.revoked")


def _numbers(path: Path) -> frozenset[str]:
    try:
        return frozenset(path.read_text(encoding="ascii", errors="replace").split())
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise HubKeyError(f"{path}: the revoked badges cannot be read: {error.strerror}") from None
