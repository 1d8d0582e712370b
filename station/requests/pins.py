"""PINs: hashed with Argon2id over a code that needs the key of the hub, so that a file of hashes alone is worthless."""

from __future__ import annotations

import hmac
import json
import os
import secrets
import threading
from typing import TYPE_CHECKING

from station.core import KEY_BYTES, Badge
from station.core.outcomes import Problem, Reason
from station.core.pins import Book, Tries, after_right, after_try, is_staff_number, not_ahead, wait_s
from station.requests.badges import Issued, is_revoked, issued
from station.requests.hub_key import HubKeyError, hub_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argon2 import PasswordHasher

NOBODY = Badge("", "worker", "")
"""Holds the hash that is looked at for a number that nobody has."""


def pin_hash(badge: Badge, pin: str, key: bytes) -> str:
    """What is kept of a PIN: good for this hub, this number, name and role alone."""
    return _hasher().hash(_keyed(badge, pin, key))


def is_pin_of(badge: Badge, pin: str, hashed: str, key: bytes) -> bool:
    """Whether it is the PIN; takes the same time for a wrong one."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed, _keyed(badge, pin, key))
    except (VerificationError, InvalidHashError):
        return False


class PinDesk:
    """Looks at PINs, one at a time; may be asked by any thread that may wait, so neither the lane's nor the screen's.

    The tries stand in a file of the station, not in its record: the centre need not know them, a restored backup must
    not forget them, and a guesser must not keep the lane's only write connection busy.
    """

    def __init__(self, key_file: Path, tries_file: Path, now: Callable[[], float]) -> None:
        """`now`: seconds since 1970."""
        self._key_file, self._tries_file, self._now = key_file, tries_file, now
        self._one = threading.Lock()
        self._stranger = ""

    def holder(self, number: str, pin: str) -> Badge | Problem:
        """Whose PIN it is. HubKeyError: nobody can tell. A number that nobody has is answered as a wrong PIN is."""
        if not is_staff_number(number):
            return Problem(Reason.NO_STAFF_NUMBER, {"number": number})
        with self._one:
            key = hub_key(self._key_file) or secrets.token_bytes(KEY_BYTES)
            self._stranger = self._stranger or pin_hash(NOBODY, secrets.token_hex(16), key)
            given = {each.badge.number: each for each in issued(self._key_file) if each.pin}
            return self._judged(number, pin, given, key)

    def _judged(self, number: str, pin: str, given: dict[str, Issued], key: bytes) -> Badge | Problem:
        now = int(self._now())
        book = not_ahead(self._book(), number, now)
        if wait := wait_s(book.get(number), now):
            self._keep(book)
            return Problem(Reason.PIN_WAITS, {"seconds": wait})
        book = after_try(book, number, now, given)
        self._keep(book)  # before the look: a kill in between gives no try away
        found = given.get(number, Issued(NOBODY, "", self._stranger))
        if not is_pin_of(found.badge, pin, found.pin, key):
            wait = wait_s(book[number], now)
            return Problem(Reason.PIN_WAITS, {"seconds": wait}) if wait else Problem(Reason.PIN_WRONG)
        self._keep(after_right(book, number))
        if is_revoked(self._key_file, number):
            return Problem(Reason.BADGE_REVOKED, {"operator": found.badge.operator})
        return found.badge

    def _book(self) -> Book:
        path = self._tries_file
        try:
            told = json.loads(path.read_text(encoding="ascii"))
            return {str(number): Tries(int(wrong), int(at)) for number, (wrong, at) in told.items()}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise HubKeyError(f"{path}: the wrong PINs cannot be read: {error.strerror}") from None
        except (ValueError, TypeError, AttributeError, OverflowError):
            raise HubKeyError(
                f"{path}: the wrong PINs cannot be read: remove this file, then PINs count anew"
            ) from None

    def _keep(self, book: Book) -> None:
        told = {number: (tries.wrong, tries.at) for number, tries in book.items()}
        draft = self._tries_file.with_name(f".{self._tries_file.name}.part")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
                json.dump(told, file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._tries_file)
        except OSError as error:
            raise HubKeyError(f"{self._tries_file}: wrong PINs cannot be counted: {error.strerror}") from None


def _keyed(badge: Badge, pin: str, key: bytes) -> bytes:
    said = json.dumps(["PS-P", badge.number, badge.role, badge.operator, pin])
    return hmac.digest(key, said.encode(), "sha256").hex().encode()


def _hasher() -> PasswordHasher:
    """19 MiB, two passes, one lane (OWASP's least for Argon2id): a station has little memory to spare."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
