"""The help of the worker's screen: what to do, keys, colours and tones."""

from __future__ import annotations

from station.language.messages import message

TITLE = message("Help")
STEPS = message("Put the parcel down, label up. Wait for the tone, do what is said.")
KEYS = (
    message("F5 undo the last scan   F6 one of the last ten"),
    message("F11 close or open a bag, damaged, hold, change the operation"),
    message("F4, or just type: a number by hand, then Enter   Esc clears it"),
    message("F2 figures   F3 devices   F8 language   F9 colours   F10 quit"),
)
GREEN = message("green, one tone: put it into the bin that is shown")
RED = message("red, three tones: it stops; the last line says what to do")
YELLOW = message("yellow, two tones: the station asks; nothing is saved yet")
PLAIN = message("no colour: nothing is decided; the large word says what happens")
CARDS = message("Cards of the sheet do the same as the keys, on every screen.")
LEAVE = message("Esc or F1 leaves the help. A scan counts meanwhile.")
STOPPED = message("{code} {term}: {action}")
"""What to do with the parcel that stopped last."""
