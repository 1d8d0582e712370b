"""A camera and a scale over one spot, on which parcels are put."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.simulated.camera.simulated_camera import SimulatedCamera
from hardware.simulated.scale.simulated_scale import SimulatedScale

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.simulated.camera.parcels import SimulatedParcel


class SimulatedTable:
    """A camera and a scale over one spot, both simulated. Between them and the screen nothing is."""

    def __init__(self, seed: int, rate: float, link: Path | None = None) -> None:
        """`rate`: parcels a second that the devices must be able to follow; `link`: a lasting name of the scale."""
        period = 1 / rate
        self.camera: SimulatedCamera = SimulatedCamera(fps=min(60, max(30, 4 * rate)), seed=seed)
        self.scale: SimulatedScale = SimulatedScale(
            link=link, settle_ms=min(600, round(250 * period)), rate_hz=min(100, max(25, 25 * rate))
        )
        self.rearm_s = min(0.3, 0.1 * period)

    def place(self, parcel: SimulatedParcel) -> None:
        """Put a parcel under the camera and on the scale."""
        self.camera.place(parcel)
        self.scale.place(parcel.grams)

    def remove(self) -> None:
        """Take it away."""
        self.camera.remove()
        self.scale.remove()
