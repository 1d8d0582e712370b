"""The sort plan: its rules, its faults, and which bin a parcel goes to."""

from __future__ import annotations

from station.core.exception_codes import Function
from station.core.sort_plan.check import Finding, check
from station.core.sort_plan.explain import Explanation, Tried, explain
from station.core.sort_plan.index import PlanIndex, Traits, route, traits_of
from station.core.sort_plan.parse import HOLD_COLUMNS, PLAN_COLUMNS, parse_holds, parse_plan
from station.core.sort_plan.rules import FunctionRow, PlanRule, SortPlan

__all__ = [
    "HOLD_COLUMNS",
    "PLAN_COLUMNS",
    "Explanation",
    "Finding",
    "Function",
    "FunctionRow",
    "PlanIndex",
    "PlanRule",
    "SortPlan",
    "Traits",
    "Tried",
    "check",
    "explain",
    "parse_holds",
    "parse_plan",
    "route",
    "traits_of",
]
