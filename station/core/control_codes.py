"""Barcodes that command a station instead of naming a parcel, signed with the key of the hub.

`PS-C-<COMMAND>-<MAC>` is a command, `PS-B-<W|S|T><NUMBER>-<NAME>-<MAC>` a badge, whose name is base32 of UTF-8. The
MAC is the first 10 base32 characters (50 bits) of HMAC-SHA256 over the text before it. A stranger's printout has
another MAC and does nothing. Upper and lower case are the same, so that Caps Lock does no harm.
"""

from __future__ import annotations

import hmac
import re
from base64 import b32decode, b32encode
from dataclasses import dataclass
from enum import StrEnum

from station.core.shift import OPERATIONS, ROLES

KEY_BYTES = 32
MAC_CHARACTERS = 10
_AIM = r"(?:\][A-Z][0-9A-Z])?"
_COMMAND = r"C-(?P<word>[A-Z0-9]{1,16})"
_BADGE = r"B-(?P<role>[WST])(?P<number>[0-9]{8})-(?P<name>[A-Z2-7]{2,104})"
_FORM = re.compile(rf"{_AIM}(?P<signed>PS-(?:{_COMMAND}|{_BADGE}))-(?P<mac>[A-Z2-7]{{{MAC_CHARACTERS}}})")
_LETTERS = {role[0].upper(): role for role in ROLES}
LONGEST_NAME = 24
"""Bytes of UTF-8 of a name on a badge: its bars must fit on a card."""
_BLANK = " \t\r\n"


class Command(StrEnum):
    """What a barcode of the sheet asks for, beside the operations, which go by their names."""

    UNDO = "UNDO"
    """Take the last scan back."""
    VOID = "VOID"
    """Show the last ten scans, to take one back."""
    YES = "YES"
    NO = "NO"
    NO_READ = "NOREAD"
    """Nobody can read the label of what lies there."""
    DAMAGED = "DAMAGED"
    """What lies there, or was decided on last, stops."""
    HOLD = "HOLD"
    OPEN_BAG = "OPENBAG"
    CLOSE_BAG = "CLOSEBAG"
    OUT = "OUT"
    """Log out."""
    WEIGHT = "WEIGHT"
    """Type the weight of a parcel, because the scale is down."""
    REPRINT = "REPRINT"
    """Print the newest label once more."""
    RELABEL = "RELABEL"
    """Give a parcel a new label."""
    SUPERVISOR = "SUPERVISOR"
    """Ask for a supervisor's badge, and for what is to be done on it."""
    ONE = "ONE"
    TWO = "TWO"
    THREE = "THREE"
    FOUR = "FOUR"
    FIVE = "FIVE"
    SIX = "SIX"
    SEVEN = "SEVEN"
    EIGHT = "EIGHT"
    NINE = "NINE"


NUMBERS = (
    Command.ONE,
    Command.TWO,
    Command.THREE,
    Command.FOUR,
    Command.FIVE,
    Command.SIX,
    Command.SEVEN,
    Command.EIGHT,
    Command.NINE,
)
"""Each takes a row of a choice: the first, the second, and so on."""
SHEET = (*(each.value for each in Command), *(name.upper() for name in OPERATIONS))
"""Every word that a sheet has, in its order."""


@dataclass(frozen=True, slots=True)
class Badge:
    """Who holds it, as what (one of `ROLES`), and its number of 8 digits, by which it is revoked."""

    operator: str
    role: str
    number: str


@dataclass(frozen=True, slots=True)
class ControlCode:
    """A text of the form. `word` is one of `SHEET`, or of a newer version; empty for a badge."""

    word: str
    genuine: bool
    """Made with this hub's key."""
    badge: Badge | None = None
    """Of a genuine one."""

    @property
    def operation(self) -> str | None:
        """The operation that it switches to."""
        return next((name for name in OPERATIONS if name.upper() == self.word), None)


def is_control(text: str) -> bool:
    """Whether a text has the form, signed rightly or not: it is no parcel's."""
    return _FORM.fullmatch(text.strip(_BLANK).upper()) is not None


def control_code(text: str, key: bytes | None) -> ControlCode | None:
    """What a text commands; None: it has not the form. Without a key nothing is genuine."""
    match = _FORM.fullmatch(text.strip(_BLANK).upper())
    if match is None:
        return None
    genuine = key is not None and hmac.compare_digest(match["mac"], _mac(match["signed"], key))
    badge = None
    if genuine and match["name"] is not None:
        badge = Badge(_name(match["name"]), _LETTERS[match["role"]], match["number"])
    return ControlCode(match["word"] or "", genuine, badge)


def command_text(word: str, key: bytes) -> str:
    """The text of a barcode for one of `SHEET`."""
    signed = f"PS-C-{word}"
    return f"{signed}-{_mac(signed, key)}"


def badge_text(badge: Badge, key: bytes) -> str:
    """The text of a badge's barcode."""
    name = b32encode(badge.operator.encode()).decode().rstrip("=")
    signed = f"PS-B-{badge.role[0].upper()}{badge.number}-{name}"
    return f"{signed}-{_mac(signed, key)}"


def _name(encoded: str) -> str:
    return b32decode(encoded + "=" * (-len(encoded) % 8)).decode()


def _mac(signed: str, key: bytes) -> str:
    return b32encode(hmac.digest(key, signed.encode(), "sha256")).decode()[:MAC_CHARACTERS]
