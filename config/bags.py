"""What a configuration may say about bags."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field

from config.section import Section

T = TypeVar("T")
Unsaid = Annotated[T | None, BeforeValidator(lambda value: None if value == "" else value)]
"""Empty: nobody says it."""
Prefix = Annotated[
    str,
    Field(
        pattern=r"^[0-9A-Z]{0,20}$",
        json_schema_extra={"allowed": 'up to 20 capital letters and digits in quotes, or ""'},
    ),
]
Office = Annotated[
    str,
    Field(
        pattern=r"^(?:[A-Z]{5}[A-Z0-9])?$",
        json_schema_extra={"allowed": 'an IMPC code of 6 capital letters in quotes, such as "CNSHAA", or ""'},
    ),
]


class BagsSection(Section):
    required: bool = False
    """true: an accepted parcel stops with BN where no bag of its bin is open. false: it goes into the bin alone."""
    prefix: Prefix = ""
    """Of this hub's own bag numbers, which the station makes: prefix, 6 characters, a check character (ISO 7064
    MOD 37,36). A number that begins so is refused when its check character is wrong. Empty: it makes none."""
    office: Office = ""
    """IMPC of this office of exchange: a bag with an S9 of another one is not opened here. Empty: any."""
    confirm_put: bool = False
    """true: after the verdict the worker scans the label of the bin or of its bag. The right one books the parcel into
    the bag, a wrong one alarms; until then the parcel is in no bag."""
    needs_weight: bool = False
    """true: a bag is closed with its weight alone; without one, a supervisor says why."""
    needs_seal: bool = False
    """true: a bag of a bin is closed with the number of its seal alone."""
    tare_g: Unsaid[Decimal] = Field(default=None, ge=0)
    """Grams of an empty bag, where who opens it says nothing else."""
    most_parcels: Unsaid[int] = Field(default=None, ge=1, le=100_000)
    """Parcels that a bag may hold, where who opens it says nothing else."""
    most_g: Unsaid[Decimal] = Field(default=None, gt=0)
    """Grams of parcels that a bag may hold, where who opens it says nothing else."""
    tolerance_g: Decimal = Field(default=Decimal(100), ge=0)
    """Grams by which the weight of a closed bag, less its tare, may differ from the sum of its parcels."""
