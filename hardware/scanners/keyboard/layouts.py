"""Which character a scanner means by a key: by the keyboard that the scanner is set to, not by the system's.

Key codes are places on the keyboard (linux/input-event-codes.h); the tables are the national layouts of
xkeyboard-config.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

LayoutName = Literal["us", "gb", "de", "fr", "es", "br"]
PLACES = (*range(2, 14), *range(16, 28), *range(30, 42), 43, *range(44, 54), 86, 89)
"""Codes of the keys that type, in the order of the tables: figures, three rows of letters, those that some lack."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the keys of `PLACES` type alone, with Shift, and some with AltGr (by what they type alone)."""

    plain: str
    shifted: str
    third: Mapping[str, str] = field(default_factory=dict)
    dead: str = ""
    """Accents that wait for the next key; before a space they are themselves."""

    def character(self, code: int, *, shift: bool, third: bool) -> str:
        """Empty: the key types nothing."""
        place = _PLACE_OF.get(code, len(self.plain))
        if place >= len(self.plain):
            return ""
        if third:
            return self.third.get(self.plain[place], "")
        return (self.shifted if shift else self.plain)[place].strip()


_PLACE_OF = {code: place for place, code in enumerate(PLACES)}
LAYOUTS: Mapping[LayoutName, Layout] = {
    "us": Layout(
        "1234567890-=qwertyuiop[]asdfghjkl;'`\\zxcvbnm,./<",
        '!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"~|ZXCVBNM<>?>',
    ),
    "gb": Layout(
        "1234567890-=qwertyuiop[]asdfghjkl;'`#zxcvbnm,./\\",
        '!"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@¬~ZXCVBNM<>?|',
    ),
    "de": Layout(
        "1234567890ß´qwertzuiopü+asdfghjklöä^#yxcvbnm,.-<",
        "!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ°'YXCVBNM;:_>",
        {"7": "{", "8": "[", "9": "]", "0": "}", "ß": "\\", "q": "@", "+": "~", "<": "|", "e": "€"},
        dead="´`^",
    ),
    "fr": Layout(
        "&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù²*wxcvbn,;:!<",
        "1234567890°+AZERTYUIOP¨£QSDFGHJKLM%²µWXCVBN?./§>",
        {"é": "~", '"': "#", "'": "{", "(": "[", "-": "|", "è": "`", "_": "\\", "ç": "^", "à": "@", ")": "]", "=": "}"},
        dead="^¨",
    ),
    "es": Layout(
        "1234567890'¡qwertyuiop`+asdfghjklñ´ºçzxcvbnm,.-<",
        '!"·$%&/()=?¿QWERTYUIOP^*ASDFGHJKLÑ¨ªÇZXCVBNM;:_>',
        {"1": "|", "2": "@", "3": "#", "4": "~", "`": "[", "+": "]", "´": "{", "ç": "}", "º": "\\", "e": "€"},
        dead="`^´¨",
    ),
    "br": Layout(
        "1234567890-=qwertyuiop´[asdfghjklç~']zxcvbnm,.;\\/",
        '!@#$%¨&*()_+QWERTYUIOP`{ASDFGHJKLÇ^"}ZXCVBNM<>:|?',
        {"q": "/", "w": "?"},
        dead="´`~^¨",
    ),
}
