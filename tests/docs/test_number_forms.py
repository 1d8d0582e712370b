"""The page of number forms: every example is what its table says, and no carrier of the rule table is left out."""

from __future__ import annotations

import re

import pytest

from station.core.identify import identify
from station.core.models import Kind
from tests.places import ROOT
from tests.station.core.identify.valid_numbers import FORMATS

PAGE = ROOT / "docs" / "reference" / "number-forms.md"
SECTIONS = {part.partition("\n")[0]: part for part in PAGE.read_text().split("\n## ")}
ROW = re.compile(r"^\| (?:`([^`]+)`|([^|`]+)) \| .* \| `([^`]+)` \|$", re.MULTILINE)


def rows(section: str) -> list[tuple[str | None, str]]:
    """Carrier (None: not one alone) and example of each row."""
    return [(carrier or None, number) for carrier, _, number in ROW.findall(SECTIONS[section])]


CHECKED = rows("With a check digit of their own")
PREFIXED = rows("With a prefix or a shape of their own")
WEAK = rows("Only by the word of the lane or the manifest")


@pytest.mark.parametrize(("carrier", "number"), CHECKED, ids=str)
def test_a_check_digit_proves_the_number_and_its_failure_is_told(carrier: str | None, number: str) -> None:
    identity = identify(number, keyed="." in number)
    last = len(number) - (3 if carrier is None else 1)  # S10 ends in the country
    wrong = number[:last] + ("0" if number[last] != "0" else "1") + number[last + 1 :]

    assert (identity.accepted, identity.check) == (True, True)
    assert carrier in {None, identity.carrier}
    if carrier != "australia-post":  # its check digit is that of the product code
        assert not identify(wrong, keyed="." in number).accepted


@pytest.mark.parametrize(("carrier", "number"), PREFIXED, ids=str)
def test_a_prefix_is_enough(carrier: str | None, number: str) -> None:
    identity = identify(number)

    assert (identity.accepted, identity.kind) == (True, Kind.PARCEL)
    assert identity.carrier == carrier


@pytest.mark.parametrize(("carrier", "number"), WEAK, ids=str)
def test_a_weak_number_counts_by_the_word_of_the_lane_alone(carrier: str, number: str) -> None:
    assert not identify(number).accepted
    allowed = identify(number, weak_carriers=[carrier])
    assert allowed.accepted
    assert allowed.carrier == (None if carrier == "sscc" else carrier)


def test_no_carrier_is_left_out() -> None:
    named = {carrier for carrier, _ in (*CHECKED, *PREFIXED, *WEAK)}

    assert {row.carrier for row in FORMATS} - named == set()
    assert min(map(len, (CHECKED, PREFIXED, WEAK))) > 5
