"""What lets a user open a device that is closed to them."""

from __future__ import annotations

import grp
import stat
from pathlib import Path

RULES = Path(__file__).with_name("99-parcel-station.rules")
"""udev rules that give the devices of a station to the groups dialout and video."""

DEVICE_GROUPS = frozenset({"dialout", "uucp", "plugdev", "video", "input", "lp"})
"""Groups that give nothing but devices. Any other, such as root, disk or tty, would give the user far more."""


def permission_cure(node: Path, usual: str) -> dict[str, str]:
    """What to do, as a value of an error: join the `group` of the node where that is one for devices and may open it,
    else a udev rule first, which gives such a device to the `rule_group`, the `usual` one.
    """
    group = _group(node)
    return {"group": group} if group in DEVICE_GROUPS else {"rule_group": usual}


def _group(node: Path) -> str | None:
    """The group that may read and write the node; None: it may not, or has no name."""
    try:
        found = node.stat()
        return grp.getgrgid(found.st_gid).gr_name if stat.S_IMODE(found.st_mode) & 0o060 == 0o060 else None
    except (OSError, KeyError):
        return None
