"""What the word that names a camera stands for, and how it is shown."""

from __future__ import annotations

import re
from pathlib import Path

_SECRET_PARAMETER = re.compile(r"(?i)((?:pass(?:word|wd)?|pwd|token|auth|key)=)[^&#\s]*")


def is_url(source: str) -> bool:
    """Whether it is a network stream."""
    return "://" in source


def device_path(source: str) -> Path | None:
    """The device node of `0` or `/dev/...`; None when it names something else."""
    if source.isascii() and source.isdigit():
        return Path(f"/dev/video{int(source)}")
    return Path(source) if source.startswith("/dev/") else None


def is_live(source: str) -> bool:
    """Whether it is a device or a stream, which never repeats a picture, and not a file or a folder."""
    return device_path(source) is not None or is_url(source)


def without_password(url: str) -> str:
    """The URL with its password, or a parameter such as `password=`, as `***`."""
    scheme, there, rest = url.partition("://")
    end = len(re.split(r"[/?#]", rest, maxsplit=1)[0])
    if "@" not in rest[:end] and not re.fullmatch(r"[^:]*(:\d*)?|\[.*", rest[:end]):
        end = rest.rfind("@") + 1 or end  # a password with a slash in it that was not written as %2F
    user, at, host = rest[:end].rpartition("@")
    name, colon, _ = user.partition(":")
    if at and colon:
        rest = f"{name}:***@{host}{rest[end:]}"
    return scheme + there + _SECRET_PARAMETER.sub(r"\1***", rest)
