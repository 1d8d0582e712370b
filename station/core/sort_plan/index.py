"""The sort plan: which bin a parcel goes to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core.exception_codes import Function
from station.core.sort_plan.parse import parse_holds, parse_plan
from station.core.sort_plan.rules import FunctionRow, PlanRule, SortPlan, in_force, rank, weighs
from station.core.tables.cells import postal
from station.core.tables.table import PlanProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from station.core.announced import Announced
    from station.core.models import Identity
    from station.core.sort_plan.rules import Rank

__all__ = [
    "Function",
    "FunctionRow",
    "PlanIndex",
    "PlanProblem",
    "PlanRule",
    "SortPlan",
    "Traits",
    "parse_holds",
    "parse_plan",
    "route",
    "traits_of",
]


@dataclass(frozen=True, slots=True)
class Traits:
    """What a rule is matched against."""

    country: str | None = None
    carrier: str | None = None
    service: str | None = None
    flag: str | None = None
    postal_code: str = ""
    """Capitals without spaces and hyphens; empty: none is known."""
    grams: Decimal | None = None


def traits_of(identity: Identity, grams: Decimal | None, announced: Announced | None = None) -> Traits:
    """What is known of a parcel: what its label says stands, the manifest adds what the label does not say.

    The country is the destination, from the label, else from the manifest. Only when neither tells it is it the
    country that the number names, which is that of the post who issued it (S10, IMpb): a plan may sort by that.
    """
    country = identity.country
    if announced is None:
        return Traits(country, identity.carrier, identity.service, None, postal(identity.postal_code or ""), grams)
    if identity.country_role != "destination":
        country = announced.dest_country or country
    return Traits(
        country,
        identity.carrier or announced.carrier,
        identity.service or announced.service,
        announced.customs_flag,
        postal(identity.postal_code or announced.dest_postcode or ""),
        grams,
    )


class PlanIndex:
    """A plan made ready to be asked thousands of times."""

    def __init__(self, plan: SortPlan) -> None:
        self.plan = plan
        buckets: defaultdict[tuple[str | None, ...], list[PlanRule]] = defaultdict(list)
        for rule in plan.rules:
            buckets[rule.country, rule.carrier, rule.service, rule.flag, rule.postal_prefix].append(rule)
        self._buckets = {
            key: [(rank(rule), rule) for rule in sorted(rules, key=rank)] for key, rules in buckets.items()
        }
        self._heads = {key[:4] for key in buckets}
        self._lengths = sorted({len(rule.postal_prefix) for rule in plan.rules if rule.postal_prefix})
        self._bins = {function: plan.bin_of(function) for function in Function}

    def bin_of(self, function: Function) -> str | None:
        """As `SortPlan.bin_of`."""
        return self._bins[function]

    def route(
        self, identity: Identity, grams: Decimal | None, today: str, announced: Announced | None = None
    ) -> PlanRule | None:
        """The rule for a parcel on the UTC date `today`; None when the plan has none.

        Smallest priority first, then the longest postal prefix, then the rule with most conditions. A rule with a
        weight limit needs a weight.
        """
        return self.first(traits_of(identity, grams, announced), today)

    def first(self, traits: Traits, today: str) -> PlanRule | None:
        """The rule that wins."""
        best: PlanRule | None = None
        lowest = None
        for bucket in self._buckets_of(traits):
            for ranked, rule in bucket:
                if lowest is not None and ranked > lowest:
                    break
                if in_force(rule, today) and weighs(rule, traits.grams):
                    best, lowest = rule, ranked
                    break
        return best

    def apart_from_weight_and_date(self, traits: Traits) -> Iterator[PlanRule]:
        """Every rule whose other conditions hold, in no order."""
        for bucket in self._buckets_of(traits):
            yield from (rule for _, rule in bucket)

    def _buckets_of(self, traits: Traits) -> Iterator[list[tuple[Rank, PlanRule]]]:
        code = traits.postal_code
        prefixes = [None, *(code[:length] for length in self._lengths if length <= len(code))]
        for country in {None, traits.country}:
            for carrier in {None, traits.carrier}:
                for service in {None, traits.service}:
                    for flag in {None, traits.flag}:
                        if (country, carrier, service, flag) in self._heads:
                            keys = ((country, carrier, service, flag, prefix) for prefix in prefixes)
                            yield from (self._buckets[key] for key in keys if key in self._buckets)


def route(
    plan: SortPlan | PlanIndex,
    identity: Identity,
    grams: Decimal | None,
    today: str,
    announced: Announced | None = None,
) -> PlanRule | None:
    """As `PlanIndex.route`; a bare plan is indexed for this one question."""
    return (plan if isinstance(plan, PlanIndex) else PlanIndex(plan)).route(identity, grams, today, announced)
