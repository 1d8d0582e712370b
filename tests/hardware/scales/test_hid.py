"""The HID link over real files: a FIFO in place of the device node, a folder in place of sysfs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hardware.contract import DeviceError
from hardware.links import hidraw
from hardware.scales.hid import KNOWN, HidLink, hid_scales, with_id
from tests.places import ROOT

RULES = ROOT / "hardware" / "access" / "99-parcel-station.rules"
WEIGHT = bytes.fromhex("03040bffa000")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a keyboard and a scale plugged in."""
    for number, ids in enumerate(("046D:0000C31C", "0922:00008003")):
        device = tmp_path / "sys" / f"hidraw{number}" / "device"
        device.mkdir(parents=True)
        vendor, product = ids.split(":")
        (device / "uevent").write_text(f"DRIVER=hid-generic\nHID_ID=0003:0000{vendor}:{product}\nHID_UNIQ=\n")
        os.mkfifo(tmp_path / f"hidraw{number}")
    monkeypatch.setattr(hidraw, "HIDRAW", tmp_path / "sys")
    monkeypatch.setattr(hidraw, "DEVICES", tmp_path)
    return tmp_path


@pytest.fixture
def scale(machine: Path) -> Iterator[int]:
    """Where the scale writes its reports."""
    node = os.open(machine / "hidraw1", os.O_RDWR | os.O_NONBLOCK)
    yield node
    os.close(node)


def test_a_scale_is_found_by_vendor_and_product(machine: Path, scale: int) -> None:
    assert hid_scales() == ["hid:0922:8003"]
    with closing(HidLink("hid:0922:8003")) as link:
        os.write(scale, WEIGHT)
        assert link.read(1) == b"", "the first report may be of the weighing before"
        os.write(scale, WEIGHT)
        assert link.read(1) == WEIGHT
        assert link.read(0) == b""


def test_it_is_found_again_under_another_number(machine: Path) -> None:
    (machine / "sys" / "hidraw1").rename(machine / "sys" / "hidraw4")
    os.mkfifo(machine / "hidraw4")
    HidLink("hid:0922:8003").close()
    with pytest.raises(DeviceError, match=r"hid:046d:c31c"):
        HidLink("hid:0922:8009")


def test_a_node_may_be_named_itself(machine: Path, scale: int) -> None:
    with closing(HidLink(f"hidraw:{machine}/hidraw1")) as link:
        os.write(scale, WEIGHT)
        link.read(1)
        os.write(scale, WEIGHT[1:])
        assert link.read(1) == WEIGHT


def test_what_is_written_is_one_report(machine: Path, scale: int) -> None:
    with closing(HidLink("hid:0922:8003")) as link:
        link.write(b"\x02\x02")
        assert os.read(scale, 64) == b"\x02\x02"


@pytest.mark.parametrize(
    ("report", "read"),
    [
        (WEIGHT, WEIGHT),
        (b"\x00" + WEIGHT, WEIGHT),
        (WEIGHT[1:], WEIGHT),
        (b"\x02\x02", b"\x02\x02"),
        (b"\x04\x05", b"\x04\x05"),
        (b"\x01" + WEIGHT, b"\x01" + WEIGHT),
    ],
)
def test_the_id_stands_in_front(report: bytes, read: bytes) -> None:
    assert with_id(report) == read


def test_a_device_is_read_by_one_process_alone(machine: Path) -> None:
    with closing(HidLink("hid:0922:8003")), pytest.raises(DeviceError, match=f"in use by pid {os.getpid()} "):
        HidLink("hid:0922:8003")
    HidLink("hid:0922:8003").close()


@pytest.mark.parametrize("port", ["hid:", "hid:0922", "hid:0922:8003:1", "hid:zzzz:8003"])
def test_a_wrong_address_says_how_to_write_it(port: str) -> None:
    with pytest.raises(DeviceError, match="hid:VENDOR:PRODUCT"):
        HidLink(port)


def test_a_missing_node_and_an_unplugged_device_are_words(machine: Path) -> None:
    with pytest.raises(DeviceError, match="no such device"):
        HidLink(f"hidraw:{machine}/hidraw9")
    master, slave = os.openpty()
    link = HidLink(f"hidraw:{os.ttyname(slave)}")
    os.close(slave)
    os.close(master)
    with pytest.raises(DeviceError, match="unplugged"):
        link.read(1)
    link.close()
    link.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open anything")
def test_missing_permission_names_the_rule(machine: Path) -> None:
    (machine / "hidraw1").chmod(0)
    with pytest.raises(DeviceError, match="station config udev"):
        HidLink("hid:0922:8003")


def test_the_rule_opens_every_known_scale_and_no_other_device() -> None:
    rows = re.findall(r'idVendor}=="(\w{4})".*idProduct}=="([\w|]+)"', RULES.read_text())
    assert {f"{vendor}:{product}" for vendor, products in rows for product in products.split("|")} == KNOWN
