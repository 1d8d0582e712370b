"""What a configuration may say about label printers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from config.scanners import Name
from config.section import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LabelKind = Literal["bag", "exception", "relabel", "badge"]


class PrinterSection(Section):
    """One label printer that takes ZPL (Zebra and many others); the table may stand several times."""

    name: Name = "labels"
    """How the screens and the log call it; each printer has another one."""
    port: str = Field(default="socket://192.168.1.50:9100", min_length=1)
    """socket://HOST:9100, /dev/usb/lp0, a serial device by a stable path, or lp:QUEUE (the print system of this
    machine, which tells nothing of the paper)."""
    status: bool = True
    """false: a cable that carries no answers. Then nothing is known of the paper, nor whether a label came out."""
    kinds: tuple[LabelKind, ...] = ("bag", "exception", "relabel", "badge")
    """Labels that it prints; the first printer that has a kind prints it."""
    automatic: tuple[Literal["bag_opened", "bag_closed", "exception"], ...] = ()
    """What it prints by itself: the label of a bag when it is opened or closed, a slip at each stop."""
    baudrate: int = Field(default=9600, ge=300, le=921600)
    """Bits a second of a serial device."""


def printer_contradictions(printers: Sequence[PrinterSection]) -> Iterator[tuple[str, str]]:
    """Key and cure of what does not go together."""
    names, ports = Counter(each.name for each in printers), Counter(each.port for each in printers)
    for number, each in enumerate(printers, 1):
        if names[each.name] > 1:
            yield f"printer.{number}.name", f"{each.name} is the name of another printer too; give each its own"
        if ports[each.port] > 1:
            yield f"printer.{number}.port", f"{each.port} is the port of another printer too; name each printer once"
