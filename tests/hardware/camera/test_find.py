"""Cameras are listed once each, by a path that stays, in the order of their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardware.camera import find_cameras


@pytest.fixture
def machine(tmp_path: Path) -> tuple[Path, Path]:
    """Two cameras: one with a name of its own and a metadata node, one known by its socket alone."""
    dev, sys = tmp_path / "dev", tmp_path / "sys"
    for kind in ("by-id", "by-path"):
        (dev / "v4l" / kind).mkdir(parents=True)
    for number, (name, index) in {0: ("HD Pro", 0), 1: ("HD Pro", 1), 10: ("No serial", 0), 2: ("Bench", 0)}.items():
        (dev / f"video{number}").touch()
        (sys / f"video{number}").mkdir(parents=True)
        (sys / f"video{number}" / "name").write_text(f"{name}\n")
        (sys / f"video{number}" / "index").write_text(f"{index}\n")
    (dev / "v4l" / "by-id" / "usb-HD_Pro-video-index0").symlink_to("../../video0")
    (dev / "v4l" / "by-path" / "pci-1-video-index0").symlink_to("../../video0")
    (dev / "v4l" / "by-path" / "pci-2-video-index0").symlink_to("../../video2")
    (dev / "videodev").touch()
    return dev, sys


def test_each_camera_once_by_its_most_stable_path(machine: tuple[Path, Path]) -> None:
    dev, _ = machine

    found = find_cameras(*machine)

    assert [(camera.path, camera.name) for camera in found] == [
        (str(dev / "v4l/by-id/usb-HD_Pro-video-index0"), "HD Pro"),
        (str(dev / "v4l/by-path/pci-2-video-index0"), "Bench"),
        (str(dev / "video10"), "No serial"),
    ]
    assert [camera.node for camera in found] == [str(dev / f"video{number}") for number in (0, 2, 10)]


def test_a_node_that_cannot_be_opened_is_listed_with_the_reason(machine: tuple[Path, Path]) -> None:
    dev, _ = machine
    (dev / "video10").unlink()
    (dev / "video10").mkdir()

    assert "cannot be opened" in find_cameras(*machine)[-1].reason


def test_a_machine_without_cameras_has_none(tmp_path: Path) -> None:
    assert find_cameras(tmp_path / "dev", tmp_path / "sys") == []
