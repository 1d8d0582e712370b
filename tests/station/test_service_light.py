"""The stack light of a running station: the lamp of each outcome after its commit, lost and back by itself."""

from __future__ import annotations

import time
from pathlib import Path

from config import Config
from hardware.simulated.light import SimulatedRelayBoard
from station.core import DeviceKind, DeviceStatus, Health
from station.doctor.outputs import check_light
from station.doctor.running import running_station
from station.service import Station
from tests.lane_of_keys import number
from tests.station.scanner_lines import desk, free_port
from tests.waiting import until


def light_of(station: Station) -> DeviceStatus:
    return next(each for each in station.status().devices if each.kind is DeviceKind.LIGHT)


def test_each_outcome_has_its_lamp_and_a_lost_board_is_red_in_time_and_back(tmp_path: Path) -> None:
    link = tmp_path / "relays"
    hand = {"name": "hand"}
    light = {"port": str(link), "seconds": 1.0}
    with SimulatedRelayBoard(link) as board:
        with desk(tmp_path, hand, plan=True, held=[number(2)], light=light) as here:
            until(lambda: light_of(here.station).health is Health.UP, "the light")
            for text, lamp in ((number(1), 3), (number(2), 1), ("hello", 2)):
                here.hands["hand"].scan(text)
                until(lambda wanted=lamp: board.on == {wanted}, f"the lamp of {text}")  # type: ignore[misc]
            until(lambda: not board.on, "dark again")
            board.unplug()
            at = time.monotonic()
            until(lambda: light_of(here.station).health is Health.DOWN, "red", 2.0)
            assert time.monotonic() - at < 2.0
            assert "light_down" in [each.about.code for each in here.station.status().troubles]
            here.hands["hand"].scan(number(3))
            until(lambda: here.has(number(3)), "the lane goes on")
            board.plug()
            until(lambda: light_of(here.station).health is Health.UP, "back", 5.0)
            assert not board.on, "an old outcome is not shown"
            here.hands["hand"].scan(number(4))
            until(lambda: board.on == {3}, "lit again")
        until(lambda: not board.on, "dark at the end")


def test_the_doctor_names_a_board_that_is_away(tmp_path: Path) -> None:
    link = tmp_path / "relays"
    config = Config.model_validate({"light": {"port": str(link)}})
    assert check_light(Config(), None).state == "ok"
    assert check_light(config, None).state == "fault"
    with SimulatedRelayBoard(link):
        assert check_light(config, None).state == "ok"
    off = {"enabled": False}
    sections = {"station": {"data_dir": tmp_path}, "camera": off, "scale": off, "sync": off}
    address = f"127.0.0.1:{free_port()}"
    assert running_station(Config.model_validate({**sections, "display": {"address": address}})) is None
