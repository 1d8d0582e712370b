"""The bearer token: a file that only the station's user can read, never an environment variable."""

from __future__ import annotations

import os
import re
from pathlib import Path

from station.sync.errors import SyncSettingsError

CREDENTIAL = "tracking-token"
"""Name of the credential that systemd hands over (`LoadCredential=tracking-token:/path`)."""
_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")


def read_token(path: Path | None) -> str | None:
    """The token in a file; without a path that in $CREDENTIALS_DIRECTORY/tracking-token, or None when there is none.

    SyncSettingsError in words when the file is missing, open to others, or holds no token.
    """
    if path is not None:
        return _token(path, private=True)
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder or not (Path(folder) / CREDENTIAL).exists():
        return None
    return _token(Path(folder) / CREDENTIAL, private=False)


def _token(path: Path, *, private: bool) -> str:
    """`private`: refuse a file that others may read. systemd guards its own files, by an ACL that looks like 0440."""
    try:
        with path.open(encoding="ascii") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read(8192).strip()
    except (OSError, UnicodeDecodeError) as error:
        why = "not plain ASCII text" if isinstance(error, UnicodeDecodeError) else error.strerror or str(error)
        raise SyncSettingsError(f"{path}: the token cannot be read: {why}. Set sync.token_file") from error
    if private and mode & 0o077:
        raise SyncSettingsError(f"{path}: other users may read the token. chmod 600 {path}, then make a new token")
    if not _TOKEN.fullmatch(text):
        raise SyncSettingsError(f"{path}: holds no token. Write the token alone into it, on one line")
    return text
