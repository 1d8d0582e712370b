"""The sort plan: which rule wins."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.announced import Announced
from station.core.identify import identify
from station.core.models import Identity, Kind
from station.core.sort_plan.index import (
    Function,
    PlanIndex,
    PlanRule,
    SortPlan,
    Traits,
    route,
    traits_of,
)
from tests.station.core.sort_plan.plans import plan

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = "2026-11-22"


def bin_of(
    rules: SortPlan,
    *,
    country: str | None = None,
    carrier: str | None = None,
    service: str | None = None,
    postal_code: str | None = None,
    grams: int | None = None,
    today: str = TODAY,
) -> str | None:
    identity = Identity("x", Kind.PARCEL, carrier, country, service=service, postal_code=postal_code)
    rule = route(rules, identity, None if grams is None else Decimal(grams), today)
    return rule.bin if rule else None


# -- which rule wins


def test_given_conditions_must_all_match() -> None:
    rules = plan("country,carrier,service,bin", "BR,correios-br,EMS,A")
    assert bin_of(rules, country="BR", carrier="correios-br", service="EMS") == "A"
    assert bin_of(rules, country="BR", carrier="correios-br", service="parcel") is None
    assert bin_of(rules, country="BR", carrier="other", service="EMS") is None
    assert bin_of(rules) is None


def test_priority_then_postal_prefix_then_conditions() -> None:
    rules = plan(
        "priority,country,carrier,postal_prefix,bin",
        "10,,,0,SHORT",
        "10,,,006,LONG",
        "10,US,usps,006,LONG-NARROW",
        "5,RU,,,FIRST",
        "90,,,,REST",
    )
    assert bin_of(rules, postal_code="01234") == "SHORT"
    assert bin_of(rules, postal_code="00601") == "LONG"
    assert bin_of(rules, country="US", carrier="usps", postal_code="00601") == "LONG-NARROW"
    assert bin_of(rules, country="RU", postal_code="00601") == "FIRST"
    assert bin_of(rules, postal_code="94110") == "REST"
    assert bin_of(rules) == "REST"


def test_leading_zeros_of_a_postal_prefix_count() -> None:
    rules = plan("postal_prefix,bin", "006,PR", "6,IL")
    assert bin_of(rules, postal_code="00601") == "PR"
    assert bin_of(rules, postal_code="60601") == "IL"


def test_spaces_and_hyphens_in_postcodes_do_not_count() -> None:
    rules = plan("postal_prefix,bin", "01310-100,CEP", "ec1a 1,LONDON")
    assert bin_of(rules, postal_code="01310100") == "CEP"
    assert bin_of(rules, postal_code="EC1A 1BB") == "LONDON"


def test_weight_limits_are_inclusive_and_need_a_weight() -> None:
    rules = plan("weight_min_g,weight_max_g,bin", ",2000,PACKET", "2000.1,,PARCEL")
    assert bin_of(rules, grams=2000) == "PACKET"
    assert bin_of(rules, grams=2001) == "PARCEL"
    assert bin_of(rules) is None


def test_a_rule_that_does_not_fit_gives_way_to_the_next() -> None:
    rules = plan("priority,weight_max_g,valid_to,bin", "1,2000,,A", "2,,2026-11-21,B", "3,,,C")
    assert bin_of(rules, grams=5000) == "C"
    assert bin_of(rules, grams=5000, today="2026-11-21") == "B"


@pytest.mark.parametrize(
    ("today", "wanted"),
    [("2026-10-31", None), ("2026-11-01", "A"), ("2026-11-30", "A"), ("2026-12-01", "B"), ("2027-01-01", "B")],
)
def test_effective_dates_are_inclusive(today: str, wanted: str | None) -> None:
    rules = plan("valid_from,valid_to,bin", "2026-11-01,2026-11-30,A", "2026-12-01,,B")
    assert bin_of(rules, today=today) == wanted


def test_the_manifest_adds_what_the_label_does_not_say() -> None:
    s10 = Identity("x", Kind.PARCEL, "china-post", "CN", "origin", service="EMS")
    routed = Identity("x", Kind.PARCEL, None, "DE", "destination", postal_code="10115")
    told = Announced(
        "x", carrier="usps", service="priority", dest_country="US", dest_postcode="00601-1", customs_flag="dutiable"
    )
    assert traits_of(s10, None) == Traits("CN", "china-post", "EMS")
    assert traits_of(s10, None, Announced("x")) == Traits("CN", "china-post", "EMS")
    assert traits_of(s10, Decimal(5), told) == Traits("US", "china-post", "EMS", "dutiable", "006011", Decimal(5))
    assert traits_of(routed, None, told) == Traits("DE", "usps", "priority", "dutiable", "10115")


def test_a_rule_asks_for_the_destination_and_the_flag_of_the_manifest() -> None:
    rules = plan("priority,country,postal_prefix,flag,bin", "1,,,dutiable,DUTY", "2,US,006,,PR", "3,CN,,,CHINA")
    s10 = identify("RB123456785CN", keyed=True)
    assert s10.accepted

    def bin_for(told: Announced | None) -> str | None:
        rule = route(rules, s10, None, TODAY, told)
        return rule.bin if rule else None

    assert bin_for(None) == "CHINA"
    assert bin_for(Announced("x", dest_country="US", dest_postcode="00601")) == "PR"
    assert bin_for(Announced("x", dest_country="US", dest_postcode="94110")) is None
    assert bin_for(Announced("x", customs_flag="dutiable")) == "DUTY"


# -- function rows


def test_function_rows_name_the_bins_of_exceptions() -> None:
    rules = plan("function,bin,bin_label", ",A,", "no_read,R,turn it", "DEFAULT,X,", "BIN,A,")
    for each in (rules, PlanIndex(rules)):
        assert each.bin_of(Function.NO_READ) == "R"
        assert each.bin_of(Function.HOLD) == "X"
    assert plan("function,bin", ",A").bin_of(Function.HOLD) is None
    assert [rule.bin for rule in rules.rules] == ["A"]


choices = st.sampled_from
rule_rows = st.builds(
    PlanRule,
    line=st.integers(2, 10**6),
    priority=st.integers(0, 3),
    country=choices([None, "US", "BR"]),
    carrier=choices([None, "usps", "ups"]),
    service=choices([None, "EMS"]),
    postal_prefix=choices([None, "0", "00", "006", "0060", "9"]),
    weight_min_g=choices([None, Decimal(100), Decimal(500)]),
    weight_max_g=choices([None, Decimal(500), Decimal(2000)]),
    valid_from=choices([None, "2026-11-22", "2026-11-23"]),
    valid_to=choices([None, "2026-11-21", "2026-11-22"]),
    bin=choices(["A", "B", "C"]),
    bin_label=st.just(""),
)


def _fits(rule: PlanRule, identity: Identity, grams: Decimal | None) -> bool:
    given_ = (rule.country, identity.country), (rule.carrier, identity.carrier), (rule.service, identity.service)
    if any(wanted is not None and wanted != has for wanted, has in given_):
        return False
    if rule.postal_prefix is not None and not (identity.postal_code or "").startswith(rule.postal_prefix):
        return False
    low, high = rule.weight_min_g, rule.weight_max_g
    if (low is not None or high is not None) and grams is None:
        return False
    if grams is not None and not (low or Decimal(0)) <= grams <= (high or Decimal(10**9)):
        return False
    return (rule.valid_from or "") <= TODAY <= (rule.valid_to or "9999")


def _by_hand(rules: Sequence[PlanRule], identity: Identity, grams: Decimal | None) -> tuple[int, int] | None:
    fitting = [(r.priority, -len(r.postal_prefix or "")) for r in rules if _fits(r, identity, grams)]
    return min(fitting, default=None)


@given(
    st.lists(rule_rows, max_size=12, unique_by=lambda rule: rule.line),
    choices([None, "US", "BR", "CN"]),
    choices([None, "usps", "ups", "s10"]),
    choices([None, "00601", "0", "94110"]),
    st.one_of(st.none(), st.integers(1, 3000).map(Decimal)),
)
def test_the_index_finds_what_reading_every_rule_finds(
    rules: list[PlanRule], country: str | None, carrier: str | None, postal_code: str | None, grams: Decimal | None
) -> None:
    identity = Identity("x", Kind.PARCEL, carrier, country, service="EMS", postal_code=postal_code)
    found = PlanIndex(SortPlan("1", tuple(rules))).route(identity, grams, TODAY)
    by_hand = _by_hand(rules, identity, grams)
    assert (found is None) == (by_hand is None)
    if found is not None:
        assert _fits(found, identity, grams)
        assert (found.priority, -len(found.postal_prefix or "")) == by_hand
