"""From configuration to the rules by which a lane decides."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from station.core import BagRules, Check, CheckRules, ChoiceRules, DecisionRules, Shift, codes_of
from station.core.lane import LaneRules
from station.core.requests import AskedLane
from station.core.weighing import Billing, WeighRules
from station.runtime import StationRules

if TYPE_CHECKING:
    from config import Config


def weigh_rules(config: Config, rearm_s: float) -> WeighRules:
    """When a weight counts; `rearm_s`: how long the scale is empty before the next parcel, seconds."""
    w = config.weigh
    return WeighRules(
        min_load_g=w.min_load_g,
        division_g=w.division_g,
        rearm_s=rearm_s,
        unflagged_after_s=w.unflagged_after_s,
        fresh_s=w.fresh_s,
        frozen_s=w.frozen_s,
        swap=w.swap,
        allow_net=w.allow_net,
        max_scale_g=w.max_scale_g or None,
        alibi=w.alibi,
    )


def station_rules(config: Config, rearm_s: float) -> StationRules:
    """The rules of a configured lane; `rearm_s` as of `weigh_rules`."""
    w, lane, weigh = config.weigh, config.lane, weigh_rules(config, rearm_s)
    choice = choice_rules(config)
    return StationRules(
        lane=LaneRules(
            weigh if config.scale.enabled else None, w.required, w.timeout_s, lane.no_read_s, lane.gone_s, choice
        ),
        decision=DecisionRules(
            weigh_required=w.required and (config.scale.enabled or any(each.weighs for each in config.scanner)),
            max_weight_g=w.max_weight_g,
            service_max_g=w.service_max_g,
            country_max_g=w.country_max_g,
            billing=Billing(w.billing_step_g, w.billing_steps_g, w.billing_tolerance_g),
            unannounced=lane.unannounced,
            max_rounds=lane.max_rounds,
            reject_bin=lane.reject_bin,
            hold_bin=lane.hold_bin,
            bag_required=config.bags.required,
        ),
        shift=shift_of(config),
        event_codes=codes_of(config.events.set, {str(name): code for name, code in config.events.codes.items()}),
        duplicate_hours=lane.duplicate_hours,
        keep_days=config.station.keep_days,
        confirm_put=config.bags.confirm_put,
        idle_lock_s=config.shift.idle_lock_s,
        return_reasons=config.shift.return_reasons,
        checks=check_rules(config),
    )


def check_rules(config: Config) -> CheckRules:
    """What this lane checks."""
    c = config.checks
    return CheckRules(
        at_log_in=tuple(map(Check, c.at_log_in)),
        zero_g=config.weigh.division_g,
        weight_g=c.test_weight_g if config.scale.enabled else Decimal(0),
        tolerance_g=c.tolerance_g,
        label=c.test_label if config.camera.enabled else "",
        lists_h=c.lists_h,
        stop=c.stop,
        every_h=c.every_h,
    )


def lane_of(config: Config) -> AskedLane:
    """What of the lane a request depends on."""
    b = config.bags
    return AskedLane(
        choice_rules(config),
        shift_of(config),
        BagRules(
            b.prefix,
            b.office,
            b.tolerance_g,
            b.confirm_put,
            b.tare_g,
            b.most_parcels,
            b.most_g,
            b.needs_weight,
            b.needs_seal,
        ),
    )


def shift_of(config: Config) -> Shift:
    """Who works and what a scan means, where nobody has said otherwise."""
    return Shift(config.station.operation, config.station.operator or None)


def choice_rules(config: Config) -> ChoiceRules:
    """What the lane takes for a parcel id."""
    return ChoiceRules(config.lane.carriers, config.lane.weak_carriers)
