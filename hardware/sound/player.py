"""The system's player, in a process of its own for each sound: what hangs there hangs nothing here."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.contract import DeviceError, notice
from hardware.sound.tones import seconds_of, tone

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAYERS: Mapping[str, tuple[str, ...]] = {
    "pw-play": ("pw-play",),
    "paplay": ("paplay",),
    "aplay": ("aplay", "-q"),
}
"""In the order in which they are looked for."""
_DEVICE = {"pw-play": "--target", "paplay": "--device", "aplay": "-D"}
PACKAGES = {"pw-play": "pipewire-bin", "paplay": "pulseaudio-utils", "aplay": "alsa-utils"}
LATE_S = 0.7
"""A player that is so much longer at work than the sound lasts has no device: the bell rings within a second."""


class SystemPlayer:
    """One thread plays; any may hush."""

    def __init__(self, player: str = "auto", device: str = "") -> None:
        """`player`: one of `PLAYERS`, or auto: the first that is there. `device`: as the player calls it."""
        self.name = player if not device else f"{player} {device}"
        self._player, self._device = player, device
        self._command: list[str] = []
        self._playing: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Find the player and play a moment of silence. DeviceError."""
        wanted = PLAYERS if self._player == "auto" else (self._player,)
        found = next((name for name in wanted if shutil.which(name)), None)
        if found is None:
            package = PACKAGES["aplay" if self._player == "auto" else self._player]
            raise DeviceError(notice("player_absent", player=self._player, package=package))
        self._command = [*PLAYERS[found], *((_DEVICE[found], self._device) if self._device else ())]
        silence = tone("", 0)
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            file.write(silence)
            file.flush()
            self.play(Path(file.name), seconds_of(silence))

    def play(self, sound: Path, seconds: float) -> None:
        """Play a file to its end. DeviceError: it was not heard."""
        try:
            playing = subprocess.Popen(  # noqa: S603  # the player is the configuration's
                [*self._command, str(sound)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            raise DeviceError(notice("player_fails", player=self._command[0])) from error
        with playing:
            self._playing = playing
            try:
                _, told = playing.communicate(timeout=seconds + LATE_S)
            except subprocess.TimeoutExpired as error:
                self.hush()
                raise DeviceError(notice("player_hangs", player=self._command[0])) from error
        if playing.returncode > 0:
            said = told.decode(errors="replace").strip().splitlines()
            raise DeviceError(notice("player_fails", player=self._command[0], why=said[-1] if said else None))

    def hush(self) -> None:
        """End what is played now."""
        playing = self._playing
        if playing is not None and playing.poll() is None:
            playing.kill()

    def close(self) -> None:
        """Hush; may be called twice."""
        self.hush()
