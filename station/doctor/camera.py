"""The camera, judged by about ten pictures, and the reader."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hardware.contract import Defect, DeviceError, notice
from station.assembly import camera_controls, camera_judge, locked_controls, open_camera, open_reader
from station.doctor.finding import FAULT, OK, WARNING, Finding, of_defects
from station.doctor.running import device_of, of_running
from station.language import ENGLISH, language, trouble_texts

if TYPE_CHECKING:
    from typing import Any, Protocol

    from config import Config
    from hardware.contract import Camera, Frame
    from station.doctor.running import Running

    class CameraJudge(Protocol):
        """Looks at frames and names what is wrong with them."""

        live: bool

        def see(self, frame: Frame) -> None:
            """Look at one more frame."""

        def defects(self, fourcc: str) -> tuple[Defect, ...]:
            """What was wrong with those that were seen."""


FRAMES = 10
LOOK_S, SLOWEST_S = 1.2, 2.5
"""Longest look at a camera that gives pictures, and at one that gives hardly any."""


def check_camera(config: Config, running: Running | None) -> Finding:
    """Whether its pictures can be read."""
    if not config.camera.enabled:
        return Finding("camera", OK, "switched off in the configuration")
    camera = open_camera(config)
    device = device_of(running, "camera")
    if running is not None and device is not None:
        held = of_running(device, running.pid, camera.name, _measures(device))
        if held is not None:
            return held
    try:
        camera.open()
        judge = camera_judge(config, 0.0)
        finding = _judged(camera, judge)
        if finding.state == OK and (loose := _not_locked(config)):
            words = (
                f"{camera.name}: does not keep {', '.join(loose)} as configured; station camera tune shows its range"
            )
            return Finding("camera", WARNING, words)
        if finding.state == OK or not judge.live:
            return finding
        return _judged(camera, camera_judge(config, 0.0))  # it may have been this machine, which is busy now
    except DeviceError as error:
        return Finding("camera", FAULT, str(error))
    finally:
        camera.close()


def check_reader(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Whether each engine can be used."""
    warning = open_reader(config).warning
    if warning is None:
        print_ = "; printed numbers are read too" if config.reader.text else ""
        return Finding("reader", OK, "engines: " + ", ".join(config.reader.engines) + print_)
    return Finding("reader", WARNING, trouble_texts(warning, language(ENGLISH)).technician)


def _not_locked(config: Config) -> list[str]:
    """Controls that are configured and stand at another value."""
    controls, wanted = camera_controls(config), locked_controls(config)
    return [f"camera.{name}" for name, value in wanted.items() if controls and controls.get(name) != value]


def _judged(camera: Camera, judge: CameraJudge) -> Finding:
    start = time.monotonic()
    number, count = 0, 0
    while count < FRAMES and (waited := time.monotonic() - start) < (LOOK_S if count > 1 else SLOWEST_S):
        frame = camera.newest(number, SLOWEST_S - waited)
        if frame is None:
            break
        judge.see(frame)
        number, count = frame.number, count + 1
    state = camera.state()
    if not count:
        return Finding("camera", FAULT, f"{camera.name}: opened, but sent no picture within {SLOWEST_S} s; restart it")
    defects = judge.defects(state.fourcc)
    if count == 1 and judge.live:
        defects = (*defects, Defect("slow", grave=False, about=notice("camera_one_picture", seconds=f"{SLOWEST_S:g}")))
    rate = f", {state.fps:.0f} pictures/s" if state.fps else ""
    return of_defects("camera", camera.name, f"{state.width}x{state.height} {state.fourcc}".rstrip() + rate, defects)


def _measures(device: dict[str, Any]) -> str:
    return f"{device.get('width')}x{device.get('height')}, {device.get('fps')} pictures/s"
