"""The key with which a hub signs its command barcodes: 32 random bytes in a file that its user alone reads."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from station.core import KEY_BYTES

if TYPE_CHECKING:
    from pathlib import Path


class HubKeyError(Exception):
    """The key cannot be read or made; the text says what and where."""


def hub_key(path: Path) -> bytes | None:
    """The key; None: none was made yet. HubKeyError."""
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HubKeyError(f"{path}: the key of the command barcodes cannot be read: {error.strerror}") from None
    if len(key) != KEY_BYTES:
        raise HubKeyError(
            f"{path}: a key of command barcodes has {KEY_BYTES} bytes, this file has {len(key)}. Copy it again from a "
            "station of the hub; or remove it and print the sheet anew"
        )
    return key


def hub_key_made(path: Path) -> bytes:
    """The key, made first where there is none: whole or not at all, also when two make it at once. HubKeyError."""
    if (key := hub_key(path)) is not None:
        return key
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(new, path)  # the first one stays
        except FileExistsError:
            pass
        finally:
            new.unlink()
    except OSError as error:
        raise HubKeyError(f"{path}: the key of the command barcodes cannot be made: {error.strerror}") from None
    made = hub_key(path)
    if made is None:
        raise HubKeyError(f"{path}: the key of the command barcodes is gone again")
    return made
