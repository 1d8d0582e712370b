"""Faults of cameras and scales: whose finding each is, and what that has to say."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from config import Config
from station.doctor.camera import check_camera
from station.doctor.scale import check_port_users, check_scale
from tests.station.doctor.devices import Talker, with_parity
from tests.station.doctor.rig import Rig, Seed, closed_port

STREAM = b"ST,GS,+  1.234kg\r\n"


def _ended(process: subprocess.Popen[Any]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _held_terminal(rig: Rig) -> str:
    """A pseudo-terminal that another process has, for itself alone."""
    talker = rig.stack.enter_context(Talker(STREAM))
    program = "import fcntl, sys, time, os; f = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY); "
    program += "fcntl.ioctl(f, 0x540C); fcntl.flock(f, 2); print('held', flush=True); time.sleep(600)"
    holder = subprocess.Popen([sys.executable, "-c", program, talker.port], stdout=subprocess.PIPE, text=True)
    rig.stack.callback(_ended, holder)
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == "held"
    return talker.port


def _meddled(rig: Rig) -> Config:
    """A program of this name runs."""
    copy = rig.folder / "ModemManager"
    copy.symlink_to("/bin/sleep")
    holder = subprocess.Popen([str(copy), "600"])
    rig.stack.callback(_ended, holder)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{holder.pid}/comm").read_text().strip() != "ModemManager" and time.monotonic() < deadline:
        time.sleep(0.01)
    return rig.scale("/dev/ttyUSB0")


CAMERA: tuple[Seed, ...] = (
    Seed("camera absent", check_camera, ("/dev/video99", "plug it in"), lambda r: r.camera("/dev/video99")),
    Seed(
        "camera by-id absent",
        check_camera,
        ("by-id/usb-gone", "plug"),
        lambda r: r.camera("/dev/v4l/by-id/usb-gone"),
    ),
    Seed(
        "video missing",
        check_camera,
        ("gone.mp4", "no such file"),
        lambda r: r.camera(str(r.folder / "gone.mp4")),
    ),
    Seed(
        "text as video",
        check_camera,
        ("notes.txt", "mp4"),
        lambda r: r.camera(str(r.file("notes.txt", b"words " * 50))),
    ),
    Seed("empty folder", check_camera, ("no pictures", "png"), lambda r: r.camera(str(r.folder))),
    Seed(
        "rtsp refused",
        check_camera,
        ("refused", "port"),
        lambda r: r.camera(f"rtsp://127.0.0.1:{closed_port()}/x"),
    ),
    Seed(
        "camera's name unknown",
        check_camera,
        ("no-such.invalid", "spelling"),
        lambda r: r.camera("http://no-such.invalid/x"),
    ),
    Seed(
        "not a camera, held by a process",
        check_camera,
        ("in use by pid", "end it"),
        lambda r: r.camera(_held_terminal(r)),
    ),
    Seed("picture black", check_camera, ("black", "lens cap"), lambda r: r.camera(r.cameras.url("black"))),
    Seed(
        "picture white",
        check_camera,
        ("overexposed", "expose shorter"),
        lambda r: r.camera(r.cameras.url("white")),
    ),
    Seed("picture blurred", check_camera, ("blurred", "set the focus"), lambda r: r.camera(r.cameras.url("blur"))),
    Seed(
        "picture one even grey",
        check_camera,
        ("low contrast", "lens"),
        lambda r: r.camera(r.cameras.url("even")),
    ),
    Seed(
        "resolution too low",
        check_camera,
        ("320x180", "1280x720", "camera.width"),
        lambda r: r.camera(r.cameras.url("small")),
    ),
    Seed(
        "picture frozen",
        check_camera,
        ("same|repeats one picture", "plug"),
        lambda r: r.camera(r.cameras.url("frozen")),
    ),
    Seed("camera slow", check_camera, ("slow", "light"), lambda r: r.camera(r.cameras.url("slow"))),
    Seed("camera answers 401", check_camera, ("401", "password"), lambda r: r.camera(r.cameras.url("401"))),
    Seed("camera answers 404", check_camera, ("404", "path"), lambda r: r.camera(r.cameras.url("404"))),
    Seed("camera answers 503", check_camera, ("503", "restart"), lambda r: r.camera(r.cameras.url("503"))),
    Seed(
        "camera answers with a page",
        check_camera,
        ("web page", "login", "path"),
        lambda r: r.camera(r.cameras.url("html")),
    ),
    Seed(
        "camera stalls",
        check_camera,
        ("no answer|no first picture|does not answer", "check"),
        lambda r: r.camera(r.cameras.url("stall")),
    ),
    Seed("camera hangs up", check_camera, ("hangs up", "restart"), lambda r: r.camera(r.cameras.url("hangup"))),
)
SCALE: tuple[Seed, ...] = (
    Seed("port absent", check_scale, ("/dev/ttyUSB99", "plug it in"), lambda r: r.scale("/dev/ttyUSB99")),
    Seed("port is a file", check_scale, ("not a serial device",), lambda r: r.scale(str(r.file("port")))),
    Seed("port is a folder", check_scale, ("folder", "name a device"), lambda r: r.scale(str(r.folder))),
    Seed("scale silent", check_scale, ("no byte|silent|nothing", "check"), lambda r: r.talker(b"")),
    Seed(
        "protocol wrong",
        check_scale,
        ("look like", "scale detect"),
        lambda r: r.talker(STREAM, protocol="radwag"),
    ),
    Seed(
        "order wrong",
        check_scale,
        ("order=reversed", "scale detect"),
        lambda r: r.talker(b"=432.1000", protocol="yaohua-eq", settings={"order": "forward", "unit": "kg"}),
    ),
    Seed(
        "parity wrong",
        check_scale,
        ("7 data bits and even parity", "scale detect"),
        lambda r: r.talker(with_parity(STREAM, even=True), protocol="st-gs-generic"),
    ),
    Seed(
        "baud rate wrong",
        check_scale,
        ("baud rate", "scale detect"),
        lambda r: r.talker(bytes((0xF8, 0x00, 0x80, 0xFE, 0x1C)), protocol="st-gs-generic"),
    ),
    Seed("tcp refused", check_scale, ("refused", "port"), lambda r: r.scale(f"socket://127.0.0.1:{closed_port()}")),
    Seed(
        "tcp host unknown",
        check_scale,
        ("no-such.invalid", "spelling"),
        lambda r: r.scale("socket://no-such.invalid:4001"),
    ),
    Seed(
        "usb scale absent",
        check_scale,
        ("0922:8003", "plug"),
        lambda r: r.scale("hid:0922:8003", protocol="usb-hid-pos"),
    ),
    Seed(
        "unit wrong (lb for a kg scale)",
        check_scale,
        ("scale.settings.unit", "compare"),
        lambda r: r.simulated(1234, "lb", protocol="yaohua-a9"),
    ),
    Seed("never stable", check_scale, ("never stable", "wind"), lambda r: r.simulated(500, noise_g=40)),
    Seed("negative at rest", check_scale, ("negative", "-0.5", "zero it"), lambda r: r.simulated(-500)),
    Seed("overload", check_scale, ("overload", "take the load off"), lambda r: r.simulated(90_000)),
    Seed(
        "port held by a process",
        check_scale,
        ("in use by pid", "end it"),
        lambda r: r.scale(_held_terminal(r), protocol="st-gs-generic"),
    ),
    Seed("ModemManager runs", check_port_users, ("ModemManager", "systemctl disable"), _meddled),
)
