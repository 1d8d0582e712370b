"""A set-up bench that says what a test wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace

import numpy as np

from hardware.contract import Frame, Weight
from hardware.picture_contract import PictureFigures, advise
from station.core.set_up import CameraLook, Choice, ScaleLook, Tried

FIGURES = PictureFigures(
    1280, 720, tuple(0.01 * (1 + place % 9) for place in range(32)), 12, 231, 0.021, 0.004, 0.0, 1.9, 1.6
)
PIXELS = np.tile(np.linspace(40, 220, 128, dtype=np.uint8), (72, 1))
SCALES = (
    Choice("/dev/serial/by-id/usb-FTDI_1  st-gs-generic  9600 8N1  0.850 kg", (("scale.enabled", "true"),)),
    Choice("/dev/serial/by-id/usb-FTDI_1  yaohua-a9  9600 8N1  850 ?", (("scale.enabled", "true"),), wants_unit=True),
    Choice("/dev/ttyS0: no scale answers; check that it is on, its cable, and that its interface is switched on"),
)
FINDINGS = (
    SimpleNamespace(name="camera", state="ok", words="1280x720 MJPG, 30 pictures/s"),
    SimpleNamespace(name="scale", state="fault", words="/dev/ttyUSB7: no such device; plug it in"),
    SimpleNamespace(name="clock", state="warning", words="not synchronised: sudo timedatectl set-ntp true"),
)


@dataclass
class ScriptedBench:
    file: str = "/etc/parcel-station/station.toml"
    written: list[tuple[str, str]] = field(default_factory=list)
    watched: str = ""

    def value(self, key: str) -> str:
        return {"station.id": "hub-7", "station.data_dir": "/var/lib/parcel-station"}.get(key, "")

    def wrong(self, key: str, text: str) -> str:
        return "write 1 to 64 letters" if " " in text else ""

    def camera(self) -> CameraLook | None:
        if self.watched != "camera":
            return None
        frame = Frame(PIXELS, 1, 0.0)
        return CameraLook("0", frame, FIGURES, advise(FIGURES, 29.8), 29.8, "MJPG", 91.0, 97, 100, 14.0)

    def scale(self) -> ScaleLook | None:
        weight = Weight("weight", Decimal("0.850"), "kg", True, None, "ok", b"ST,GS,+  0.850kg\r\n", 0.0)
        return ScaleLook("/dev/ttyUSB0", weight) if self.watched == "scale" else None

    def zero(self) -> None:
        self.written.append(("zero", ""))

    def put(self, settings: Sequence[tuple[str, str]]) -> str:
        self.written += settings
        return ""

    def watch(self, *, camera: bool = False, scale: bool = False) -> None:
        self.watched = "camera" if camera else "scale" if scale else ""

    def cameras(self) -> Sequence[Choice]:
        return (Choice("C920  /dev/v4l/by-id/usb-046d_C920-video-index0", (("camera.enabled", "true"),)),)

    def scales(self, port: str, progress: Callable[[str], None]) -> Iterator[Choice]:
        progress("asking")
        yield from SCALES

    def scanners(self, port: str, seconds: float) -> Iterator[Choice]:
        yield Choice("/dev/ttyACM0  9600  LX123456785CN", (("scanner.1.name", "scanner-1"),))

    def printers(self) -> Sequence[str]:
        return ("/dev/usb/lp0",)

    def use_printer(self, port: str) -> Tried:
        return Tried(good=False, text=f"{port}: prints nothing now: paper out")

    def ring(self, playing: Callable[[str], None]) -> Tried:
        raise ValueError("seeded")

    def test_weight(self, grams: str, tolerance: str) -> Tried | None:
        return Tried(good=False, text=f"850 g, -150 g (limit {tolerance} g)")

    def use_token(self, text: str) -> Tried:
        return Tried(good=True, text=text)

    def centre(self) -> Tried:
        return Tried(good=True, text="https://centre.example answers in 12 ms, takes the token of this station")

    def plan(self, file: str) -> Tried:
        return Tried(good=True, text="sort plan example-1: 20 rules")

    def findings(self) -> Sequence[SimpleNamespace]:
        return FINDINGS
