"""Badges and PINs that were given out, and those that were lost: two files beside the key of the hub.

`.badges` has a line of JSON for each that was given out, `.revoked` a line for each that does nothing any more: its
number, when, and who said so. Lines are only added, each whole, also behind one that was cut off.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core import Badge
from station.requests.hub_key import HubKeyError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Issued:
    """A badge, or the staff number of a PIN."""

    badge: Badge
    at: str
    """UTC."""
    pin: str = ""
    """Argon2id hash; empty: it is a printed badge."""


@dataclass(frozen=True, slots=True)
class Revoked:
    """`at` (UTC) and `by` are empty for what an older version wrote, or where nobody said who."""

    at: str = ""
    by: str = ""


def issued(key_file: Path) -> list[Issued]:
    """Every badge and PIN that was given out, oldest first. HubKeyError: nobody can tell."""
    return [each for each in map(_issued, _lines(_file(key_file, "badges"))) if each is not None]


def note_issued(key_file: Path, given: Issued) -> None:
    """Write it down. HubKeyError: it was not."""
    badge = given.badge
    line = {"number": badge.number, "name": badge.operator, "role": badge.role, "at": given.at, "pin": given.pin}
    _add(_file(key_file, "badges"), json.dumps(line))


def revoked(key_file: Path) -> dict[str, Revoked]:
    """What does nothing any more, by number. HubKeyError: nobody can tell."""
    lost = [line.split(maxsplit=2) for line in _lines(_file(key_file, "revoked")) if line.strip()]
    return {number: Revoked(*more) for number, *more in reversed(lost)}  # the first time counts


def is_revoked(key_file: Path, number: str) -> bool:
    """Whether a badge or staff number does nothing any more. HubKeyError: nobody can tell."""
    return number in revoked(key_file)


def revoke(key_file: Path, number: str, at: str = "", by: str = "") -> bool:
    """It does nothing from now on; False: it was revoked before. `at`: UTC. HubKeyError."""
    if is_revoked(key_file, number):
        return False
    _add(_file(key_file, "revoked"), f"{number} {at} {by}".strip())
    return True


def _file(key_file: Path, what: str) -> Path:
    return key_file.with_name(f"{key_file.name}.{what}")


def _issued(line: str) -> Issued | None:
    """None for a line that was cut off."""
    try:
        told = json.loads(line)
        badge = Badge(str(told["name"]), str(told["role"]), str(told["number"]))
        return Issued(badge, str(told["at"]), str(told["pin"]))
    except (ValueError, KeyError, TypeError):
        return None


def _add(path: Path, line: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"\n{line}\n")  # whole, also behind a line that was cut off
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise HubKeyError(f"{path}: cannot be written: {error.strerror}") from None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise HubKeyError(f"{path}: cannot be read: {error.strerror}") from None
