"""What the set-up screens show of devices that are being chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hardware.contract import Frame, Notice, Weight
    from hardware.picture_contract import Advice, PictureFigures


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a device says nothing."""

    words: str
    """English."""
    about: Notice | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen; nothing can, where it only tells what was found."""

    text: str
    """Names and figures, in no language."""
    settings: tuple[tuple[str, str], ...] = ()
    """Keys of the configuration and what to write there, in their order; empty: it cannot be chosen."""
    wants_unit: bool = False
    """The scale does not say its unit."""


@dataclass(frozen=True, slots=True)
class CameraLook:
    """What the camera gives now."""

    source: str
    frame: Frame | None = None
    figures: PictureFigures | None = None
    advice: tuple[Advice, ...] = ()
    fps: float = 0.0
    fourcc: str = ""
    best: float = 0.0
    """The sharpest since it was opened, 0 to 100."""
    read: int = 0
    looked: int = 0
    """Of the newest 100 frames that were looked at, so many gave a certain code."""
    read_ms: float = 0.0
    """CPU and waiting of one look, on average."""
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class ScaleLook:
    """What the scale says now."""

    port: str
    weight: Weight | None = None
    strange: bytes = b""
    """The newest bytes that are no message."""
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of something that was asked."""

    good: bool
    text: str
    """What a device, the doctor or the record says, in English."""


@dataclass(frozen=True, slots=True)
class Change:
    """A key of the configuration that would be written; nothing is yet."""

    key: str
    value: str
    """As it was typed."""
    text: str
    """The whole file with it: whoever writes it has seen what differs."""
    differs: tuple[tuple[str, str, str], ...]
    """Key, value before and value after; several where one follows from the other. Passwords are masked."""
