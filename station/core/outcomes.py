"""What came of a request: a reason and its values. `station.language` has the sentence of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why something was asked in vain, or what came of it."""

    RESENT = "resent"
    REJECTION_ACCEPTED = "rejection_accepted"
    CORRECTED = "corrected"
    ALARMS_ENDED = "alarms_ended"
    PLAN_IN_FORCE = "plan_in_force"
    HOLDS_IN_FORCE = "holds_in_force"
    TAKEN_BACK = "taken_back"
    STOP_LIFTED = "stop_lifted"
    SHIFT_OPENED = "shift_opened"
    SHIFT_CLOSED = "shift_closed"
    OPERATION_CHANGED = "operation_changed"

    NONE_REJECTED = "none_rejected"
    NO_SUCH_SCAN = "no_such_scan"
    NOT_REJECTED = "not_rejected"
    ALREADY_ACCEPTED = "already_accepted"
    ALREADY_CORRECTED = "already_corrected"
    NO_SUCH_ALARM = "no_such_alarm"
    ALREADY_TAKEN_BACK = "already_taken_back"
    OVERRIDE_STANDS = "override_stands"
    NOT_STOPPED = "not_stopped"
    WITHOUT_PARCEL_ID = "without_parcel_id"
    SHIFT_IS_OPEN = "shift_is_open"
    OTHER_SHIFT_IS_OPEN = "other_shift_is_open"
    NO_SHIFT_IS_OPEN = "no_shift_is_open"
    OPERATION_IS_SET = "operation_is_set"

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNPRINTABLE = "unprintable"
    NO_SCAN_NUMBER = "no_scan_number"
    TOO_MANY = "too_many"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    NO_PARCEL_ID = "no_parcel_id"
    NO_OPERATION = "no_operation"
    NO_SUCH_BIN = "no_such_bin"
    BAD_ROWS = "bad_rows"
    NOT_READABLE = "not_readable"
    UNKNOWN_KIND = "unknown_kind"
    NEWER_FIELD = "newer_field"
    MISSING_FIELD = "missing_field"
    WRONG_VALUE = "wrong_value"
    RECORD_TROUBLE = "record_trouble"


Value = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """It was done, and is on the disk."""

    reason: Reason
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nothing:
    """There was nothing to do: it is done already, or what it names is gone. Nothing was changed."""

    reason: Reason
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """It cannot be done as it was asked. Nothing was changed."""

    reason: Reason
    values: Mapping[str, Value] = field(default_factory=dict)


Outcome = Done | Nothing | Problem
