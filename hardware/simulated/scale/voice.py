"""How a simulated scale speaks one protocol: what a weight looks like, and what each command of a host does.

Written from the manuals that `hardware.scales.protocols` names, without a look at its code: each checks the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import xor
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.simulated.scale.indicator import Shown


class Keys(Protocol):
    """What a command may do at the moment that it is heard."""

    def shown(self) -> Shown:
        """The display."""

    def zero(self) -> bool:
        """Press zero; False: refused."""

    def tare(self) -> bool:
        """Press tare; False: refused."""

    def clear(self) -> None:
        """Forget the tare."""

    def store(self) -> str | None:
        """The number under which the weight is now in the alibi memory; None: moving, negative or beyond."""

    def repeat(self, *, on: bool) -> None:
        """Send weights unasked, or stop it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One protocol as a scale speaks it."""

    weight: Callable[[Shown], bytes]
    """The message that tells the display; empty where the protocol has no word for it: the scale is silent then."""
    commands: Mapping[bytes, Callable[[Keys, bytes], bytes]] = field(default_factory=dict)
    """What a host may send, as regular expressions without groups; the first that fits is obeyed."""
    streams: bool = False
    """It talks by itself from the start."""
    units: tuple[str, ...] = ("kg", "g", "lb", "oz")
    """That its messages can carry; the first is the usual one."""
    settings: Mapping[str, object] = field(default_factory=dict)
    """What a host has to be told besides the protocol."""
    unit_told: bool = True
    """Whether the unit is in every message; else a host has to be told it."""
    stability_told: bool = True
    """Whether a message says that the weight is stable or not."""


def command_line(command: bytes, end: bytes = b"\r\n") -> bytes:
    """The expression for a command that begins where the one before has ended."""
    return rb"(?m:^)" + command + end


UNKNOWN_LINE = command_line(rb"[^\n]*", b"\n")
"""Any other line."""


def answer(message: Callable[[Shown], bytes]) -> Callable[[Keys, bytes], bytes]:
    """Tell the display at once."""
    return lambda keys, _: message(keys.shown())


def say(words: bytes) -> Callable[[Keys, bytes], bytes]:
    """The same words always."""
    return lambda *_: words


def press_zero(done: bytes = b"", refused: bytes = b"") -> Callable[[Keys, bytes], bytes]:
    """The zero key from afar."""
    return lambda keys, _: done if keys.zero() else refused


def press_tare(done: bytes = b"", refused: bytes = b"") -> Callable[[Keys, bytes], bytes]:
    """The tare key from afar."""
    return lambda keys, _: done if keys.tare() else refused


def press_clear(done: bytes = b"") -> Callable[[Keys, bytes], bytes]:
    """Forget the tare."""

    def act(keys: Keys, _: bytes) -> bytes:
        keys.clear()
        return done

    return act


def then(act: Callable[[Keys, bytes], bytes], message: Callable[[Shown], bytes]) -> Callable[[Keys, bytes], bytes]:
    """Do it and tell the display that comes of it."""
    return lambda keys, command: act(keys, command) + message(keys.shown())


def repeating(*, on: bool, words: bytes = b"") -> Callable[[Keys, bytes], bytes]:
    """Begin or end to send weights unasked."""

    def act(keys: Keys, _: bytes) -> bytes:
        keys.repeat(on=on)
        return words

    return act


def text(template: str) -> bytes:
    """Characters as they go on the wire, one byte each."""
    return template.encode("latin-1")


def decimals(shown: Shown) -> int:
    """Digits right of the point on the display."""
    exponent = shown.net.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def digits(value: object, width: int) -> str:
    """A number's digits alone, filled with zeros from the left."""
    return "".join(char for char in f"{value:f}" if char.isdigit()).zfill(width)


def xor_of(data: bytes) -> int:
    """All bytes XORed."""
    return reduce(xor, data, 0)
