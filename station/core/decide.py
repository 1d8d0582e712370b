"""The decision: into a bin, a question to the operator, or a stop with an action."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.codes import CODES
from station.core.models import Accept, Code, ReadVerdict, Refusal, Review
from station.core.plan import route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.core.models import Capture, Choice, Decision, Facts, Hold, Identity, PreviousScan
    from station.core.plan import PlanIndex, SortPlan


@dataclass(frozen=True, slots=True)
class DecisionRules:
    """What this lane asks of a parcel."""

    weigh_required: bool
    max_weight_g: Decimal
    service_max_g: Mapping[str, Decimal] = field(default_factory=dict)
    """Limits by service, as `Identity.service` spells it; they replace `max_weight_g`."""
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

    A hold beats everything, validity comes before the duplicate, and a duplicate before the question where it goes.
    """
    if choice.verdict is ReadVerdict.MULTI_READ:
        return Review(Code.MULTI_READ, _which(choice))
    if choice.parcel is None:
        return _unread(choice, rules)
    identity = choice.parcel.identity
    grams = capture.grams if capture else None
    if facts.hold is not None and (facts.hold.until or today) >= today:
        return _held(facts.hold, rules)
    if (stop := _weight_stop(identity, grams, rules)) is not None:
        return stop
    if facts.previous is not None:
        return _duplicate(facts.previous, rules)
    rule = route(plan, identity, grams, today) if plan is not None else None
    if rule is not None:
        return Accept(rule.bin, rule.bin_label)
    return _refusal(Code.NO_RULE, rules, "There is no sort plan" if plan is None else None)


def _refusal(code: Code, rules: DecisionRules, sentence: str | None = None, bin: str | None = None) -> Refusal:  # noqa: A002  # the field's word
    text = CODES[code]
    return Refusal(code, sentence or text.sentence, text.action, bin or rules.reject_bin)


def _which(choice: Choice) -> str:
    ids = [each.identity.printed or each.identity.raw for each in choice.candidates]
    return f"Which one? {' or '.join(ids)}" if ids else CODES[Code.MULTI_READ].sentence


def _unread(choice: Choice, rules: DecisionRules) -> Refusal:
    failed = any(each.identity.check is False for each in choice.candidates)
    return _refusal(Code.CHECK_DIGIT if failed else Code.NO_READ, rules)


def _held(hold: Hold, rules: DecisionRules) -> Refusal:
    return _refusal(Code.HOLD, rules, f"On hold: {hold.reason}", rules.hold_bin)


def _weight_stop(identity: Identity, grams: Decimal | None, rules: DecisionRules) -> Refusal | None:
    if grams is None:
        return _refusal(Code.NO_WEIGHT, rules) if rules.weigh_required else None
    limit = rules.service_max_g.get(identity.service or "", rules.max_weight_g)
    if grams > limit:
        return _refusal(Code.OVERWEIGHT, rules, f"{_kg(grams)} is over the limit of {_kg(limit)}")
    return None


def _kg(grams: Decimal) -> str:
    return f"{(grams / 1000).normalize():f} kg"


def _duplicate(previous: PreviousScan, rules: DecisionRules) -> Refusal:
    at = previous.scanned_at
    where = f", bin {previous.bin}" if previous.bin else ""
    whom = f", by {previous.operator}" if previous.operator else ""
    return _refusal(Code.DUPLICATE, rules, f"Scanned {at[:10]} {at[11:16]} UTC{where}{whom}", previous.bin)
