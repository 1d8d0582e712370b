"""What the word that names a camera stands for, and how it is shown."""

from __future__ import annotations

from pathlib import Path


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
