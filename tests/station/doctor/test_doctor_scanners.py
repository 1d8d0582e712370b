"""The doctor on scanners: each by its name, the culprit of each that is not there."""

from __future__ import annotations

from pathlib import Path

from config import Config
from hardware.simulated.scanner import SimulatedHandScanner
from station.assembly import build_station
from station.doctor.running import running_station
from station.doctor.scanner import check_scanners
from tests.station.scanner_lines import free_port
from tests.waiting import until


def test_each_scanner_is_tried_and_the_culprit_is_named(tmp_path: Path) -> None:
    hand = SimulatedHandScanner(tmp_path / "hand")
    lonely = f"listen://127.0.0.1:{free_port()}"
    given = [
        {"name": "hand", "port": str(hand.link)},
        {"name": "gone", "port": "/dev/ttyUSB99"},
        {"name": "tunnel", "port": lonely},
    ]
    config = Config.model_validate({"scanner": given})
    try:
        finding = check_scanners(config, None)
    finally:
        hand.unplug()

    assert finding.state == "fault"
    for words in ("hand: ", "opens", "gone: ", "/dev/ttyUSB99", "tunnel: ", "no reader has connected"):
        assert words in finding.words
    assert check_scanners(Config(), None).state == "ok"


def test_what_a_running_station_holds_is_not_opened_again(tmp_path: Path) -> None:
    hand = SimulatedHandScanner(tmp_path / "hand")
    off = {"enabled": False}
    sections = {"station": {"data_dir": tmp_path / "data"}, "camera": off, "scale": off, "sync": off}
    config = Config.model_validate({**sections, "scanner": [{"name": "hand", "port": str(hand.link)}]})
    (tmp_path / "data").mkdir()
    try:
        with build_station(config) as station:
            until(lambda: station.status().devices[-1].health.value == "up", "the scanner")
            finding = check_scanners(config, running_station(config))
            assert (finding.state, "held by the running station" in finding.words) == ("ok", True)
            hand.unplug()
            until(lambda: station.status().devices[-1].health.value == "down", "red")
            assert check_scanners(config, running_station(config)).state == "fault"
    finally:
        hand.unplug()
