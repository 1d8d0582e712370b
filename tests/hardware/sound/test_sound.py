"""Tones as sox measures them, words in five languages, and players that play, fail and hang."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest

from hardware.contract import DeviceError
from hardware.sound import MELODIES, VOICES, SystemPlayer, seconds_of, spoken, tone

needs_sox = pytest.mark.skipif(shutil.which("sox") is None, reason="no sox: make test-tools")
needs_voice = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng: make test-tools")


def measured(file: Path, *trim: str) -> dict[str, float]:
    command = ["sox", str(file), "-n", *(("trim", *trim) if trim else ()), "stat"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return {name.strip(): float(value) for name, value in re.findall(r"^(.+?):\s+(-?[\d.]+)$", told, re.MULTILINE)}


@needs_sox
@pytest.mark.parametrize("outcome", MELODIES)
def test_sox_measures_pitch_length_and_loudness_of_each_note(outcome: str, tmp_path: Path) -> None:
    file, begins = tmp_path / "tone.wav", 0.0
    file.write_bytes(tone(outcome, 100))
    whole = measured(file)
    assert whole["Length (seconds)"] == pytest.approx(sum(seconds for _, seconds in MELODIES[outcome]), abs=0.002)
    assert whole["Maximum amplitude"] > 0.98
    for hertz, seconds in MELODIES[outcome]:
        if hertz:
            note = measured(file, f"{begins + 0.02:.3f}", f"{seconds - 0.04:.3f}")
            assert note["Rough   frequency"] == pytest.approx(hertz, rel=0.02)
        begins += seconds
    file.write_bytes(tone(outcome, 25))
    assert measured(file)["Maximum amplitude"] == pytest.approx(0.25, abs=0.01)


def test_no_two_melodies_can_be_taken_for_each_other() -> None:
    shapes = {name: tuple(hertz for hertz, _ in notes if hertz) for name, notes in MELODIES.items()}
    assert shapes["good"] == tuple(sorted(shapes["good"]))
    assert shapes["stop"] == tuple(sorted(shapes["stop"], reverse=True))
    assert len(set(shapes["question"])) == 1
    assert len({len(notes) for notes in shapes.values()}) > 1
    assert seconds_of(tone("stop", 100)) > 1.5 * max(seconds_of(tone(name, 100)) for name in ("good", "question"))


@needs_voice
@pytest.mark.parametrize("language", VOICES)
def test_a_bin_is_said_in_each_language(language: str, tmp_path: Path) -> None:
    said = [spoken(text, language, 100) for text in ("A 1", "B 12")]
    assert all(each is not None and 0.2 < seconds_of(each) < 4.0 for each in said)
    assert said[0] != said[1]
    if shutil.which("sox") and said[0] is not None:
        (tmp_path / "said.wav").write_bytes(said[0])
        assert measured(tmp_path / "said.wav")["RMS     amplitude"] > 0.02, "it is no silence"


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def test_the_player_gets_the_file_and_its_failure_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    program(tmp_path, "aplay", f'echo "$@" >> {tmp_path / "played"}')
    player = SystemPlayer("aplay", "plughw:1,0")
    player.open()
    player.play(Path("tone.wav"), 0.1)
    assert (tmp_path / "played").read_text().splitlines()[-1] == "-q -D plughw:1,0 tone.wav"
    program(tmp_path, "aplay", "echo 'audio open error: No such device' >&2; exit 1")
    with pytest.raises(DeviceError, match="No such device"):
        player.play(Path("tone.wav"), 0.1)
    program(tmp_path, "aplay", "exec sleep 30")
    began = time.monotonic()
    with pytest.raises(DeviceError, match="hangs"):
        player.play(Path("tone.wav"), 0.1)
    assert time.monotonic() - began < 5, "a player that hangs is ended"
    player.close()
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(DeviceError, match="apt-get install alsa-utils"):
        SystemPlayer().open()
    assert spoken("A 1", "en", 100) is None
