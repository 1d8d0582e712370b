"""What may be done with a bag as it is: each judgement says why not, or None."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.bag import BagState
from station.core.outcomes import Nothing, Reason
from station.core.receptacles.numbers import S8_LENGTH, s8_of

if TYPE_CHECKING:
    from decimal import Decimal

    from station.core.bag import Bag, BagRules
    from station.core.outcomes import Value


def about(bag: Bag, **more: Value) -> dict[str, Value]:
    """The values by which a sentence about a bag is made; no key without a value."""
    told: dict[str, Value] = {"bag": bag.number, "state": bag.state.value, **more}
    if bag.despatch:
        told["despatch"] = bag.despatch
    return told


def not_open(bag: Bag) -> Nothing | None:
    """Why it cannot be changed."""
    if bag.state is BagState.DISPATCHED:
        return Nothing(Reason.BAG_IS_GONE, about(bag))
    return Nothing(Reason.BAG_IS_CLOSED, about(bag)) if bag.state is BagState.CLOSED else None


def takes_no_parcel(bag: Bag, grams: Decimal | None) -> Nothing | None:
    """Why a parcel of this weight does not go into it."""
    if bag.bin is None:
        return Nothing(Reason.IS_CONTAINER, about(bag))
    return not_open(bag) or (None if bag.has_room(grams) else Nothing(Reason.BAG_FULL, about(bag)))


def not_to_close(
    bag: Bag, gross_g: Decimal | None, seal: str | None, rules: BagRules, *, explained: bool
) -> Nothing | None:
    """Why it cannot be closed so. `explained`: somebody answers for a weight that differs, or that nobody has taken."""
    nothing = not_open(bag)
    if nothing is None and bag.bin is not None and rules.needs_seal and seal is None:
        nothing = Nothing(Reason.BAG_NOT_SEALED, about(bag))
    if nothing is not None:
        return nothing
    if gross_g is None:
        return Nothing(Reason.BAG_NOT_WEIGHED, about(bag)) if rules.needs_weight and not explained else None
    return _weight_differs(bag, gross_g, rules.tolerance_g, explained=explained)


def _weight_differs(bag: Bag, gross_g: Decimal, tolerance_g: Decimal, *, explained: bool) -> Nothing | None:
    tare, expected = bag.tare_g or 0, bag.expected_gross_g()
    if bag.most_g is not None and gross_g - tare > bag.most_g + tolerance_g:
        return Nothing(Reason.BAG_TOO_HEAVY, about(bag, gross_g=str(gross_g), most_g=str(bag.most_g)))
    if expected is None or abs(gross_g - expected) <= tolerance_g or explained:
        return None
    weights: dict[str, Value] = {"gross_g": str(gross_g), "expected_g": str(expected)}
    return Nothing(Reason.GROSS_DIFFERS, about(bag, difference_g=str(gross_g - expected), **weights))


def not_to_reopen(bag: Bag) -> Nothing | None:
    """Why it cannot be opened again."""
    if bag.state is BagState.OPEN:
        return Nothing(Reason.BAG_IS_OPEN, about(bag))
    return not_open(bag) if bag.state is BagState.DISPATCHED else _nested(bag) or _loaded(bag)


def not_to_nest(bag: Bag, container: Bag) -> Nothing | None:
    """Why it cannot go into this container: bags go into a container once, and a container into none."""
    if container.bin is not None:
        return Nothing(Reason.NO_CONTAINER, about(container))
    if bag.bin is None:
        return Nothing(Reason.IS_CONTAINER, about(bag))
    return _not_closed(bag) or _nested(bag) or _loaded(bag) or not_open(container)


def not_to_take_out(bag: Bag, container: Bag | None) -> Nothing | None:
    """Why it cannot leave its container."""
    if container is None:
        return Nothing(Reason.NOT_NESTED, about(bag))
    return not_open(container)


def not_to_load(bag: Bag) -> Nothing | None:
    """Why it cannot go onto the vehicle: closed bags do, once, and what lies in a container goes with that."""
    return _not_closed(bag) or _nested(bag) or _loaded(bag)


def not_to_unload(bag: Bag) -> Nothing | None:
    """Why it cannot come off the vehicle."""
    if bag.state is BagState.DISPATCHED:
        return not_open(bag)
    return Nothing(Reason.NOT_LOADED, about(bag)) if bag.loaded_at is None else None


def not_to_dispatch(bag: Bag, despatch: str) -> Nothing | None:
    """Why it cannot go with this despatch. Where both have UPU numbers, the bag's names its despatch (S8)."""
    own = s8_of(bag.number)
    if own is not None and len(despatch) == S8_LENGTH and own != despatch:
        return Nothing(Reason.OTHER_DESPATCH, about(bag, own=own, given=despatch))
    return _not_closed(bag) or _nested(bag)


def _not_closed(bag: Bag) -> Nothing | None:
    if bag.state is BagState.OPEN:
        return Nothing(Reason.BAG_IS_OPEN, about(bag))
    return not_open(bag) if bag.state is BagState.DISPATCHED else None


def _loaded(bag: Bag) -> Nothing | None:
    return None if bag.loaded_at is None else Nothing(Reason.BAG_IS_LOADED, about(bag, at=bag.loaded_at))


def _nested(bag: Bag) -> Nothing | None:
    return None if bag.container is None else Nothing(Reason.BAG_IS_NESTED, about(bag, container=bag.container))
