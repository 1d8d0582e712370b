"""How many characters a postcode has, by country: one that lost its leading zero is too short, and never filled up.

Only countries whose postcodes have one well-known form (Universal Postal Union, addressing database) are here; those of
others are taken as they are. Spaces, hyphens and the country's letters before the digits do not count.
"""

from __future__ import annotations

import re

_DIGITS = {
    (3,): "IS FO TW",
    (4,): "AT AU BD BE BG CH CY DK HU LU LV NO NZ PH SI TN ZA",
    (5,): "CZ DE EE ES FI FR GR HR ID IT KR LT MX MY PK PL RS SE SK TH TR UA",
    (6,): "BY CN CO IN KG KZ RO RU SG TJ TM UZ VN",
    (7,): "JP",
    (8,): "BR",
}
_MORE = {
    "US": (5, 9),
    "PR": (5, 9),
    "SA": (5, 9),
    "IL": (5, 7),
    "PT": (4, 7),
    "TW": (3, 5, 6),
    "VN": (5, 6),
    "IR": (10,),
}
_LENGTHS = {country: lengths for lengths, names in _DIGITS.items() for country in names.split()} | _MORE
_LETTERED = {
    "CA": (re.compile(r"[A-Z][0-9][A-Z][0-9][A-Z][0-9]"), "K1A 0B1"),
    "GB": (re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}"), "SW1A 1AA"),
    "NL": (re.compile(r"[0-9]{4}(?:[A-Z]{2})?"), "1012 AB"),
}
_COUNTRY_LETTERS = re.compile(r"(?:[A-Z]{1,3})?([0-9]+)")


def wrong_postcode(country: str, text: str) -> tuple[str, str] | None:
    """What is wrong with a postcode of this country (ISO 3166-1 alpha-2), and what to do; None: nothing."""
    lengths = _LENGTHS.get(country)
    if lengths is not None and text.isdecimal() and len(text) in lengths:
        return None
    bare = text.upper().replace(" ", "").replace("-", "").replace("\u2013", "")
    if country in _LETTERED:
        form, such_as = _LETTERED[country]
        return None if form.fullmatch(bare) else (f"{text!r} is no postcode of {country}", f"write it as {such_as}")
    if lengths is None:
        return None
    match = _COUNTRY_LETTERS.fullmatch(bare)
    if match is not None and len(match[1]) in lengths:
        return None
    counts = " or ".join(map(str, lengths))
    what = f"{text!r} is no postcode: those of {country} have {counts} digits"
    lost = match is not None and len(match[1]) + 1 in lengths
    cure = "a leading zero was lost: export the column as text" if lost else "compare it with the source of the list"
    return what, f"{cure}, or leave the cell empty"
