"""The program that writes scans, as a process of its own, and the numbers that it had confirmed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.places import ROOT


def writing(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.station.record.writing", *map(str, arguments)]


def started(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(writing(*arguments), cwd=ROOT, stderr=subprocess.PIPE)


def acknowledged(log: Path) -> list[int]:
    return [int(line) for line in log.read_text().splitlines()] if log.exists() else []
