"""Domestic numbers of Russian Post: 14 digits whose check digit is that of a carton code (GTIN-14).

Only the post office that they begin with tells them from cartons, and not for certain: cartons of many makers begin
with the same digits. So a number that begins with the code of a region that Russian Post serves is a weak parcel id.
"""

from __future__ import annotations

from station.core.identify.check_digits import gs1_holds

_REGIONS = """
101-136 140-144 150-152 153 155-157 160-168 170-175 180-188 190-199 214-216 236-238 241-243 248-249 295-299 300-309
344-347 350-369 385-386 390-394 396-404 410-416 420-433 440-446 450-457 460-462 600-603 606-607 610-614 617-620 622-634
636-641 644 646-650 652-660 662-694 800-809
"""
"""First three digits of the postal codes in use, by region; 80x are offices for business mail."""


def _codes() -> frozenset[str]:
    spans = (entry.partition("-") for entry in _REGIONS.split())
    return frozenset(str(code) for low, _, high in spans for code in range(int(low), int(high or low) + 1))


_CODES = _codes()


def is_rpo(number: str) -> bool:
    """Whether the number begins with a Russian post office and its check digit holds."""
    return number[:3] in _CODES and gs1_holds(number)
