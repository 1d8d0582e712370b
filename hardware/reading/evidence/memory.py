"""What the frames of a camera leave in its reader: enough to go on in another process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from hardware.contract import Reading


@dataclass(frozen=True, slots=True)
class Track:
    """One text at one place, which may move."""

    symbology: str
    text: str
    at: tuple[float, float]
    length: float
    frame: int
    votes: int


@dataclass(frozen=True, slots=True)
class ReaderMemory:
    """Everything in it is frozen: it is taken before each frame, and costs as much as a thumbnail."""

    tracks: tuple[Track, ...]
    outshone: tuple[tuple[str, int], ...]
    """Texts and the frame in which each was seen last."""
    thumb: tuple[tuple[int, ...], bytes] | None
    """Shape and grey levels of the last frame that was looked at."""
    kept: Reading | None
    counts: tuple[int, ...]
    """Frame, skipped, looks, same, unread and unnamed."""
    at: tuple[int, int] = (0, 0)
    """Where the part that was read began, in pixels of the last picture."""


class Remembering(Protocol):
    """A reader that can go on where another one was."""

    def read(self, pixels: Any, late: tuple[int, ...] | None = None) -> Reading: ...

    def memory(self) -> ReaderMemory: ...

    def recall(self, memory: ReaderMemory) -> None: ...

    def reading_between_looks(self) -> Reading: ...
