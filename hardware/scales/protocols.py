"""The protocol families by the names that a configuration uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.scales.mt_sics import MT_SICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hardware.contract import Weight
    from hardware.scales.dialect import Dialect

DIALECTS: Mapping[str, Dialect] = {
    "mt-sics": MT_SICS,
    "kern-kcp": MT_SICS,  # the KERN communication protocol has the same grammar
}


def dialect(protocol: str) -> Dialect:
    """The family of this name. ValueError names the known ones."""
    try:
        return DIALECTS[protocol]
    except KeyError:
        known = ", ".join(DIALECTS)
        raise ValueError(f"unknown scale protocol {protocol!r}: use one of {known}") from None


def decode(protocol: str, chunks: Iterable[bytes], config: Mapping[str, object]) -> list[Weight]:
    """Every message in the bytes, oldest first, with `at` 0. ValueError: unknown protocol or wrong setting."""
    decoder = dialect(protocol).decoder(config)
    return [message for chunk in chunks for message in decoder.feed(chunk)]
