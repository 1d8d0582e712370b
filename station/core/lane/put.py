"""Put confirmation: after its verdict a parcel waits until the label of its bin or bag is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Awaited:
    """A parcel that is decided on and not put yet."""

    parcel_id: str
    bin: str
    seq: int = 0
    """Of its scan."""
    stopped: bool = False
    """It lies in the bin of its stop; nobody has to say so."""
    wrong: str | None = None
    """The label that was refused last: it is told once, however long it lies in view."""


def label_in(text: str, bin_: str | None, is_label: Callable[[str], bool]) -> str | None:
    """The label of a bag or a bin as it is kept, in capitals; None: the text is another one."""
    label = text.strip().upper()
    return label if label and (label == (bin_ or "").upper() or is_label(label)) else None


def is_news(awaited: Awaited | None, label: str) -> bool:
    """Whether a label has to be judged: somebody waits for one, and this one was not refused just now."""
    return awaited is not None and label != awaited.wrong


def refused(awaited: Awaited, label: str) -> Awaited:
    """It goes on waiting for the right one."""
    return replace(awaited, wrong=label)
