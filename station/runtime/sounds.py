"""The sounds of the station, in a thread of their own: all is rendered before it is needed, the newest is heard."""

from __future__ import annotations

import hashlib
import queue
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.contract import DeviceError
from station.core import ALARM, TONES, DeviceKind, DeviceStatus, Health, outcome_and_bin, tone_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hardware.contract import Notice
    from hardware.output_contract import Speaker
    from station.core import Event, Trouble

LOOK_S = 0.1
TONE_S = 0.15
"""So long words wait for the tone that goes before them."""
TRY_AGAIN_S, LOOK_AGAIN_S = 2.0, 10.0
"""Until a speaker that is away is tried again, and one that was not needed."""


@dataclass(frozen=True, slots=True)
class SoundSetup:
    """How sounds are made; each is called by the thread of sounds."""

    open_speaker: Callable[[], Speaker]
    tone: Callable[[str], bytes]
    say: Callable[[str], bytes | None] | None
    """The sound of words; None: nothing is said."""
    seconds: Callable[[bytes], float]
    folder: Path
    """Where what was said before is kept."""


class Sounds:
    """Everything but `run` may be called from any thread and never waits."""

    key = "sounds"

    def __init__(self, setup: SoundSetup | None, publish: Callable[[Event], None]) -> None:
        """None: the terminal's bell alone."""
        self._setup, self._publish = setup, publish
        self.words: Callable[[str, str], str] = lambda _outcome, _bin: ""
        """What is said of an outcome and a bin."""
        self.bins: Callable[[], tuple[str, ...]] = tuple
        """Those that are rendered at the start."""
        self.alone = False
        """No screen decides on tones."""
        self.unheard = 0
        """Rings of the bell in place of a tone that nobody heard, when the speaker is lost."""
        self._asked: queue.SimpleQueue[str | tuple[str, str]] = queue.SimpleQueue()
        self._status = DeviceStatus(DeviceKind.SPEAKER, "", Health.STARTING, "", time.monotonic())
        self._said: dict[tuple[str, str], Path | None] = {}
        self._stop = threading.Event()

    @property
    def is_used(self) -> bool:
        """Whether there is a thread to run."""
        return self._setup is not None

    def devices(self) -> tuple[DeviceStatus, ...]:
        """The speaker, where one is configured."""
        return (self._status,) if self.is_used else ()

    def troubles(self) -> tuple[Trouble, ...]:
        """Beside a speaker that is down there is none."""
        return ()

    @property
    def is_rendered(self) -> bool:
        """Nothing is left to be rendered of what is known to be said."""
        return all((outcome, each) in self._said for outcome in ("good", "stop") for each in self.bins())

    def ring(self, times: int) -> bool:
        """A tone by the number of rings; False: nobody would hear it, ring the bell."""
        if self._status.health is not Health.UP or times not in TONES:
            return False
        self._asked.put(TONES[times])
        return True

    def heard(self, event: Event) -> None:
        """A listener: words of each scan that is on the disk; without a screen its tone as well."""
        if not self.is_used:
            return
        if self.alone and (tone := tone_of(event)) is not None:
            self._asked.put(tone)
        if (words := outcome_and_bin(event)) is not None and self._setup is not None and self._setup.say is not None:
            self._asked.put(words)

    def stop(self) -> None:
        """End."""
        self._stop.set()

    def run(self) -> None:
        """Until `stop`."""
        if (setup := self._setup) is None:
            return
        speaker = setup.open_speaker()
        self._status = replace(self._status, name=speaker.name)
        setup.folder.mkdir(parents=True, exist_ok=True)
        tones = {name: self._kept(setup, f"tone-{name}.wav", setup.tone(name)) for name in TONES.values()}
        while not self._stop.is_set():
            try:
                speaker.open()
                self._report(Health.UP, speaker.name, None)
                self._serve(setup, speaker, tones)
            except DeviceError as error:
                self._report(Health.DOWN, str(error), error.about)
                self._stop.wait(TRY_AGAIN_S)
            finally:
                speaker.close()

    def _serve(self, setup: SoundSetup, speaker: Speaker, tones: dict[str, tuple[Path, float]]) -> None:
        """Until `stop`; DeviceError when nobody hears it. After a while the speaker is tried again."""
        until = time.monotonic() + LOOK_AGAIN_S
        wanted = [(outcome, each) for outcome in ("good", "stop") for each in self.bins()]
        while not self._stop.is_set() and time.monotonic() < until:
            asked = self._next()
            if not asked:
                self._render(setup, wanted)
                continue
            tones_asked = [each for each in asked if isinstance(each, str)]
            tone = next((each for each in tones_asked if each != ALARM), ALARM if tones_asked else None)
            if tone != ALARM and ALARM in tones_asked:
                self._asked.put(ALARM)  # a verdict comes first, and the alarm is heard after it
            words = next((each for each in asked if isinstance(each, tuple)), None)
            if tone is not None:
                self.unheard = next(times for times, name in TONES.items() if name == tone)
                speaker.play(*tones[tone])
                self.unheard = 0
            if words is not None and self._asked.empty():
                self._say(setup, speaker, words)

    def _next(self) -> list[str | tuple[str, str]]:
        """The newest tone and words; what is older is not heard any more."""
        found: list[str | tuple[str, str]] = []
        with suppress(queue.Empty):
            found.append(self._asked.get(timeout=LOOK_S))
            if isinstance(found[0], tuple):  # its tone comes by the screen
                found.append(self._asked.get(timeout=TONE_S))
        while not self._asked.empty():
            found.append(self._asked.get())
        return found[::-1]

    def _say(self, setup: SoundSetup, speaker: Speaker, words: tuple[str, str]) -> None:
        """What was rendered before; else it is rendered for the next time."""
        if (file := self._said.get(words)) is not None:
            speaker.play(file, setup.seconds(file.read_bytes()))
        else:
            self._render(setup, [words])

    def _render(self, setup: SoundSetup, wanted: list[tuple[str, str]]) -> None:
        """One of them, as nobody wants to hear anything now."""
        while wanted and setup.say is not None:
            words = wanted.pop()
            if words in self._said:
                continue
            text = self.words(*words)
            sound = setup.say(text) if text else None
            name = f"said-{hashlib.sha256(text.encode()).hexdigest()[:16]}.wav"
            self._said[words] = None if sound is None else self._kept(setup, name, sound)[0]
            return

    def _kept(self, setup: SoundSetup, name: str, sound: bytes) -> tuple[Path, float]:
        file = setup.folder / name
        file.write_bytes(sound)
        return file, setup.seconds(sound)

    def _report(self, health: Health, words: str, about: Notice | None) -> None:
        self._status, changed = self._status.after(health, words, about, time.monotonic())
        if changed is not None:
            self._publish(changed)
