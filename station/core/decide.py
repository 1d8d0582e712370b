"""The decision: into a bin, a question to the operator, or a stop with an action."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from hardware.contract import Notice, notice, values_of
from station.core.bag import BagState
from station.core.exception_codes import Code, Function
from station.core.models import MANUAL, Accept, ReadVerdict, Refusal, Review
from station.core.printable import printable
from station.core.sort_plan.index import PlanIndex, route, traits_of
from station.core.weighing.billing import NO_CHECK, Billing, disagree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Values
    from station.core.bag import Bag
    from station.core.facts import Facts, PreviousScan
    from station.core.models import Capture, Choice, Decision, Identity
    from station.core.sort_plan.index import SortPlan

Unannounced = Literal["accept", "stop_online", "stop"]
CUSTOMS_HOLD = "customs_hold"
"""The customs flag of the manifest that stops a parcel; every other is for rules of the sort plan."""
NOT_ANNOUNCED = Notice("not_announced")
PROVISIONAL = Notice("provisional")
"""Not announced, and the centre cannot be asked."""
SEEN = "seen_elsewhere"
"""Another station of the hub says that it accepted the parcel."""


@dataclass(frozen=True, slots=True)
class DecisionRules:
    """What this lane asks of a parcel."""

    weigh_required: bool
    max_weight_g: Decimal
    service_max_g: Mapping[str, Decimal] = field(default_factory=dict)
    """Limits by service, as `Identity.service` spells it; they replace `max_weight_g`."""
    country_max_g: Mapping[str, Decimal] = field(default_factory=dict)
    """Limits by country of destination; the smaller of the two counts."""
    billing: Billing = NO_CHECK
    unannounced: Unannounced = "accept"
    """A parcel that the manifest does not know: accepted; stopped, but accepted provisionally while the line is down;
    always stopped. Without a manifest nothing is unannounced."""
    max_rounds: int = 0
    """So many stops of one parcel in the time of duplicates, and the next goes to the supervisor; 0: no limit."""
    reject_bin: str = "REJECT"
    hold_bin: str = "HOLD"
    bag_required: bool = False
    """An accepted parcel stops where no bag of its bin is open."""


def decide(
    choice: Choice,
    capture: Capture | None,
    facts: Facts,
    plan: PlanIndex | SortPlan | None,
    rules: DecisionRules,
    today: str,
) -> Decision:
    """What happens to the parcel; `today` is the UTC date YYYY-MM-DD.

    Validity comes first (cancelled, hold, customs, not announced, another bag's), then the weight, then the duplicate,
    and last where it goes. A parcel that stops again and again goes to the supervisor.
    """
    if choice.verdict is ReadVerdict.MULTI_READ:
        ids = tuple(each.identity.printed or each.identity.raw for each in choice.candidates)
        return Review(Code.MULTI_READ, values_of(ids=ids or None))
    if choice.parcel is None:
        failed = _is_check_failed(choice)
        if choice.references and not failed:
            return _stop(Code.NO_READ, plan, rules, own=_bin_of_strangers(plan))
        return _stop(Code.CHECK_DIGIT if failed else Code.NO_READ, plan, rules)
    identity = choice.parcel.identity
    grams = capture.grams if capture else None
    stop = _invalid(facts, plan, rules, today) or _told_stop(capture, plan, rules)
    stop = stop or _weight_stop(identity, grams, facts, plan, rules)
    if stop is None and facts.previous is not None:
        return _duplicate(facts.previous, plan, rules)
    if stop is None:
        rule = route(plan, identity, grams, today, facts.announced) if plan is not None else None
        if rule is not None:
            return Accept(rule.bin, rule.bin_label, _notes(facts))
        stop = _unrouted(identity, facts, plan, rules)
    return _looped(stop, facts, plan, rules)


def into_bag(
    accepted: Accept,
    bag: Bag | None,
    before: Bag | None,
    grams: Decimal | None,
    plan: PlanIndex | None,
    rules: DecisionRules,
) -> Accept | Refusal:
    """The same, or a stop: `bag` is the open one of its bin, `before` the one in which the parcel is by the record."""
    if before is not None and before.state is BagState.CLOSED:
        return _stop(Code.IN_CLOSED_BAG, plan, rules, values_of(bag=before.number))
    if bag is None:
        return _stop(Code.NO_BAG, plan, rules, values_of(into=accepted.bin)) if rules.bag_required else accepted
    if (before is not None and before.number == bag.number) or bag.has_room(grams):
        return accepted
    return _stop(Code.BAG_FULL, plan, rules, values_of(bag=bag.number, into=accepted.bin))


def stopped_by_hand(code: Code, plan: PlanIndex | None, rules: DecisionRules) -> Refusal:
    """The decision of a person who sees what no device does."""
    return _stop(code, plan, rules)


def question_about(typed: str, choice: Choice) -> Review:
    """A number that was keyed in and is none of a parcel, put to the worker."""
    about = values_of(typed=printable(typed.strip(), 60), cause=choice.cause.code if choice.cause else None)
    values = tuple(sorted((*about, *(choice.cause.values if choice.cause else ()))))
    return Review(Code.CHECK_DIGIT if _is_check_failed(choice) else Code.NO_READ, values)


def _is_check_failed(choice: Choice) -> bool:
    return any(each.identity.check is False for each in choice.candidates)


def _stop(
    code: Code, plan: PlanIndex | SortPlan | None, rules: DecisionRules, values: Values = (), own: str = ""
) -> Refusal:
    """A refusal into `own`, else the bin that the plan has for it, else the one of the lane."""
    planned = plan.bin_of(code.function) if plan is not None and code.function is not None else None
    lanes_own = rules.hold_bin if code in _HELD else rules.reject_bin
    return Refusal(code, values, own or planned or lanes_own)


def _bin_of_strangers(plan: PlanIndex | SortPlan | None) -> str:
    """Of what shows codes, but none of a parcel; empty when the plan has no row for it."""
    own = plan.bin_of(Function.UNKNOWN_ID) if plan is not None else None
    return own if own and plan is not None and own != plan.bin_of(Function.DEFAULT) else ""


_HELD = frozenset((Code.HOLD, Code.CUSTOMS))


def _invalid(facts: Facts, plan: PlanIndex | SortPlan | None, rules: DecisionRules, today: str) -> Refusal | None:
    announced = facts.announced
    if announced is not None and announced.cancelled:
        return _stop(Code.CANCELLED, plan, rules)
    if facts.hold is not None and (facts.hold.until or today) >= today:
        return _stop(Code.HOLD, plan, rules, values_of(reason=facts.hold.reason, until=facts.hold.until))
    if announced is not None and announced.customs_flag == CUSTOMS_HOLD:
        return _stop(Code.CUSTOMS, plan, rules)
    if announced is None and facts.manifest_loaded:
        stopped = rules.unannounced == "stop" or (rules.unannounced == "stop_online" and facts.online is not False)
        return _stop(Code.UNKNOWN, plan, rules) if stopped else None
    if facts.bag and announced is not None and announced.bag_id and announced.bag_id != facts.bag:
        return _stop(Code.MISSORT, plan, rules, values_of(announced_bag=announced.bag_id, bag=facts.bag))
    return None


def _told_stop(capture: Capture | None, plan: PlanIndex | SortPlan | None, rules: DecisionRules) -> Refusal | None:
    """A weight that a worker told is noted, and accepts nothing: a supervisor does."""
    if capture is None or capture.mode != MANUAL:
        return None
    return _stop(Code.NO_WEIGHT, plan, rules, values_of(grams=capture.grams))


def _weight_stop(
    identity: Identity, grams: Decimal | None, facts: Facts, plan: PlanIndex | SortPlan | None, rules: DecisionRules
) -> Refusal | None:
    if grams is None:
        return _stop(Code.NO_WEIGHT, plan, rules) if rules.weigh_required else None
    traits = traits_of(identity, grams, facts.announced)
    limit = rules.service_max_g.get(traits.service or "", rules.max_weight_g)
    limit = min(limit, rules.country_max_g.get(traits.country or "", limit))
    if grams > limit:
        return _stop(Code.OVERWEIGHT, plan, rules, values_of(grams=grams, limit_g=limit))
    declared = facts.announced.weight_g if facts.announced else None
    if declared is not None and disagree(grams, declared, traits.carrier, rules.billing):
        return _stop(Code.WEIGHT_MISMATCH, plan, rules, values_of(grams=grams, declared_g=declared))
    return None


def _duplicate(previous: PreviousScan, plan: PlanIndex | SortPlan | None, rules: DecisionRules) -> Refusal:
    values = values_of(at=previous.scanned_at, bin=previous.bin or None, operator=previous.operator or None)
    return _stop(Code.DUPLICATE, plan, rules, values, own=previous.bin or "")


def _unrouted(identity: Identity, facts: Facts, plan: PlanIndex | SortPlan | None, rules: DecisionRules) -> Refusal:
    if plan is None:
        return _stop(Code.NO_RULE, plan, rules, values_of(cause="no_sort_plan"))
    traits = traits_of(identity, None, facts.announced)
    asked = (plan.plan if isinstance(plan, PlanIndex) else plan).rules
    asking = (rule for rule in asked if rule.postal_prefix and rule.country in {None, traits.country})
    missing = not traits.postal_code and any(rule.carrier in {None, traits.carrier} for rule in asking)
    return _stop(Code.NO_POSTCODE if missing else Code.NO_RULE, plan, rules)


def _looped(stop: Refusal, facts: Facts, plan: PlanIndex | SortPlan | None, rules: DecisionRules) -> Refusal:
    """The stop, or when it is one too many the supervisor's. What is held or cancelled stays so."""
    if not rules.max_rounds or facts.stops < rules.max_rounds or stop.code in {*_HELD, Code.CANCELLED}:
        return stop
    now = values_of(stops=facts.stops, now=stop.code.value)
    return _stop(Code.RECIRCULATED, plan, rules, tuple(sorted((*now, *stop.values))))


def _notes(facts: Facts) -> tuple[Notice, ...]:
    notes = []
    if (there := facts.elsewhere) is not None:
        notes.append(notice(SEEN, station=there.station_id, at=there.at, bin=there.bin or None))
    if facts.announced is None and facts.manifest_loaded:
        notes.append(PROVISIONAL if facts.online is False else NOT_ANNOUNCED)
    return tuple(notes)
