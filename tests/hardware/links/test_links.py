"""Ports that do not open say why, on real devices and sockets."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import threading
import tty
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hardware.access.holders import holders
from hardware.contract import DeviceError
from hardware.links import port_errors
from hardware.links.port_errors import serial_devices
from hardware.links.serial import LineSettings, Link
from tests.waiting import SOON


@pytest.fixture
def device() -> Iterator[str]:
    """A pseudo-terminal that stays there."""
    master, slave = os.openpty()
    tty.setraw(slave)
    yield os.ttyname(slave)
    os.close(slave)
    os.close(master)


def _refusal(url: str) -> str:
    with pytest.raises(DeviceError) as caught:
        Link(url)
    return str(caught.value)


def test_a_missing_device_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    words = _refusal(str(tmp_path / "ttyUSB7"))
    assert "ttyUSB7: no such device" in words
    assert "erial device" in words.split(". ", 1)[1]


def test_a_link_that_points_nowhere_is_a_missing_device(tmp_path: Path) -> None:
    (tmp_path / "scale").symlink_to(tmp_path / "gone")
    assert "no such device" in _refusal(str(tmp_path / "scale"))


def test_a_folder_and_a_file_are_no_devices(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "folder" in _refusal(str(tmp_path))
    assert "not a serial device" in _refusal(str(tmp_path / "file"))
    assert "not a serial device" in _refusal("/dev/null")


def test_a_busy_port_names_the_process_that_holds_it(device: str) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import serial, sys; p = serial.Serial(sys.argv[1], exclusive=True); print(flush=True); sys.stdin.read()",
            device,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        words = _refusal(device)
        holder.communicate(b"")
    assert f"in use by pid {holder.pid}" in words or f"pid {holder.pid} (" in words
    assert "end it" in words
    with closing(Link(device)) as link:
        assert any(str(os.getpid()) in who for who in holders(Path(device)))
        link.write(b"x")


def test_a_port_is_ours_alone(device: str) -> None:
    with closing(Link(device)):
        assert "in use" in _refusal(device)
    Link(device).close()


@pytest.mark.parametrize(
    "settings",
    [LineSettings(), LineSettings(1200, 7, "odd", 1, dtr=False, rts=False), LineSettings(4800, 7, "even", 2)],
)
def test_every_line_setting_opens(device: str, settings: LineSettings) -> None:
    Link(device, settings).close()


def test_network_refusals_say_what_to_check() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
    assert "connection refused" in _refusal(f"socket://127.0.0.1:{number}")
    assert "connection refused" in _refusal(f"rfc2217://127.0.0.1:{number}")
    assert "socket://HOST:PORT" in _refusal("socket://127.0.0.1")
    assert "socket://HOST:PORT" in _refusal("carrier-pigeon://scale")


def test_a_loop_gives_back_what_was_written() -> None:
    with Link("loop://") as link:
        assert link.read(0) == b""
        link.write(b"S S\r\n")
        assert link.read(1) == b"S S\r\n"


def test_a_device_that_takes_nothing_is_an_error_in_time(device: str) -> None:
    def fill(link: Link) -> None:
        for _ in range(100):
            link.write(b"x" * 4096)

    with closing(Link(device)) as link, pytest.raises(DeviceError, match="takes no commands"):
        fill(link)


def test_the_line_may_be_driven_otherwise_while_it_is_open(device: str) -> None:
    with closing(Link(device)) as link:
        for settings in (LineSettings(1200, 7, "odd"), LineSettings(9600, 7, "even", 2), LineSettings()):
            link.drive(settings)
        assert link._port.baudrate == 9600
        assert str(LineSettings(2400, 7, "even", 2)) == "2400 7E2"


def test_every_serial_device_is_listed_once_by_its_most_stable_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twins share one name in by-id; the other one is found by its socket."""
    by_id, by_path = tmp_path / "by-id", tmp_path / "by-path"
    for folder, names in ((by_id, {"usb-twin": "ttyUSB1"}), (by_path, {"pci-1": "ttyUSB0", "pci-2": "ttyUSB1"})):
        folder.mkdir()
        for name, target in names.items():
            (tmp_path / target).touch()
            (folder / name).symlink_to(tmp_path / target)
    monkeypatch.setattr(port_errors, "STABLE_NAMES", (by_id, by_path))
    monkeypatch.setattr("serial.tools.list_ports.comports", list)
    assert serial_devices() == [str(by_id / "usb-twin"), str(by_path / "pci-1")]


@pytest.mark.parametrize("keeps_first", [True, False])
def test_what_a_reader_tells_at_once_is_kept(monkeypatch: pytest.MonkeyPatch, *, keeps_first: bool) -> None:
    connect = socket.create_connection

    def on_a_slow_machine(address: tuple[str, int], timeout: float) -> socket.socket:
        line = connect(address, timeout)
        select.select([line], [], [], SOON)  # its first bytes are there before the port is open
        return line

    monkeypatch.setattr(socket, "create_connection", on_a_slow_machine)
    with socket.create_server(("127.0.0.1", 0)) as reader:

        def tell() -> None:
            line, _ = reader.accept()
            with line:
                line.sendall(b"RR123456785CN\r")
                line.recv(1)

        telling = threading.Thread(target=tell)
        telling.start()
        with Link(f"socket://127.0.0.1:{reader.getsockname()[1]}", keeps_first=keeps_first) as link:
            assert link.read(0.2) == (b"RR123456785CN\r" if keeps_first else b"")
        telling.join()
