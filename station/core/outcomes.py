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
    WILL_STOP = "will_stop"
    SHIFT_OPENED = "shift_opened"
    SHIFT_CLOSED = "shift_closed"
    OPERATION_CHANGED = "operation_changed"
    SHIFT_HANDED_OVER = "shift_handed_over"
    CHECKS_ASKED = "checks_asked"
    CHECK_PASSED = "check_passed"
    ALARM_NOTED = "alarm_noted"
    SHIFT_SIGNED = "shift_signed"
    SHIFT_IS_SIGNED = "shift_is_signed"
    SHIFT_STILL_OPEN = "shift_still_open"
    NO_SUCH_SHIFT = "no_such_shift"
    CHECK_FAILED = "check_failed"
    BAG_OPENED = "bag_opened"
    CONTAINER_OPENED = "container_opened"
    BAG_CLOSED = "bag_closed"
    BAG_REOPENED = "bag_reopened"
    BAG_NESTED = "bag_nested"
    BAG_TAKEN_OUT = "bag_taken_out"
    BAG_LOADED = "bag_loaded"
    BAG_UNLOADED = "bag_unloaded"
    BAGS_DISPATCHED = "bags_dispatched"
    PARCEL_MOVED = "parcel_moved"
    PARCEL_PUT = "parcel_put"
    PARCEL_LOST = "parcel_lost"
    PARCEL_FOUND = "parcel_found"
    RELABEL_ASKED = "relabel_asked"
    RELABEL_READ = "relabel_read"

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
    NO_SUCH_BAG = "no_such_bag"
    BAG_NUMBER_USED = "bag_number_used"
    BIN_HAS_BAG = "bin_has_bag"
    BAG_IS_OPEN = "bag_is_open"
    BAG_IS_CLOSED = "bag_is_closed"
    BAG_IS_GONE = "bag_is_gone"
    BAG_FULL = "bag_full"
    BAG_TOO_HEAVY = "bag_too_heavy"
    BAG_NOT_WEIGHED = "bag_not_weighed"
    BAG_NOT_SEALED = "bag_not_sealed"
    GROSS_DIFFERS = "gross_differs"
    SEAL_USED = "seal_used"
    IS_CONTAINER = "is_container"
    NO_CONTAINER = "no_container"
    BAG_IS_NESTED = "bag_is_nested"
    NOT_NESTED = "not_nested"
    BAG_IS_LOADED = "bag_is_loaded"
    NOT_LOADED = "not_loaded"
    NOTHING_LOADED = "nothing_loaded"
    NOTHING_LOADED_LAST = "nothing_loaded_last"
    DESPATCH_USED = "despatch_used"
    OTHER_DESPATCH = "other_despatch"
    PARCEL_IN_BAG = "parcel_in_bag"
    WRONG_BAG = "wrong_bag"
    NOT_PUT = "not_put"
    NOT_ACCEPTED = "not_accepted"
    ALREADY_LOST = "already_lost"
    NOT_LOST = "not_lost"
    NEXT_PARCEL_BEGUN = "next_parcel_begun"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NO_BAG_IS_OPEN = "no_bag_is_open"
    NO_BIN_WITHOUT_BAG = "no_bin_without_bag"
    NOTHING_LIES_THERE = "nothing_lies_there"
    READ_ALREADY = "read_already"
    STOPPED_ALREADY = "stopped_already"
    NOT_OF_THIS_HUB = "not_of_this_hub"
    LABEL_AGAIN = "label_again"
    NO_LABEL = "no_label"
    RELABELLED_ALREADY = "relabelled_already"
    NUMBER_USED = "number_used"
    NO_LABEL_WAITS = "no_label_waits"
    OTHER_LABEL = "other_label"
    READ_NEW_LABEL = "read_new_label"
    RELABEL_LEFT = "relabel_left"
    UNKNOWN_COMMAND = "unknown_command"
    SEVERAL_COMMANDS = "several_commands"
    NO_QUESTION = "no_question"
    ANSWER_FIRST = "answer_first"
    IS_TEST_LABEL = "is_test_label"
    CHECK_FIRST = "check_first"
    NO_REASON_GIVEN = "no_reason_given"
    NO_NUMBER_READ = "no_number_read"
    NO_BAG_LABEL = "no_bag_label"
    NO_STOPS_HERE = "no_stops_here"
    NO_SUCH_ROW = "no_such_row"
    NOTHING_TO_PUT_RIGHT = "nothing_to_put_right"
    SCANNED_AGAIN = "scanned_again"
    SCANNER_LOCKED = "scanner_locked"
    STOP_SEEN = "stop_seen"
    LOG_IN_FIRST = "log_in_first"
    BADGE_REVOKED = "badge_revoked"
    AUTHORISED = "authorised"
    SUPERVISOR_HERE = "supervisor_here"
    SCALE_WORKS = "scale_works"
    NO_PARCEL_WAITS = "no_parcel_waits"
    NO_GRAMS = "no_grams"
    WEIGHT_TOLD = "weight_told"
    SHIFT_LOCKED = "shift_locked"
    SHIFT_UNLOCKED = "shift_unlocked"
    SHIFT_NOT_LOCKED = "shift_not_locked"
    NOT_THE_ROLE = "not_the_role"
    ROLE_NEEDED = "role_needed"
    NO_STAFF_NUMBER = "no_staff_number"
    PIN_WRONG = "pin_wrong"
    PIN_WAITS = "pin_waits"

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNPRINTABLE = "unprintable"
    NO_SCAN_NUMBER = "no_scan_number"
    TOO_MANY = "too_many"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    NO_PARCEL_ID = "no_parcel_id"
    NO_OPERATION = "no_operation"
    NO_ROLE = "no_role"
    NO_CHECK = "no_check"
    NO_SUCH_BIN = "no_such_bin"
    BAD_S9 = "bad_s9"
    OTHER_OFFICE = "other_office"
    SEVERAL_DESPATCHES = "several_despatches"
    NO_DESPATCH_NUMBER = "no_despatch_number"
    BAD_BAG_CHECK = "bad_bag_check"
    NO_BAG_NUMBER = "no_bag_number"
    BAG_IS_PARCEL = "bag_is_parcel"
    NO_PREFIX = "no_prefix"
    OPEN_ELSEWHERE = "open_elsewhere"
    NO_AMOUNT = "no_amount"
    TOO_MANY_BAGS = "too_many_bags"
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
