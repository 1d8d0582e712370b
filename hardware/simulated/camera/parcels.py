"""Parcels as they come to a cross-border hub: number, label and weight."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from hardware.simulated.camera import addresses, numbers
from hardware.simulated.camera.labels import LabelSpec, PrintedCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_POSTS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    # issuer: carrier, printed name, S10 service letters, where it sends to
    "CN": ("china-post", "中国邮政 CHINA POST", ("LP", "LX", "RB", "UA", "CP", "EE"), ("US", "BR", "RU", "ES", "NL")),
    "SG": ("singpost", "SINGAPORE POST", ("RR", "LS", "UM", "CS"), ("US", "ES", "BR", "NL")),
    "HK": ("hongkong-post", "香港郵政 HONGKONG POST", ("LK", "RT", "CY", "EA"), ("US", "ES", "NL", "RU")),
    "BR": ("correios-br", "CORREIOS BRASIL", ("LB", "CX", "EC"), ("BR", "ES", "US")),
    "RU": ("russian-post", "ПОЧТА РОССИИ", ("RA", "CA", "EA", "LM"), ("RU", "ES")),
    "ES": ("correos-es", "CORREOS ESPAÑA", ("CQ", "RF", "LE", "EM"), ("ES", "BR", "US")),
    "NL": ("postnl", "POSTNL INTERNATIONAL", ("LS", "CD", "RS"), ("NL", "ES")),
}
_SERVICES = {"L": "TRACKED PACKET", "R": "REGISTERED", "C": "PARCEL POST", "E": "EMS", "U": "SMALL PACKET"}
_GOODS = (
    "Phone case",
    "USB-C cable",
    "LED strip 5 m",
    "Cotton socks",
    "Watch strap",
    "Desk lamp",
    "Toy car",
    "Hair clips",
)
_LETTER_POST_LIMIT_G = 2_000
_PARCEL_LIMIT_G = 30_000


@dataclass(frozen=True, slots=True)
class SimulatedParcel:
    """One parcel: what the station has to find out about it."""

    parcel_id: str
    """As the carrier knows it, without spaces, postal code or FNC1."""
    carrier: str
    label: LabelSpec
    grams: Decimal
    """Whole grams."""


def make_parcels(seed: int) -> Iterator[SimulatedParcel]:
    """Parcels without end; the same seed gives the same ones. Ids are unique within the first ten million."""
    rng = random.Random(seed)  # noqa: S311 - invented goods, not secrets
    serial = rng.randrange(10**14)
    kinds = tuple(_KINDS)
    weights = tuple(_KINDS.values())
    while True:
        # Coprime to every power of ten, so that any last digits of the serial repeat as late as they can.
        serial += 7_919_317
        [make] = rng.choices(kinds, weights)
        yield make(serial, rng)


def _usps(serial: int, rng: random.Random) -> SimulatedParcel:
    """USPS last mile, with the Cainiao first-mile number still on the label."""
    prefix, mailer, service = rng.choice(
        (
            ("92612", "903029681", "PARCEL SELECT"),
            ("93612", "748902", "PARCEL SELECT"),
            ("94001", "117902", "USPS TRACKED PACKAGE"),
        )
    )
    parcel_id = numbers.impb(prefix, mailer, serial)
    to, postal_code = addresses.recipient("US", rng)
    grams = _grams(rng, _PARCEL_LIMIT_G)
    first_mile = numbers.cainiao_lp(serial * 7)
    others = [_code128(first_mile, f"REF {first_mile}")]
    if rng.random() < 0.5:
        others.append(_link(first_mile))
    label = LabelSpec(
        style="impb",
        main=PrintedCode(
            "GS1-128", f"(420){postal_code}({parcel_id[:2]}){parcel_id[2:]}", numbers.in_groups(parcel_id, 4)
        ),
        others=tuple(others),
        headline="USPS SHIPPING",
        service=f"{service}  US POSTAGE PAID",
        mark="P",
        sender=("C/O GLOBAL RETURNS", *addresses.sender("US")),
        recipient=to,
        contents=_contents(rng, grams),
    )
    return SimulatedParcel(parcel_id, "usps", label, grams)


def _s10(issuer: str) -> Callable[[int, random.Random], SimulatedParcel]:
    def make(serial: int, rng: random.Random) -> SimulatedParcel:
        carrier, name, letters_in_use, countries = _POSTS[issuer]
        letters = rng.choice(letters_in_use)
        parcel_id = numbers.s10(letters, serial, issuer)
        country = rng.choice(countries)
        to, _ = addresses.recipient(country, rng)
        grams = _grams(rng, _LETTER_POST_LIMIT_G if letters[0] in "LRU" else _PARCEL_LIMIT_G)
        label = LabelSpec(
            style="packet",
            main=_code128(parcel_id, numbers.in_groups(parcel_id, 2, 3, 3, 3, 2)),
            others=_beside_s10(issuer, serial, rng),
            headline=name,
            service=f"{_SERVICES[letters[0]]}  PAR AVION",
            mark=country,
            sender=addresses.sender(issuer),
            recipient=to,
            contents=_contents(rng, grams),
        )
        return SimulatedParcel(parcel_id, carrier, label, grams)

    return make


def _beside_s10(issuer: str, serial: int, rng: random.Random) -> tuple[PrintedCode, ...]:
    """The other barcodes of a postal label: a first-mile number, a product, a link, or nothing."""
    first_mile = numbers.cainiao_lp(serial * 7)
    product = numbers.ean13("690" if issuer in {"CN", "HK", "SG"} else "841", serial * 3)
    choices: tuple[tuple[PrintedCode, ...], ...] = (
        (),
        (PrintedCode("EAN-13", product, product),),
        (PrintedCode("EAN-13", product, product), _link(first_mile)),
        (_link(first_mile),),
    )
    if issuer == "CN":
        choices += (
            (_code128(first_mile, f"REF {first_mile}"),),
            (_code128(first_mile, f"REF {first_mile}"), _link(first_mile)),
        )
    return rng.choice(choices)


def _cainiao(serial: int, rng: random.Random) -> SimulatedParcel:
    """Not handed to a last-mile carrier yet: the first-mile number is all there is."""
    parcel_id = numbers.cainiao_lp(serial * 7)
    country = rng.choice(("US", "BR", "ES", "RU"))
    to, _ = addresses.recipient(country, rng)
    grams = _grams(rng, _PARCEL_LIMIT_G)
    product = numbers.ean13("690", serial * 3)
    label = LabelSpec(
        style="packet",
        main=_code128(parcel_id, parcel_id),
        others=rng.choice(((PrintedCode("EAN-13", product, product),), (_link(parcel_id),), ())),
        headline="菜鸟 CAINIAO",
        service="AliExpress Standard Shipping",
        mark=country,
        sender=addresses.sender("CN"),
        recipient=to,
        contents=_contents(rng, grams),
    )
    return SimulatedParcel(parcel_id, "cainiao", label, grams)


def _ups(serial: int, rng: random.Random) -> SimulatedParcel:
    """UPS, with the postal code in bars of its own."""
    parcel_id = numbers.ups_1z(rng.choice(("12R34W", "A4F720", "879E93")), rng.choice(("03", "01", "68")), serial)
    to, postal_code = addresses.recipient("US", rng)
    grams = _grams(rng, _PARCEL_LIMIT_G)
    others = [_code128(f"420{postal_code}", f"(420) {postal_code}")]
    if rng.random() < 0.5:
        others.append(_link(parcel_id))
    label = LabelSpec(
        style="ups",
        main=_code128(parcel_id, numbers.in_groups(parcel_id, 2, 3, 3, 2, 4)),
        others=tuple(others),
        headline="UPS GROUND",
        service="DESC: MERCHANDISE",
        mark=f"{to[2].split()[-2]} {postal_code[:3]} 9-0{rng.randint(1, 9)}",
        sender=addresses.sender("US"),
        recipient=to,
        contents=_contents(rng, grams),
    )
    return SimulatedParcel(parcel_id, "ups", label, grams)


def _code128(content: str, caption: str) -> PrintedCode:
    return PrintedCode("Code128", content, caption)


def _link(reference: str) -> PrintedCode:
    return PrintedCode("QRCode", f"https://track.example/{reference}", "")


def _grams(rng: random.Random, limit: int) -> Decimal:
    return Decimal(min(limit, max(20, round(rng.lognormvariate(5.7, 0.95)))))


def _contents(rng: random.Random, grams: Decimal) -> tuple[str, ...]:
    return (
        f"{rng.randint(1, 4)} x {rng.choice(_GOODS)}",
        f"USD {rng.randint(3, 60)}.{rng.randint(0, 99):02d}",
        f"{grams / 1000} kg",
    )


_KINDS: dict[Callable[[int, random.Random], SimulatedParcel], float] = {
    _usps: 30,
    _s10("CN"): 18,
    _s10("BR"): 9,
    _s10("ES"): 8,
    _s10("RU"): 7,
    _s10("SG"): 6,
    _s10("HK"): 5,
    _s10("NL"): 3,
    _cainiao: 6,
    _ups: 8,
}
"""How often each kind comes."""
