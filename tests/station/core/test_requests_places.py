"""A request is named in at most four files of code: its value, its apply, a command and a screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from station.requests.codec import KINDS
from tests.places import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MOST = 4
VALUES = {
    "station/core/requests.py", "station/core/bag_requests.py", "station/core/lock_requests.py",
    "station/core/check_requests.py", "station/core/relabel_requests.py",
}  # fmt: skip
APPLIED = {
    "station/record/apply_request.py", "station/record/bags/apply.py", "station/record/apply_lock.py",
    "station/record/apply_checks.py", "station/record/apply_relabels.py",
}  # fmt: skip


def places(name: str, root: Path = ROOT) -> list[str]:
    """The files of code that name it."""
    files = [file for package in ("station", "hardware", "config") for file in (root / package).rglob("*.py")]
    return sorted(str(file.relative_to(root)) for file in files if re.search(rf"\b{name}\b", file.read_text()))


def test_each_request_is_named_in_at_most_four_files() -> None:
    found = {name: places(name) for name in KINDS}
    assert {name: files for name, files in found.items() if len(files) > MOST} == {}
    assert all(VALUES & set(files) for files in found.values())
    assert all(APPLIED & set(files) for files in found.values())


def test_the_control_a_fifth_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "station").mkdir()
    for number in range(MOST + 1):
        (tmp_path / "station" / f"file{number}.py").write_text("OpenGate(7)\nReopenGate = 1\n")
    assert len(places("OpenGate", tmp_path)) == MOST + 1
    assert places("Gate", tmp_path) == []
