"""Reading single frames of the simulated camera: this reader beside zxing-cpp and zbar with their defaults."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import zxingcpp

from station import build
from station.bench.figures import Figure, figure
from station.core.choose import choose
from station.core.identify import identify
from station.core.models import ReadVerdict

if TYPE_CHECKING:
    from collections.abc import Callable


def run(frames: int, seed: int) -> list[Figure]:
    """`frames` parcels, one frame each, read by everyone; the note says how many parcel ids were right and wrong."""
    reader = build.open_reader()

    def ours(pixels: Any) -> list[str]:
        choice = choose(reader.read(pixels).symbols)
        chosen = choice.parcel if choice.verdict is ReadVerdict.READ else None
        return [chosen.identity.normalized or ""] if chosen else []

    def zxing(pixels: Any) -> list[str]:
        return [identify(code.text).normalized or code.text for code in zxingcpp.read_barcodes(pixels)]

    engines: dict[str, Callable[[Any], list[str]]] = {"this reader": ours, "zxing-cpp alone": zxing}
    if (zbar := _zbar()) is not None:
        engines["pyzbar alone"] = zbar
    times: dict[str, list[float]] = {name: [] for name in engines}
    right = dict.fromkeys(engines, 0)
    for pixels, parcel_id in _frames(frames, seed):
        for name, engine in engines.items():
            began = time.perf_counter()
            found = engine(pixels)
            times[name].append((time.perf_counter() - began) * 1000)
            right[name] += parcel_id in found
    return [figure(name, times[name], f"{right[name]} of {frames} parcel ids") for name in engines]


def _zbar() -> Callable[[Any], list[str]] | None:
    try:
        from pyzbar import pyzbar
    except ImportError:
        return None

    def read(pixels: Any) -> list[str]:
        return [identify(code.data.decode(errors="replace")).normalized or "" for code in pyzbar.decode(pixels)]

    return read


def _frames(count: int, seed: int) -> Any:
    camera = build.SimulatedTable(seed, 50).camera
    camera.open()
    number = 0
    for parcel, _ in zip(build.simulated_parcels(seed), range(count), strict=False):
        camera.place(parcel)
        frame = camera.newest(number, 5.0)
        if frame is not None:
            number = frame.number
            yield frame.pixels, parcel.parcel_id
        camera.remove()
    camera.close()
