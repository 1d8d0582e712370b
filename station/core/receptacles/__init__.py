"""Bags: their numbers, what may be done with them, and what the entries of the log make of them."""

from __future__ import annotations

from station.core.bag import ANY_HUB, Bag, BagRules, BagState
from station.core.receptacles.judge import (
    about,
    not_open,
    not_to_close,
    not_to_dispatch,
    not_to_load,
    not_to_nest,
    not_to_reopen,
    not_to_take_out,
    not_to_unload,
    takes_no_parcel,
)
from station.core.receptacles.ledger import Ledger, counted, opened
from station.core.receptacles.numbers import (
    bag_number,
    despatch_number,
    free_number,
    is_s9,
    own_number,
    s8_of,
    s9_fields,
    wrong_field,
)

__all__ = [
    "ANY_HUB",
    "Bag",
    "BagRules",
    "BagState",
    "Ledger",
    "about",
    "bag_number",
    "counted",
    "despatch_number",
    "free_number",
    "is_s9",
    "not_open",
    "not_to_close",
    "not_to_dispatch",
    "not_to_load",
    "not_to_nest",
    "not_to_reopen",
    "not_to_take_out",
    "not_to_unload",
    "opened",
    "own_number",
    "s8_of",
    "s9_fields",
    "takes_no_parcel",
    "wrong_field",
]
