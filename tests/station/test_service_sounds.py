"""Sounds of a running station: after the commit, the newest, rendered before; the bell where the speaker is gone."""

from __future__ import annotations

import shutil
import stat
import time
from pathlib import Path

import pytest

from hardware.sound import MELODIES
from station.assembly.first_record import fill_record
from station.core import DeviceChanged, Event, Health, ScanCommitted
from station.doctor.sound import check_sound
from station.language import spoken_phrase
from station.service import Station
from tests.station.printing_lines import configuration
from tests.waiting import until

NUMBER = "RR473124829CN"


def player(folder: Path, script: str) -> None:
    file = folder / "aplay"
    beside = folder / "aplay.new"
    beside.write_text(f"#!/bin/sh\n{script}\n")
    beside.chmod(beside.stat().st_mode | stat.S_IXUSR)
    beside.replace(file)


def station_with_sound(folder: Path, monkeypatch: pytest.MonkeyPatch, **sound: object) -> Station:
    from station.assembly import build_station

    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    player(folder, f'echo "$2" >> {folder / "played"}')
    config = configuration(folder, "socket://127.0.0.1:1").model_copy(update={"printer": ()})
    config = config.model_validate({**config.model_dump(), "sound": {"player": "aplay", **sound}})
    fill_record(folder / "data" / "station.db", "test-1", ())
    made = build_station(config)
    made.sounds.words = lambda outcome, place: spoken_phrase(config.sound.speech, outcome, place)
    return made


def played(folder: Path) -> list[str]:
    file = folder / "played"
    return (
        [Path(line).name for line in file.read_text().split() if "tmp" not in Path(line).name] if file.exists() else []
    )


def speaker(station: Station) -> Health:
    return station.sounds.devices()[0].health


def test_a_headless_station_plays_the_tone_of_each_scan_after_its_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = station_with_sound(tmp_path, monkeypatch)
    made.runs_headless()
    events: list[Event] = []
    made.subscribe(events.append)
    with made as station:
        until(lambda: speaker(station) is Health.UP, "the speaker")
        before = len(played(tmp_path))
        station.key_in(NUMBER)
        until(lambda: len(played(tmp_path)) > before, "a tone")
        assert [each for each in events if isinstance(each, ScanCommitted)]
        assert {name.removesuffix(".wav").removeprefix("tone-") for name in played(tmp_path)} <= set(MELODIES)


def test_a_speaker_that_is_lost_leaves_its_rings_to_the_bell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with station_with_sound(tmp_path, monkeypatch) as station:
        lost: list[tuple[float, int]] = []

        def heard(event: Event) -> None:
            if isinstance(event, DeviceChanged) and event.health is Health.DOWN:
                lost.append((time.monotonic(), station.sounds.unheard))

        station.subscribe(heard)
        until(lambda: speaker(station) is Health.UP, "the speaker")
        assert station.sounds.ring(1)
        until(lambda: "tone-good.wav" in played(tmp_path), "the tone")
        player(tmp_path, "exit 1")
        asked = time.monotonic()
        assert station.sounds.ring(3)
        until(lambda: bool(lost), "the loss")
        assert (lost[0][1], lost[0][0] - asked < 1.0) == (3, True)
        assert not station.sounds.ring(3), "the bell rings"
        assert "speaker_down" in [each.about.code for each in station.status().troubles]
        player(tmp_path, f'echo "$2" >> {tmp_path / "played"}')
        until(lambda: speaker(station) is Health.UP, "back")


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng: make test-tools")
def test_the_bin_is_said_after_the_tone_from_what_was_rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = station_with_sound(tmp_path, monkeypatch, speech="es")
    made.runs_headless()
    with made as station:
        until(lambda: len(list((tmp_path / "data" / "sounds").glob("said-*.wav"))) > 5, "the bins")
        until(lambda: station.sounds.is_rendered, "all bins")
        monkeypatch.setenv("PATH", str(tmp_path))  # from now on nothing can be rendered
        (tmp_path / "sh").symlink_to("/bin/sh")
        before = len(played(tmp_path))
        station.key_in(NUMBER)
        until(lambda: len(played(tmp_path)) >= before + 2, "tone and words")
        heard = played(tmp_path)[before:]
        assert (heard[0].split("-")[0], heard[1].split("-")[0]) == ("tone", "said")


def test_the_doctor_names_the_program_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = configuration(tmp_path, "socket://127.0.0.1:1")
    assert check_sound(config, None).state == "ok"
    wanted = config.model_validate({**config.model_dump(), "sound": {"player": "aplay", "speech": "en"}})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt-get install alsa-utils" in check_sound(wanted, None).words
    player(tmp_path, "exit 0")
    (tmp_path / "sh").symlink_to("/bin/sh")
    assert "apt-get install espeak-ng" in check_sound(wanted, None).words
