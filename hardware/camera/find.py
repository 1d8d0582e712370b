"""The cameras that this machine has, by names that stay the same."""

from __future__ import annotations

import fcntl
import os
import struct
from dataclasses import dataclass
from pathlib import Path

from hardware.access import permission_cure
from hardware.error_texts import JOIN, english

DEV = Path("/dev")
SYS = Path("/sys/class/video4linux")

_QUERYCAP = 0x80685600
"""VIDIOC_QUERYCAP of linux/videodev2.h: reads a struct v4l2_capability of 104 bytes."""
_CAPABILITIES_AT = 84
_DEVICE_CAPS = 0x80000000
_CAPTURE = 0x00000001 | 0x00001000
"""V4L2_CAP_VIDEO_CAPTURE, or its multi-planar kind."""


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """One node that gives pictures."""

    path: str
    """The path to write into the configuration: stable when there is a stable one."""
    node: str
    """`/dev/video0`; may be another after the next start."""
    name: str
    """What the camera calls itself; empty when it does not say."""
    reason: str
    """Why it cannot be used, and what to do; empty when it can."""


def find_cameras(dev: Path = DEV, sys: Path = SYS) -> list[FoundCamera]:
    """Every capture node, ordered by number. Nothing is opened for pictures; a camera in use is found too."""
    stable = _stable_paths(dev)
    found = []
    for node in sorted((path for path in dev.glob("video*") if path.name[5:].isdecimal()), key=_number):
        gives_pictures, reason = _ask(node)
        entry = sys / node.name
        if gives_pictures is None:
            gives_pictures = _line(entry / "index") in {"", "0"}
        if gives_pictures:
            found.append(FoundCamera(str(stable.get(node.name, node)), str(node), _line(entry / "name"), reason))
    return found


def _number(node: Path) -> int:
    return int(node.name[5:])


def _stable_paths(dev: Path) -> dict[str, Path]:
    """Node name -> the link that names the camera, or else its socket."""
    links: dict[str, Path] = {}
    for kind in ("by-path", "by-id"):
        for link in sorted((dev / "v4l" / kind).glob("*"), reverse=True):
            links[link.resolve().name] = link
    return links


def _ask(node: Path) -> tuple[bool | None, str]:
    """Whether the kernel says that it gives pictures (None: it cannot be asked), and what stands in the way."""
    answer = bytearray(104)
    try:
        descriptor = os.open(node, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except PermissionError:
        cure = english({"": JOIN}, "", permission_cure(node, "video").items())
        return None, f"no permission; {cure}"
    except OSError as error:
        return None, f"cannot be opened: {error.strerror}. Plug it in again"
    try:
        fcntl.ioctl(descriptor, _QUERYCAP, answer)
    except OSError:
        return None, ""
    finally:
        os.close(descriptor)
    capabilities, device = struct.unpack_from("=II", answer, _CAPABILITIES_AT)
    return bool((device if capabilities & _DEVICE_CAPS else capabilities) & _CAPTURE), ""


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
