"""What a ZPL printer answers when it is asked for its state. Zebra, ZPL II Programming Guide: `~HS`; SGD `odometer`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.output_contract import PrinterState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hardware.output_contract import PrinterFault

ASK_STATE = b'~HS\r\n! U1 getvar "odometer.total_label_count"\r\n'
"""A printer without the second command says nothing to it, or `?`."""
_FRAME = re.compile(rb"\x02([^\x02\x03]{1,120})\x03")
_COUNT = re.compile(rb'"([0-9]{1,15})"')
_FIRST, _SECOND = 12, 11
"""Fields of the first and of the second of the three lines."""


def state_of(answer: bytes) -> PrinterState | None:
    """The state that an answer tells; None: it is not whole, or no answer at all. The newest counts."""
    first = second = None
    for frame in _FRAME.findall(answer):
        fields = frame.decode("latin-1").split(",")
        if not all(field.strip().isdigit() for field in fields):
            continue
        numbers = [int(field) for field in fields]
        first = numbers if len(numbers) == _FIRST else first
        second = numbers if len(numbers) == _SECOND else second
    if first is None or second is None:
        return None
    counts = _COUNT.findall(answer)
    return PrinterState(tuple(_faults(first, second)), first[4] + second[8], int(counts[-1]) if counts else None)


def is_counted(answer: bytes) -> bool:
    """Whether the answer to the second question is there as well."""
    return _COUNT.search(answer) is not None


def _faults(first: list[int], second: list[int]) -> Iterator[PrinterFault]:
    """The gravest first: with an open head a printer says that it is paused as well."""
    flags: tuple[tuple[PrinterFault, int], ...] = (
        ("head_open", second[2]),
        ("paper_out", first[1]),
        ("ribbon_out", second[3]),
        ("too_hot", first[11]),
        ("too_cold", first[10]),
        ("buffer_full", first[5]),
        ("paused", first[2]),
    )
    return (fault for fault, flag in flags if flag)
