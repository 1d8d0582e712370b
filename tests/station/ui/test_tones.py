"""Tones of the screen: by the speaker, by the bell where there is none, and by the bell when it is lost with a tone."""

from __future__ import annotations

import pytest

from station.core import DeviceChanged, DeviceKind, Health
from station.ui.tones import Tones
from tests.station.ui.scripted_station import ScriptedStation


class Bell:
    """As much of an app as rings."""

    def __init__(self) -> None:
        self.rings = 0

    def bell(self) -> None:
        self.rings += 1

    def set_timer(self, _after: float, done: object) -> None:
        self.bell()


@pytest.mark.parametrize(("is_up", "sound", "rings"), [(True, True, 0), (False, True, 3), (True, False, 0)])
def test_the_bell_rings_where_no_speaker_does(is_up: bool, sound: bool, rings: int) -> None:
    bell, station = Bell(), ScriptedStation(sound=sound)
    station.sounds.is_up = is_up
    Tones(bell, station).ring(3)  # type: ignore[arg-type]  # as much of an app as rings
    assert (bell.rings, station.sounds.rung) == (rings, [3] if sound else [])


@pytest.mark.parametrize(("device", "rings"), [(DeviceKind.SPEAKER, 2), (DeviceKind.SCALE, 0)])
def test_a_tone_that_was_lost_with_the_speaker_is_rung(device: DeviceKind, rings: int) -> None:
    bell, station = Bell(), ScriptedStation()
    station.sounds.unheard = 2
    Tones(bell, station).heard(DeviceChanged(device, Health.DOWN, "gone"))  # type: ignore[arg-type]
    assert bell.rings == rings
