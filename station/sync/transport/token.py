"""The bearer token of the centre: from a file that only the station may read, never from the configuration."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from hardware.contract import CodedError, notice
from hardware.error_texts import os_reason
from station.core import LINE_TEXTS

CREDENTIAL = "tracking-token"
"""Name of the systemd credential (LoadCredential=tracking-token:...)."""


SHORTEST_SECRET = 16


class TokenError(CodedError, OSError):
    """The token cannot be used; the text says why and what to do."""

    sentences = LINE_TEXTS


def read_token(path: Path | None) -> str | None:
    """The token of `path`, else of systemd's credentials folder, else None. TokenError in words."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if path is None:
        if folder is None or not (Path(folder) / CREDENTIAL).is_file():
            return None
        path = Path(folder) / CREDENTIAL
    try:
        mode = path.stat().st_mode
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise TokenError(notice("token_unread", path=str(path), reason=os_reason(error))) from None
    refuse_shared(path, mode, "sync.token_file")
    if not token or not token.isprintable() or " " in token:
        raise TokenError(notice("token_malformed", path=str(path)))
    return token


def read_secret(path: Path | None, key: str) -> bytes:
    """A secret of 16 bytes or more that several machines share. TokenError in words; `key` is who names the file."""
    if path is None:
        raise TokenError(f"{key}: no file is named; make one with: openssl rand -hex 32")
    try:
        mode, secret = path.stat().st_mode, path.read_bytes().strip()
    except OSError as error:
        raise TokenError(f"{key}: {path} cannot be read ({error}); put the secret there") from None
    refuse_shared(path, mode, key)
    if len(secret) < SHORTEST_SECRET:
        raise TokenError(f"{key}: {path} holds less than {SHORTEST_SECRET} bytes; make it with: openssl rand -hex 32")
    return secret


def refuse_shared(path: Path, mode: int, key: str) -> None:
    """TokenError when others than its owner may use the secret in a file; `key` is who names the file."""
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise TokenError(notice("secret_shared", key=key, path=str(path)))
