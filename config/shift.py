"""What a configuration may say about who works at the lane, and who may do what there."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from config.section import OptionalFile, Section

MOST_REASONS = 9
LONGEST_REASON = 60


def _reasons(texts: tuple[str, ...]) -> tuple[str, ...]:
    """ValueError for what a list on the screen cannot show."""
    for text in texts:
        if not text.strip() or not text.isprintable() or len(text) > LONGEST_REASON:
            raise ValueError("a reason that cannot be shown")
    return tuple(text.strip() for text in texts)


Reasons = Annotated[
    tuple[str, ...],
    Field(
        min_length=1,
        max_length=MOST_REASONS,
        json_schema_extra={"allowed": "a list of 1 to 9 texts in quotes, each of 1 to 60 letters"},
    ),
    AfterValidator(_reasons),
]


class ShiftSection(Section):
    required: bool = False
    """true: no parcel is booked before somebody has logged in, with a badge or with `station shift open`."""
    key_file: OptionalFile = None
    """File with the key (32 bytes) that signs command barcodes, the same at each station of the hub, so that one sheet
    serves them all. Empty: command-barcodes.key in data_dir, made by `station sheet`."""
    override_reasons: Reasons = (
        "weighed again",
        "label read by eye",
        "hold lifted by the office",
        "cleared by customs",
        "sorted by hand",
    )
    """Why a supervisor lifts a stop at the worker's screen: chosen there, and told in the entry."""
    reopen_reasons: Reasons = (
        "a parcel too many",
        "a parcel is missing",
        "torn, packed again",
        "wrong seal",
        "closed by mistake",
    )
    """Why a supervisor opens a closed bag again there."""
    difference_reasons: Reasons = (
        "counted: complete",
        "tare is not right",
        "parcels weighed elsewhere",
        "wet",
    )
    """Why a supervisor has a bag closed whose weight differs from its parcels."""
    return_reasons: Reasons = ("refused", "wrong address", "not collected", "damaged", "prohibited", "other")
    """Why a parcel came back, in the order in which the operation return asks: one of them goes with each returned
    parcel."""
    target_per_hour: int = Field(default=0, ge=0, le=100_000)
    """Parcels that should be presented here in an hour; the screen of the supervisor compares. 0: no target."""
    idle_lock_s: float = Field(default=0, ge=0, le=86400)
    """Seconds without a parcel, key or scan after which an open shift is locked: nothing is booked until its holder or
    a supervisor shows a badge or types a PIN. 0: never."""
    kiosk: bool = False
    """true: quitting, the technician's screen and the desk of refused scans need a supervisor or technician."""
