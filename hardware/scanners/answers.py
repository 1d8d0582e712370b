"""How makers' scanners are told good, stop and question, and locked: bytes over the serial line they send on.

Zebra: Simple Serial Interface Programmer's Guide 72E-40451 (opcodes, beep codes, check sum). Datalogic: RS-232 host
commands of the Magellan and Gryphon reference guides (`B`, `F`, `E`, `D`, 0x01). Honeywell: SYN BEL CR of its serial
commands. None was tried on a real scanner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Feedback

Maker = Literal["none", "zebra-ssi", "datalogic", "honeywell"]
_HOST, _ONCE = 0x04, 0x00
_BEEP, _SCAN_ENABLE, _SCAN_DISABLE = 0xE6, 0xE9, 0xEA
_HIGH, _LOW_LONG, _TWO_LOW = 0x00, 0x11, 0x06
"""SSI beep codes: one high short, three low long, two low short."""


def ssi_packet(opcode: int, *data: int) -> bytes:
    """A packet of the host: length, opcode, source, status, data; then the two's complement of their sum, two bytes."""
    body = bytes([4 + len(data), opcode, _HOST, _ONCE, *data])
    return body + (-sum(body) & 0xFFFF).to_bytes(2, "big")


_ACK, _NAK, _DECODER = 0xD0, 0xD1, 0x00
_REPLIES = {4: _ACK, 5: _NAK}
"""By their length without the check sum."""


class SsiReplies:
    """Takes out of a Zebra scanner's bytes what it replies to each answer: codes and replies share the line."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> bytes:
        """The bytes without replies; what may be the beginning of one is held back."""
        data, kept, place = self._held + data, bytearray(), 0
        self._held = b""
        while place < len(data):
            length = _reply(data[place:])
            if length is None:
                self._held = data[place:]
                break
            kept += data[place : place + 1] if length == 0 else b""
            place += length or 1
        return bytes(kept)

    def idle(self) -> bytes:
        """What was held back and is no reply, as nothing came behind it."""
        held, self._held = self._held, b""
        return held


def _reply(data: bytes) -> int | None:
    """Length of the reply at the beginning; 0: there is none; None: there may be one, its rest has not come."""
    opcode = _REPLIES.get(data[0])
    head = bytes([data[0], opcode or 0, _DECODER])
    if opcode is None or data[:3] != head[: len(data)]:
        return 0
    whole = data[0] + 2
    if len(data) < whole:
        return None
    check = int.from_bytes(data[whole - 2 : whole], "big")
    return whole if (sum(data[: whole - 2]) + check) & 0xFFFF == 0 else 0


ANSWERS: Mapping[Maker, Mapping[Feedback, bytes]] = {
    "none": {},
    "zebra-ssi": {
        "good": ssi_packet(_BEEP, _HIGH),
        "stop": ssi_packet(_BEEP, _LOW_LONG),
        "question": ssi_packet(_BEEP, _TWO_LOW),
        "lock": ssi_packet(_SCAN_DISABLE),
        "unlock": ssi_packet(_SCAN_ENABLE),
    },
    # `F` (not on file) sounds long and, on some models, locks until `E`: a stop is followed by it.
    "datalogic": {"good": b"\x01", "stop": b"FE", "question": b"\x01\x01", "lock": b"D", "unlock": b"E"},
    # Its serial commands have a beep, and none that locks the trigger for good.
    "honeywell": {"good": b"\x16\x07\r", "stop": b"\x16\x07\r" * 3, "question": b"\x16\x07\r" * 2},
}
