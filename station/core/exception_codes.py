"""The exception codes: why a parcel stops, and what follows from the code alone. Add one here.

When a code is given is decided in `decide.py`. Its words are in `station/language/exceptions.py`.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: Mapping[str, str] = MappingProxyType({})


class Function(StrEnum):
    """What a row of a sort plan does that is no rule: it names the bin of an exception, or a bin that exists."""

    NO_READ = "NO_READ"
    AMBIGUOUS = "AMBIGUOUS"
    BAD_CHECK = "BAD_CHECK"
    UNKNOWN_ID = "UNKNOWN_ID"
    """Codes are seen, but none of a parcel: a no-read with a bin of its own."""
    NOT_EXPECTED = "NOT_EXPECTED"
    DUPLICATE = "DUPLICATE"
    NO_POSTCODE = "NO_POSTCODE"
    NO_RULE = "NO_RULE"
    NO_WEIGHT = "NO_WEIGHT"
    WEIGHT_MISMATCH = "WEIGHT_MISMATCH"
    OVERSIZE = "OVERSIZE"
    MISSORT = "MISSORT"
    DAMAGED = "DAMAGED"
    RECIRCULATED = "RECIRCULATED"
    HOLD = "HOLD"
    HOLD_CUSTOMS = "HOLD_CUSTOMS"
    CANCELLED = "CANCELLED"
    BAG = "BAG"
    """The bag of its bin does not take the parcel."""
    DEFAULT = "DEFAULT"
    """Every exception that has no row of its own."""
    BIN = "BIN"
    """Not an exception: declares that a bin exists. Once one is declared, all that are used must be."""


class Code(StrEnum):
    """An exception code: `NAME = code, row of the sort plan, EPCIS disposition, partners' codes`."""

    function: Function | None
    """The row of a sort plan that names its bin."""
    disposition: str
    """Of EPCIS (CBV), for a parcel that is held; empty: nobody holds it."""
    partner_codes: Mapping[str, str]
    """Name of a partner's set -> its code for this exception; a set that is not named has none."""

    def __new__(
        cls,
        code: str,
        function: Function | None = None,
        disposition: str = "",
        partner_codes: Mapping[str, str] = _NONE,
    ) -> Code:
        """One row of the table."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.function, member.disposition, member.partner_codes = function, disposition, partner_codes
        return member

    NO_READ = "NR", Function.NO_READ, "unknown"
    MULTI_READ = "MR", Function.AMBIGUOUS, "unknown"
    CHECK_DIGIT = "CD", Function.BAD_CHECK, "unknown"
    UNKNOWN = "UK", Function.NOT_EXPECTED, "mismatch_instance"
    DUPLICATE = "DUP", Function.DUPLICATE
    MISSORT = "MS", Function.MISSORT, "mismatch_instance"
    OVERWEIGHT = "OW", Function.OVERSIZE, "non_conformant", {"upu-outward": "EXD", "upu-inward": "EDA"}
    WEIGHT_MISMATCH = "WM", Function.WEIGHT_MISMATCH, "mismatch_quantity"
    NO_WEIGHT = "NW", Function.NO_WEIGHT, "unknown"
    HOLD = "HD", Function.HOLD, "unavailable", {"upu-outward": "EXD", "upu-inward": "EDA"}
    CUSTOMS = "XR", Function.HOLD_CUSTOMS, "unavailable", {"upu-outward": "EXA", "upu-inward": "EDB"}
    CANCELLED = "CL", Function.CANCELLED, "unavailable", {"upu-outward": "EXX"}
    NO_RULE = "NB", Function.NO_RULE, "non_conformant"
    NO_POSTCODE = "NP", Function.NO_POSTCODE, "non_conformant"
    RECIRCULATED = "RC", Function.RECIRCULATED, "non_conformant"
    OVERRIDE = "OV"
    DAMAGED = "DM", Function.DAMAGED, "damaged"
    BAG_FULL = "BF", Function.BAG, "non_conformant"
    NO_BAG = "BN", Function.BAG, "non_conformant"
    IN_CLOSED_BAG = "BC", Function.BAG, "mismatch_instance"
