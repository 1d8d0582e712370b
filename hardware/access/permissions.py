"""What lets a user open a device that is closed to them."""

from __future__ import annotations

import grp
import stat
from pathlib import Path

RULES = Path(__file__).with_name("99-parcel-station.rules")
"""udev rules that give the devices of a station to the groups dialout and video."""

DEVICE_GROUPS = frozenset({"dialout", "uucp", "plugdev", "video", "input", "lp"})
"""Groups that give nothing but devices. Any other, such as root, disk or tty, would give the user far more."""


def permission_cure(node: Path, usual: str) -> str:
    """What to do: join the node's group where that is one for devices and may open it, else a udev rule first.

    `usual`: the group to which the rule gives such a device.
    """
    group = _group(node)
    if group in DEVICE_GROUPS:
        return f"add the user to the group {group} and log in again"
    return (
        f"`sudo station config udev` writes the udev rule that opens it to the group {usual}; "
        "add the user to that group and log in again"
    )


def _group(node: Path) -> str | None:
    """The group that may read and write the node; None: it may not, or has no name."""
    try:
        found = node.stat()
        return grp.getgrgid(found.st_gid).gr_name if stat.S_IMODE(found.st_mode) & 0o060 == 0o060 else None
    except (OSError, KeyError):
        return None
