"""Check digits of parcel numbers, over ASCII digits unless a function says otherwise. None is ever repaired."""

from __future__ import annotations

_S10_DIGITS = "50987654321"
"""By the remainder of the weighted sum."""
_BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPANISH_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def s10_digit(serial: str) -> str:
    """The check digit of the 8 digits of a UPU S10 number: 11 - weighted sum mod 11, with 10 -> 0 and 11 -> 5.

    A wrong digit goes unnoticed only where it moves the remainder between 0 and 6, as both give 5.
    """
    a, b, c, d, e, f, g, h = map(int, serial)
    return _S10_DIGITS[(8 * a + 6 * b + 4 * c + 2 * d + 3 * e + 5 * f + 9 * g + 7 * h) % 11]


def gs1_digit(payload: str) -> str:
    """The GS1 mod 10 check digit that follows `payload`: weights 3, 1, 3 ... from the right.

    Finds every single wrong digit. GS1 General Specifications 7.9; the USPS PIC has the same rule (Publication 199).
    """
    return str(-(3 * sum(map(int, payload[::-2])) + sum(map(int, payload[-2::-2]))) % 10)


def gs1_holds(number: str) -> bool:
    """Whether the last digit is the GS1 check digit of those before it."""
    return gs1_digit(number[:-1]) == number[-1]


def ups_digit(payload: str) -> str:
    """The check digit of the 15 characters between `1Z` and the last: a letter counts (ASCII - 3) mod 10, every second
    character twice.

    Doubling without folding: a digit and the one 5 apart look the same at an even place.
    """
    values = [int(c) if c.isdecimal() else (ord(c) - 3) % 10 for c in payload]
    return str(-(sum(values[::2]) + 2 * sum(values[1::2])) % 10)


def luhn_holds(number: str) -> bool:
    """Whether the digits pass ISO/IEC 7812-1 annex B, as the serial number of a telephone does."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2]]
    return (sum(map(int, number[::-2])) + sum(doubled)) % 10 == 0


def leitcode_digit(payload: str) -> str:
    """The check digit of a Deutsche Post Leitcode or Identcode: weights 4, 9, 4 ... from the left."""
    return str(-sum(int(digit) * (9 if place % 2 else 4) for place, digit in enumerate(payload)) % 10)


def identcode_holds(number: str) -> bool:
    """Whether the last digit is the Leitcode digit of those before it. Blind to 5 apart at places of weight 4."""
    return leitcode_digit(number[:-1]) == number[-1]


def fedex_holds(number: str) -> bool:
    """Whether a FedEx number holds: weights 1, 3, 7 ... from the right, mod 11, 10 -> 0 (so 0 and 10 look alike)."""
    total = sum(int(digit) * (1, 3, 7)[place % 3] for place, digit in enumerate(number[-2::-1]))
    return str(total % 11 % 10) == number[-1]


def mod7_holds(number: str) -> bool:
    """Whether the last digit is the rest of those before it by 7 (DHL waybills); digits 7 apart look alike."""
    return str(int(number[:-1]) % 7) == number[-1]


def ups_holds(number: str) -> bool:
    """Whether the last character is the `ups_digit` of those before it; OnTrac has the rule too, with its letter."""
    return ups_digit(number[:-1]) == number[-1]


def mod_37_36_character(payload: str) -> str:
    """The check character of ISO/IEC 7064 MOD 37,36 over 0-9 and A-Z, as DPD has it; sees every single wrong one."""
    product = 36
    for character in payload:
        product = 2 * ((product + int(character, 36)) % 36 or 36) % 37
    return _BASE_36[(37 - product) % 36]


def correos_letter(payload: str) -> str:
    """The letter of a Correos parcel number: sum of the ASCII codes mod 23 into the letters of Spanish identity cards.

    Inferred from published numbers that all begin with PQ4F6P07, not from a specification.
    """
    return _SPANISH_LETTERS[sum(payload.encode()) % 23]
