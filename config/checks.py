"""What a configuration may say about the checks of a shift."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from config.section import Section

CheckName = Literal["zero", "test_weight", "test_label", "lists", "clock", "sound"]
TestLabel = Annotated[
    str,
    Field(
        pattern=r"^(?:[!-~]{4,35})?$",
        json_schema_extra={"allowed": '4 to 35 letters, digits or signs in quotes, such as "TEST-LABEL-1", or ""'},
    ),
]


class ChecksSection(Section):
    at_log_in: tuple[CheckName, ...] = ()
    """Checks that are asked after each log-in: zero (of the scale), test_weight, test_label, lists (how old), clock,
    sound. None is asked in the rule."""
    test_weight_g: Decimal = Field(default=Decimal(0), ge=0)
    """Grams of the test weight of this lane; 0: there is none."""
    tolerance_g: Decimal = Field(default=Decimal(5), gt=0)
    """Grams by which the scale may differ from the test weight."""
    test_label: TestLabel = ""
    """Text of the barcode on the test label; it is never booked as a parcel. Empty: there is none."""
    lists_h: float = Field(default=24, gt=0, le=8760)
    """Hours since which the sort plan and the lists may be in force unconfirmed."""
    stop: bool = False
    """true: a failed check stops the lane until it passes. false: it is told, and the lane goes on."""
    every_h: float = Field(default=0, ge=0, le=168)
    """Hours between two self-tests with test label and test weight, asked while nothing lies at the lane; 0: none."""
