"""Which announced parcel a worker may have meant whose keyed number fails its check digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.identify import identify
from station.core.identify.scanned import as_keyed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.core.choose import Manifest

LONGEST = 40
"""Characters; no number that a person keys in is longer, and each has nine slips."""


def meant(text: str, manifest: Manifest) -> list[str]:
    """Announced parcels that are one wrong digit or one swapped pair away, as they are printed, in order."""
    number = as_keyed(text)
    if len(number) > LONGEST:
        return []
    found = (identify(slip, keyed=True) for slip in _slips(number))
    known = (each for each in found if each.accepted and each.normalized and manifest(each.normalized) is not None)
    return sorted({each.printed or each.normalized or "" for each in known})


def _slips(number: str) -> Iterator[str]:
    for place, digit in enumerate(number):
        if digit not in "0123456789":
            continue
        yield from (number[:place] + other + number[place + 1 :] for other in "0123456789" if other != digit)
        following = number[place + 1 : place + 2]
        if following.isdecimal() and following != digit:
            yield number[:place] + following + digit + number[place + 2 :]
