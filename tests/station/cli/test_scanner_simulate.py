"""`station scanner simulate`: what is typed reaches a station, by each way."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import IO

import pytest

from station.core import Health, ScanCommitted
from tests.lane_of_keys import STATION
from tests.station.scanner_lines import desk, free_port
from tests.waiting import until

TEMPLATE = "{code},{weight_kg},{length_cm}x{width_cm}x{height_cm}"


def typed(process: subprocess.Popen[bytes], *lines: str) -> None:
    stdin: IO[bytes] | None = process.stdin
    assert stdin is not None
    for line in lines:
        stdin.write(f"{line}\n".encode())
    stdin.flush()


@pytest.mark.parametrize("way", ["link", "keys", "connect"])
def test_each_line_is_a_scan(tmp_path: Path, way: str) -> None:
    place, port = tmp_path / "scanner-1", free_port()
    scanner = {
        "link": {"name": "it", "port": str(place)},
        "keys": {"name": "it", "port": f"evdev:{place}"},
        "connect": {
            "name": "it",
            "port": f"listen://127.0.0.1:{port}",
            "prefix": "\x02",
            "suffix": "etx",
            "template": TEMPLATE,
        },
    }[way]
    named = {"link": ["--link", str(place)], "keys": ["--keys", str(place)], "connect": ["--connect", str(port)]}[way]
    with desk(tmp_path, scanner) as here:
        with subprocess.Popen([*STATION, "scanner", "simulate", *named], stdin=subprocess.PIPE) as process:
            until(lambda: here.health("it") is Health.UP, "the scanner", 40)
            typed(process, "RR473124829CN", *([""] if way == "connect" else []))
            until(lambda: len(here.of(ScanCommitted)) == 1 + (way == "connect"), "the scan")
            assert process.stdin is not None
            process.stdin.close()
            assert process.wait(20) == 0
        until(lambda: here.health("it") is Health.DOWN, "unplugged")
        grams = here.of(ScanCommitted)[0].scan.draft.capture
    assert (grams is not None) == (way == "connect")
