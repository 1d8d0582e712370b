"""What a user is told who may not open a device."""

from __future__ import annotations

import grp
import os
import socket
from pathlib import Path

import pytest

from hardware.access import listeners
from hardware.access.permissions import DEVICE_GROUPS, permission_cure
from hardware.camera.find import find_cameras
from hardware.contract import DeviceError
from hardware.error_texts import JOIN, english
from hardware.links import why_closed
from tests.places import ROOT

GROUPS = [entry.gr_name for entry in grp.getgrall()]


@pytest.fixture
def node(tmp_path: Path) -> Path:
    path = tmp_path / "ttyS0"
    path.touch()
    path.chmod(0o660)
    return path


def owned(node: Path, group: str) -> None:
    try:
        os.chown(node, -1, grp.getgrnam(group).gr_gid)
    except PermissionError:
        pytest.skip(f"this user may not give a file to the group {group}")


def cure(node: Path) -> str:
    return english({"": JOIN}, "", permission_cure(node, "dialout").items())


@pytest.mark.parametrize("group", GROUPS)
def test_only_a_group_for_devices_is_ever_named(node: Path, group: str) -> None:
    owned(node, group)

    for text in (cure(node), str(DeviceError(why_closed(str(node), PermissionError(13, "no"))))):
        if group in DEVICE_GROUPS:
            assert f"the group {group} " in text
            assert "udev" not in text
        else:
            assert "station config udev" in text
            assert f"the group {group}" not in text


def test_a_group_that_may_not_open_the_node_is_no_cure(node: Path) -> None:
    owned(node, "dialout")
    node.chmod(0o600)

    assert "station config udev" in cure(node)


def test_a_device_that_went_away_meanwhile_has_a_cure_too(tmp_path: Path) -> None:
    assert "station config udev" in cure(tmp_path / "gone")


def test_a_camera_of_root_alone_is_told_of_the_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = tmp_path / "video0"
    node.touch(0o600)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "open", refuse)

    assert "station config udev" in find_cameras(tmp_path, tmp_path)[0].reason


def test_no_other_code_names_a_group() -> None:
    root = ROOT
    sources = [path for name in ("station", "hardware", "config") for path in (root / name).rglob("*.py")]

    named = {path.name for path in sources if "add the user to" in path.read_text().lower()}

    assert named == {"error_texts.py"}


def test_who_listens_on_a_port_is_named_and_nobody_is_where_nobody_does() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert [who.split(" (")[0] for who in listeners(port)] == [f"pid {os.getpid()}"]
    assert listeners(port) == []
