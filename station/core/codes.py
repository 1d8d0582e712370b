"""What each exception code means: the field's term, a sentence for the worker, what to do. Short, for large type."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Code(StrEnum):
    """Exception codes of the station."""

    NO_READ = "NR"
    MULTI_READ = "MR"
    CHECK_DIGIT = "CD"
    UNKNOWN = "UK"
    DUPLICATE = "DUP"
    MISSORT = "MS"
    OVERWEIGHT = "OW"
    WEIGHT_MISMATCH = "WM"
    NO_WEIGHT = "NW"
    HOLD = "HD"
    CUSTOMS = "XR"
    CANCELLED = "CL"
    NO_RULE = "NB"
    NO_POSTCODE = "NP"
    RECIRCULATED = "RC"
    OVERRIDE = "OV"


class CodeText(NamedTuple):
    """`sentence` and `action` fit on one line of 80 columns."""

    term: str
    sentence: str
    action: str


CODES: dict[Code, CodeText] = {
    Code.NO_READ: CodeText("no-read", "No parcel id was read", "Turn the label up, or key the id in"),
    Code.MULTI_READ: CodeText("multi-read", "Two parcel ids in view", "Separate the parcels, or key one in"),
    Code.CHECK_DIGIT: CodeText("check-digit fail", "The check digit is wrong", "Read it again, or key it in"),
    Code.UNKNOWN: CodeText("unknown item", "Not on the manifest", "Set aside for investigation"),
    Code.DUPLICATE: CodeText("duplicate scan", "Scanned before", "Put it where it went before"),
    Code.MISSORT: CodeText("missort", "It belongs elsewhere", "Send it on to its own place"),
    Code.OVERWEIGHT: CodeText("overweight", "Too heavy for its service", "Set aside for reclassification"),
    Code.WEIGHT_MISMATCH: CodeText("weight mismatch", "Not the announced weight", "Weigh again, call the supervisor"),
    Code.NO_WEIGHT: CodeText("no weight", "No stable weight", "Weigh it again, hands off the scale"),
    Code.HOLD: CodeText("hold", "On hold", "Put it into the hold bin"),
    Code.CUSTOMS: CodeText("customs", "Selected by customs", "Put it into the customs bin"),
    Code.CANCELLED: CodeText("cancelled", "Cancelled by the sender", "Put it into the return bin"),
    Code.NO_RULE: CodeText("no bin", "The sort plan has no bin for it", "Put it aside, tell the supervisor"),
    Code.NO_POSTCODE: CodeText("no postcode", "Its postcode is not known", "Put it aside, tell the supervisor"),
    Code.RECIRCULATED: CodeText("recirculated", "Recirculated too often", "Give it to the supervisor"),
    Code.OVERRIDE: CodeText("supervisor override", "Released by the supervisor", "Follow the supervisor"),
}
