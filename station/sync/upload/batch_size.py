"""How many scans go into the next batch."""

from __future__ import annotations

from dataclasses import dataclass, replace

REMEMBERED_S = 600.0
"""How long a 413 holds: a gateway's limit may be mended while the station runs."""


@dataclass(frozen=True, slots=True)
class BatchSize:
    """Halved by a refusal until the scan to blame stands alone, doubled by each success."""

    largest: int
    now: int
    fits: int
    """What a 413 has taught to fit."""
    fits_until: float = 0.0
    """Monotonic seconds."""

    @classmethod
    def of(cls, largest: int) -> BatchSize:
        """Nothing learnt yet."""
        return cls(largest, largest, largest)

    def refused(self, scans: int) -> BatchSize:
        """A batch of so many, more than one, was refused as a whole."""
        return replace(self, now=max(1, scans // 2))

    def too_large(self, scans: int, at: float) -> BatchSize:
        """So many, more than one, were too many."""
        half = max(1, scans // 2)
        return replace(self, now=half, fits=half, fits_until=at + REMEMBERED_S)

    def one_to_blame(self) -> BatchSize:
        """One scan alone was refused: what was too large, or disliked, was it and not the batch."""
        return replace(self, fits=self.largest)

    def taken(self, at: float) -> BatchSize:
        """A batch of the present size was answered scan by scan."""
        fits = self.fits if at < self.fits_until else self.largest
        return replace(self, now=min(2 * self.now, fits), fits=fits)
