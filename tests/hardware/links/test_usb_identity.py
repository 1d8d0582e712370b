"""A scale that comes back under another name is found; a twin of its adapter is never taken for it."""

from __future__ import annotations

import os
import socket
import time
import tty
from pathlib import Path

import pytest
from serial.tools.list_ports_common import ListPortInfo

from hardware.contract import DeviceError
from hardware.links.serial import Link
from hardware.links.usb_identity import Whereabouts, adapter_at
from hardware.scales import SerialScale


def _port(device: str, serial_number: str | None = None, location: str = "1-1", pid: int = 0x6001) -> ListPortInfo:
    port = ListPortInfo(device)
    port.vid, port.pid, port.serial_number, port.location = 0x0403, pid, serial_number, location
    return port


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        # The same socket, another number, whether it tells a serial number or not.
        ([_port("/dev/ttyUSB0")], [_port("/dev/ttyUSB1")], "/dev/ttyUSB1"),
        ([_port("/dev/ttyUSB0", "A1")], [_port("/dev/ttyUSB1", "A1")], "/dev/ttyUSB1"),
        # Another socket: its serial number tells.
        ([_port("/dev/ttyUSB0", "A1")], [_port("/dev/ttyUSB1", "A1", "1-2")], "/dev/ttyUSB1"),
        ([_port("/dev/ttyUSB0")], [_port("/dev/ttyUSB1", None, "1-2")], "/dev/ttyUSB0"),
        # A twin that was there before is another scale.
        (
            [_port("/dev/ttyUSB0"), _port("/dev/ttyUSB1", None, "1-2")],
            [_port("/dev/ttyUSB1", None, "1-2")],
            "/dev/ttyUSB0",
        ),
        (
            [_port("/dev/ttyUSB0", "0001"), _port("/dev/ttyUSB1", "0001", "1-2")],
            [_port("/dev/ttyUSB1", "0001", "1-2")],
            "/dev/ttyUSB0",
        ),
        # Both came back and exchanged their names.
        (
            [_port("/dev/ttyUSB0"), _port("/dev/ttyUSB1", None, "1-2")],
            [_port("/dev/ttyUSB1"), _port("/dev/ttyUSB0", None, "1-2")],
            "/dev/ttyUSB1",
        ),
        # Nothing like it is there, or something else took its socket.
        ([_port("/dev/ttyUSB0", "A1")], [], "/dev/ttyUSB0"),
        ([_port("/dev/ttyUSB0", "A1")], [_port("/dev/ttyUSB1", "B2", "1-1", 0x6015)], "/dev/ttyUSB0"),
        # No USB adapter.
        ([ListPortInfo("/dev/ttyUSB0")], [_port("/dev/ttyUSB1")], "/dev/ttyUSB0"),
    ],
)
def test_the_adapter_is_found_or_the_path_stays(
    before: list[ListPortInfo], after: list[ListPortInfo], path: str
) -> None:
    plugged = before
    whereabouts = Whereabouts("/dev/ttyUSB0", lambda: plugged)
    assert whereabouts.now() == "/dev/ttyUSB0"
    whereabouts.opened("/dev/ttyUSB0")
    plugged = after
    assert whereabouts.now() == path


def test_a_link_that_leads_to_the_adapter_stays_the_name(tmp_path: Path) -> None:
    device, link = tmp_path / "ttyUSB0", tmp_path / "by-id"
    device.touch()
    link.symlink_to(device)
    ports = [_port(str(device), "A1")]
    assert adapter_at(str(link), ports) is not None
    whereabouts = Whereabouts(str(link), lambda: ports)
    whereabouts.opened(str(link))
    assert whereabouts.now() == str(link)


def test_a_scale_comes_back_as_another_device(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two pseudo-terminals in place of one adapter that is replugged; only the list of USB devices is made up."""
    (first, old), (second, new) = os.openpty(), os.openpty()
    tty.setraw(old)
    tty.setraw(new)
    configured = tmp_path / "ttyUSB0"
    configured.symlink_to(os.ttyname(old))
    plugged = [_port(os.ttyname(old))]
    monkeypatch.setattr("hardware.scales.serial_scale.Whereabouts", lambda path: Whereabouts(path, lambda: plugged))
    scale = SerialScale(str(configured), protocol="st-gs-generic")
    scale.open()
    configured.unlink()
    os.close(old)
    os.close(first)
    with pytest.raises(DeviceError, match="unplugged"):
        scale.read(1)
    plugged = []
    with pytest.raises(DeviceError, match="no such device"):
        scale.open()
    plugged = [_port(os.ttyname(new))]
    scale.open()
    os.write(second, b"ST,GS,+  1.250kg\r\n")
    weight = scale.read(2)
    assert weight is not None
    assert str(weight.value) == "1.250"
    scale.close()
    os.close(new)
    os.close(second)


def test_a_connection_asks_whether_the_other_end_is_there() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        Link(f"socket://127.0.0.1:{server.getsockname()[1]}") as link,
    ):
        opened = socket.socket(fileno=os.dup(link._port.fileno()))
        with opened:
            assert opened.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) > 0
            idle = opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
            every = opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL)
            assert idle + every * opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT) <= 2


def test_a_silent_scale_names_who_else_reads_the_port() -> None:
    import subprocess
    import sys

    master, slave = os.openpty()
    tty.setraw(slave)
    program = "import sys; f = open(sys.argv[1], 'rb', buffering=0); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program, os.ttyname(slave)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as thief:
        assert thief.stdout is not None
        thief.stdout.readline()
        scale = SerialScale(os.ttyname(slave), silent_s=0.3)
        scale.open()
        until = time.monotonic() + 8
        with pytest.raises(DeviceError, match=f"pid {thief.pid} .* has the port open too"):  # noqa: PT012
            while time.monotonic() < until:
                scale.read(0.1)
        thief.communicate(b"")
    os.close(slave)
    os.close(master)
