"""Who may speak to the centre: bearer tokens from a file."""

from __future__ import annotations

import ipaddress
import logging
import stat
import threading
import time
from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from pathlib import Path

STATION, HUB, FEED = ROLES = ("station", "hub", "feed")
"""A station tells its own and reads; the hub reads of every station; the feed is all entries, for another system."""
LOOK_S = 1.0
"""How often at most a token file is looked at for a change."""
_log = logging.getLogger("uvicorn.error")


class TokensError(ValueError):
    """The tokens cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the holder of a token may do."""

    stations: frozenset[str] | None
    """The stations it may speak for; None: every one."""
    roles: frozenset[str] = frozenset(ROLES)

    def allows(self, station_id: str) -> bool:
        """Whether the holder may speak for this station."""
        return STATION in self.roles and (self.stations is None or station_id in self.stations)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The accepted tokens; none at all: everybody may speak."""

    pairs: tuple[tuple[str | None, str], ...] = ()
    """Station id (None: every one, and every role) and token."""
    readers: tuple[tuple[str, str], ...] = ()
    """Role (hub or feed) and token."""

    @property
    def are_asked_for(self) -> bool:
        """False: everybody may speak."""
        return bool(self.pairs or self.readers)

    def grant(self, authorization: str) -> Grant | None:
        """What the value of an Authorization header entitles to; None: nothing. Each token is compared in full."""
        if not self.are_asked_for:
            return Grant(None)
        scheme, _, given = authorization.partition(" ")
        sent = given.strip().encode()
        held = [station for station, token in self.pairs if compare_digest(token.encode(), sent)]
        roles = [role for role, token in self.readers if compare_digest(token.encode(), sent)]
        if scheme.lower() != "bearer" or not (held or roles):
            return None
        if None in held:
            return Grant(None)
        return Grant(frozenset(filter(None, held)), frozenset([*roles, STATION] if held else roles))


class TokenFile:
    """The tokens of a file, read again when it changes. May be used from several threads."""

    def __init__(self, path: Path) -> None:
        """TokensError when the file cannot be used."""
        self._path = path
        self._lock = threading.Lock()
        self._mark = _mark(path)
        self._tokens = read_tokens(path)
        self._look_at = time.monotonic() + LOOK_S

    @property
    def are_asked_for(self) -> bool:
        """As `Tokens.are_asked_for`; a file always has some."""
        return self._tokens.are_asked_for

    def grant(self, authorization: str) -> Grant | None:
        """As `Tokens.grant`. A changed file that cannot be used is told in the log, and the tokens before stay."""
        with self._lock:
            if time.monotonic() >= self._look_at:
                self._look_at = time.monotonic() + LOOK_S
                self._read_changed()
        return self._tokens.grant(authorization)

    def _read_changed(self) -> None:
        if (mark := _mark(self._path)) == self._mark:
            return
        self._mark = mark
        try:
            self._tokens = read_tokens(self._path)
        except TokensError as error:
            _log.error("%s. The tokens read before stay in force", error)


def _mark(path: Path) -> tuple[int, ...] | None:
    """Changes with the content and the rights of a file."""
    try:
        facts: os.stat_result = path.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size


def read_tokens(path: Path) -> Tokens:
    """The tokens of a file: one token, or lines `station_id token` and `role name token`; `#` begins a comment line.

    TokensError in words.
    """
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TokensError(f"{path} cannot be read ({error}); put the token there") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise TokensError(f"{path} may be read by others; run: chmod 600 {path}")
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        raise TokensError(f"{path} holds no token; write one token, or lines of station id and token")
    if len(lines) == 1 and len(lines[0]) == 1:
        return Tokens(((None, _token(path, lines[0][0])),))
    if any(len(words) not in (2, 3) for words in lines):
        raise TokensError(f"{path} must hold one token, or on each line a station id and token, or role, name, token")
    if any(len(words) == 3 and words[0] not in ROLES for words in lines):  # its words may be secrets
        raise TokensError(f"{path}: a line of three words must begin with a role: {', '.join(ROLES)}")
    told = [(*([STATION] if len(words) == 2 else []), *words) for words in lines]
    pairs = tuple((name, _token(path, token)) for role, name, token in told if role == STATION)
    return Tokens(pairs, tuple((role, _token(path, token)) for role, _, token in told if role != STATION))


def _token(path: Path, token: str) -> str:
    if token.isascii() and token.isprintable():
        return token
    raise TokensError(f"{path}: a token must be of printable ASCII characters")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_exposure(tokens: Tokens | TokenFile, host: str) -> None:
    """TokensError when anybody on the network could write without a token."""
    if not tokens.are_asked_for and not is_loopback(host):
        raise TokensError(f"without a token the server listens on this machine only, not on {host}; give --token-file")
