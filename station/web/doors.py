"""Who may look on: whoever gave the word once has a cookie for a while. Neither ever stands in an address."""

from __future__ import annotations

import hmac
import secrets
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config.address import is_this_machine

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import HTTPConnection

COOKIE = "station_watch"
LASTS_S = 12 * 3600.0
"""A cookie is good for a shift."""
MOST = 100
"""Cookies that are good at once; the oldest goes first."""


class Doors:
    """`word` is asked anew each time: another word ends every cookie that was given for the one before."""

    def __init__(self, word: Callable[[], str] | None, now: Callable[[], float] = time.monotonic) -> None:
        """None: whoever is on this machine may look on."""
        self._word, self._now = word, now
        self._given: dict[str, tuple[float, str]] = {}
        """By cookie, until when it is good, and for which word."""

    def cookie_for(self, word: str) -> str | None:
        """A new cookie; None: it is not the word."""
        if self._word is None or not hmac.compare_digest(word.encode(), self._word().encode()):
            return None
        while len(self._given) >= MOST:
            del self._given[next(iter(self._given))]
        made = secrets.token_urlsafe(32)
        self._given[made] = (self._now() + LASTS_S, word)
        return made

    def may(self, asked: HTTPConnection) -> bool:
        """Whether the cookie is good. Without a word: whether this machine is asked under its own name, so that no page
        of another address reaches it by a name that leads here.
        """
        if self._word is None:
            return is_this_machine(urlsplit(f"//{asked.headers.get('host', '')}").hostname or "")
        until, word = self._given.get(asked.cookies.get(COOKIE, ""), (0.0, ""))
        return self._now() < until and hmac.compare_digest(word.encode(), self._word().encode())

    def is_ours(self, asked: HTTPConnection) -> bool:
        """Whether the page that asks is of this address; no browser asks without telling."""
        origin = asked.headers.get("origin")
        return origin is None or urlsplit(origin).netloc == asked.headers.get("host")
