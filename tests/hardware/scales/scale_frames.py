"""What the tests of scale protocols share: one message, weights by value, and what a flipped bit may do."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from operator import xor
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from hardware.scales import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hardware.contract import Weight

decimals = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-99_999, 99_999), st.integers(0, 3)
)
"""At most 7 characters with sign and point."""


def only(protocol: str, data: bytes, config: Mapping[str, object] | None = None) -> Weight:
    (message,) = decode(protocol, [data], config or {})
    return message


def weights(protocol: str, data: bytes, config: Mapping[str, object] | None = None) -> list[Decimal]:
    return [message.value for message in decode(protocol, [data], config or {}) if message.value is not None]


def xored(data: bytes) -> int:
    return reduce(xor, data, 0)


def nibbles(data: bytes, letters: bool) -> bytes:
    """The check of Yaohua frames, in either coding."""
    code = b"0123456789ABCDEF" if letters else b"0123456789:;<=>?"
    return bytes([code[xored(data) >> 4], code[xored(data) & 15]])


def flipped(data: bytes) -> Iterator[bytes]:
    """The frame with each of its bits turned."""
    for place in range(len(data) * 8):
        wrong = bytearray(data)
        wrong[place // 8] ^= 1 << place % 8
        yield bytes(wrong)
