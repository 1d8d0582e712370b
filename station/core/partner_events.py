"""What partners call an operation or an exception.

The sets are those of UPU EMSEVT, by what an office of exchange does with the item:

    outward   EMB arrival · EXA presented to export customs · EXD held · EXX export cancellation · EMC departure
    transit   EMJ arrival · EMK departure
    inward    EMD arrival · EDB presented to import customs · EDA held · EMF departure · EDD into a sorting centre

Source: logistic-natives.com, "Mandatory parcel tracking", read 2026-11; the message itself is for UPU members only. A
station knows what it saw: an exception for which no set has a code carries none. Nothing is told of a parcel that was
not identified (NR, MR, CD) or that was told of before (DUP). A missort (MS) is told when it departs again (EMC, EMK),
and a release by customs (EXC, EDC) or a retention by it (EXB, EME) by customs' own desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.exception_codes import Code
from station.core.models import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.core.models import Decision

_OPERATIONS: Mapping[str, Mapping[str, str]] = {
    "none": {},
    "upu-outward": {"arrival": "EMB", "dispatch": "EMC"},
    "upu-transit": {"arrival": "EMJ", "dispatch": "EMK"},
    "upu-inward": {"arrival": "EMD", "sort": "EDD", "dispatch": "EMF"},
}
SETS: Mapping[str, Mapping[str, str]] = {
    name: {**codes, **{code.value: code.partner_codes[name] for code in Code if name in code.partner_codes}}
    for name, codes in _OPERATIONS.items()
}
"""Name of a set -> operation or exception of the station -> code."""


def codes_of(set_name: str, own: Mapping[str, str]) -> dict[str, str]:
    """A set with codes of one's own over it; an empty one takes the set's away."""
    return {name: code for name, code in {**SETS[set_name], **own}.items() if code}


def event_code(codes: Mapping[str, str], operation: str, decision: Decision) -> str | None:
    """The code of a scan; None: the partner has none. A parcel that stopped never carries the operation's."""
    return codes.get(decision.code.value if isinstance(decision, Refusal) else operation)
