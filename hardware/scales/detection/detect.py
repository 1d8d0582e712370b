"""Which protocols the bytes of an unknown scale fit. Pure: bytes in, protocols out."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.error_texts import LIKE, UNLIKE, english
from hardware.scales.detection.tally import Tally
from hardware.scales.framing.frames import SEVEN_BITS
from hardware.scales.protocols.catalogue import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hardware.contract import Weight
    from hardware.links import Parity

ENOUGH = 3
"""Good frames that make a protocol certain."""
SHORTEST = 4
"""Bytes of a frame that is evidence."""

LIKELY, SHOWN = 3, 16
"""Protocols, and bytes, that are told of what was not understood."""

MOST_SPECIFIC_FIRST = (
    # A check sum or fixed bits in every frame.
    "yaohua-a12", "yaohua-a9", "keli-k9", "cas-pd", "dibal-98", "dialog06", "toledo-continuous", "jcs-bcd", "cas-22",
    "cas-cmd", "sma", "nci-scp01", "nci-scp12", "nci-ecr", "fairbanks-ups", "fairbanks-pship", "rice-lake-stream",
    # Words in front, or fixed columns.
    "mt-sics", "kern-kcp", "radwag", "kern-ket", "and-std", "and-ind", "cas-and18", "dini-argeo",
    "st-gs-generic", "kern-eoc", "adam-cpwplus", "toledo-8217", "toledo-8213", "toledo-br-enq", "sartorius-sbi", "axis",
    # A number, and little else.
    "kern-legacy", "ohaus", "adam", "yaohua-eq", "cas-10", "unknown-capture",
)  # fmt: skip
"""Of the protocols that explain the same bytes, the one that asks most of them is the likeliest."""

VARIANTS: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "yaohua-eq": ({"order": "forward"}, {"order": "reversed"}),
    "toledo-continuous": ({"checksum": True}, {}),
}
"""Settings that change which frames a protocol has."""

_WEIGHING = ("weight", "tare", "count", "percent", "total")
_TROUBLES = ("motion", "overload", "underload", "zero_error")


@dataclass(frozen=True, slots=True)
class Fit:
    """A protocol that explains what was heard."""

    protocol: str
    settings: Mapping[str, object]
    """What has to be configured with it."""
    parity: Parity | None
    """Of 7 data bits, when the bytes came with their parity bits; None: as the port was driven."""
    frames: int
    heard: int
    """Bytes."""
    unexplained: int
    """Bytes of no frame, the cut ones at both ends included."""
    garbled: int
    """Bytes of no frame, between two."""
    lost: int
    """Places between two frames where such bytes stand, or more where they would make several frames."""
    last: Weight

    def __str__(self) -> str:
        """As a technician would say it."""
        settings = [f"{key}={value}" for key, value in self.settings.items()]
        parity = f", 7 data bits and {self.parity} parity" if self.parity else ""
        return " ".join((self.protocol, *settings)) + parity


def fits(chunks: Sequence[bytes], least: int = ENOUGH, among: Collection[str] = MOST_SPECIFIC_FIRST) -> list[Fit]:
    """The protocols that find at least `least` good frames and leave the fewest bytes unexplained, best first.

    Several are a real ambiguity: the frames of one family are those of another, too.
    """
    parity = parity_of(b"".join(chunks))
    readings: list[tuple[Parity | None, Sequence[bytes]]] = [(None, chunks)]
    if parity is not None:
        readings.append((parity, [chunk.translate(SEVEN_BITS) for chunk in chunks]))
    found = [
        fit
        for bits, heard in readings
        for name in among
        if name in DIALECTS
        for settings in VARIANTS.get(name, ({},))
        if (fit := _fit(name, settings, bits, heard)) is not None and fit.frames >= least
    ]
    if not found:
        return []
    # Joining in the middle of a frame, one grammar takes the rest of it for a frame and another does not.
    limit = min(fit.unexplained + len(fit.last.raw) for fit in found)
    # One frame that came damaged may satisfy a loose grammar; a byte left over in each frame is another protocol.
    lost = min(fit.lost for fit in found) + 1
    twins = (fit for fit in found if fit.unexplained <= limit and fit.lost <= lost)
    return sorted(twins, key=lambda fit: fit.garbled)


def what_it_looks_like(port: str, protocol: str, data: bytes) -> str:
    """What bytes may be that `protocol`, as it is configured, does not understand; empty: there are none."""
    if not data:
        return ""
    looks = looks_of(port, protocol, data)
    return english({"": (LIKE, UNLIKE)}, "", looks.items())


def looks_of(port: str, protocol: str, data: bytes) -> dict[str, str | tuple[str, ...]]:
    """The same as values of an error: what is `likely`, how the `bytes` begin, and the `command` that tells more."""
    found = sorted(fits([data]), key=lambda fit: fit.protocol != protocol)
    return {
        "likely": tuple(str(fit) for fit in found[:LIKELY]),
        "bytes": data[:SHOWN].hex(" "),
        "command": f"station scale detect --port {shlex.quote(port)}",
    }


def that_ask(found: Sequence[Fit], question: bytes) -> list[Fit]:
    """Those whose driver puts this question, or one that it contains when none puts the very same."""
    same = [fit for fit in found if question in _commands(fit.protocol)]
    return same or [fit for fit in found if any(command in question for command in _commands(fit.protocol))]


def _commands(protocol: str) -> list[bytes]:
    dialect = DIALECTS[protocol]
    return [command for command in (dialect.poll, dialect.stream) if command]


def parity_of(data: bytes) -> Parity | None:
    """The parity of 7-bit characters that were read with 8 bits; None: the high bits are no parity."""
    if not any(byte & 0x80 for byte in data):
        return None
    ones = {byte.bit_count() % 2 for byte in data}
    if len(ones) != 1:
        return None
    return "odd" if ones.pop() else "even"


def _fit(name: str, settings: Mapping[str, object], parity: Parity | None, chunks: Sequence[bytes]) -> Fit | None:
    tally = Tally(DIALECTS[name].decoder(settings))
    good = [message for chunk in chunks for message in tally.hear(chunk) if _is_good(message)]
    if not good:
        return None
    return Fit(name, settings, parity, len(good), tally.heard, tally.unexplained, tally.garbled, tally.lost, good[-1])


def _is_good(message: Weight) -> bool:
    """A frame that tells how it weighs; a control byte or two prove nothing."""
    weighs = message.kind in _WEIGHING or (message.kind == "status_only" and message.status in _TROUBLES)
    return weighs and len(message.raw) >= SHORTEST
