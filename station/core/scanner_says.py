"""What is known of a scanner beside its health."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScannerSays:
    """What one scanner sent since the station began."""

    label: str
    scans: int = 0
    dropped: int = 0
    """Scans that were noise."""
    strange: int = 0
    """Messages of another form than was configured: what they told is lost."""
    last: str = ""
    """The text of its last scan; untrusted."""
    at: float | None = None
    """When that came, monotonic seconds."""
    locked: bool = False
    """It is locked until somebody has acknowledged a stop."""
