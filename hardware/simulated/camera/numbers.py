"""Parcel numbers with right check digits, from a running number."""

from __future__ import annotations

from hardware.reading.engines import gs1_digit

_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def s10(letters: str, serial: int, country: str) -> str:
    """UPU S10 item number: two service letters, eight digits of `serial`, mod 11 check digit, issuing country."""
    digits = f"{serial % 10**8:08d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _S10_WEIGHTS, strict=True)) % 11
    check = {10: 0, 11: 5}.get(rest, rest)
    return f"{letters}{digits}{check}{country}"


def impb(prefix: str, mailer: str, serial: int) -> str:
    """USPS package identification code, 22 digits (Publication 199): AI, service type, mailer, serial, check digit."""
    room = 21 - len(prefix) - len(mailer)
    digits = f"{prefix}{mailer}{serial % 10**room:0{room}d}"
    return f"{digits}{gs1_digit(digits)}"


def ups_1z(shipper: str, service: str, serial: int) -> str:
    """UPS tracking number: 1Z, shipper, service, seven digits of `serial`; mod 10, every second one counts twice."""
    body = f"{shipper}{service}{serial % 10**7:07d}"
    values = [int(char) if char.isdigit() else (ord(char) - 3) % 10 for char in body]
    total = sum(value * (2 if index % 2 else 1) for index, value in enumerate(values))
    return f"1Z{body}{-total % 10}"


def cainiao_lp(serial: int) -> str:
    """Cainiao first-mile number: LP and fourteen digits; it has no check digit."""
    return f"LP{serial % 10**14:014d}"


def ean13(prefix: str, serial: int) -> str:
    """EAN-13 product number: GS1 prefix, digits of `serial`, check digit."""
    room = 12 - len(prefix)
    digits = f"{prefix}{serial % 10**room:0{room}d}"
    return f"{digits}{gs1_digit(digits)}"


def in_groups(text: str, *sizes: int) -> str:
    """The text in groups of these sizes, the last size repeated, as carriers print their numbers."""
    groups: list[str] = []
    position = 0
    while position < len(text):
        size = sizes[min(len(groups), len(sizes) - 1)]
        groups.append(text[position : position + size])
        position += size
    return " ".join(groups)
