"""The exception codes. `station.language` has the term, the sentence and the action of each."""

from __future__ import annotations

from enum import StrEnum


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
