"""The decision: into a bin, a question to the operator, or a stop with an action."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from station.core.codes import CODES, Code
from station.core.models import Accept, ReadVerdict, Refusal, Review
from station.core.sort_plan.index import PlanIndex, route, traits_of
from station.core.sort_plan.rules import Function
from station.core.weighing.billing import NO_CHECK, Billing, disagree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.core.facts import Facts, PreviousScan
    from station.core.hold_list import Hold
    from station.core.models import Capture, Choice, Decision, Identity
    from station.core.sort_plan.index import SortPlan

Unannounced = Literal["accept", "stop_online", "stop"]
CUSTOMS_HOLD = "customs_hold"
"""The customs flag of the manifest that stops a parcel; every other is for rules of the sort plan."""
NOT_ANNOUNCED = "not announced"
SEEN = "possible duplicate: accepted at station"
PROVISIONAL = "accepted provisionally: not announced, no connection to the centre"


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
        return Review(Code.MULTI_READ, _which(choice))
    if choice.parcel is None:
        failed = any(each.identity.check is False for each in choice.candidates)
        if choice.references and not failed:
            return _stop(Code.NO_READ, plan, rules, own=_bin_of_strangers(plan))
        return _stop(Code.CHECK_DIGIT if failed else Code.NO_READ, plan, rules)
    identity = choice.parcel.identity
    grams = capture.grams if capture else None
    stop = _invalid(facts, plan, rules, today) or _weight_stop(identity, grams, facts, plan, rules)
    if stop is None and facts.previous is not None:
        return _duplicate(facts.previous, plan, rules)
    if stop is None:
        rule = route(plan, identity, grams, today, facts.announced) if plan is not None else None
        if rule is not None:
            return Accept(rule.bin, rule.bin_label, _note(facts))
        stop = _unrouted(identity, facts, plan, rules)
    return _looped(stop, facts, plan, rules)


def _which(choice: Choice) -> str:
    ids = [each.identity.printed or each.identity.raw for each in choice.candidates]
    return f"Which one? {' or '.join(ids)}" if ids else CODES[Code.MULTI_READ].sentence


def _stop(
    code: Code, plan: PlanIndex | SortPlan | None, rules: DecisionRules, sentence: str | None = None, own: str = ""
) -> Refusal:
    """A refusal into `own`, else the bin that the plan has for it, else the one of the lane."""
    text = CODES[code]
    planned = plan.bin_of(_FUNCTIONS[code]) if plan is not None else None
    lanes_own = rules.hold_bin if code in _HELD else rules.reject_bin
    return Refusal(code, sentence or text.sentence, text.action, own or planned or lanes_own)


def _bin_of_strangers(plan: PlanIndex | SortPlan | None) -> str:
    """Of what shows codes, but none of a parcel; empty when the plan has no row for it."""
    own = plan.bin_of(Function.UNKNOWN_ID) if plan is not None else None
    return own if own and plan is not None and own != plan.bin_of(Function.DEFAULT) else ""


_HELD = frozenset((Code.HOLD, Code.CUSTOMS))
_FUNCTIONS = {
    Code.NO_READ: Function.NO_READ,
    Code.MULTI_READ: Function.AMBIGUOUS,
    Code.CHECK_DIGIT: Function.BAD_CHECK,
    Code.UNKNOWN: Function.NOT_EXPECTED,
    Code.DUPLICATE: Function.DUPLICATE,
    Code.MISSORT: Function.MISSORT,
    Code.OVERWEIGHT: Function.OVERSIZE,
    Code.WEIGHT_MISMATCH: Function.WEIGHT_MISMATCH,
    Code.NO_WEIGHT: Function.NO_WEIGHT,
    Code.HOLD: Function.HOLD,
    Code.CUSTOMS: Function.HOLD_CUSTOMS,
    Code.CANCELLED: Function.CANCELLED,
    Code.NO_RULE: Function.NO_RULE,
    Code.NO_POSTCODE: Function.NO_POSTCODE,
    Code.RECIRCULATED: Function.RECIRCULATED,
}


def _invalid(facts: Facts, plan: PlanIndex | SortPlan | None, rules: DecisionRules, today: str) -> Refusal | None:
    announced = facts.announced
    if announced is not None and announced.cancelled:
        return _stop(Code.CANCELLED, plan, rules)
    if facts.hold is not None and (facts.hold.until or today) >= today:
        return _stop(Code.HOLD, plan, rules, f"On hold: {_until(facts.hold)}")
    if announced is not None and announced.customs_flag == CUSTOMS_HOLD:
        return _stop(Code.CUSTOMS, plan, rules)
    if announced is None and facts.manifest_loaded:
        stopped = rules.unannounced == "stop" or (rules.unannounced == "stop_online" and facts.online is not False)
        return _stop(Code.UNKNOWN, plan, rules) if stopped else None
    if facts.bag and announced is not None and announced.bag_id and announced.bag_id != facts.bag:
        return _stop(Code.MISSORT, plan, rules, f"Announced in bag {announced.bag_id}, not in this one")
    return None


def _until(hold: Hold) -> str:
    return f"{hold.reason}, until {hold.until}" if hold.until else hold.reason


def _weight_stop(
    identity: Identity, grams: Decimal | None, facts: Facts, plan: PlanIndex | SortPlan | None, rules: DecisionRules
) -> Refusal | None:
    if grams is None:
        return _stop(Code.NO_WEIGHT, plan, rules) if rules.weigh_required else None
    traits = traits_of(identity, grams, facts.announced)
    limit = rules.service_max_g.get(traits.service or "", rules.max_weight_g)
    limit = min(limit, rules.country_max_g.get(traits.country or "", limit))
    if grams > limit:
        return _stop(Code.OVERWEIGHT, plan, rules, f"{_kg(grams)} is over the limit of {_kg(limit)}")
    declared = facts.announced.weight_g if facts.announced else None
    if declared is not None and disagree(grams, declared, traits.carrier, rules.billing):
        return _stop(Code.WEIGHT_MISMATCH, plan, rules, f"{_kg(grams)} here, {_kg(declared)} announced")
    return None


def _kg(grams: Decimal) -> str:
    return f"{(grams / 1000).normalize():f} kg"


def _duplicate(previous: PreviousScan, plan: PlanIndex | SortPlan | None, rules: DecisionRules) -> Refusal:
    at = previous.scanned_at
    where = f", bin {previous.bin}" if previous.bin else ""
    whom = f", by {previous.operator}" if previous.operator else ""
    sentence = f"Scanned {at[:10]} {at[11:16]} UTC{where}{whom}"
    return _stop(Code.DUPLICATE, plan, rules, sentence, own=previous.bin or "")


def _unrouted(identity: Identity, facts: Facts, plan: PlanIndex | SortPlan | None, rules: DecisionRules) -> Refusal:
    if plan is None:
        return _stop(Code.NO_RULE, plan, rules, "There is no sort plan")
    traits = traits_of(identity, None, facts.announced)
    asked = (plan.plan if isinstance(plan, PlanIndex) else plan).rules
    asking = (rule for rule in asked if rule.postal_prefix and rule.country in {None, traits.country})
    missing = not traits.postal_code and any(rule.carrier in {None, traits.carrier} for rule in asking)
    return _stop(Code.NO_POSTCODE if missing else Code.NO_RULE, plan, rules)


def _looped(stop: Refusal, facts: Facts, plan: PlanIndex | SortPlan | None, rules: DecisionRules) -> Refusal:
    """The stop, or when it is one too many the supervisor's. What is held or cancelled stays so."""
    if not rules.max_rounds or facts.stops < rules.max_rounds or stop.code in {*_HELD, Code.CANCELLED}:
        return stop
    return _stop(Code.RECIRCULATED, plan, rules, f"Stopped {facts.stops} times before; now: {stop.sentence}")


def _note(facts: Facts) -> str | None:
    notes = []
    if facts.elsewhere is not None:
        at, bin_ = facts.elsewhere.at, facts.elsewhere.bin
        into = f", bin {bin_}" if bin_ else ""
        notes.append(f"{SEEN} {facts.elsewhere.station_id} {at[:10]} {at[11:16]} UTC{into}")
    if facts.announced is None and facts.manifest_loaded:
        notes.append(PROVISIONAL if facts.online is False else NOT_ANNOUNCED)
    return "; ".join(notes) or None
